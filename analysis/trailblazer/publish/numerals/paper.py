"""Reading a finished PDF through its structure tree, as a screen reader does: in reading order.

Running heads and page numbers are artefacts of the pages and no part of what is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

from trailblazer.publish.numerals.site import Seen
from trailblazer.publish.numerals.tokens import written

_INLINE = {"Span", "Link", "Strong", "Em", "Code", "Quote", "Sub", "Sup", "Reference", "NonStruct"}
_HEADING = re.compile(r"H\d?$")
_KINDS = {"Caption": "caption", "TD": "table cell", "TH": "table cell"}
# Runs of text whose feet are further apart than this (in points) stand on different lines.
_LINE = 5.5
_RANGE = re.compile(
    rb"begin(bfchar|bfrange)(.*?)end(?:bfchar|bfrange)", re.DOTALL
)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TRIPLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TOLD = "BT ET Tf Tj TJ Tm cm q Q BDC BMC EMC Do"


@dataclass(frozen=True)
class OnPaper(Seen):
    """A block of a finished PDF, with the sheet it begins on, counted from 1."""

    sheet: int


@dataclass
class _Reading:
    marked: Mapping[tuple[int, int], str]
    sheets: Mapping[tuple[int, int], int]
    found: list[OnPaper] = field(default_factory=list)
    kind: str = "text"
    sheet: int = 0
    began: int = 0
    text: list[str] = field(default_factory=list)

    def end(self) -> None:
        """Close the block that is being read."""
        self.put("".join(self.text), self.kind)
        self.text, self.began = [], 0

    def put(self, text: str, kind: str) -> None:
        """Keep a text that holds numerals."""
        numerals = tuple(written(text))
        if numerals:
            sheet = self.began or self.sheet
            self.found.append(OnPaper(kind, "", " ".join(text.split()), numerals, sheet))


def read_pdf(path: Path) -> list[OnPaper]:
    """The numerals of a tagged PDF in reading order, block by block."""
    with pikepdf.open(path) as pdf:
        sheets = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        marked = {
            (number, mark): text
            for number, page in enumerate(pdf.pages, start=1)
            for mark, text in _marked(page).items()
        }
        reading = _Reading(marked, sheets)
        _read(pdf.Root.StructTreeRoot, reading)
        reading.end()
        return reading.found


def _read(element: Any, reading: _Reading) -> None:
    role = str(element.get("/S", ""))[1:]
    if "/Pg" in element:
        reading.sheet = reading.sheets[element.Pg.objgen]
    if role in ("Figure", "Formula") and "/Alt" in element:
        kind = "alternative text" if role == "Figure" else "formula"
        _stand_at(element, reading)
        reading.put(str(element.Alt), kind)
        reading.text.append(" ")
        return
    if role in ("TOC", "Lbl"):
        return  # the contents repeat the headings; marks of lists are counted by the PDF
    if role in _INLINE:
        _kids(element, reading)
        return
    reading.end()
    outer = reading.kind
    reading.kind = "heading" if _HEADING.match(role) else _KINDS.get(role, reading.kind)
    _kids(element, reading)
    reading.end()
    reading.kind = outer


def _kids(element: Any, reading: _Reading) -> None:
    for kid in _listed(element):
        if isinstance(kid, pikepdf.Dictionary):
            if "/S" in kid:
                _read(kid, reading)
            elif "/MCID" in kid:
                page = reading.sheets[kid.Pg.objgen] if "/Pg" in kid else reading.sheet
                _say(page, int(kid.MCID), reading)
        else:
            _say(reading.sheet, int(kid), reading)


def _listed(element: Any) -> Iterator[Any]:
    kids = element.get("/K", [])
    yield from kids if isinstance(kids, pikepdf.Array) else [kids]


def _say(sheet: int, mark: int, reading: _Reading) -> None:
    reading.began = reading.began or sheet
    reading.text.append(reading.marked.get((sheet, mark), ""))


def _stand_at(element: Any, reading: _Reading) -> None:
    for kid in _listed(element):
        if isinstance(kid, pikepdf.Dictionary) and "/Pg" in kid:
            reading.sheet = reading.sheets[kid.Pg.objgen]


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of each marked piece of a page by its number, a space where a line ends."""
    resources = page.Resources
    maps = {name: _unicode(font) for name, font in resources.get("/Font", {}).items()}
    texts: dict[int, list[str]] = {}
    marks: list[int | None] = []
    feet, foot, shift = [0.0], None, 0.0
    current: Mapping[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page, _TOLD):
        match str(operator):
            case "BDC":
                tag = operands[1]
                known = isinstance(tag, pikepdf.Dictionary) and "/MCID" in tag
                marks.append(int(tag.MCID) if known else None)
            case "BMC":
                marks.append(None)
            case "EMC":
                marks.pop()
            case "q":
                feet.append(feet[-1])
            case "Q":
                feet.pop()
            case "cm":
                feet[-1] += float(operands[5])
            case "Tm":
                shift = float(operands[5])
            case "Tf":
                current = maps[str(operands[0])]
            case "Tj" | "TJ":
                mark = next((m for m in reversed(marks) if m is not None), None)
                if mark is None:
                    continue
                stands = feet[-1] + shift
                if foot is not None and abs(stands - foot) > _LINE:
                    texts.setdefault(mark, []).append(" ")
                foot = stands
                texts.setdefault(mark, []).append(_text(operands[0], current))
    return {mark: "".join(text) for mark, text in texts.items()}


def _text(shown: Any, unicode: Mapping[int, str]) -> str:
    strings = [shown] if isinstance(shown, pikepdf.String) else shown
    codes = b"".join(bytes(s) for s in strings if isinstance(s, pikepdf.String))
    pairs = zip(codes[::2], codes[1::2], strict=True)
    return "".join(unicode.get(high * 256 + low, "") for high, low in pairs)


def _unicode(font: Any) -> Mapping[int, str]:
    """What each code of a font stands for."""
    table: dict[int, str] = {}
    for kind, body in _RANGE.findall(font.ToUnicode.read_bytes()):
        if kind == b"bfchar":
            table |= {int(code, 16): _chars(to) for code, to in _PAIR.findall(body)}
            continue
        for first, last, to in _TRIPLE.findall(body):
            start = ord(_chars(to))
            span = range(int(first, 16), int(last, 16) + 1)
            table |= {code: chr(start + i) for i, code in enumerate(span)}
    return table


def _chars(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")
