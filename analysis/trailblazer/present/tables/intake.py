"""Tables of recruiting and training: places, applications, starters and completers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.intake import COUNTS, Intake
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import column, finish, percent, whole
from trailblazer.present.withheld import WITHHELD, any_withheld, kept
from trailblazer.present.words import NO_LABELS, counted, label

_HEADINGS = {
    "places": "Places", "applications": "Applications", "offers": "Offers", "started": "Started",
    "completed": "Completed", "in_post": "In post",
}  # fmt: skip
_SHARES = {"fill": "Places filled (%)", "completion": "Starters who completed (%)"}


def intake_by_cohort(intake: Intake) -> Table | None:
    """From places to posts, a column for each training cohort and one for all together."""
    if intake.by_cohort.empty:
        return None
    sums = {name: _total(intake.by_cohort[name]) for name in COUNTS}
    shares = {name: intake.estimates[name] for name in _SHARES}
    total = {**sums, **{n: WITHHELD if e.withheld else e.value for n, e in shares.items()}}
    last: Mapping[str, object] = {"cohort_id": "all", **total}
    rows = pd.DataFrame(
        {name: kept([*intake.by_cohort[name], last.get(str(name))]) for name in intake.by_cohort}
    )
    cells = pd.DataFrame(_columns(rows, COUNTS))
    names = [*[f"Cohort {cohort}" for cohort in intake.by_cohort["cohort_id"]], "All"]
    return finish(
        {"Stage": list(cells.columns), **dict(zip(names, cells.to_numpy().tolist(), strict=True))},
        f"From training places to posts, by cohort. Base: {_base(intake)}.",
        data=rows,
    )


def intake_by_site(intake: Intake, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Places filled and training completed at each site."""
    if intake.by_site.empty:
        return None
    rows = intake.by_site
    shown = ("places", "applications", "started", "completed")
    return finish(
        {"Site": [label(site, labels) for site in rows["site_id"]], **_columns(rows, shown)},
        f"Training places filled and training completed, by site. Base: {_base(intake)}.",
        data=rows,
    )


def _columns(rows: pd.DataFrame, counts: tuple[str, ...]) -> dict[str, list[str]]:
    return {
        **{_HEADINGS[name]: column(rows[name], whole) for name in counts},
        **{heading: column(rows[name], percent) for name, heading in _SHARES.items()},
    }


def _total(counts: pd.Series[float]) -> float:
    """The sum; withheld where a part is, and missing where a part is missing."""
    withheld = any_withheld(counts.to_frame())
    return WITHHELD if withheld else float(counts.sum(skipna=False))


def _base(intake: Intake) -> str:
    sites = counted(len(intake.by_site), "site")
    if any_withheld(intake.by_site[["places"]]):
        return sites
    known = intake.by_site["places"].dropna()
    places = counted(known.sum(), "training place")
    if len(known) < len(intake.by_site):
        places = f"{places} known"
    return f"{places} at {sites}"
