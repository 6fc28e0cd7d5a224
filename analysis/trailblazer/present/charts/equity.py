"""Who was supported: rates by group."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.equity import Disparity
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import dot_rows, rows_height
from trailblazer.present.exhibit import Chart
from trailblazer.present.groups import bases, group_name
from trailblazer.present.words import NO_LABELS, alt, level_of, spanning


@widths.both
def rates_by_group(*disparities: Disparity, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """People supported per 1,000 in each group, with intervals; ``None`` without a denominator."""
    held = [_named(disparity, labels) for disparity in disparities if len(disparity.rates)]
    rows = pd.concat([pd.DataFrame(), *held], ignore_index=True)
    if rows.empty:
        return None
    with style.canvas(rows_height(len(rows))) as (figure, axes):
        dot_rows(axes, rows)
        axes.set_xlim(0, 1.08 * rows["high"].max())
        axes.locator_params(axis="x", nbins=5)
        axes.set_xlabel("People supported per 1,000 pupils")
    ends = rows.sort_values("value", kind="stable").iloc[[0, -1]]
    low, high = (f"{t} ({n})" for t, n in zip(ends["text"], ends["name"], strict=True))
    counted = {str(p["characteristic"].iloc[0]): int(p["people"].sum()) for p in held}
    return Chart(
        figure=figure,
        caption=(
            "People supported per 1,000 pupils on roll, by group. Base: people supported, "
            f"{bases(counted)}. Lines are {level_of(*(d.ratio for d in disparities))}."
        ),
        alt=alt(
            f"Dot chart of people supported per 1,000 pupils by group: {spanning(low, high)}.",
            f"Dot chart of people supported per 1,000 pupils by group: {spanning(*ends['text'])}.",
        ),
        description=(
            "Each dot is the number of people supported for every 1,000 pupils of the group. "
            f"The rate is {spanning(low, high)}."
        ),
        data=rows.drop(columns=["name", "text"]).rename(columns={"value": "rate"}),
    )


def _named(disparity: Disparity, labels: Mapping[str, str]) -> pd.DataFrame:
    known = disparity.rates.dropna(subset=["rate"]).rename(columns={"rate": "value"})
    names = [group_name(disparity.characteristic, group, labels) for group in known["group"]]
    known.insert(0, "characteristic", disparity.characteristic)
    return known.assign(name=names, text=[f"{rate:.1f}" for rate in known["value"]])
