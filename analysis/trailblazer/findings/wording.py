"""Words that follow the data: templates of the register filled with published numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict

from trailblazer.errors import RegisterError
from trailblazer.estimates.estimate import Estimate, Evidence, Prominence
from trailblazer.findings import numbers
from trailblazer.findings.claim import Claim, Verdict
from trailblazer.findings.verdict import Judged

_PLACE = re.compile(r"\{([a-z0-9_.-]+)\}")
_OPTIONAL = re.compile(r"\s*\[([^\[\]]*)\]")


# What stands for a number of people that is too small to be told.
TOO_FEW = "very few"


class Value(BaseModel):
    """Something a page may quote: the words a reader sees and, where it is one, the number."""

    model_config = ConfigDict(frozen=True)

    text: str
    number: float | None = None


def values(evidence: Mapping[str, Evidence]) -> dict[str, Value]:
    """Every quotable value of the evidence.

    An estimate called ``direct`` gives ``direct`` (52%), ``direct.interval`` (95% confidence
    interval 49% to 55%), ``direct.bounds``, ``direct.low``, ``direct.high``, ``direct.n``,
    ``direct.with_interval`` (the interval in brackets) and ``direct.and_interval`` (after a comma,
    for use inside brackets) and ``direct.note``; a prominence gives the same under ``.sources``,
    ``.groups``, ``.sites`` and ``.against``, with ``of`` for the number asked.
    """
    found: dict[str, Value] = {}
    for name, item in evidence.items():
        if isinstance(item, Prominence):
            for part in ("sources", "groups", "sites", "against"):
                found |= _estimate(f"{name}.{part}", getattr(item, part))
        else:
            found |= _estimate(name, item)
    return dict(sorted(found.items()))


def _estimate(name: str, e: Estimate) -> dict[str, Value]:
    found = {
        name: Value(text=numbers.told(e), number=e.value),
        f"{name}.n": _n(e),
        f"{name}.with_interval": Value(text=numbers.with_interval(e)),
        f"{name}.and_interval": Value(text=numbers.and_interval(e)),
        f"{name}.note": Value(text=e.note or numbers.NONE),
    }
    if e.unit == "share" and e.value is not None:
        count = round(e.value * e.n)
        if abs(e.value * e.n - count) < 1e-9:
            found[f"{name}.count"] = Value(text=f"{count:,}", number=count)
    if e.n_withheld and e.denominator is None:
        found[f"{name}.of"] = Value(text=TOO_FEW)
    if e.denominator is not None:
        found[f"{name}.of"] = Value(text=f"{e.denominator:,}", number=e.denominator)
    if e.withheld:
        # What a sentence may quote of it besides, so that it can be filled.
        parts = ("count", "interval", "bounds", "low", "high")
        found |= {f"{name}.{part}": Value(text=e.withheld) for part in parts}
        if e.unit == "share" and e.withheld.startswith(("under", "over")):
            few = "few" if e.withheld.startswith("under") else "all but a few"
            found[f"{name}.count"] = Value(text=few)
    if e.has_interval:
        found |= {
            f"{name}.bounds": Value(text=numbers.bounds(e)),
            f"{name}.interval": Value(text=numbers.interval(e)),
            f"{name}.low": Value(text=numbers.number(e.low, e.unit), number=e.low),
            f"{name}.high": Value(text=numbers.number(e.high, e.unit), number=e.high),
        }
    return found


def _n(e: Estimate) -> Value:
    return Value(text=TOO_FEW) if e.n_withheld else Value(text=f"{e.n:,}", number=e.n)


def thresholds(judged: Iterable[Judged], evidence: Mapping[str, Evidence]) -> dict[str, Value]:
    """The threshold of each proposition that rests on one estimate, as ``<estimate>.threshold``."""
    found: dict[str, Value] = {}
    for p in (j.proposition for j in judged):
        item = evidence.get(p.estimate)
        if isinstance(item, Estimate) and p.threshold is not None:
            text = numbers.number(p.threshold, item.unit)
            found[f"{p.estimate}.threshold"] = Value(text=text, number=p.threshold)
    return found


def scores(judged: Iterable[Judged]) -> dict[str, Value]:
    """What may be quoted of a scorecard: ``<proposition>.met`` indicators ``.of`` so many.

    ``.untested`` is how many could not be tested, which is nothing to quote where all could.
    """
    judged = tuple(judged)
    outcomes = [j.outcome for j in judged if j.proposition.indicator]
    found: dict[str, Value] = {}
    for j in judged:
        if j.proposition.rule == "scorecard":
            for name, number in (("met", outcomes.count("met")), ("of", len(outcomes))):
                found[f"{j.proposition.id}.{name}"] = Value(text=f"{number:,}", number=number)
            untested = outcomes.count("gated")
            found[f"{j.proposition.id}.untested"] = (
                Value(text=f"{untested:,}", number=untested)
                if untested
                else Value(text=numbers.NONE)
            )
    return found


def quoted(template: str) -> list[str]:
    """The names that a template quotes."""
    return _PLACE.findall(template)


def fill(template: str, quotable: Mapping[str, Value], where: str) -> str:
    """Put values into ``{name}`` places; an unknown name is an error, never an empty space.

    A passage in square brackets is left out when something it quotes is not available.
    """

    def one(place: re.Match[str]) -> str:
        name = place.group(1)
        if name not in quotable:
            raise RegisterError(
                f"the wording of {where} quotes {{{name}}}, which was not computed; "
                f"there are {', '.join(sorted(quotable))}"
            )
        return quotable[name].text

    def optional(passage: re.Match[str]) -> str:
        text = _PLACE.sub(one, passage.group(0).replace("[", "").replace("]", ""))
        return "" if numbers.NONE in text else text

    return _PLACE.sub(one, _OPTIONAL.sub(optional, template))


def proposition_words(judged: Judged, quotable: Mapping[str, Value]) -> str:
    """One proposition in words, as it came out; a gated one says why it could not be tested."""
    proposition = judged.proposition
    if judged.outcome == "gated":
        tested = proposition.statement[:1].lower() + proposition.statement[1:]
        return f"it could not be tested whether {tested}, because {judged.reason}"
    template = getattr(proposition.words, judged.outcome) or proposition.words.unmet
    return fill(template, quotable, proposition.id)


def headline(
    claim: Claim, verdict: Verdict, judged: Iterable[Judged], quotable: Mapping[str, Value]
) -> str:
    """The sentence that the data allow: the wording for the verdict, filled.

    Besides the estimates a wording may quote ``{held}`` (the propositions that are met),
    ``{shortfall}`` (those that are not, and why), ``{open}`` (those that are uncertain),
    ``{failed}`` (indicators that are not met) and ``{reason}`` (why nothing could be tested).
    Indicators are in none of the others: the proposition that counts them speaks for all.
    """
    told = {
        k: Value(text=_join(parts) or numbers.NONE)
        for k, parts in told_of(judged, quotable).items()
    }
    return fill(claim.wording[verdict], {**quotable, **told}, f"{claim.id}, {verdict}")


def told_of(judged: Iterable[Judged], quotable: Mapping[str, Value]) -> dict[str, list[str]]:
    """The words of propositions, as ``held``, ``shortfall``, ``open``, ``failed``, ``reason``."""
    indicators, judged = _apart(judged)
    failed = [proposition_words(j, quotable) for j in indicators if j.outcome != "met"]
    held = [proposition_words(j, quotable) for j in judged if j.outcome == "met"]
    short = [proposition_words(j, quotable) for j in judged if j.outcome != "met"]
    short += [j.reason for j in judged if j.capped]
    reasons = dict.fromkeys(
        j.reason if j.outcome == "gated" else proposition_words(j, quotable)
        for j in judged
        if j.proposition.essential
    )
    left = [proposition_words(j, quotable) for j in judged if j.outcome == "uncertain"]
    told = {"held": held, "shortfall": short, "open": left, "failed": failed}
    return {**told, "reason": list(reasons)}


def _apart(judged: Iterable[Judged]) -> tuple[list[Judged], list[Judged]]:
    """The indicators, and all other propositions."""
    judged = tuple(judged)
    return (
        [j for j in judged if j.proposition.indicator],
        [j for j in judged if not j.proposition.indicator],
    )


def _join(parts: list[str]) -> str:
    return "; ".join(parts)
