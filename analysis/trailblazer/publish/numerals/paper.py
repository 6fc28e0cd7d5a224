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

from trailblazer.publish.numerals.pdftext import marked_texts
from trailblazer.publish.numerals.site import Seen
from trailblazer.publish.numerals.tokens import written

_INLINE = {"Span", "Link", "Strong", "Em", "Code", "Quote", "Sub", "Sup", "Reference", "NonStruct"}
_HEADING = re.compile(r"H\d?$")
_ITEM = re.compile(r"\s*(?:[^\w%]|\d{1,3}[.)]?|[a-z]{1,4}[.)])?\s*")
_KINDS = {"Caption": "caption", "TD": "table cell", "TH": "table cell"}
_GOAL = re.compile("\ue000\\d+\ue001")
_TO_PAGE = re.compile("\ue000(?P<goal>\\d+)\ue001\\s*\\(page\\s(?P<page>\\d+)\\)")


@dataclass(frozen=True)
class OnPaper(Seen):
    """A block of a finished PDF, with the sheet it begins on, counted from 1."""

    sheet: int


@dataclass
class _Reading:
    marked: Mapping[tuple[int, int], str]
    sheets: Mapping[Any, int]
    goals: Mapping[Any, int]
    found: list[OnPaper] = field(default_factory=list)
    kind: str = "text"
    sheet: int = 0
    began: int = 0
    text: list[str] = field(default_factory=list)

    def end(self) -> None:
        """Close the block that is being read."""
        text = _GOAL.sub("", _TO_PAGE.sub(_right, "".join(self.text)))
        self.put(text, self.kind)
        self.text, self.began = [], 0

    def put(self, text: str, kind: str) -> None:
        """Keep a text that holds numerals."""
        numerals = tuple(written(text))
        if numerals:
            sheet = self.began or self.sheet
            self.found.append(OnPaper(kind, "", " ".join(text.split()), numerals, sheet))


def read_pdf(path: Path) -> list[OnPaper]:
    """The numerals of a tagged PDF in reading order, block by block.

    The number of a page that stands after a link is left out where the link does lead there.
    """
    with pikepdf.open(path) as pdf:
        return read_open(pdf, marked_texts(pdf))


def read_open(pdf: pikepdf.Pdf, texts: Mapping[tuple[int, int], str]) -> list[OnPaper]:
    """The same of a PDF that is open, whose marked texts are known."""
    sheets = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    reading = _Reading(texts, sheets, _goals(pdf, sheets))
    _read(pdf.Root.StructTreeRoot, reading)
    reading.end()
    return reading.found


def _goals(pdf: pikepdf.Pdf, sheets: Mapping[Any, int]) -> dict[Any, int]:
    """The sheet that each link within a PDF leads to."""
    names: Any = pdf.Root.get("/Names", {})
    named = dict(pikepdf.NameTree(names.Dests)) if "/Dests" in names else {}
    found = {}
    for page in pdf.pages:
        notes: Any = page.get("/Annots", [])
        for note in notes:
            goal = note.get("/Dest", note.get("/A", {}).get("/D"))
            if isinstance(goal, pikepdf.String | pikepdf.Name):
                goal = named.get(str(goal))
            goal = goal.D if isinstance(goal, pikepdf.Dictionary) else goal
            if goal is not None and goal[0].objgen in sheets:
                found[note.objgen] = sheets[goal[0].objgen]
    return found


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
    if role == "TOC":
        return  # the contents repeat the headings
    if role == "Lbl":
        _mark_of_item(element, reading)
        return
    if role in _INLINE:
        _kids(element, reading)
        reading.text += _led_to(element, reading) if role == "Link" else []
        return
    reading.end()
    outer = reading.kind
    reading.kind = "heading" if _HEADING.match(role) else _KINDS.get(role, reading.kind)
    _kids(element, reading)
    reading.end()
    reading.kind = outer


def _kids(element: Any, reading: _Reading) -> None:
    # A part of the element may have begun on another sheet than what comes after it.
    own = reading.sheet
    for kid in _listed(element):
        if isinstance(kid, pikepdf.Dictionary):
            if "/S" in kid:
                _read(kid, reading)
            elif "/MCID" in kid:
                page = reading.sheets[kid.Pg.objgen] if "/Pg" in kid else own
                _say(page, int(kid.MCID), reading)
        else:
            _say(own, int(kid), reading)


def _mark_of_item(element: Any, reading: _Reading) -> None:
    """Leave out the mark of an item of a list, which the PDF counts, and nothing else."""
    before, reading.text = reading.text, []
    _kids(element, reading)
    said, reading.text = "".join(reading.text), before
    if not _ITEM.fullmatch(said):
        reading.text.append(f" {said} ")


def _led_to(link: Any, reading: _Reading) -> list[str]:
    """A mark of the sheet that a link leads to, to hold the number after it against."""
    kids = [kid for kid in _listed(link) if isinstance(kid, pikepdf.Dictionary)]
    goals = [reading.goals.get(kid.Obj.objgen) for kid in kids if "/Obj" in kid]
    return [f"\ue000{goal}\ue001" for goal in goals[:1] if goal]


def _right(found: re.Match[str]) -> str:
    return "" if found["goal"] == found["page"] else found[0]


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
