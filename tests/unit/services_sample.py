"""Small made-up results about the services around the teams, for tests of figures and tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from charts_sample import estimate

from trailblazer.estimates.counts import share
from trailblazer.estimates.origins import Origins, origins
from trailblazer.estimates.referral_flow import Flow, referral_flow
from trailblazer.estimates.rounds import Rounds
from trailblazer.estimates.scope import Scope, scope
from trailblazer.estimates.vacancies import Vacancies, vacancies

COUNTS = ["round", "asked", "supporting", "qualifying", "against"]


def made_rounds(*rows: tuple[int, int, int, int]) -> Rounds:
    """Interviews asked, for, with a reservation and against, a row a round."""
    shares = [share("S", r[1], of=r[0], method="m") for r in rows] or [estimate(None, n=0)] * 2
    table = pd.DataFrame([(i + 1, *r) for i, r in enumerate(rows)], columns=COUNTS)
    shift = estimate(0.1, "points")
    return Rounds(shares[0], shares[-1], shift, shift, table.astype(int))


def made_vacancies(quarters: Sequence[str], **rates: float) -> Vacancies:
    """A site whose services have one rate of vacancy each, a little higher every quarter."""
    rows = [
        ("S01", quarter, service, 100.0, 100 * (1 - rate) - at)
        for service, rate in rates.items()
        for at, quarter in enumerate(quarters)
    ]
    names = ["site_id", "quarter", "service", "establishment_fte", "in_post_fte"]
    return vacancies(pd.DataFrame(rows, columns=names).astype(dict.fromkeys(names[3:], float)))


def made_origins(*employers: str) -> Origins:
    """A supervisor from each of these employers."""
    spells = pd.DataFrame(
        {
            "spell_id": [f"P{i}" for i in range(len(employers))],
            "staff_id": [f"W{i}" for i in range(len(employers))],
            "team_id": "T01", "role": "supervisor", "band": "7",
            "start_date": pd.Timestamp("2019-01-01"), "previous_employer": employers,
        }
    )  # fmt: skip
    return origins(spells, _teams(1), resamples=99)


def made_flow(*rows: tuple[str, str, int]) -> Flow:
    """Referrals of one team by need and outcome."""
    table = pd.DataFrame(rows, columns=["need_band", "outcome", "referrals"])
    table = table.astype({"referrals": "Int64"}).assign(team_id="T01", quarter="2020-Q1")
    return referral_flow(table, _teams(1), resamples=99)


def made_scope(holds: int, mixed: int, takes: int, unclear: int = 0) -> Scope:
    """So many teams of each position, in one round."""
    stances = [
        *["holds_mild_moderate"] * holds, *["mixed"] * mixed, *["takes_complex"] * takes,
        *["unclear"] * unclear,
    ]  # fmt: skip
    teams = _teams(len(stances))
    return scope(teams[["team_id"]].assign(round=1, stance=pd.Series(stances, dtype="str")), teams)


def _teams(number: int) -> pd.DataFrame:
    names = [f"T{i + 1:02d}" for i in range(number)]
    return pd.DataFrame({"team_id": pd.Series(names, dtype="str"), "site_id": "S01"})
