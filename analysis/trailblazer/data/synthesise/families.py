"""The families of tables, in the order in which one builds on another."""

from __future__ import annotations

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


def make_tables(recipe: Recipe, seed: int) -> Tables:
    """Every table of the recipe. Each family draws from a generator of its own, named after it."""

    def rng(family: str) -> np.random.Generator:
        return draws.generator(seed, family)

    tables = places(recipe.places, rng("places"))
    tables |= time_use(recipe.time_use, tables, rng("time_use"))
    tables |= contacts(recipe.contacts, tables, rng("contacts"))
    tables |= referrals(recipe.referrals, tables, rng("referrals"))
    tables |= reach(recipe.reach, tables, rng("reach"))
    tables |= training(recipe.training, tables, rng("training"))
    period = (recipe.about.period_start, recipe.about.period_end)
    tables |= staff(recipe.staff, period, tables, rng("staff"))
    tables |= local_services(recipe.local_services, tables, rng("local_services"))
    tables |= interviews(recipe.interviews, tables, rng("interviews"))
    tables |= governance(recipe.governance, tables, rng("governance"))
    tables |= surveys(recipe.surveys, tables, rng("surveys"))
    tables |= answers(recipe.answers, recipe.surveys.rounds, tables, rng("answers"))
    tables |= coding(recipe.coding, recipe.interviews.views, tables, rng("coding"))
    tables |= quotes(recipe.quotes, tables, rng("quotes"))
    tables |= judgements(recipe.judgements, rng("judgements"))
    return tables | {"codelists": _codelists(recipe.labels)}


def _codelists(recipe: Labels) -> pd.DataFrame:
    rows = [
        (name, code, label, order)
        for name, codes in recipe.codelists.items()
        for order, (code, label) in enumerate(codes.items(), start=1)
    ]
    return pd.DataFrame(rows, columns=["list_id", "code", "label", "order"])
