"""How contacts took place month by month, and how many there were, with the day of an event."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from trailblazer.estimates.delivery import Delivery
from trailblazer.findings.numbers import number, with_interval
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import HALO, name_value_axis, share_axis, spread
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, counted, inside, label, wrapped

# Bottom to top. The rarest modes share a colour: four can be told apart, five hardly.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "in_person": ("in_person",),
    "video": ("video",),
    "telephone": ("telephone",),
    "other": ("text_or_chat", "other_remote"),
}
_OTHER = "Text, chat or other remote"


@widths.both
def contacts_by_mode(
    found: Delivery, *, event: str = "Event", labels: Mapping[str, str] = NO_LABELS
) -> Chart | None:
    """Each month's contacts divided by mode, as bars of one height, and the day of the event.

    ``None`` without any contact or without months on both sides to compare.
    """
    shares = _shares(found)
    if shares.empty or found.before.value is None or found.after.value is None:
        return None
    with style.canvas(4.4) as (figure, axes):
        _stack(axes, shares)
        _name_parts(axes, shares, labels)
        _event(axes, found, event, edge=4)
        share_axis(axes, "y")
        axes.set_yticks([0, 0.5, 1])
        _month_axis(axes, list(found.by_month["month"]))
        name_value_axis(axes, "Share of contacts", 24)
    before, after = (number(e.value, "share") for e in (found.before, found.after))
    span = counted(len(found.windows.before), "month")
    return Chart(
        figure=figure,
        caption=(
            "Contacts with children and young people by how they took place, month by month. "
            f"{_line(found, event)} Base: {_base(found)}."
        ),
        alt=alt(
            f"Stacked bars of contacts by month: {before} were remote in the {span} before the "
            f"{inside(event)} and {after} in the {span} after.",
            f"Stacked bars of contacts by month: {before} remote before, {after} after.",
        ),
        description=(
            f"Each bar is a month, divided by how contacts took place. In the {span} before the "
            f"month of the {inside(event)}, {with_interval(found.before)} of contacts were remote "
            f"in the teams that can be compared; in the {span} after it, "
            f"{with_interval(found.after)}. "
            f"In the last month shown the remote share was "
            f"{number(1 - shares['in_person'].iloc[-1], 'share')}."
        ),
        data=found.by_month,
    )


@widths.both
def contacts_kept_up(found: Delivery, *, event: str = "Event") -> Chart | None:
    """Contacts for each team and weekday, month by month, with the average before the event.

    ``None`` without any contact or without months on both sides to compare.
    """
    months = found.by_month
    if months["per_weekday"].notna().sum() < 2 or found.kept.value is None:
        return None
    before = _average(months, found.windows.before)
    top = 1.15 * max(float(months["per_weekday"].max()), before)
    with style.canvas(3.2) as (figure, axes):
        axes.plot(
            range(len(months)), months["per_weekday"], color=style.DARK_BLUE, linewidth=3,
            marker="o", markersize=4,
        )  # fmt: skip
        axes.set_ylim(0, top)
        axes.axhline(before, color=style.LINE, linestyle=(0, (4, 3)), linewidth=1.5, zorder=0)
        axes.annotate(
            f"Before: {before:.1f}", (1, before), xycoords=("axes fraction", "data"),
            xytext=(4, 0), textcoords="offset points", va="center", bbox=HALO,
        )  # fmt: skip
        _event(axes, found, event, edge=0)
        axes.locator_params(axis="y", nbins=4)
        _month_axis(axes, list(months["month"]))
        name_value_axis(axes, "Contacts a team and weekday", 24)
    kept = number(found.kept.value, "share")
    return Chart(
        figure=figure,
        caption=(
            "Contacts for each team and weekday, month by month. "
            f"{_line(found, event)} The level line is the average of the months compared before "
            f"it. Weekdays in school holidays count too. Base: {_base(found)}."
        ),
        alt=alt(
            f"Line of contacts a team and weekday by month: after the {inside(event)} {kept} of "
            "the level before it.",
            f"Line of contacts by month: {kept} of the level before the {inside(event)}.",
        ),
        description=(
            "The line is the number of contacts a team had on a weekday. In the months compared "
            f"after the {inside(event)} it was {with_interval(found.kept)} of the level before in "
            f"the same teams, and {with_interval(found.kept_later)} of the level in the same "
            f"months a year on. The month with fewest had {months['per_weekday'].min():.1f}, the "
            f"month with most {months['per_weekday'].max():.1f}."
        ),
        data=months[["month", "due", "returned", "contacts", "per_weekday"]],
    )


def _shares(found: Delivery) -> pd.DataFrame:
    """The parts of each month's contacts; a month without any is a gap, from first to last."""
    months = found.by_month
    parts = pd.DataFrame({name: months[list(m)].sum(axis=1) for name, m in _PARTS.items()})
    some = months["contacts"] > 0
    shares = parts.div(months["contacts"].where(some), axis=0)
    return shares if some.any() else shares.iloc[:0]


