"""The codebook, what was coded in interviews and focus groups, and how far the coders agreed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Tables
from trailblazer.data.synthesise.interviews import View
from trailblazer.data.synthesise.values import Count, NumberShares, Positive, Share, Strict

AWARENESS = {"yes": "contradicts", "partly": "qualifies", "no": "supports"}
POLARITY = "Supports: the segment says what the claim says. Contradicts: it says the opposite."


class Code(Strict):
    """A code, the claim it bears on and its share of that claim's segments."""

    code_id: str
    claim_id: str
    weight: Positive
    name: str
    definition: str


class Range(Strict):
    """The least and the most a number can be."""

    least: Count
    most: Count


class Theme(Strict):
    """A theme of the framework and its codes."""

    theme: str
    name: str
    codes: list[Code]


class Coding(Strict):
    """The parameters of the codebook and of coding."""

    segments: NumberShares
    neutral: Share
    transcript: Range
    segment: Range
    coders: list[str]
    double_coded: Count
    units: Count
    prevalence: Share
    disagreement: Share
    codebook: list[Theme]


def coding(
    recipe: Coding, views: Mapping[str, View], tables: Tables, rng: np.random.Generator
) -> Tables:
    """The tables ``codes``, ``codings``, ``double_codings`` and ``framework``."""
    codes = _codes(recipe.codebook)
    sources = tables["sources"]
    talks = sources[sources["kind"] == "interview"]
    said = [_said(recipe, claim, view, talks, rng) for claim, view in views.items()]
    young = _young_people(recipe, tables["participants"], rng)
    codings = _placed(recipe, pd.concat([*said, young], ignore_index=True), rng)
    both = talks[draws.evenly(rng, len(talks), recipe.double_coded)]
    return {
        "codes": codes,
        "codings": codings,
        "double_codings": _double(recipe, codes, both, rng),
        "framework": _framework(codings[codings["participant_id"].isna()], codes),
    }


def _codes(codebook: list[Theme]) -> pd.DataFrame:
    rows: list[dict[str, str]] = []
    for theme in codebook:
        rows.append({"code_id": theme.theme, "name": theme.name})
        rows += [
            {
                **code.model_dump(exclude={"weight"}),
                "parent_id": theme.theme,
                "include": f"{code.definition}, said of the speaker's own site or in general.",
                "exclude": "A hope or a plan for the future.",
                "polarity": POLARITY,
            }
            for code in theme.codes
        ]
    return pd.DataFrame(rows)


def _weights(recipe: Coding, claim: str) -> dict[str, float]:
    """The codes of a claim and their shares of its segments."""
    codes = [code for theme in recipe.codebook for code in theme.codes]
    return {code.code_id: code.weight for code in codes if code.claim_id == claim}


def _said(
    recipe: Coding, claim: str, view: View, talks: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """The segments on a claim: a stance for each interview asked, spread over sites and groups."""
    asked = talks[talks["topics_asked"].str.split(";").map(lambda ids: claim in ids)]
    asked = asked.sort_values(["site_id", "group", "round"], kind="stable")
    shares = view.model_dump(exclude={"groups"})
    shares["silent"] = 1 - sum(shares.values())
    stance = draws.pick(draws.spread(rng, len(asked)), shares)
    spoke = asked.assign(stance=stance)[stance != "silent"]
    number = draws.dealt(rng, recipe.segments, len(spoke)).astype(int)
    rows = draws.repeated(spoke[["source_id", "stance"]], number)
    further = rows["source_id"].duplicated() & (draws.even(rng, len(rows)) < recipe.neutral)
    rows["stance"] = rows["stance"].mask(further, "neutral")
    rows["code_id"] = draws.dealt(rng, _weights(recipe, claim), len(rows))
    coders = np.resize(np.array(recipe.coders), len(talks))
    coder = dict(zip(talks["source_id"], coders, strict=True))
    return rows.assign(coder_id=rows["source_id"].map(coder))


def _young_people(
    recipe: Coding, participants: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """What each young person said, coded by both: contact was positive for all who had it."""
    people = participants[["participant_id", "source_id"]]
    met = people[participants["direct_contact"]]
    known = participants["aware"].map(AWARENESS)
    parts = []
    for coder in recipe.coders:
        for claim, spoke, stance in (("experience", met, "supports"), ("awareness", people, known)):
            code = draws.dealt(rng, _weights(recipe, claim), len(spoke))
            parts.append(spoke.assign(coder_id=coder, code_id=code, stance=stance))
    return pd.concat(parts)


def _placed(recipe: Coding, rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Each segment's place in its transcript, in code points."""
    sources = rows["source_id"].unique()
    lengths = rng.integers(recipe.transcript.least, recipe.transcript.most, len(sources))
    length = rng.integers(recipe.segment.least, recipe.segment.most, len(rows))
    room = rows["source_id"].map(dict(zip(sources, lengths, strict=True))) - length
    rows = rows.assign(start=(rng.random(len(rows)) * room).astype("int64"))
    rows["end"] = rows["start"] + length
    rows = rows.sort_values(["source_id", "start", "coder_id"], kind="stable", ignore_index=True)
    return rows.assign(coding_id=draws.numbered("G", len(rows), 5))


def _double(
    recipe: Coding, codes: pd.DataFrame, both: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """For each code, segments judged by both coders, who differ on a set share of them."""
    first, second = recipe.coders[:2]
    parts = []
    for code in codes.loc[codes["claim_id"].notna(), "code_id"]:
        applied = draws.even(rng, recipe.units) < recipe.prevalence
        differ = draws.even(rng, recipe.units) < recipe.disagreement
        units = pd.DataFrame({"source_id": np.resize(both["source_id"], recipe.units)})
        units["unit_id"] = [f"{code}-{n:03d}" for n in range(1, recipe.units + 1)]
        units["code_id"] = code
        parts.append(units.assign(coder_id=first, applied=applied))
        parts.append(units.assign(coder_id=second, applied=applied ^ differ))
    return pd.concat(parts).sort_values(["code_id", "unit_id", "coder_id"], ignore_index=True)


def _framework(codings: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """A short summary of what each interview says on each theme."""
    named = codings.merge(codes[["code_id", "parent_id", "name"]], on="code_id")
    rows = []
    for (source, theme), part in named.groupby(["source_id", "parent_id"], sort=True):
        names = "; ".join(dict.fromkeys(part["name"]))
        rows.append((source, theme, f"Speaks of: {names}.", part["stance"].mode().iloc[0]))
    return pd.DataFrame(rows, columns=["source_id", "code_id", "summary", "stance"])
