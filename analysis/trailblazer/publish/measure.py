"""What the card of a claim measures: the number its headline gives, what was needed, a picture."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from trailblazer.estimates.estimate import Estimate, Prominence
from trailblazer.findings.numbers import number
from trailblazer.findings.proposition import Bars, Proposition
from trailblazer.findings.record import Finding, TestedProposition
from trailblazer.findings.register import load_register
from trailblazer.findings.wording import Value
from trailblazer.present.judgement import RELATION_WORDS
from trailblazer.present.words import counted, joined

Part = Literal["sources", "groups", "sites"]

_WHOLE = (0.0, 1.0)
_EITHER_WAY = (-1.0, 1.0)
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
# A ratio of twice the rate is the end of its line, unless it or its interval goes further.
_TWICE = 2.0
_OF_VIEW: Mapping[Part, str] = {
    "sources": "{} of the interviews that asked",
    "groups": "{}",
    "sites": "{} of the case-study sites",
}


@dataclass(frozen=True)
class Measure:
    """A number that decides a claim: what it tests, its name among the values, and its place.

    ``scale`` holds the ends of the line it is drawn on, ``mark`` what was needed on that line, and
    ``needed`` the same in words.
    """

    tested: str
    name: str
    value: float
    low: float | None
    high: float | None
    scale: tuple[float, float]
    mark: float | None
    needed: str
    of_all: bool = False
    ratio: bool = False


def leading(finding: Finding, known: Mapping[str, Value]) -> Measure | None:
    """The deciding number that the short sentence of a finding gives first, else its headline.

    Where neither gives one, that of the part whose words share most numbers with the short
    sentence, the first among equals; ``None`` where none can be drawn.
    """
    rules = {p.id: p for p in load_register().claims[finding.id].propositions}
    found = [
        measure
        for p in finding.propositions
        if p.essential and p.outcome != "gated" and p.id in rules
        for measure in _measures(finding, p, rules[p.id])
    ]
    for text in (finding.brief, finding.headline):
        told = {m: _place(text, known, f"{finding.id}.{m.name}") for m in found}
        quoted = [m for m in found if told[m] is not None]
        if quoted:
            return min(quoted, key=lambda m: told[m] or 0)
    numbers = set(_NUMERAL.findall(finding.brief))
    words = {p.statement: set(_NUMERAL.findall(p.words)) for p in finding.propositions}
    return max(found, key=lambda m: len(numbers & words[m.tested]), default=None)


def measured(known: Mapping[str, Value], name: str, *, of_all: bool = False) -> str:
    """The published words of a number: so many of so many where it is a count, else as told."""
    count, base = known.get(f"{name}.count"), known[f"{name}.n"]
    told, whole = known[name].text, known[f"{name}.with_interval"].text
    if of_all:
        return f"{told} of {base.text}"
    return f"{count.text} of {base.text} ({told})" if count is not None and whole == told else whole


def spark(measure: Measure) -> str:
    """A number as a dot on its line, with its interval and what was needed; a picture only.

    What it shows stands in words beside it, so that it is hidden from assistive technology.
    """
    low, high = measure.scale

    def at(value: float) -> str:
        return f"{100 * min(max((value - low) / (high - low), 0), 1):.1f}%"

    bar = mark = ""
    if measure.low is not None and measure.high is not None:
        start, end = at(measure.low), at(measure.high)
        bar = f'<line class="interval" x1="{start}" x2="{end}" y1="10" y2="10"/>'
    if measure.mark is not None:
        place = at(measure.mark)
        mark = f'<line class="needed" x1="{place}" x2="{place}" y1="1" y2="19"/>'
    return (
        '<svg class="spark" width="100%" height="20" aria-hidden="true" focusable="false">'
        '<line class="track" x1="0%" x2="100%" y1="10" y2="10"/>'
        '<line class="end" x1="0%" x2="0%" y1="5" y2="15"/>'
        '<line class="end" x1="100%" x2="100%" y1="5" y2="15"/>'
        f'{bar}{mark}<circle class="dot" cx="{at(measure.value)}" cy="10" r="5"/></svg>'
    )


def _measures(finding: Finding, p: TestedProposition, rule: Proposition) -> Iterator[Measure]:
    """The numbers of one part of a claim that a line can show."""
    view = finding.prominence.get(p.estimate)
    if view is not None and rule.prominence is not None:
        yield from _of_view(p, view, rule)
        return
    estimate = finding.estimates.get(p.estimate)
    if estimate is None or estimate.value is None:
        return
    if rule.rule == "universal":
        if estimate.n and not estimate.n_withheld:
            share = estimate.value / estimate.n
            yield Measure(
                p.statement,
                p.estimate,
                share,
                None,
                None,
                _WHOLE,
                0.0,
                "not a single one",
                of_all=True,
            )
        return
    scale = _scale(estimate)
    if scale is None or rule.relation is None or rule.threshold is None:
        return
    needed = f"{RELATION_WORDS[rule.relation]} {number(rule.threshold, estimate.unit)}"
    if estimate.has_interval:
        needed = f"{needed}, with the whole interval"
    yield Measure(
        p.statement, p.estimate, estimate.value, estimate.low, estimate.high, scale,
        rule.threshold, needed, ratio=estimate.unit == "ratio",
    )  # fmt: skip


def _of_view(p: TestedProposition, view: Prominence, rule: Proposition) -> Iterator[Measure]:
    """How widely a view is held: by its interviews, and by its sites where they are asked for."""
    assert rule.prominence is not None
    needed = _bars(rule.prominence)
    if rule.or_prominence is not None:
        needed = f"{needed}, or {_bars(rule.or_prominence)}"
    parts: tuple[tuple[Part, Estimate], ...] = (("sources", view.sources), ("sites", view.sites))
    for part, estimate in parts:
        bar = rule.prominence.get(part)
        if bar is not None and estimate.unit == "share" and estimate.value is not None:
            yield Measure(
                p.statement, f"{p.estimate}.{part}", estimate.value, None, None, _WHOLE, bar.met,
                needed,
            )  # fmt: skip


def _bars(bars: Bars) -> str:
    """What has to be reached, in words: so many of the interviews, groups and sites."""
    told = []
    for part, words in _OF_VIEW.items():
        bar = bars.get(part)
        if bar is not None:
            few = counted(bar.met, "group of interviewees", "groups of interviewees")
            told.append(words.format(few if part == "groups" else number(bar.met, "share")))
    return f"at least {joined(told)}"


def _scale(estimate: Estimate) -> tuple[float, float] | None:
    """The ends of the line for a unit; ``None`` for a unit that has none, or a value beyond."""
    assert estimate.value is not None
    if estimate.unit in ("share", "draws"):
        return _WHOLE if 0 <= estimate.value <= 1 else None
    if estimate.unit == "points":
        return _EITHER_WAY if -1 <= estimate.value <= 1 else None
    if estimate.unit == "ratio":
        furthest = max(_TWICE, estimate.value, estimate.high or 0)
        return 0.0, float(math.ceil(furthest))
    return None


def _place(text: str, known: Mapping[str, Value], name: str) -> int | None:
    """Where a text gives a value, as a number or as so many of so many; ``None`` if nowhere."""
    count, base = known.get(f"{name}.count"), known.get(f"{name}.n")
    told = [re.escape(known[name].text)]
    if count is not None and base is not None:
        told.append(rf"{re.escape(count.text)} of (?:the )?{re.escape(base.text)}")
    places = [
        match.start()
        for words in told
        if (match := re.search(rf"(?<![\d.,]){words}(?![\d%])", text)) is not None
    ]
    return min(places, default=None)