def _stack(axes: Axes, shares: pd.DataFrame) -> None:
    bottom = pd.Series(0.0, index=shares.index)
    for name, colour in zip(_PARTS, style.PALETTE, strict=True):
        axes.bar(
            shares.index, shares[name], bottom=bottom, width=0.9, color=colour,
            edgecolor=style.PAPER, linewidth=0.4,
        )  # fmt: skip
        bottom = bottom + shares[name]
    axes.set_xlim(-0.6, len(shares) - 0.4)


def _name_parts(axes: Axes, shares: pd.DataFrame, labels: Mapping[str, str]) -> None:
    """Name the parts beside the last bar, each with a mark in its colour."""
    last = shares.dropna().iloc[-1]
    names = [_OTHER if name == "other" else label(name, labels) for name in _PARTS]
    lines = [wrapped(name, max(11, widths.fitting(13))) for name in names]
    heights = [0.02 + 0.085 * (1 + text.count("\n")) for text in lines]
    at = spread(list(last.cumsum() - last / 2), heights, lowest=heights[0] / 2)
    over = max(0.0, at[-1] + heights[-1] / 2 - 1.06)
    for text, y, colour in zip(lines, at, style.PALETTE, strict=True):
        axes.annotate(
            "\u25a0", (1, y - over), xycoords="axes fraction", xytext=(4, 0), color=colour,
            textcoords="offset points", va="center", family="DejaVu Sans", annotation_clip=False,
        )  # fmt: skip
        axes.annotate(
            text, (1, y - over), xycoords="axes fraction", xytext=(18, 0),
            textcoords="offset points", va="center", annotation_clip=False,
        )  # fmt: skip


def _event(axes: Axes, found: Delivery, words: str, *, edge: float) -> None:
    """The day of the event, at its place within its month, named above the axes.

    On bars a light ``edge`` sets the line off; on a line it would hide what it crosses.
    """
    months = list(found.by_month["month"])
    day = found.lockdown
    month = f"{day:%Y-%m}"
    if month not in months:
        return
    at = months.index(month) - 0.5 + (day.day - 1) / day.days_in_month
    axes.axvline(at, color=style.PAPER, linewidth=edge, zorder=4)
    axes.axvline(at, color=style.INK, linewidth=2, zorder=5)
    axes.annotate(
        f"{words}, {day.day} {day:%B %Y}", (at, 1), xycoords=("data", "axes fraction"),
        xytext=(-4, 5), textcoords="offset points", va="bottom", ha="left", annotation_clip=False,
    )  # fmt: skip


def _month_axis(axes: Axes, months: list[str]) -> None:
    """A tick at every January and July, named by month and year."""
    ticks = [i for i, month in enumerate(months) if month[-2:] in ("01", "07")]
    names = [f"{pd.Period(months[i], 'M'):%b\n%Y}" for i in ticks]
    axes.set_xticks(ticks, names)
    axes.set_xlim(-0.6, len(months) - 0.4)
    axes.set_xlabel("")


def _average(months: pd.DataFrame, period: tuple[str, ...]) -> float:
    own = months[months["month"].isin(period) & (months["returned"] > 0)]
    weekdays = own["contacts"].sum() / (own["contacts"] / own["per_weekday"]).sum()
    return float(weekdays) if own["contacts"].sum() > 0 else 0.0


def _line(found: Delivery, event: str) -> str:
    return f"The upright line is the day of the {inside(event)}."


def _base(found: Delivery) -> str:
    months = found.by_month
    returned, due = (int(months[name].sum()) for name in ("returned", "due"))
    return (
        f"{months['contacts'].sum():,.0f} contacts in {returned:,} of {due:,} monthly returns due"
    )
