"""What is wrong with a set, in words its owner can act on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import groupby
from types import MappingProxyType

import pandas as pd

from trailblazer.errors import InputError

ROWS_SHOWN = 3
LINES_SHOWN = 36
VALUE_SHOWN = 60
SUGGESTIONS = 20


@dataclass(frozen=True)
class Problem:
    """One thing that stops a build: where it is, what is wrong, what to do.

    ``row`` is the row a spreadsheet shows (the header is row 1), or ``None`` when the whole file
    or column is meant; ``column`` and ``value`` are empty when they do not apply. ``rule`` reads
    on from the value: *"fifty"* ``is not a number``. ``other_row`` is a second row, if ``fix``
    names one. ``hidden`` says that ``value`` only describes a value about a person.
    """

    file: str
    row: int | None
    column: str
    value: str
    rule: str
    fix: str
    table: str = ""
    other_row: int | None = None
    hidden: bool = False

    def __str__(self) -> str:
        """The problem in one line of plain English."""
        return _one_line(f"{', '.join(filter(None, (self.file, self.place)))}: {self.what}")

    @property
    def place(self) -> str:
        """Where in the file: ``row 14, column "percent"``."""
        row = "" if self.row is None else f"row {self.row}"
        kind = "entry" if self.file.endswith((".json", ".yml")) else "column"
        column = f'{kind} "{shortened(self.column)}"' if self.column else ""
        return ", ".join(filter(None, (row, column)))

    @property
    def what(self) -> str:
        """What is wrong and what to do about it."""
        return f"{self.shown} {self.rule}. {self.fix}".strip()

    @property
    def shown(self) -> str:
        """The value in quotation marks and not too long, or what may be said of it."""
        if self.hidden or not self.value:
            return self.value
        return f'"{shortened(self.value)}"'


@dataclass(frozen=True)
class Notice:
    """Something worth knowing that stops nothing: an optional table is absent, say.

    ``whole`` says that it is about all of the table, and so about every claim that rests on it.
    """

    file: str
    message: str
    table: str = ""
    whole: bool = False

    def __str__(self) -> str:
        """The notice in one line of plain English."""
        return _one_line(f"{self.file}: {self.message}.")


@dataclass(frozen=True)
class Where:
    """A column of a file, for problems that share one."""

    file: str
    table: str
    column: str


def problems_at(
    where: Where,
    values: pd.Series,
    rule: str,
    fix: str,
    guesses: Mapping[str, str] = MappingProxyType({}),
) -> list[Problem]:
    """One problem per value; the index of ``values`` holds the spreadsheet rows.

    ``guesses`` holds what some of the values may have meant, to be said before the fix.
    """
    return [
        Problem(
            file=where.file,
            row=int(row),
            column=where.column,
            value=value,
            rule=rule,
            fix=f"{guesses.get(value, '')} {fix}".strip(),
            table=where.table,
        )
        for row, value in zip(values.index, values.fillna("").astype(str), strict=True)
    ]


def closest(word: str, known: Sequence[str]) -> str:
    """The known word most like this one, or nothing when none is."""
    return next(iter(get_close_matches(word[:VALUE_SHOWN], known, n=1)), "")


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """``Did you mean "direct_support"?``, or nothing when no known word is close."""
    near = closest(word, known)
    return f'Did you mean "{near}"?' if near else ""


def suggestions(words: Iterable[str], known: Sequence[str]) -> dict[str, str]:
    """What each of the first few different words may have meant: few are ever shown."""
    first = list(dict.fromkeys(words))[:SUGGESTIONS]
    return {word: did_you_mean(word, known) for word in first}


def shortened(text: str) -> str:
    """The text, cut when it is long."""
    return text if len(text) <= VALUE_SHOWN else text[:VALUE_SHOWN] + "…"


def problems_error(problems: list[Problem]) -> InputError:
    """The error that lists the problems by file and by kind, in at most about forty lines."""
    lines = list(_lines(problems))
    total = f"{len(problems)} problem{'' if len(problems) == 1 else 's'} in the data:"
    shown = lines[:LINES_SHOWN]
    if len(lines) > LINES_SHOWN:
        shown.append(f"and {len(lines) - LINES_SHOWN} more lines: mend these and check again.")
    return InputError("\n".join([total, *shown]))


def _one_line(text: str) -> str:
    """The text with nothing in it that could move or colour a terminal's cursor."""
    return "".join(c if c.isprintable() else " " for c in text)


def _lines(problems: list[Problem]) -> Iterator[str]:
    ordered = sorted(problems, key=lambda p: (p.file, p.column, p.rule))
    for (file, _, _), alike in groupby(ordered, key=lambda p: (p.file, p.column, p.rule)):
        kind = sorted(alike, key=lambda p: p.row or 0)
        yield from (str(problem) for problem in kind[:ROWS_SHOWN])
        more = len(kind) - ROWS_SHOWN
        if more > 0:
            yield f"  and {more:,} more row{'' if more == 1 else 's'} of {file} like these"
