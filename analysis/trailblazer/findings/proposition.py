"""The parts of a claim that can be tested, and the rule for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

Strand = Literal["monitoring", "survey", "interviews", "documents"]
Relation = Literal["at_least", "at_most", "above", "below", "equals"]


class Strict(BaseModel):
    """A part of the register: a key that is unknown or missing is an error, never a default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Gate(Strict):
    """A condition the evidence must pass before it may count, such as a response rate of 10%."""

    estimate: str
    relation: Relation
    threshold: float
    reason: str


class Bar(Strict):
    """Where a count or share of prominence is met, and below what it is unmet."""

    met: float
    unmet: float | None = None


Bars = Mapping[Literal["sources", "groups", "sites"], Bar]


class Words(Strict):
    """What a proposition says when it is met, unmet or uncertain; ``{name}`` quotes an estimate."""

    met: str
    unmet: str
    uncertain: str = ""


class Proposition(Strict):
    """A testable part of a claim.

    ``statement`` says what is tested, ``rule`` decides what counts as met: ``census`` compares the
    value, ``interval`` asks whether the whole confidence interval satisfies the relation,
    ``prominence`` asks how widely a view is held, ``universal`` asks for no counter-example among
    enough people. ``or_prominence`` is another set of bars that is enough by itself; a share with
    a ``min_count`` is met only when so many units are behind it. With an ``unmet`` value, what
    lies between it and the threshold is uncertain. ``essential`` propositions make the verdict;
    the others can only lower *supported* to *partly supported*. A ``decisive`` one that is unmet
    contradicts the claim by itself. A ``cap`` names an agreement estimate below which the claim
    can be at best partly supported.

    An ``indicator`` does nothing by itself. The proposition with rule ``scorecard`` counts how
    many indicators of the claim are met: from its threshold on it is met, and with no more than
    its ``unmet`` number it speaks against the claim.
    """

    id: str
    statement: str
    strand: Strand
    rule: Literal["census", "interval", "prominence", "universal", "scorecard"]
    estimate: str = ""
    tables: tuple[str, ...] = ()
    reason: str
    relation: Relation | None = None
    threshold: float | None = None
    unmet: float | None = None
    prominence: Bars | None = None
    or_prominence: Bars | None = None
    min_n: int = 1
    min_count: int = 0
    essential: bool = True
    decisive: bool = False
    indicator: bool = False
    gates: tuple[Gate, ...] = ()
    cap: Gate | None = None
    words: Words

    @model_validator(mode="after")
    def _rule_has_its_terms(self) -> Proposition:
        if self.rule in ("census", "interval") and (
            self.relation is None or self.threshold is None
        ):
            raise ValueError(
                f"proposition {self.id}: rule {self.rule} needs relation and threshold"
            )
        if (self.rule == "prominence") != (self.prominence is not None):
            raise ValueError(f"proposition {self.id}: prominence bars go with rule prominence")
        if self.or_prominence is not None and self.prominence is None:
            raise ValueError(f"proposition {self.id}: other bars need bars to be other than")
        if self.min_count and self.rule != "interval":
            raise ValueError(f"proposition {self.id}: a least count goes with rule interval")
        if self.rule == "scorecard" and (self.threshold is None or self.unmet is None):
            raise ValueError(f"proposition {self.id}: rule scorecard needs threshold and unmet")
        if (self.rule == "scorecard") == bool(self.estimate and self.tables):
            raise ValueError(
                f"proposition {self.id}: all rules but scorecard need an estimate and its tables"
            )
        if self.indicator and self.essential:
            raise ValueError(f"proposition {self.id}: an indicator is not essential by itself")
        if self.unmet is not None and self.rule not in ("census", "interval", "scorecard"):
            raise ValueError(f"proposition {self.id}: an unmet value is not for rule {self.rule}")
        can_be_uncertain = self.rule in ("interval", "prominence") or self.unmet is not None
        if can_be_uncertain and not self.words.uncertain:
            raise ValueError(f"proposition {self.id}: it can be uncertain: give the words")
        return self
