"""The first page: how many claims got each verdict, and every claim as a card."""

from __future__ import annotations

from collections.abc import Mapping

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.estimates.estimate import Estimate
from trailblazer.findings.claim import VERDICTS
from trailblazer.findings.record import Finding
from trailblazer.findings.wording import Value
from trailblazer.present import myst
from trailblazer.present.integration import LEVEL_WORDS
from trailblazer.present.words import counted, inside, joined
from trailblazer.publish.directives.claims import in_order, of_chapter
from trailblazer.publish.directives.declarations import declared
from trailblazer.publish.directives.synthesis import changed_by_settings
from trailblazer.publish.directives.tables import claim_links
from trailblazer.publish.roles import badge, quotable

# A tile names its claims when they are no more than these.
FEW = 4


class Tally(SphinxDirective):
    """``{tally}``: a tile for each verdict with how many claims got it, and which, if few."""

    def run(self) -> list[nodes.Node]:
        """Count the verdicts, after what the data are where that settles them."""
        found = in_order(self.config.trailblazer_edition)
        tiles = nodes.bullet_list(classes=["tally"])
        for verdict in VERDICTS:
            own = [f.id for f in found if f.verdict == verdict]
            count = nodes.inline("", f"{len(own)}", classes=["count"])
            words = nodes.inline("", f" of {len(found)} claims", classes=["of"])
            line = nodes.paragraph("", "", badge(verdict), nodes.Text(" "), count, words)
            tile = nodes.list_item("", line, classes=["none"] if not own else [])
            if 0 < len(own) <= FEW:
                tile += self.parse_text_to_nodes(claim_links(own))
            tiles += tile
        return [*declared(self, "by-construction"), tiles]


class Findings(SphinxDirective):
    """``{findings} findings``: those of one chapter, each with verdict, headline and link."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Lay out the findings of a chapter as cards, in the order of the register."""
        said = quotable(self.config.trailblazer_edition)
        cards = "\n\n".join(_card(f, said) for f in of_chapter(self, self.arguments[0]))
        return self.parse_text_to_nodes(myst.directive("container", "claim-cards", [], cards))


class HowSure(SphinxDirective):
    """``{how-sure}``: how many verdicts other choices change, and how far evidence is trusted."""

    def run(self) -> list[nodes.Node]:
        """Say both in two sentences."""
        found = in_order(self.config.trailblazer_edition)
        said = f"{changed_by_settings(found)} {_trusted(found)}"
        return [nodes.paragraph("", said)]


def leading(finding: Finding) -> tuple[str, str, Estimate] | None:
    """The first share that decides a claim: what was tested by it, its name and the estimate.

    Of a view, the share of sources that expressed it. ``None`` where no share decides.
    """
    for p in finding.propositions:
        if not p.essential:
            continue
        name, estimate = p.estimate, finding.estimates.get(p.estimate)
        if p.estimate in finding.prominence:
            name, estimate = f"{name}.sources", finding.prominence[p.estimate].sources
        if estimate is not None and estimate.unit == "share" and _is_part(estimate.value):
            return p.statement, name, estimate
    return None


def spark(estimate: Estimate) -> str:
    """A share as a dot on a line from none to all, with its interval; a picture without words.

    What it shows stands in words beside it, so that it is hidden from assistive technology.
    """
    assert estimate.value is not None
    bar = ""
    if estimate.low is not None and estimate.high is not None:
        start, end = _percent(estimate.low), _percent(estimate.high)
        bar = f'<line class="interval" x1="{start}" x2="{end}" y1="8" y2="8"/>'
    at = _percent(estimate.value)
    return (
        '<svg class="spark" width="100%" height="16" aria-hidden="true" focusable="false">'
        '<line class="track" x1="0%" x2="100%" y1="8" y2="8"/>'
        '<line class="end" x1="0%" x2="0%" y1="3" y2="13"/>'
        '<line class="end" x1="100%" x2="100%" y1="3" y2="13"/>'
        f'{bar}<circle class="dot" cx="{at}" cy="8" r="5"/></svg>'
    )


def _card(finding: Finding, known: Mapping[str, Value]) -> str:
    """One card; its title is the link, so that a screen reader hears where it leads."""
    body = [f"{{verdict}}`{finding.id}`", f"{{headline}}`{finding.id}`"]
    found = leading(finding)
    if found is not None:
        tested, name, estimate = found
        measured = myst.text(_measured(known, f"{finding.id}.{name}"))
        body.append(f"{{.measure}}\nTested: {myst.text(inside(tested))}. Found: {measured}.")
        body.append(f"```{{raw}} html\n{spark(estimate)}\n```")
    title = f"{{ref}}`{myst.text(finding.title)} <{finding.id}>`"
    options = [("class-card", f"finding {finding.verdict}")]
    return myst.directive("card", title, options, "\n\n".join(body))


def _measured(known: Mapping[str, Value], name: str) -> str:
    """The published words of a share: so many of so many where it is a count, else in percent."""
    count, base = known.get(f"{name}.count"), known[f"{name}.n"]
    share = known[f"{name}.with_interval"].text
    return f"{count.text} of {base.text} ({known[name].text})" if (
        count is not None and share == known[name].text
    ) else share  # fmt: skip


def _trusted(found: list[Finding]) -> str:
    """How many claims people trust the evidence for how far."""
    overall = [f.confidence["overall"].shown for f in found if "overall" in f.confidence]
    if not overall:
        return "Nobody has judged how far the evidence can be trusted."
    levels = {words: overall.count(level) for level, words in LEVEL_WORDS.items()}
    said = [f"{words.lower()} for {counted(n, 'claim')}" for words, n in levels.items() if n]
    return f"Confidence in the evidence, as people judged it, is {joined(said)}."


def _is_part(value: float | None) -> bool:
    """Whether a share is one of a whole; something kept up can be more than it was before."""
    return value is not None and 0 <= value <= 1


def _percent(share: float) -> str:
    return f"{100 * min(max(share, 0), 1):.1f}%"
