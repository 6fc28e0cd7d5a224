"""The rows that break each rule which crosses columns or tables.

Every function takes the typed tables, indexed by spreadsheet row, and returns what to show for
each row at fault (a text, under that row's number). A missing value breaks no rule.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.data.keys import joined

Tables = Mapping[str, pd.DataFrame]

FTE_ABOVE_FUNDED = 1.5
PERCENT_SLACK = 1.0
ROUNDING = 1e-9
RESPONDED = ("complete", "partial")


def time_not_whole(tables: Tables) -> pd.Series:
    """The first row of each team and period whose percentages do not sum to 100, give or take 1."""
    time = tables["time_use"]
    keys = ["team_id", "period"]
    percent = time.groupby(keys)["percent"]
    total = percent.transform("sum")
    known = percent.transform("count") == percent.transform("size")
    off = known & ((total - 100).abs() > PERCENT_SLACK + ROUNDING) & ~time.duplicated(keys)
    return (joined(time[keys]) + ": " + total.map("{:g}".format))[off]


def operational_too_early(tables: Tables) -> pd.Series:
    """Teams operational before the first training of their cohort began."""
    teams = tables["teams"]
    start = _looked_up(teams["cohort_id"], tables["cohorts"], "training_start")
    return _iso(teams["operational_date"])[teams["operational_date"] < start]


def over_funded(tables: Tables) -> pd.Series:
    """Teams that ever held more than 1.5 times their funded posts, at the row that took them over.

    Posts are counted from the start date up to, and not including, the end date.
    """
    spells = tables["staff_spells"].dropna(subset=["team_id", "fte", "start_date"])
    joins = spells[["team_id", "fte"]].assign(on=spells["start_date"])
    leaves = spells[["team_id"]].assign(fte=-spells["fte"], on=spells["end_date"])
    moves = pd.concat([joins, leaves.dropna()]).groupby(["team_id", "on"])["fte"].sum()
    held = moves.groupby("team_id").cumsum().rename("held").reset_index()
    held["funded"] = _looked_up(held["team_id"], tables["teams"], "funded_fte")
    over = held[held["held"] > FTE_ABOVE_FUNDED * held["funded"] + ROUNDING]
    first = over.drop_duplicates("team_id").set_index("team_id")
    starts = spells[spells["start_date"] == spells["team_id"].map(first["on"])]
    starts = starts.drop_duplicates("team_id", keep="last")
    held_then = starts["team_id"].map(first["held"]).map("{:g}".format)
    funded = starts["team_id"].map(first["funded"]).map("{:g}".format)
    return starts["team_id"] + ": " + held_then + " held, " + funded + " funded"


def ends_before_start(tables: Tables, table: str, start: str, end: str) -> pd.Series:
    """Rows whose second date is earlier than their first."""
    rows = tables[table]
    return (_iso(rows[start]) + " to " + _iso(rows[end]))[rows[end] < rows[start]]


def exit_while_in_post(tables: Tables) -> pd.Series:
    """Spells with a destination or a reason for leaving, and no date of leaving."""
    spells = tables["staff_spells"]
    exit_given = spells["exit_destination"].fillna(spells["exit_reason"])
    return exit_given[exit_given.notna() & spells["end_date"].isna()]


def exceeds(tables: Tables, table: str, smaller: str, larger: str) -> pd.Series:
    """Rows where the count that should be the smaller is the larger."""
    rows = tables[table]
    over = _surely(rows[smaller] > rows[larger])
    return (rows[smaller].astype("str") + " against " + rows[larger].astype("str"))[over]


def totals_differ(tables: Tables) -> pd.Series:
    """Characteristics whose groups do not add up to the people of the site in that period."""
    people = tables["people_supported"]
    keys = ["site_id", "period", "characteristic"]
    groups = people.groupby(keys)["people"]
    known = groups.transform("count") == groups.transform("size")
    total = groups.transform("sum").astype("float64").where(known)
    once = people[keys].assign(total=total)[known & ~people.duplicated(keys)]
    usual = once.groupby(["site_id", "period"])["total"].transform("median")
    shown = joined(once[keys]) + ": " + once["total"].map("{:g}".format)
    return shown[once["total"] != usual]


def more_respondents_than_frame(tables: Tables) -> pd.Series:
    """Surveys with more respondents than there were people or settings to ask."""
    surveys, cases = tables["surveys"], tables["survey_cases"]
    responded = cases[cases["disposition"].isin(RESPONDED)].groupby("survey_id").size()
    respondents = surveys["survey_id"].map(responded).fillna(0)
    over = _surely(respondents > surveys["frame_size"])
    return respondents.map("{:g} respondents".format)[over]


def participants_disagree(tables: Tables) -> pd.Series:
    """Sources whose stated number of participants is not the number listed, where any are."""
    sources = tables["sources"]
    listed = sources["source_id"].map(tables["participants"].groupby("source_id").size())
    known = listed.notna() & sources["participants"].notna()
    off = known & _surely(listed != sources["participants"])
    stated = sources["participants"].astype("str")
    return (stated + " stated, " + listed.map("{:g} listed".format))[off]


def empty_segments(tables: Tables) -> pd.Series:
    """Codings whose segment of text ends where it starts, or before."""
    codings = tables["codings"]
    empty = _surely(codings["start"] >= codings["end"])
    return (codings["start"].astype("str") + " to " + codings["end"].astype("str"))[empty]


def case_studies_without_interview(tables: Tables) -> pd.Series:
    """Case-study sites where nobody was interviewed at site level."""
    sites, sources = tables["sites"], tables["sources"]
    interviews = sources[(sources["kind"] == "interview") & (sources["level"] == "site")]
    unheard = ~sites["site_id"].isin(interviews["site_id"])
    return sites["site_id"][_surely(sites["case_study"]) & unheard]


def _looked_up(keys: pd.Series, table: pd.DataFrame, column: str) -> pd.Series:
    """The value of ``column`` for each key, the table's first column being its key."""
    name = str(keys.name)
    return keys.map(table.dropna(subset=[name]).drop_duplicates(name).set_index(name)[column])


def _surely(comparison: pd.Series) -> pd.Series:
    """True where the comparison holds; not where a side of it is missing."""
    return comparison.astype("boolean").fillna(False).astype("bool")


def _iso(dates: pd.Series) -> pd.Series:
    return dates.dt.strftime("%Y-%m-%d")
