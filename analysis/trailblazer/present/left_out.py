"""What readers are told where a claim rests on a table with counts that its source withheld."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.suppression import tally, told
from trailblazer.estimates.estimate import Estimate, Evidence
from trailblazer.estimates.partial import BECAUSE


def caveats(
    tables: Mapping[str, pd.DataFrame],
    names: Iterable[str],
    evidence: Iterable[Evidence],
    beside: Iterable[str] = (),
) -> tuple[str, ...]:
    """A caveat for each column with withheld cells, and one for what was therefore left out.

    ``names`` are the tables the claim rests on, and ``beside`` others that its notebook reads:
    those are told of where something was left out and no table of the claim explains it. Empty
    where nothing was withheld.
    """
    left_out = list(dict.fromkeys(part for e in evidence for part in _parts(e)))
    columns = [sentence for name in names for sentence in _of_table(name, tables[name])]
    if left_out and not columns:
        columns = [sentence for name in beside for sentence in _of_table(name, tables[name])]
    if not columns:
        return ()
    rest = f" {'; '.join(left_out)}." if left_out else " What rests on them is left out."
    return (*columns, f"No withheld number counts as zero.{rest}")


def also(estimate: Estimate) -> str:
    """A sentence to go on with after a caption: what the estimate leaves out; empty for nothing."""
    parts = _parts(estimate)
    return f" {'; '.join(parts)}." if parts else ""


def _of_table(name: str, table: pd.DataFrame) -> Iterator[str]:
    spec = load_dictionary().tables[name]
    for field in spec.fields:
        if counts := tally(table, field.name):
            yield (
                f"{spec.title}: {sum(counts.values()):,} of {len(table):,} values of "
                f"\N{LEFT DOUBLE QUOTATION MARK}{field.title}\N{RIGHT DOUBLE QUOTATION MARK} were "
                f"withheld by their source ({told(counts)})."
            )


def _parts(evidence: Evidence) -> list[str]:
    note = evidence.note if isinstance(evidence, Estimate) else ""
    return [part for part in note.split("; ") if part.endswith(BECAUSE)]
