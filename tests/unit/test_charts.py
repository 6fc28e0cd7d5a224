"""Figures follow the data, say so in words, and draw nothing from nothing."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import matplotlib
import pandas as pd
import pytest
from charts_sample import (
    LONG,
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
)
from hypothesis import given, settings
from hypothesis import strategies as st
from leadership_sample import made_involvement, made_seats, made_sectors
from matplotlib._pylab_helpers import Gcf
from matplotlib.axis import Axis
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from people_sample import made_intake, made_reasons
from qualitative_sample import made_agreement, made_returns, made_saturation
from remote_sample import made_delivery, made_kept
from services_sample import made_flow, made_rounds, made_scope, made_vacancies
from survey_sample import made_battery, made_fieldwork

from trailblazer.present import charts, style, widths
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import ALT_LENGTH

ON_TIME = [200] * 30 + [300] * 27
SITES = pd.DataFrame({"site_id": ["S01", "S02"], "asked": [8, 5], "reporting": [6, 0]})
TIME = [(52, 24, 22, 2), (40, 30, 30, 0), (61, 20, 19, 0), (45, 25, 25, 5)]
GROUPS = [("white", 900, 30_000), ("asian", 90, 5_000), ("black", 40, 3_000)]
PLANS = [("S00", "sen", "outreach"), ("S00", "sen", "staffing"), ("S01", "young_carers", "other")]
QUARTERS = ["2019-Q1", "2019-Q2", "2019-Q3", "2019-Q4", "2020-Q1", "2020-Q2"]
FULL = (30, 30, 0, 0)
REFERRED = [("mild", "accepted_mhst", 40), ("between_services", "no_service", 9),
            ("between_services", "accepted_mhst", 30)]  # fmt: skip
PHASES = [("primary", 80, 0.7), ("secondary", 60, 0.8), ("special", 3, 1.0)]
CASES = [
    ("S01", "young_people", "design", "consulted", "none"),
    ("S01", "young_people", "delivery", "led", "informed"),
    ("S02", "parents_carers", "design", "informed", "co_designed"),
    ("S02", "parents_carers", "governance", None, None),
]
SEATS = [("nhs_mental_health", 9, 2, True), ("education", 5, 1, True), ("young_people", 1, 0, True)]
SECTORS = [
    ("education", 20, [0.1, 0.2, 0.2, 0.3, 0.2]),
    ("nhs_mental_health", 50, [0.2, 0.3, 0.2, 0.2, 0.1]),
    ("voluntary", 4, [0, 0, 0, 0, 1]),
]

Draw = Callable[[], Chart | None]

DRAWN: dict[str, Draw] = {
    "milestone": lambda: charts.milestone_curve(
        made_milestones([*ON_TIME, 400]), deadline_months=12
    ),
    "milestone, all on time": lambda: charts.milestone_curve(
        made_milestones(ON_TIME), deadline_months=12
    ),
    "milestone, most late or undated": lambda: charts.milestone_curve(
        made_milestones([100, 500, 600, None, None]), deadline_months=12
    ),
    "time": lambda: charts.share_intervals(made_time_use(TIME)),
    "time, one site": lambda: charts.share_intervals(made_time_use(TIME, sites=1)),
    "time, direct support lowest": lambda: charts.share_intervals(
        made_time_use([(10, 50, 30, 10), (20, 30, 45, 5)], sites=2)
    ),
    "time by team": lambda: charts.time_use_by_team(made_time_use(TIME)),
    "time by team, one team": lambda: charts.time_use_by_team(made_time_use(TIME[:1])),
    "answers": lambda: charts.likert_bar(made_likert([0.3, 0.4, 0.2, 0.07, 0.03])),
    "answers, all negative": lambda: charts.likert_bar(made_likert([0, 0, 0, 0.4, 0.6])),
    "answers, all neutral": lambda: charts.likert_bar(made_likert([0, 0, 1, 0, 0])),
    "statements": lambda: charts.likert_battery(
        made_battery([0.3, 0.4, 0.2, 0.07, 0.03], [0.1, 0.2, 0.3, 0.3, 0.1])
    ),
    "statements, one, all negative": lambda: charts.likert_battery(
        made_battery([0, 0, 0, 0.4, 0.6])
    ),
    "statements, all for or neither": lambda: charts.likert_battery(
        made_battery([0.6, 0.4, 0, 0, 0], [0, 0, 1, 0, 0])
    ),
    "invitations": lambda: charts.response_flow(
        made_fieldwork(["complete"] * 9, [*["partial"] * 8, "refusal", "ineligible"]).outcomes,
        of="schools",
    ),
    "invitations, nobody answered": lambda: charts.response_flow(
        made_fieldwork(["non_contact"] * 3).outcomes, of="schools"
    ),
    "phases": lambda: charts.agree_by_phase(made_likert([0.3, 0.4, 0.2, 0.1, 0], PHASES)),
    "phases, one only": lambda: charts.agree_by_phase(
        made_likert([0.3, 0.4, 0.2, 0.1, 0], PHASES[:1])
    ),
    "known": lambda: charts.awareness_bars(made_awareness(10, 8, 5)),
    "known, one only": lambda: charts.awareness_bars(made_awareness(0, 0, 1)),
    "stances": lambda: charts.stance_bars(made_experience(15, 3, 0)),
    "stances, one negative": lambda: charts.stance_bars(made_experience(0, 0, 1)),
    "ratios": lambda: charts.rate_ratio_forest(made_disparity(GROUPS)),
    "ratios, a group with nobody": lambda: charts.rate_ratio_forest(
        made_disparity([*GROUPS, ("other", 0, 800)])
    ),
    "ratios, same need": lambda: charts.rate_ratio_forest(made_disparity(GROUPS, need=1)),
    "ratios, two characteristics": lambda: charts.rate_ratio_forest(
        made_disparity(GROUPS), made_disparity(GROUPS[:2], need=1)
    ),
    "ratios, pooled only": lambda: charts.rate_ratio_forest(made_disparity(GROUPS), each=False),
    "rates": lambda: charts.rates_by_group(made_disparity(GROUPS)),
    "rates, two characteristics": lambda: charts.rates_by_group(
        made_disparity(GROUPS), made_disparity(GROUPS[:2])
    ),
    "funnel": lambda: charts.site_funnel(made_funnel(25)),
    "funnel, chance alone": lambda: charts.site_funnel(made_funnel(25, spread=0)),
    "funnel, few sites": lambda: charts.site_funnel(made_funnel(5, spread=0.6)),
    "modes": lambda: charts.contacts_by_mode(made_delivery(12), event="First lockdown"),
    "modes, one team": lambda: charts.contacts_by_mode(made_delivery(1)),
    "modes, all remote to the end": lambda: charts.contacts_by_mode(
        made_delivery(4, remote=1, last="2020-07")
    ),
    "level": lambda: charts.contacts_kept_up(made_delivery(12), event="First lockdown"),
    "level, one team": lambda: charts.contacts_kept_up(made_delivery(1)),
    "kept": lambda: charts.kept_by_phase(made_kept(12), baseline="those before"),
    "kept, more than before": lambda: charts.kept_by_phase(
        made_kept(12, {"primary": (10, 30), "special": (10, 10)}), baseline="those before"
    ),
    "involvement": lambda: charts.involvement_levels(made_involvement(*CASES)),
    "involvement, one case without a plan": lambda: charts.involvement_levels(
        made_involvement((*CASES[0][:3], None, "led"))
    ),
    "sectors": lambda: charts.answers_by_sector(made_sectors(*SECTORS)),
    "sectors, one, all against": lambda: charts.answers_by_sector(
        made_sectors(("education", 12, [0, 0, 0, 0.4, 0.6]))
    ),
    "sectors, one, all for": lambda: charts.answers_by_sector(
        made_sectors(("education", 12, [0.6, 0.4, 0, 0, 0]))
    ),
    "seats": lambda: charts.seats_by_sector(made_seats(*SEATS)),
    "seats, votes not on record": lambda: charts.seats_by_sector(
        made_seats(("other", 4, 0, None))
    ),
    "strategies": lambda: charts.sites_with_strategies(made_reach(*PLANS)),
    "strategies, one only": lambda: charts.sites_with_strategies(made_reach(*PLANS[:1])),
    "retention": lambda: charts.retention_curve(made_retention(150, leaving=0.5), months=12),
    "retention, nobody left": lambda: charts.retention_curve(
        made_retention(30, leaving=0), months=12
    ),
    "retention, a few weeks": lambda: charts.retention_curve(
        made_retention(12, leaving=0, years=0.2), months=12
    ),
    "retention, four people": lambda: charts.retention_curve(
        made_retention(4, leaving=1), months=12
    ),
    "retention, too short": lambda: charts.retention_curve(
        made_retention(30, leaving=0.5, years=0.9, months=24), months=24
    ),
    "leaving": lambda: charts.incidence_curve(made_retention(150, leaving=0.5)),
    "places": lambda: charts.intake_by_site(made_intake((8, 8, 6), (7, 7, 7), (9, 5, 5))),
    "places, one site": lambda: charts.intake_by_site(made_intake((8, 8, 8))),
    "places, none filled at one": lambda: charts.intake_by_site(
        made_intake((8, 8, 0), (6, 0, 0), (5, 4, 4))
    ),
    "reasons": lambda: charts.reasons_ranked(made_reasons(30, career=16, pay=4, work=3)),
    "reasons, one only": lambda: charts.reasons_ranked(made_reasons(1, career=1)),
    "reasons, a long one": lambda: charts.reasons_ranked(made_reasons(12, **{LONG: 5, "pay": 0})),
    "coders": lambda: charts.agreement_by_theme(made_agreement(leaving=(30, 3), reach=(28, 8))),
    "coders, one theme, poor": lambda: charts.agreement_by_theme(made_agreement(pay=(6, 6))),
    "returns": lambda: charts.returns_strip(made_returns("2020-01", "2020-02", "2020-08")),
    "returns, one month": lambda: charts.returns_strip(made_returns("2020-01")),
    "new codes": lambda: charts.saturation_curve(made_saturation("ab", "b", "bcd", "a", "d")),
    "new codes, one source": lambda: charts.saturation_curve(made_saturation("a")),
    "vacancies": lambda: charts.vacancies_by_service(
        made_vacancies(QUARTERS, cypmhs_specialist=0.1, counselling=0.05, school_nursing=0.06)
    ),
    "vacancies, two quarters, others only": lambda: charts.vacancies_by_service(
        made_vacancies(QUARTERS[:2], counselling=0, mhst=0.5)
    ),
    "views by round": lambda: charts.stances_by_round(
        {"Positive": made_rounds((47, 27, 6, 3), (58, 33, 6, 4)), LONG[:30]: made_rounds(FULL)}
    ),
    "views by round, nobody for": lambda: charts.stances_by_round(
        {"Positive": made_rounds((4, 0, 0, 4), (0, 0, 0, 0))}
    ),
    "unserved": lambda: charts.unserved_by_need(made_flow(*REFERRED)),
    "unserved, nobody": lambda: charts.unserved_by_need(made_flow(REFERRED[0])),
    "joint": lambda: charts.joint_row(
        {
            LONG: (estimate(0.63), 0.25), "Survey": (estimate(0.8, half=0.1), 0.5),
            "None": (estimate(None), 0.5),
        }
    ),
    "positions": lambda: charts.scope_bars(made_scope(24, 12, 13, 5)),
    "positions, one team": lambda: charts.scope_bars(made_scope(0, 0, 1)),
    "sites": lambda: charts.sites_reporting(SITES),
    "sites, one only": lambda: charts.sites_reporting(SITES.tail(1), view="the concern"),
}  # fmt: skip

EMPTY: dict[str, Draw] = {
    "milestone": lambda: charts.milestone_curve(made_milestones([]), deadline_months=12),
    "milestone, no dates": lambda: charts.milestone_curve(
        made_milestones([None, None]), deadline_months=12
    ),
    "time": lambda: charts.share_intervals(made_time_use([])),
    "time by team": lambda: charts.time_use_by_team(made_time_use([])),
    "answers": lambda: charts.likert_bar(made_likert([], n=0)),
    "answers, nine": lambda: charts.likert_bar(made_likert([0.3, 0.4, 0.2, 0.1, 0], n=9)),
    "statements": lambda: charts.likert_battery(made_battery([], [])),
    "invitations": lambda: charts.response_flow((), of="schools"),
    "invitations, nobody in scope": lambda: charts.response_flow(
        made_fieldwork(["ineligible"]).outcomes, of="schools"
    ),
    "phases": lambda: charts.agree_by_phase(made_likert([])),
    "phases, all small": lambda: charts.agree_by_phase(made_likert([1, 0, 0, 0, 0], PHASES[2:])),
    "known": lambda: charts.awareness_bars(made_awareness(0, 0, 0)),
    "stances": lambda: charts.stance_bars(made_experience(0, 0, 0)),
    "ratios": lambda: charts.rate_ratio_forest(made_disparity([])),
    "rates": lambda: charts.rates_by_group(made_disparity([])),
    "funnel": lambda: charts.site_funnel(made_funnel(0)),
    "funnel, four sites": lambda: charts.site_funnel(made_funnel(4)),
    "modes": lambda: charts.contacts_by_mode(made_delivery(0)),
    "modes, nothing after": lambda: charts.contacts_by_mode(made_delivery(4, last="2020-03")),
    "level": lambda: charts.contacts_kept_up(made_delivery(0)),
    "kept": lambda: charts.kept_by_phase(made_kept(0), baseline="those before"),
    "kept, few teams": lambda: charts.kept_by_phase(made_kept(9), baseline="those before"),
    "involvement": lambda: charts.involvement_levels(made_involvement()),
    "involvement, no evidence": lambda: charts.involvement_levels(made_involvement(CASES[3])),
    "sectors": lambda: charts.answers_by_sector(made_sectors()),
    "sectors, few answers": lambda: charts.answers_by_sector(made_sectors(SECTORS[2])),
    "seats": lambda: charts.seats_by_sector(made_seats()),
    "strategies": lambda: charts.sites_with_strategies(made_reach()),
    "retention": lambda: charts.retention_curve(made_retention(0, leaving=0), months=12),
    "leaving": lambda: charts.incidence_curve(made_retention(0, leaving=0)),
    "leaving, nobody left": lambda: charts.incidence_curve(made_retention(30, leaving=0)),
    "places": lambda: charts.intake_by_site(made_intake()),
    "places, nobody started": lambda: charts.intake_by_site(made_intake((8, 0, 0))),
    "reasons": lambda: charts.reasons_ranked(made_reasons(0)),
    "reasons, none named": lambda: charts.reasons_ranked(made_reasons(9, career=0)),
    "coders": lambda: charts.agreement_by_theme(made_agreement()),
    "returns": lambda: charts.returns_strip(made_returns()),
    "new codes": lambda: charts.saturation_curve(made_saturation()),
    "vacancies": lambda: charts.vacancies_by_service(made_vacancies([])),
    "vacancies, teams only": lambda: charts.vacancies_by_service(
        made_vacancies(QUARTERS, mhst=0.5)
    ),
    "vacancies, one quarter": lambda: charts.vacancies_by_service(
        made_vacancies(QUARTERS[:1], counselling=0.1)
    ),
    "views by round": lambda: charts.stances_by_round({"Positive": made_rounds()}),
    "unserved": lambda: charts.unserved_by_need(made_flow()),
    "joint, one only": lambda: charts.joint_row(
        {"A": (estimate(0.6), 0.5), "B": (estimate(None), 0.5)}
    ),
    "positions": lambda: charts.scope_bars(made_scope(0, 0, 0)),
    "sites": lambda: charts.sites_reporting(SITES.head(0)),
    "stances, nothing coded": lambda: charts.stance_bars(
        replace(made_experience(15, 3, 0), by_group=pd.DataFrame(columns=["stance", "people"]))
    ),
    "sites, none asked": lambda: charts.sites_reporting(SITES.assign(asked=0)),
}


# Marks of a key, drawn as letters: marks need less contrast than words.
KEYS = ("\u25a0",)


@cache
def example(name: str) -> Chart:
    """A figure that several tests look at, drawn once."""
    return drawn(DRAWN[name]())


def drawn(chart: Chart | None) -> Chart:
    assert chart is not None
    return chart


def check_words(chart: Chart) -> None:
    """What every figure owes its reader, whatever the data."""
    assert 0 < len(chart.alt) <= ALT_LENGTH
    assert any(character.isdigit() for character in chart.alt)
    assert chart.alt not in (chart.caption, chart.description)
    assert "Base: " in chart.caption
    assert not chart.data.empty
    for words in (chart.alt, chart.caption, chart.description):
        assert words == " ".join(words.split())
        assert words.endswith((".", "…"))
        assert not {"nan", "None", "<NA>"} & set(words.replace("%", " ").replace(",", " ").split())


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_says_what_it_shows_with_its_number_and_base(name: str) -> None:
    check_words(example(name))


@pytest.mark.parametrize("name", EMPTY)
def test_nothing_to_draw_gives_no_figure(name: str) -> None:
    assert EMPTY[name]() is None


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_cut_off(name: str) -> None:
    check_inside(example(name))


@pytest.mark.parametrize("name", DRAWN)
def test_text_is_level_and_large_enough(name: str) -> None:
    for figure in both(example(name)):
        texts = words_on(figure)
        assert texts
        assert {(text.get_rotation(), text.get_fontsize()) for text in texts} == {(0.0, style.TEXT)}


@pytest.mark.parametrize("name", DRAWN)
def test_no_two_words_lie_on_each_other(name: str) -> None:
    for figure in both(example(name)):
        figure.draw_without_rendering()  # the label of an axis finds its place when it is drawn
        # Of an annotation the box of its text, without its arrow.
        boxes = {t: Text.get_window_extent(t).padded(-1.5) for t in words_on(figure)}
        for (one, its), (other, box) in itertools.combinations(boxes.items(), 2):
            assert not its.overlaps(box), f"{one.get_text()!r} on {other.get_text()!r}"


@pytest.mark.parametrize("name", DRAWN)
def test_the_drawing_for_phones_has_the_width_of_a_phone(name: str) -> None:
    wide, narrow = both(example(name))
    assert (wide.get_figwidth(), narrow.get_figwidth()) == (widths.WIDE, widths.NARROW)
    assert narrow.get_figheight() >= wide.get_figheight()


@pytest.mark.parametrize("name", DRAWN)
def test_parts_side_by_side_differ_in_greyscale(name: str) -> None:
    for one, other in touching(example(name).figure):
        assert style.contrast(one, other) >= 1.4, (one, other)


def test_a_missed_milestone_is_said_to_be_missed() -> None:
    missed = drawn(charts.milestone_curve(made_milestones([*ON_TIME, 400]), deadline_months=12))
    met = drawn(charts.milestone_curve(made_milestones(ON_TIME), deadline_months=12))
    assert "57 of 58 funded teams" in missed.alt
    assert "1 was not" in missed.alt
    assert "1 team began later" in missed.description
    assert "all 57 funded teams" in met.alt
    assert "later" not in met.description


def test_the_highest_function_is_named_first_whichever_it_is() -> None:
    chart = drawn(charts.share_intervals(made_time_use([(10, 50, 30, 10), (20, 40, 35, 5)])))
    assert "highest first: whole school 45%" in chart.alt


def test_a_single_site_has_no_interval_and_the_caption_claims_none() -> None:
    assert "95%" in drawn(charts.share_intervals(made_time_use(TIME))).caption
    assert "95%" not in drawn(charts.share_intervals(made_time_use(TIME, sites=1))).caption


def test_phases_with_few_answers_are_not_drawn() -> None:
    chart = drawn(charts.agree_by_phase(made_likert([0.3, 0.4, 0.2, 0.1, 0], PHASES)))
    assert list(chart.data["phase"]) == ["secondary", "primary"]
    assert "100%" not in chart.alt


def test_a_curve_stops_where_too_few_are_followed() -> None:
    found = made_retention(150, leaving=0.5)
    chart = drawn(charts.retention_curve(found, months=12))
    assert chart.data["at_risk"].min() >= 10
    assert chart.data["years"].max() < found.curve["years"].max()


def test_the_caption_of_a_curve_says_how_few_it_rests_on() -> None:
    caption, short = (example(name).caption for name in ("retention", "retention, four people"))
    assert "drawn while 15 or more were followed" in caption
    assert "drawn while 1 or more were followed" in short
    past = made_retention(12, leaving=0.5)
    chart = drawn(charts.retention_curve(past, months=12))
    fewest = past.at_risk.loc[past.at_risk["years"] <= 1, "at_risk"].min()
    assert fewest < 10
    assert f"drawn to 12 months, at times with as few as {fewest} followed" in chart.caption


def test_a_ratio_is_shown_once_where_need_is_the_same() -> None:
    chart = example("ratios, same need")
    dots = [len(c.get_offsets()) for c in chart.figure.axes[0].collections]
    assert dots.count(len(GROUPS)) == 1
    assert not [name for name in chart.data.columns if "adjusted" in name]
    for words in (chart.caption, chart.alt, chart.description):
        assert "Need was taken to be the same in every group." in words
        assert "allowing" not in words
    assert "after allowing for need" in example("ratios").alt


def test_values_of_a_forest_plot_stand_clear_of_its_lines() -> None:
    axes = example("ratios").figure.axes[0]
    values = [text for text in axes.texts if text.get_text()[:1].isdigit()]
    assert len(values) == 2 * len(GROUPS)
    for text in values:
        assert text.get_window_extent().x0 >= axes.get_window_extent().x1


def test_one_group_has_one_row_and_not_a_second_for_all_together() -> None:
    two = example("ratios, two characteristics").data
    assert list(two["group"]) == ["all_compared", "asian", "black", "all_compared"]
    assert list(example("ratios, pooled only").data["group"]) == ["all_compared"]


def test_a_funnel_is_widened_only_where_sites_vary_by_more_than_chance() -> None:
    lines = [len(example(name).figure.axes[0].lines) for name in ("funnel", "funnel, chance alone")]
    assert lines == [5, 1]
    assert "allow for sites varying" in example("funnel").caption
    assert "allow for" not in example("funnel, chance alone").caption


def test_the_day_of_the_event_stands_at_its_place_within_its_month() -> None:
    chart = example("modes")
    months = list(chart.data["month"])
    at = chart.figure.axes[0].lines[-1].get_xdata()
    assert float(at[0]) == pytest.approx(months.index("2020-03") - 0.5 + 22 / 31)
    texts = [text.get_text() for text in chart.figure.axes[0].texts]
    assert "First lockdown, 23 March 2020" in texts


def test_sectors_with_few_answers_are_not_drawn() -> None:
    chart = example("sectors")
    assert list(chart.data["sector"]) == ["education", "nhs_mental_health"]
    assert "100%" not in chart.alt


def test_bars_that_are_split_add_up_to_the_whole() -> None:
    for name in ("involvement", "seats"):
        bars = example(name).figure.axes[0].patches
        ends = pd.Series({(round(b.get_y(), 3), b.get_x() + b.get_width()): 1 for b in bars})
        rows = ends.index.to_frame(index=False, name=["row", "end"]).groupby("row")["end"].max()
        assert rows.to_numpy() == pytest.approx(1.0)


def test_each_dot_of_a_site_is_an_interview() -> None:
    chart = drawn(charts.sites_reporting(SITES))
    dots = [len(c.get_offsets()) for c in chart.figure.axes[0].collections]
    assert sorted(dots) == [6, 7]


def test_sites_of_a_funnel_are_listed_by_their_ids() -> None:
    found = made_funnel(12)
    assert not found.sites["site_id"].is_monotonic_increasing
    assert drawn(charts.site_funnel(found)).data["site_id"].is_monotonic_increasing


def test_phases_that_are_not_drawn_are_named_with_the_reason() -> None:
    kept = made_kept(12)
    phases = kept.phases.copy()
    phases.loc[0, ["low", "high"]] = float("nan")
    chart = drawn(charts.kept_by_phase(replace(kept, phases=phases), baseline="those before"))
    name = phases.loc[0, "phase"].replace("_", " ")
    assert chart.caption.endswith(f"Not drawn, for fewer than 10 teams served it: {name}.")
    whole = drawn(charts.kept_by_phase(kept, baseline="those before"))
    assert "Not drawn" not in whole.caption


@pytest.mark.parametrize(
    "draw",
    [
        lambda labels: charts.share_intervals(made_time_use(TIME), labels=labels),
        lambda labels: charts.time_use_by_team(made_time_use(TIME), labels=labels),
        lambda labels: charts.likert_bar(made_likert([0.3, 0.4, 0.2, 0.1, 0]), labels=labels),
        lambda labels: charts.agree_by_phase(
            made_likert([0.3, 0.4, 0.2, 0.1, 0], PHASES), labels=labels
        ),
        lambda labels: charts.stance_bars(made_experience(5, 4, 3), labels=labels),
        lambda labels: charts.rate_ratio_forest(made_disparity(GROUPS), labels=labels),
        lambda labels: charts.rates_by_group(made_disparity(GROUPS), labels=labels),
        lambda labels: charts.site_funnel(made_funnel(9, spread=0.6), labels=labels),
        lambda labels: charts.sites_with_strategies(made_reach(*PLANS), labels=labels),
        lambda labels: charts.contacts_by_mode(made_delivery(12), labels=labels),
        lambda labels: charts.kept_by_phase(made_kept(12), baseline="those before", labels=labels),
        lambda labels: charts.involvement_levels(made_involvement(*CASES), labels=labels),
        lambda labels: charts.answers_by_sector(made_sectors(*SECTORS), labels=labels),
        lambda labels: charts.seats_by_sector(made_seats(*SEATS), labels=labels),
        lambda labels: charts.incidence_curve(made_retention(150, leaving=0.5), labels=labels),
        lambda labels: charts.sites_reporting(SITES, labels=labels),
    ],
)
def test_very_long_names_keep_inside_figure_and_alt_text(
    draw: Callable[[Mapping[str, str]], Chart | None],
) -> None:
    chart = drawn(draw(AllLong()))
    check_words(chart)
    check_inside(chart)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.none() | st.integers(-40, 900), min_size=1, max_size=60))
def test_the_milestone_counts_every_team(days: list[int | None]) -> None:
    found = made_milestones(days)
    chart = charts.milestone_curve(found, deadline_months=12)
    if chart is None:
        assert all(day is None for day in days)
        return
    check_words(chart)
    on_time = sum(day is not None and day <= 365 for day in days)
    who = "all" if on_time == len(days) else f"{on_time} of"
    assert f"{who} {len(days)} funded" in chart.alt


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=5, max_size=5).filter(lambda parts: sum(parts) > 0))
def test_answers_of_any_shape_keep_inside_the_figure(parts: list[int]) -> None:
    chart = drawn(charts.likert_bar(made_likert([part / sum(parts) for part in parts])))
    check_words(chart)
    check_inside(chart)


def test_sites_are_counted_whatever_the_view_is_called() -> None:
    view = "problems keeping practitioners"
    some = drawn(charts.sites_reporting(SITES, view=view))
    none = drawn(charts.sites_reporting(SITES.tail(1), view=view))
    assert f"reported {view}, by case-study site: some in 1 of 2 sites." in some.alt
    assert f"reported {view}, by case-study site: none in 1 site." in none.alt


def test_the_same_figure_is_the_same_bytes(tmp_path: Path) -> None:
    charts_made = [drawn(DRAWN[name]()) for name in ("answers", "leaving", "leaving")]
    answers, leaving, again = (svg(chart.figure, tmp_path) for chart in charts_made)
    assert svg(charts_made[1].figure, tmp_path) == leaving == again != answers


def test_another_process_draws_the_same_bytes(tmp_path: Path) -> None:
    program = (
        "from charts_sample import made_experience; from trailblazer.present import charts, style;"
        "import pathlib, sys; figure = charts.stance_bars(made_experience(15, 3, 0)).figure;"
        "style.save_svg(figure, pathlib.Path(sys.argv[1]) / 'other.svg')"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=Path(__file__).parent, env=os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        check=True,
    )  # fmt: skip
    assert (tmp_path / "other.svg").read_bytes() == svg(example("stances").figure, tmp_path)


def test_drawing_leaves_nothing_in_pyplot() -> None:
    before = dict(matplotlib.rcParams)
    drawn(DRAWN["ratios"]())
    assert Gcf.get_all_fig_managers() == []
    assert dict(matplotlib.rcParams) == before


class AllLong(dict[str, str]):
    """Labels in which every code has the same very long name."""

    def get(self, code: str, default: object = None) -> str:  # type: ignore[override]
        return LONG


@pytest.mark.parametrize("name", DRAWN)
def test_words_stand_out_from_what_they_are_written_on(name: str) -> None:
    for figure in both(example(name)):
        bars = [p for axes in figure.axes for p in axes.patches]
        for text in words_on(figure):
            if text.get_text() in KEYS:
                continue
            box = Text.get_window_extent(text)
            middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
            under = [bar for bar in bars if bar.get_window_extent().contains(*middle)]
            ground = to_hex(under[-1].get_facecolor()) if under else style.PAPER
            assert style.contrast(to_hex(text.get_color()), ground) >= 4.5, text.get_text()


def check_inside(chart: Chart) -> None:
    """Nothing is cut off at the edge of the figure; a hundredth of an inch is rounding."""
    for figure in both(chart):
        width, height = figure.get_size_inches()
        marks = figure.get_tightbbox()
        assert min(marks.x0, marks.y0) > -0.01
        assert marks.x1 < width + 0.01
        assert marks.y1 < height + 0.01


def both(chart: Chart) -> tuple[Figure, Figure]:
    """The drawing for pages and the one for phones."""
    assert chart.narrow is not None
    return chart.figure, chart.narrow


def words_on(figure: Figure) -> list[Text]:
    """The words that can be seen on a figure; ticks beyond the limits of an axis cannot."""
    hidden: set[object] = set()
    for axis in figure.findobj(Axis):
        drawn = axis._update_ticks() if axis.get_visible() else []
        hidden |= set(axis.findobj(Text)) - {t for tick in drawn for t in tick.findobj(Text)}
        hidden -= {axis.label} if axis.get_visible() else set()
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
    return [text for text in texts if text not in hidden]


def touching(figure: Figure) -> Iterator[tuple[str, str]]:
    """The colours of bars that lie side by side, in a row or in a column."""
    for axes in figure.axes:
        bars = [p for p in axes.patches if isinstance(p, Rectangle)]
        bars = [bar for bar in bars if bar.get_width() * bar.get_height()]
        for one, other in itertools.permutations(bars, 2):
            beside = (one.get_x() + one.get_width(), one.get_y())
            above = (one.get_x(), one.get_y() + one.get_height())
            if other.get_xy() in (pytest.approx(beside), pytest.approx(above)):
                yield to_hex(one.get_facecolor()), to_hex(other.get_facecolor())


def svg(figure: Figure, folder: Path) -> bytes:
    """The figure as it is published."""
    style.save_svg(figure, folder / "figure.svg")
    return (folder / "figure.svg").read_bytes()
