"""What a check found, grouped by kind, as text and as JSON.

The JSON is an object, in ASCII, that only grows (a change of meaning gets a new ``format``):

- ``format``: ``"trailblazer-check-1"``
- ``set``: the folder or name that was asked for
- ``usable``: whether the set can be built: true when there are no problems
- ``problems``, ``notices``: how many there are, as whole numbers
- ``groups``: a list, each with ``file``, ``table`` (empty: none), ``column`` (empty: the file),
  ``rule`` (what is wrong, reads on from a value), ``count``, ``claims`` (ids; those that rest on
  the table) and ``places``: at most 100, each with ``row`` (as a spreadsheet numbers it, or null),
  ``value``, ``hidden`` (true: ``value`` only describes a value about a person) and ``fix``
- ``remarks``: a list of what stops nothing, each with ``file``, ``table``, ``message``, ``claims``
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from trailblazer.data.check import Checked
from trailblazer.data.dictionary import PACKAGE_FILE, load_dictionary
from trailblazer.data.mapping.text import MAPPING
from trailblazer.data.problems import ROWS_SHOWN, Notice, Problem
from trailblazer.findings.register import load_register

FORMAT = "trailblazer-check-1"
PLACES = 100
FILES_APART = 4  # of more files than this, the same is said once
KINDS_SHOWN = 20  # of one file, in a terminal
CLAIMS_SHOWN = 6
WHOLE = "The whole report rests on it."


@dataclass(frozen=True)
class Group:
    """Problems of one kind: the same rule in the same column of the same file."""

    file: str
    table: str
    column: str
    rule: str
    problems: tuple[Problem, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """Ids of the claims that rest on the table."""
        return load_register().resting_on(self.table) if self.table else ()


@dataclass(frozen=True)
class Report:
    """Everything a check found in a set, the problems by file and by kind."""

    folder: str
    groups: tuple[Group, ...]
    notices: tuple[Notice, ...]

    @property
    def count(self) -> int:
        """How many problems there are."""
        return sum(len(group.problems) for group in self.groups)

    @property
    def total(self) -> str:
        """How many problems there are, in words."""
        files = len({group.file for group in self.groups})
        return f"{_many(self.count, 'problem')} in {_many(files, 'file')}"

    def files(self) -> list[tuple[str, list[Group]]]:
        """The groups of each file."""
        return [(f, list(own)) for f, own in groupby(self.groups, key=lambda g: g.file)]


def report(folder: str, checked: Checked) -> Report:
    """Group what a check found."""

    def kind(problem: Problem) -> tuple[str, str, str]:
        return problem.file, problem.column, problem.rule

    groups = []
    for (file, column, rule), alike in groupby(sorted(checked.problems, key=kind), key=kind):
        own = tuple(sorted(alike, key=lambda problem: problem.row or 0))
        groups.append(Group(file, own[0].table, column, rule, own))
    return Report(folder, tuple(groups), tuple(checked.notices))


def notices_as_text(report: Report) -> str:
    """A line for each notice."""
    return "".join(f"Note: {line}\n" for line in notices_in_words(report))


def notices_in_words(report: Report) -> list[str]:
    """The notices, with the claims they touch where a whole table is meant.

    What is said of many files is said once.
    """
    about = Counter(notice.message for notice in report.notices)
    lines = []
    for message, times in about.items():
        alike = [notice for notice in report.notices if notice.message == message]
        if times > FILES_APART:
            names = (_printable(notice.table or notice.file) for notice in alike)
            lines.append(f"{', '.join(names)}: each {message}.")
        else:
            lines += [_with_claims(notice) for notice in alike]
    return lines


def _with_claims(notice: Notice) -> str:
    return f"{notice} {touched(notice.table)}".strip() if notice.whole else str(notice)


def problems_as_text(report: Report) -> str:
    """The problems by file: of each kind the first rows, how many more, and the claims touched."""
    lines = [f"{report.total}:"]
    for file, groups in report.files():
        lines += ["", _printable(file)]
        for group in groups[:KINDS_SHOWN]:
            lines += _lines(group)
        if len(groups) > KINDS_SHOWN:
            more = _many(len(groups) - KINDS_SHOWN, "more kind")
            lines.append(f"  and {more} of problem: --html FILE writes them all as a page")
        if words := about(file, groups):
            lines.append(f"  {words}")
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """Everything found, as the JSON described above."""
    content = {
        "format": FORMAT,
        "set": report.folder,
        "usable": not report.groups,
        "problems": report.count,
        "notices": len(report.notices),
        "groups": [_group(group) for group in report.groups],
        "remarks": [
            {
                "file": notice.file,
                "table": notice.table,
                "message": notice.message,
                "claims": list(load_register().resting_on(notice.table)),
            }
            for notice in report.notices
        ],
    }
    return json.dumps(content, indent=2) + "\n"


def touched(table: str) -> str:
    """The claims that rest on a table, as a sentence; empty for no table."""
    if not table:
        return ""
    if load_dictionary().tables[table].required:
        return WHOLE
    register = load_register()
    titles = [register.claims[name].title for name in register.resting_on(table)]
    if not titles:
        return "No verdict rests on it."
    shown = "; ".join(titles[:CLAIMS_SHOWN])
    more = len(titles) - CLAIMS_SHOWN
    return f"Claims that rest on it: {shown}{f'; and {more} more' if more > 0 else ''}."


def about(file: str, groups: Sequence[Group]) -> str:
    """The claims that rest on the table of a file; every one on what describes the set."""
    table = next((group.table for group in groups if group.table), "")
    return touched(table) or (WHOLE if file in (PACKAGE_FILE, MAPPING) else "")


def _group(group: Group) -> dict[str, Any]:
    return {
        "file": group.file,
        "table": group.table,
        "column": group.column,
        "rule": group.rule,
        "count": len(group.problems),
        "claims": list(group.claims),
        "places": [
            {"row": p.row, "value": p.value, "hidden": p.hidden, "fix": p.fix}
            for p in group.problems[:PLACES]
        ],
    }


def _lines(group: Group) -> list[str]:
    shown: Sequence[Problem] = group.problems[:ROWS_SHOWN]
    lines = [f"  {_place(problem)}{_printable(problem.what)}" for problem in shown]
    more = len(group.problems) - len(shown)
    return [*lines, f"    and {_many(more, 'more row')} like these"] if more > 0 else lines


def _place(problem: Problem) -> str:
    return f"{_printable(problem.place)}: " if problem.place else ""


def _printable(text: str) -> str:
    """The text with nothing in it that could move or colour a terminal's cursor."""
    return "".join(c if c.isprintable() else " " for c in text)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
