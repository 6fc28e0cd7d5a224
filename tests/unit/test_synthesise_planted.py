"""A plain analysis of the shipped set finds what the recipe planted."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from frictionless import Package

from trailblazer.data.check import check
from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.load import open_set
from trailblazer.places import DICTIONARY

SHIPPED = DICTIONARY.parent


@cache
def table(name: str) -> pd.DataFrame:
    return open_set("synthetic")[name]


def test_the_shipped_set_has_nothing_wrong_with_it() -> None:
    checked = check("synthetic")
    assert checked.problems == []
    assert checked.notices == []


def test_another_reader_of_the_dictionary_finds_nothing_wrong() -> None:
    report = Package(str(DICTIONARY)).validate()
    assert report.stats["tasks"] == len(load_dictionary().tables)
    assert report.flatten(["title", "rowNumber", "fieldName", "note"]) == []


def test_every_table_of_the_dictionary_is_there_and_small() -> None:
    files = [SHIPPED / f"{name}.csv" for name in load_dictionary().tables]
    assert all(file.is_file() for file in files)
    assert sum(file.stat().st_size for file in files) < 6_000_000


def test_every_team_was_working_by_the_deadline() -> None:
    deadline = table("cohorts")["training_start"].min() + pd.DateOffset(months=12)
    assert (table("teams")["operational_date"] <= deadline).sum() == len(table("teams")) == 58
    assert table("teams")["operational_date"].nunique() > 20


def test_time_use_rounds_to_the_published_means() -> None:
    time = table("time_use")
    by_team = time.pivot_table(index="team_id", columns="function", values="percent")
    means = by_team.mean().round().to_dict()
    assert means == {"direct_support": 52, "whole_school": 24, "advice_liaison": 23, "other": 1}
    assert by_team["direct_support"].std() > 5
    assert 0.8 * 58 < len(by_team) < 58


def test_the_counts_of_the_published_summary_hold() -> None:
    sources = table("sources")
    interviews = sources[sources["kind"] == "interview"]
    assert interviews["level"].value_counts().to_dict() == {
        "site": 71,
        "regional": 52,
        "national": 21,
    }
    assert len(table("sites")) == 25
    assert len(table("settings")) == 1050
    assert len(table("participants")) == 32
    assert interviews["site_id"].nunique() == table("sites")["case_study"].sum() == 5
    documents = sources[sources["kind"] == "document"]
    assert documents["site_id"].nunique() == 25


def answers(survey: str, item: str) -> pd.DataFrame:
    cases = table("survey_cases").query("survey_id == @survey")
    given = table("survey_answers").query("item_id == @item and not answer.str.startswith('_')")
    return cases.merge(given, on="case_id").merge(
        table("settings")[["setting_id", "phase"]], on="setting_id", how="left"
    )


def test_most_settings_agree_and_weighting_by_phase_matters() -> None:
    given = answers("settings_r2", "confidence")
    agree = given["answer"].isin(["agree", "strongly_agree"])
    frame = table("settings")["phase"].value_counts(normalize=True)
    weight = given["phase"].map(frame / given["phase"].value_counts(normalize=True))
    weighted = np.average(agree, weights=weight)
    error = 1.96 * np.sqrt(weighted * (1 - weighted) / len(given))
    assert weighted - error > 0.6
    assert weighted == pytest.approx(0.74, abs=0.02)
    assert agree.mean() - weighted > 0.01


def test_nearly_three_hundred_settings_answered_each_round() -> None:
    cases = table("survey_cases").merge(table("surveys")[["survey_id", "population"]])
    settings = cases[cases["population"] == "settings"]
    answered = settings["disposition"].isin(["complete", "partial"])
    assert settings.groupby("survey_id").size().to_list() == [1050, 1050]
    assert answered.groupby(settings["survey_id"]).sum().between(280, 299).all()
    phase = settings["setting_id"].map(table("settings").set_index("setting_id")["phase"])
    rates = answered.groupby(phase).mean()
    assert rates["special"] > rates["primary"] + 0.05


def test_answers_are_missing_for_every_reason() -> None:
    reserved = table("survey_answers")["answer"].value_counts()
    for reason in ("_not_asked", "_dont_know", "_prefer_not", "_blank"):
        assert reserved[reason] > 10
    not_asked = table("survey_answers").query("answer == '_not_asked'")
    assert set(not_asked["item_id"]) == {"quicker"}


def test_nobody_who_met_the_team_was_against_it() -> None:
    codes = table("codes").query("claim_id == 'experience'")["code_id"]
    spoke = table("codings")[table("codings")["code_id"].isin(codes)]
    met = table("participants").query("direct_contact")
    assert len(met) == 18
    assert set(spoke["participant_id"]) == set(met["participant_id"])
    assert set(spoke["stance"]) == {"supports"}
    assert set(spoke["coder_id"]) == {"coder_a", "coder_b"}
    assert set(table("participants")["aware"]) == {"yes", "partly", "no"}


def asked_and_supporting(claim: str) -> pd.DataFrame:
    sources = table("sources").query("kind == 'interview'")
    asked = sources[sources["topics_asked"].fillna("").str.split(";").map(lambda ids: claim in ids)]
    codings = table("codings").merge(table("codes")[["code_id", "claim_id"]], on="code_id")
    supporting = (codings["claim_id"] == claim) & (codings["stance"] == "supports")
    return asked.assign(supports=asked["source_id"].isin(codings.loc[supporting, "source_id"]))


VIEWS = sorted(set(table("codes")["claim_id"].dropna()) - {"experience"})


@pytest.mark.parametrize("claim", VIEWS)
def test_each_view_is_held_widely_and_not_by_all(claim: str) -> None:
    asked = asked_and_supporting(claim)
    holding = asked[asked["supports"]]
    assert 0.25 < asked["supports"].mean() < 0.95
    assert holding["group"].nunique() >= 2
    assert holding["site_id"].nunique() >= 4


def test_keeping_practitioners_is_a_problem_everywhere() -> None:
    asked = asked_and_supporting("retention")
    assert asked[asked["supports"]]["site_id"].nunique() == 5
    assert asked[asked["supports"]]["group"].nunique() >= 3
    agree = answers("ki_r2", "retention")["answer"].isin(["agree", "strongly_agree"])
    assert agree.mean() > 0.6


def test_about_four_in_five_practitioners_are_there_after_a_year() -> None:
    spells = table("staff_spells").query("role == 'emhp'")
    meta = open_set("synthetic").meta
    entry = (meta.period_start - spells["start_date"]).dt.days.clip(lower=0)
    end = spells["end_date"].fillna(meta.period_end)
    stay = (end - spells["start_date"]).dt.days
    left = spells["end_date"].notna()
    survival = 1.0
    for day in sorted(stay[left & (stay <= 365)].unique()):
        at_risk = ((entry < day) & (stay >= day)).sum()
        survival *= 1 - (left & (stay == day)).sum() / at_risk
    assert survival == pytest.approx(0.795, abs=0.02)
    assert 180 < len(spells) < 260
    assert (entry > 0).sum() >= 20
    assert spells["exit_destination"].nunique() >= 6


def test_minority_pupils_were_supported_at_a_lower_rate() -> None:
    keys = ["site_id", "characteristic", "group"]
    both = table("people_supported").merge(table("population"), on=keys)
    ethnic = both[both["characteristic"] == "ethnicity"]
    minority = ethnic["group"] != "white"
    sums = ethnic.groupby(minority)[["people_x", "people_y"]].sum()
    rates = sums["people_x"] / sums["people_y"]
    error = np.sqrt((1 / sums["people_x"]).sum())
    assert rates[True] / rates[False] * np.exp(1.96 * error) < 0.9


def test_little_is_unknown_where_there_is_a_denominator() -> None:
    people = table("people_supported")
    unknown = people[people["group"] == "unknown"].groupby("characteristic")["people"].sum()
    share = unknown / people.groupby("characteristic")["people"].sum()
    assert set(share.index) - set(table("population")["characteristic"]) == {"religion"}
    assert share.drop("religion").between(0.001, 0.2).all()
    assert share["religion"] > 0.2


def test_contacts_went_remote_and_went_on() -> None:
    contacts = table("contacts").dropna(subset=["contacts"])
    remote = contacts["mode"] != "in_person"
    total = contacts.groupby("month")["contacts"].sum().astype(float)
    share = contacts[remote].groupby("month")["contacts"].sum() / total
    assert share["2019-11":"2020-02"].max() < 0.15
    assert share["2020-04":"2020-06"].min() > 0.9
    assert total["2020-06"] > 0.5 * total["2020-02"]
    assert table("contacts")["contacts"].isna().mean() == pytest.approx(0.04, abs=0.01)


def test_training_places_were_filled_and_finished() -> None:
    intake = table("training_intake")
    first = intake[intake["cohort_id"].isin(table("teams")["cohort_id"])]
    assert first["places"].sum() == 210
    assert first["started"].sum() / 210 > 0.95
    assert first["completed"].sum() / first["started"].sum() > 0.9


def test_involvement_was_low_and_uneven_and_seats_were_mostly_of_the_nhs() -> None:
    achieved = table("involvement")["achieved"].value_counts(normalize=True)
    assert achieved[["none", "informed"]].sum() > 0.6
    assert len(achieved) == 5
    chairs = table("governance_seats").query("chair")["sector"]
    assert chairs.str.startswith("nhs").mean() > 0.7


def test_quotes_stand_where_they_were_coded() -> None:
    quotes = table("quotes").merge(table("codings"), on="coding_id")
    assert len(quotes) == len(table("quotes")) > 40
    assert set(quotes["stance"]) == {"supports", "qualifies", "contradicts"}
    sources = quotes.merge(table("sources"), on="source_id")
    at_site = sources["site_id"].notna()
    assert sources["attribution"].str.contains("case-study site [A-E]$").eq(at_site).all()


def test_a_code_has_one_label_and_every_code_used_has_one() -> None:
    lists = table("codelists")
    assert lists.groupby("code")["label"].nunique().max() == 1
    groups = table("people_supported")[["characteristic", "group"]].drop_duplicates()
    listed = set(zip(lists["list_id"], lists["code"], strict=True))
    assert set(groups.itertuples(index=False, name=None)) <= listed
    enums = {
        code
        for spec in load_dictionary().tables.values()
        for field in spec.fields
        for code in field.constraints.get("enum", [])
        if field.name in ("function", "phase", "role", "exit_destination", "stance", "sector")
    }
    assert enums <= set(lists["code"])


def test_every_name_is_a_pseudonym() -> None:
    assert table("sites")["site_name"].str.fullmatch(r"Site \d\d").all()
