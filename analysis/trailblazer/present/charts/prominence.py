"""How widely a view was held, site by site."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from trailblazer.present import style, widths
from trailblazer.present.charts.marks import STRONG, name_rows, rows_height
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, counted, label


@widths.both
def sites_reporting(
    by_site: pd.DataFrame, *, view: str = "the view", labels: Mapping[str, str] = NO_LABELS
) -> Chart | None:
    """A dot for each interview that was asked, filled where the view was expressed, a row a site.

    ``by_site`` has ``site_id, asked, reporting``; ``view`` names the view within a sentence;
    ``labels`` are the names of the case-study sites that readers see, which the data behind the
    figure have too. ``None`` when no site was asked.
    """
    asked = by_site[by_site["asked"] != 0].reset_index(drop=True)
    asked = asked.assign(site_id=[label(site, labels) for site in asked["site_id"]])
    if asked.empty:
        return None
    with style.canvas(rows_height(len(asked), 0.45) - 0.3) as (figure, axes):
        dots = _dots(asked)
        sns.scatterplot(
            dots[dots["reporting"]], x="place", y="row", s=_size(asked), color=style.DARK_BLUE,
            edgecolor=style.DARK_BLUE, linewidth=1.5, legend=False, ax=axes,
        )  # fmt: skip
        sns.scatterplot(
            dots[~dots["reporting"]], x="place", y="row", s=_size(asked), color=style.PAPER,
            edgecolor=style.LINE, linewidth=1.5, legend=False, ax=axes,
        )  # fmt: skip
        for row, site in asked.iterrows():
            axes.annotate(
                f"{site['reporting']} of {site['asked']}", (site["asked"] + 0.5, row),
                xytext=(6, 0), textcoords="offset points", va="center", **STRONG,
            )  # fmt: skip
        name_rows(axes, list(asked["site_id"]), width=24)
        axes.set_xlim(0.4, asked["asked"].max() + 0.6)
        style.bare(axes)
    return _words(figure, asked, view)


def _dots(asked: pd.DataFrame) -> pd.DataFrame:
    """One row an interview: its row on the figure, its place along it, whether it reported."""
    repeated = asked.loc[asked.index.repeat(asked["asked"].astype(int))]
    place = repeated.groupby(level=0).cumcount() + 1
    return pd.DataFrame(
        {
            "row": repeated.index,
            "place": place.to_numpy(),
            "reporting": (place <= repeated["reporting"]).to_numpy(dtype=bool),
        }
    )


def _size(asked: pd.DataFrame) -> float:
    """The area of a dot in square points, so that the longest row does not run together."""
    width = (150 if widths.narrow() else 250) / max(int(asked["asked"].max()), 18)
    return float((0.85 * width) ** 2)


def _words(figure: Figure, asked: pd.DataFrame, view: str) -> Chart:
    reporting = int((asked["reporting"] > 0).sum())
    sites = f"{reporting} of {counted(len(asked), 'site')}"
    some = f"some in {sites}" if reporting else f"none in {counted(len(asked), 'site')}"
    interviews = counted(asked["asked"].sum(), "interview")
    return Chart(
        figure=figure,
        caption=(
            f"Interviews that reported {view}, by case-study site. A dot is an interview that was "
            f"asked; a filled dot is one that did so. Base: {interviews}, chosen and not sampled, "
            "so there is no interval."
        ),
        alt=alt(
            f"Dot table of interviews that reported {view}, by case-study site: {some}.",
            f"Dot table of interviews by case-study site: the view reported in {sites}.",
        ),
        description=(
            "Each row is a case-study site and each dot an interview that was asked. At least one "
            f"interview reported {view} in {sites}, and {asked['reporting'].sum():,} of "
            f"{interviews} did in all."
        ),
        data=asked.rename(columns={"site_id": "site"}),
    )
