"""The first page: one glance, every claim once, and five questions answered in two clicks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.book.test_editions import article, flat, pages
from trailblazer.findings.claim import VERDICT_WORDS, VERDICTS
from trailblazer.findings.record import read_all
from trailblazer.findings.register import load_register
from trailblazer.publish.directives.home import FEW
from trailblazer.publish.measure import leading
from trailblazer.publish.roles import quotable

pytestmark = pytest.mark.slow
QUESTIONS = {
    "Is this real data?": "synthetic",
    "How sure is it?": "kept the verdict",
    "Where is the data?": "CSV",
    "How do I cite it?": "The trailblazer engineers",
    "How do I run it?": "make report",
}


def home(edition: Path) -> Tag:
    return article(pages(edition)["index"])


def leads_to(link: Tag) -> str:
    return str(link["href"]).rpartition("#")[2]


def test_every_claim_has_one_card_in_the_published_order(edition: Path, other: Path) -> None:
    for built in (edition, other):
        held, claims = read_all(built / "findings"), list(load_register().claims.values())
        groups = home(built).select(".claim-cards")
        for chapter, group in zip(("findings", "challenges"), groups, strict=True):
            cards = group.select(".sd-card.finding")
            own = [c.id for c in claims if c.chapter == chapter]
            assert [leads_to(card.select_one("a[href]")) for card in cards] == own
            for card, claim in zip(cards, own, strict=True):
                (badge,) = card.select(".verdict")
                assert badge.get_text() == VERDICT_WORDS[held[claim].verdict]
                assert f"verdict-{held[claim].verdict}" in badge["class"]
                assert flat(held[claim].headline) in flat(card.get_text(" "))
                assert len(card.select("a[href]")) == 1, "a card is one link"


def test_challenges_stand_beside_findings(edition: Path) -> None:
    groups = [g.find_parent("section") for g in home(edition).select(".claim-cards")]
    findings, challenges = groups
    assert findings.find_next_sibling("section") is challenges
    style = (edition / "html" / "_static" / "trailblazer.css").read_text("utf-8")
    assert "section:has(> .claim-cards) + section:has(> .claim-cards)" in style


def test_a_small_picture_shows_the_number_that_stands_beside_it(edition: Path) -> None:
    cards = home(edition).select(".sd-card.finding")
    held, known = read_all(edition / "findings"), quotable(str(edition))
    for card in cards:
        claim = leads_to(card.select_one("a[href]"))
        found = leading(held[claim], known)
        assert found is not None, claim
        picture, said = card.select_one("svg.spark"), flat(card.select_one(".measure").get_text())
        assert picture["aria-hidden"] == "true"
        assert picture.get_text() == ""
        start, end = found.scale
        at = float(picture.select_one(".dot")["cx"].rstrip("%"))
        assert at == pytest.approx(100 * (found.value - start) / (end - start), abs=0.051)
        needed = float(picture.select_one(".needed")["x1"].rstrip("%"))
        assert needed == pytest.approx(100 * (found.mark - start) / (end - start), abs=0.051)
        assert bool(picture.select_one(".interval")) == (found.low is not None)
        assert known[f"{claim}.{found.name}"].text in said
        assert found.needed in said


def test_one_glance_shows_how_many_claims_got_each_verdict(edition: Path, other: Path) -> None:
    for built in (edition, other):
        held = read_all(built / "findings").values()
        tiles = home(built).select("ul.tally > li")
        assert len(tiles) == len(VERDICTS)
        for tile, verdict in zip(tiles, VERDICTS, strict=True):
            own = {f.id for f in held if f.verdict == verdict}
            assert tile.select_one(".verdict").get_text() == VERDICT_WORDS[verdict]
            assert tile.select_one(".count").get_text() == str(len(own))
            links = {leads_to(a) for a in tile.select("a[href]")}
            assert links == (own if len(own) <= FEW else set())


def test_a_strangers_questions_are_answered_in_two_clicks(edition: Path) -> None:
    root = edition / "html"
    links = {a.get_text().strip(): a for a in home(edition).select(".questions a[href]")}
    assert list(links) == list(QUESTIONS)
    for question, answer in QUESTIONS.items():
        path, _, anchor = str(links[question]["href"]).partition("#")
        page = BeautifulSoup((root / path).read_text("utf-8"), "html.parser")
        place = page.find(id=anchor)
        assert isinstance(place, Tag), question
        section = place if place.name == "section" else place.find_parent("section")
        assert answer.lower() in flat(section.get_text(" ")).lower(), question
        more = [a for a in section.select("a[href]") if "headerlink" not in a.get("class", [])]
        for link in more:
            goal, _, inner = str(link["href"]).partition("#")
            if "://" in goal:
                continue
            file = ((root / path).parent / goal) if goal else root / path
            assert file.is_file(), (question, goal)
            if inner and file.suffix == ".html":
                assert re.search(f'id="{re.escape(inner)}"', file.read_text("utf-8")), inner
