"""Sites on a funnel: who lies outside what chance would give a site of that size."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from trailblazer.estimates.funnel import FEWEST, Funnel
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import HALO, name_value_axis, spread
from trailblazer.present.exhibit import Chart
from trailblazer.present.left_out import also
from trailblazer.present.words import NO_LABELS, alt, counted, label, times, wrapped

_NAMED = 4


@widths.both
def site_funnel(found: Funnel, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """Sites' rates by their size, with the limits of chance and those that allow for dispersion.

    The shaded band is what chance alone would give (99.8%); the lines, drawn where sites vary by
    more than that, allow for it. A filled dot lies outside the band. ``None`` with few sites.
    """
    if len(found.sites) < FEWEST or found.dispersion.value is None:
        return None
    wide = found.dispersion.value > 1
    with style.canvas(4.6) as (figure, axes):
        _limits(axes, found.limits, wide)
        top = _top(found, wide)
        _name_lines(axes, found, top, wide)
        axes.set_xlim(found.limits["pupils"].min(), found.limits["pupils"].max())
        axes.set_ylim(0, top)
        _dots(axes, found.sites, labels)
        axes.locator_params(nbins=4)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.0f}"))
        axes.set_xlabel("Pupils on roll at the site")
        name_value_axis(axes, "People supported per 1,000 pupils")
    caption, short, description = _words(found, wide)
    return Chart(
        figure=figure, caption=caption, alt=short, description=description,
        # In the order of their ids: a list from worst to best would be a league table.
        data=found.sites.sort_values("site_id", ignore_index=True),
    )  # fmt: skip


def _top(found: Funnel, wide: bool) -> float:
    line = found.limits["wide_high_998" if wide else "high_998"]
    # Limits of very small sites run off the figure rather than flatten all the others.
    return 1.1 * max(float(found.sites["rate"].max()), float(line.median()))


def _limits(axes: Axes, limits: pd.DataFrame, wide: bool) -> None:
    x = limits["pupils"]
    overall = (limits["low_95"] + limits["high_95"]).iloc[-1] / 2
    axes.fill_between(x, limits["low_998"], limits["high_998"], color="#D9E2EC", linewidth=0)
    axes.axhline(overall, color=style.LINE, linestyle=(0, (4, 3)), linewidth=1.5)
    if not wide:
        return
    for level, dashes in (("95", (0, (2, 2))), ("998", "solid")):
        for end in ("low", "high"):
            axes.plot(
                x, limits[f"wide_{end}_{level}"], color=style.DARK_BLUE, linestyle=dashes,
                linewidth=1.5,
            )  # fmt: skip


def _name_lines(axes: Axes, found: Funnel, top: float, wide: bool) -> None:
    """Name the middle and the upper limits where they end, at the right edge."""
    last = found.limits.iloc[-1]
    ends = {"All sites": found.rate.value or 0.0, "99.8%": float(last["high_998"])}
    if wide:
        ends = {
            "All sites": ends["All sites"], "95%": float(last["wide_high_95"]),
            "99.8%": float(last["wide_high_998"]),
        }  # fmt: skip
    at = spread(list(ends.values()), [0.07 * top] * len(ends))
    for words, y in zip(ends, at, strict=True):
        axes.annotate(
            words, (1, y), xycoords=("axes fraction", "data"), xytext=(5, 0),
            textcoords="offset points", va="center",
        )  # fmt: skip


def _dots(axes: Axes, sites: pd.DataFrame, labels: Mapping[str, str]) -> None:
    beyond = sites["place"].str.endswith("998")
    for rows, fill in ((sites[~beyond], style.PAPER), (sites[beyond], style.DARK_BLUE)):
        sns.scatterplot(
            rows, x="pupils", y="rate", s=60, color=fill, edgecolor=style.DARK_BLUE, linewidth=1.5,
            legend=False, zorder=3, ax=axes,
        )  # fmt: skip
    far = sites[sites["place_widened"].str.endswith("998")]
    middle = sum(axes.get_xlim()) / 2
    far = far.loc[far["z_widened"].abs().nlargest(_NAMED).index]
    middle = sum(axes.get_xlim()) / 2
    for site, x, y in zip(far["site_id"], far["pupils"], far["rate"], strict=True):
        side, way = ("right", -1) if x > middle else ("left", 1)
        axes.annotate(
            wrapped(label(site, labels), 16, lines=2), (x, y), xytext=(9 * way, 0),
            textcoords="offset points", ha=side, va="center", bbox=HALO,
        )  # fmt: skip


def _words(found: Funnel, wide: bool) -> tuple[str, str, str]:
    """The caption, the alternative text and the description."""
    sites = counted(len(found.sites), "site")
    beyond = number(found.beyond_998.value, "count")
    unusual = number(found.unusual.value, "count")
    phi = times(found.dispersion.value or 1.0)
    rates = [number(x, "per_1000").split()[0] for x in found.sites["rate"].iloc[[0, -1]]]
    widened = (
        "The lines allow for sites varying by more than chance (95% dashed, 99.8% solid). "
        if wide
        else ""
    )
    return (
        (
            "Rate of support at each site, by its size. The shaded band holds 99.8% of sites that "
            f"differ by chance alone; filled dots lie outside it. {widened}The limits are not "
            f"confidence intervals. Base: {found.rate.n:,} people supported at {sites}."
            f"{also(found.rate)}"
        ),
        alt(
            f"Funnel plot of {sites}: {beyond} outside the 99.8% limits of chance alone, {unusual} "
            "once the limits allow for the spread between sites.",
            f"Funnel plot of {sites}: {beyond} outside the 99.8% limits of chance alone.",
        ),
        (
            f"Each dot is a site; its rate is {rates[0]} to {rates[1]} per 1,000 pupils. {beyond} "
            f"of {sites} lie outside the 99.8% limits of chance alone. The variance of sites is "
            f"{phi} what chance would make it; with limits that allow for that, {unusual} of "
            f"{sites} lie outside."
        ),
    )
