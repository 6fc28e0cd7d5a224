"""The register: every claim of the evaluation, once, with its rule of judgement and its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from trailblazer.data.dictionary import load_dictionary
from trailblazer.errors import RegisterError

# Read for every claim that is judged: what people say of it, beside what the rules say.
ASSESSED = "judgements"
REGISTER = Path(__file__).parents[2] / "claims.yaml"

Verdict = Literal["supported", "partly_supported", "not_supported", "insufficient"]
VERDICTS: tuple[Verdict, ...] = ("supported", "partly_supported", "not_supported", "insufficient")
VERDICT_WORDS: Mapping[Verdict, str] = {
    "supported": "Supported",
    "partly_supported": "Partly supported",
    "not_supported": "Not supported",
    "insufficient": "Insufficient evidence",
}
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


class Setting(Strict):
    """Another defensible way to judge a claim, to see whether its verdict depends on the choice.

    ``says`` names it for the reader. ``instead`` puts other estimates of the same notebook in the
    place of those the propositions use; ``shift`` adds to the threshold of propositions, or to
    their bars for shares of sources and sites (0.1 is ten percentage points).
    """

    says: str
    instead: Mapping[str, str] = {}
    shift: Mapping[str, float] = {}

    @model_validator(mode="after")
    def _changes_something(self) -> Setting:
        if not self.instead and not self.shift:
            raise ValueError(f"setting {self.says!r} changes nothing: give instead or shift")
        return self


class Published(Strict):
    """A figure the evaluation printed, set beside the new estimate; it never decides a verdict."""

    estimate: str
    value: float
    text: str
    source: str


class Claim(Strict):
    """One sentence of the evaluation with everything needed to judge it on any set.

    ``tested`` says which part of the sentence is judged, where it is not the whole.
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

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table its propositions rest on, in alphabetical order."""
        return tuple(sorted({t for p in self.propositions for t in p.tables}))


class Fact(Strict):
    """A statement of context: printed with its source, and compared with the set where it can be.

    ``value`` is the published number (or words); ``check`` names the quotable value computed
    from the set that should equal it, or with the relation ``any`` be more than none.
    """

    title: str
    value: float | str
    source: str
    check: str | None = None
    relation: Literal["equals", "any"] = "equals"

    @model_validator(mode="after")
    def _a_number_to_equal(self) -> Fact:
        if self.check and self.relation == "equals" and isinstance(self.value, str):
            raise ValueError(f"fact {self.title!r}: words cannot equal a count; use relation: any")
        return self


class Context(Strict):
    """A statement of the summary about the programme or its own methods, and the facts in it."""

    statement: str
    locator: str
    facts: tuple[str, ...]


class Flag(Strict):
    """A share of returns or answers below which a reader is warned wherever it matters.

    ``check`` names the quotable value. The warning stands with every claim that rests on one of
    the ``tables``, or whose own estimate called ``estimate`` is that very share.
    """

    title: str
    check: str
    at_least: float
    reason: str
    tables: tuple[str, ...] = ()
    estimate: str = ""


class AgreementBars(Strict):
    """From which values of Krippendorff's alpha conclusions are tentative and firm, and why."""

    tentative: float
    firm: float
    reason: str


class Quantifier(Strict):
    """What a word of the evaluation that counts or compares asks of the data, and why."""

    rule: str
    reason: str


class Register(Strict):
    """The whole register: claims by id in the order of the summary, and the facts of context.

    ``context`` holds the statements that are no claims, each with its facts; ``functions`` the
    functions of a team, by the code of the code list and in the words of the summary.
    ``quantifiers`` are the words that count or compare, ``smallest`` the reasons for asking for a
    smallest number, by rule.

    ``statements`` are sentences of context that quote values, by the page that shows them; one
    whose values the set cannot give is left out. ``also_reads`` names the tables a notebook reads
    beyond those its claims rest on; ``every`` stands for all of them.
    """

    version: int
    agreement: AgreementBars
    quantifiers: Mapping[str, Quantifier]
    smallest: Mapping[str, str]
    facts: Mapping[str, Fact]
    context: Mapping[str, Context]
    functions: Mapping[str, str]
    flags: Mapping[str, Flag]
    statements: Mapping[str, tuple[str, ...]]
    also_reads: Mapping[str, tuple[str, ...] | Literal["every"]]
    claims: Mapping[str, Claim]

    @model_validator(mode="after")
    def _a_fact_belongs_to_at_most_one_statement(self) -> Register:
        named = [f for said in self.context.values() for f in said.facts]
        checked = {name for name, fact in self.facts.items() if fact.check}
        if len(named) != len(set(named)) or not checked <= set(named) <= set(self.facts):
            raise ValueError(
                f"context: name each fact at most once, and every one that is checked; there are "
                f"{', '.join(self.facts)}"
            )
        return self

    def reads(self, notebook: str) -> tuple[str, ...]:
        """Every table a notebook may read, in alphabetical order; reading another is an error."""
        more = self.also_reads.get(notebook, ())
        if more == "every":
            return tuple(sorted(load_dictionary().tables))
        claims = self.of_notebook(notebook)
        own = {t for claim in claims for t in claim.tables} | ({ASSESSED} if claims else set())
        return tuple(sorted(own | set(more)))

    def words_of(self, claim: Claim) -> tuple[str, ...]:
        """The words that count or compare in a claim: ``variable, and often low`` has two."""
        return tuple(w for w in self.quantifiers if re.search(rf"\b{w}\b", claim.quantifier))

    def of_notebook(self, notebook: str) -> tuple[Claim, ...]:
        """The claims that are judged in one notebook, in order."""
        return tuple(c for c in self.claims.values() if c.notebook == notebook)

    def touched(self, table: str) -> str:
        """The claims that rest on a table, as a sentence for a notice about it."""
        titles = [self.claims[name].title for name in self.resting_on(table)]
        if not titles:
            return "No verdict rests on it."
        return f"Claims that rest on it: {'; '.join(titles)}."

    def resting_on(self, table: str) -> tuple[str, ...]:
        """Ids of the claims that one table feeds."""
        return tuple(c.id for c in self.claims.values() if table in c.tables)


@cache
def load_register(path: Path = REGISTER) -> Register:
    """Read and check the register.

    Raises :class:`~trailblazer.errors.RegisterError` naming every fault and its place.
    """
    try:
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise RegisterError(f"{path.name} cannot be read: {error}") from error
    for name, claim in (raw.get("claims") or {}).items():
        claim["id"] = name
    try:
        return Register.model_validate(raw)
    except ValidationError as error:
        faults = "\n".join(
            f"  {' > '.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors()
        )
        raise RegisterError(f"{path.name} has faults:\n{faults}") from error
