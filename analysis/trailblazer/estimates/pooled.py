"""The rate ratio of groups taken together, as recorded and under other choices."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.group_ratios import compare
from trailblazer.estimates.intervals import Interval
from trailblazer.estimates.partial import joined
from trailblazer.estimates.rate_ratio import RateRatio

RATIO = "Mantel-Haenszel rate ratio over sites, Greenland-Robins interval"
ADJUSTED = "Mantel-Haenszel rate ratio over sites, pupils weighted by relative need"
OVER_SITES = "the same ratio, whole sites drawn again; BCa bootstrap"
SAME_NEED = "every group is taken to have the same need"


def pooled(
    cells: pd.DataFrame,
    groups: list[str],
    reference: str,
    people: int,
    *,
    level: float,
    why: str,
    need_differs: bool,
) -> dict[str, Estimate]:
    """The groups taken together against the reference, in the ways that a reader may ask for.

    Estimates by the names that :class:`~trailblazer.estimates.equity.Disparity` has for them.
    ``people`` is how many were supported in all these groups; ``why`` says why there is no ratio.
    """
    plain = compare(cells, groups, reference)
    adjusted, half = (compare(cells, groups, reference, base=b) for b in ("need", "half_need"))
    # Sharing out the unknown adds no information: the interval stays as wide as it was. It needs
    # every count of a site: those shared out would else go to the groups that happen to be known.
    whole = cells[cells["whole"]]
    known, pupils = (
        replace(compare(whole, groups, reference, base="need", people=way), error=adjusted.error)
        for way in ("as_known", "as_pupils")
    )
    named = f"groups compared against the group {spoken(reference)}"
    same_need = not need_differs and not (why and math.isnan(adjusted.ratio))
    note = joined(SAME_NEED if same_need else "", why)
    ways: dict[str, tuple[str, RateRatio, str, str]] = {
        "ratio": ("Rate ratio", plain, RATIO, why),
        "ratio_adjusted": ("Rate ratio allowing for need", adjusted, ADJUSTED, note),
        "ratio_half_need": ("Rate ratio, needs differing half as much", half, ADJUSTED, note),
        "ratio_as_known": ("Rate ratio, unknown like the others", known, ADJUSTED, note),
        "ratio_as_pupils": ("Rate ratio, unknown like the pupils", pupils, ADJUSTED, note),
    }
    return {
        name: _ratio(f"{label}, {named}", found, method, people, level, said)
        for name, (label, found, method, said) in ways.items()
    }


def spoken(group: str) -> str:
    """The code of a group as words in a label: ``no_religion`` is “no religion”."""
    return f"“{group.replace('_', ' ')}”"


def redrawn(adjusted: Estimate, limits: Interval | None) -> Estimate:
    """The need-adjusted ratio with the interval from drawing sites; without one it has none."""
    low, high = limits if limits and adjusted.has_interval else (None, None)
    changed = {
        "label": f"{adjusted.label}, sites drawn again", "method": OVER_SITES, "low": low,
        "high": high, "level": None if low is None else adjusted.level,
    }  # fmt: skip
    return adjusted.model_copy(update=changed)


def needs_differ(cells: pd.DataFrame) -> bool:
    """Whether the stated need differs between groups anywhere, so that allowing for it matters."""
    need = (cells["need"] / cells["pupils"]).groupby(cells["site_id"])
    return bool((need.max() - need.min() > 1e-9).any())


def _ratio(
    label: str, found: RateRatio, method: str, people: int, level: float, note: str
) -> Estimate:
    known = not math.isnan(found.error) and not math.isnan(found.ratio)
    low, high = found.interval(level) if known else (None, None)
    return Estimate(
        label=label, value=None if math.isnan(found.ratio) else found.ratio, low=low, high=high,
        level=level if known else None, method=method, unit="ratio", n=people,
        population="sample", note=note if known else note or "a group had nobody supported",
    )  # fmt: skip
