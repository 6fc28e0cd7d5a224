"""The families of tables, and sets made of all of them or of some."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import pandas as pd

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.answers import answers
from trailblazer.data.synthesise.coding import coding
from trailblazer.data.synthesise.contacts import contacts
from trailblazer.data.synthesise.draws import Tables
from trailblazer.data.synthesise.governance import governance
from trailblazer.data.synthesise.interviews import interviews
from trailblazer.data.synthesise.judgements import judgements
from trailblazer.data.synthesise.local_services import local_services
from trailblazer.data.synthesise.places import places
from trailblazer.data.synthesise.quotes import quotes
from trailblazer.data.synthesise.reach import reach
from trailblazer.data.synthesise.recipe import Labels, Recipe
from trailblazer.data.synthesise.referrals import referrals
from trailblazer.data.synthesise.staff import staff
from trailblazer.data.synthesise.surveys import surveys
from trailblazer.data.synthesise.time_use import time_use
from trailblazer.data.synthesise.training import training

# What needs no more than its own part of the recipe and the tables before it.
PLAIN: dict[str, Callable[[Any, Tables, np.random.Generator], Tables]] = {
    "time_use": time_use, "contacts": contacts, "referrals": referrals, "reach": reach,
    "training": training, "local_services": local_services, "interviews": interviews,
    "governance": governance, "surveys": surveys, "quotes": quotes,
}  # fmt: skip
# In the order in which one builds on another.
FAMILIES = (
    "places", "time_use", "contacts", "referrals", "reach", "training", "staff", "local_services",
    "interviews", "governance", "surveys", "answers", "coding", "quotes", "judgements",
)  # fmt: skip


def make_tables(
    recipe: Recipe,
    seed: int,
    *,
    only: Collection[str] = FAMILIES,
    left_to_chance: bool = False,
) -> Tables:
    """Every table of the recipe. Each family draws from a generator of its own, named after it.

    ``only`` names the families wanted, with those that they build on. ``left_to_chance`` draws
    each row by itself, so that a set differs from the recipe as much as chance would have it.
    """
    tables: Tables = {}
    for family in FAMILIES:
        if family in only:
            rng = draws.generator(seed, family, left_to_chance=left_to_chance)
            tables |= make_family(family, recipe, tables, rng)
    return tables | {"codelists": _codelists(recipe.labels)}


def make_family(family: str, recipe: Recipe, tables: Tables, rng: np.random.Generator) -> Tables:
    """The tables of one family, which may build on the tables there are."""
    match family:
        case "places":
            return places(recipe.places, rng)
        case "staff":
            period = (recipe.about.period_start, recipe.about.period_end)
            return staff(recipe.staff, period, tables, rng)
        case "answers":
            return answers(recipe.answers, recipe.surveys.rounds, tables, rng)
        case "coding":
            return coding(recipe.coding, recipe.interviews.views, tables, rng)
        case "judgements":
            return judgements(recipe.judgements, rng)
        case _:
            return PLAIN[family](getattr(recipe, family), tables, rng)


def _codelists(recipe: Labels) -> pd.DataFrame:
    rows = [
        (name, code, label, order)
        for name, codes in recipe.codelists.items()
        for order, (code, label) in enumerate(codes.items(), start=1)
    ]
    return pd.DataFrame(rows, columns=["list_id", "code", "label", "order"])
