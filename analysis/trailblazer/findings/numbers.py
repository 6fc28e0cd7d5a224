"""Numbers as a reader sees them: one place decides how each unit is written."""

from __future__ import annotations

from trailblazer.estimates.estimate import Estimate, Unit

NONE = "not available"
MINUS = "\u2212"


def number(value: float | None, unit: Unit) -> str:
    """A value in words and figures: ``0.523, "share"`` is ``52%``; ``None`` is *not available*.

    A share that is not exactly none or all is never rounded to 0% or 100%. What is below zero has
    a minus sign, which is not a hyphen.
    """
    if value is None:
        return NONE
    written = _written(abs(value), unit)
    return written if value >= 0 else signed(f"-{written}")


def signed(text: str) -> str:
    """A number in figures with a minus sign for a hyphen, and with none for nothing."""
    if not text.startswith("-"):
        return text
    return f"{MINUS}{text[1:]}" if any(digit in text for digit in "123456789") else text[1:]


def _written(value: float, unit: Unit) -> str:
    """A value that is not below zero."""
    if unit == "share":
        return _percent(value)
    if unit == "draws":
        return f"{_percent(value)} of re-draws"
    if unit == "points":
        points = round(100 * value)
        return f"{points} percentage point{'' if points == 1 else 's'}"
    if unit in ("count", "people"):
        return f"{value:,.0f}"
    if unit == "months":
        return f"{value:.1f} months"
    if unit == "days":
        return f"{value:,.0f} day{'' if round(value) == 1 else 's'}"
    if unit == "per_1000":
        return f"{value:.1f} per 1,000"
    return f"{value:.2f}"


def _percent(share: float) -> str:
    if 0 < share <= 0.005:
        return "less than 1%"
    if 0.995 <= share < 1:
        return "more than 99%"
    return f"{100 * share:.0f}%"


def told(estimate: Estimate) -> str:
    """The value of an estimate, or what may be told instead of one that is withheld."""
    return estimate.withheld or number(estimate.value, estimate.unit)


def bounds(estimate: Estimate) -> str:
    """The interval without its level: ``49% to 55%``; empty when there is none."""
    if not estimate.has_interval:
        return ""
    low, high = number(estimate.low, estimate.unit), number(estimate.high, estimate.unit)
    # A unit that is a word is said once: 22 to 32 percentage points.
    return f"{low.split(' ')[0] if low.lstrip(MINUS)[:1].isdigit() else low} to {high}"


def interval(estimate: Estimate) -> str:
    """The interval with its level: ``95% confidence interval 49% to 55%``; empty when none."""
    if estimate.level is None:
        return ""
    return f"{100 * estimate.level:g}% confidence interval {bounds(estimate)}"


def with_interval(estimate: Estimate) -> str:
    """The value and, where there is one, its interval in brackets."""
    text = told(estimate)
    return f"{text} ({interval(estimate)})" if estimate.has_interval else text


def and_interval(estimate: Estimate) -> str:
    """The value and, where there is one, its interval after a comma, for use inside brackets."""
    text = told(estimate)
    return f"{text}, {interval(estimate)}" if estimate.has_interval else text
