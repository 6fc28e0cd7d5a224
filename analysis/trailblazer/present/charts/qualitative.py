"""How coding went: agreement between coders by theme, and whether new codes still turned up."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from trailblazer.estimates.code_agreement import CodeAgreement
from trailblazer.estimates.saturation import Saturation
from trailblazer.findings.numbers import number
from trailblazer.findings.register import load_register
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import (
    STRONG,
    dot_rows,
    name_value_axis,
    reference,
    rows_height,
)
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import alt, counted, level_of


@widths.both
def agreement_by_theme(agreement: CodeAgreement) -> Chart | None:
    """Krippendorff's alpha for the codes of each theme, with the levels it is read against.

    ``None`` where no theme has a value.
    """
    rows = agreement.by_theme.dropna(subset=["alpha"]).sort_values("alpha", ascending=False)
    if rows.empty:
        return None
    bars = load_register().agreement
    drawn = rows.rename(
        columns={"theme": "name", "alpha": "value", "alpha_low": "low", "alpha_high": "high"}
    ).reset_index(drop=True)
    drawn = drawn[["name", "value", "low", "high", "units"]]
    drawn["text"] = [number(value, "index") for value in drawn["value"]]
    with style.canvas(rows_height(len(drawn))) as (figure, axes):
        dot_rows(axes, drawn)
        reference(axes, bars.tentative, "tentative", "right")
        reference(axes, bars.firm, "firm", "left")
        lowest = min(drawn["value"].min(), drawn["low"].min(), bars.tentative)
        axes.set_xlim(max(-1.0, lowest - 0.1), 1.0)
        axes.set_xlabel("Krippendorff's alpha")
    return _agreement_words(figure, drawn, agreement)


def _agreement_words(figure: Figure, drawn: pd.DataFrame, agreement: CodeAgreement) -> Chart:
    least, most = drawn.iloc[-1], drawn.iloc[0]
    units = counted(agreement.alpha.n, "judgement")
    span = (
        f"from {least['text']} ({least['name']}) to {most['text']} ({most['name']})"
        if len(drawn) > 1
        else f"{most['text']} ({most['name']})"
    )
    level = level_of(agreement.alpha)
    lines = f" Lines are {level} by the jackknife over units." if level else ""
    return Chart(
        figure=figure,
        caption=(
            "Agreement between coders by theme, Krippendorff's alpha. Base: "
            f"{units} of a segment and a code that two or more people made apart.{lines}"
        ),
        alt=alt(
            f"Dots with intervals: alpha by theme, {span}.",
            f"Dots with intervals: alpha by theme, lowest {least['text']}.",
        ),
        description=(
            f"Each row is a theme. Alpha lies {span}. Over all codes it is "
            f"{number(agreement.alpha.value, 'index')}. The broken lines are the levels from which "
            "conclusions are customarily called tentative and firm."
        ),
        data=drawn.drop(columns="text").rename(columns={"name": "theme", "value": "alpha"}),
    )


@widths.both
def saturation_curve(saturation: Saturation) -> Chart | None:
    """Different codes seen after each further source, with what random orders give.

    ``None`` where nothing was coded.
    """
    curve = saturation.curve
    if curve.empty:
        return None
    with style.canvas(4.2) as (figure, axes):
        axes.fill_between(
            curve["source"], curve["low"], curve["high"], color=style.TURQUOISE, alpha=0.3,
            linewidth=0, step="mid",
        )  # fmt: skip
        sns.lineplot(
            x=curve["source"], y=curve["seen"], drawstyle="steps-mid", linewidth=3,
            color=style.DARK_BLUE, estimator=None, ax=axes,
        )  # fmt: skip
        codes, last = int(curve["seen"].iloc[-1]), int(saturation.last_new.value or 0)
        axes.annotate(
            f"{counted(codes, 'code')}\nafter {counted(last, 'source')}", (last, codes),
            xytext=(8, -8), textcoords="offset points", ha="left", va="top", **STRONG,
        )  # fmt: skip
        axes.set(xlim=(0, max(len(curve), last * 1.8)), ylim=(0, codes * 1.08))
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.set_xlabel("Sources in order of date")
        name_value_axis(axes, "Different codes so far")
    sources = counted(len(curve), "interview and focus group", "interviews and focus groups")
    return Chart(
        figure=figure,
        caption=(
            "Different codes found, by number of interviews and focus groups read, in order of "
            f"date. The band is what other orders give, drawn at random. Base: {sources} in which "
            "anything was coded."
        ),
        alt=alt(
            f"Rising curve of codes found: all {codes} were seen after {last} of {sources}.",
            f"Rising curve of codes found: all {codes} seen after {last} sources.",
        ),
        description=(
            f"The curve rises to {counted(codes, 'code')}. The last new code came with source "
            f"{last} of {len(curve)} in order of date. {_once(int(saturation.once.value or 0))}"
        ),
        data=curve,
    )


def _once(codes: int) -> str:
    """How many codes were seen once only, as a sentence."""
    if not codes:
        return "Every code turned up in two sources or more."
    return f"{counted(codes, 'code')} turned up in one source only."
