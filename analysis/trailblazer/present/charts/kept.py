"""Contacts kept up in each phase of education when teams worked remotely."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.ticker import FuncFormatter

from trailblazer.estimates.kept import Kept
from trailblazer.findings.numbers import number
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import dot_rows, reference, rows_height
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, inside, joined, label, spanning


@widths.both
def kept_by_phase(
    kept: Kept, *, baseline: str, labels: Mapping[str, str] = NO_LABELS
) -> Chart | None:
    """Contacts after the lockdown as a share of the ``baseline`` (in words), by phase.

    Phases served by too few teams for limits are left out. ``None`` when that leaves none.
    """
    rows = kept.phases[kept.phases["low"].notna()].sort_values("kept", ascending=False)
    if rows.empty:
        return None
    rows = rows.assign(
        name=[f"{label(r.phase, labels)} ({r.teams})" for r in rows.itertuples()],
        value=rows["kept"],
        text=[number(share, "share") for share in rows["kept"]],
    )
    with style.canvas(rows_height(len(rows))) as (figure, axes):
        dot_rows(axes, rows)
        axes.set_xlim(0, 1.05 * max(1.0, rows["high"].max()))
        axes.locator_params(axis="x", nbins=5)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g}%"))
        reference(axes, 1.0, "As many")
        axes.set_xlabel("Contacts kept up")
    low, high = (
        f"{row.text} in {inside(label(row.phase, labels))}"
        for row in rows.iloc[[-1, 0]].itertuples()
    )
    return Chart(
        figure=figure,
        caption=(
            f"Contacts after the lockdown as a share of {baseline}, by phase of education, with "
            "the number of teams in brackets. "
            f"Lines are {100 * kept.level:g}% confidence intervals. "
            f"Base: {rows['after'].sum():,.0f} contacts after the lockdown."
            f"{_left_out(kept, labels)}"
        ),
        alt=alt(
            f"Dot chart of contacts kept up by phase of education: {spanning(low, high)}.",
            "Dot chart of contacts kept up by phase: "
            f"{spanning(rows['text'].iloc[-1], rows['text'].iloc[0])}.",
        ),
        description=(
            "Each dot is the number of contacts a team had on a weekday after the lockdown, as a "
            f"share of {baseline}, in one phase of education: {spanning(low, high)}. Long lines "
            "rest on few contacts; small differences between phases may be chance."
        ),
        # How a phase compares with the others is told against the months before, in a table.
        data=kept.phases.drop(columns=["beside", "beside_low", "beside_high"]),
    )


def _left_out(kept: Kept, labels: Mapping[str, str]) -> str:
    """A sentence on the phases that are not drawn; empty when all are."""
    few = kept.phases[kept.phases["low"].isna()]["phase"]
    named = [inside(label(phase, labels)) for phase in few]
    if not named:
        return ""
    return f" Not drawn, for fewer than {kept.fewest} teams served it: {joined(named)}."
