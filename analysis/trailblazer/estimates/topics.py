"""Who was asked about a claim, and which coded segments bear on it."""

from __future__ import annotations

import pandas as pd


def tagged(ids: pd.Series[str], claim: str) -> pd.Series[bool]:
    """Which cells, each a list of claim ids separated by semicolons, name the claim."""
    names = ids.fillna("").map(lambda cell: claim in {i.strip() for i in cell.split(";")})
    return names.astype(bool)


def stances(claim: str, codes: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """The coded segments that take a stance on the claim: source_id, participant_id, stance."""
    own = codes.loc[codes["claim_id"] == claim, "code_id"]
    rows = codings["code_id"].isin(own)
    return codings.loc[rows, ["source_id", "participant_id", "stance"]]


def only(codes: pd.DataFrame, named: str) -> pd.DataFrame:
    """The codes whose ids are named, separated by semicolons: for a part of a claim."""
    return codes[codes["code_id"].isin([code.strip() for code in named.split(";")])]
