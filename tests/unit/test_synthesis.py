"""What the pages say that put claims together: both sides, who says so, what other choices give."""

from __future__ import annotations

import pytest
from synthesis_sample import made, real

from trailblazer.findings.integration import Direction
from trailblazer.findings.proposition import Strand
from trailblazer.present import integration, judgement, synthesis
from trailblazer.publish import flat
from trailblazer.publish.directives import DIRECTIVES, chapters
from trailblazer.publish.directives import synthesis as pages
from trailblazer.publish.directives.tables import Myst, bullets, table


@pytest.mark.parametrize(
    ("strands", "said"),
    [
        (
            {"monitoring": "for", "survey": "for"},
            "The monitoring data and the survey bear the claim out. Different kinds of evidence "
            "count for it.",
        ),
        ({"survey": "for"}, "The survey bears the claim out. No second kind of evidence"),
        ({"survey": "silent"}, "No kind of evidence has anything to say of the claim. It can be"),
        (
            {"survey": "against", "documents": "against"},
            "The survey and documents speak against the claim. Different kinds of evidence count "
            "against it",
        ),
        (
            {"interviews": "for", "survey": "against", "documents": "silent"},
            "Interviews and focus groups bear the claim out; the survey speaks against the claim; "
            "documents are silent. The strands contradict each other",
        ),
        (
            {"survey": "mixed", "monitoring": "unclear"},
            "The survey bears out a part of the claim; the monitoring data do not settle it. They "
            "agree only in part",
        ),
        (
            {"interviews": "for", "survey": "for"},
            "The survey and interviews and focus groups bear the claim out.",
        ),
    ],
)
def test_what_follows_from_the_strands(strands: dict[Strand, Direction], said: str) -> None:
    found = synthesis.meta_inference(made(strands))
    assert found.startswith(said)
    assert "Verdict: supported." in found


def test_nothing_is_said_of_confidence_that_nobody_judged() -> None:
    assert "Confidence" not in synthesis.meta_inference(made({"survey": "for"}, confidence={}))


def test_the_joint_display_has_a_row_a_claim_with_every_strand_in_it() -> None:
    finding = made({"survey": "against", "monitoring": "for"}, ("agreement", "dissonance"))
    head, row = pages.joint_rows([finding])
    assert len(head) == len(row) == 4
    claim, said, fit, together = row
    assert "<retention>`" in claim
    assert "{verdict}`retention`" in claim
    assert said.index("Monitoring data: bears the claim out.") < said.index("Survey: speaks")
    assert "No rule for this claim rests on: interviews and focus groups, documents." in said
    assert fit == (
        "By rule: dissonance. Assessor A: agreement (drawn at random). "
        "Assessor B: dissonance (drawn at random)."
    )
    assert together == synthesis.meta_inference(finding)


def test_no_assessor_is_said_aloud() -> None:
    assert synthesis.fit_codes(made({"survey": "for"})).endswith("Not assessed by people.")


def test_a_claim_is_listed_under_the_code_of_most_doubt() -> None:
    agreed = made({"survey": "for", "monitoring": "for"}, ("agreement", "agreement"), id="a")
    one_doubts = made({"survey": "for", "monitoring": "for"}, ("agreement", "dissonance"), id="b")
    rule_doubts = made({"survey": "for", "monitoring": "unclear"}, ("agreement",), id="c")
    alone = made({"survey": "for"}, id="d")
    found = [agreed, one_doubts, rule_doubts, alone]
    listed = {
        code: [f.id for f in pages.coded(found, code)]
        for code in ("dissonance", "partial_agreement", "silence", "agreement")
    }
    assert listed == {
        "dissonance": ["b"], "partial_agreement": ["c"], "silence": ["d"], "agreement": ["a"],
    }  # fmt: skip


def test_both_sides_are_shown() -> None:
    finding = made({"survey": "against", "monitoring": "for", "documents": "silent"}, ("silence",))
    _, (_, held, against, who) = pages.sides_rows([finding])
    assert held == "- **Monitoring data:** monitoring say for."
    assert against == "- **Survey:** survey say against."
    assert who == "By rule: dissonance. Assessor A: silence (drawn at random). Reason 0."
    _, (_, held, against, _) = pages.sides_rows([made({"survey": "for"})])
    assert against == "Nothing."
    _, (_, _, against, _) = pages.sides_rows([made({"survey": "for"}, ("dissonance",))])
    assert against == pages.NOT_BY_RULE


def test_a_contradiction_that_only_assessors_saw_is_said_of_real_data_alone() -> None:
    seen = "The assessors saw a contradiction that the rule does not see."
    invented = made({"survey": "for"}, ("dissonance",))
    of_real = {"data": invented.data.model_copy(update={"synthetic": False})}
    assert seen not in integration.fit(invented)
    assert integration.fit(invented.model_copy(update=of_real)).endswith(seen)
    known = made({"survey": "for", "documents": "against"}, ("dissonance", "silence"), **of_real)
    assert seen not in integration.fit(known)


