"""Roles: a number, a headline or a verdict in a sentence is a reference, never typed."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from trailblazer.findings.claim import VERDICT_WORDS, Verdict
from trailblazer.findings.record import Finding, read_all
from trailblazer.findings.wording import Value
from trailblazer.publish.numerals.marks import traced

Found = tuple[list[nodes.Node], list[nodes.system_message]]


@lru_cache(maxsize=4)
def document(edition: str) -> dict[str, Any]:
    """All of ``values.json``: the values, and what the edition was made from."""
    return dict(json.loads(Path(edition, "values.json").read_text(encoding="utf-8")))


def values(edition: str) -> dict[str, dict[str, Any]]:
    """Every quotable value of an edition by name: its ``text`` and its ``number``."""
    return dict(document(edition)["values"])


@lru_cache(maxsize=4)
def quotable(edition: str) -> dict[str, Value]:
    """The same as the values that templates of the register are filled with."""
    return {name: Value(**value) for name, value in values(edition).items()}


@lru_cache(maxsize=4)
def findings(edition: str) -> dict[str, Finding]:
    """Every finding of an edition by claim."""
    return read_all(Path(edition, "findings"))


class Quote(SphinxRole):
    """A role that looks something up in the edition; what is missing fails the build."""

    def missing(self, what: str) -> Found:
        """A visible fault on the page and an error with its place."""
        message = self.inliner.reporter.error(
            f'{what} "{self.text}" is not in this edition', line=self.lineno
        )
        return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]

    @property
    def edition(self) -> str:
        """The folder of the edition being published."""
        return str(self.config.trailblazer_edition)


class ValueRole(Quote):
    """``{value}`time-use.direct` ``: the published text of a value."""

    def run(self) -> Found:
        """Put the text of the value in the sentence."""
        found = values(self.edition).get(self.text)
        if found is None:
            return self.missing("The value")
        shown = nodes.inline(self.rawtext, found["text"], classes=["value"])
        return [traced(shown, f"value {self.text}")], []


class HeadlineRole(Quote):
    """``{headline}`milestone` ``: the sentence the data allow."""

    def run(self) -> Found:
        """Put the headline in the text."""
        finding = findings(self.edition).get(self.text)
        if finding is None:
            return self.missing("The headline of")
        shown = nodes.inline(self.rawtext, finding.headline, classes=["headline"])
        return [traced(shown, f"headline {self.text}")], []


class VerdictRole(Quote):
    """``{verdict}`milestone` ``: the verdict in words, with a shape, not colour alone."""

    def run(self) -> Found:
        """Put the verdict badge in the text."""
        finding = findings(self.edition).get(self.text)
        if finding is None:
            return self.missing("The verdict of")
        return [badge(finding.verdict, self.rawtext)], []


def badge(verdict: Verdict, source: str = "") -> nodes.inline:
    """The verdict as inline text; the shape before it comes from the style of page or PDF."""
    return nodes.inline(source, VERDICT_WORDS[verdict], classes=["verdict", f"verdict-{verdict}"])


ROLES = {"value": ValueRole(), "headline": HeadlineRole(), "verdict": VerdictRole()}
