"""What was read and heard: sources by level, kind and group, and what each theme drew from whom."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.code_agreement import theme_of
from trailblazer.estimates.saturation import SPOKEN

KINDS = ("interview", "focus_group", "document")
STANCES = ("supports", "qualifies", "contradicts", "neutral")
REST = "rest"


@dataclass(frozen=True)
class Material:
    """The sources of a set, and the people of its focus groups.

    ``by_group`` (level, group, interview, focus_group, document) has a row for every level and
    group with any source; ``people`` (age_band, met, not_met, unknown) a row for every age band.
    ``all_sources`` and ``all_people`` have the totals of their columns in one row: where small
    numbers are not shown, what is shown does not add up to them.
    """

    by_group: pd.DataFrame
    people: pd.DataFrame
    all_sources: pd.DataFrame
    all_people: pd.DataFrame


def material(sources: pd.DataFrame, participants: pd.DataFrame) -> Material:
    """Count the sources by level, group and kind, and focus group members by age and contact."""
    counted = sources.groupby(["level", "group", "kind"]).size().unstack(fill_value=0)
    by_group = counted.reindex(columns=list(KINDS), fill_value=0).reset_index()
    contact = participants["direct_contact"].map({True: "met", False: "not_met"}).fillna("unknown")
    bands = participants["age_band"].fillna("")
    people = pd.crosstab(bands, contact).reindex(
        columns=["met", "not_met", "unknown"], fill_value=0
    )
    return Material(
        by_group=by_group.rename_axis(columns=None),
        people=people.rename_axis(index="age_band", columns=None).reset_index(),
        all_sources=_totals(by_group[list(KINDS)]),
        all_people=_totals(people),
    )


def _totals(counts: pd.DataFrame) -> pd.DataFrame:
    return counts.sum().astype("int64").to_frame().T.rename_axis(columns=None)


def framework_by_group(
    framework: pd.DataFrame, codes: pd.DataFrame, sources: pd.DataFrame, *, smallest: int
) -> pd.DataFrame:
    """The framework matrix rolled up: how many sources of each group speak of each theme, and how.

    Columns ``theme`` (its name), ``group``, ``asked`` (sources of the group), ``sources`` that
    speak of the theme, and of these ``supports, qualifies, contradicts, neutral``. A source counts
    once a theme, by its summary's stance. Groups of fewer than ``smallest`` sources are taken
    together as ``rest``, so that no cell can be one known person; with fewer than that in all of
    them they are left out.
    """
    spoken = sources[sources["kind"].isin(SPOKEN)]
    size = spoken.groupby("group").size()
    small = size[size < smallest]
    group = spoken["group"].where(~spoken["group"].isin(small.index), REST)
    spoken = spoken.assign(group=group)
    if small.sum() < smallest:
        spoken = spoken[spoken["group"] != REST]
    themes, names = theme_of(codes), codes.set_index("code_id")["name"]
    rows = framework.merge(spoken[["source_id", "group"]], on="source_id")
    rows = rows.assign(theme=rows["code_id"].map(themes).map(names))
    # A source with several summaries in one theme counts once, by the least favourable of them.
    rank = {"contradicts": 0, "qualifies": 1, "supports": 2, "neutral": 3}
    rows = rows.assign(stance=rows["stance"].fillna("neutral"))
    rows = rows.sort_values("stance", key=lambda s: s.map(rank), kind="stable")
    rows = rows.drop_duplicates(["source_id", "theme"])
    found = rows.groupby(["theme", "group", "stance"]).size().unstack(fill_value=0)
    found = found.reindex(columns=list(STANCES), fill_value=0)
    found.insert(0, "sources", found.sum(axis=1))
    asked = spoken.groupby("group").size()
    table = found.reset_index().rename_axis(columns=None)
    table.insert(2, "asked", table["group"].map(asked).astype(int))
    return table
