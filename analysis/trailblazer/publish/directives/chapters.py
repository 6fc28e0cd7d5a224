"""Opening a chapter: its claims and how they came out, and what challenges mean for findings."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.claim import VERDICTS, Verdict
from trailblazer.findings.record import Finding
from trailblazer.present import integration, judgement, myst
from trailblazer.present.words import joined
from trailblazer.publish.directives.claims import in_order, of_chapter
from trailblazer.publish.directives.limits import book_of
from trailblazer.publish.directives.synthesis import Rows, stamped
from trailblazer.publish.directives.tables import Myst, claim_links
from trailblazer.publish.quality import Bearing, bearings
from trailblazer.publish.roles import findings

# What one claim of a verdict, or several, are said to be; the number is put before it.
_OUTCOMES: dict[Verdict, tuple[str, str]] = {
    "supported": ("is supported", "are supported"),
    "partly_supported": ("is partly supported", "are partly supported"),
    "not_supported": ("is not supported", "are not supported"),
    "insufficient": ("could not be tested", "could not be tested"),
}
# The verdicts in everyday words.
_PLAINLY: dict[Verdict, str] = {
    "supported": "The data agree with these statements",
    "partly_supported": "The data agree with a part of these statements",
    "not_supported": "The data do not agree with these statements",
    "insufficient": "The data cannot tell whether these statements are right",
}
_SHOWN: tuple[Verdict, ...] = ("supported", "partly_supported")


class ChapterTally(SphinxDirective):
    """``{chapter-tally} findings``: in one sentence, how the claims of a chapter came out."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Count the verdicts of the chapter."""
        chosen = of_chapter(self, self.arguments[0])
        return [nodes.paragraph("", tally_sentence(chosen), classes=["headline"])]


class Chapter(SphinxDirective):
    """``{chapter} findings``: what the evaluation said, beside how each claim came out."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One row a claim of the chapter, with its verdict, in the order of the register."""
        name, edition = self.arguments[0], self.config.trailblazer_edition
        caption = f"What was said, and what these data say: {name}."
        rows = chapter_rows(of_chapter(self, name))
        return self.parse_text_to_nodes(stamped(caption, f"tab-chapter-{name}", rows, edition))


class ByVerdict(SphinxDirective):
    """``{by-verdict}``: the titles of all claims, under what these data say of them."""

    def run(self) -> list[nodes.Node]:
        """A list for each verdict that any claim got."""
        found = in_order(self.config.trailblazer_edition)
        lines = []
        for verdict, plainly in _PLAINLY.items():
            own = [f.id for f in found if f.verdict == verdict]
            if own:
                lines += [f"{plainly}:", "", *(f"- {claim_links([claim])}" for claim in own), ""]
        return self.parse_text_to_nodes("\n".join(lines))


class Bearings(SphinxDirective):
    """``{bearings}``: what each challenge means for findings, as far as these data show it."""

    def run(self) -> list[nodes.Node]:
        """One item a challenge; what is said of it depends on its verdict."""
        known = findings(self.config.trailblazer_edition)
        found = bearings(book_of(self.env))
        return self.parse_text_to_nodes(bullets_of(found, known))


def tally_sentence(found: list[Finding], of: str = "this chapter") -> str:
    """How many claims got each verdict, in one sentence; verdicts nobody got are left out."""
    counted = {v: sum(f.verdict == v for f in found) for v in VERDICTS}
    said = [f"{n} {_OUTCOMES[v][n != 1]}" for v, n in counted.items() if n]
    return f"Of the {len(found)} claims of {of}, {joined(said)}."


def bullets_of(found: tuple[Bearing, ...], known: dict[str, Finding]) -> str:
    """What the challenges mean, each with its verdict and the findings it bears on."""
    return "\n".join(
        f"- {claim_links([b.challenge])}: {{verdict}}`{b.challenge}` "
        f"{myst.text(b.shown if known[b.challenge].verdict in _SHOWN else b.not_shown)} "
        f"It bears on: {claim_links(b.findings)}."
        for b in found
    )


def chapter_rows(found: list[Finding]) -> Rows:
    """A row a claim: its words, how many other ways of judging agree and, for real data, trust.

    Levels that were drawn at random make no verdict firmer and are left out.
    """
    judged = any(not finding.data.synthetic for finding in found)
    head = ["Claim", "What the evaluation said", "Other ways of judging with the same verdict"]
    rows: Rows = [[*head, *(["Confidence in the evidence"] if judged else [])]]
    for f in found:
        title = Myst(f"{claim_links([f.id])} {{verdict}}`{f.id}`")
        same = judgement.share_agreeing(f) or judgement.untried(f)
        rows.append([title, f.claim, same, *([integration.level(f, "overall")] if judged else [])])
    return rows
