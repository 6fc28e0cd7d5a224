"""The columns a file has against those its table should have."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from trailblazer.data.cells import TextTable
from trailblazer.data.dictionary import FieldSpec, TableSpec
from trailblazer.data.mapping.words import plain
from trailblazer.data.problems import Notice, Problem, closest, shortened
from trailblazer.data.suppression import tally, told


def column_problems(cells: pd.DataFrame, spec: TableSpec, *, file: str) -> list[Problem]:
    """Each column the table must have and the file lacks, or seems to have under another name.

    A column that may be empty may also be left out; but when the file has one of nearly the same
    name, or one called by its title, that one is meant, and passing over it would lose the data in
    silence.
    """
    unknown = _unknown(cells, spec)
    problems = []
    for field in spec.fields:
        if field.name in cells.columns:
            continue
        near = _near(field, unknown)
        fix = f'Did you mean "{near}"? Rename it.' if near else "Add the column."
        if near or spec.must_have(field):
            rule = "the column is missing"
            problems.append(Problem(file, 1, field.name, "", rule, fix, spec.name))
    return problems


def column_notices(text: TextTable, spec: TableSpec) -> Iterator[Notice]:
    """How it was read; columns not in the dictionary, which are ignored; optional ones left out."""
    for note in text.notes:
        yield Notice(text.file, note, spec.name)
    if text.cells is None:
        return
    for name in _unknown(text.cells, spec):
        message = f'column "{shortened(name)}" is not in the dictionary and is ignored'
        yield Notice(text.file, message, spec.name)
    absent = [
        f'"{field.name}"'
        for field in spec.fields
        if field.name not in text.cells.columns and not spec.must_have(field)
    ]
    if absent:
        many = len(absent) > 1
        message = (
            f"column{'s' if many else ''} {', '.join(absent)} {'are' if many else 'is'} absent: "
            f"{'their' if many else 'its'} values count as missing"
        )
        yield Notice(text.file, message, spec.name)


def withheld_notices(typed: pd.DataFrame, spec: TableSpec, *, file: str) -> Iterator[Notice]:
    """How many cells of each column their source withheld: they are neither zero nor missing."""
    for field in spec.fields:
        if counts := tally(typed, field.name):
            message = (
                f'column "{field.name}": {sum(counts.values()):,} of {len(typed):,} cells were '
                f"withheld by their source ({told(counts)}). None counts as zero, and what rests "
                "on them is left out and said to be"
            )
            yield Notice(file, message, spec.name)


def _near(field: FieldSpec, unknown: list[str]) -> str:
    """The column that this one seems to be: one with its title, or with nearly its name."""
    titled = [name for name in unknown if plain(name) == plain(field.title)]
    small = {name.casefold(): name for name in unknown}
    return next(iter(titled), "") or small.get(closest(field.name, list(small)), "")


def _unknown(cells: pd.DataFrame, spec: TableSpec) -> list[str]:
    return [str(name) for name in cells.columns if name not in spec.columns]
