"""How far people were involved, reckoned in other defensible ways."""

from __future__ import annotations

from typing import Any

import pandas as pd

from trailblazer.estimates import involvement as judged
from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.involvement import GROUPS, LEVELS, STAGES


def otherwise(
    involvement: pd.DataFrame,
    sites: pd.DataFrame,
    *,
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int,
) -> dict[str, Estimate]:
    """The share of low involvement under other choices, by the names the register uses.

    ``low_consulted``: to be consulted counts as low too, a rung of tokenism on Arnstein's ladder
    (1969); ``low_none``: only no involvement at all does. ``low_if_unknown``: cases without
    evidence count as not low, which is against the claim. ``low_young_people`` and
    ``low_parents_carers`` are of one group. Names that end in ``_every_stage`` count every stage
    of the work, for all that the claim is judged on.
    """
    how: dict[str, Any] = {
        "confidence_level": confidence_level, "resamples": resamples, "seed": seed,
    }  # fmt: skip
    choices: dict[str, dict[str, Any]] = {
        "low_consulted": {"low": LEVELS[:3]},
        "low_none": {"low": LEVELS[:1]},
        "low_if_unknown": {"unknown_low": False},
        "low_young_people": {"groups": GROUPS[:1]},
        "low_parents_carers": {"groups": GROUPS[1:]},
    }
    every = judged.involvement(involvement, sites, stages=STAGES, **how)
    return {
        name: judged.involvement(involvement, sites, **choice, **how).low
        for name, choice in choices.items()
    } | {f"{name}_every_stage": found for name, found in every.evidence.items()}
