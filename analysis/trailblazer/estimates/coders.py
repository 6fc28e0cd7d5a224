"""Who coded: what some coders alone found, to see whether a result hangs on one of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def coded_by(
    sources: pd.DataFrame, codings: pd.DataFrame, coders: Sequence[str] | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sources and the codings as if these coders alone had worked; all of them when ``None``.

    A source in which none of them coded anything is left out: nobody can tell whether they read
    it and found nothing or never opened it, and silence counts only in what was read.
    """
    if coders is None:
        return sources, codings
    own = codings[codings["coder_id"].isin(coders)]
    return sources[sources["source_id"].isin(own["source_id"])], own


def main_coders(codings: pd.DataFrame) -> list[list[str]]:
    """The two coders with most codings, each as a list of one; the same one twice if alone.

    Counted over all codings and not over one claim's, so that they are the same two in every
    claim. Two empty lists where nothing was coded.
    """
    busiest = codings["coder_id"].value_counts().rename_axis("coder").reset_index(name="codings")
    ranked = busiest.sort_values(["codings", "coder"], ascending=[False, True])["coder"]
    first, second = ranked.iloc[:1], ranked.iloc[1:2]
    return [list(first), list(first if second.empty else second)]
