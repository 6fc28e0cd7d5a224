"""Whether answers to one item moved between two rounds of a survey."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.answers import given_by, item_on, on_scale
from trailblazer.estimates.designs import Share
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.invited import MARGINS, invited
from trailblazer.estimates.scale import written
from trailblazer.estimates.weights import weigh

ACROSS = (
    "difference of the weighted shares of two rounds; t interval, the wider one of sites and of "
    "respondents as clusters common to both"
)
PAIRED = (
    "mean change of those who answered both rounds, weighted to all invited; t interval, the wider "
    "one of sites as clusters and respondents alone"
)
MOVES = {"before": str, "after": str, "n": int}
LEANS = {1: "agree", 0: "neither", -1: "disagree"}


@dataclass(frozen=True)
class Change:
    """How the share agreeing differs between the first and the latest round with an item.

    ``rounds`` are the first and the latest; the first is 0 where only one asked the item.
    ``difference`` compares everybody who answered each round (a repeated cross-section);
    ``paired`` follows those who answered both (the linked cases), so that it holds no difference
    between who answered when. ``p_value`` and ``p_paired`` are those of t tests of no change,
    missing where they could not be made. ``moves`` (before, after, n) counts linked cases by
    whether they agreed, disagreed or did neither in each round.
    """

    rounds: tuple[int, int]
    difference: Estimate
    paired: Estimate
    p_value: float
    p_paired: float
    moves: pd.DataFrame


def change(
    item_claim: str,
    *,
    surveys: pd.DataFrame,
    survey_cases: pd.DataFrame,
    survey_items: pd.DataFrame,
    survey_answers: pd.DataFrame,
    settings: pd.DataFrame,
    sites: pd.DataFrame,
    population: str,
    confidence_level: float = 0.95,
) -> Change:
    """Compare the latest round with the first one that asked the item on a claim.

    Each round is weighted to the frame by itself. The two are then one sample with sites as its
    clusters: what a site, or a setting that answered twice, brings to both rounds is in the
    covariance. Sources: Kish, Survey Sampling (1965), section 12.4; Lumley, Complex Surveys (2010).
    """
    rounds = _asked_in(item_claim, survey_items, surveys, population)
    if len(rounds) < 2:
        return _unknown(rounds[0] if rounds else 0)
    bases, frames = [], []
    for at in (rounds[0], rounds[-1]):
        item = item_on(item_claim, survey_items, surveys, population, at)
        assert item is not None
        cases = survey_cases[survey_cases["survey_id"] == item["survey_id"]]
        own = survey_answers[survey_answers["item_id"] == item["item_id"]]
        frame = invited(population, cases, settings, sites).assign(round=at)
        frame["unit"] = _units(cases).reindex(frame["case_id"]).to_numpy()
        bases.append(on_scale(given_by(frame, own)))
        frames.append(frame)
    across = _across(bases, frames, MARGINS[population], confidence_level)
    pairs = _pairs(bases, survey_cases)
    paired = _paired(pairs, frames[-1], MARGINS[population], confidence_level)
    return Change(
        (rounds[0], rounds[-1]), across[0], paired[0], across[1], paired[1], _moves(pairs)
    )


def _units(cases: pd.DataFrame) -> pd.Series[str]:
    """Who each case is: the case of an earlier round that it is linked with, or itself."""
    linked = cases["linked_case_id"]
    return linked.where(linked.notna() & (linked != ""), cases["case_id"]).set_axis(
        cases["case_id"]
    )


def _asked_in(claim: str, items: pd.DataFrame, surveys: pd.DataFrame, population: str) -> list[int]:
    rounds = sorted(surveys.loc[surveys["population"] == population, "round"].unique())
    asked = (item_on(claim, items, surveys, population, int(at)) for at in rounds)
    return [int(at) for at, item in zip(rounds, asked, strict=True) if item is not None]


def _across(
    bases: list[pd.DataFrame], frames: list[pd.DataFrame], margins: tuple[str, ...], level: float
) -> tuple[Estimate, float]:
    base = pd.concat(bases, ignore_index=True)
    placed = base[base["asked"] == 1]
    if placed["round"].nunique() < 2:
        return nothing("Change between rounds", "points", "sample", ACROSS), float("nan")
    frame = pd.concat(frames, ignore_index=True)
    weighted = weigh(base, frame, margins, within="asked", apart="round")
    value, ends, p = weighted.change("agree", "round", level=level)
    # Without any variation the t interval has no width, which would claim too much.
    interval = None if pd.isna(p) else ends
    found = Share(value, interval, len(placed))
    return written("Change between rounds", found, level, "points", ACROSS), p


def _pairs(bases: list[pd.DataFrame], cases: pd.DataFrame) -> pd.DataFrame:
    """Those who placed themselves on the scale in both rounds: latest row, and ``before``."""
    earlier, later = (base[base["asked"] == 1] for base in bases)
    linked = later.merge(cases[["case_id", "linked_case_id"]], on="case_id")
    before = earlier[["case_id", "agree", "net"]].add_suffix("_before")
    pairs = linked.merge(before, left_on="linked_case_id", right_on="case_id_before")
    return pairs.assign(shift=pairs["agree"] - pairs["agree_before"])


def _paired(
    pairs: pd.DataFrame, frame: pd.DataFrame, margins: tuple[str, ...], level: float
) -> tuple[Estimate, float]:
    if len(pairs) < 2:
        return nothing("Change in the same", "points", "sample", PAIRED), float("nan")
    weighted = weigh(pairs, frame, margins)
    value, ends = weighted.mean("shift", level=level)
    p = weighted.differs_from("shift", 0.0)
    found = Share(value, None if pd.isna(p) else ends, len(pairs))
    return written("Change in the same", found, level, "points", PAIRED), p


def _moves(pairs: pd.DataFrame) -> pd.DataFrame:
    named = pd.DataFrame(
        {"before": pairs["net_before"].map(LEANS), "after": pairs["net"].map(LEANS)}
    )
    counts = named.value_counts()
    every = pd.MultiIndex.from_product([LEANS.values(), LEANS.values()], names=["before", "after"])
    return counts.reindex(every, fill_value=0).rename("n").reset_index()


def _unknown(only: int) -> Change:
    return Change(
        rounds=(0, only),
        difference=nothing("Change between rounds", "points", "sample", ACROSS),
        paired=nothing("Change in the same", "points", "sample", PAIRED),
        p_value=float("nan"),
        p_paired=float("nan"),
        moves=pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in MOVES.items()}),
    )
