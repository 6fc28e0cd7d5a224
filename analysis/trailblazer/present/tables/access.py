"""The table of access: people supported, rates and rate ratios by group."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.equity import Disparity
from trailblazer.findings.numbers import number
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import (
    NOT_APPLICABLE,
    column,
    finish,
    limits,
    one_decimal,
    ratio,
    whole,
)
from trailblazer.present.words import NO_LABELS, label


def rates_and_ratios(
    disparity: Disparity, *, labels: Mapping[str, str] = NO_LABELS
) -> Table | None:
    """Each group's rate with limits, and its ratio to the comparison group, with need and without.

    Where need is taken to be the same in every group there is one ratio, and the caption says so.
    The comparison group has no ratio to itself. ``None`` without a denominator.
    """
    named = {"ratio": "Rate ratio", "adjusted": "Rate ratio allowing for need"}
    if not disparity.need_differs:
        del named["adjusted"]
    rows = disparity.rates.merge(disparity.ratios[["group", *named]], on="group", how="left")
    if rows.empty:
        return None
    unknown = number(disparity.unknown_share.value, "share")
    return finish(
        {
            "Group": [label(group, labels) for group in rows["group"]],
            "People supported": column(rows["people"], whole),
            "Pupils on roll": column(rows["population"], whole),
            "Supported per 1,000": column(rows["rate"], one_decimal),
            **limits(rows["low"], rows["high"], disparity.ratio.level, one_decimal),
            **{name: _ratios(rows[kind]) for kind, name in named.items()},
        },
        "People supported by group. Limits are those of the rate; rate ratios compare each group "
        f"with the comparison group within sites.{_need(disparity)} The group was not known for "
        f"{unknown} of those supported, who are left out.",
        data=rows,
    )


def _need(disparity: Disparity) -> str:
    return "" if disparity.need_differs else " Need was taken to be the same in every group."


def _ratios(values: pd.Series[float]) -> list[str]:
    """Ratios as cells; the first row is the comparison group, which has none to itself."""
    return [NOT_APPLICABLE, *column(values.iloc[1:], ratio)]
