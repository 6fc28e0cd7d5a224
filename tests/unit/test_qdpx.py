"""Projects of each program come in whole: the passages are right, everything is accounted for."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from qdpx_sample import (
    CODE,
    CODE_2,
    EXCERPTS,
    SHARED,
    TALK,
    USER_2,
    Project,
    Text,
    counted,
    selection,
)

from trailblazer.data.imports.counting import Counting
from trailblazer.data.imports.imported import Imported, came_in
from trailblazer.data.imports.qdpx import read_qdpx
from trailblazer.errors import InputError

REAL = SHARED / "TestProject.qdpx"


def coded_talk(
    path: Path,
    origin: str,
    held: str,
    *,
    utf16: bool,
    one_line_end: bool,
    mark: bytes = b"",
    named: bool = False,
    excerpts: tuple[str, ...] = EXCERPTS,
) -> Path:
    places = [counted(held, e, utf16=utf16, one_line_end=one_line_end) for e in excerpts]
    made = "".join(
        selection(n, *place, name=excerpt if named else "")
        for n, (place, excerpt) in enumerate(zip(places, excerpts, strict=True), start=1)
    )
    return Project(origin, [Text("IV001", mark + held.encode(), made)]).write(path)


def passages(found: Imported) -> list[str]:
    return [
        found.texts[row.source_id][row.start : row.end]
        for row in found.tables["codings"].itertuples()
    ]


WINDOWS = TALK.replace("\n", "\r\n")
MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("origin", "held", "mark", "utf16", "one"),
    [
        ("NVivo 12.6.0.959", WINDOWS, MARK, True, False),
        ("NVivo 14", WINDOWS, b"", True, False),
        ("NVivo for Mac", TALK, b"", True, False),
        ("QualCoder 3.5", WINDOWS, MARK, False, True),
        ("QualCoder 3.5", WINDOWS.replace("\r", "\r\r"), MARK, False, True),
        ("QualCoder 3.5", TALK, MARK, False, True),
        ("ATLAS.ti 8.4.0 573 , macOS", WINDOWS, b"", False, True),
        ("MAXQDA 2022", WINDOWS, MARK, False, False),
        ("MAXQDA 2022", TALK, b"", False, False),
        ("Quirkos", TALK, b"", False, False),
    ],
)
def test_each_programs_usual_counting_gives_the_words_that_were_coded(
    tmp_path: Path, origin: str, held: str, mark: bytes, utf16: bool, one: bool
) -> None:
    if "\r\r" in held:
        # Offsets over lines that end in one unit, whatever the file on Windows made of them.
        plain = TALK
        places = [counted(plain, e, utf16=False, one_line_end=True) for e in EXCERPTS]
        made = "".join(selection(n, *place) for n, place in enumerate(places, start=1))
        path = Project(origin, [Text("IV001", mark + held.encode(), made)]).write(
            tmp_path / "p.qdpx"
        )
    else:
        path = coded_talk(
            tmp_path / "p.qdpx", origin, held, utf16=utf16, one_line_end=one, mark=mark
        )
    assert passages(read_qdpx(path)) == list(EXCERPTS)


@pytest.mark.parametrize("utf16", [False, True])
@pytest.mark.parametrize("one", [False, True])
@pytest.mark.parametrize("origin", ["MAXQDA 24", "ATLAS.ti 23", "QualCoder 3.8", "NVivo 15", ""])
@pytest.mark.parametrize("named", [False, True])
def test_another_counting_than_the_usual_one_is_found_by_the_words(
    tmp_path: Path, utf16: bool, one: bool, origin: str, named: bool
) -> None:
    path = coded_talk(
        tmp_path / "p.qdpx", origin, WINDOWS, utf16=utf16, one_line_end=one, named=named
    )
    found = read_qdpx(path)
    assert passages(found) == list(EXCERPTS)
    assert any("Positions are read as" in note for note in found.notes)


def test_positions_that_fit_no_counting_are_refused_and_can_be_forced(tmp_path: Path) -> None:
    made = "".join(selection(n, n * 17 + 3, n * 17 + 11) for n in range(1, 9))
    path = Project("NVivo", [Text("IV001", WINDOWS.encode(), made)]).write(tmp_path / "p.qdpx")
    with pytest.raises(InputError, match="do not fit its texts") as refused:
        read_qdpx(path)
    assert "p.qdpx" in str(refused.value)
    assert "counting:" in str(refused.value)
    forced = read_qdpx(path, counting=str(Counting(utf16=True)))
    assert len(forced.tables["codings"]) == 8
    with pytest.raises(InputError, match="is not a way to count"):
        read_qdpx(path, counting="by hand")


def test_one_passage_that_two_countings_fit_is_refused_for_an_unknown_program(
    tmp_path: Path,
) -> None:
    held = "ab\r\n a a a a a a"
    path = Project("", [Text("IV001", held.encode(), selection(1, 5, 6))]).write(
        tmp_path / "p.qdpx"
    )
    assert passages(read_qdpx(path)) == ["a"]
    held = "ab\r\n" + "- " * 20
    path = Project("", [Text("IV001", held.encode(), selection(1, 8, 10))]).write(
        tmp_path / "p.qdpx"
    )
    with pytest.raises(InputError, match="do not fit"):
        read_qdpx(path)


def test_users_become_numbers_and_their_names_are_nowhere(tmp_path: Path) -> None:
    codes = (
        f'<Code guid="{CODE}" name="Jane Example\'s codes" isCodable="true">'
        "<Description>Agreed with SAM SAMPLE.</Description></Code>"
    )
    held = "One two three.\n"
    made = selection(1, 0, 3) + selection(2, 4, 7, user=USER_2) + selection(3, 8, 13, user="")
    path = Project(
        "NVivo", [Text("Talk with Jane Example.docx", held.encode(), made)], codes
    ).write(tmp_path / "p.qdpx")
    found = read_qdpx(path)
    assert list(found.tables["codings"]["coder_id"]) == ["coder_1", "coder_2", "coder_unknown"]
    assert list(found.tables["sources"]["source_id"]) == ["D001"]
    shown = json.dumps(
        [table.to_csv() for table in found.tables.values()]
        + [found.accounts.to_csv(), *found.notes, found.variables.to_csv(), found.cases.to_csv()]
    ).lower()
    for name in ("jane", "example", "sam sample"):
        assert name not in shown


def test_no_name_of_a_person_or_place_is_anywhere_but_in_the_questions(tmp_path: Path) -> None:
    """Names are planted wherever a project may hold one; only sources' names are asked about."""
    case = "00000000-0000-4000-8000-0000000000d1"
    note = "00000000-0000-4000-8000-0000000000e9"
    project = Project(
        "NVivo 12",
        [
            Text(
                "Zzplanted the source.docx",
                b"One two three. Zzplanted.",
                selection(1, 0, 3, name="Zzplanted the passage")
                + selection(2, 4, 7, user=USER_2).replace(
                    "<Coding", "<Description>Zzplanted comment</Description><Coding", 1
                ),
            )
        ],
        users=f'<User guid="{USER_2}" name="Zzplanted" id="Zzplanted"/>',
        codes=f'<Code guid="{CODE}" name="Zzplanted: waits" isCodable="true"/>',
        before_sources=f'<Cases><Case guid="{case}" name="Zzplanted"><Description>Zzplanted'
        "</Description></Case></Cases>",
        after_sources=f'<Notes><Note guid="{note}" name="Zzplanted"><PlainTextContent>Zzplanted'
        f'</PlainTextContent></Note></Notes><Sets><Set guid="{case}" name="Zzplanted"/></Sets>'
        "<Description>Zzplanted</Description><!-- Zzplanted -->",
    )
    path = project.write(tmp_path / "p.qdpx")
    found = read_qdpx(path)
    shown = [table.to_csv() for table in found.tables.values()]
    shown += [found.accounts.to_csv(), found.variables.to_csv(), found.cases.to_csv()]
    assert "Zzplanted" not in " ".join([*shown, *found.notes])
    assert {q.label for q in found.questions if "Zzplanted" in q.label} == {
        "Zzplanted the source.docx"
    }


