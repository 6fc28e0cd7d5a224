"""What the tests need to read from a PDF: its structure, its links and the words of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")


def several(value: Any) -> list[Any]:
    """What a PDF gives as a list or as one thing, as a list."""
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def structure(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Every element of the structure tree, with its role."""
    stack = [pdf.Root.StructTreeRoot]
    while stack:
        element = stack.pop()
        if "/S" in element:
            yield str(element.S), element
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and ("/S" in kid or "/K" in kid):
                stack.append(kid)


def roles(pdf: pikepdf.Pdf) -> list[str]:
    """The role of every structure element."""
    return [role for role, _ in structure(pdf)]


def links(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Where every link leads: an address, a page, or ``None`` when nowhere."""
    named = dict(pikepdf.NameTree(pdf.Root.Names.Dests)) if "/Names" in pdf.Root else {}
    pages = {page.objgen for page in pdf.pages}
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            action = note.get("/A", {})
            goal = note.get("/Dest", action.get("/D"))
            if "/URI" in action:
                yield str(action.URI)
                continue
            if isinstance(goal, pikepdf.String | pikepdf.Name):
                goal = named.get(str(goal))
            goal = goal.D if isinstance(goal, pikepdf.Dictionary) else goal
            yield goal[0] if goal is not None and goal[0].objgen in pages else None


def titles(pdf: pikepdf.Pdf) -> list[tuple[int, str]]:
    """The bookmarks with their depth, in order."""
    with pdf.open_outline() as outline:
        return list(_titles(outline.root, 0))


def _titles(items: Any, depth: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, str(item.title)
        yield from _titles(item.children, depth + 1)


def below(element: Any) -> Iterator[str]:
    """The roles of all elements within one."""
    for kid in several(element.get("/K", [])):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S)
            yield from below(kid)


def chapters(pdf: pikepdf.Pdf, depth: int) -> list[tuple[int, str]]:
    """The pages on which headings stand, counted from 1, with their titles, to some depth."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    named = dict(pikepdf.NameTree(pdf.Root.Names.Dests)) if "/Names" in pdf.Root else {}

    def found(items: Any, left: int) -> Iterator[tuple[int, str]]:
        for item in items:
            goal = item.destination or item.action.D
            goal = named[str(goal)].D if isinstance(goal, pikepdf.String) else goal
            yield numbers[goal[0].objgen], str(item.title)
            if left:
                yield from found(item.children, left - 1)

    with pdf.open_outline() as outline:
        return list(found(outline.root, depth))


def words(page: pikepdf.Page) -> str:
    """The text of a page, read through the Unicode map of each font."""
    return " ".join("".join(text for _, text in sizes(page)).split())


def sizes(page: pikepdf.Page) -> Iterator[tuple[float, str]]:
    """The text of a page piece by piece, each with the size of its type in points."""
    maps = {name: _unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
    current: dict[int, str] = {}
    size = scale = 1.0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                current, size = maps[str(operands[0])], float(operands[1])
            case "Tm":
                scale = abs(float(operands[3]))
            case "Tj" | "TJ" as kind:
                shown = operands[0] if kind == "TJ" else [operands[0]]
                codes = b"".join(bytes(s) for s in shown if isinstance(s, pikepdf.String))
                pairs = zip(codes[::2], codes[1::2], strict=True)
                text = "".join(current.get(high * 256 + low, "") for high, low in pairs)
                yield size * scale, text
            case "ET":
                yield size * scale, " "


def _unicode(font: Any) -> dict[int, str]:
    pairs = _PAIR.findall(font.ToUnicode.read_bytes())
    return {
        int(a, 16): bytes.fromhex(b.decode()).decode("utf-16-be") for a, b in pairs if len(a) == 4
    }
