"""Official statistics by their columns: registers and censuses become tables, the rest is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from trailblazer.data.imports import census, gias, mhsds
from trailblazer.data.imports.imported import Imported
from trailblazer.data.imports.schools import names_of

NO_TABLE = (
    "Nothing was written: a set has no table for these figures. They can be set beside the report, "
    "but no claim rests on them."
)


def reader_of(path: Path) -> Callable[[Path], Imported] | None:
    """What reads a file of official statistics; ``None`` when its columns are not those of one."""
    names = {*names_of(path)}
    known: Mapping[Callable[[Path], Imported], set[str]] = {
        gias.read_gias: gias.SIGNS,
        census.read_census: census.SIGNS,
        told_of_services: mhsds.SIGNS,
    }
    return next((reader for reader, signs in known.items() if signs <= names), None)


def told_of_services(path: Path) -> Imported:
    """What a file of mental health statistics holds, in words; it becomes no table."""
    statistics = mhsds.read_mhsds(path)
    notes = (*_coverage(statistics), *_england(statistics), NO_TABLE)
    accounts = pd.DataFrame(columns=["what", "outcome", "count"])
    return Imported(tables={}, notes=notes, questions=(), accounts=accounts)


def _coverage(statistics: pd.DataFrame) -> Iterator[str]:
    for row in mhsds.coverage(statistics).to_dict("records"):
        yield (
            f"{row['breakdown']}: {row['numbers']:,} numbers, of which {row['zero']:,} zero, and "
            f"{row['withheld']:,} withheld."
        )


def _england(statistics: pd.DataFrame) -> Iterator[str]:
    """England as published beside where the sum of the places must lie, for each count."""
    counts = statistics[statistics["name"].str.startswith("Number")]
    for measure, rows in counts.groupby("measure", sort=False):
        published = mhsds.england(statistics, str(measure))
        for breakdown in rows["breakdown"].unique():
            if breakdown != mhsds.ENGLAND and published is not None:
                ends = mhsds.bounds(statistics, str(measure), str(breakdown))
                yield (
                    f"{measure}: {published:,.0f} published for England; {ends.low:,} to "
                    f"{ends.high:,} over {ends.of:,} of {breakdown}, "
                    f"{ends.suppressed:,} suppressed."
                )
