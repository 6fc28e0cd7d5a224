"""Hand-edits of a copied set, one function an edit; each changes what one claim should say."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from trailblazer.places import REPOSITORY

SYNTHETIC = REPOSITORY / "data" / "synthetic"
TURNED = {
    "strongly_agree": "strongly_disagree",
    "agree": "disagree",
    "disagree": "agree",
    "strongly_disagree": "strongly_agree",
}
Edit = Callable[[Path], None]


def copy_set(folder: Path, *edits: Edit) -> Path:
    """A copy of the synthetic set with edits made to it, one after another."""
    shutil.copytree(SYNTHETIC, folder)
    for edit in edits:
        edit(folder)
    return folder


def read(folder: Path, name: str) -> pd.DataFrame:
    """A table as text, cell for cell."""
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


@contextmanager
def table(folder: Path, name: str) -> Iterator[pd.DataFrame]:
    """Open a table as text, change it in place, and save it."""
    frame = read(folder, name)
    yield frame
    frame.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


def without(name: str) -> Edit:
    """Leave a table out."""
    return lambda folder: (folder / f"{name}.csv").unlink()


def late_team(folder: Path) -> None:
    """One team starts work two years after the others."""
    with table(folder, "teams") as teams:
        teams.loc[0, "operational_date"] = "2021-03-01"


def whole_school_first(folder: Path) -> None:
    """Direct support and whole-school work change places."""
    with table(folder, "time_use") as time_use:
        swap = {"direct_support": "whole_school", "whole_school": "direct_support"}
        time_use["function"] = time_use["function"].replace(swap)


def direct_equals_whole_school(folder: Path) -> None:
    """Half of the teams change the two functions round, so that neither leads."""
    with table(folder, "time_use") as time_use:
        odd = time_use["team_id"].str[-1].isin(list("13579"))
        swap = {"direct_support": "whole_school", "whole_school": "direct_support"}
        time_use.loc[odd, "function"] = time_use.loc[odd, "function"].replace(swap)


def negative_case(folder: Path) -> None:
    """One young person who met the team describes a bad experience."""
    _restance(folder, "experience", "contradicts", people=1)


def mixed_case(folder: Path) -> None:
    """One young person who met the team describes good and bad sides."""
    _restance(folder, "experience", "qualifies", people=1)


def all_answers_turned(claim: str) -> Edit:
    """Everybody who agreed with a claim's survey item disagrees, and the other way round."""

    def edit(folder: Path) -> None:
        _turn(folder, claim, read(folder, "survey_cases")["case_id"])

    return edit


def ethnicity_equal(folder: Path) -> None:
    """Children from ethnic minorities are supported three times as often as they were."""
    with table(folder, "people_supported") as people:
        groups = people["group"].isin(["asian", "black", "mixed", "other"])
        own = (people["characteristic"] == "ethnicity") & groups & (people["people"] != "")
        more = people.loc[own, "people"].astype(int) * 3
        white = (people["characteristic"] == "ethnicity") & (people["group"] == "white")
        people.loc[own, "people"] = more.astype(str)
        extra = people[own].assign(n=more * 2 // 3).groupby(["site_id", "period"])["n"].sum()
        # The groups of one characteristic must keep the same total at a site: take from white.
        _take(people, white, extra)


def view_rare(claim: str) -> Edit:
    """Nobody in the interviews holds the view any more."""
    return lambda folder: _restance(folder, claim, "neutral")


def retention_poor_at_two_sites(folder: Path) -> None:
    """Only two case-study sites report problems; elsewhere nobody leaves and nobody says so."""
    sources = read(folder, "sources")
    at_sites = sorted(set(sources.loc[sources["level"] == "site", "site_id"]) - {""})
    good = at_sites[2:]
    _restance(folder, "retention", "contradicts", sites=good, elsewhere=True)
    cases = read(folder, "survey_cases")
    _turn(folder, "retention", cases.loc[~cases["site_id"].isin(at_sites[:2]), "case_id"])
    teams = read(folder, "teams")
    staying = teams.loc[~teams["site_id"].isin(at_sites[:2]), "team_id"]
    spells = read(folder, "staff_spells")
    own = spells["team_id"].isin(staying) & (spells["role"] == "emhp")
    left = own & (spells["end_date"] != "")
    # Where nobody leaves nobody is replaced, or a team would hold more posts than it has.
    first_gone = spells[left].groupby("team_id")["end_date"].min()
    after = spells["start_date"] >= spells["team_id"].map(first_gone).fillna("9999")
    spells.loc[left, ["end_date", "exit_destination", "exit_reason"]] = ""
    spells[~(own & after)].to_csv(folder / "staff_spells.csv", index=False, lineterminator="\n")


def _turn(folder: Path, claim: str, cases: pd.Series) -> None:
    items = read(folder, "survey_items")
    own = items.loc[items["claims"].str.split(";").map(lambda ids: claim in ids), "item_id"]
    with table(folder, "survey_answers") as answers:
        chosen = answers["item_id"].isin(own) & answers["case_id"].isin(cases)
        answers.loc[chosen, "answer"] = answers.loc[chosen, "answer"].replace(TURNED)


def _restance(
    folder: Path,
    claim: str,
    stance: str,
    *,
    sites: list[str] | None = None,
    elsewhere: bool = False,
    people: int | None = None,
) -> None:
    codes = read(folder, "codes")
    own = codes.loc[codes["claim_id"] == claim, "code_id"]
    sources = read(folder, "sources")
    chosen = sources
    if sites is not None:
        chosen = sources[sources["site_id"].isin([*sites, *([""] if elsewhere else [])])]
    with table(folder, "codings") as codings:
        rows = codings["code_id"].isin(own) & codings["source_id"].isin(chosen["source_id"])
        if people is not None:
            contact = read(folder, "participants").query("direct_contact == 'true'")
            rows &= codings["participant_id"].isin(contact["participant_id"])
            rows &= codings["participant_id"].isin(codings.loc[rows, "participant_id"][:people])
        assert rows.any()
        codings.loc[rows, "stance"] = stance


def _take(people: pd.DataFrame, rows: pd.Series, extra: pd.Series) -> None:
    for (site, period), number in extra.items():
        own = rows & (people["site_id"] == site) & (people["period"] == period)
        left = people.loc[own, "people"].astype(int) - int(number)
        people.loc[own, "people"] = left.clip(lower=0).astype(str)
