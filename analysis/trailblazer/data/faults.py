"""The rows that break each rule which crosses columns or tables.

Every function takes the typed tables, indexed by spreadsheet row, and returns what to show for
each row at fault (a text, under that row's number). A missing value breaks no rule.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.data.claim_ids import BETWEEN, claim_words
from trailblazer.data.keys import joined

Tables = Mapping[str, pd.DataFrame]

FTE_ABOVE_FUNDED = 1.5
PERCENT_SLACK = 1.0
ROUNDING = 1e-9
RESERVED = ("_not_asked", "_dont_know", "_prefer_not", "_blank")
RESPONDED = ("complete", "partial")
SILENT = ("refusal", "non_contact")
# An item of several answers is shown where it is on this claim, and nowhere else.
SEVERAL = "underserved-sen"


def time_not_whole(tables: Tables) -> pd.Series:
    """The first row of each team and period whose percentages do not sum to 100, give or take 1."""
    time = tables["time_use"]
    keys = ["team_id", "period"]
    percent = time.groupby(keys)["percent"]
    total = percent.transform("sum")
    known = percent.transform("count") == percent.transform("size")
    off = known & ((total - 100).abs() > PERCENT_SLACK + ROUNDING) & ~time.duplicated(keys)
    return (joined(time[keys]) + ": " + _shown(total))[off]


def operational_too_early(tables: Tables) -> pd.Series:
    """Teams operational before the first training of their cohort began."""
    teams = tables["teams"]
    start = _looked_up(teams["cohort_id"], tables["cohorts"], "training_start")
    return _iso(teams["operational_date"][teams["operational_date"] < start])


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
    first = over.drop_duplicates("team_id").rename(columns={"on": "start_date"})
    starts = spells[["team_id", "start_date"]].reset_index(names="row")
    found = starts.merge(first, on=["team_id", "start_date"]).drop_duplicates("team_id")
    # No value: what a team holds may be what one person holds.
    return pd.Series("", index=found["row"], dtype="str")


def ends_before_start(tables: Tables, table: str, start: str, end: str) -> pd.Series:
    """Rows whose second date is earlier than their first."""
    rows = tables[table]
    rows = rows[rows[end] < rows[start]]
    return _iso(rows[start]) + " to " + _iso(rows[end])


def exit_while_in_post(tables: Tables) -> pd.Series:
    """Spells with a destination or a reason for leaving, and no date of leaving."""
    spells = tables["staff_spells"]
    exit_given = spells["exit_destination"].fillna(spells["exit_reason"])
    return exit_given[exit_given.notna() & spells["end_date"].isna()]


def exceeds(tables: Tables, table: str, smaller: str, larger: str) -> pd.Series:
    """Rows where the count that should be the smaller is the larger."""
    rows = tables[table]
    rows = rows[_surely(rows[smaller] > rows[larger])]
    return _shown(rows[smaller]) + " against " + _shown(rows[larger])


def totals_differ(tables: Tables) -> pd.Series:
    """Characteristics whose groups do not add up to the people of the site in that period."""
    people = tables["people_supported"]
    keys = ["site_id", "period", "characteristic"]
    groups = people.groupby(keys)["people"]
    known = groups.transform("count") == groups.transform("size")
    total = groups.transform("sum").astype("float64").where(known)
    once = people[keys].assign(total=total)[known & ~people.duplicated(keys)]
    usual = once.groupby(["site_id", "period"])["total"].transform("median")
    shown = joined(once[keys]) + ": " + _shown(once["total"])
    return shown[once["total"] != usual]


def more_respondents_than_frame(tables: Tables) -> pd.Series:
    """Surveys with more respondents than there were people or settings to ask."""
    surveys, cases = tables["surveys"], tables["survey_cases"]
    responded = cases[cases["disposition"].isin(RESPONDED)].groupby("survey_id").size()
    respondents = surveys["survey_id"].map(responded).fillna(0)
    over = _surely(respondents > surveys["frame_size"])
    return (_shown(respondents) + " responded")[over]


def answers_to_no_item(tables: Tables) -> pd.Series:
    """Answers, also the reserved ones, to an item that is not in the survey of the case."""
    answers = _answers_with_items(tables)
    return answers["item_id"][answers["kind"].isna() & answers["survey_id"].notna()]


def answers_not_listed(tables: Tables) -> pd.Series:
    """Answers that are in neither the code list of their item nor the reserved ones."""
    answers = _answers_with_items(tables)
    answers = answers[~answers["answer"].isin(RESERVED)]
    lists = tables["codelists"][["list_id", "code"]]
    coded = answers[answers["list_id"].isin(lists["list_id"])]
    given = pd.MultiIndex.from_frame(coded[["list_id", "answer"]])
    return coded["answer"][~given.isin(pd.MultiIndex.from_frame(lists))]


def lists_of_nothing(tables: Tables) -> pd.Series:
    """Items whose code list is in no row of the code lists."""
    named = tables["survey_items"]["list_id"].dropna()
    return named[~named.isin(tables["codelists"]["list_id"])]


def answered_and_did_not(tables: Tables) -> pd.Series:
    """Cases with a day of answering that ended without any answer."""
    cases = tables["survey_cases"]
    silent = cases["disposition"].isin(SILENT) & cases["responded_on"].notna()
    return cases["disposition"][silent]


def served_from_elsewhere(tables: Tables) -> pd.Series:
    """Settings in one site with a team of another."""
    settings = tables["settings"].dropna(subset=["site_id"])
    home = _looked_up(settings["team_id"], tables["teams"], "site_id")
    away = settings[home.notna() & (home != settings["site_id"])]
    return away["team_id"] + " of " + home[away.index] + ", not " + away["site_id"]


def participants_disagree(tables: Tables) -> pd.Series:
    """Sources whose stated number of participants is not the number listed, where any are."""
    sources = tables["sources"]
    listed = sources["source_id"].map(tables["participants"].groupby("source_id").size())
    known = listed.notna() & sources["participants"].notna()
    off = known & _surely(listed != sources["participants"])
    return (_shown(sources["participants"]) + " stated, " + _shown(listed) + " listed")[off]


def empty_segments(tables: Tables) -> pd.Series:
    """Codings whose segment of text ends where it starts, or before."""
    codings = tables["codings"]
    empty = codings[_surely(codings["start"] >= codings["end"])]
    return _shown(empty["start"]) + " to " + _shown(empty["end"])


def case_studies_without_interview(tables: Tables) -> pd.Series:
    """Case-study sites where nobody was interviewed at site level."""
    sites, sources = tables["sites"], tables["sources"]
    interviews = sources[(sources["kind"] == "interview") & (sources["level"] == "site")]
    unheard = ~sites["site_id"].isin(interviews["site_id"])
    return sites["site_id"][_surely(sites["case_study"]) & unheard].dropna()


def items_unread(tables: Tables) -> pd.Series:
    """Items that name claims of which none is judged, or shown, by an item of their kind.

    An item that names no claim was not meant to count: it describes respondents, or routes them.
    """
    heard = {claim for claim, words in claim_words().items() if "survey_items" in words.tables}
    read = {"likert5": heard, "multi": {SEVERAL}}
    items = tables["survey_items"].dropna(subset=["item_id", "claims"])
    named = [{one.strip() for one in claims.split(BETWEEN)} - {""} for claims in items["claims"]]
    pairs = zip(items["kind"], named, strict=True)
    unread = [bool(claims) and not claims & read.get(kind, set()) for kind, claims in pairs]
    return items["item_id"][unread].drop_duplicates()


def _answers_with_items(tables: Tables) -> pd.DataFrame:
    """Each answer with its survey, and its item's kind and code list where known."""
    given = tables["survey_answers"].dropna(subset=["item_id", "answer"])
    survey = _looked_up(given["case_id"], tables["survey_cases"], "survey_id")
    items = tables["survey_items"].drop_duplicates(["survey_id", "item_id"])
    joined_up = given.assign(survey_id=survey).merge(
        items[["survey_id", "item_id", "kind", "list_id"]], how="left", on=["survey_id", "item_id"]
    )
    return joined_up.set_axis(given.index)


def _looked_up(keys: pd.Series, table: pd.DataFrame, column: str) -> pd.Series:
    """The value of ``column`` in the row of the table that has each key."""
    name = str(keys.name)
    known = table.dropna(subset=[name]).drop_duplicates(name).set_index(name)[column]
    return pd.Series(known.reindex(keys.array).array, index=keys.index)


def _surely(comparison: pd.Series) -> pd.Series:
    """True where the comparison holds; not where a side of it is missing."""
    sure: pd.Series = comparison.astype("boolean").fillna(False).astype("bool")
    return sure


def _iso(dates: pd.Series) -> pd.Series:
    texts: pd.Series = dates.dt.strftime("%Y-%m-%d").astype("str")
    return texts


def _shown(numbers: pd.Series) -> pd.Series:
    texts: pd.Series = numbers.map("{:.12g}".format, na_action="ignore").astype("str")
    return texts
