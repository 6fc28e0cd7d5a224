"""Claims side by side: the joint display, disagreement, confidence, and what other choices give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.assessed import CERQUAL_CAVEAT
from trailblazer.findings.claim import VERDICT_WORDS
from trailblazer.findings.proposition import Strand
from trailblazer.findings.record import Finding
from trailblazer.present import integration, judgement, myst, synthesis
from trailblazer.present.integration import (
    DIRECTION_WORDS,
    FIT_WORDS,
    PART_WORDS,
    STRAND_WORDS,
)
from trailblazer.publish.directives.claims import in_order, of_chapter
from trailblazer.publish.directives.tables import Myst, bullets, claim_links, table
from trailblazer.publish.roles import values

Rows = list[Sequence[str]]
UNTRIED = "None was tried"
NOT_BY_RULE = "No rule found anything against it; the code is the assessors'."


class JointDisplay(SphinxDirective):
    """``{joint-display} findings``: the claims of a chapter, each with what every strand says."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One row a claim."""
        chapter, edition = self.arguments[0], self.config.trailblazer_edition
        caption = f"What each kind of evidence says of each claim: {chapter}."
        rows = joint_rows(of_chapter(self, chapter))
        shown = stamped(caption, f"tab-joint-{chapter}", rows, edition)
        return self.parse_text_to_nodes(shown)


class Disagreements(SphinxDirective):
    """``{disagreements} dissonance``: claims whose strands somebody, or the rule, so coded."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Both sides of each such claim; says so when there is none."""
        code, edition = self.arguments[0], self.config.trailblazer_edition
        if code not in FIT_WORDS:
            raise self.error(f'"{code}" is not a code of fit: {", ".join(FIT_WORDS)}')
        found = coded(in_order(edition), code)
        if not found:
            return [nodes.paragraph("", "None.")]
        if code == "silence":
            return self.parse_text_to_nodes(claim_links(f.id for f in found))
        caption = f"Claims that the rule or an assessor coded as {FIT_WORDS[code].lower()}."
        label = f"tab-{code}".replace("_", "-")
        return self.parse_text_to_nodes(stamped(caption, label, sides_rows(found), edition))


class Confidence(SphinxDirective):
    """``{confidence}``: how far people trust the evidence for each claim, by part, with reasons."""

    def run(self) -> list[nodes.Node]:
        """One row a claim, after the caveat of the approach."""
        edition = self.config.trailblazer_edition
        rows = confidence_rows(in_order(edition))
        shown = stamped("Confidence in the evidence, by claim.", "tab-confidence", rows, edition)
        return self.parse_text_to_nodes(f"{myst.text(CERQUAL_CAVEAT)}\n\n{shown}")


class Robustness(SphinxDirective):
    """``{robustness}``: the verdict of each claim under every other defensible setting."""

    def run(self) -> list[nodes.Node]:
        """How many verdicts any setting changes, then one row a claim."""
        edition = self.config.trailblazer_edition
        found = in_order(edition)
        caption = "Verdicts by other defensible ways of judging, by claim."
        shown = stamped(caption, "tab-robustness", robustness_rows(found), edition)
        return self.parse_text_to_nodes(f"{changed_by_settings(found)}\n\n{shown}")


def joint_rows(findings: Iterable[Finding]) -> Rows:
    """Claim with verdict, what each strand says, the fit of the strands, and what follows."""
    rows: Rows = [["Claim", "What each strand says", "How they fit", "Taken together"]]
    for finding in findings:
        said = [_strand(finding, s) for s in STRAND_WORDS if s in finding.strands]
        said += [myst.text(words)] if (words := integration.unused(finding)) else []
        fit, together = synthesis.fit_codes(finding), synthesis.meta_inference(finding)
        rows.append([_claim(finding), bullets(said), fit, together])
    return rows


