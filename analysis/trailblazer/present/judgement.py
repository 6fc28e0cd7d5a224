"""How a claim was judged, for the reader: each proposition, its rule and how it came out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.findings.record import Finding
from trailblazer.findings.register import VERDICT_WORDS
from trailblazer.findings.verdict import Outcome
from trailblazer.present import myst
from trailblazer.present.exhibit import Table

OUTCOME_WORDS: Mapping[Outcome, str] = {
    "met": "Holds",
    "unmet": "Does not hold",
    "uncertain": "Uncertain",
    "gated": "Could not be tested",
}
WEIGHT_WORDS = {True: "Decides", False: "Can only lower the verdict"}
STRAND_WORDS = {
    "monitoring": "Monitoring data",
    "survey": "Survey",
    "interviews": "Interviews and focus groups",
    "documents": "Documents",
}


def propositions(finding: Finding) -> Table:
    """One row a proposition: what these data say, its outcome, the rule and why it is the rule."""
    rows = [
        {
            "What these data say": _sentence(p.words),
            "Outcome": OUTCOME_WORDS[p.outcome],
            "Weight": WEIGHT_WORDS[p.essential],
            "Evidence": STRAND_WORDS[p.strand],
            "Rule, and why": p.rule,
        }
        for p in finding.propositions
    ]
    return Table(frame=pd.DataFrame(rows), caption=f"How the claim was judged: {finding.title}.")


def as_myst(finding: Finding) -> str:
    """The judgement as the book shows it."""
    shown = propositions(finding)
    return "\n\n".join(
        [
            myst.table(shown.frame, f"tab-{finding.id}-judged", shown.caption, shown.numeric),
            f"**What would contradict it.** {myst.text(finding.contradicted_by)}",
            *_published(finding),
            "**Keep in mind**",
            "\n".join(f"- {myst.text(caveat)}" for caveat in finding.caveats),
        ]
    )


def as_html(finding: Finding) -> str:
    """The judgement for a notebook opened in Jupyter, with verdict and headline."""
    shown = propositions(finding)
    verdict = VERDICT_WORDS[finding.verdict]
    headline = f"<p><strong>{verdict}.</strong> {myst.html_text(finding.headline)}</p>"
    return headline + myst.html_table(shown.frame, shown.caption)


def _published(finding: Finding) -> list[str]:
    if not finding.published:
        return []
    rows = [
        {
            "Figure": finding.estimates[p.estimate].label,
            "Published": p.published,
            "In these data": p.found,
            "Consistent": {True: "Yes", False: "No", None: "Cannot be compared"}[p.consistent],
        }
        for p in finding.published
    ]
    caption = "Published figures beside these data; this comparison never changes the verdict."
    label = f"tab-{finding.id}-published"
    return [myst.table(pd.DataFrame(rows), label, caption, ("Published", "In these data"))]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
