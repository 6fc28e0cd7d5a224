"""What a set holds: the counts that the methods chapter quotes."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.counts import count, share
from trailblazer.estimates.estimate import About, Estimate, Unit, nothing

LEVELS = {"national": "national leads", "regional": "regional leads", "site": "case-study sites"}


def describe(tables: Mapping[str, pd.DataFrame]) -> dict[str, Estimate]:
    """Counts of sites, teams, settings, interviews by level, and what else the set holds.

    Of the posts of practitioners it counts those begun before the first course of training ended
    (``before_course``) and before their team worked (``before_team``), which hardly can be.

    ``tables`` maps table names to typed frames. A count over an empty table has no value: nothing
    was supplied, which is not the same as none.
    """
    sources = tables["sources"]
    interviews = sources[sources["kind"] == "interview"]
    groups = sources[sources["kind"] == "focus_group"]
    documents = sources[sources["kind"] == "document"]
    at_sites = interviews[interviews["level"] == "site"]
    found = {
        "sites": _count("Sites", len(tables["sites"])),
        "teams": _count("Teams", len(tables["teams"])),
        "settings": _count("Participating settings", len(tables["settings"])),
        "interviews": _count("Interviews", len(interviews), about="people"),
        "case_study_sites": _count("Case-study sites", at_sites["site_id"].nunique()),
        "focus_groups": _count("Focus groups", len(groups)),
        "documents": _count("Documents", len(documents)),
        "document_sites": _count("Sites with documents", documents["site_id"].nunique()),
        "teams_returning": _count("Teams with time use", tables["time_use"]["team_id"].nunique()),
        "practitioners": _count(
            "Practitioners", _people(tables["staff_spells"]), "people", "people"
        ),
        "sites_counting": _count(
            "Sites with people supported", tables["people_supported"]["site_id"].nunique()
        ),
        "document_sites_share": share(
            "Sites with documents", int(documents["site_id"].nunique()), method="count of rows",
            about="organisations",
            of=0 if documents.empty else len(tables["sites"]),
        ),
        "functions": _count("Core functions", len(functions(tables))),
        "young_people": _count(
            "Young people", int(groups["participants"].sum()), "people", "people"
        ),
    }  # fmt: skip
    for level, words in LEVELS.items():
        number = int((interviews["level"] == level).sum())
        found[f"interviews_{level}"] = _count(f"Interviews, {words}", number, about="people")
    return {**found, **_early(tables)}


def functions(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """The functions of a team that a set knows, in its order: listed, or used; other is none."""
    lists, used = tables["codelists"], tables["time_use"]["function"].dropna()
    listed = lists.loc[lists["list_id"] == "function"].sort_values("order")["code"]
    return [code for code in dict.fromkeys([*listed, *used]) if code != "other"]


def _early(tables: Mapping[str, pd.DataFrame]) -> dict[str, Estimate]:
    """Posts of practitioners that began early, out of those of which both dates are known."""
    spells = tables["staff_spells"]
    posts = spells[spells["role"] == "emhp"].merge(tables["teams"], on="team_id")
    begun, trained = posts["start_date"], tables["cohorts"]["training_end"].min()
    course, team = "the first course of training ended", "their team worked"
    return {
        name: count(
            f"Posts begun before {event}", int((begun < end).sum()), unit="people",
            of=int((begun.notna() & pd.notna(end)).sum()), method="count of rows",
        )
        for name, event, end in (
            ("before_course", course, trained), ("before_team", team, posts["operational_date"])
        )
    }  # fmt: skip


def _people(spells: pd.DataFrame) -> int:
    return int(spells.loc[spells["role"] == "emhp", "staff_id"].nunique())


def _count(
    label: str, number: int, unit: Unit = "count", about: About = "organisations"
) -> Estimate:
    method = "count of rows"
    if number == 0:
        return nothing(label, unit, "census", method)
    return Estimate(
        label=label,
        value=float(number),
        unit=unit,
        n=number,
        population="census",
        method=method,
        about=about,
    )
