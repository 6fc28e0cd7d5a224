"""Pages on the quality of the work: thresholds, limits, checklists, openings, declarations."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.book.test_editions import article, flat, pages, pdf_text, words
from tests.unit.test_assumptions import deciding, shown
from trailblazer.findings.record import read_all
from trailblazer.findings.register import load_register
from trailblazer.findings.wording import quoted
from trailblazer.places import REPOSITORY
from trailblazer.publish.arrange import shared_limits
from trailblazer.publish.assumptions import declared_settings
from trailblazer.publish.checklists import STATUS_WORDS, checklist, names
from trailblazer.publish.quality import decisions, declarations, in_force, limits

pytestmark = pytest.mark.slow
BOOK = REPOSITORY / "book"

# Headings that reports of publicly funded health research are asked to have.
DECLARED = (
    "Patient and public involvement", "Equality, diversity and inclusion", "Ethics",
    "Data sharing", "Acknowledgement of the source of data", "Funding", "Competing interests",
)  # fmt: skip


def rows(page: BeautifulSoup, caption: str) -> list[Tag]:
    """The rows of the table on a page whose caption has these words."""
    found = [
        t for t in article(page).select("table") if t.caption and caption in flat(t.caption.text)
    ]
    (table,) = found
    return table.select("tbody tr")


def said(tag: Tag) -> str:
    return flat(tag.get_text(" ")).strip()


def ends(tag: Tag) -> list[str]:
    return [str(a["href"]).rpartition("#")[2] for a in tag.select("a[href]")]


def section(page: BeautifulSoup, claim: str) -> Tag:
    """The section of a claim on its page."""
    found = page.find(id=claim)
    assert isinstance(found, Tag)
    holder = found.parent if found.name == "span" else found
    assert isinstance(holder, Tag)
    return holder


def test_every_threshold_is_printed_with_its_claim_and_reason(edition: Path) -> None:
    page = pages(edition)["methods/assumptions"]
    for claim in load_register().claims.values():
        printed = rows(page, f"{flat(claim.title)}: every threshold")
        assert len(printed) == len(claim.propositions)
        fold = printed[0].find_parent("details")
        assert fold is not None
        assert ends(fold)[0] == claim.id
        for row, p in zip(printed, claim.propositions, strict=True):
            cells = [said(cell) for cell in row.select("th, td")]
            assert cells[0] == flat(p.statement)
            assert cells[2] == flat(p.reason).strip()
            for number in deciding(p):
                assert shown(number, cells[1]), (claim.id, p.id, number, cells[1])
            for gate in (*p.gates, *([p.cap] if p.cap else [])):
                assert flat(gate.reason).strip() in cells[1], (claim.id, p.id)


def test_what_claims_share_is_printed(edition: Path) -> None:
    register, page = load_register(), pages(edition)["methods/assumptions"]
    common = " ".join(said(row) for row in rows(page, "in common"))
    assert shown(register.agreement.tentative, common)
    assert shown(register.agreement.firm, common)
    for reason in (*register.smallest.values(), *(f.reason for f in register.flags.values())):
        assert flat(reason).strip() in common
    for setting in declared_settings():
        assert any(said(row).startswith(setting.title) for row in rows(page, "Settings"))
    for decision, row in zip(decisions(BOOK), rows(page, "Decisions"), strict=True):
        assert flat(decision.why) in said(row)


def test_every_word_that_counts_has_its_rule_and_claims(edition: Path) -> None:
    register = load_register()
    printed = rows(pages(edition)["methods/rules"], "Words that count")
    listed = {said(row.select_one("th")).lower(): ends(row) for row in printed}  # type: ignore[arg-type]
    for claim in register.claims.values():
        using = {word for word, claims in listed.items() if claim.id in claims}
        assert using == set(register.words_of(claim)), claim.id


def test_limits_name_their_claims_and_claims_their_limits(edition: Path) -> None:
    found = pages(edition)
    printed = rows(found["methods/limits"], "The register of limits")
    shown_here = in_force(limits(BOOK), synthetic=True)
    for limit, row in zip(shown_here, printed, strict=True):
        assert said(row).startswith(flat(limit.limit))
        weakened = [c.id for c in load_register().claims.values() if limit.weakens(c)]
        spared = [c for c in load_register().claims if c not in weakened]
        all_but = len(spared) < len(weakened)
        assert said(row).count("All but") == (all_but and bool(spared)), limit.id
        assert ends(row) == (spared if all_but else weakened), limit.id
        assert weakened, limit.id
    for claim in load_register().claims.values():
        text = said(section(found[claim.notebook], claim.id))
        page, place = found[claim.notebook], shared_limits(claim.notebook)
        told_once = section(page, place).select("li") if page.find(id=place) else []
        for limit in shown_here:
            words = flat(limit.limit.rstrip("."))
            whose = [ends(li) for li in told_once if words in said(li)]
            on_page = any(claim.id in named or not named for named in whose)
            assert (words in text or on_page) == limit.weakens(claim), (claim.id, limit.id)
            assert len(whose) <= 1, limit.id


def test_what_limits_quote_is_computed_in_a_whole_edition(edition: Path) -> None:
    known = json.loads((edition / "values.json").read_text(encoding="utf-8"))["values"]
    named = {name for limit in limits(REPOSITORY / "book") for name in quoted(limit.why)}
    assert named
    assert named <= known.keys()


def test_every_claim_links_to_the_register_of_limits(edition: Path) -> None:
    found = pages(edition)
    for claim in load_register().claims.values():
        links = section(found[claim.notebook], claim.id).select("a[href]")
        assert any("methods/limits" in str(a["href"]) for a in links), claim.id


@pytest.mark.parametrize("name", names(BOOK))
def test_a_checklist_is_shown_whole_and_its_places_are_links(edition: Path, name: str) -> None:
    held = checklist(BOOK, name)
    printed = rows(pages(edition)[f"checklists/{name}"], held.name)
    for item, row in zip(held.items, printed, strict=True):
        cells = [said(cell) for cell in row.select("th, td")]
        assert cells[0].startswith(item.id)
        assert cells[2] == STATUS_WORDS[item.status]
        assert len(row.select("a[href]")) == len(item.where)
        assert flat(item.note) in cells[3]


def test_places_of_a_checklist_have_pages_in_the_pdf(edition: Path) -> None:
    text = pdf_text(edition, "-raw")
    places = sum(len(i.where) for n in names(BOOK) for i in checklist(BOOK, n).items)
    others = [p for n, p in pages(edition).items() if not n.startswith("checklists/")]
    places += sum(len(article(page).select(".place")) for page in others)
    assert len(re.findall(r"\(page[\s\u00a0]+\d+\)", text)) == places


def test_a_chapter_opens_with_its_claims_and_verdicts(edition: Path, other: Path) -> None:
    for built in (edition, other):
        held, found = read_all(built / "findings"), pages(built)
        for chapter in ("findings", "challenges"):
            own = [f for f in held.values() if f.chapter == chapter]
            opening = article(found[chapter])
            lead = opening.select_one(".headline")
            assert lead is not None
            counted = [int(n) for n in re.findall(r"\d+", lead.get_text())]
            assert counted[0] == len(own) == sum(counted[1:])
            printed = rows(found[chapter], "What was said")
            assert {ends(row)[0] for row in printed} == {f.id for f in own}
            for row in printed:
                badge = row.select_one(".verdict")
                assert badge is not None
                assert f"verdict-{held[ends(row)[0]].verdict}" in badge["class"]


def test_the_summary_in_plain_words_names_every_claim_once(edition: Path, other: Path) -> None:
    for built in (edition, other):
        page = article(pages(built)["about/plain-summary"])
        listed = [end for end in ends(page) if end in load_register().claims]
        assert sorted(listed) == sorted(load_register().claims)


def test_what_reports_must_declare_is_declared(edition: Path) -> None:
    page = article(pages(edition)["about/declarations"])
    titles = [said(h).rstrip("#").strip() for h in page.select("h2")]
    assert set(DECLARED) <= set(titles)
    for text in declarations(BOOK)["data-source"].synthetic:
        assert flat(text) in said(page)


def test_every_source_is_listed_in_the_site_and_the_pdf(edition: Path) -> None:
    bibliography = (BOOK / "references.bib").read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{(\w+),", bibliography, re.MULTILINE)
    listed = article(pages(edition)["about/references"]).select("div.citation")
    assert len(listed) == len(keys)
    printed = words(pdf_text(edition))
    for doi in re.findall(r"doi = \{(.+?)\}", bibliography):
        assert any(doi in str(entry) for entry in listed), doi
        assert words(doi) in printed, doi
