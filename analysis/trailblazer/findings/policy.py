"""Disclosure policies: what an exact number becomes before anybody outside may see it.

Verdicts are computed on exact numbers; everything that is published goes through the policy of
the edition. Numbers are about people unless an estimate or a column says that they count
organisations: what nobody thought about is protected.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from trailblazer.estimates.estimate import Estimate, Evidence, Prominence, Unit

# A mean, a rate or a ratio of fewer is nearer to a person's own value than to a summary.
_DIGITS = re.compile(r"\d")
_PLACES: Mapping[Unit, int] = {
    "share": 2, "points": 2, "months": 1, "days": 0, "ratio": 2, "per_1000": 1, "draws": 2,
    "index": 2,
}  # fmt: skip
NOT_PUBLISHED = "a number that is not published"


@dataclass(frozen=True)
class Policy:
    """How small counts of people are kept from being told.

    Counts from 1 to ``smallest`` - 1 are suppressed and 0 stays 0; the others are rounded to
    ``base`` where there is one. Without rounding, what is left of a total is protected too.
    """

    name: str
    smallest: int = 0
    base: int = 0

    @property
    def controls(self) -> bool:
        """Whether anything is changed at all."""
        return self.smallest > 0

    @property
    def few(self) -> str:
        """What stands in words for a count that is suppressed because it is small."""
        return f"fewer than {self.smallest}"

    def hides(self, number: float) -> bool:
        """Whether a count of people is too small to be told; none at all is not."""
        return 0 < round(number) < self.smallest

    def count(self, number: float) -> int | None:
        """A count of people as it may be told; ``None`` where it is suppressed."""
        whole = round(number)
        if self.hides(whole):
            return None
        # Half way goes up, as hospital statistics are rounded.
        return math.floor(whole / self.base + 0.5) * self.base if self.base else whole

    def share(self, share: float, of: float) -> float | None:
        """A share of people as it may be told: of rounded counts, and only as exact as they are."""
        number = share * of
        base = self.count(of)
        if not base or self.hides(number) or (not self.base and self.hides(of - number)):
            return None
        if abs(number - round(number)) > 1e-6:  # weighted, or from a model
            return round(share, _PLACES["share"])
        told = self.count(number)
        return None if told is None else min(1.0, told / base)

    def estimate(self, exact: Estimate) -> Estimate:
        """An estimate as it may be published."""
        if not self.controls or exact.about == "organisations":
            return exact
        n = self.count(exact.n)
        of = None if exact.denominator is None else self.count(exact.denominator)
        value = None if exact.value is None else self._value(exact, exact.value)
        withheld = "" if exact.value is None or value is not None else self._instead(exact)
        low, high = self._limits(exact, value)
        return exact.model_copy(
            update={
                "value": value, "low": low, "high": high,
                "level": exact.level if low is not None else None,
                "n": n or 0, "n_withheld": n is None, "denominator": of, "withheld": withheld,
                "note": "" if _DIGITS.search(exact.note) else exact.note,
            }
        )  # fmt: skip

    def evidence(self, exact: Mapping[str, Evidence]) -> dict[str, Evidence]:
        """Everything a finding rests on, as it may be published, under the same names."""
        return {name: self.published(item) for name, item in exact.items()}

    def published(self, exact: Evidence) -> Evidence:
        """An estimate or a prominence as it may be published."""
        if isinstance(exact, Estimate):
            return self.estimate(exact)
        parts = {p: self.estimate(getattr(exact, p)) for p in Prominence.PARTS}
        return exact.model_copy(update=parts)

    def _value(self, exact: Estimate, value: float) -> float | None:
        if exact.unit in ("people", "count"):
            if not self.base and self.hides(exact.n - value):
                return None
            told = self.count(value)
            return None if told is None else float(told)
        if self.hides(exact.n):
            return None
        if exact.unit == "share" and 0 <= value <= 1:
            return self.share(value, exact.n)
        return round(value, _PLACES[exact.unit])

    def _instead(self, exact: Estimate) -> str:
        """What may be said in place of a value: how small it is, or how near to all, or nothing."""
        value, base = exact.value or 0.0, self.count(exact.n)
        if exact.unit in ("people", "count") and self.hides(value):
            return self.few
        if exact.unit != "share" or not base:
            return NOT_PUBLISHED
        # Whatever the exact base was, it was no smaller than this.
        most = math.ceil(100 * self.smallest / (base - self.base / 2))
        if most >= 100:
            return NOT_PUBLISHED
        return f"under {most}%" if self.hides(value * exact.n) else f"over {100 - most}%"

    def _limits(self, exact: Estimate, value: float | None) -> tuple[float | None, float | None]:
        """Limits as far from the published value as the exact are from the exact, widened.

        The exact limits would give the exact count away.
        """
        if value is None or exact.value is None or exact.low is None or exact.high is None:
            return None, None
        counted = exact.unit in ("people", "count")
        step = float(self.base or 1) if counted else 10.0 ** -_PLACES[exact.unit]
        moved = value - exact.value
        low: float = math.floor(round((exact.low + moved) / step, 6)) * step
        high: float = math.ceil(round((exact.high + moved) / step, 6)) * step
        if exact.unit == "share":
            low, high = max(0.0, low), min(1.0, high)
        elif exact.low >= 0:
            low = max(0.0, low)
        return min(round(low, 6), value), max(round(high, 6), value)


NONE = Policy("none")
POLICIES: Mapping[str, Policy] = {
    p.name: p for p in (Policy("nhs_england", 8, 5), Policy("threshold_10", 10), NONE)
}
