"""What kind of file was given: its layout, the program it comes from, the questions' words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from trailblazer.data.cells import TextTable, UnreadableError
from trailblazer.data.problems import problems_error
from trailblazer.data.readers.formats import WORKBOOK, read_file
from trailblazer.data.readers.layout import USUAL, Layout

HEADERS_WITHIN = 12
IMPORT_ID = '{"ImportId"'
PLATFORMS: Mapping[str, tuple[str, ...]] = {
    "Microsoft Forms": ("start time", "completion time"),
    "Jisc Online Surveys": ("unique response number",),
    "Qualtrics": ("responseid", "finished"),
}


@dataclass(frozen=True)
class Recognised:
    """A file as a table: its cells, its layout, and the survey program it comes from, if any.

    ``titles`` are the questions or descriptions of columns, where the file has them.
    """

    text: TextTable
    layout: Layout
    platform: str
    titles: Mapping[str, str]


def recognise(path: Path, sheet: str = "") -> Recognised:
    """Read a file whose layout is not known. ``InputError`` when it cannot be read."""
    layout = replace(USUAL, sheet=sheet)
    text = _read(path, layout)
    for header in range(2, HEADERS_WITHIN + 1):
        if text.cells is not None and not text.problems:
            break
        other = replace(layout, header=header)
        tried = _read(path, other)
        if tried.cells is not None and not tried.problems and len(tried.cells.columns) > 1:
            text, layout = tried, other
    if text.problems or text.cells is None:
        raise problems_error(list(text.problems))
    titles = {name: meaning.title for name, meaning in text.meanings.items() if meaning.title}
    first = text.cells.head(2)
    if first.apply(lambda column: column.str.startswith(IMPORT_ID)).any(axis=None):
        titles = {str(name): " ".join(first.iloc[0][name].split()) for name in text.cells.columns}
        layout = replace(layout, skip=len(first))
        text = _read(path, layout)
        if text.problems or text.cells is None:
            raise problems_error(list(text.problems))
    return Recognised(text, layout, _platform(text), titles)


def largest_sheet(path: Path, tables: Mapping[str, object]) -> tuple[str, list[str], list[str]]:
    """The sheet with most in it, the other sheets, and those named as tables of a set."""
    if path.suffix.lower() not in WORKBOOK:
        return "", [], []
    from trailblazer.data.readers.workbook import sheets_with_rows

    try:
        names = sheets_with_rows(path)
    except UnreadableError as stop:
        raise problems_error(list(stop.told(path.name, "").problems)) from stop
    own = [name for name in names if name.strip().casefold() in tables]
    if len(names) < 2:
        return (names[0] if names else ""), [], own
    sizes = {name: _size(path, name) for name in names}
    most = max(names, key=lambda name: sizes[name])
    return most, [name for name in names if name != most], own


def _size(path: Path, sheet: str) -> int:
    cells = _read(path, Layout(sheet=sheet)).cells
    return 0 if cells is None else cells.size


def _read(path: Path, layout: Layout) -> TextTable:
    return read_file(path, file=path.name, table="", layout=layout)


def _platform(text: TextTable) -> str:
    names = {str(name).strip().casefold() for name in text.cells.columns}  # type: ignore[union-attr]
    return next((p for p, needed in PLATFORMS.items() if set(needed) <= names), "")
