"""Files made to do harm, and damaged ones, are refused in plain words: never a traceback."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from qdpx_sample import CODE, SPACE, Project, Text, selection

from trailblazer.data.imports import archive, safe_xml
from trailblazer.data.imports.codebook import read_qdc
from trailblazer.data.imports.qdpx import read_qdpx
from trailblazer.errors import InputError

START = f'<Project xmlns="{SPACE}" name="P" origin="NVivo">'
PLAIN = Project("NVivo", [Text("IV001", b"One two three.", selection(1, 0, 3))])


def zipped(path: Path, members: dict[str, bytes], *, packed: bool = True) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED if packed else 0) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def project_with(path: Path, xml: str | bytes) -> Path:
    return zipped(path, {"project.qde": xml if isinstance(xml, bytes) else xml.encode()})


def with_path(place: str) -> str:
    source = f'<TextSource guid="{CODE}" name="a" plainTextPath="{place}"/>'
    return f"{START}<Sources>{source}</Sources></Project>"


def nul_in_name(path: Path) -> Path:
    zipped(path, {"project.qde": b"<x/>", "sources/aXb.txt": b"x"})
    path.write_bytes(path.read_bytes().replace(b"aXb", b"a\0b"))
    return path


def lying_size(path: Path) -> Path:
    """The file says that a member unpacks to a few bytes; it unpacks to many."""
    PLAIN.write(path)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"project.qde"))
    struct.pack_into("<L", content, at + 24, 10)
    path.write_bytes(bytes(content))
    return path


def locked(path: Path) -> Path:
    PLAIN.write(path)
    content = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        content[at + offset] |= 1
    path.write_bytes(bytes(content))
    return path


def damaged(path: Path) -> Path:
    PLAIN.write(path)
    content = bytearray(path.read_bytes())
    at = content.find(b"project.qde") + 40
    content[at : at + 20] = b"\xff" * 20
    path.write_bytes(bytes(content))
    return path


def cut_short(path: Path) -> Path:
    PLAIN.write(path)
    path.write_bytes(path.read_bytes()[:200])
    return path


def bomb(path: Path) -> Path:
    return zipped(path, {"project.qde": b" " * (archive.SMALL * 8)})


def many_members(path: Path) -> Path:
    return zipped(path, {f"sources/{n}": b"" for n in range(60)})


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'
    f"{START}<Description>&lol2;</Description></Project>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    f"{START}<Description>&e;</Description></Project>"
)

FILES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no zip": (lambda p: (p.write_bytes(b"hello") and p) or p, "damaged or not a project file"),
    "empty file": (lambda p: p.write_bytes(b"") or p, "damaged or not a project file"),
    "cut short": (cut_short, "damaged or not a project file"),
    "damaged member": (damaged, "is damaged"),
    "empty zip": (lambda p: zipped(p, {}), "no project.qde"),
    "two projects": (lambda p: zipped(p, {"a.qde": b"", "b.qde": b""}), "several projects"),
    "locked": (locked, "locked with a password"),
    "bomb": (bomb, "times its size"),
    "lying size": (lying_size, "is larger than the file says|is damaged"),
    "parent folder": (lambda p: zipped(p, {"../evil.txt": b"x"}), "names a place outside it"),
    "deep parent": (lambda p: zipped(p, {"sources/../../x": b"x"}), "names a place outside it"),
    "backslash": (lambda p: zipped(p, {"sources\\..\\..\\x": b"x"}), "names a place outside it"),
    "absolute": (lambda p: zipped(p, {"/etc/passwd": b"x"}), "names a place outside it"),
    "drive": (lambda p: zipped(p, {"C:/x": b"x"}), "names a place outside it"),
    "nul in a name": (nul_in_name, "no project|names a place|not a REFI|damaged"),
    "long name": (lambda p: zipped(p, {"s/" + "x" * 2000: b"x"}), "names a place outside it"),
    "twice": (lambda p: zipped(p, {"a.qde": b"", "A.QDE": b""}), "twice"),
    "entities": (lambda p: project_with(p, LAUGHS), "entities or a document type"),
    "outside entity": (lambda p: project_with(p, OUTSIDE), "entities or a document type"),
    "no xml": (lambda p: project_with(p, "hello"), "not well-formed"),
    "empty xml": (lambda p: project_with(p, ""), "not well-formed|empty"),
    "nul in xml": (lambda p: project_with(p, f"{START}\0</Project>"), "not well-formed"),
    "unknown encoding": (
        lambda p: project_with(p, '<?xml version="1.0" encoding="martian"?><a/>'),
        "not well-formed",
    ),
    "unclosed": (lambda p: project_with(p, START), "not well-formed"),
    "another root": (lambda p: project_with(p, "<html/>"), "not a REFI-QDA project"),
    "no namespace": (lambda p: project_with(p, "<Project/>"), "not a REFI-QDA project"),
    "deep": (
        lambda p: project_with(p, START + "<Code>" * 300 + "</Code>" * 300 + "</Project>"),
        "nested more than",
    ),
    "very deep": (
        lambda p: zipped(p, {"project.qde": f"{START}{'<a>' * 500_000}".encode()}, packed=False),
        "nested more than",
    ),
    "huge attribute": (
        lambda p: project_with(p, START.replace("NVivo", "".join(map(str, range(250_000))))),
        "longer than",
    ),
    "many attributes": (
        lambda p: project_with(p, "<Project " + " ".join(f"a{n}='1'" for n in range(99)) + "/>"),
        "attributes",
    ),
    "path up": (lambda p: project_with(p, with_path("internal://../../x")), "outside it"),
    "path with drive": (lambda p: project_with(p, with_path("C:/x.txt")), "outside it"),
    "path backslash": (lambda p: project_with(p, with_path("internal://..\\x")), "outside it"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_bad_file_is_refused_in_plain_words(tmp_path: Path, kind: str) -> None:
    make, words = FILES[kind]
    with pytest.raises(InputError, match=words) as refused:
        read_qdpx(make(tmp_path / "bad.qdpx"))
    said = str(refused.value)
    assert "bad.qdpx" in said
    assert said.isprintable()
    assert len(said) < 600
    assert said.rstrip().endswith(".")


def test_absent_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.qdpx is not there"):
        read_qdpx(tmp_path / "none.qdpx")
    with pytest.raises(InputError, match="is a folder"):
        read_qdpx(tmp_path)
    with pytest.raises(InputError, match="cannot be opened"):
        read_qdc(tmp_path / "none.qdc")


def test_too_many_members_or_elements_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 50)
    with pytest.raises(InputError, match="more than 50 files"):
        read_qdpx(many_members(tmp_path / "a.qdpx"))
    monkeypatch.setattr(safe_xml, "MOST_ELEMENTS", 5)
    with pytest.raises(InputError, match="more than 5 elements"):
        read_qdpx(PLAIN.write(tmp_path / "b.qdpx"))


def test_what_is_read_is_bounded_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noise = bytes(zlib.crc32(bytes([n % 251, n // 251])) % 90 + 32 for n in range(5_000))
    monkeypatch.setattr(archive, "LARGEST_TOTAL", 4_000)
    path = Project("NVivo", [Text("IV001", noise)]).write(tmp_path / "a.qdpx")
    with pytest.raises(InputError, match="unpacks to more than"):
        read_qdpx(path)
    monkeypatch.setattr(archive, "LARGEST_MEMBER", 3_000)
    with pytest.raises(InputError, match="at most"):
        read_qdpx(path)


@pytest.mark.parametrize("content", [b"One\0 two three.", b"\xff\xfe\x00\xd8", b"\xe9t\xe9", b""])
def test_a_text_that_cannot_be_read_is_said_and_the_rest_comes_in(
    tmp_path: Path, content: bytes
) -> None:
    path = Project("NVivo", [Text("IV001", content, selection(1, 0, 3))]).write(tmp_path / "a.qdpx")
    found = read_qdpx(path)
    assert len(found.tables["codings"]) == 1
    assert any("not readable as text" in n or "empty in the project" in n for n in found.notes)


@pytest.mark.parametrize(
    "numbers", ['startPosition="x" endPosition="9"', 'startPosition="-5" endPosition="3"',
                'startPosition="999999999999999999999" endPosition="3"', 'endPosition="3"',
                'startPosition="3" endPosition="3"', 'startPosition="3" endPosition="1"']
)  # fmt: skip
def test_positions_that_are_none_are_accounted_for(tmp_path: Path, numbers: str) -> None:
    bad = (
        f'<PlainTextSelection guid="00000000-0000-4000-8000-000000000009" {numbers}>'
        f'<Coding guid="{CODE}"><CodeRef targetGUID="{CODE}"/></Coding></PlainTextSelection>'
    )
    path = Project("NVivo", [Text("IV001", b"One two three.", bad)]).write(tmp_path / "a.qdpx")
    found = read_qdpx(path)
    assert found.tables["codings"].empty
    assert "Left out: 1 coding, at positions outside the text." in found.notes


def test_a_circle_of_codes_or_a_code_without_an_id_does_no_harm(tmp_path: Path) -> None:
    codes = (
        '<Code name="a"/><Code guid="" name=""/><Code guid="zz" name="b"><Code guid="zz"/></Code>'
    )
    path = Project("NVivo", [Text("IV001", b"One.", "")], codes).write(tmp_path / "a.qdpx")
    assert len(read_qdpx(path).tables["codes"]) == 4


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE, "", "<CodeBook/>", "hello", f"{START}</Project>"])
def test_a_bad_codebook_is_refused(tmp_path: Path, xml: str) -> None:
    path = tmp_path / "bad.qdc"
    path.write_text(xml)
    with pytest.raises(InputError, match=r"bad\.qdc"):
        read_qdc(path)
