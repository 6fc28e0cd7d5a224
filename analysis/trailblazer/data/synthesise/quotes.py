"""Cleared quotes: invented words, each tied to a coded segment of the same stance and group."""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import model_validator

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Tables
from trailblazer.data.synthesise.values import Strict, expect_all


class Quote(Strict):
    """Words, what they say of which claim, and the group of the speaker.

    ``round`` is the round of fieldwork they belong to, where a claim is of one round alone.
    """

    claim: str
    stance: Literal["supports", "qualifies", "contradicts"]
    group: str
    text: str
    round: int | None = None


class Quotes(Strict):
    """The parameters of quotes."""

    quotes: list[Quote]
    cleared_on: date
    speakers: dict[str, str]

    @model_validator(mode="after")
    def _every_group_is_named(self) -> Quotes:
        expect_all("speakers", self.speakers, {quote.group for quote in self.quotes})
        return self


def quotes(recipe: Quotes, tables: Tables, rng: np.random.Generator) -> Tables:
    """The table ``quotes``; words for which no such segment was coded are left out."""
    segments = _segments(tables)
    rows = []
    used: dict[str, set[str]] = {}
    for quote in recipe.quotes:
        quoted = used.setdefault(quote.claim, set())
        there = segments if quote.round is None else segments[segments["round"] == quote.round]
        fits = there[
            (there["claim_id"] == quote.claim)
            & (there["stance"] == quote.stance)
            & (there["group"] == quote.group)
            & ~there["speaker"].isin(quoted)
        ]
        if fits.empty:
            continue
        segment = fits.iloc[int(rng.integers(len(fits)))]
        quoted.add(segment["speaker"])
        who = f"{recipe.speakers[quote.group]}{segment['where']}"
        rows.append({"coding_id": segment["coding_id"], "text": quote.text, "attribution": who})
    table = pd.DataFrame(rows, columns=["coding_id", "text", "attribution"])
    table["quote_id"] = draws.numbered("Q", len(table), 3)
    return {"quotes": table.assign(cleared_by="lead", cleared_on=recipe.cleared_on)}


def _segments(tables: Tables) -> pd.DataFrame:
    """Coded segments with their claim, who spoke, in which group, and a letter for the site."""
    sites = tables["sites"]
    cases = sites.loc[sites["case_study"], "site_id"]
    letters = {site: f", case-study site {chr(65 + n)}" for n, site in enumerate(cases)}
    sources = tables["sources"][["source_id", "group", "site_id", "round"]]
    sources = sources.assign(where=sources["site_id"].map(letters).fillna(""))
    codes = tables["codes"][["code_id", "claim_id"]]
    segments = tables["codings"].merge(codes, on="code_id").merge(sources, on="source_id")
    return segments.assign(speaker=segments["participant_id"].fillna(segments["source_id"]))