def test_codes_keep_their_tree_and_unused_ids_are_made_of_their_names(tmp_path: Path) -> None:
    codes = (
        f'<Code guid="{{{CODE.upper()}}}" name="Größe (Café)" isCodable="false">'
        f'<Code guid="{CODE_2}" name="2nd" isCodable="true"/></Code>'
        '<Code guid="00000000-0000-4000-8000-0000000000c3" name="2nd" isCodable="true"/>'
        '<Code guid="00000000-0000-4000-8000-0000000000c4" name="日本" isCodable="true"/>'
    )
    path = Project("NVivo", [Text("A", b"abc", selection(1, 0, 3, code=CODE_2))], codes).write(
        tmp_path / "p.qdpx"
    )
    found = read_qdpx(path).tables["codes"]
    assert list(found["code_id"]) == ["groe_cafe", "code_2nd", "code_2nd_2", "code"]
    assert list(found["parent_id"].fillna("")) == ["", "groe_cafe", "", ""]


def test_cases_of_nvivo_are_not_codes_and_no_case_keeps_its_name(tmp_path: Path) -> None:
    case = "00000000-0000-4000-8000-0000000000d1"
    variable = "00000000-0000-4000-8000-0000000000e1"
    codes = (
        f'<Code guid="{CODE}" name="Waits" isCodable="true"/>'
        f'<Code guid="{case}" name="Anna" isCodable="true"/>'
    )
    before = (
        f'<Variables><Variable guid="{variable}" name="Role" typeOfVariable="Text"/></Variables>'
        f'<Cases><Case guid="{case}" name="Anna"><VariableValue>'
        f'<VariableRef targetGUID="{variable}"/>'
        f"<TextValue>Teacher</TextValue></VariableValue>"
        '<SelectionRef targetGUID="00000000-0000-4000-8000-000000000001"/></Case></Cases>'
    )
    made = selection(1, 0, 3) + selection(2, 4, 7, code=case)
    path = Project(
        "NVivo 12", [Text("Talk", b"One two.", made)], codes, before_sources=before
    ).write(tmp_path / "p.qdpx")
    found = read_qdpx(path)
    assert list(found.tables["codes"]["name"]) == ["Waits"]
    assert len(found.tables["codings"]) == 1
    assert found.cases.to_dict("records") == [
        {"case_id": "case_1", "source_id": "D001", "start": 0, "end": 3},
        {"case_id": "case_1", "source_id": "D001", "start": 4, "end": 7},
    ]
    assert found.variables.to_dict("records") == [
        {"source_id": "", "case_id": "case_1", "variable": "Role", "value": "Teacher"}
    ]


