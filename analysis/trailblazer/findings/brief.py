"""A finding in one short sentence, as long as the two pages of a summary have room for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trailblazer.findings.claim import Claim, Verdict
from trailblazer.findings.verdict import Judged
from trailblazer.findings.wording import Value, fill, headline, told_of

# With all findings of this length, the summary still fits its two pages in type of 10.5 points.
LENGTH = 230
# One that says both what holds and what does not needs more. There are few of them.
IN_PART = 320


def brief(
    claim: Claim, verdict: Verdict, judged: Iterable[Judged], quotable: Mapping[str, Value]
) -> str:
    """The fullest version of a finding that is short enough; it never says more than the headline.

    It stands after the verdict in words. One that is partly supported opens with the title of the
    claim, which states it, and says what holds and what falls short; the others that are not
    supported give the headline, without its reasons where there is no room for them.
    """
    where = f"{claim.id}, {verdict}"
    judged = tuple(judged)
    told = told_of(judged, quotable)
    room = LENGTH
    if verdict == "supported":
        said = fill(claim.brief, quotable, where)
        left = [w for part in ("failed", "open") for w in _quoted(part, claim, verdict, told)]
        versions = [f"{said} But {'; '.join(left)}." if left else said, said]
        room = IN_PART if left else LENGTH
    elif verdict == "partly_supported":
        versions = _in_part(claim.title, told)
        room = IN_PART
    else:
        versions = [
            headline(claim, verdict, judged, quotable),
            fill(_without_reasons(claim.wording[verdict]), quotable, where),
        ]
    return next((v for v in versions if len(v) <= room), versions[-1])


def _quoted(part: str, claim: Claim, verdict: Verdict, told: Mapping[str, list[str]]) -> list[str]:
    """The words of a kind of outcome, where the headline quotes it."""
    return told[part] if f"{{{part}}}" in claim.wording[verdict] else []


def _in_part(title: str, told: Mapping[str, list[str]]) -> list[str]:
    """From all that holds and falls short, to the first of both, to the title alone."""
    held, short = told["held"], told["shortfall"]
    plainly = [s.split(", because ")[0] for s in short]
    versions = []
    if held:
        first = held[0].split(", and ")[0]
        both = [(held, short), (held, plainly), ([first], plainly), ([first], plainly[:1])]
        versions = [
            f"{title}. {_sentence('; '.join(holds))} But {'; '.join(lacks)}."
            for holds, lacks in both
        ]
    versions += [f"{title}. But {'; '.join(short[:n])}." for n in (len(short), 1)]
    return [*versions, f"{title}. But not all of it could be shown."]


def _without_reasons(template: str) -> str:
    """A wording as far as the colon after which its reasons stand."""
    return f"{template.split(': {')[0].rstrip('.')}."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
