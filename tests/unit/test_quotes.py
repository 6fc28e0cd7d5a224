"""What people said: cleared words only, whose group spoke, and never without those against."""

from __future__ import annotations

import pandas as pd

from trailblazer.data.load import open_set
from trailblazer.present import quotes
from trailblazer.present.words import case_study_names

SITES = {"S03": "Case-study site A", "S08": "Case-study site B"}


def said(*rows: tuple[str, str, str, str, str]) -> dict[str, pd.DataFrame]:
    """Group, site, stance, attribution and who cleared it, for a quote each."""
    number = range(len(rows))
    groups, sites, stances, who, clearer = (list(column) for column in zip(*rows, strict=True))
    sources = {"source_id": [f"IV{i}" for i in number], "group": groups, "site_id": sites}
    coded = {"coding_id": [f"G{i}" for i in number], "source_id": sources["source_id"],
             "participant_id": None, "code_id": "c", "stance": stances}  # fmt: skip
    quoted = {"quote_id": [f"Q{i}" for i in number], "coding_id": coded["coding_id"],
              "text": [f"Words {i}." for i in number], "attribution": who,
              "cleared_by": clearer, "cleared_on": "2022-01-01"}  # fmt: skip
    names = {"site_id": ["S01", "S03", "S08"], "site_name": ["Hill", "Vale", "Oakwood"]}
    return {
        "sources": pd.DataFrame(sources),
        "codes": pd.DataFrame({"code_id": ["c"], "claim_id": ["gap"]}),
        "codings": pd.DataFrame(coded),
        "quotes": pd.DataFrame(quoted),
        "sites": pd.DataFrame(names),
    }


def test_sites_are_lettered_in_the_order_of_their_ids() -> None:
    assert case_study_names(["S08", "S03"]) == SITES
    assert list(case_study_names([f"S{i:02d}" for i in range(28)]).values())[25:] == [
        "Case-study site Z", "Case-study site 27", "Case-study site 28",
    ]  # fmt: skip


def test_the_site_is_the_one_that_figures_name() -> None:
    tables = said(
        ("education_staff", "S08", "supports", "Senior leader, education, case-study site D", "x"),
        ("regional_lead", "", "supports", "Regional lead", "x"),
        ("mhst_staff", "S01", "contradicts", "Member of a team", "x"),
    )
    assert quotes.cleared("gap", tables, SITES)["attribution"].tolist() == [
        "Senior leader, education, case-study site B", "Regional lead", "Member of a team",
    ]  # fmt: skip


def test_words_that_point_to_a_person_or_place_give_way_to_the_group() -> None:
    tables = said(
        ("education_staff", "S08", "supports", "Head, Oakwood College", "x"),
        ("mhst_staff", "S03", "supports", "Interviewee iv1", "x"),
    )
    found = quotes.cleared("gap", tables, SITES)
    assert found["attribution"].tolist() == [
        "Education staff, case-study site B", "Mhst staff, case-study site A",
    ]  # fmt: skip


def test_each_stance_speaks_from_as_many_groups_as_there_are() -> None:
    tables = said(
        ("mhst_staff", "S03", "supports", "Team", "x"),
        ("mhst_staff", "S08", "supports", "Team", "x"),
        ("education_staff", "S08", "supports", "School", "x"),
        ("education_staff", "S08", "contradicts", "School", "x"),
        ("education_staff", "S08", "neutral", "School", "x"),
    )
    found = quotes.cleared("gap", tables, SITES)
    assert found["text"].tolist() == ["Words 0.", "Words 2.", "Words 3."]
    assert quotes.against("gap", tables, found) == ""


def test_nothing_against_is_said_aloud() -> None:
    tables = said(("mhst_staff", "S03", "supports", "Team", "x"))
    found = quotes.cleared("gap", tables, SITES)
    assert quotes.against("gap", tables, found) == "No coded passage speaks against it."
    assert quotes.against("other", tables, found) == ""
    uncleared = said(
        ("mhst_staff", "S03", "supports", "Team", "x"),
        ("mhst_staff", "S03", "contradicts", "Team", None),  # type: ignore[arg-type]
    )
    found = quotes.cleared("gap", uncleared, SITES)
    note = quotes.against("gap", uncleared, found)
    assert found["stance"].tolist() == ["supports"]
    assert note.startswith("Words against it were coded in 1 interview, focus group or document;")
    assert note in quotes.as_myst(found, note, synthetic=False)


def test_what_was_said_in_other_rounds_is_neither_shown_nor_counted() -> None:
    tables = said(
        ("mhst_staff", "S03", "supports", "Team", "x"),
        ("mhst_staff", "S03", "contradicts", "Team", "x"),
    )
    tables["sources"]["round"] = [1, 2]
    found = quotes.cleared("gap", tables, SITES, rounds=[1])
    assert found["text"].tolist() == ["Words 0."]
    assert quotes.against("gap", tables, found, [1]) == "No coded passage speaks against it."


def test_invented_words_are_called_so_where_they_stand() -> None:
    tables = said(("mhst_staff", "S03", "supports", "Team", "x"))
    found = quotes.cleared("gap", tables, SITES)
    assert quotes.as_myst(found, synthetic=True).startswith(
        "In support (words invented for this set):"
    )
    assert quotes.as_html(found, synthetic=False).startswith("<p>In support:</p>")


def test_the_synthetic_set_names_sites_as_its_own_attributions_do() -> None:
    tables = open_set("synthetic")
    sites = tables["sites"]
    names = case_study_names(sites.loc[sites["case_study"], "site_id"])
    every = set(tables["quotes"]["attribution"])
    for claim in tables["codes"]["claim_id"].dropna().unique():
        assert set(quotes.cleared(claim, tables, names, each=99)["attribution"]) <= every


def test_one_site_keeps_its_letter() -> None:
    assert len(open_set("synthetic", site="S10")["sites"]) == 1
    assert len(open_set("synthetic", site="S10").whole("sites")) == 25