def counted_in_file(project: Element) -> dict[str, int]:
    """What a project holds, counted without the importer."""
    space = f"{{{project.tag[1:].partition('}')[0]}}}"
    sources = project.find(f"{space}Sources")
    kinds = [f"{space}{kind}" for kind in ("Text", "PDF", "Picture", "Audio", "Video")]
    inside = list(sources.iter()) if sources is not None else []
    return {
        "source": sum(e.tag in {f"{kind}Source" for kind in kinds} for e in inside),
        "selection": sum(e.tag.endswith("Selection") for e in inside),
        "coding": sum(e.tag == f"{space}Coding" for e in inside),
        "code": sum(e.tag == f"{space}Code" for e in project.iter()),
        "memo": sum(e.tag == f"{space}Note" for e in project.iter()),
        "link": sum(e.tag == f"{space}Link" for e in project.iter()),
        "set": sum(e.tag == f"{space}Set" for e in project.iter()),
        "graph": sum(e.tag == f"{space}Graph" for e in project.iter()),
    }


def same_counts(path: Path) -> Imported:
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if n.lower().endswith(".qde"))
        held = counted_in_file(fromstring(archive.read(name)))  # noqa: S314
    found = read_qdpx(path)
    accounted = found.accounts.groupby("what")["count"].sum().to_dict()
    for what, count in held.items():
        assert accounted.get(what, 0) == count, what
    in_table = found.accounts[found.accounts["outcome"].map(came_in)]
    came = in_table.groupby("what")["count"].sum().to_dict()
    assert came.get("coding", 0) == len(found.tables["codings"])
    assert came.get("code", 0) == len(found.tables["codes"])
    assert came.get("text", 0) <= len(found.tables["sources"])
    return found


