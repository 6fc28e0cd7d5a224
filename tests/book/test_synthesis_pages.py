"""The pages that put claims together hold every claim as often as they should, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.book.test_editions import article, flat, pages, pdf_text, words
from trailblazer.findings.record import read_all
from trailblazer.findings.register import load_register
from trailblazer.places import REPOSITORY
from trailblazer.present import judgement, synthesis
from trailblazer.run.plan import contents

pytestmark = pytest.mark.slow
SYNTHESIS = ("synthesis/joint-display", "synthesis/confidence", "synthesis/robustness")

# What stands between the margins, cell by cell: no header or footer cuts a sentence in two.
BODY = ("-raw", "-x", "0", "-y", "60", "-W", "900", "-H", "735")


def linked(page: BeautifulSoup) -> list[str]:
    """The claims that links of a page lead to, as often as they do."""
    known = set(load_register().claims)
    ends = [str(a["href"]).rpartition("#")[2] for a in article(page).select("a[href]")]
    return [end for end in ends if end in known]


def test_every_claim_has_one_row_of_each_synthesis_and_one_card_of_the_summary(
    edition: Path,
) -> None:
    found, claims = pages(edition), list(load_register().claims)
    for name in SYNTHESIS:
        assert sorted(linked(found[name])) == sorted(claims), name
        rows = article(found[name]).select("tbody tr")
        assert len(rows) == len(claims), name
    cards = article(found["index"]).select(".sd-card.finding")
    assert sorted(str(c.a["href"]).rpartition("#")[2] for c in cards if c.a) == sorted(claims)


def test_every_headline_is_in_the_pdf_in_the_summary_on_its_page_and_where_it_is_quoted(
    edition: Path,
) -> None:
    text = words(pdf_text(edition, *BODY))
    sources = [REPOSITORY / f"{entry}{end}" for entry in contents() for end in (".md", ".ipynb")]
    prose = "".join(p.read_text(encoding="utf-8") for p in sources if p.is_file())
    for claim, finding in read_all(edition / "findings").items():
        quoted = prose.count(f"{{headline}}`{claim}`")
        assert text.count(words(finding.headline)) == 2 + quoted, claim


def test_a_row_says_what_the_record_says(edition: Path) -> None:
    shown = flat(article(pages(edition)["synthesis/joint-display"]).get_text(" "))
    printed = words(pdf_text(edition, *BODY))
    for claim, finding in read_all(edition / "findings").items():
        assert flat(synthesis.meta_inference(finding)) in shown, claim
        assert words(synthesis.meta_inference(finding)) in printed, claim
        for proposition in finding.propositions:
            assert flat(proposition.words)[1:] in shown, (claim, proposition.id)


def test_each_claim_shows_beside_its_verdict_how_many_settings_agree(edition: Path) -> None:
    found = pages(edition)
    for claim, finding in read_all(edition / "findings").items():
        said = judgement.agreeing(finding)
        section = found[load_register().claims[claim].notebook].find(id=claim)
        assert isinstance(section, Tag)
        holder = section.parent if section.name == "span" else section
        assert holder is not None
        line = holder.select_one(".verdict-line")
        assert line is not None
        assert said in flat(line.get_text())
        assert bool(holder.find(id=f"tab-{claim}-robustness")) == bool(finding.robustness)


def test_every_claim_is_in_one_list_of_disagreement_or_agrees(edition: Path) -> None:
    page = pages(edition)["synthesis/disagreement"]
    listed = linked(page)
    assert len(listed) == len(set(listed))
    for claim, finding in read_all(edition / "findings").items():
        assert (claim in listed) == (set(finding.convergence.codes) != {"agreement"}), claim


def test_no_invented_code_contradicts_what_the_strands_can_say(edition: Path) -> None:
    for claim, finding in read_all(edition / "findings").items():
        coded = finding.convergence.coded
        assert coded is not None
        silent = {rating.level == "silence" for rating in coded.ratings}
        assert silent == {finding.convergence.proposed == "silence"}, claim


def test_no_dissonance_is_said_aloud_where_there_is_none(edition: Path) -> None:
    page = article(pages(edition)["synthesis/disagreement"])
    codes = [f.convergence.codes for f in read_all(edition / "findings").values()]
    for title in ("dissonance", "partial-agreement"):
        section = page.find(id=title)
        assert isinstance(section, Tag)
        there = any(title.replace("-", "_") in given for given in codes)
        assert bool(section.find("table")) or not there
        assert ("None." in section.get_text()) == (section.find("table") is None)


def test_the_codebook_can_be_downloaded(edition: Path) -> None:
    page = article(pages(edition)["methods/qualitative"])
    (link,) = [a for a in page.select("a[download]") if a.get_text() == "The codebook (CSV)"]
    path = (edition / "html" / "methods" / str(link["href"])).resolve()
    assert "definition" in path.read_text(encoding="utf-8").splitlines()[0]


def test_agreement_of_assessors_is_quoted(edition: Path) -> None:
    known = json.loads((edition / "values.json").read_text("utf-8"))["values"]
    shown = flat(article(pages(edition)["synthesis/disagreement"]).get_text(" "))
    assert known["assessors.fit_alpha.with_interval"]["text"] in shown
