"""What the summary says of the programme and its own methods, beside what the set holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.claim import Claim
from trailblazer.findings.context import (
    Agreement,
    CheckedStatement,
    Flagged,
    check_flags,
    check_statements,
)
from trailblazer.findings.register import load_register
from trailblazer.present.words import inside
from trailblazer.publish.directives.tables import claim_links, table
from trailblazer.publish.roles import document, findings, quotable

AGREEMENT_WORDS: Mapping[Agreement, str] = {
    "consistent": "Consistent",
    "present": "Present; no number was published",
    "inconsistent": "Inconsistent",
    "not_checkable": "Not checkable",
}
_LOW = {True: "Too low", False: "Enough", None: "Not available"}

Rows = list[Sequence[str]]


class Said(SphinxDirective):
    """``{said-of-context}``: every statement of context and how it compares with the set."""

    def run(self) -> list[nodes.Node]:
        """One row a statement."""
        edition = self.config.trailblazer_edition
        checked = statements(edition)
        caption = "What the summary says of the programme and its methods. No verdict rests on it."
        if document(edition)["site"]:
            caption += " One site is not compared with what was published of the programme."
        shown = table(caption, "tab-context", statement_rows(checked), by_row=True)
        return self.parse_text_to_nodes(shown)


class Facts(SphinxDirective):
    """``{facts}``: what is published about the programme, beside the same in this set."""

    def run(self) -> list[nodes.Node]:
        """One row a fact."""
        checked = statements(self.config.trailblazer_edition)
        caption = "Published facts beside this set. A difference changes no verdict."
        return self.parse_text_to_nodes(table(caption, "tab-facts", fact_rows(checked)))


class Functions(SphinxDirective):
    """``{functions}``: the core functions of a team, in the words of the summary."""

    def run(self) -> list[nodes.Node]:
        """One entry a function."""
        items = nodes.enumerated_list()
        for words in load_register().functions.values():
            items += nodes.list_item("", nodes.paragraph("", f"{words}."))
        return [items]


class Aims(SphinxDirective):
    """``{aims}``: which claims are about each of the three things the evaluation examined."""

    def run(self) -> list[nodes.Node]:
        """One row an aim, with its claims and how many there are."""
        there = findings(self.config.trailblazer_edition)
        shown = [c for c in load_register().claims.values() if c.id in there]
        caption = "What the evaluation set out to examine, and the claims about it."
        return self.parse_text_to_nodes(table(caption, "tab-aims", aim_rows(shown), by_row=True))


class Flags(SphinxDirective):
    """``{flags}``: how complete returns and answers are, and which are too few."""

    def run(self) -> list[nodes.Node]:
        """One row a share that is watched."""
        flags = check_flags(load_register(), quotable(self.config.trailblazer_edition))
        caption = (
            "How complete the returns and answers are. Where one is too low, every claim that "
            "rests on it says so."
        )
        return self.parse_text_to_nodes(table(caption, "tab-flags", flag_rows(flags)))


def statements(edition: str) -> list[CheckedStatement]:
    """The statements of context, checked against an edition."""
    whole = not document(edition)["site"]
    return check_statements(load_register(), quotable(edition), whole=whole)


def statement_rows(checked: Iterable[CheckedStatement]) -> Rows:
    """What was said, where, how it compares, and what it is that does not."""
    rows: Rows = [["What the summary says", "Compared with this set", "Why"]]
    for said in checked:
        rows.append([f"{said.statement.rstrip('.')}.", AGREEMENT_WORDS[said.agreement], _why(said)])
    return rows


def fact_rows(checked: Iterable[CheckedStatement]) -> Rows:
    """Every fact with its published value, what the set has, how they compare, and its source."""
    rows: Rows = [["Fact", "Published", "In this set", "Agreement", "Source"]]
    for fact in (f for said in checked for f in said.facts):
        found = fact.found or "[z] not a matter of data"
        rows.append(
            [fact.title, fact.published, found, AGREEMENT_WORDS[fact.agreement], fact.source]
        )
    return rows


def aim_rows(claims: Iterable[Claim]) -> Rows:
    """Each aim with the number of claims about it and their titles."""
    found = list(claims)
    rows: Rows = [["Aim", "Claims", "Which"]]
    for aim in get_args(Claim.model_fields["objective"].annotation):
        own = [c.id for c in found if c.objective == aim]
        rows.append([f"{aim[:1].upper()}{aim[1:]}", f"{len(own)}", claim_links(own)])
    return rows


def flag_rows(flags: Iterable[Flagged]) -> Rows:
    """Each share with the least that is expected, whether it is enough, and why that least."""
    rows: Rows = [["Share", "In this set", "At least", "Enough?", "Why this level"]]
    rows += [[f.title, f.found, f.least, _LOW[f.low], f.reason] for f in flags]
    return rows


def _why(said: CheckedStatement) -> str:
    """The facts that decide it, with both values; that there is nothing to compare otherwise."""
    if said.agreement == "not_checkable":
        return "There is nothing here to compare it with."
    deciding = [f for f in said.facts if f.agreement == said.agreement]
    return " ".join(
        f"{f.title}: {f.found} in this set (published: {inside(f.published)})." for f in deciding
    )
