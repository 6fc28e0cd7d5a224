"""A set's codebook and codings as a project: valid, the same each time, and back unchanged."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from qdpx_sample import SHARED

from trailblazer.data.imports.codebook import read_qdc
from trailblazer.data.imports.codebook_export import write_qdc
from trailblazer.data.imports.frames import table
from trailblazer.data.imports.qdpx import read_qdpx
from trailblazer.data.imports.qdpx_export import write_qdpx
from trailblazer.data.load import open_set
from trailblazer.errors import InputError

SCHEMA = SHARED / "Project.xsd"
NAMES = ("sources", "codes", "codings")
GUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

# The order of the schema's sequences, for the elements the export writes.
ORDER = {
    "Project": ["Users", "CodeBook", "Variables", "Cases", "Sources"],
    "Users": ["User"],
    "CodeBook": ["Codes"],
    "Codes": ["Code"],
    "Code": ["Description", "Code"],
    "Variables": ["Variable"],
    "Cases": ["Case"],
    "Case": ["SelectionRef"],
    "Sources": ["TextSource"],
    "TextSource": ["PlainTextSelection", "VariableValue"],
    "PlainTextSelection": ["Description", "Coding"],
    "Coding": ["CodeRef"],
    "VariableValue": ["VariableRef", "TextValue", "IntegerValue", "DateValue"],
}
NEEDED = {
    "Project": {"name"},
    "User": {"guid"},
    "Code": {"guid", "name", "isCodable"},
    "Variable": {"guid", "name", "typeOfVariable"},
    "Case": {"guid"},
    "TextSource": {"guid", "plainTextPath"},
    "PlainTextSelection": {"guid", "startPosition", "endPosition"},
    "Coding": {"guid"},
    "CodeRef": {"targetGUID"},
    "SelectionRef": {"targetGUID"},
    "VariableRef": {"targetGUID"},
}


def project(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("project.qde"))


def structure_faults(root: etree._Element) -> list[str]:
    """What the schema would say, for the elements the export uses, without the schema."""
    faults = []
    guids = [e.get("guid") for e in root.iter() if e.get("guid")]
    if len(set(guids)) != len(guids):
        faults.append("an id is used twice")
    targets = {e.get("targetGUID") for e in root.iter() if e.get("targetGUID")}
    targets |= {e.get("creatingUser") for e in root.iter() if e.get("creatingUser")}
    faults += [f"{target} is nowhere" for target in targets - set(guids)]
    for element in root.iter():
        tag = etree.QName(element).localname
        kids = [etree.QName(kid).localname for kid in element]
        order = ORDER.get(tag, [])
        if any(kid not in order for kid in kids):
            faults.append(f"{tag} holds {kids}")
        elif kids != sorted(kids, key=order.index):
            faults.append(f"{tag} is out of order")
        if not NEEDED.get(tag, set()) <= set(element.attrib):
            faults.append(f"{tag} lacks an attribute")
        if tag in ("Users", "Codes", "Variables", "Cases", "Sources") and not kids:
            faults.append(f"{tag} is empty")
    return faults


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, pd.DataFrame]]:
    held = open_set("synthetic")
    tables = {name: held[name] for name in NAMES}
    path = tmp_path_factory.mktemp("qdpx") / "set.qdpx"
    write_qdpx(path, tables)
    return path, tables


def test_the_synthetic_set_goes_out_and_comes_back_the_same(
    exported: tuple[Path, dict[str, pd.DataFrame]],
) -> None:
    path, tables = exported
    found = read_qdpx(path)
    for name in NAMES:
        pd.testing.assert_frame_equal(found.tables[name], tables[name].reset_index(drop=True))
    people = set(tables["codings"]["participant_id"].dropna())
    assert set(found.tables["participants"]["participant_id"]) == people
    assert not [q for q in found.questions if q.table == "sources"]


def test_the_export_has_the_structure_the_schema_asks_for(
    exported: tuple[Path, dict[str, pd.DataFrame]],
) -> None:
    assert structure_faults(project(exported[0])) == []


@pytest.mark.skipif(not SCHEMA.exists(), reason="the official schema is not on this machine")
def test_the_export_is_valid_against_the_official_schema(
    exported: tuple[Path, dict[str, pd.DataFrame]], tmp_path: Path
) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.assertValid(project(exported[0]))
    empty = {name: table(name, [], "x") for name in NAMES}
    write_qdpx(tmp_path / "empty.qdpx", empty)
    schema.assertValid(project(tmp_path / "empty.qdpx"))


def test_the_same_tables_give_the_same_bytes(
    exported: tuple[Path, dict[str, pd.DataFrame]], tmp_path: Path
) -> None:
    write_qdpx(tmp_path / "again.qdpx", exported[1])
    assert (tmp_path / "again.qdpx").read_bytes() == exported[0].read_bytes()


def test_each_passage_lies_inside_the_stand_in_text(
    exported: tuple[Path, dict[str, pd.DataFrame]],
) -> None:
    found = read_qdpx(exported[0])
    for row in found.tables["codings"].itertuples():
        assert row.end <= len(found.texts[row.source_id])


def test_a_text_shorter_than_its_codings_is_refused(
    exported: tuple[Path, dict[str, pd.DataFrame]], tmp_path: Path
) -> None:
    source = str(exported[1]["codings"]["source_id"].iloc[0])
    with pytest.raises(InputError, match=f"{source} is coded up to position"):
        write_qdpx(tmp_path / "x.qdpx", exported[1], texts={source: "short"})


def test_a_codebook_goes_out_and_comes_back(
    exported: tuple[Path, dict[str, pd.DataFrame]], tmp_path: Path
) -> None:
    path = tmp_path / "codes.qdc"
    write_qdc(path, exported[1]["codes"])
    pd.testing.assert_frame_equal(read_qdc(path).tables["codes"], exported[1]["codes"])
    book = SHARED / "Codebook.xsd"
    if book.exists():
        etree.XMLSchema(etree.parse(book)).assertValid(etree.parse(path))
    with pytest.raises(InputError, match="no codes to export"):
        write_qdc(path, exported[1]["codes"].head(0))


def test_a_codebook_of_taguette_gets_the_tree_its_paths_say(tmp_path: Path) -> None:
    path = tmp_path / "codebook.qdc"
    names = ("access.waits.long", "access", "staff")
    codes = "".join(
        f'<Code guid="51B2B2B7-27EB-4ECB-9D56-E75B0A0496C{n}" name="{name}" isCodable="true"/>'
        for n, name in enumerate(names)
    )
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" '
        f'origin="Taguette 1.4"><Codes>{codes}</Codes><Sets/></CodeBook>'
    )
    found = read_qdc(path)
    rows = found.tables["codes"].set_index("code_id")["parent_id"].fillna("").to_dict()
    assert rows == {"access": "", "access_waits_long": "access", "staff": ""}
    assert {q.column for q in found.questions} == {"claim_id", "stance"}
