"""Training places at each site: how many were filled, and how many led to a completed course."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.transforms import Affine2DBase, ScaledTranslation

from trailblazer.estimates.intake import Intake
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import name_rows, rows_height, share_axis
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, counted, label, spanning

# What each share is called on the figure, the area of its dot and the colour inside it.
_MARKS = {
    "fill": ("Places filled", 150, style.PAPER),
    "completion": ("Starters completing", 60, style.DARK_BLUE),
}


@widths.both
def intake_by_site(intake: Intake, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """A row a site: of its training places the share filled, and the share of starters completing.

    Lowest completion first, so that the eye finds where it went less well; ``None`` where no site
    returned both.
    """
    rows = intake.by_site.dropna(subset=["fill", "completion"])
    if rows.empty:
        return None
    rows = rows.sort_values(["completion", "fill", "site_id"], ignore_index=True)
    with style.canvas(rows_height(len(rows), 0.29) + 0.7) as (figure, axes):
        _dumbbells(axes, rows)
        share_axis(axes, "x")
        lowest = min(rows["fill"].min(), rows["completion"].min())
        axes.set_xlim(left=max(0.0, np.floor(4 * lowest - 0.2) / 4))
        name_rows(axes, [label(site, labels) for site in rows["site_id"]])
        axes.set_xlabel("Share of places, and of starters")
        _name_marks(axes, figure.dpi_scale_trans)
    filled = spanning(*(number(rows["fill"].agg(f), "share") for f in ("min", "max")))
    completed = spanning(*(number(rows["completion"].agg(f), "share") for f in ("min", "max")))
    overall = {
        name: number(intake.estimates[name].value, "share") for name in ("fill", "completion")
    }
    sites = counted(len(rows), "site")
    return Chart(
        figure=figure,
        caption=(
            "Training places that were filled (open dots) and starters who completed their "
            f"training (filled dots), by site. Base: {sites}, "
            f"{_known(rows, 'places', 'place')} and {_known(rows, 'started', 'starter')}. Every "
            "place is counted, so there is no interval."
        ),
        alt=alt(
            f"Dumbbell chart of {sites}: {overall['fill']} of training places filled and "
            f"{overall['completion']} of starters completing, {completed} by site.",
            f"Dumbbell chart of {sites}: {overall['fill']} filled, {overall['completion']} "
            "completing.",
        ),
        description=(
            f"Each row is a site. Over all sites {overall['fill']} of the training places were "
            f"filled, {filled} by site. Of those who started, {overall['completion']} completed "
            f"their training, {completed} by site. A site has few places, so that one person "
            "makes a visible difference."
        ),
        data=rows,
    )


def _dumbbells(axes: Axes, rows: pd.DataFrame) -> None:
    """An open dot for places filled, a filled one for completion, and a line between them."""
    at = rows.index
    axes.hlines(at, rows["fill"], rows["completion"], colors=style.LINE, linewidth=2)
    for name, (_, size, fill) in _MARKS.items():
        sns.scatterplot(
            x=rows[name], y=at, s=size, color=fill, edgecolor=style.DARK_BLUE, linewidth=2,
            zorder=3, clip_on=False, ax=axes,
        )  # fmt: skip


def _known(rows: pd.DataFrame, column: str, noun: str) -> str:
    """How many in all, and that it is those known where a site's number is not."""
    told = counted(rows[column].sum(), noun)
    return f"{told} known" if rows[column].isna().any() else told


def _name_marks(axes: Axes, inches: Affine2DBase) -> None:
    """Name the two kinds of dot above the rows, once: in every row they would overlap."""
    above = axes.get_xaxis_transform() + ScaledTranslation(0, 16 / 72, inches)
    left, right = axes.get_xlim()
    for share, (words, size, fill) in zip((0.03, 0.48), _MARKS.values(), strict=True):
        at = left + share * (right - left)
        axes.scatter(
            at, 1, s=size, color=fill, edgecolor=style.DARK_BLUE, linewidth=2, clip_on=False,
            transform=above,
        )  # fmt: skip
        axes.annotate(
            words, (at, 1), xycoords=above, xytext=(11, 0), textcoords="offset points",
            ha="left", va="center",
        )  # fmt: skip
