"""A set's codebook and codings as a REFI-QDA project that other programs open.

The file is valid against the standard's schema of March 2019 and has the same bytes for the
same tables. A set holds no transcripts: where none is given, a source's text is a stand-in of
the right length, so that every passage keeps its place.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import pandas as pd

from trailblazer.data.imports.codebook_export import ORIGIN, add_codes, clean, guid, text_rows
from trailblazer.data.imports.labelled import write_labelled
from trailblazer.errors import InputError
from trailblazer.files import write_bytes

SPACE = "urn:QDA-XML:project:1.0"
STAND_IN = "[The text is not part of this file.] "
MADE_ON = (1980, 1, 1, 0, 0, 0)
VARIABLES = {
    "kind": "Text", "level": "Text", "site_id": "Text", "group": "Text", "round": "Integer",
    "date": "Date", "mode": "Text", "participants": "Integer", "topics_asked": "Text",
}  # fmt: skip


def write_qdpx(
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    *,
    title: str = "Coded material",
    texts: Mapping[str, str] | None = None,
) -> None:
    """Write ``sources``, ``codes`` and ``codings`` as a project file, whole or not at all.

    ``texts`` gives the text of a source by its id; positions count its code points. Raises
    ``InputError`` when a coding's positions lie outside the text given for its source.
    """
    given = texts or {}
    content = {key: _text(key, tables["codings"], given) for key in _ids(tables["sources"])}
    project = _project(tables, title)
    indent(project)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        xml = tostring(project, encoding="utf-8", xml_declaration=True)
        archive.writestr(_member("project.qde"), xml)
        for key, text in content.items():
            # A text that itself begins with the mark keeps it: readers take one away.
            mark = "\ufeff" if text.startswith("\ufeff") else ""
            archive.writestr(_member(f"sources/{guid('text', key)}.txt"), (mark + text).encode())
    write_bytes(path, packed.getvalue())


def _project(tables: Mapping[str, pd.DataFrame], title: str) -> Element:
    codings = tables["codings"]
    project = Element("Project", {"xmlns": SPACE, "name": clean(title), "origin": ORIGIN})
    coders = sorted(set(codings["coder_id"].dropna()))
    if coders:
        users = SubElement(project, "Users")
        for coder in coders:
            SubElement(users, "User", {"guid": guid("coder", coder), "name": clean(coder)})
    if len(tables["codes"]):
        add_codes(SubElement(project, "CodeBook"), tables["codes"])
    if len(tables["sources"]):
        variables = SubElement(project, "Variables")
        for name, kind in VARIABLES.items():
            said = {"guid": guid("variable", name), "name": name, "typeOfVariable": kind}
            SubElement(variables, "Variable", said)
        _cases(project, codings)
        _sources(project, tables["sources"], codings)
    return project


def _cases(project: Element, codings: pd.DataFrame) -> None:
    """A case for each participant, with the passages that are theirs."""
    spoken: dict[str, list[str]] = defaultdict(list)
    for row in text_rows(codings):
        if row.get("participant_id"):
            spoken[row["participant_id"]].append(guid("selection", row["coding_id"]))
    if not spoken:
        return
    cases = SubElement(project, "Cases")
    for person in sorted(spoken):
        case = SubElement(cases, "Case", {"guid": guid("case", person), "name": clean(person)})
        for target in spoken[person]:
            SubElement(case, "SelectionRef", {"targetGUID": target})


def _sources(project: Element, sources: pd.DataFrame, codings: pd.DataFrame) -> None:
    coded: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in text_rows(codings):
        coded[row["source_id"]].append(row)
    top = SubElement(project, "Sources")
    for row in text_rows(sources):
        key = row["source_id"]
        place = f"internal://{guid('text', key)}.txt"
        said = {"guid": guid("source", key), "name": clean(key), "plainTextPath": place}
        source = SubElement(top, "TextSource", said)
        for coding in coded[key]:
            _selection(source, coding)
        for name, kind in VARIABLES.items():
            if row.get(name):
                value = SubElement(source, "VariableValue")
                SubElement(value, "VariableRef", {"targetGUID": guid("variable", name)})
                SubElement(value, f"{kind}Value").text = clean(row[name])


def _selection(source: Element, coding: Mapping[str, str]) -> None:
    """One selection a coding: a comment belongs to a selection, and the stance is a comment."""
    key = coding["coding_id"]
    coder = guid("coder", coding["coder_id"])
    place = {"startPosition": coding["start"], "endPosition": coding["end"]}
    said = {"guid": guid("selection", key), **place, "creatingUser": coder}
    selection = SubElement(source, "PlainTextSelection", said)
    kept = {
        "Stance": coding.get("stance", ""),
        "Participant": coding.get("participant_id", ""),
        "Coding id": key,
    }
    SubElement(selection, "Description").text = clean(write_labelled(kept))
    given = {"guid": guid("coding", key), "creatingUser": coder}
    coding_element = SubElement(selection, "Coding", given)
    SubElement(coding_element, "CodeRef", {"targetGUID": guid("code", coding["code_id"])})


def _text(key: str, codings: pd.DataFrame, given: Mapping[str, str]) -> str:
    """The text of a source, or a stand-in as long as its furthest coding needs."""
    furthest = codings.loc[codings["source_id"] == key, "end"].max()
    length = 1 if pd.isna(furthest) else int(furthest)
    if key not in given:
        return (STAND_IN * (length // len(STAND_IN) + 1))[:length]
    if length > len(given[key]):
        raise InputError(
            f"{key} is coded up to position {length:,}, and the text given for it has "
            f"{len(given[key]):,} characters. Give the text that was coded."
        )
    return re.sub("[\0\ud800-\udfff]", "\ufffd", given[key])


def _ids(sources: pd.DataFrame) -> list[str]:
    return [str(key) for key in sources["source_id"]]


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, MADE_ON)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
