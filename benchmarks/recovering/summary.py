"""How often intervals held the truth, estimate by estimate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.recovering.measure import Row, Truth
from trailblazer.estimates.intervals import wilson

# What the issue asks of an interval that says 95%.
LEAST, MOST = 0.93, 0.97
HOLDS, NARROW, WIDE, ON_PURPOSE, NONE = (
    "as it says", "too narrow", "too wide", "wider on purpose", "no interval",
)  # fmt: skip


@dataclass(frozen=True)
class Coverage:
    """An estimate over all seeds.

    ``coverage`` is the share of its intervals that held the truth, ``low`` and ``high`` how far
    so few seeds leave that open (Wilson, 95%); ``above`` and ``below`` count the truths that lay
    above and below the interval. ``bias`` is the mean of value less truth, ``bias_error`` its
    standard error, ``truth_error`` that of a truth found by drawing sets, ``width`` the mean width.
    """

    subject: str
    name: str
    target: str
    seeds: int
    held: int
    coverage: float
    low: float
    high: float
    above: int
    below: int
    truth: float
    truth_error: float
    bias: float
    bias_error: float
    width: float
    reading: str
    why: str


def summarise(rows: Sequence[Row], truth: Truth) -> list[Coverage]:
    """One line an estimate, in the order in which they came."""
    table = pd.DataFrame([asdict(row) for row in rows])
    return [
        _coverage(str(subject), str(name), own, truth)
        for (subject, name), own in table.groupby(["subject", "name"], sort=False)
    ]


def reading(held: int, seeds: int, *, wide: bool) -> str:
    """What a coverage says of an interval, after allowing for the number of seeds."""
    if seeds == 0:
        return NONE
    low, high = wilson(held, seeds, level=0.95)
    if high < LEAST:
        return NARROW
    if low > MOST:
        return ON_PURPOSE if wide else WIDE
    return HOLDS


def as_document(found: Sequence[Coverage], **about: Any) -> dict[str, Any]:
    """The figures as they are kept in a file, rounded to what they can bear."""
    lines = [{k: _rounded(v) for k, v in asdict(line).items()} for line in found]
    return {**about, "estimates": lines}


def _coverage(subject: str, name: str, own: pd.DataFrame, truth: Truth) -> Coverage:
    made = own[own["low"].notna()]
    above, below = (made["truth"] > made["high"]).sum(), (made["truth"] < made["low"]).sum()
    seeds, held = len(made), len(made) - int(above) - int(below)
    low, high = wilson(held, seeds, level=0.95) if seeds else (0.0, 1.0)
    bias = own["value"] - own["truth"]
    why = str(own["wide"].iloc[0])
    return Coverage(
        subject=subject, name=name, target=str(own["target"].iloc[0]), seeds=seeds, held=held,
        coverage=held / seeds if seeds else float("nan"), low=low, high=high, above=int(above),
        below=int(below), truth=float(own["truth"].mean()),
        truth_error=_error_of(subject, name, truth), bias=float(bias.mean()),
        bias_error=float(bias.std(ddof=1) / np.sqrt(len(bias))) if len(bias) > 1 else 0.0,
        width=float((made["high"] - made["low"]).mean()),
        reading=reading(held, seeds, wide=bool(why)), why=why,
    )  # fmt: skip


def _error_of(subject: str, name: str, truth: Truth) -> float:
    return truth.errors[subject].get(name, 0.0)


def _rounded(value: Any) -> Any:
    return float(f"{value:.6g}") if isinstance(value, float) else value
