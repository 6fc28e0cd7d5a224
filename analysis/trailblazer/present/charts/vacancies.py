"""Vacancies by service over time: did one service grow at the cost of another?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from trailblazer.estimates.vacancies import SPECIALIST, TEAMS, Vacancies
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import STRONG, name_value_axis, share_axis, spread
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, counted, inside, joined, label, wrapped


@widths.both
def vacancies_by_service(
    vacancies: Vacancies, *, labels: Mapping[str, str] = NO_LABELS
) -> Chart | None:
    """A line a service, named with its last rate; specialist services stand out.

    The teams themselves are left out: they began with every post vacant. ``None`` without two
    quarters of any other service.
    """
    quarters = vacancies.by_quarter[vacancies.by_quarter["service"] != TEAMS]
    if quarters["quarter"].nunique() < 2:
        return None
    order = sorted(quarters["quarter"].unique())
    rows = quarters.assign(at=quarters["quarter"].map(order.index))
    courses = vacancies.by_service.set_index("service").drop(TEAMS, errors="ignore")
    with style.canvas(5.6 if widths.narrow() else 4.6) as (figure, axes):
        _lines(axes, rows, list(courses.index))
        _quarters(axes, order)
        _name_ends(axes, rows, labels)
    sites = counted(int(quarters["sites"].max()), "site")
    each = [
        f"{inside(label(service, labels))} from {number(course['first'], 'share')} to "
        f"{number(course['latest'], 'share')}"
        for service, course in courses.iterrows()
    ]
    span = f"{_named(order[0])} to {_named(order[-1])}"
    return Chart(
        figure=figure,
        caption=(
            f"Vacancy rates of local services, {span}: posts that nobody held at the end of a "
            f"quarter, of all posts. Base: {sites}; every post returned is counted, so there is "
            "no interval."
        ),
        alt=alt(
            f"Lines of vacancies by service over time: {_course(vacancies, labels)}.",
            f"Lines of vacancies by service, first to last quarter: {each[0]}.",
        ),
        description=(
            f"Each line is a service. From the first quarter to the last: {joined(each)}. "
            f"{_peak(vacancies, labels)}".strip()
        ),
        data=quarters,
    )


def _course(vacancies: Vacancies, labels: Mapping[str, str]) -> str:
    """The course of specialist services, or of the first service where they returned nothing."""
    first, highest, last = (
        vacancies.rates[f"specialist_{when}"] for when in ("first", "highest", "latest")
    )
    if first.value is None:
        return f"{counted(len(vacancies.by_service), 'service')} shown"
    at = [number(rate.value, "share") for rate in (first, highest, last)]
    return (
        f"{inside(label(SPECIALIST, labels))} {at[0]} at first, {at[1]} at most, {at[2]} at the end"
    )


def _peak(vacancies: Vacancies, labels: Mapping[str, str]) -> str:
    highest = vacancies.rates["specialist_highest"]
    if highest.value is None:
        return ""
    return (
        f"The rate of {inside(label(SPECIALIST, labels))} was highest in {_named(highest.note)}, "
        f"at {number(highest.value, 'share')}."
    )


def _lines(axes: Axes, rows: pd.DataFrame, services: list[str]) -> None:
    look = {s: (style.DARK_BLUE, 4.0) if s == SPECIALIST else (style.LINE, 1.8) for s in services}
    sns.lineplot(
        rows, x="at", y="vacant", hue="service", hue_order=services, size="service",
        palette={s: colour for s, (colour, _) in look.items()},
        sizes={s: width for s, (_, width) in look.items()}, estimator=None, legend=False, ax=axes,
    )  # fmt: skip
    share_axis(axes, "y", 1.15 * max(float(rows["vacant"].max()), 0.01))
    name_value_axis(axes, "Posts vacant")


def _quarters(axes: Axes, order: list[str]) -> None:
    """A tick at the start of each year, or at both ends of less than two years."""
    years = [at for at, quarter in enumerate(order) if quarter.endswith("Q1")]
    ticks = years if len(years) > 1 else [0, len(order) - 1]
    axes.set_xlim(0, len(order) - 1)
    axes.set_xticks(ticks, [order[at] if ticks is not years else order[at][:4] for at in ticks])
    axes.set_xlabel("Quarter" if ticks is not years else "Year")


def _name_ends(axes: Axes, rows: pd.DataFrame, labels: Mapping[str, str]) -> None:
    """Name each line at its last point; names that would overlap are moved apart."""
    last, top = axes.get_xlim()[1], axes.get_ylim()[1]
    ends = rows[rows["at"] == rows["at"].max()]
    ends = ends.sort_values(["vacant", "service"], ascending=[False, True])
    names = [
        wrapped(f"{number(rate, 'share')} {inside(label(service, labels))}", widths.fitting(20), 4)
        for service, rate in zip(ends["service"], ends["vacant"], strict=True)
    ]
    line = 0.052 if widths.narrow() else 0.065
    sizes = [top * (0.02 + line * (1 + name.count("\n"))) for name in names]
    heights = spread(list(ends["vacant"]), sizes, lowest=0.03 * top)
    each = zip(names, ends["service"], ends["vacant"], heights, strict=True)
    for name, service, rate, height in each:
        axes.annotate(
            name, (last, rate), xytext=(1.08 * last, height), va="center", annotation_clip=False,
            arrowprops={
                "arrowstyle": "-", "color": style.LINE, "linewidth": 1.5, "relpos": (0, 0.5),
                "shrinkA": 0, "shrinkB": 0,
            },
            **(STRONG if service == SPECIALIST else {}),
        )  # fmt: skip


def _named(quarter: str) -> str:
    """``2020-Q4`` as a reader has it: quarter 4 of 2020."""
    year, _, part = quarter.partition("-Q")
    return f"quarter {part} of {year}"
