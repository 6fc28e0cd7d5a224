"""Findings made up from a real one, to see what pages say of every kind of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.planted.inline import judge
from trailblazer.findings.assessed import Judgement, Rating
from trailblazer.findings.integration import Convergence, Direction, propose
from trailblazer.findings.proposition import Strand
from trailblazer.findings.record import Finding
from trailblazer.findings.verdict import Outcome


@cache
def real() -> Finding:
    """The finding on retention in the synthetic set: three strands, judged by two assessors."""
    with TemporaryDirectory() as out:
        return judge("synthetic", Path(out), ["retention"])["retention"]


def made(
    strands: Mapping[Strand, Direction], codes: tuple[str, ...] = (), **changes: object
) -> Finding:
    """That finding with other directions and codes; each strand has one proposition of its own."""
    outcome: dict[Direction, Outcome] = {
        "for": "met", "against": "unmet", "unclear": "uncertain", "silent": "gated", "mixed": "met",
    }  # fmt: skip
    first = real().propositions[0]
    tested = tuple(
        first.model_copy(
            update={"strand": s, "outcome": outcome[d], "words": f"{s} say {d}", "id": s}
        )
        for s, d in strands.items()
    )
    ratings = tuple(
        Rating(assessor=f"assessor_{'ab'[i]}", level=code, reason=f"Reason {i}.")
        for i, code in enumerate(codes)
    )
    coded = Judgement(component="overall", shown=codes[0], ratings=ratings) if codes else None
    fit = Convergence(proposed=propose(strands), coded=coded)
    return real().model_copy(
        update={"strands": strands, "propositions": tested, "convergence": fit, **changes}
    )
