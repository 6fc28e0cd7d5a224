"""The site in a browser: open to everyone at any width, by keyboard, on paper, from a folder.

What the accessibility statement of the report says was tested is tested here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from browsing import NARROW, WIDE, Reader, chromium, names
from playwright.sync_api import Browser

from trailblazer.present.style import contrast

pytestmark = pytest.mark.slow

RESULTS, HOME, SEARCH = "challenges/retention", "index", "search"


@pytest.fixture(scope="module")
def site(edition: Path) -> Path:
    return edition / "html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def reader(browser: Browser, site: Path) -> Iterator[Reader]:
    started = Reader(browser, site)
    yield started
    started.context.close()
    assert started.troubles == []
    assert started.elsewhere() == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_keeps_to_the_rules(
    browser: Browser, site: Path, width: int, colours: str
) -> None:
    reader = Reader(browser, site, width, color_scheme=colours)
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
        ids[f"{name}.html"] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))
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


# What the keyboard is on: what it is, how its ring looks, and whether something lies over it.
_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.y + Math.min(box.height, innerHeight) / 2, 1), innerHeight - 1);
  const over = document.elementFromPoint(x, y);
  const clear = over && (e.contains(over) || over.contains(e) || getComputedStyle(over).opacity === '0');
  const all = [...document.querySelectorAll('*')];
  return {
    number: all.indexOf(e), what: e.outerHTML.slice(0, 120), inMain: !!e.closest('main'),
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    colour: style.outlineColor,
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    clear: !!clear,
  };
}"""
_REACHABLE = """[...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(e =>
  e.checkVisibility({visibilityProperty: true}) && !e.closest('[inert]') && e.tabIndex >= 0
).map(e => [...document.querySelectorAll('*')].indexOf(e))"""


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", [HOME, RESULTS])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    browser: Browser, site: Path, name: str, width: int, colours: str
) -> None:
    reader = Reader(browser, site, width, color_scheme=colours, reduced_motion="reduce")
    page = reader.open(name)
    page.wait_for_timeout(500)
    wanted = set(page.evaluate(_REACHABLE))
    reached, faults = [], []
    for _ in range(len(wanted) + 50):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUSED)
        if at is None:
            break
        reached.append(at["number"])
        ground = "#ffffff" if colours == "light" else "#222832"
        ring = "#" + "".join(f"{int(c):02x}" for c in at["colour"].strip("rgb()").split(",")[:3])
        if len(reached) > 1 and (at["ring"] < 2 or contrast(ring, ground) < 3):
            faults.append(("no ring", at))
        if not at["inSight"] or not at["clear"]:
            faults.append(("hidden", at))
    reader.context.close()
    assert at is None, "the keyboard is caught in a part of the page"
    assert wanted <= set(reached)
    assert len(reached) == len(set(reached))
    assert faults == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_first_stop_of_the_keyboard_leads_to_the_text(
    browser: Browser, site: Path, width: int
) -> None:
    reader = Reader(browser, site, width, reduced_motion="reduce")
    page = reader.open(RESULTS)
    page.keyboard.press("Tab")
    first = page.evaluate(_FOCUSED)
    assert "Skip to main content" in first["what"]
    assert first["inSight"]
    assert first["clear"]
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"
    page.keyboard.press("Tab")
    assert page.evaluate(_FOCUSED)["inMain"]
    reader.context.close()


def test_light_or_dark_is_chosen_by_keyboard_and_remembered(reader: Reader) -> None:
    page = reader.open(HOME)
    button = page.locator(".theme-switch-button:visible")
    button.focus()
    for _ in range(3):
        if page.evaluate("document.documentElement.dataset.mode") == "dark":
            break
        page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert button.get_attribute("aria-label") == "Light or dark: dark"
    assert button.evaluate("b => b === document.activeElement")
    page = reader.open(RESULTS)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize(
    ("button", "dialog"),
    [(".primary-toggle", "Pages of this report"), (".secondary-toggle", "On this page")],
)
def test_on_a_phone_the_side_bars_open_and_close_by_keyboard(
    browser: Browser, site: Path, button: str, dialog: str
) -> None:
    reader = Reader(browser, site, NARROW)
    page = reader.open(RESULTS)
    opener = page.locator(button)
    opener.focus()
    page.keyboard.press("Enter")
    opened = page.get_by_role("dialog", name=dialog)
    assert opened.is_visible()
    assert reader.faults() == []
    page.keyboard.press("Escape")
    assert not opened.is_visible()
    assert opener.evaluate("b => b === document.activeElement")
    page.keyboard.press("Enter")
    opened.get_by_role("button", name="Close").click()
    assert not opened.is_visible()
    assert reader.troubles == []
    reader.context.close()


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


def test_paper_shows_the_text_and_the_label_black_on_white(browser: Browser, site: Path) -> None:
    reader = Reader(browser, site, color_scheme="dark")
    page = reader.open(RESULTS)
    page.emulate_media(media="print")
    shown = "e => e.checkVisibility({contentVisibilityAuto: true}) && e.getClientRects().length > 0"
    for part in (".bd-sidebar-primary", ".bd-header-article", ".prev-next-footer", "details.hide"):
        assert not page.locator(part).first.evaluate(shown), part
    for part in (".bd-header-announcement", "article h1", "article figure img"):
        assert page.locator(part).first.evaluate(shown), part
    assert page.locator("article h1").count() == 1
    paints = page.evaluate(
        """[...document.querySelectorAll('body, main, article, article :is(p, h1, h2, td, th)')]
        .filter(e => e.checkVisibility())
        .map(e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor])"""
    )
    dark_text = {colour for colour, _ in paints if contrast(_hex(colour), "#ffffff") < 4.5}
    assert dark_text == set()
    assert {g for _, g in paints} <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    reader.context.close()


def test_folded_text_is_printed_and_folded_again(browser: Browser, site: Path) -> None:
    reader = Reader(browser, site)
    page = reader.open(RESULTS)
    folded = "[...document.querySelectorAll('article details:not(.hide)')].filter(d => !d.open).length"
    before = page.evaluate(folded)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(folded) == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(folded) == before
    reader.context.close()


def test_nothing_moves_for_those_who_ask_for_it(browser: Browser, site: Path) -> None:
    reader = Reader(browser, site, reduced_motion="reduce")
    page = reader.open(HOME)
    moving = page.evaluate(
        """[...document.querySelectorAll('*')].filter(
        e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).length"""
    )
    reader.context.close()
    assert moving == 0


def _hex(colour: str) -> str:
    numbers = colour[colour.index("(") + 1 : -1].split(",")[:3]
    return "#" + "".join(f"{round(float(n)):02x}" for n in numbers)