def coded(findings: Iterable[Finding], code: str) -> list[Finding]:
    """The claims given a code by rule or by an assessor, each listed once.

    A claim belongs to the first of dissonance, partial agreement, silence and agreement that
    anybody gave it: doubt is never outvoted.
    """
    order = ("dissonance", "partial_agreement", "silence", "agreement")
    return [f for f in findings if min(f.convergence.codes, key=order.index) == code]


def sides_rows(findings: Iterable[Finding]) -> Rows:
    """Both sides of each claim, and who says that the strands differ."""
    rows: Rows = [["Claim", "Bears it out", "Speaks against it or leaves it open", "Who says so"]]
    for finding in findings:
        both = synthesis.bears_out(finding), synthesis.speaks_against(finding)
        # Where an assessor gave the code, a rule may have found nothing to show for it.
        against = NOT_BY_RULE if finding.convergence.coded else "Nothing."
        sides = [_named(s) if s else no for s, no in zip(both, ("Nothing.", against), strict=True)]
        rows.append([_claim(finding), *sides, synthesis.fit_reasons(finding)])
    return rows


def confidence_rows(findings: Iterable[Finding]) -> Rows:
    """Confidence overall, then each part of it, both with the reasons given."""
    rows: Rows = [["Claim", "Confidence overall", "What it rests on"]]
    for finding in findings:
        each = {
            words: integration.with_reasons(finding, part) for part, words in PART_WORDS.items()
        }
        overall = each.pop(PART_WORDS["overall"])
        parts = _named(each) if finding.confidence else integration.NOT_ASSESSED
        rows.append([claim_links([finding.id]), overall, parts])
    return rows


def robustness_rows(findings: Iterable[Finding]) -> Rows:
    """The verdict, how many other settings agree, and both kinds of settings by name."""
    heads = ["Claim", "Other ways that agree", "Same verdict", "Another verdict"]
    rows: Rows = [heads]
    for finding in findings:
        said = finding.tried.items()
        same = [says for says, verdict in said if verdict == finding.verdict]
        other = [
            f"{says} ({VERDICT_WORDS[verdict].lower()})"
            for says, verdict in said
            if verdict != finding.verdict
        ]
        none = "None" if said else "None that changes a number" if finding.robustness else UNTRIED
        rows.append(
            [
                _claim(finding),
                judgement.share_agreeing(finding) or none,
                "; ".join(same) or none,
                "; ".join(other) or none,
            ]
        )
    return rows


def changed_by_settings(findings: Sequence[Finding]) -> str:
    """How many verdicts hold under every setting tried, in a sentence."""
    tried = [f for f in findings if f.tried]
    firm = [f for f in tried if set(f.tried.values()) == {f.verdict}]
    settings = sum(len(f.tried) for f in tried)
    idle = sum(len({*f.robustness} & {*f.without_effect}) for f in findings)
    left_out = (
        f" Another {idle} {'changes' if idle == 1 else 'change'} no number in these data and "
        f"{'is' if idle == 1 else 'are'} not counted."
        if idle
        else ""
    )
    return (
        f"Of the {len(findings)} claims, {len(tried)} were judged again in other ways that change "
        f"a number, {settings} in all. {len(firm)} kept the verdict in every one of "
        f"them.{left_out}"
    )


def stamped(caption: str, label: str, rows: Rows, edition: str) -> str:
    """A table that phones show row by row, its caption ending in the stamp of the edition."""
    stamp = values(edition)["edition.stamp"]["text"]
    return table(f"{caption} {stamp}." if stamp else caption, label, rows, by_row=True)


def _claim(finding: Finding) -> Myst:
    return Myst(f"{claim_links([finding.id])} {{verdict}}`{finding.id}`")


def _strand(finding: Finding, strand: Strand) -> str:
    """Which way a strand points, and what it says with its numbers."""
    way = DIRECTION_WORDS[finding.strands[strand]].lower()
    said = " ".join(integration.strand_words(finding, strand))
    return f"**{STRAND_WORDS[strand]}: {way}.** {myst.text(said)}"


def _named(said: Mapping[str, str]) -> Myst:
    return bullets(f"**{words}:** {myst.text(text)}" for words, text in said.items())
