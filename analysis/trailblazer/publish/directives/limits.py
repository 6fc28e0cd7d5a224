"""The limits of the work: those of one claim on its page, and the whole register."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.claim import Claim
from trailblazer.findings.register import load_register
from trailblazer.present import myst
from trailblazer.publish.directives.tables import Myst, claim_links, table
from trailblazer.publish.quality import Limit, decisions, in_force, limits
from trailblazer.publish.roles import document

PAGE = "methods/limits"


class Limits(SphinxDirective):
    """``{limits} retention``: what weakens one claim; without an argument, the whole register.

    At a claim its own limits are printed in full. Those that a kind of evidence brings to every
    claim resting on it, and those of all claims, are named there and told once, on their page.
    """

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Print what is the claim's own, with why it matters and what was done; name the rest."""
        synthetic = bool(document(self.config.trailblazer_edition)["synthetic"])
        found = in_force(limits(book_of(self.env)), synthetic=synthetic)
        if not self.arguments:
            return self.parse_text_to_nodes(_register(found))
        claim = load_register().claims.get(self.arguments[0])
        if claim is None:
            raise self.error(f'"{self.arguments[0]}" is not a claim of the register')
        own = [limit for limit in found if limit.weakens(claim)]
        items = [_item(limit) for limit in own if not (limit.every or limit.strands)]
        items += [
            f"- {words}: {myst.text('; '.join(limit.limit.rstrip('.') for limit in shared))}."
            for words, shared in (
                ("From the kinds of evidence", [limit for limit in own if limit.strands]),
                ("True of every claim", [limit for limit in own if limit.every]),
            )
            if shared
        ]
        if not items:
            return []
        if _has(self.env, PAGE):
            items.append(f"- {{doc}}`Why the limits matter, and what was done </{PAGE}>`.")
        return self.parse_text_to_nodes("\n".join(items))


class Decisions(SphinxDirective):
    """``{decisions}``: choices that were open, what was decided and why."""

    def run(self) -> list[nodes.Node]:
        """One row a decision."""
        rows = [["Question", "Decided", "Why"]]
        rows += [[d.question, d.decided, d.why] for d in decisions(book_of(self.env))]
        return self.parse_text_to_nodes(table("Decisions.", "tab-decisions", rows))


def book_of(env: BuildEnvironment) -> Path:
    """The folder of the staged book, where its data files lie beside its pages."""
    return Path(env.srcdir)


def _has(env: BuildEnvironment, page: str) -> bool:
    return page in env.found_docs


def _item(limit: Limit) -> str:
    return f"- **{myst.text(limit.limit)}** {myst.text(limit.why)} {myst.text(limit.done)}"


def _register(found: list[Limit]) -> str:
    claims = load_register().claims.values()
    rows: list[list[str]] = [["Limit", "Why it matters", "What was done", "Claims it weakens"]]
    for limit in found:
        rows.append([limit.limit, limit.why, limit.done, _weakened(limit, claims)])
    return table("The register of limits.", "tab-limits", rows)


def _weakened(limit: Limit, claims: Collection[Claim]) -> Myst:
    """The claims that a limit weakens; where those are most of them, the ones it does not."""
    weakened = [c.id for c in claims if limit.weakens(c)]
    spared = [c.id for c in claims if c.id not in weakened]
    if not spared:
        return Myst("All of them")
    if len(spared) < len(weakened):
        return Myst(f"All but: {claim_links(spared)}")
    return claim_links(weakened)
