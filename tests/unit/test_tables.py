"""Tables that a screen reader and a spreadsheet can use: whole cells, units in the headings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from charts_sample import (
    estimate,
    made_awareness,
    made_disparity,
    made_experience,
    made_funnel,
    made_likert,
    made_milestones,
    made_reach,
    made_retention,
    made_time_use,
    made_time_use_otherwise,
)
from leadership_sample import made_involvement, made_seats, made_sectors
from people_sample import made_intake, made_leaving, made_reasons
from progress_sample import judged_progress, made_reached, progress_evidence
from qualitative_sample import (
    CODES,
    made_agreement,
    made_assessors,
    made_framework,
    made_material,
)
from remote_sample import made_delivery, made_kept, made_phase_gap
from services_sample import made_flow, made_origins, made_rounds, made_scope, made_vacancies
from survey_sample import made_battery, made_choices, made_fieldwork, made_waits

from trailblazer.data.load import open_set
from trailblazer.present import tables
from trailblazer.present.exhibit import Table

TIME = [(52, 24, 22, 2), (40, 30, 30, 0), (61, 20, 19, 0), (45, 25, 25, 5)]
GROUPS = [("white", 900, 30_000), ("asian", 90, 5_000), ("other", 0, 800)]
VIEW = pd.DataFrame(
    {
        "group": ["mhst_staff", "voluntary"],
        "asked": [9, 0],
        "supporting": [5, 0],
        "qualifying": [2, 0],
        "against": [1, 0],
    }
)
SITES = pd.DataFrame(
    {"site_id": ["S01", "S02"], "asked": [8, 5], "reporting": [6, 0], "share": [0.75, 0.0]}
)
SPOKEN = pd.DataFrame(
    {"code_id": ["a"], "name": ["Contacts"], "asked": [9], "supporting": [4], "against": [1]}
)
REFERRED = [("mild", "accepted_mhst", 40), ("between_services", "no_service", 9)]
SHARES = [[0.3, 0.4, 0.2, 0.07, 0.03], [0.2, 0.3, 0.3, 0.1, 0.1]]
ENDED = ["complete"] * 12 + ["partial"] * 4 + ["refusal", "non_contact", "ineligible"]
ROUNDS = made_fieldwork(ENDED, ENDED[2:])
PHASES = [("primary", 80, 0.7), ("special", 3, 1.0)]
METHODS = [estimate(0.52, half=0.03), estimate(0.54).model_copy(update={"label": "Other"})]
CASES = made_involvement(
    ("S01", "young_people", "design", "consulted", "informed"),
    ("S02", "young_people", "design", "led", None),
    ("S02", "young_people", "delivery", "led", "co_designed"),
).cases
NO_CASES = made_involvement(("S01", "young_people", "design", "led", None)).cases
SECTORS = made_sectors(
    ("education", 20, [0.1, 0.2, 0.2, 0.3, 0.2]), ("voluntary", 4, [0, 0, 0, 0, 1])
)
NAMED = {"none": "Not involved"}


Lay = Callable[[], Table | None]

LAID_OUT: dict[str, Lay] = {
    "late": lambda: tables.late_teams(made_milestones([100, 400, None])),
    "rules": lambda: tables.milestone_sensitivity(made_milestones([100, 400, None])),
    "time": lambda: tables.time_use_shares(made_time_use(TIME)),
    "time, one site": lambda: tables.time_use_shares(made_time_use(TIME, sites=1)),
    "time, otherwise": lambda: tables.time_use_otherwise(
        made_time_use(TIME), made_time_use_otherwise(TIME)
    ),
    "answers": lambda: tables.likert_answers(made_likert([0.3, 0.4, 0.2, 0.1, 0])),
    "several answers": lambda: tables.choices(made_choices({"sen": 9, "faith": 4}, of=10)),
    "phases": lambda: tables.agree_by_phase(made_likert([0.3, 0.4, 0.2, 0.1, 0], PHASES)),
    "known": lambda: tables.awareness_counts(made_awareness(10, 8, 5)),
    "statements": lambda: tables.battery_answers(made_battery(*SHARES)),
    "change": lambda: tables.battery_change(made_battery(*SHARES)),
    "same": lambda: tables.battery_linked(made_battery(*SHARES), same="schools"),
    "survey": lambda: tables.survey_facts({"Schools": ROUNDS}),
    "outcomes": lambda: tables.dispositions(ROUNDS, of="schools"),
    "rates of response": lambda: tables.outcome_rates(ROUNDS, of="schools"),
    "frame": lambda: tables.frame_and_respondents(ROUNDS, of="schools"),
    "weights": lambda: tables.survey_weights({"Schools": ROUNDS}),
    "questions": lambda: tables.item_nonresponse(ROUNDS, of="schools"),
    "waits": lambda: tables.waits_by_need(
        made_waits([("moderate", 20, 60), ("specialist", 30, 20)])
    ),
    "months": lambda: tables.contacts_by_month(made_delivery(12)),
    "ways to compare": lambda: tables.delivery_choices(made_delivery(12)),
    "kept": lambda: tables.kept_by_phase(made_kept(12), made_kept(9)),
    "gaps": lambda: tables.phase_gaps(made_phase_gap(("special", 17, -0.2, -0.3, -0.1))),
    "experience": lambda: tables.experience_counts(made_experience(15, 3, 0)),
    "view by group": lambda: tables.prominence_by_group(VIEW, view="it went well"),
    "view by site": lambda: tables.prominence_by_site(SITES),
    "view by round": lambda: tables.stances_by_round(
        {"A": made_rounds((47, 27, 6, 3), (0, 0, 0, 0)), "B": made_rounds((4, 0, 0, 0))}
    ),
    "view by code": lambda: tables.views_by_code(SPOKEN),
    "origins": lambda: tables.origins(made_origins("school", "local_cypmhs", "unknown")),
    "vacancies": lambda: tables.vacancies(
        made_vacancies(["2019-Q1", "2020-Q1"], cypmhs_specialist=0.1, mhst=0.5)
    ),
    "referrals": lambda: tables.referral_flow(made_flow(*REFERRED)),
    "unserved": lambda: tables.unserved_by_need(made_flow(*REFERRED)),
    "positions": lambda: tables.scope_by_round(made_scope(5, 2, 3)),
    "rates": lambda: tables.rates_by_group(made_disparity(GROUPS)),
    "ratios": lambda: tables.group_ratios(made_disparity(GROUPS)),
    "representation": lambda: tables.representation(made_disparity(GROUPS)),
    "choices": lambda: tables.pooled_ratios(made_disparity(GROUPS)),
    "funnel": lambda: tables.site_funnel(made_funnel(12)),
    "strategies": lambda: tables.strategies(made_reach(("S00", "sen", "outreach"))),
    "involved": lambda: tables.involvement_by_site(CASES, of="young_people", labels=NAMED),
    "involved by stage": lambda: tables.involvement_by_stage(CASES, labels=NAMED),
    "sectors": lambda: tables.answers_by_sector(SECTORS),
    "seats": lambda: tables.seats_by_sector(made_seats(("education", 5, 1, True))),
    "seats, votes not on record": lambda: tables.seats_by_sector(made_seats(("other", 4, 0, None))),
    "staying": lambda: tables.retention_at_risk(made_retention(60, leaving=0.5)),
    "leaving": lambda: tables.exits_by_destination(made_retention(60, leaving=0.5)),
    "cohorts": lambda: tables.intake_by_cohort(made_intake((8, 8, 6), (7, 0, 0))),
    "places": lambda: tables.intake_by_site(made_intake((8, 8, 6), (7, 0, 0))),
    "reasons": lambda: tables.reasons_ranked(made_reasons(30, career=16, pay=4, work=0)),
    "recorded": lambda: tables.recorded_reasons(made_leaving("pay", "pay", "unknown", "other")),
    "coders": lambda: tables.agreement_by_code(made_agreement(leaving=(30, 3), reach=(28, 12))),
    "coders, no variation": lambda: tables.agreement_by_code(made_agreement(pay=(1, 0))),
    "assessors": lambda: tables.assessors_agree(
        {"Fit": made_assessors(("silence", "silence"), ("agreement", "dissonance"))}
    ),
    "heard": lambda: tables.sources_by_group(made_material("mhst_staff", "voluntary")),
    "young people": lambda: tables.people_by_age(made_material("mhst_staff")),
    "framework": lambda: tables.framework_matrix(made_framework("mhst_staff", "voluntary")),
    "codebook": lambda: tables.codebook(CODES),
    "methods": lambda: tables.robustness(METHODS, of="time on direct support"),
    "scorecard": lambda: tables.scorecard(judged_progress(0.9), progress_evidence(0.9)),
    "reached": lambda: tables.reached_by_phase(made_reached({"primary": 4, "special": 0})),
}

EMPTY: dict[str, Lay] = {
    "late": lambda: tables.late_teams(made_milestones([100, 200])),
    "rules": lambda: tables.milestone_sensitivity(made_milestones([])),
    "time": lambda: tables.time_use_shares(made_time_use([])),
    "time, otherwise": lambda: tables.time_use_otherwise(
        made_time_use([]), made_time_use_otherwise([])
    ),
    "answers": lambda: tables.likert_answers(made_likert([])),
    "several answers": lambda: tables.choices(made_choices({}, of=1)),
    "phases": lambda: tables.agree_by_phase(made_likert([])),
    "known": lambda: tables.awareness_counts(made_awareness(0, 0, 0)),
    "statements": lambda: tables.battery_answers(made_battery([])),
    "change": lambda: tables.battery_change(made_battery([])),
    "same": lambda: tables.battery_linked(made_battery(*SHARES, linked=False), same="schools"),
    "survey": lambda: tables.survey_facts({"Schools": made_fieldwork()}),
    "outcomes": lambda: tables.dispositions(made_fieldwork(), of="schools"),
    "rates of response": lambda: tables.outcome_rates(made_fieldwork([]), of="schools"),
    "frame": lambda: tables.frame_and_respondents(made_fieldwork(["refusal"]), of="schools"),
    "weights": lambda: tables.survey_weights({"Schools": made_fieldwork(["refusal"])}),
    "questions": lambda: tables.item_nonresponse(made_fieldwork(["refusal"]), of="schools"),
    "waits": lambda: tables.waits_by_need(made_waits([])),
    "months": lambda: tables.contacts_by_month(made_delivery(0)),
    "ways to compare": lambda: tables.delivery_choices(made_delivery(2)),
    "kept": lambda: tables.kept_by_phase(made_kept(0), made_kept(0)),
    "gaps": lambda: tables.phase_gaps(made_phase_gap()),
    "experience": lambda: tables.experience_counts(made_experience(0, 0, 0)),
    "experience, nothing coded": lambda: tables.experience_counts(
        replace(made_experience(15, 3, 0), by_group=pd.DataFrame(columns=["stance", "people"]))
    ),
    "view by group": lambda: tables.prominence_by_group(VIEW.tail(1), view="it went well"),
    "view by site": lambda: tables.prominence_by_site(SITES.head(0)),
    "view by round": lambda: tables.stances_by_round({"A": made_rounds()}),
    "view by code": lambda: tables.views_by_code(SPOKEN.head(0)),
    "origins": lambda: tables.origins(made_origins()),
    "vacancies": lambda: tables.vacancies(made_vacancies([])),
    "referrals": lambda: tables.referral_flow(made_flow()),
    "unserved": lambda: tables.unserved_by_need(made_flow()),
    "positions": lambda: tables.scope_by_round(made_scope(0, 0, 0)),
    "rates": lambda: tables.rates_by_group(made_disparity([])),
    "ratios": lambda: tables.group_ratios(made_disparity([])),
    "representation": lambda: tables.representation(made_disparity([])),
    "choices": lambda: tables.pooled_ratios(made_disparity([])),
    "funnel": lambda: tables.site_funnel(made_funnel(3)),
    "strategies": lambda: tables.strategies(made_reach()),
    "involved": lambda: tables.involvement_by_site(CASES, of="parents_carers"),
    "involved by stage": lambda: tables.involvement_by_stage(NO_CASES),
    "sectors": lambda: tables.answers_by_sector(made_sectors()),
    "seats": lambda: tables.seats_by_sector(made_seats()),
    "staying": lambda: tables.retention_at_risk(made_retention(0, leaving=0)),
    "leaving": lambda: tables.exits_by_destination(made_retention(0, leaving=0)),
    "cohorts": lambda: tables.intake_by_cohort(made_intake()),
    "places": lambda: tables.intake_by_site(made_intake()),
    "reasons": lambda: tables.reasons_ranked(made_reasons(9, career=0)),
    "recorded": lambda: tables.recorded_reasons(made_leaving("unknown")),
    "coders": lambda: tables.agreement_by_code(made_agreement()),
    "assessors": lambda: tables.assessors_agree({"Fit": made_assessors()}),
    "heard": lambda: tables.sources_by_group(made_material()),
    "young people": lambda: tables.people_by_age(made_material()),
    "framework": lambda: tables.framework_matrix(made_framework()),
    "codebook": lambda: tables.codebook(CODES.head(0)),
    "methods": lambda: tables.robustness([estimate(None)], of="time"),
    "scorecard": lambda: tables.scorecard(judged_progress(None), progress_evidence(None)),
    "reached": lambda: tables.reached_by_phase(made_reached({})),
}


def laid_out(name: str) -> Table:
    table = LAID_OUT[name]()
    assert table is not None
    return table


@pytest.mark.parametrize("name", LAID_OUT)
def test_every_cell_says_something_and_headings_are_unlike(name: str) -> None:
    table = laid_out(name)
    assert table.caption.endswith(".")
    assert table.frame.columns.is_unique
    cells = [*table.frame.columns, *table.frame.to_numpy().ravel()]
    for cell in cells:
        assert isinstance(cell, str)
        assert any(character.isalnum() for character in cell)
        assert cell.strip().lower() not in ("nan", "none", "<na>", "nat")
    assert table.frame.iloc[:, 0].is_unique


@pytest.mark.parametrize("name", LAID_OUT)
def test_units_stand_in_the_headings_and_not_in_the_cells(name: str) -> None:
    table = laid_out(name)
    # Where every row is in a unit of its own, the unit stands with the figure.
    if name not in ("methods", "scorecard"):
        assert (
            not table.frame[list(table.numeric)].apply(lambda c: c.str.contains("%")).any(axis=None)
        )
    assert set(table.numeric) <= set(table.frame.columns[1:])


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_to_show_gives_no_table(name: str) -> None:
    assert EMPTY[name]() is None


@pytest.mark.parametrize("name", LAID_OUT)
def test_shorthand_is_explained_where_it_is_used_and_only_there(name: str) -> None:
    table = laid_out(name)
    for mark in ("[x]", "[z]", "[u]"):
        assert (mark in table.caption) == bool(table.frame.isin([mark]).any(axis=None))


def test_the_scorecard_gives_each_figure_its_mark_and_result() -> None:
    card = laid_out("scorecard")
    rows = card.frame.set_index("Indicator")
    time = rows.loc["Teams gave time to all three functions"]
    assert (time["In these data"], time["Lower 95% limit"]) == ("90%", "85%")
    assert (time["Mark"], time["Result"]) == ("at least 80%", "Holds")
    # A census has no limits, and contacts at 0.9 times a year before have not grown.
    assert rows.loc["Teams were working by the deadline", "Upper 95% limit"] == "[z]"
    growth = rows.loc["Contacts grew, as a ratio to those of a year before"]
    assert (growth["Mark"], growth["Result"]) == ("above 1.00", "Does not hold")
    assert "4 of 5 hold" in card.caption


def test_a_probability_is_never_written_as_zero() -> None:
    cells = laid_out("statements").frame["Probability if half agreed"]
    assert set(cells) == {"below 0.001"}
    assert set(laid_out("change").frame["Adjusted for several statements"]) == {"[x]"}


def test_a_case_without_evidence_is_in_words_and_in_no_share() -> None:
    sites = laid_out("involved").frame.set_index("Site")
    assert sites.loc["S02"].to_list() == ["[x]", "Co designed"]
    stages = laid_out("involved by stage").frame.set_index("Group and stage")
    assert stages.loc["Young people: design", "Low (%)"] == "100"
    assert "in 1 of 3 cases there is no evidence" in laid_out("involved by stage").caption


def test_a_sector_with_few_answers_is_marked_and_not_downloaded() -> None:
    table = laid_out("sectors")
    assert table.frame.set_index("Sector").loc["Voluntary", "Disagree (%)"] == "[u]"
    assert table.data is not None
    assert list(table.data["sector"]) == ["education"]


def test_a_team_without_a_date_is_late_and_its_date_not_available() -> None:
    late = laid_out("late").frame
    assert list(late["Team"]) == ["T01", "T02"]
    assert list(late["Began work"]) == ["11 February 2020", "[x]"]


def test_limits_have_a_column_each_and_none_where_there_is_no_interval() -> None:
    assert {"Lower 95% limit (%)", "Upper 95% limit (%)"} <= set(laid_out("time").frame.columns)
    assert not any("limit" in name for name in laid_out("time, one site").frame.columns)


def test_a_group_nobody_of_which_was_supported_is_a_zero_and_not_a_gap() -> None:
    rates = laid_out("rates").frame.set_index("Group")
    assert rates.loc["Other", "People supported"] == "0"
    assert rates.loc["Other", "Supported per 1,000"] == "0.0"
    ratios = laid_out("ratios").frame.set_index("Group")
    assert ratios.loc["Other", "Rate ratio as recorded"] == "0.00"
    assert ratios.loc["Other", "Corrected p"] == "[x]"
    assert "White" not in ratios.index


def test_the_share_still_in_post_is_read_off_the_curve() -> None:
    found = made_retention(60, leaving=0.5)
    table = tables.retention_at_risk(found)
    assert table is not None
    year = table.frame.set_index("Months in post").loc["12", "Still in post (%)"]
    assert found.survival.value is not None
    assert year == f"{100 * found.survival.value:.0f}"


def test_limits_that_would_look_the_same_get_a_decimal() -> None:
    close = estimate(0.01, half=0.003)
    table = tables.robustness([close, estimate(0.52, half=0.03)], of="leaving")
    assert table is not None
    rows = table.frame[["Value", "Lower limit", "Upper limit"]].to_numpy().tolist()
    assert rows == [["1.0%", "0.7%", "1.3%"], ["52%", "49%", "55%"]]


def test_the_number_of_comparisons_is_printed() -> None:
    assert "1 comparison made" in laid_out("ratios").caption
    three = [("white", 900, 30_000), ("asian", 90, 5_000), ("black", 40, 3_000)]
    table = tables.group_ratios(made_disparity(three))
    assert table is not None
    assert "2 comparisons made" in table.caption


def test_need_that_is_the_same_gives_one_ratio() -> None:
    same = tables.group_ratios(made_disparity(GROUPS, need=1))
    assert same is not None
    assert [name for name in same.frame.columns if "ratio" in name] == ["Rate ratio"]
    assert "same in every group" in same.caption
    assert "same in every group" not in laid_out("ratios").caption


def test_small_phases_are_marked_as_unreliable() -> None:
    phases = laid_out("phases").frame.set_index("Phase")
    assert phases.loc["Special", "Weighted share agreeing (%)"] == "[u]"
    assert phases.loc["Primary", "Weighted share agreeing (%)"] == "70"


def test_an_absent_table_and_an_empty_one_never_look_alike(
    write_set: Callable[..., Path],
) -> None:
    at_site = open_set(write_set(time_use=None), site="S02")
    rows = tables.holdings(at_site).frame.set_index("Table")["Rows"]
    assert rows["Time use"] == "[x]"
    assert rows["Sources"] == "0"
    assert rows["Mental health support teams"] == "2"


def test_alpha_is_read_by_the_levels_of_the_register() -> None:
    rows = laid_out("coders").frame.set_index("Code")
    assert rows.loc["Leaving", "Reading"] == "Firm"
    assert rows.loc["Who is reached", "Reading"] == "Not to be relied on"
    assert laid_out("coders, no variation").frame["Reading"].tolist() == ["[z]"]


def test_the_codebook_says_which_claim_a_code_bears_on() -> None:
    rows = laid_out("codebook").frame.set_index("Code")
    assert rows.loc["Pay", "Claim it bears on"] == "Not tested here"
    assert rows.loc["Leaving", "Claim it bears on"].startswith("Keeping")
    assert "Staying in post" not in rows.index


def test_the_framework_has_counts_of_groups_and_a_zero_where_nobody_spoke() -> None:
    assert laid_out("framework").frame["Mhst staff (1)"].tolist() == ["1: 1, 0, 0"]
