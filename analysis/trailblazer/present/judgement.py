"""How a claim was judged, for the reader: each proposition, its rule and how it came out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.findings.assessed import CERQUAL_CAVEAT
from trailblazer.findings.claim import VERDICT_WORDS, Verdict
from trailblazer.findings.numbers import number
from trailblazer.findings.proposition import Proposition, Relation
from trailblazer.findings.record import Finding, TestedProposition
from trailblazer.findings.verdict import Outcome
from trailblazer.present import integration, myst
from trailblazer.present.exhibit import Table
from trailblazer.present.integration import STRAND_WORDS, sentence
from trailblazer.present.parts import Part

OUTCOME_WORDS: Mapping[Outcome, str] = {
    "met": "Holds",
    "unmet": "Does not hold",
    "uncertain": "Uncertain",
    "gated": "Could not be tested",
}
RELATION_WORDS: Mapping[Relation, str] = {
    "at_least": "at least",
    "at_most": "at most",
    "above": "above",
    "below": "below",
    "equals": "exactly",
}
WEIGHT_WORDS = {True: "Decides", False: "Can only lower the verdict"}
INDICATOR_WORDS = "Counted with the other indicators"
NO_EFFECT = "Changes no number in these data"


def propositions(finding: Finding) -> Table:
    """One row a proposition: what these data say, its outcome, the rule and why it is the rule."""
    rows = [
        {
            "What these data say": sentence(p.words),
            "Outcome": OUTCOME_WORDS[p.outcome],
            "Weight": weight(p),
            "Evidence": STRAND_WORDS[p.strand],
            "Rule, and why": p.rule,
        }
        for p in finding.propositions
    ]
    return Table(frame=pd.DataFrame(rows), caption=f"How the claim was judged: {finding.title}.")


def weight(proposition: Proposition | TestedProposition) -> str:
    """What a proposition can do to the verdict, in words."""
    return INDICATOR_WORDS if proposition.indicator else WEIGHT_WORDS[proposition.essential]


def by_part(finding: Finding) -> dict[Part, tuple[str, str]]:
    """The judgement by the parts of a claim's page: as the book shows it, and as Jupyter does."""
    contradicted = myst.text(finding.contradicted_by)
    caveats = [f"- {myst.text(caveat)}" for caveat in finding.caveats]
    limits = ["\n".join(caveats)] if caveats else []
    limits.append(myst.directive("limits", finding.id, ()))
    kept = "".join(f"<li>{myst.html_text(caveat)}</li>" for caveat in finding.caveats)
    return {
        "judged": (as_myst(finding), as_html(finding)),
        "contradiction": (
            contradicted,
            f"<p>What would have contradicted it: {myst.html_text(finding.contradicted_by)}</p>",
        ),
        "limits": ("\n\n".join(limits), f"<p>Keep in mind:</p><ul>{kept}</ul>" if kept else ""),
    }


def as_myst(finding: Finding) -> str:
    """How the verdict came about: propositions, other settings, strands and confidence."""
    shown = propositions(finding)
    return "\n\n".join(
        [
            myst.table(shown.frame, f"tab-{finding.id}-judged", shown.caption, shown.numeric),
            *_robustness(finding),
            *_published(finding),
            f"**How the strands of evidence fit.** {myst.text(integration.directions(finding))} "
            f"{myst.text(integration.fit(finding))}",
            f"**Confidence in the evidence.** {myst.text(integration.confidence(finding))}",
            *_confidence(finding),
            *([myst.directive("declaration", "judged", ())] if finding.confidence else []),
        ]
    )


def as_html(finding: Finding) -> str:
    """The judgement for a notebook opened in Jupyter, with verdict and headline."""
    shown = propositions(finding)
    verdict = VERDICT_WORDS[finding.verdict]
    headline = f"<p><strong>{verdict}.</strong> {myst.html_text(finding.headline)}</p>"
    return headline + myst.html_table(shown.frame, shown.caption)


def agreeing(finding: Finding) -> str:
    """How many of the other ways of judging give the same verdict, in words; empty without any."""
    share = share_agreeing(finding)
    return f"{share} other ways of judging it give the same verdict" if share else ""


def untried(finding: Finding) -> str:
    """Why there is no other way of judging to count."""
    if finding.robustness:
        return "No other way of judging it changes a number in these data"
    return "No other way of judging it was tried"


def share_agreeing(finding: Finding) -> str:
    """The other ways of judging with the same verdict: ``7 of 8 (88%)``; empty without any.

    Ways that change no number in these data are left out: they could not give another verdict.
    """
    verdicts = list(finding.tried.values())
    if not verdicts:
        return ""
    same = verdicts.count(finding.verdict)
    return f"{same} of {len(verdicts)} ({number(same / len(verdicts), 'share')})"


def _robustness(finding: Finding) -> list[str]:
    """The verdict by each other way of judging, and how many agree."""
    if not finding.robustness:
        return []
    rows = [
        {
            "Way of judging": says,
            "Verdict": _otherwise(finding, says, verdict),
        }
        for says, verdict in finding.robustness.items()
    ]
    said = agreeing(finding) or untried(finding)
    caption = f"Would another choice have changed the verdict? {said}."
    if finding.tried and finding.without_effect:
        caption += " Ways that change no number are not counted."
    if finding.tried and finding.other_claims:
        caption += " What asks for more or less than the claim says is not counted."
    return [myst.table(pd.DataFrame(rows), f"tab-{finding.id}-robustness", caption, ())]


def _otherwise(finding: Finding, says: str, verdict: Verdict) -> str:
    """The verdict by one other way of judging, and why it does not count where it does not."""
    if says in finding.without_effect:
        return NO_EFFECT
    words = VERDICT_WORDS[verdict]
    return f"{words} (of another claim, not counted)" if says in finding.other_claims else words


def _confidence(finding: Finding) -> list[str]:
    """The parts of confidence, or the caveat alone where nobody judged them."""
    shown = integration.confidence_parts(finding)
    if shown is None:
        return [myst.text(CERQUAL_CAVEAT)]
    return [myst.table(shown.frame, f"tab-{finding.id}-confidence", shown.caption, ())]


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
