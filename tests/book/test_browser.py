"""The site in a browser: open to everyone at any width, by keyboard, on paper, from a folder.

What the accessibility statement of the report says was tested is tested here.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from browsing import NARROW, WIDE, Reader, names
from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

RESULTS, HOME, SEARCH = "challenges/retention", "index", "search"


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_keeps_to_the_rules(
    browser: Browser, site: Path, width: int, colours: str
) -> None:
    reader = Reader(browser, site, width, color_scheme=colours, reduced_motion="reduce")
    faults = {}
    for name in names(site):
        page = reader.open(name)
        assert page.evaluate("document.documentElement.dataset.theme") == colours
        reader.unfold()
        too_wide = reader.overflow()
        found = reader.faults() + ([f"{too_wide} pixels too wide"] if too_wide > 0 else [])
        if found:
            faults[name] = found
    reader.context.close()
    assert faults == {}
    assert reader.troubles == []
    assert reader.elsewhere() == []


def test_no_page_scrolls_sideways_with_text_twice_its_size(browser: Browser, site: Path) -> None:
    reader = Reader(browser, site, WIDE // 2, device_scale_factor=2)
    wide = {}
    for name in names(site):
        reader.open(name)
        reader.unfold()
        wide[name] = reader.overflow()
    reader.context.close()
    assert {name: by for name, by in wide.items() if by > 0} == {}


def test_every_link_leads_to_a_page_and_a_place_on_it(browser: Browser, site: Path) -> None:
    reader = Reader(browser, site)
    ids, links = {}, {}
    for name in names(site):
        page = reader.open(name)
        found = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        ids[f"{name}.html"] = set(found)
        links[name] = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
    reader.context.close()
    dead = []
    for name, found in links.items():
        for link in sorted(set(found)):
            parts = urlsplit(link)
            if parts.scheme != "file":
                continue
            target = Path(unquote(parts.path))
            inside = target.relative_to(site).as_posix() if target.is_relative_to(site) else ""
            anchor = unquote(parts.fragment)
            if not target.is_file() or (anchor and anchor not in ids.get(inside, {anchor})):
                dead.append((name, link))
    assert dead == []


def test_what_is_pressed_is_big_enough_for_a_finger(browser: Browser, site: Path) -> None:
    reader = Reader(browser, site, NARROW)
    small = []
    for name in (HOME, RESULTS, SEARCH):
        reader.open(name)
        small += reader.page.evaluate(
            """[...document.querySelectorAll('button, summary, nav a, .prev-next-area a')]
            .filter(e => e.checkVisibility({visibilityProperty: true}))
            .map(e => [e.outerHTML.slice(0, 100), e.getBoundingClientRect()])
            .filter(([_, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
        )
    reader.context.close()
    assert small == []


def test_nothing_moves_for_those_who_ask_for_it(browser: Browser, site: Path) -> None:
    reader = Reader(browser, site, reduced_motion="reduce")
    page = reader.open(HOME)
    moving = page.evaluate(
        """[...document.querySelectorAll('*')].filter(
        e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).length"""
    )
    reader.context.close()
    assert moving == 0
