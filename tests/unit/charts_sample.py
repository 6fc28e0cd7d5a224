"""Small made-up results of every kind that a figure or table shows; each may be varied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from trailblazer.estimates.awareness import Awareness, awareness
from trailblazer.estimates.equity import Disparity, disparity
from trailblazer.estimates.estimate import Estimate, Unit
from trailblazer.estimates.funnel import Funnel, funnel
from trailblazer.estimates.milestones import Milestones, milestones
from trailblazer.estimates.retention import Retention, retention
from trailblazer.estimates.strategies import Reach, reach
from trailblazer.estimates.survey import Likert, Weights
from trailblazer.estimates.time_use import FUNCTIONS, TimeUse, time_use
from trailblazer.estimates.time_use_otherwise import time_use_otherwise
from trailblazer.estimates.universal import Experience

LONG = "An extraordinarily long name that nobody could have foreseen when the page was laid out"
SCALE = ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree")
FIRST = pd.Timestamp("2019-01-07")


def estimate(
    value: float | None, unit: Unit = "share", n: int = 100, half: float | None = None
) -> Estimate:
    """An estimate, with an interval of half a width to each side where one is given."""
    interval: dict[str, Any] = {}
    if half is not None and value is not None:
        interval = {"low": max(0.0, value - half), "high": value + half, "level": 0.95}
    return Estimate(
        label="Made", value=value, unit=unit, n=n, population="sample", method="made", **interval
    )


def made_milestones(days: Sequence[int | None], deadline_months: int = 12) -> Milestones:
    """Teams that began so many days after the first cohort; ``None`` for a team without a date."""
    dates = [pd.NaT if d is None else FIRST + pd.Timedelta(days=d) for d in days]
    teams = pd.DataFrame(
        {
            "team_id": [f"T{i:02d}" for i in range(len(days))],
            "site_id": "S01",
            "cohort_id": "C1",
            "operational_date": pd.to_datetime(pd.Series(dates, dtype="datetime64[us]")),
            "operational_source": "monitoring",
        }
    )
    cohorts = pd.DataFrame({"cohort_id": ["C1"], "training_start": [FIRST]})
    return milestones(teams, cohorts, deadline_months=deadline_months)


def made_time_use(percents: Sequence[Sequence[float]], sites: int = 4) -> TimeUse:
    """One row of percentages a team, in the order of the functions."""
    return time_use(*_time_tables(percents, sites), resamples=50, seed=1)


def made_time_use_otherwise(percents: Sequence[Sequence[float]]) -> dict[str, Estimate]:
    """The same teams, all of them from diaries and of one size, averaged in other ways."""
    return time_use_otherwise(*_time_tables(percents, 4), resamples=50, seed=1)


def _time_tables(
    percents: Sequence[Sequence[float]], sites: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [
        (f"T{i:02d}", "2020-Q4", f, float(p), "diary")
        for i, parts in enumerate(percents)
        for f, p in zip(FUNCTIONS, parts, strict=True)
    ]
    teams = [(f"T{i:02d}", f"S{i % sites:02d}", 8.0) for i in range(len(percents))]
    return (
        pd.DataFrame(rows, columns=["team_id", "period", "function", "percent", "source"]),
        pd.DataFrame(teams, columns=["team_id", "site_id", "funded_fte"]),
    )


def made_likert(
    shares: Sequence[float], phases: Sequence[tuple[str, int, float]] = (), n: int = 200
) -> Likert:
    """Weighted shares in the order of the scale; phases with their answers and share agreeing."""
    agree, disagree = sum(shares[:2]), sum(shares[3:])
    answered = bool(shares)
    answers = pd.DataFrame({"code": SCALE, "share_weighted": shares}) if answered else None
    return Likert(
        question="Staff feel more confident.",
        round=2,
        agree=estimate(agree if answered else None, n=n, half=0.05),
        disagree=estimate(disagree if answered else None, n=n),
        net=estimate(agree - disagree, "points"),
        agree_unweighted=estimate(agree, n=n),
        net_unweighted=estimate(agree - disagree, "points"),
        p_half=0.01 if answered else float("nan"),
        response_rate=estimate(0.25),
        response_rate_2=estimate(0.28),
        answers=pd.DataFrame(columns=["code", "share_weighted", "share_unweighted", "n"])
        if answers is None
        else answers.assign(
            share_unweighted=shares, n=[round(n * share) for share in shares]
        ),
        by_phase=pd.DataFrame(
            [(p, k, v, max(0, v - 0.1), min(1, v + 0.1)) for p, k, v in phases],
            columns=["phase", "n", "value", "low", "high"],
        ),
        nonresponse=pd.DataFrame({"kind": ["_blank", "_dont_know"], "n": [3, 0]}),
        weights=Weights(n_eff=150.0),
        frame=pd.DataFrame(
            [("phase", "primary", 0.6, 0.4, 0.6)] if answered else [],
            columns=["margin", "category", "frame_share", "respondent_share", "weighted_share"],
        ),
    )  # fmt: skip


def made_awareness(clear: int, partly: int, unaware: int) -> Awareness:
    """So many young people at each level of knowledge; those who were clear had met a team."""
    levels = ["yes"] * clear + ["partly"] * partly + ["no"] * unaware
    return awareness(
        pd.DataFrame(
            {
                "aware": pd.Series(levels, dtype="str"),
                "understands": pd.Series(levels, dtype="str"),
                "direct_contact": pd.Series([x == "yes" for x in levels], dtype="boolean"),
            }
        )
    )


def made_experience(positive: int, mixed: int, negative: int) -> Experience:
    """So many young people of each stance, two more who said nothing of it."""
    spoke = positive + mixed + negative
    people = {"positive": positive, "mixed": mixed, "negative": negative}
    return Experience(
        positive=estimate(positive / spoke if spoke else None, n=spoke),
        negative=estimate(float(negative) if spoke else None, "people", n=spoke),
        mixed=estimate(float(mixed) if spoke else None, "people", n=spoke),
        with_contact=estimate(spoke + 2.0 if spoke else None, "people"),
        participants=estimate(32.0 if spoke else None, "people"),
        silent=estimate(2.0 if spoke else None, "people"),
        upper_limit=estimate(0.12 if spoke else None),
        by_group=pd.DataFrame({"stance": list(people), "people": list(people.values())}),
    )


def made_disparity(supported: Sequence[tuple[str, int, int]], need: float = 1.5) -> Disparity:
    """Group, people supported and pupils; the first group is the reference."""
    columns = ["site_id", "period", "characteristic", "group"]
    keys = [("S01", "2021", "ethnicity", group) for group, _, _ in supported]
    people = pd.DataFrame(keys, columns=columns).assign(people=[p for _, p, _ in supported])
    pupils = people.assign(
        people=[pupils for _, _, pupils in supported],
        relative_need=[1.0 if i == 0 else need for i in range(len(supported))],
        relative_need_source="Assumed for the test",
    )
    return disparity(
        people, pupils, characteristic="ethnicity",
        reference=supported[0][0] if supported else "", resamples=99, seed=1,
    )  # fmt: skip


def made_funnel(sites: int, *, spread: float = 0.2, seed: int = 1) -> Funnel:
    """So many sites of 8,000 pupils and more, whose own rates differ by so much."""
    draw = np.random.default_rng(seed)
    pupils = 8_000.0 + 1_000 * np.arange(sites)
    people = draw.poisson(0.03 * pupils * draw.lognormal(0, spread, sites)).astype(float)
    names = [f"S{i:02d}" for i in range(sites)]
    return funnel(pd.DataFrame({"site_id": names, "people": people, "pupils": pupils}))


def made_reach(*strategies: tuple[str, str, str], sites: int = 4) -> Reach:
    """Site, target group and kind of each strategy, among so many sites, all with a document."""
    names = [f"S{i:02d}" for i in range(sites)]
    return reach(
        pd.DataFrame(strategies, columns=["site_id", "group", "strategy"]),
        pd.DataFrame({"kind": "document", "site_id": names}),
        pd.DataFrame({"site_id": names}),
    )


def made_retention(
    people: int, *, leaving: float, years: float = 2.5, months: int = 12, seed: int = 1
) -> Retention:
    """Practitioners who began within a year of observation; a share of them leaves at random."""
    draw = np.random.default_rng(seed)
    end = FIRST + pd.Timedelta(days=round(365 * years))
    start = FIRST + pd.to_timedelta(draw.integers(0, 300, people), unit="D")
    stay = pd.to_timedelta(draw.integers(20, round(365 * years), people), unit="D")
    left = (draw.random(people) < leaving) & (start + stay <= end)
    spells = pd.DataFrame(
        {
            "staff_id": [f"P{i}" for i in range(people)],
            "role": "emhp",
            "start_date": start,
            "end_date": pd.Series(start + stay).where(pd.Series(left)),
            "exit_destination": pd.Series(
                draw.choice(["training", "left_nhs", "other_mhst"], people), dtype="str"
            ).where(pd.Series(left)),
        }
    )
    return retention(spells, start=FIRST, end=end, months=months)
