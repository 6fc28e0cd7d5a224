"""Several items of one survey together: each estimated in more than one way, and all tested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from statsmodels.stats.multitest import multipletests

from trailblazer.estimates.change import Change, change
from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.survey import Likert, likert

TESTS = ("claim", "p_half", "p_half_adjusted", "p_change", "p_change_adjusted")


@dataclass(frozen=True)
class Item:
    """One item: the answers that are judged, and the same estimated in other defensible ways.

    ``earlier`` is the first round in place of the latest, ``complete`` leaves out those who
    answered only in part.
    """

    latest: Likert
    earlier: Likert
    complete: Likert
    change: Change

    @property
    def evidence(self) -> dict[str, Estimate]:
        """Every estimate by the name that the register uses, to conclude a claim with."""
        return {
            "agree": self.latest.agree,
            "disagree": self.latest.disagree,
            "net": self.latest.net,
            "response_rate": self.latest.response_rate,
            "agree_unweighted": self.latest.agree_unweighted,
            "net_unweighted": self.latest.net_unweighted,
            "agree_earlier": self.earlier.agree,
            "net_earlier": self.earlier.net,
            "response_rate_earlier": self.earlier.response_rate,
            "agree_complete": self.complete.agree,
            "net_complete": self.complete.net,
            "change": self.change.difference,
            "change_same": self.change.paired,
        }


@dataclass(frozen=True)
class Battery:
    """The items on several claims, by claim, in the order given.

    ``tests`` (claim, p_half, p_half_adjusted, p_change, p_change_adjusted) has a row for each item
    that was answered: the t tests that half agree and that nothing changed between rounds, and
    both after allowing for the number of items.
    """

    items: Mapping[str, Item]
    tests: pd.DataFrame

    def __getitem__(self, claim: str) -> Item:
        return self.items[claim]


def battery(
    claims: Sequence[str], *, population: str, confidence_level: float = 0.95, **tables: Any
) -> Battery:
    """Estimate the items on several claims; ``tables`` are those that ``likert`` takes.

    Among many items some will differ by chance. Each family of tests (half agree; no change) is
    therefore adjusted so that the share of false discoveries stays at the level that is read off.
    Source: Benjamini and Hochberg (1995).
    """
    asked = {"population": population, "confidence_level": confidence_level, **tables}
    items = {claim: _item(claim, asked) for claim in claims}
    rows = [
        (claim, item.latest.p_half, item.change.p_value)
        for claim, item in items.items()
        if item.latest.agree.value is not None
    ]
    tests = pd.DataFrame(rows, columns=["claim", "p_half", "p_change"])
    for name in ("p_half", "p_change"):
        tests[f"{name}_adjusted"] = false_discovery(tests[name].astype(float))
    return Battery(items, tests[list(TESTS)])


def false_discovery(p_values: pd.Series[float]) -> pd.Series[float]:
    """Benjamini and Hochberg's adjusted p-values; a test that could not be made counts for none."""
    made = p_values.dropna()
    if made.empty:
        return p_values
    adjusted = multipletests(made.to_numpy(), method="fdr_bh")[1]
    return pd.Series(adjusted, index=made.index).reindex(p_values.index)


def _item(claim: str, asked: dict[str, Any]) -> Item:
    moved = change(claim, **asked)
    return Item(
        latest=likert(claim, **asked),
        earlier=likert(claim, round=moved.rounds[0], **asked),
        complete=likert(claim, dispositions=("complete",), **asked),
        change=moved,
    )
