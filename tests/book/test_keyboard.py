"""Everything on the site can be reached and done with the keyboard alone, and one sees where."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import NARROW, WIDE, Reader, hexadecimal
from playwright.sync_api import Browser

from trailblazer.present.style import contrast

pytestmark = pytest.mark.slow

RESULTS, HOME = "challenges/retention", "index"

# What the keyboard is on: what it is, how its ring looks, and whether something lies over it.
_FOCUSED = """async () => {
  await new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)));
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1);
  const y = Math.min(Math.max(box.y + Math.min(box.height, innerHeight) / 2, 1), innerHeight - 1);
  const over = document.elementFromPoint(x, y);
  const clear = over && (e.contains(over) || over.contains(e));
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
        if len(reached) > 1 and (at["ring"] < 2 or contrast(hexadecimal(at["colour"]), ground) < 3):
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
