"""A finding short enough for the summary, and never saying more than its headline."""

from __future__ import annotations

import re

import pytest

from trailblazer.findings.brief import LENGTH, brief
from trailblazer.findings.claim import VERDICTS, Verdict
from trailblazer.findings.register import load_register
from trailblazer.findings.verdict import Judged
from trailblazer.findings.wording import Value

CLAIMS = load_register().claims


# Whatever a wording quotes, it is there.
ANYTHING = {
    name: Value(text="12")
    for claim in CLAIMS.values()
    for name in re.findall(r"\{([a-z0-9_.]+)\}", claim.model_dump_json())
}


def judged(claim: str, reason: str) -> tuple[Judged, ...]:
    return tuple(
        Judged(proposition=p, outcome="gated", reason=reason) for p in CLAIMS[claim].propositions
    )


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("claim", CLAIMS)
def test_every_claim_has_one_for_every_verdict(claim: str, verdict: Verdict) -> None:
    said = brief(CLAIMS[claim], verdict, judged(claim, "nothing was coded " * 12), ANYTHING)
    assert said.endswith(".")
    assert "{" not in said
    assert "[" not in said
    assert len(said) <= LENGTH


def test_reasons_are_given_where_there_is_room() -> None:
    claim = CLAIMS["milestone"]
    opening = "These data cannot show whether every team was working within a year"
    short = brief(claim, "insufficient", judged("milestone", "no team is there"), ANYTHING)
    assert short == f"{opening}: no team is there."
    long = brief(claim, "insufficient", judged("milestone", "no team is there " * 20), ANYTHING)
    assert long == f"{opening}."


def test_in_part_says_what_falls_short_before_what_holds() -> None:
    claim = CLAIMS["underserved-religion"]
    said = brief(claim, "partly_supported", judged(claim.id, "nobody was counted"), ANYTHING)
    assert said.startswith(f"{claim.title}. But it could not be tested whether ")
    long = judged(claim.id, "nobody was counted " * 20)
    bare = brief(claim, "partly_supported", long, ANYTHING)
    assert bare == f"{claim.title}. But not all of it could be shown."
