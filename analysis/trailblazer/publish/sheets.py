"""The tables of the workbook: what each sheet is called, what it says first, and its cells."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from trailblazer.findings.register import load_register
from trailblazer.publish.catalogue import Listed, groups, name_of
from trailblazer.publish.columns import columns, words_for
from trailblazer.publish.offer import BOOK

LONGEST_NAME = 31  # of a sheet, as Excel allows
LONGEST_CELL = 32_000  # Excel allows 767 more
SHORTHAND = {
    "[x]": "not available",
    "[c]": "confidential: withheld so that nobody can be identified",
    "[z]": "not applicable",
    "[low]": "rounds to zero and is not zero",
    "[u]": "low reliability",
}
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_LIMITS = ("low", "high")
STATUS = "data_status"

Cell = str | int | float


@dataclass(frozen=True)
class Sheet:
    """One sheet: a table with the words above it. ``units`` is empty for columns without one."""

    name: str
    title: str
    about: str
    source: str
    heads: tuple[str, ...]
    units: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def shorthand(self) -> list[str]:
        """The shorthand that its cells use, with what each means."""
        used = {cell for row in self.rows for cell in row if isinstance(cell, str)}
        return [f"{mark}: {means}" for mark, means in SHORTHAND.items() if mark in used]


def sheets(edition: Path) -> list[Sheet]:
    """Every sheet: findings, estimates, then figures and tables by claim, then what explains them.

    A figure and a table with the same numbers share a sheet.
    """
    found = [
        _plain(edition, "findings", "Findings", "Every claim and how it came out."),
        _plain(edition, "estimates", "Estimates", "Every estimate behind the verdicts."),
    ]
    for group, own in groups(edition).items():
        found += _of_group(edition, group, own)
    found += [
        _plain(edition, "columns", "Columns", "What the columns of the sheets mean."),
        _plain(edition, "dictionary", "Dictionary", "Every table and column a set may hold."),
    ]
    return apart([sheet for sheet in found if sheet.rows])


def short_name(name: str) -> str:
    """A name for a sheet: as it is, or without its first words where that is too long for Excel."""
    words = name.split("-")
    while len(words) > 1 and len("-".join(words)) > LONGEST_NAME:
        words = words[1:]
    return "-".join(words)[:LONGEST_NAME]


def apart(found: Sequence[Sheet]) -> list[Sheet]:
    """The sheets with names that differ: Excel does not tell large letters from small ones."""
    taken: set[str] = set()
    named = []
    for sheet in found:
        name, count = sheet.name, 1
        while name.lower() in taken:
            count += 1
            name = f"{sheet.name[: LONGEST_NAME - len(f'-{count}')]}-{count}"
        taken.add(name.lower())
        named.append(_called(sheet, name))
    return named


def _of_group(edition: Path, group: str, own: Sequence[Listed]) -> Iterator[Sheet]:
    claim = group in load_register().claims
    belongs = f"{'Claim' if claim else 'Page'}: {name_of(group, edition)}."
    made: list[tuple[Listed, Sheet]] = []
    for listed in own:
        sheet = _of_exhibit(edition, listed, belongs)
        if not any(_same(sheet, other) for _, other in made):
            made.append((listed, sheet))
    ids = [listed.exhibit.id for listed, _ in made]
    for listed, sheet in made:
        twice = ids.count(listed.exhibit.id) > 1 and listed.exhibit.kind == "table"
        yield _called(sheet, short_name(f"{listed.exhibit.id}{'-table' if twice else ''}"))


def _of_exhibit(edition: Path, listed: Listed, belongs: str) -> Sheet:
    kind = listed.exhibit.kind.capitalize()
    about = " ".join(filter(None, (belongs, listed.more)))
    title = f"{kind}: {listed.title}"
    return _read(edition / listed.exhibit.data, listed.exhibit.id, title, about, listed.source)


def _plain(edition: Path, name: str, called: str, title: str) -> Sheet:
    return _called(_read(edition / "downloads" / f"{name}.csv", name, title, "", ""), called)


def _called(sheet: Sheet, name: str) -> Sheet:
    return replace(sheet, name=name)


def _read(path: Path, file: str, title: str, about: str, source: str) -> Sheet:
    """A published CSV as a sheet; what kind of data it holds is said once, above the table."""
    with path.open(encoding="utf-8", newline="") as stream:
        heads, *rows = csv.reader(stream)
    keep = [i for i, head in enumerate(heads) if head != STATUS]
    kept = tuple(heads[i] for i in keep)
    said = sorted({row[i] for row in rows for i, head in enumerate(heads) if head == STATUS})
    known = columns(BOOK)
    explained = [words_for(head, file, known) for head in kept]
    return Sheet(
        name=file, title=title, about=about, source=source or " ".join(said), heads=kept,
        units=tuple(words.unit if words else "" for words in explained),
        rows=tuple(_cells(kept, [row[i] for i in keep]) for row in rows),
    )  # fmt: skip


def _cells(heads: Sequence[str], texts: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(cell(text, head) for head, text in zip(heads, texts, strict=True))


def cell(text: str, head: str) -> Cell:
    """A cell of a CSV file as a number where it is one, and never blank."""
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return int(text) if text.lstrip("-").isdigit() else float(text)
    words = text.strip()[:LONGEST_CELL]
    if not words:
        return "[z]" if head.rpartition("_")[2] in _LIMITS else "[x]"
    return words


def _same(one: Sheet, other: Sheet) -> bool:
    """Whether two sheets hold the same numbers, in whatever order of rows and columns."""
    return sorted(one.heads) == sorted(other.heads) and _content(one) == _content(other)


def _content(sheet: Sheet) -> list[list[tuple[str, str]]]:
    return sorted(_row(sheet.heads, row) for row in sheet.rows)


def _row(heads: Iterable[str], row: Iterable[Cell]) -> list[tuple[str, str]]:
    return sorted((head, str(value)) for head, value in zip(heads, row, strict=True))
