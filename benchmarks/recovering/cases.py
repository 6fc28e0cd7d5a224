"""What became of referrals and how long they waited; involvement; positions on scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from benchmarks.recovering.subject import Case, How, Made, Subject, Totals, Truths
from trailblazer.data.synthesise.families import make_family
from trailblazer.data.synthesise.recipe import Recipe
from trailblazer.estimates import scope as positions
from trailblazer.estimates.involvement import LEVELS, LOW, involvement
from trailblazer.estimates.involvement_otherwise import otherwise
from trailblazer.estimates.referral_flow import BETWEEN, TURNED_AWAY, UNSERVED, referral_flow
from trailblazer.estimates.scope import HOLDS, MIXED, TAKES, UNCLEAR
from trailblazer.estimates.waits import SPECIALIST, TEAM, waits

SITES, TEAMS, REFERRALS = "all such sites", "the teams of this set", "all such referrals"
WHOLE_NUMBERS = "limits of whole teams are exact, so they hold at least their level"


def _wait_totals(made: Made) -> Totals:
    keys = ["team_id", "quarter", "need_band"]
    rows = made.tables["referrals"].dropna(subset=["median_wait_days"]).set_index(keys)
    both = [
        rows.loc[rows["outcome"] == route, ["referrals", "median_wait_days"]].astype(float)
        for route in (TEAM, SPECIALIST)
    ]
    pairs = both[0].merge(both[1], left_index=True, right_index=True, suffixes=("_team", "_other"))
    weight = pairs["referrals_team"] + pairs["referrals_other"]
    sooner = pairs["median_wait_days_other"] - pairs["median_wait_days_team"]
    return {"days": float((sooner * weight).sum()), "weight": float(weight.sum())}


def _referral_truths(recipe: Recipe, totals: Totals) -> dict[str, float]:
    own = recipe.referrals.outcomes
    unserved, turned = (
        sum(own[BETWEEN].get(o, 0.0) for o in outcomes) for outcomes in (UNSERVED, TURNED_AWAY)
    )
    named = {"unserved": unserved, "unserved_wilson": unserved, "turned_away": turned}
    by_need = {f"unserved, {n}": o["no_service"] for n, o in own.items() if "no_service" in o}
    return named | by_need | {"sooner": totals["days"] / totals["weight"]}


def _referral_cases(made: Made, truths: Truths, how: How) -> Iterator[Case]:
    tables, drawn = made.take("referrals", "teams"), how.drawn(made.seed)
    flow = referral_flow(**tables, **drawn)
    named = {"unserved": flow.unserved, **flow.otherwise, "sooner": waits(**tables, **drawn).sooner}
    for name, estimate in named.items():
        yield Case(name, estimate, truths[name], REFERRALS)
    for row in flow.by_need.to_dict("records"):
        name = f"unserved, {row['need_band']}"
        if name in truths and row["need_band"] != BETWEEN:
            shown = flow.unserved.model_copy(
                update={"value": row["share"], "low": row["low"], "high": row["high"]}
            )
            yield Case(name, shown, truths[name], REFERRALS)


def _involvement_truths(recipe: Recipe, totals: Totals) -> dict[str, float]:
    found, planned = recipe.governance.involvement_achieved, recipe.governance.involvement_intended
    known = 1 - recipe.governance.involvement_unknown
    rank = {level: n for n, level in enumerate(LEVELS)}

    def moved(to: Callable[[int], bool]) -> float:
        pairs = ((a, b) for a in found for b in planned if to(rank[a] - rank[b]))
        return sum(found[a] * planned[b] for a, b in pairs)

    low = sum(found[level] for level in LOW)
    short, beyond = moved(lambda step: step < 0), moved(lambda step: step > 0)
    every: Mapping[str, float] = {
        "low": low, "gap": short - beyond, "short": short, "beyond": beyond,
    }  # fmt: skip
    return {
        **every,
        **{f"{name}_every_stage": value for name, value in every.items()},
        "low_young_people": low,
        "low_parents_carers": low,
        "low_consulted": low + found["consulted"],
        "low_none": found["none"],
        "low_if_unknown": low * known,
    }


def _involvement_cases(made: Made, truths: Truths, how: How) -> Iterator[Case]:
    tables, drawn = made.take("involvement", "sites"), how.drawn(made.seed)
    own = involvement(**tables, **drawn).evidence | otherwise(**tables, **drawn)
    for name, estimate in own.items():
        if name in truths:
            yield Case(name, estimate, truths[name], SITES)


def _scope_cases(made: Made, truths: Truths, how: How) -> Iterator[Case]:
    """Beside the positions of all teams, those that were not found out among them."""
    found = positions.scope(**made.take("scope_positions", "teams"), confidence_level=how.level)
    number = len(made.tables["teams"])
    everywhere = made.recipe.governance.model_copy(update={"scope_teams": {1: number}})
    recipe = made.recipe.model_copy(update={"governance": everywhere})
    tables = make_family("governance", recipe, dict(made.tables), made.again("governance"))
    every = tables["scope_positions"].set_index("team_id")["stance"]
    clear = every[every != UNCLEAR]
    truth = {
        "takes": (clear == TAKES).mean(),
        "holds": (clear == HOLDS).mean(),
        "takes_with_unclear": (every == TAKES).mean(),
        "holds_with_unclear": (every == HOLDS).mean(),
        "takes_with_mixed": clear.isin([TAKES, MIXED]).mean(),
    }
    named = {"takes": found.takes, "holds": found.holds, **found.otherwise}
    for name, value in truth.items():
        yield Case(name, named[name], float(value), TEAMS, WHOLE_NUMBERS)


REFERRED = Subject(
    "referrals", ("places", "referrals"), _referral_cases, _referral_truths, _wait_totals
)
INVOLVED = Subject("involvement", ("places", "governance"), _involvement_cases, _involvement_truths)
SCOPE = Subject("scope", ("places", "governance"), _scope_cases)
