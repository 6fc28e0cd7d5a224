"""The register: its faults are named, and every threshold has a reason a reader can judge."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from trailblazer.errors import RegisterError
from trailblazer.findings.register import REGISTER, load_register

# The findings of the published summary, its interleaved columns put back into reading order.
SUMMARY = Path(__file__).parent / "published_summary.txt"


def spoil(tmp_path: Path, change: str) -> Path:
    raw = yaml.safe_load(REGISTER.read_text(encoding="utf-8"))
    exec(change, {"claim": raw["claims"]["milestone"], "raw": raw})  # noqa: S102
    path = tmp_path / "claims.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('del claim["wording"]["insufficient"]', "no wording for insufficient"),
        ('claim["colour"] = "red"', "milestone > colour"),
        ('claim["propositions"][0].pop("threshold")', "needs relation and threshold"),
        ('claim["propositions"][0]["or_prominence"] = {}', "other bars need bars"),
        ('claim["propositions"][0]["min_count"] = 2', "least count goes with rule interval"),
        ('claim["propositions"] = []', "milestone > propositions"),
        ('claim["propositions"][0]["essential"] = False', "no essential proposition"),
        ('del claim["propositions"][0]["estimate"]', "need an estimate and its tables"),
        ('raw["claims"]["progress"]["propositions"][5].pop("unmet")', "threshold and unmet"),
        ('claim["propositions"][0]["indicator"] = True', "not essential by itself"),
        ('claim["propositions"][1]["indicator"] = True', "a proposition that counts them"),
    ],
)
def test_faults_are_named(tmp_path: Path, change: str, message: str) -> None:
    with pytest.raises(RegisterError, match=message):
        load_register(spoil(tmp_path, change))


def test_no_number_is_typed_into_words() -> None:
    for claim in load_register().claims.values():
        templates = [*claim.wording.values()]
        for p in claim.propositions:
            templates += [p.words.met, p.words.unmet, p.words.uncertain]
        templates += [c for c in claim.caveats if "{" in c]
        for template in templates:
            assert not re.search(r"\d", re.sub(r"\{[^}]*\}", "", template)), (claim.id, template)


def test_no_causal_word_near_a_reported_effect() -> None:
    causal = re.compile(r"\b(caused|improved|led to|resulted|because of|effect of|thanks to)\b")
    for claim in load_register().claims.values():
        for template in claim.wording.values():
            assert not causal.search(template), (claim.id, template)


def test_claims_quote_the_published_summary() -> None:
    """Word for word and in order, but for cuts (…) and insertions [in square brackets]."""
    summary = " ".join(SUMMARY.read_text(encoding="utf-8").split())
    for claim in load_register().claims.values():
        at = 0
        for passage in re.sub(r" \[[^\]]*\]", "", claim.claim).split("…"):
            found = summary.find(passage.strip(), at)
            assert found >= at, (claim.id, passage)
            at = found + len(passage.strip())


def test_the_day_of_the_lockdown_is_the_one_with_a_source() -> None:
    notebook = REGISTER.parent / "notebooks" / "findings" / "remote.ipynb"
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "".join(line for cell in cells for line in cell["source"])
    day = re.search(r'^lockdown: str = "([0-9-]+)"', code, re.MULTILINE)
    assert day is not None
    known = datetime.strptime(str(load_register().facts["lockdown"].value), "%d %B %Y")
    assert known.date() == date.fromisoformat(day.group(1))


def test_a_claim_tells_what_its_rule_asks_of_an_estimate() -> None:
    gap = load_register().claims["gap"]
    parts = {p.estimate: p for p in gap.propositions}
    assert gap.mark("agree") == parts["agree"].threshold
    assert gap.mark("view") == (parts["view"].prominence or {})["sources"].met
    with pytest.raises(KeyError, match="no mark for other"):
        gap.mark("other")