def test_confidence_has_every_part_with_its_reasons() -> None:
    finding = real()
    head, row = pages.confidence_rows([finding])
    assert len(head) == len(row) == 3
    for part in ("adequacy", "coherence"):
        assert all(rating.reason in row[2] for rating in finding.confidence[part].ratings)
    _, (_, overall, parts) = pages.confidence_rows([made({"survey": "for"}, confidence={})])
    assert overall == "Not assessed."
    assert parts == "Not assessed"


def test_robustness_names_the_settings_that_change_the_verdict() -> None:
    settings = {"Not weighted": "supported", "Ten points lower": "insufficient"}
    finding = made({"survey": "for"}, robustness=settings)
    untried = made({"survey": "for"}, robustness={})
    _, row, other = pages.robustness_rows([finding, untried])
    assert row[1:] == ["1 of 2 (50%)", "Not weighted", "Ten points lower (insufficient evidence)"]
    assert other[1:] == ["None was tried"] * 3
    firm = made({"survey": "for"}, robustness={"Not weighted": "supported"})
    assert pages.changed_by_settings([finding, untried, firm]) == (
        "Of the 3 claims, 2 were judged again in other ways that change a number, 3 in all. 1 "
        "kept the verdict in every one of them."
    )
    assert pages.robustness_rows([firm])[1][3] == "None"
    idle = {"robustness": settings, "without_effect": ("Not weighted",)}
    other = made({"survey": "for"}, **idle)
    assert pages.changed_by_settings([other]).endswith(
        "Another 1 changes no number in these data and is not counted."
    )
    assert pages.robustness_rows([other])[1][1:3] == ["0 of 1 (0%)", "None"]


def test_a_claim_says_how_many_settings_agree() -> None:
    settings = {"Not weighted": "supported", "Ten points lower": "insufficient"}
    finding = made({"survey": "for"}, robustness=settings)
    said = "1 of 2 (50%) other ways of judging it give the same verdict"
    assert judgement.agreeing(finding) == said
    assert said in judgement.as_myst(finding)
    assert judgement.agreeing(made({"survey": "for"}, robustness={})) == ""


def test_a_stricter_claim_is_shown_and_tells_nothing_of_how_firm_this_one_is() -> None:
    settings = {"Not weighted": "supported", "A month less": "not_supported"}
    finding = made({"survey": "for"}, robustness=settings, other_claims=("A month less",))
    assert judgement.agreeing(finding).startswith("1 of 1 (100%)")
    assert "Not supported (of another claim, not counted)" in judgement.as_myst(finding)
    assert pages.changed_by_settings([finding]).endswith("1 kept the verdict in every one of them.")
    assert "A month less" not in str(pages.robustness_rows([finding]))


def test_judgements_that_chance_stands_for_are_marked_and_make_nothing_surer() -> None:
    invented = made({"survey": "for"}, ("agreement",))
    of_real = invented.model_copy(
        update={"data": invented.data.model_copy(update={"synthetic": False})}
    )
    mark = "(drawn at random)"
    for finding, marked in ((invented, True), (of_real, False)):
        for words in (integration.confidence, integration.fit, synthesis.fit_codes):
            assert (mark in words(finding)) == marked
        parts = integration.confidence_parts(finding)
        assert parts is not None
        assert (mark in parts.caption) == marked
        assert ("Confidence in the evidence" in synthesis.meta_inference(finding)) != marked


def test_a_list_stands_within_its_cell() -> None:
    made_table = table("Two.", "tab-two", [["A", "B"], ["a", bullets(["one", "two"])]], by_row=True)
    assert "\n* - a\n  - - one\n    - two\n" in made_table
    assert ":class: by-row" in made_table
    assert isinstance(bullets([]), Myst)


def test_the_directives_are_registered() -> None:
    assert {"joint-display", "disagreements", "confidence", "robustness"} <= set(DIRECTIVES)


def test_levels_drawn_at_random_make_no_verdict_firmer() -> None:
    invented = real()
    measured = invented.model_copy(
        update={"data": invented.data.model_copy(update={"synthetic": False})}
    )
    rows = [chapters.chapter_rows([finding]) for finding in (invented, measured)]
    assert [head[3:] for head, _ in rows] == [[], ["Confidence in the evidence"]]
    assert [row[3:] for _, row in rows] == [[], [integration.level(measured, "overall")]]
    shown = [flat.findings_table({"it": f})["confidence"][0] for f in (invented, measured)]
    assert shown[0] == f"{shown[1]} (drawn at random)"
    nobody = invented.model_copy(update={"confidence": {}})
    assert flat.findings_table({"it": nobody})["confidence"][0] == "Not assessed"
