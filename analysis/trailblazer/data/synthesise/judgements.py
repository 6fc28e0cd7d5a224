"""Two assessors' judgements of each claim: confidence in the evidence and fit of the strands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Codes, Numbers, Tables
from trailblazer.data.synthesise.values import Share, Shares, Strict

ASSESSORS = ("assessor_a", "assessor_b")
# The code of a claim of which a single strand speaks: nothing else was there to agree with it.
ALONE = "silence"


class Judgements(Strict):
    """The parameters of judgements; of the claims that stand ``alone`` one strand speaks."""

    claims: list[str]
    judged_on: date
    concerns: Shares
    fits: Shares
    alone: list[str]
    assessors_differ: Share
    concern_reasons: dict[str, dict[str, str]]
    overall_reasons: dict[str, str]
    fit_reasons: dict[str, str]


def judgements(recipe: Judgements, rng: np.random.Generator) -> Tables:
    """The table ``judgements``."""
    parts = []
    concerns = {part: _both(recipe, recipe.concerns, rng) for part in recipe.concern_reasons}
    for component, levels in concerns.items():
        reasons = recipe.concern_reasons[component]
        parts.append(_rated(recipe, "confidence", component, levels, recipe.concerns, reasons))
    worst = np.max(list(concerns.values()), axis=0)
    reasons = recipe.overall_reasons
    parts.append(_rated(recipe, "confidence", "overall", worst, reasons, reasons))
    fits = _both(recipe, recipe.fits, rng)
    coded = _rated(recipe, "convergence", "overall", fits, recipe.fits, recipe.fit_reasons)
    alone = coded["claim_id"].isin(recipe.alone)
    coded.loc[alone, ["rating", "reason"]] = [ALONE, recipe.fit_reasons[ALONE]]
    parts.append(coded)
    keys = ["claim_id", "instrument", "component", "assessor_id"]
    table = pd.concat(parts).sort_values(keys, ignore_index=True)
    return {"judgements": table.assign(date=recipe.judged_on)}


def _both(recipe: Judgements, shares: Mapping[str, float], rng: np.random.Generator) -> Codes:
    """A level for each assessor and claim; the second sometimes differs by one level."""
    scale = dict(enumerate(shares.values()))
    first = draws.dealt(rng, scale, len(recipe.claims)).astype(int)
    differ: Numbers = draws.even(rng, len(first))
    nudge = np.where(differ < recipe.assessors_differ, np.where(first > 0, -1, 1), 0)
    return np.stack([first, first + nudge])


def _rated(
    recipe: Judgements,
    instrument: str,
    component: str,
    levels: Codes,
    scale: Mapping[str, object],
    reasons: Mapping[str, str],
) -> pd.DataFrame:
    """One row for each assessor and claim."""
    names = list(scale)
    rows = [
        (claim, instrument, component, names[level], reasons[names[level]], assessor)
        for assessor, row in zip(ASSESSORS, levels, strict=True)
        for claim, level in zip(recipe.claims, row, strict=True)
    ]
    columns = ["claim_id", "instrument", "component", "rating", "reason", "assessor_id"]
    return pd.DataFrame(rows, columns=columns)