def test_everything_is_in_or_left_out_for_a_reason(tmp_path: Path) -> None:
    other = "00000000-0000-4000-8000-00000000"
    more = (
        f'<PictureSource guid="{other}0011" name="map.jpg" path="internal://x.jpg">'
        f'<PictureSelection guid="{other}0012" firstX="1" firstY="1" secondX="2" secondY="2">'
        f'<Coding guid="{other}0013"><CodeRef targetGUID="{CODE}"/></Coding></PictureSelection>'
        f'<Coding guid="{other}0014"><CodeRef targetGUID="{CODE}"/></Coding></PictureSource>'
        f'<PDFSource guid="{other}0021" name="plan.pdf" path="relative:///plan.pdf">'
        f'<PDFSelection guid="{other}0022" page="0" firstX="1" firstY="1" secondX="2" secondY="2">'
        f'<Coding guid="{other}0023"><CodeRef targetGUID="{CODE}"/></Coding></PDFSelection>'
        f'<PDFSelection guid="{other}0024" page="0" firstX="1" firstY="1" secondX="2" secondY="2">'
        f'<Coding guid="{other}0025"><CodeRef targetGUID="{CODE}"/></Coding></PDFSelection>'
        f'<Representation guid="{other}0026"><PlainTextContent>The plan says so.</PlainTextContent>'
        f'<PlainTextSelection guid="{other}0024" startPosition="4" endPosition="8">'
        f'<Coding guid="{other}0027"><CodeRef targetGUID="{CODE}"/></Coding></PlainTextSelection>'
        f"</Representation></PDFSource>"
        f'<AudioSource guid="{other}0031" name="a.mp3"><Transcript guid="{other}0032">'
        f"<PlainTextContent>Hello there, all.</PlainTextContent>"
        f'<SyncPoint guid="{other}0033" position="6" timeStamp="1"/>'
        f'<SyncPoint guid="{other}0034" position="11" timeStamp="2"/>'
        f'<TranscriptSelection guid="{other}0035" fromSyncPoint="{other}0033" '
        f'toSyncPoint="{other}0034"><Coding guid="{other}0036"><CodeRef targetGUID="{CODE}"/>'
        f"</Coding></TranscriptSelection></Transcript></AudioSource>"
        f'<VideoSource guid="{other}0041" name="v.mp4"><VideoSelection guid="{other}0042" '
        f'begin="1" end="2"/></VideoSource>'
        f'<TextSource guid="{other}0051" name="gone" plainTextPath="absolute:///home/x/gone.txt">'
        f"{selection(52, 3, 9)}</TextSource>"
    ).replace(other, "00000000-0000-4000-8000-00000000")
    made = (
        selection(1, 0, 3)
        + selection(2, 0, 3)
        + selection(3, 4, 7, code="00000000-0000-4000-8000-0000000000ff")
        + selection(4, 900, 907)
        + '<PlainTextSelection guid="00000000-0000-4000-8000-000000000005" startPosition="4" '
        'endPosition="7"/>'
        '<Coding guid="00000000-0000-4000-9000-000000000006">'
        f'<CodeRef targetGUID="{CODE_2}"/></Coding>'
    )
    project = Project("NVivo 12", [Text("IV001", b"One two three.", made)], more_sources=more)
    found = same_counts(project.write(tmp_path / "p.qdpx"))
    assert passages_of(found) == [
        ("IV001", "One"), ("IV001", "One two three."), ("D001", "plan"), ("D002", "there"),
        ("D003", ""),
    ]  # fmt: skip
    said = " ".join(found.notes)
    for reason in (
        "which is a picture", "which is a film without a transcript", "on a picture",
        "on a page of a PDF and not in its text", "made on a page of a PDF and again in its text",
        "given twice to the same passage by the same coder", "whose code is not in the codebook",
        "at positions outside the text", "without a code", "of a whole source that is not text",
        "kept outside the project file", "could not be checked",
    ):  # fmt: skip
        assert reason in said, reason


def passages_of(found: Imported) -> list[tuple[str, str]]:
    return [
        (row.source_id, found.texts.get(row.source_id, "")[row.start : row.end])
        for row in found.tables["codings"].itertuples()
    ]


@pytest.mark.skipif(not REAL.exists(), reason="the sample project is not on this machine")
def test_the_sample_project_of_atlas_ti_comes_in_whole() -> None:
    found = same_counts(REAL)
    assert len(found.tables["sources"]) == 8
    assert len(found.tables["codes"]) == 14
    assert len(found.tables["codings"]) == 9
    shown = " ".join([*found.notes, *(t.to_csv() for t in found.tables.values())])
    assert "Markgraf" not in shown
    assert "Petrausch" not in shown
