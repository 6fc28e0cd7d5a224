"""The limits of the work: those of one claim on its page, and the whole register."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.claim import Claim
from trailblazer.findings.numbers import NONE
from trailblazer.findings.register import load_register
from trailblazer.findings.wording import Value, fill, quoted
from trailblazer.present import myst
from trailblazer.publish.arrange import shared_limits
from trailblazer.publish.directives.tables import Myst, claim_links, table
from trailblazer.publish.quality import Limit, decisions, in_force, limits
from trailblazer.publish.roles import document, quotable

PAGE = "methods/limits"
_WHY = f"- {{doc}}`Why the limits matter, and what was done </{PAGE}>`."


class Limits(SphinxDirective):
    """``{limits} retention``: what weakens one claim; without an argument, the whole register.

    At a claim the limits that are its alone are printed in full. Those that it shares with others
    of its page are told once, at the end of the page (see :class:`SharedLimits`).
    """

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Print what is the claim's own, with why it matters and what was done; name the rest."""
        found = _found(self)
        if not self.arguments:
            return self.parse_text_to_nodes(_register(found))
        claim = load_register().claims.get(self.arguments[0])
        if claim is None:
            raise self.error(f'"{self.arguments[0]}" is not a claim of the register')
        own = [limit for limit in found if limit.weakens(claim)]
        beside = claims_beside(claim)
        alone = [limit for limit in own if len(_of(limit, beside)) == 1 and not _broad(limit)]
        shared = [limit for limit in own if limit not in alone]
        items = [_item(limit) for limit in alone]
        if shared:
            items += [_pointer(shared, claim)] if len(beside) > 1 else _named(shared, beside)
        if items and _has(self.env, PAGE):
            items.append(_WHY)
        return self.parse_text_to_nodes("\n".join(items))


class SharedLimits(SphinxDirective):
    """``{shared-limits} challenges/underserved``: limits of several claims of a page, told once.

    Those that were written for these claims are printed in full. Those that a kind of evidence
    brings to every claim resting on it, and those of all claims, are named, and told on their page.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The limits, each group with the claims it weakens where those are not all of the page."""
        of_page = [c for c in load_register().claims.values() if c.notebook == self.arguments[0]]
        shared = [limit for limit in _found(self) if len(_of(limit, of_page)) > 1 or _broad(limit)]
        shared = [limit for limit in shared if _of(limit, of_page)]
        items = [_item(x, of_page) for x in shared if not _broad(x)]
        items += _named([x for x in shared if _broad(x)], of_page)
        items += [_WHY] if _has(self.env, PAGE) else []
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


def claims_beside(claim: Claim) -> list[Claim]:
    """The claims of the page of one, itself among them."""
    return [c for c in load_register().claims.values() if c.notebook == claim.notebook]


def _found(directive: SphinxDirective) -> list[Limit]:
    """The limits of this kind of data, with what they quote of the edition."""
    edition = directive.config.trailblazer_edition
    synthetic = bool(document(edition)["synthetic"])
    known = quotable(edition)
    return [
        limit.model_copy(update={"why": _filled(limit, known)})
        for limit in in_force(limits(book_of(directive.env)), synthetic=synthetic)
    ]


def _filled(limit: Limit, known: Mapping[str, Value]) -> str:
    """Why a limit matters; a passage is left out when the notebook that it quotes is."""
    absent = {name: Value(text=NONE) for name in quoted(limit.why) if name not in known}
    return fill(limit.why, {**known, **absent}, limit.id).strip()


def _of(limit: Limit, claims: Collection[Claim]) -> list[str]:
    return [claim.id for claim in claims if limit.weakens(claim)]


def _broad(limit: Limit) -> bool:
    """Whether it comes with a kind of evidence, or with the whole work."""
    return limit.every or bool(limit.strands)


def _pointer(shared: Collection[Limit], claim: Claim) -> str:
    """What is told at the end of the page: limits written for claims by name, how many others."""
    named = [limit.limit.rstrip(".") for limit in shared if not _broad(limit)]
    more = len(shared) - len(named)
    named += [f"{more} of the kinds of evidence or of every claim"] if more else []
    place = f"[{{ref}}`Told once, for the page <{shared_limits(claim.notebook)}>`]{{.place}}"
    return f"- Shared with other claims: {myst.text('; '.join(named))}. {place}."


def _named(shared: Collection[Limit], claims: Collection[Claim]) -> list[str]:
    """Limits by name only, an item for those of the same claims of a page."""
    groups: dict[tuple[str, str], list[Limit]] = {}
    for limit in shared:
        whose = _of(limit, claims)
        only = "" if len(whose) == len(claims) else f", for {claim_links(whose)}"
        words = "True of every claim" if limit.every else "From the kinds of evidence"
        groups.setdefault((words, only), []).append(limit)
    return [
        f"- {words}{only}: {myst.text('; '.join(limit.limit.rstrip('.') for limit in held))}."
        for (words, only), held in sorted(groups.items())
    ]


def _item(limit: Limit, claims: Collection[Claim] = ()) -> str:
    """A limit in full; those of the ``claims`` that it weakens are named, unless it is all."""
    told = f"- **{myst.text(limit.limit)}** {myst.text(limit.why)} {myst.text(limit.done)}"
    whose = _of(limit, claims)
    return told if len(whose) == len(claims) else f"{told} It weakens: {claim_links(whose)}."


def _register(found: list[Limit]) -> str:
    claims = load_register().claims.values()
    rows: list[list[str]] = [["Limit", "Why it matters", "What was done", "Claims it weakens"]]
    for limit in found:
        rows.append([limit.limit, limit.why, limit.done, _weakened(limit, claims)])
    return table("The register of limits.", "tab-limits", rows, widths="20 26 28 26")


def _weakened(limit: Limit, claims: Collection[Claim]) -> Myst:
    """The claims that a limit weakens; where those are most of them, the ones it does not."""
    weakened = [c.id for c in claims if limit.weakens(c)]
    spared = [c.id for c in claims if c.id not in weakened]
    if not spared:
        return Myst("All of them")
    if len(spared) < len(weakened):
        return Myst(f"All but: {claim_links(spared)}")
    return claim_links(weakened)
