"""Small made-up results of surveys as a whole, for tests of figures and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from charts_sample import FIRST, LONG, estimate, made_likert

from trailblazer.estimates.battery import Battery, Item
from trailblazer.estimates.change import Change
from trailblazer.estimates.choices import TICKED, Choices
from trailblazer.estimates.counts import share
from trailblazer.estimates.fieldwork import Fieldwork, fieldwork
from trailblazer.estimates.waits import SPECIALIST, TEAM, Waits, waits


def made_battery(*items: Sequence[float], linked: bool = True) -> Battery:
    """One statement for each list of shares in the order of the scale, asked in two rounds."""
    moves = [("agree", "agree", 20), ("neither", "agree", 4), ("agree", "disagree", 3)]
    moved = Change(
        rounds=(1, 2),
        difference=estimate(0.04, "points", half=0.03),
        paired=estimate(-0.06 if linked else None, "points", n=27 if linked else 0),
        p_value=0.03,
        p_paired=0.4,
        moves=pd.DataFrame(moves, columns=["before", "after", "n"]),
    )
    made = {
        f"claim-{i}": Item(own, own, own, moved)
        for i, own in (
            (i, replace(made_likert(shares, n=200 if shares else 0), question=f"{LONG} ({i})."))
            for i, shares in enumerate(items)
        )
    }
    tests = pd.DataFrame(
        {
            "claim": list(made), "p_half": 0.0001, "p_half_adjusted": 0.0002,
            "p_change": 0.03, "p_change_adjusted": float("nan"),
        }
    )  # fmt: skip
    return Battery(made, tests)


def made_choices(ticked: Mapping[str, int], of: int) -> Choices:
    """How many ticked each answer, of so many that ticked any."""
    rows = [
        (code, n, n / of, max(n / of - 0.1, 0), min(n / of + 0.1, 1)) for code, n in ticked.items()
    ]
    base = share("Ticked an answer", of, of=of + 9, method="made up")
    return Choices("Which?", 1, base, 0.95, pd.DataFrame(rows, columns=list(TICKED)))


def made_fieldwork(*dispositions: Sequence[str], population: str = "settings") -> Fieldwork:
    """One round for each list of how its cases ended; one question, in three regions."""
    ids = [[f"R{at}C{n}" for n in range(len(d))] for at, d in enumerate(dispositions, start=1)]
    waves = [f"r{at}" for at in range(1, len(dispositions) + 1)]
    cases = pd.DataFrame(
        [
            (case, wave, f"E{n}", "S01", ["education", "voluntary", "nhs_other"][n % 3], ended)
            for own, wave, all_ended in zip(ids, waves, dispositions, strict=True)
            for n, (case, ended) in enumerate(zip(own, all_ended, strict=True))
        ],
        columns=["case_id", "survey_id", "setting_id", "site_id", "sector", "disposition"],
        dtype="str",
    ).assign(linked_case_id=None)
    surveys = pd.DataFrame(
        {
            "survey_id": waves, "population": population, "round": range(1, len(waves) + 1),
            "opened": FIRST, "closed": pd.NaT, "mode": "web_closed", "frame_size": 300,
            "pages": 7, "items": 1,
        }
    )  # fmt: skip
    items = pd.DataFrame({"survey_id": waves}).assign(
        item_id="q1", question="Is it so?", kind="likert5", routing=None
    )
    answers = cases[["case_id"]].assign(item_id="q1", answer="agree")
    number = max((len(d) for d in dispositions), default=0)
    settings = pd.DataFrame(
        {
            "setting_id": pd.Series([f"E{n}" for n in range(number)], dtype="str"),
            "site_id": "S01",
            "phase": [("primary", "secondary")[n % 2] for n in range(number)],
            "pupils": range(100, 100 + number), "fsm_percent": [10.0 + n for n in range(number)],
        }
    )  # fmt: skip
    sites = pd.DataFrame({"site_id": ["S01"], "region": ["london"]})
    return fieldwork(
        population, surveys=surveys, survey_cases=cases, survey_items=items,
        survey_answers=answers, settings=settings, sites=sites,
    )  # fmt: skip


def made_waits(days: Sequence[tuple[str, float, float]]) -> Waits:
    """Levels of need with days waited for a team and for specialist services, at two sites."""
    rows = [
        (f"T0{site}", "2020-Q1", need, outcome, 5, wait + site)
        for need, *both in days
        for outcome, wait in zip((TEAM, SPECIALIST), both, strict=True)
        for site in (1, 2)
    ]
    columns = ["team_id", "quarter", "need_band", "outcome", "referrals", "median_wait_days"]
    teams = pd.DataFrame({"team_id": ["T01", "T02"], "site_id": ["S01", "S02"]})
    return waits(pd.DataFrame(rows, columns=columns), teams, resamples=99)
