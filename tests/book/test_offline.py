"""The site without a network: searched in the folder where it lies, and printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import Reader, hexadecimal
from playwright.sync_api import Browser

from trailblazer.present.style import contrast

pytestmark = pytest.mark.slow

RESULTS, HOME, SEARCH = "challenges/retention", "index", "search"


def test_a_search_from_a_folder_finds_pages_and_leads_there(reader: Reader) -> None:
    page = reader.open(HOME)
    page.keyboard.press("Control+k")
    page.keyboard.type("retention")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=retention")
    status = page.get_by_role("status")
    assert "found for “retention”." in status.inner_text()
    found = page.locator("#search-found > li")
    titles = found.locator("> a").all_inner_texts()
    assert "Keeping practitioners in post" in titles
    assert all(summary.strip() for summary in found.locator("> p").all_inner_texts())
    assert page.locator("#search-found mark").count() >= len(titles)
    assert reader.faults() == []
    section = found.filter(has_text="Keeping practitioners in post").locator("ul a").first
    heading = section.inner_text()
    section.click()
    page.wait_for_url("**/retention.html#*")
    assert page.get_by_role("heading", name=heading).first.is_visible()


def test_a_search_says_when_it_finds_nothing_and_takes_any_text(reader: Reader) -> None:
    page = reader.open(SEARCH)
    field = page.get_by_label("Words to look for")
    for words in ("zzzz", "<img src=x onerror=alert(1)>", "((.*", "the"):
        field.fill(words)
        page.keyboard.press("Enter")
        assert f"“{words}”" in page.get_by_role("status").inner_text()
    field.fill("  ")
    page.keyboard.press("Enter")
    assert page.get_by_role("status").inner_text() == ""


def test_words_are_found_in_other_forms(reader: Reader) -> None:
    page = reader.open(SEARCH)
    found = []
    for word in ("practitioner", "practitioners"):
        page.get_by_label("Words to look for").fill(word)
        page.keyboard.press("Enter")
        found.append(page.locator("#search-found > li > a").all_inner_texts())
    assert found[0] == found[1] != []


def test_paper_shows_the_text_and_the_label_black_on_white(browser: Browser, site: Path) -> None:
    reader = Reader(browser, site, color_scheme="dark")
    page = reader.open(RESULTS)
    page.emulate_media(media="print")
    shown = "e => e.checkVisibility({contentVisibilityAuto: true}) && e.getClientRects().length > 0"
    for part in (".bd-sidebar-primary", ".bd-header-article", ".prev-next-footer", "details.code"):
        assert not page.locator(part).first.evaluate(shown), part
    for part in (".bd-header-announcement", "article h1", "article figure img"):
        assert page.locator(part).first.evaluate(shown), part
    assert page.locator("article h1").count() == 1
    paints = page.evaluate(
        """[...document.querySelectorAll('body, main, article, article :is(p, h1, h2, td, th)')]
        .filter(e => e.checkVisibility())
        .map(e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"""
    )
    dark_text = {colour for colour, _ in paints if contrast(hexadecimal(colour), "#ffffff") < 4.5}
    assert dark_text == set()
    assert {g for _, g in paints} <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    reader.context.close()


def test_folded_text_is_printed_and_folded_again(browser: Browser, site: Path) -> None:
    reader = Reader(browser, site)
    page = reader.open(RESULTS)
    folded = "document.querySelectorAll('article details:not(.code):not([open])').length"
    before = page.evaluate(folded)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(folded) == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(folded) == before
    reader.context.close()
