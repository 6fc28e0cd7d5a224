"""How complete monitoring returns are over time: a strip of quarters for each kind of return."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from trailblazer.data.dictionary import load_dictionary
from trailblazer.estimates.returns import Returns
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import STRONG, name_rows
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import alt, inside

_SHADES = LinearSegmentedColormap.from_list("returned", [style.PAPER, style.DARK_BLUE])
_ROW = 0.75


@widths.both
def returns_strip(returns: Returns) -> Chart | None:
    """One strip a kind of return, a cell a quarter, darker the more came back.

    ``None`` where nothing is returned by month or quarter.
    """
    cells = returns.by_quarter
    if cells.empty:
        return None
    names = {t: load_dictionary().tables[t].title for t in cells["table"].unique()}
    first, last = cells["quarter"].min(), cells["quarter"].max()
    quarters = [f"{q}" for q in pd.period_range(first, last, freq="Q")]
    with style.canvas(1.0 + _ROW * len(names)) as (figure, axes):
        for row, table in enumerate(names):
            _strip(axes, row, cells[cells["table"] == table], quarters)
            axes.annotate(
                number(returns.shares[table].value, "share"), (1, row), xytext=(6, 0),
                xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
                **STRONG,
            )  # fmt: skip
        name_rows(axes, list(names.values()), width=16)
        axes.set_xlim(-0.5, len(quarters) - 0.5)
        _years(axes, quarters)
    return _words(figure, cells, names, returns)


def _strip(axes: Axes, row: int, cells: pd.DataFrame, quarters: list[str]) -> None:
    for cell in cells.to_dict("records"):
        axes.add_patch(
            _box(quarters.index(str(cell["quarter"])), row, _SHADES(float(cell["share"])))
        )


def _box(x: int, row: int, colour: tuple[float, ...]) -> Rectangle:
    return Rectangle(
        (x - 0.46, row - 0.32), 0.92, 0.64, facecolor=colour, edgecolor=style.LINE, linewidth=1
    )


def _years(axes: Axes, quarters: list[str]) -> None:
    """A tick at the first quarter of each year that is shown."""
    starts = {quarter[:4]: at for at, quarter in reversed(list(enumerate(quarters)))}
    axes.set_xticks([at - 0.5 for at in starts.values()], list(starts), ha="left")
    axes.set_xlabel("Quarter")


def _words(figure: Figure, cells: pd.DataFrame, names: dict[str, str], returns: Returns) -> Chart:
    told = [
        f"{name.lower()} {number(returns.shares[table].value, 'share')}"
        for table, name in names.items()
    ]
    worst = cells.sort_values(["share", "table", "quarter"]).iloc[0]
    lowest = (
        f"lowest {number(float(worst['share']), 'share')} ({inside(names[worst['table']])}, "
        f"{worst['quarter']})"
    )
    expected = f"{cells['expected'].sum():,}"
    return Chart(
        figure=figure,
        caption=(
            "Monitoring returns that came back, by quarter; the darker the cell, the larger the "
            "share of those expected, with the share over the whole time at the right. "
            f"Base: {expected} returns expected since work began."
        ),
        alt=alt(
            f"Strips of quarters shaded by the share of returns that came back: {lowest}.",
            f"Strips of quarters shaded by returns: {lowest}.",
        ),
        description=(
            f"Each strip is a kind of return and each cell a quarter. Over the whole time came "
            f"back: {'; '.join(told)}. The {lowest}."
        ),
        data=cells,
    )
