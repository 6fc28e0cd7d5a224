"""Recruiting to the training: places filled, training completed, applications for each place."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.data.suppression import withheld
from trailblazer.estimates.counts import share
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.partial import said

CENSUS = "counts of all sites that returned their intake, added up"
ALIKE = "mean of the sites' own shares"
FILL, COMPLETION = "Training places filled", "Starters who completed their training"
_PAIRS = {
    "fill": ("started", "places"),
    "completion": ("completed", "started"),
    "took_post": ("in_post", "completed"),
}
COUNTS = ("places", "applications", "offers", "started", "completed", "in_post")


@dataclass(frozen=True)
class Intake:
    """A census of training places: shares without intervals, and their range over sites.

    ``estimates`` by the name the register uses: ``fill``, ``completion`` and, added to either,
    ``_lowest`` and ``_highest`` (a site), ``_first`` (first intake of each site only) and
    ``_alike`` (each site counting once); ``completed_of_places``; ``took_post`` (those in post, of
    those who completed); ``applications`` (for each place); ``coverage`` (sites whose starters are
    known) and ``completion_coverage`` (those of whom it is known who completed). ``by_site`` and
    ``by_cohort`` have the six counts with the shares ``fill`` and ``completion``.
    """

    estimates: dict[str, Estimate]
    by_site: pd.DataFrame
    by_cohort: pd.DataFrame


def intake(
    training_intake: pd.DataFrame,
    cohorts: pd.DataFrame,
    sites: pd.DataFrame,
    *,
    end: pd.Timestamp,
) -> Intake:
    """Count places, starters and completers; ``end`` is the data cut-off.

    A row counts for a share only when both of its numbers were returned: an intake without a
    number of starters is in neither part of the share filled. Nobody can have completed a training
    that was still going on at the cut-off, so such a cohort counts for filling and not for
    completion.
    """
    rows = training_intake[training_intake["site_id"].isin(sites["site_id"])]
    rows = _paired(rows.merge(cohorts, on="cohort_id", how="left", validate="m:1"), end)
    notes = {name: _left_out(rows, *pair) for name, pair in _PAIRS.items()}
    first = rows.sort_values(["training_start", "cohort_id"]).drop_duplicates("site_id")
    by_site = _grouped(rows, "site_id")
    return Intake(
        estimates={
            "fill": _share(FILL, rows, "started_of", "places_of", notes["fill"]),
            "completion": _share(
                COMPLETION, rows, "completed_of", "starters_of", notes["completion"]
            ),
            "fill_first": _share(FILL, first, "started_of", "places_of"),
            "completion_first": _share(COMPLETION, first, "completed_of", "starters_of"),
            "completed_of_places": _share(
                "Training places completed", rows, "completed_of", "places_over"
            ),
            "took_post": _share(
                "Completers in post", rows, "in_post_of", "completers_of", notes["took_post"]
            ),
            **_over_sites("fill", FILL, by_site),
            **_over_sites("completion", COMPLETION, by_site),
            "applications": _applications(rows),
            "coverage": _coverage("fill", rows, sites),
            "completion_coverage": _coverage("completion", rows, sites),
        },
        by_site=by_site,
        by_cohort=_grouped(rows, "cohort_id"),
    )  # fmt: skip


def _paired(rows: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """The two numbers of each share, both missing where one of them is or may not count."""
    every = pd.Series(True, index=rows.index)
    over = ~(rows["training_end"] > end)
    pairs = (
        ("started_of", "started", "places_of", "places", every),
        ("completed_of", "completed", "starters_of", "started", over),
        ("in_post_of", "in_post", "completers_of", "completed", over),
        ("applied_of", "applications", "places_applied", "places", every),
    )
    for part, number, whole, base, counts in pairs:
        both = rows[number].notna() & rows[base].notna() & counts
        rows = rows.assign(**{part: rows[number].where(both), whole: rows[base].where(both)})
    return rows.assign(places_over=rows["places"].where(rows["completed_of"].notna()))


def _left_out(rows: pd.DataFrame, number: str, base: str) -> str:
    """What is in neither part of a share because one of its two numbers was withheld."""
    marked = withheld(rows, number) | withheld(rows, base)
    return said(int(marked.sum()), of=len(rows), units="intakes")


def _share(label: str, rows: pd.DataFrame, part: str, whole: str, note: str = "") -> Estimate:
    return share(label, int(rows[part].sum()), of=int(rows[whole].sum()), method=CENSUS, note=note)


def _coverage(name: str, rows: pd.DataFrame, sites: pd.DataFrame) -> Estimate:
    """Sites with both numbers of a share for some intake: neither left out nor withheld."""
    part = {"fill": "started_of", "completion": "completed_of"}[name]
    known = sites["site_id"].isin(rows.loc[rows[part].notna(), "site_id"])
    return share(
        f"Sites whose intake is known: {name}", int(known.sum()), of=len(sites) if len(rows) else 0,
        about="organisations", method="sites with the numbers of some intake, of all sites",
    )  # fmt: skip


def _applications(rows: pd.DataFrame) -> Estimate:
    label, places = "Applications for each place", int(rows["places_applied"].sum())
    if not places:
        return nothing(label, "count", "census", CENSUS)
    return Estimate(
        label=label, value=float(rows["applied_of"].sum()) / places, unit="count", n=places,
        denominator=places, about="organisations", population="census", method=CENSUS,
    )  # fmt: skip


def _over_sites(name: str, label: str, by_site: pd.DataFrame) -> dict[str, Estimate]:
    """The lowest and highest site, and the mean of sites; ``n`` counts sites."""
    known = by_site[name].dropna()
    kinds = {"lowest": "min", "highest": "max", "alike": "mean"}
    if known.empty:
        return {f"{name}_{kind}": nothing(label, "share", "census", ALIKE) for kind in kinds}
    return {
        f"{name}_{kind}": Estimate(
            label=f"{label}, {kind} site" if kind != "alike" else f"{label}, sites counted alike",
            value=float(known.agg(how)), unit="share", n=len(known),
            about="organisations", population="census",
            method=ALIKE if kind == "alike" else CENSUS,
        )
        for kind, how in kinds.items()
    }  # fmt: skip


def _grouped(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Counts and shares by site or cohort; a count nobody returned, or a share of none, misses.

    A total is missing where a part of it was withheld; shares rest on the rows that have both.
    """
    parts = ["started_of", "places_of", "completed_of", "starters_of"]
    sums = rows.groupby(by)[[*COUNTS, *parts]].sum(min_count=1).astype(float)
    for name in COUNTS:
        sums[name] = sums[name].mask(withheld(rows, name).groupby(rows[by]).any())
    sums = sums.assign(
        fill=sums["started_of"] / sums["places_of"].where(sums["places_of"] > 0),
        completion=sums["completed_of"] / sums["starters_of"].where(sums["starters_of"] > 0),
    )
    return sums.drop(columns=parts).reset_index()
