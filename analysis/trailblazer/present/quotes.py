"""Cleared quotes: the only words of participants that may ever be shown."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.present import myst

STANCES = ("supports", "qualifies", "contradicts")
STANCE_WORDS = {
    "supports": "In support",
    "qualifies": "With a reservation",
    "contradicts": "Against",
}


def cleared(claim: str, tables: Mapping[str, pd.DataFrame], each: int = 2) -> pd.DataFrame:
    """Quotes cleared for publication that bear on a claim, at most ``each`` a stance.

    Returns columns ``stance, text, attribution``: those in support first, then those with a
    reservation, then those against, which are never left out.
    """
    codes = tables["codes"]
    own = codes.loc[codes["claim_id"] == claim, "code_id"]
    codings = tables["codings"]
    codings = codings.loc[codings["code_id"].isin(own), ["coding_id", "stance"]]
    quotes = tables["quotes"].dropna(subset=["cleared_by", "cleared_on"])
    found = quotes.merge(codings, on="coding_id").sort_values("quote_id")
    found = found.groupby("stance", sort=False).head(each)
    order = found["stance"].map({s: i for i, s in enumerate(STANCES)})
    found = found.assign(order=order).dropna(subset=["order"]).sort_values(["order", "quote_id"])
    return found[["stance", "text", "attribution"]].reset_index(drop=True)


def as_myst(quotes: pd.DataFrame) -> str:
    """Quotes as block quotes, each with its stance in words and its group-level attribution."""
    blocks = []
    for stance, said in quotes.groupby("stance", sort=False):
        blocks.append(f"{STANCE_WORDS[str(stance)]}:")
        blocks += [
            f"> {myst.text(q.text)}\n>\n> -- {myst.text(q.attribution)}" for q in said.itertuples()
        ]
    # A comment between two quotes keeps Markdown from joining them into one.
    return "\n\n% next\n\n".join(blocks)


def as_html(quotes: pd.DataFrame) -> str:
    """Quotes for Jupyter."""
    return "".join(
        f"<p>{STANCE_WORDS[str(q.stance)]}:</p><blockquote>{myst.html_text(str(q.text))}"
        f"<br>{myst.html_text(str(q.attribution))}</blockquote>"
        for q in quotes.itertuples()
    )
