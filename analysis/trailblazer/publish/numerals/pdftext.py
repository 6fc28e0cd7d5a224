"""The text of a PDF by its marked pieces, read through the Unicode map of each font."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

# Runs of text whose feet are further apart than this (in points) stand on different lines.
_LINE = 5.5
_RANGE = re.compile(rb"begin(bfchar|bfrange)(.*?)end(?:bfchar|bfrange)", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TRIPLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TOLD = "Tf Tj TJ Tm cm q Q BDC BMC EMC"


def marked_texts(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """The text of each marked piece of a PDF, by sheet and number."""
    fonts: dict[Any, Mapping[int, str]] = {}
    return {
        (number, mark): text
        for number, page in enumerate(pdf.pages, start=1)
        for mark, text in page_texts(page, fonts).items()
    }


@dataclass
class Pen:
    """Where a page is read: in which marked piece, on which line, in which font."""

    marks: list[int | None] = field(default_factory=list)
    feet: list[float] = field(default_factory=lambda: [0.0])
    shift: float = 0.0
    line: float | None = None
    font: str = ""

    def move(self, operator: str, operands: Any) -> None:
        """Follow an operator that writes nothing."""
        match operator:
            case "BDC":
                tag = operands[1]
                known = isinstance(tag, pikepdf.Dictionary) and "/MCID" in tag
                self.marks.append(int(tag.MCID) if known else None)
            case "BMC":
                self.marks.append(None)
            case "EMC":
                self.marks.pop()
            case "q":
                self.feet.append(self.feet[-1])
            case "Q":
                self.feet.pop()
            case "cm":
                self.feet[-1] += float(operands[5])
            case "Tm":
                self.shift = float(operands[5])
            case "Tf":
                self.font = str(operands[0])

    def mark(self) -> int | None:
        """The innermost piece with a number; none for an artefact of the page."""
        return next((m for m in reversed(self.marks) if m is not None), None)

    def new_line(self) -> bool:
        """Whether what is written next stands on another line than what was written last."""
        foot, self.line = self.line, self.feet[-1] + self.shift
        return foot is not None and abs(self.line - foot) > _LINE


def page_texts(page: pikepdf.Page, fonts: dict[Any, Mapping[int, str]]) -> dict[int, str]:
    """The text of each marked piece of a page by its number, a space where a line ends."""
    maps: dict[str, Mapping[int, str]] = {}
    for name, font in page.Resources.get("/Font", {}).items():
        if font.objgen not in fonts:
            fonts[font.objgen] = unicode_map(font)
        maps[name] = fonts[font.objgen]
    texts: dict[int, str] = {}
    pen = Pen()
    for instruction in pikepdf.parse_content_stream(page, _TOLD):
        operator, operands = str(instruction.operator), instruction.operands
        if operator not in ("Tj", "TJ"):
            pen.move(operator, operands)
        elif (mark := pen.mark()) is not None:
            space = " " if pen.new_line() else ""
            said = text_of(operands[0], maps[pen.font])
            texts[mark] = f"{texts.get(mark, '')}{space}{said}"
    return texts


def text_of(shown: Any, unicode: Mapping[int, str]) -> str:
    """What a piece of shown text says, in the codes of its font."""
    strings = [shown] if isinstance(shown, pikepdf.String) else shown
    codes = b"".join(bytes(s) for s in strings if isinstance(s, pikepdf.String))
    pairs = zip(codes[::2], codes[1::2], strict=True)
    return "".join(unicode.get(high * 256 + low, "") for high, low in pairs)


def unicode_map(font: Any) -> Mapping[int, str]:
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
