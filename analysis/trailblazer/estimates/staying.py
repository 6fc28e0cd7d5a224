"""The share that is still there after a time: in the same post, or in the field."""

from __future__ import annotations

import pandas as pd

from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.intervals import Interval, exact
from trailblazer.estimates.survival import followed_at, kaplan_meier, log_log, observed_spells

DELAYED = "Kaplan-Meier with delayed entry, log-log interval"
# Going on in mental health work with children: another team or service, or a promotion.
MOVES = ("other_mhst", "other_cypmhs", "promoted_within")
IN_FIELD = (
    "Kaplan-Meier with delayed entry; moves within the field end observation, log-log interval"
)
FROM_DAY_ONE = "Kaplan-Meier as if everybody had been followed from their first day"
YEAR = 12
FEW = 10


def still_in_post(
    observed: pd.DataFrame, months: int, method: str = DELAYED, level: float = 0.95
) -> Estimate:
    """The share of spells in a post that last ``months``; ``observed`` as ``observed_spells`` has.

    No value where nobody was being followed that long after starting.
    """
    label, years = f"Still in post after {months} months", months / 12
    if observed.empty:
        return nothing(label, "share", "sample", method)
    if followed_at(observed, years) == 0:
        return Estimate(
            label=label, value=None, unit="share", n=len(observed), population="sample",
            method=method, note=f"nobody was being followed {months} months into a post",
        )  # fmt: skip
    steps = kaplan_meier(observed)
    reached = steps[steps["years"] <= years]
    value = float(reached["survival"].iloc[-1]) if len(reached) else 1.0
    found = _interval(observed, reached, years, level)
    low, high = found or (None, None)
    return Estimate(
        label=label, value=value, low=low, high=high, level=level if found else None,
        method=method, unit="share", n=len(observed), population="sample",
        note=_reservation(observed, reached),
    )  # fmt: skip


def still_in_field(
    observed: pd.DataFrame, months: int, level: float = 0.95, method: str = IN_FIELD
) -> Estimate:
    """Leaving counted as staff statistics of the health service count it: moves are no loss."""
    moved = observed["destination"].isin(MOVES)
    found = still_in_post(observed.assign(left=observed["left"] & ~moved), months, method, level)
    return found.model_copy(update={"label": f"Still in the field after {months} months"})


def in_field_otherwise(
    spells: pd.DataFrame,
    *,
    role: str = "emhp",
    start: pd.Timestamp,
    end: pd.Timestamp,
    confidence_level: float = 0.95,
) -> dict[str, Estimate]:
    """The share still in the field a year after starting, in other defensible ways.

    ``in_field_9`` and ``in_field_15`` read the curve at nine and at fifteen months and say what a
    whole year at that pace would leave; ``in_field_from_day_one`` takes nobody to have left before
    observation began, which is too favourable.
    """
    observed = observed_spells(spells[spells["role"] == role], start=start, end=end)
    level = confidence_level
    return {
        **{
            f"in_field_{months}": _at_a_year(still_in_field(observed, months, level), months)
            for months in (9, 15)
        },
        "in_field_from_day_one": still_in_field(
            observed.assign(entry=0.0), YEAR, level, f"{FROM_DAY_ONE}; moves are no loss"
        ),
    }


def _at_a_year(found: Estimate, months: int) -> Estimate:
    """A share after so many months as the share that a year at the same pace would leave."""
    power = YEAR / months
    ends = {
        name: None if end is None else end**power
        for name, end in (("value", found.value), ("low", found.low), ("high", found.high))
    }
    label = f"Still in the field after a year, at the pace of the first {months} months"
    return found.model_copy(update={**ends, "label": label})


def _interval(
    observed: pd.DataFrame, reached: pd.DataFrame, years: float, level: float
) -> Interval | None:
    if reached.empty:
        # Nobody had left: what the number still followed can rule out.
        followed = followed_at(observed, years)
        return exact(followed, followed, level=level)
    survival, error = reached["survival"].iloc[-1], reached["error"].iloc[-1]
    return log_log(survival, error, level=level) if survival > 0 else None


def _reservation(observed: pd.DataFrame, reached: pd.DataFrame) -> str:
    """Where the estimate leans on a handful of people, or on nobody's first weeks."""
    unseen = 12 * float(observed["entry"].min())
    if unseen > 0:
        return f"nobody was seen in their first {unseen:.1f} months, so who left then is missing"
    fewest = reached["at_risk"].min()
    return f"as few as {fewest:.0f} were followed at some time" if fewest < FEW else ""
