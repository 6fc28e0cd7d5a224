"""What every estimator promises whatever it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.statistics.made import Tables, empty_tables, survey, typed
from trailblazer.estimates.agreement import double_coded_share, nominal_alpha
from trailblazer.estimates.assessors import assessor_agreement
from trailblazer.estimates.awareness import awareness
from trailblazer.estimates.battery import battery
from trailblazer.estimates.bootstrap import over_clusters
from trailblazer.estimates.change import change
from trailblazer.estimates.choices import choices
from trailblazer.estimates.code_agreement import code_agreement
from trailblazer.estimates.contact_growth import contact_growth, settings_reached
from trailblazer.estimates.delivery import delivery
from trailblazer.estimates.equity import disparity
from trailblazer.estimates.estimate import Estimate, Prominence
from trailblazer.estimates.fieldwork import fieldwork
from trailblazer.estimates.functions import all_functions
from trailblazer.estimates.funnel import funnel, supported_by_site
from trailblazer.estimates.intake import intake
from trailblazer.estimates.intervals import byar, exact, exact_of_finite, wilson
from trailblazer.estimates.involvement import involvement
from trailblazer.estimates.involvement_otherwise import otherwise
from trailblazer.estimates.kept import kept_by_phase
from trailblazer.estimates.leaving import leaving
from trailblazer.estimates.material import framework_by_group, material
from trailblazer.estimates.milestones import milestones, months_between
from trailblazer.estimates.origins import origins
from trailblazer.estimates.phase_gap import phase_gap
from trailblazer.estimates.posts import posts_filled, posts_held
from trailblazer.estimates.prominence import by_group, by_site, each_coder, prominence
from trailblazer.estimates.rate_ratio import mantel_haenszel
from trailblazer.estimates.reasons import by_coder, reasons
from trailblazer.estimates.referral_flow import referral_flow
from trailblazer.estimates.response import outcome_rates
from trailblazer.estimates.retention import retention
from trailblazer.estimates.returns import returns
from trailblazer.estimates.rounds import between_rounds, by_code
from trailblazer.estimates.saturation import saturation
from trailblazer.estimates.scope import scope
from trailblazer.estimates.seats import seats
from trailblazer.estimates.sectors import by_sector
from trailblazer.estimates.staying import in_field_otherwise
from trailblazer.estimates.strategies import reach
from trailblazer.estimates.survey import likert
from trailblazer.estimates.survival import aalen_johansen, kaplan_meier
from trailblazer.estimates.time_use import time_use
from trailblazer.estimates.time_use_otherwise import time_use_otherwise
from trailblazer.estimates.universal import experience, experience_otherwise
from trailblazer.estimates.vacancies import vacancies
from trailblazer.estimates.waits import waits

START, END = pd.Timestamp("2019-09-01"), pd.Timestamp("2022-02-28")
SURVEY = ("surveys", "survey_cases", "survey_items", "survey_answers", "settings", "sites")


def take(tables: Tables, *names: str) -> Tables:
    return {name: tables[name] for name in names}


ESTIMATORS: dict[str, Callable[[Tables], object]] = {
    "milestones": lambda t: milestones(t["teams"], t["cohorts"], deadline_months=12),
    "time_use": lambda t: time_use(t["time_use"], t["teams"], resamples=99, seed=1),
    "time_use_otherwise": lambda t: time_use_otherwise(
        t["time_use"], t["teams"], resamples=99, seed=1
    ),
    "all_functions": lambda t: all_functions(t["time_use"], t["teams"]),
    "settings_reached": lambda t: settings_reached(t["contacts"], t["settings"]),
    "contact_growth": lambda t: contact_growth(t["contacts"], t["teams"], resamples=99, seed=1),
    "posts_filled": lambda t: posts_filled(t["local_workforce"]),
    "posts_held": lambda t: posts_held(t["staff_spells"], t["teams"], on=END),
    "settings": lambda t: likert("confidence-staff", population="settings", **take(t, *SURVEY)),
    "informants": lambda t: likert("retention", population="key_informants", **take(t, *SURVEY)),
    "battery": lambda t: battery(["retention"], population="settings", **take(t, *SURVEY)),
    "choices": lambda t: choices(
        "underserved-sen", population="key_informants", **take(t, *SURVEY)
    ),
    "change": lambda t: change("retention", population="settings", **take(t, *SURVEY)),
    "fieldwork": lambda t: fieldwork("settings", **take(t, *SURVEY)),
    "rounds": lambda t: between_rounds("gap", **take(t, "sources", "codes", "codings")),
    "by_code": lambda t: by_code("gap", **take(t, "sources", "codes", "codings")),
    "origins": lambda t: origins(t["staff_spells"], t["teams"]),
    "vacancies": lambda t: vacancies(t["local_workforce"]),
    "referral_flow": lambda t: referral_flow(t["referrals"], t["teams"]),
    "scope": lambda t: scope(t["scope_positions"], t["teams"]),
    "delivery": lambda t: delivery(
        t["contacts"], t["teams"], lockdown="2020-03-23", months=3, resamples=99, seed=1
    ),
    "kept": lambda t: kept_by_phase(
        t["contacts"], t["teams"], lockdown="2020-03-23", months=3, resamples=99, seed=1
    ),
    "phase_gap": lambda t: phase_gap("remote-limits", **take(t, *SURVEY)),
    "waits": lambda t: waits(t["referrals"], t["teams"]),
    "response": lambda t: outcome_rates(t["survey_cases"], t["surveys"], population="settings"),
    "prominence": lambda t: prominence(
        "retention", **take(t, "sources", "codes", "codings", "sites")
    ),
    "code_agreement": lambda t: code_agreement(t["double_codings"], t["codes"], t["sources"]),
    "assessors": lambda t: assessor_agreement(t["judgements"], instrument="fit", scale=("a", "b")),
    "saturation": lambda t: saturation(t["sources"], t["codings"], orders=9, seed=1),
    "material": lambda t: material(t["sources"], t["participants"]),
    "framework": lambda t: framework_by_group(t["framework"], t["codes"], t["sources"], smallest=3),
    "returns": returns,
    "by_site": lambda t: by_site("retention", **take(t, "sources", "codes", "codings", "sites")),
    "by_group": lambda t: by_group("retention", **take(t, "sources", "codes", "codings")),
    "each_coder": lambda t: each_coder(
        "retention", **take(t, "sources", "codes", "codings", "sites")
    ),
    "awareness": lambda t: awareness(t["participants"]),
    "experience_otherwise": lambda t: experience_otherwise(
        **take(t, "participants", "sources", "codes", "codings")
    ),
    "experience": lambda t: experience(**take(t, "participants", "sources", "codes", "codings")),
    "disparity": lambda t: disparity(
        t["people_supported"],
        t["population"],
        characteristic="ethnicity",
        reference="white",
        resamples=99,
        seed=1,
    ),
    "funnel": lambda t: funnel(supported_by_site(t["people_supported"], t["population"])),
    "involvement": lambda t: involvement(t["involvement"], t["sites"], resamples=99, seed=1),
    "involvement_otherwise": lambda t: otherwise(
        **take(t, "involvement", "sites"), resamples=99, seed=1
    ),
    "seats": lambda t: seats(**take(t, "governance_seats", "sites")),
    "sectors": lambda t: by_sector("governance", **take(t, *SURVEY)),
    "reach": lambda t: reach(**take(t, "strategies", "sources", "sites")),
    "retention": lambda t: retention(t["staff_spells"], start=START, end=END),
    "in_field": lambda t: in_field_otherwise(t["staff_spells"], start=START, end=END),
    "leaving": lambda t: leaving(t["staff_spells"], start=START, end=END),
    "intake": lambda t: intake(**take(t, "training_intake", "cohorts", "sites"), end=END),
    "reasons": lambda t: reasons(
        "progression", **take(t, "sources", "codes", "codings", "sites"), central="a", seed=1
    ),
    "reasons_by_coder": lambda t: by_coder(
        "progression", **take(t, "sources", "codes", "codings", "sites"), central="a", seed=1
    ),
    "agreement": lambda t: nominal_alpha(t["double_codings"], resamples=99, seed=1),
    "double_coded": lambda t: double_coded_share(t["double_codings"], t["sources"]),
}


def estimates_in(found: object) -> Iterator[Estimate]:
    if isinstance(found, Estimate):
        yield found
    elif isinstance(found, Prominence):
        yield from (found.sources, found.groups, found.sites, found.against)
    elif isinstance(found, dict):
        for value in found.values():
            yield from estimates_in(value)
    elif is_dataclass(found):
        for field in fields(found):
            yield from estimates_in(getattr(found, field.name))


def frames_in(found: object) -> dict[str, pd.DataFrame]:
    if isinstance(found, pd.DataFrame):
        return {"": found}
    if not is_dataclass(found):
        return {}
    values = {f.name: getattr(found, f.name) for f in fields(found)}
    return {name: value for name, value in values.items() if isinstance(value, pd.DataFrame)}


@pytest.mark.parametrize("name", ESTIMATORS)
def test_empty_tables_give_no_value_and_do_not_raise(name: str) -> None:
    found = ESTIMATORS[name](empty_tables())
    for estimate in estimates_in(found):
        assert (estimate.value, estimate.n) == (None, 0), estimate.label
    for frame in frames_in(found).values():
        numbers = frame.select_dtypes("number")
        assert len(frame.columns) > 1
        assert frame.empty or (numbers == 0).all(axis=None)


@pytest.mark.parametrize("population", ["settings", "key_informants"])
def test_columns_are_the_same_with_and_without_rows(population: str) -> None:
    full = likert("made-up", population=population, **survey(population))
    none = likert("made-up", population=population, **take(empty_tables(), *SURVEY))
    for name, frame in frames_in(full).items():
        assert list(frame.columns) == list(frames_in(none)[name].columns)


@given(of=st.integers(1, 400), data=st.data(), level=st.floats(0.5, 0.999))
def test_intervals_hold_their_share(of: int, data: st.DataObject, level: float) -> None:
    count = data.draw(st.integers(0, of))
    for low, high in (wilson(count, of, level=level), exact(count, of, level=level)):
        assert -1e-12 <= low <= count / of + 1e-12
        assert count / of - 1e-12 <= high <= 1 + 1e-12
    low, high = byar(count, level=level)
    assert low <= count <= high
    for population in (of, of + 1, 3 * of):
        low, high = exact_of_finite(count, of, population, level=level)
        assert 0 <= low <= high <= 1
        assert low <= (count + population - of) / population
        assert high >= count / population


dates = st.dates(date(2017, 1, 1), date(2024, 12, 31)).map(pd.Timestamp)


@given(start=dates, end=dates, months=st.integers(-24, 36))
def test_months_agree_with_the_calendar(
    start: pd.Timestamp, end: pd.Timestamp, months: int
) -> None:
    deadline = start + pd.DateOffset(months=months)
    assert (months_between(start, end) <= months) == (end <= deadline)


@settings(max_examples=40, deadline=None)
@given(
    teams=st.lists(st.one_of(st.none(), dates), min_size=1, max_size=12),
    start=dates, months=st.integers(0, 24),
)  # fmt: skip
def test_every_team_is_on_time_or_late(
    teams: list[pd.Timestamp | None], start: pd.Timestamp, months: int
) -> None:
    names = [f"T{i:02d}" for i in range(len(teams))]
    columns = {"team_id": names, "cohort_id": "C1", "operational_date": pd.to_datetime(teams)}
    cohorts = typed("cohorts", {"cohort_id": ["C1"], "training_start": [start]})
    m = milestones(typed("teams", columns), cohorts, deadline_months=months)
    assert m.on_time.value is not None
    assert m.late.value is not None
    assert m.on_time.value + m.late.value == m.funded.value == len(teams)
    assert len(m.late_teams) == m.late.value
    assert m.sensitivity["on_time"].iloc[:3].is_monotonic_increasing
    assert m.sensitivity["on_time"].iloc[1] == m.sensitivity["on_time"].iloc[3] == m.on_time.value


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), people=st.integers(1, 60))
@example(seed=4, people=4)  # everybody followed leaves, then somebody enters
def test_incidence_adds_up_to_those_who_left(seed: int, people: int) -> None:
    rng = np.random.default_rng(seed)
    entry = rng.choice([0.0, 0.25, 1.0], people)
    observed = pd.DataFrame(
        {
            "entry": entry,
            "exit": entry + rng.integers(1, 12, people) / 4,
            "left": rng.random(people) < 0.6,
            "destination": rng.choice(["a", "b", "c"], people),
        }
    )
    steps = kaplan_meier(observed)
    incidence = aalen_johansen(observed, steps)
    last = incidence.groupby("destination")["incidence"].last().sum()
    survival = steps["survival"].iloc[-1] if len(steps) else 1.0
    assert last == pytest.approx(1 - survival)
    assert steps["survival"].is_monotonic_decreasing


counts = st.lists(st.integers(1, 50), min_size=1, max_size=8)


@given(counts, counts, st.integers(2, 9))
def test_rate_ratio_turns_round_and_ignores_scale(a: list[int], b: list[int], scale: int) -> None:
    size = min(len(a), len(b))
    events, others = pd.Series(a[:size], dtype=float), pd.Series(b[:size], dtype=float)
    base = pd.Series(range(100, 100 + size), dtype=float)
    ratio = mantel_haenszel(events, base, others, 2 * base)
    turned = mantel_haenszel(others, 2 * base, events, base)
    scaled = mantel_haenszel(events, scale * base, others, 2 * scale * base)
    assert ratio.ratio * turned.ratio == pytest.approx(1)
    assert ratio.error == pytest.approx(turned.error)
    assert scaled.ratio == pytest.approx(ratio.ratio)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), clusters=st.integers(2, 30))
def test_bootstrap_interval_holds_the_figure(seed: int, clusters: int) -> None:
    rng = np.random.default_rng(seed)
    parts = [rng.normal(5, 1, clusters), rng.integers(1, 4, clusters).astype(float)]
    found = over_clusters(parts, np.divide, level=0.95, resamples=199, seed=seed)
    assert found is not None
    assert found[0] <= parts[0].sum() / parts[1].sum() <= found[1]
