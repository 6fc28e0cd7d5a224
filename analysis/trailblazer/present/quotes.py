"""Cleared quotes: the only words of participants that may ever be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from trailblazer.present import myst, published
from trailblazer.present.words import NO_LABELS, counted, inside, label

STANCES = ("supports", "qualifies", "contradicts")
STANCE_WORDS = {
    "supports": "In support",
    "qualifies": "With a reservation",
    "contradicts": "Against",
}
# Where a set's attribution names the site; readers get the name that the figures use.
_PLACE = re.compile(r",?\s*case[- ]study site\b.*$", re.IGNORECASE)


def cleared(
    claim: str,
    tables: Mapping[str, pd.DataFrame],
    sites: Mapping[str, str],
    each: int = 2,
    rounds: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Quotes cleared for publication that bear on a claim, at most ``each`` a stance.

    Returns columns ``stance, text, attribution``: those in support first, then those with a
    reservation, then those against, and within a stance from as many groups as there are.
    ``sites`` maps ids of case-study sites to the names that readers see. With ``rounds`` only what
    was said in those counts.
    """
    sources = tables["sources"][["source_id", "site_id", "group"]]
    said = _codings(claim, tables, rounds).merge(sources, on="source_id", how="left")
    quotes = tables["quotes"].dropna(subset=["cleared_by", "cleared_on"])
    found = quotes.merge(said, on="coding_id").sort_values("quote_id")
    found = found[found["stance"].isin(STANCES)]
    order = found["stance"].map({s: i for i, s in enumerate(STANCES)})
    turn = found.groupby(["stance", "group"]).cumcount()
    found = found.assign(order=order, turn=turn).sort_values(["order", "turn", "quote_id"])
    found = found.groupby("order", sort=False).head(each)
    named = tables["sites"]
    names = dict(zip(named["site_id"], named["site_name"], strict=True))
    who = [_attribution(row, sites, names) for _, row in found.iterrows()]
    found = found.assign(attribution=pd.Series(who, index=found.index, dtype="str"))
    return found[["stance", "text", "attribution"]].reset_index(drop=True)


def against(
    claim: str,
    tables: Mapping[str, pd.DataFrame],
    shown: pd.DataFrame,
    rounds: Sequence[int] | None = None,
) -> str:
    """What to say where no words against a claim are shown; empty where some are.

    Silence is said aloud: nothing against was coded, or it was and none of it is cleared.
    """
    codings = _codings(claim, tables, rounds)
    if codings.empty or (shown["stance"] == "contradicts").any():
        return ""
    sources = codings.loc[codings["stance"] == "contradicts", "source_id"].nunique()
    if sources == 0:
        return "No coded passage speaks against it."
    told = published.current().count(sources)
    many = "interviews, focus groups or documents"
    where = (
        f"few {many}" if told is None else counted(told, "interview, focus group or document", many)
    )
    return f"Words against it were coded in {where}; none of them is cleared for publication."


def as_myst(quotes: pd.DataFrame, note: str = "", *, synthetic: bool) -> str:
    """Quotes as block quotes, each with its stance in words and its group-level attribution."""
    blocks = []
    for stance, said in quotes.groupby("stance", sort=False):
        blocks.append(_lead(str(stance), synthetic))
        blocks += [
            f"> {myst.text(q.text)}\n>\n> -- {myst.text(q.attribution)}" for q in said.itertuples()
        ]
    blocks += [myst.text(note)] if note else []
    # A comment between two quotes keeps Markdown from joining them into one.
    return "\n\n% next\n\n".join(blocks)


def as_html(quotes: pd.DataFrame, note: str = "", *, synthetic: bool) -> str:
    """Quotes for Jupyter."""
    said = "".join(
        f"<p>{_lead(str(q.stance), synthetic)}</p><blockquote>{myst.html_text(str(q.text))}"
        f"<br>{myst.html_text(str(q.attribution))}</blockquote>"
        for q in quotes.itertuples()
    )
    return f"{said}<p>{myst.html_text(note)}</p>" if note else said


def _lead(stance: str, synthetic: bool) -> str:
    """What stands above the words of one stance; of invented ones it says that they are."""
    invented = " (words invented for this set)" if synthetic else ""
    return f"{STANCE_WORDS[stance]}{invented}:"


def _codings(
    claim: str, tables: Mapping[str, pd.DataFrame], rounds: Sequence[int] | None
) -> pd.DataFrame:
    codes, codings = tables["codes"], tables["codings"]
    own = codes.loc[codes["claim_id"] == claim, "code_id"]
    rows = codings["code_id"].isin(own)
    if rounds is not None:
        sources = tables["sources"]
        rows &= codings["source_id"].isin(sources.loc[sources["round"].isin(rounds), "source_id"])
    return codings.loc[rows, ["coding_id", "source_id", "participant_id", "stance"]]


def _attribution(quote: pd.Series, sites: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Who spoke, as a group, and in which case-study site, by the name that readers see.

    The set's own words say who, unless they name the person, the source or the site: then the
    group does.
    """
    who = _PLACE.sub("", quote["attribution"]).strip()
    keys = [quote["participant_id"], quote["source_id"], quote["site_id"]]
    telling = [str(k) for k in [*keys, names.get(quote["site_id"])] if pd.notna(k)]
    if not who or any(key.lower() in who.lower() for key in telling):
        who = label(quote["group"], NO_LABELS)
    place = sites.get(quote["site_id"])
    return f"{who}, {inside(place)}" if place else who
