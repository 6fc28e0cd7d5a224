"""Cleared quotes: invented words, each tied to a coded segment of the same stance and group."""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Tables
from trailblazer.data.synthesise.values import Strict


class Quote(Strict):
    """Words, what they say of which claim, and the group of the speaker."""

    claim: str
    stance: Literal["supports", "qualifies", "contradicts"]
    group: str
    text: str


class Quotes(Strict):
    """The parameters of quotes."""

    quotes: list[Quote]
    cleared_on: date
    speakers: dict[str, str]


def quotes(recipe: Quotes, tables: Tables, rng: np.random.Generator) -> Tables:
    """The table ``quotes``; words for which no such segment was coded are left out."""
    segments = _segments(tables)
    rows, used = [], set()
    for quote in recipe.quotes:
        fits = segments[
            (segments["claim_id"] == quote.claim)
            & (segments["stance"] == quote.stance)
            & (segments["group"] == quote.group)
            & ~segments["source_id"].isin(used)
        ]
        if fits.empty:
            continue
        segment = fits.iloc[int(rng.integers(len(fits)))]
        if quote.group != "young_people":
            used.add(segment["source_id"])
        who = f"{recipe.speakers[quote.group]}{segment['where']}"
        rows.append({"coding_id": segment["coding_id"], "text": quote.text, "attribution": who})
    table = pd.DataFrame(rows, columns=["coding_id", "text", "attribution"])
    table["quote_id"] = draws.numbered("Q", len(table), 3)
    return {"quotes": table.assign(cleared_by="lead", cleared_on=recipe.cleared_on)}


def _segments(tables: Tables) -> pd.DataFrame:
    """Coded segments with their claim, the group that spoke and a letter for the site."""
    sites = tables["sites"]
    cases = sites.loc[sites["case_study"], "site_id"]
    letters = {site: f", case-study site {chr(65 + n)}" for n, site in enumerate(cases)}
    sources = tables["sources"][["source_id", "group", "site_id"]]
    sources = sources.assign(where=sources["site_id"].map(letters).fillna(""))
    codes = tables["codes"][["code_id", "claim_id"]]
    return tables["codings"].merge(codes, on="code_id").merge(sources, on="source_id")
