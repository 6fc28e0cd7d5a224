"""However a foreign file is damaged, an import ends well or with plain words: never a traceback."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from trailblazer.data.imports.codebook import read_qdc
from trailblazer.data.imports.counting import EVERY, Counting
from trailblazer.data.imports.qdpx import read_qdpx
from trailblazer.data.imports.segments import read_segments
from trailblazer.errors import InputError

CODE = "00000000-0000-4000-8000-0000000000c1"
SPACE = "urn:QDA-XML:project:1.0"
WORDS = st.sampled_from(
    ["team", "naïve", "Cafe\u0301", "😀", "school", "日本", "x", "wait.", "a 😀 b"]
)
GAPS = st.sampled_from([" ", " ", " ", "\r\n", "\n", "\r\n\r\n", " 😀 "])


def project(text: bytes, places: list[tuple[int, int]], origin: str) -> bytes:
    selections = "".join(
        f'<PlainTextSelection guid="00000000-0000-4000-8000-{n:012d}" startPosition="{a}" '
        f'endPosition="{b}"><Coding guid="00000000-0000-4000-9000-{n:012d}" creatingUser="{CODE}">'
        f'<CodeRef targetGUID="{CODE}"/></Coding></PlainTextSelection>'
        for n, (a, b) in enumerate(places)
    )
    xml = (
        f'<Project xmlns="{SPACE}" name="P" origin="{origin}">'
        f'<Users><User guid="{CODE}" name="Jane Example"/></Users>'
        f'<CodeBook><Codes><Code guid="{CODE}" name="Waits" isCodable="true"/></Codes></CodeBook>'
        f'<Cases><Case guid="x" name="y"><SourceRef targetGUID="s"/></Case></Cases>'
        f'<Sources><TextSource guid="s" name="IV001" plainTextPath="internal://t.txt">{selections}'
        "</TextSource></Sources></Project>"
    )
    with tempfile.TemporaryFile() as stream:
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("project.qde", xml.encode())
            archive.writestr("sources/t.txt", text)
        stream.seek(0)
        return stream.read()


PLAIN = project(b"One two three four.", [(0, 3), (4, 7), (8, 13)], "NVivo")
CODEBOOK = (
    b'<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="NVivo"><Codes>'
    b'<Code guid="a" name="b" isCodable="true"><Description>c</Description></Code></Codes>'
    b"</CodeBook>"
)
LIST = b"id,document,tag,content\n1,IV001,staff,Kind\n2,IV001,waits,Long\n"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for line in LIST.decode().splitlines():
        book.active.append(line.split(","))
    with tempfile.TemporaryFile() as stream:
        book.save(stream)
        stream.seek(0)
        return stream.read()


READERS = {
    "a.qdpx": (read_qdpx, PLAIN),
    "a.qdc": (read_qdc, CODEBOOK),
    "a.csv": (read_segments, LIST),
    "a.xlsx": (read_segments, workbook()),
}


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    name = draw(st.sampled_from(sorted(READERS)))
    content = bytearray(READERS[name][1])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content) - 1))
        how = draw(st.sampled_from(["set", "cut", "add", "tail"]))
        if how == "set":
            content[at] = draw(st.integers(0, 255))
        elif how == "cut":
            del content[at : at + draw(st.integers(1, 40))]
        elif how == "add":
            content[at:at] = draw(st.binary(min_size=1, max_size=8))
        elif len(content) > 200:
            del content[at:]
        if not content:
            content = bytearray(b" ")
    return name, bytes(content)


@settings(max_examples=150, deadline=None)
@given(damaged())
def test_a_damaged_file_is_read_or_refused_in_plain_words(made: tuple[str, bytes]) -> None:
    name, content = made
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        said = ""
        try:
            READERS[name][0](path)
        except InputError as error:
            said = str(error)
    assert not said or name in said
    assert all(c.isprintable() or c == "\n" for c in said)


@st.composite
def coded(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], Counting]:
    """A text, word-aligned passages of it, and a way to count."""
    pieces = draw(st.lists(st.tuples(WORDS, GAPS), min_size=30, max_size=80))
    text, places = "", []
    for word, gap in pieces:
        places.append((len(text), len(text) + len(word)))
        text += word + gap
    chosen = draw(st.lists(st.sampled_from(places), min_size=10, max_size=25, unique=True))
    plain = [counting for counting in EVERY if not counting.mark]
    return text, chosen, draw(st.sampled_from(plain))


def as_counted(text: str, at: int, counting: Counting) -> int:
    part = text[:at].replace("\r\n", "\n") if counting.one_line_end else text[:at]
    return len(part.encode("utf-16-le")) // 2 if counting.utf16 else len(part)


@settings(max_examples=100, deadline=None)
@given(coded(), st.sampled_from(["NVivo 12", "QualCoder 3.5", "ATLAS.ti 23", "MAXQDA 24", ""]))
def test_passages_are_never_wrong_in_silence(
    made: tuple[str, list[tuple[int, int]], Counting], origin: str
) -> None:
    """Passages are right, or said to be open to doubt, or the project is refused."""
    text, places, counting = made
    counted = [(as_counted(text, a, counting), as_counted(text, b, counting)) for a, b in places]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.qdpx"
        path.write_bytes(project(text.encode(), counted, origin))
        try:
            found = read_qdpx(path)
        except InputError:
            return
    rows = found.tables["codings"]
    got = set(zip(rows["start"], rows["end"], strict=True))
    wrong = len(set(places) - got)
    doubtful = any("could be read otherwise" in note for note in found.notes)
    assert wrong == 0 or doubtful
