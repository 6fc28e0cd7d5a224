"""What young people knew of the team, for those who had met one and those who had not."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.awareness import Awareness
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import STRONG, name_rows, rows_height
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import alt, counted, inside, joined

KNEW: Mapping[str, str] = {
    "clear": "Knew what it does", "partly": "Knew in part", "unaware": "Did not know",
}  # fmt: skip
CONTACT: Mapping[str, str] = {"met": "Had met a team", "not_met": "Had not met a team"}


@widths.both
def awareness_bars(awareness: Awareness) -> Chart | None:
    """A bar for each level of knowledge, first for those who had met a team, then for the others.

    ``None`` when nobody was asked. No interval: these young people were chosen to take part.
    """
    rows = _rows(awareness.by_contact)
    if rows.empty:
        return None
    names = [row for part in _parts(rows) for row in ("", *part["level"].map(KNEW))]
    with style.canvas(rows_height(len(names), 0.36) - 0.5) as (figure, axes):
        axes.barh(rows["at"], rows["people"], color=style.DARK_BLUE, height=0.72)
        for at, people in zip(rows["at"], rows["people"], strict=True):
            axes.annotate(
                f"{people}", (people, at), xytext=(6, 0), textcoords="offset points",
                va="center", **STRONG,
            )  # fmt: skip
        name_rows(axes, names, width=24)
        for part in _parts(rows):
            axes.annotate(
                _heading(part), (0, part["at"].min() - 0.9), va="center", ha="left", **STRONG
            )
        axes.set_xlim(0, 1.08 * max(rows["people"].max(), 1))
        style.bare(axes)
    each = [f"{_heading(part)}: {_knew(part)}" for part in _parts(rows)]
    asked = counted(rows["people"].sum(), "young person", "young people")
    clear, unsure = (awareness.estimates[name] for name in ("clear", "unsure"))
    return Chart(
        figure=figure,
        caption=(
            "Young people by what they knew of the team in their school or college, and whether "
            f"they had met someone from it. Base: {asked} in focus groups who were asked; they "
            "were chosen, not sampled, so there is no interval."
        ),
        alt=alt(
            f"Bar chart of what {asked} knew of the team: "
            f"{number(unsure.value, 'people')} did not know, or not clearly, what it does.",
        ),
        description=(
            f"{asked} said what they knew of the team. {'. '.join(each)}. In all, "
            f"{round((clear.value or 0) * clear.n)} of {clear.n} knew that there was a team and "
            "could say what it does."
        ),
        data=rows.drop(columns="at"),
    )


def _rows(by_contact: pd.DataFrame) -> pd.DataFrame:
    """Groups with anybody in them, those who knew most first, each row with its place."""
    inhabited = by_contact.groupby("contact")["people"].transform("sum") > 0
    kept = by_contact[inhabited].assign(
        level=lambda rows: pd.Categorical(rows["level"], list(KNEW), ordered=True)
    )
    rows = kept.sort_values(["contact", "level"], ignore_index=True)
    heading = rows.groupby("contact", sort=False).ngroup() + 1
    return rows.assign(level=rows["level"].astype(str), at=rows.index + heading)


def _parts(rows: pd.DataFrame) -> list[pd.DataFrame]:
    return [part for _, part in rows.groupby("contact", sort=False)]


def _heading(part: pd.DataFrame) -> str:
    return f"{CONTACT[part['contact'].iloc[0]]} ({part['people'].sum()})"


def _knew(part: pd.DataFrame) -> str:
    people = zip(part["level"].map(KNEW), part["people"], strict=True)
    return joined([f"{inside(knew)} {many}" for knew, many in people])
