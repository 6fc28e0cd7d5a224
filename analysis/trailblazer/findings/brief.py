"""A finding in one short sentence, as long as the two pages of a summary have room for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trailblazer.findings.claim import Claim, Verdict
from trailblazer.findings.verdict import Judged
from trailblazer.findings.wording import Value, fill, headline, told_of

# With all findings of this length, the summary still fits its two pages in type of 10.5 points.
LENGTH = 240


def brief(
    claim: Claim, verdict: Verdict, judged: Iterable[Judged], quotable: Mapping[str, Value]
) -> str:
    """The fullest version of a finding that is short enough; it never says more than the headline.

    It stands after the verdict in words. One that is partly supported opens with the title of the
    claim and says what falls short; the others that are not supported give the headline, without
    its reasons where there is no room for them.
    """
    where = f"{claim.id}, {verdict}"
    judged = tuple(judged)
    told = told_of(judged, quotable)
    if verdict == "supported":
        said = fill(claim.brief, quotable, where)
        left = told["open"] if "{open}" in claim.wording[verdict] else []
        versions = [f"{said} But {'; '.join(left)}." if left else said, said]
    elif verdict == "partly_supported":
        versions = _in_part(claim.title, told)
    else:
        versions = [
            headline(claim, verdict, judged, quotable),
            fill(_without_reasons(claim.wording[verdict]), quotable, where),
        ]
    return next((v for v in versions if len(v) <= LENGTH), versions[-1])


def _in_part(title: str, told: Mapping[str, list[str]]) -> list[str]:
    """From all that holds and falls short, to the first that falls short, to the title alone."""
    held, short = told["held"], told["shortfall"]
    versions = [f"{title}. {_sentence('; '.join(held))} But {'; '.join(short)}."] if held else []
    versions += [f"{title}. But {'; '.join(short[:n])}." for n in (len(short), 1)]
    return [*versions, f"{title}. But not all of it could be shown."]


def _without_reasons(template: str) -> str:
    """A wording as far as the colon after which its reasons stand."""
    return f"{template.split(': {')[0].rstrip('.')}."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
