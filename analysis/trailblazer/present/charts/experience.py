"""What young people who met a team said: how many took each stance."""

from __future__ import annotations

from collections.abc import Mapping

import seaborn as sns

from trailblazer.estimates.universal import Experience
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import STRONG, name_rows, rows_height
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, counted, inside, joined, label


@widths.both
def stance_bars(experience: Experience, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """Young people by what they said of their contact, a bar for each stance, zero included.

    ``None`` when nobody who met a team spoke of it. No interval: these young people were chosen
    to take part, so they stand for themselves.
    """
    groups = experience.by_group
    if groups.empty or groups["people"].sum() == 0:
        return None
    names = [label(stance, labels) for stance in groups["stance"]]
    with style.canvas(rows_height(len(groups), 0.55) - 0.5) as (figure, axes):
        sns.barplot(
            x=groups["people"].to_numpy(dtype=float), y=list(range(len(groups))), orient="h",
            color=style.DARK_BLUE, width=0.7, errorbar=None, saturation=1, ax=axes,
        )  # fmt: skip
        for row, people in enumerate(groups["people"]):
            axes.annotate(
                f"{people}", (people, row), xytext=(6, 0), textcoords="offset points",
                va="center", **STRONG,
            )  # fmt: skip
        name_rows(axes, names)
        style.bare(axes)
    said = [f"{inside(n)} {p}" for n, p in zip(names, groups["people"], strict=True)]
    negative = number(experience.negative.value, "people")
    base = counted(experience.positive.n, "young person", "young people")
    return Chart(
        figure=figure,
        caption=(
            f"Young people by what they said of the team. Base: {base} who had met a team and "
            "spoke of it; they were chosen, not sampled, so there is no interval."
        ),
        alt=alt(
            f"Bar chart of {base} by what they said of the team: {joined(said)}.",
            f"Bar chart of what {base} said of the team: {negative} negative.",
        ),
        description=_description(experience, base, said),
        data=groups,
    )


def _description(experience: Experience, base: str, said: list[str]) -> str:
    silent = experience.silent.value
    others = counted(silent or 0, "other")
    words = f"{base} who had met a team spoke of it. By what they said: {joined(said)}." + (
        f" {others} who had met a team did not speak of it." if silent else ""
    )
    if experience.negative.value != 0:
        return words
    limit = number(experience.upper_limit.value, "share")
    return (
        f"{words} With so few people, a share of negative experiences of up to {limit} could have "
        "gone unheard; this is an illustration, not an estimate."
    )
