"""A claim: one sentence of the evaluation with its propositions, its words and its settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from trailblazer.findings.proposition import Proposition, Strict

Verdict = Literal["supported", "partly_supported", "not_supported", "insufficient"]
VERDICTS: tuple[Verdict, ...] = ("supported", "partly_supported", "not_supported", "insufficient")
VERDICT_WORDS: Mapping[Verdict, str] = {
    "supported": "Supported",
    "partly_supported": "Partly supported",
    "not_supported": "Not supported",
    "insufficient": "Insufficient evidence",
}


class Setting(Strict):
    """Another defensible way to judge a claim, to see whether its verdict depends on the choice.

    ``says`` names it for the reader. ``instead`` puts other estimates of the same notebook in the
    place of those the propositions use; ``shift`` adds to the threshold of propositions, or to
    their bars for shares of sources and sites (0.1 is ten percentage points). ``another_claim``
    marks one that asks for more or less than the claim says: it is shown, and tells nothing of how
    firm the verdict is.
    """

    says: str
    instead: Mapping[str, str] = {}
    shift: Mapping[str, float] = {}
    another_claim: bool = False

    @model_validator(mode="after")
    def _changes_something(self) -> Setting:
        if not self.instead and not self.shift:
            raise ValueError(f"setting {self.says!r} changes nothing: give instead or shift")
        if ";" in self.says:
            raise ValueError(f"setting {self.says!r}: no semicolon, which stands between settings")
        return self


class Published(Strict):
    """A figure the evaluation printed, set beside the new estimate; it never decides a verdict."""

    estimate: str
    value: float
    text: str
    source: str


class Claim(Strict):
    """One sentence of the evaluation with everything needed to judge it on any set.

    ``tested`` says which part of the sentence is judged, where it is not the whole. ``brief`` is
    the finding in one short sentence when it is supported.
    """

    id: str
    title: str
    claim: str
    locator: str
    chapter: Literal["methods", "findings", "challenges"]
    objective: Literal["development", "implementation", "early progress"]
    kind: str
    subject: str
    quantifier: str
    notebook: str
    propositions: Annotated[tuple[Proposition, ...], Field(min_length=1)]
    brief: str
    wording: Mapping[Verdict, str]
    contradicted_by: str
    tested: str = ""
    caveats: tuple[str, ...] = ()
    robustness: tuple[Setting, ...] = ()
    published: tuple[Published, ...] = ()

    @model_validator(mode="after")
    def _all_verdicts_have_words(self) -> Claim:
        missing = [v for v in VERDICTS if v not in self.wording]
        if missing:
            raise ValueError(f"claim {self.id}: no wording for {', '.join(missing)}")
        if not any(p.essential for p in self.propositions):
            raise ValueError(f"claim {self.id}: no essential proposition")
        if any(p.indicator for p in self.propositions) != any(
            p.rule == "scorecard" for p in self.propositions
        ):
            raise ValueError(f"claim {self.id}: indicators go with a proposition that counts them")
        shifted = {name for setting in self.robustness for name in setting.shift}
        unknown = sorted(shifted - {p.id for p in self.propositions})
        if unknown:
            raise ValueError(f"claim {self.id}: robustness shifts unknown {', '.join(unknown)}")
        return self

    def mark(self, estimate: str) -> float:
        """What the rule asks of an estimate: a threshold, or the share of sources for a view.

        Raises ``KeyError`` when no proposition with a mark rests on it.
        """
        for p in self.propositions:
            bar = (p.prominence or {}).get("sources")
            mark = bar.met if bar else p.threshold
            if p.estimate == estimate and mark is not None:
                return mark
        raise KeyError(f"claim {self.id} has no mark for {estimate}")

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table its propositions rest on, in alphabetical order."""
        return tuple(sorted({t for p in self.propositions for t in p.tables}))
