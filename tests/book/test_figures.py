"""Every figure of an edition: drawn twice, told in words, its numbers one click away."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag
from matplotlib.colors import to_hex, to_rgb

from trailblazer.present import style, widths
from trailblazer.present.behind import LONGEST, SAMPLE
from trailblazer.present.words import ALT_LENGTH

pytestmark = pytest.mark.slow

CHROMIUM = shutil.which("chromium")
# The part of a phone of 320 pixels that the margins of the page leave to a figure, and the least
# height of letters on it.
PHONE, LEAST = 320, 12.0


@dataclass(frozen=True)
class Shown:
    """A figure of a page with its record and what is folded under it."""

    page: Path
    figure: Tag
    folded: Tag
    record: dict[str, str]

    @property
    def image(self) -> Tag:
        return self.figure.select_one("img")


@pytest.fixture(scope="module")
def shown(edition: Path) -> list[Shown]:
    """Every figure of every page of the site."""
    records = {}
    for path in sorted((edition / "findings").glob("*.json")):
        exhibits = json.loads(path.read_text(encoding="utf-8"))["exhibits"]
        records |= {e["id"]: e for e in exhibits if e["kind"] == "figure"}
    found = [each for page in sorted((edition / "html").rglob("*.html")) for each in on(page)]
    figures = [Shown(p, f, f.find_next("details"), records.get(f["id"][4:], {})) for p, f in found]
    assert len(figures) == len(list((edition / "figures").glob("*.svg"))) > 40
    return figures


def on(page: Path) -> Iterator[tuple[Path, Tag]]:
    tree = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    for figure in tree.select('figure[id^="fig-"]'):
        yield page, figure


def test_each_figure_has_a_drawing_for_pages_and_one_for_phones(shown: list[Shown]) -> None:
    for each in shown:
        source = each.figure.select_one("picture > source")
        files = [each.page.parent / path for path in (each.image["src"], source["srcset"])]
        sizes = [width_of(file) for file in files]
        assert sizes == [72 * widths.WIDE, 72 * widths.NARROW], each.figure["id"]
        assert source["media"] == "(max-width: 30em)"
        assert len(each.figure.select("img")) == 1


def test_each_figure_has_an_alternative_text_with_its_number(shown: list[Shown]) -> None:
    said = [each.image["alt"] for each in shown]
    assert len(set(said)) == len(said)
    for each, alt in zip(shown, said, strict=True):
        caption = each.figure.select_one(".caption-text").get_text()
        assert 40 < len(alt) <= ALT_LENGTH, alt
        assert re.search(r"\d", alt), alt
        assert alt.endswith("."), alt
        assert alt not in caption
        assert caption.split(". ")[0] not in alt


def test_each_caption_says_how_many_and_what_the_lines_are(shown: list[Shown]) -> None:
    for each in shown:
        caption = each.figure.select_one(".caption-text").get_text()
        assert "Base: " in caption, caption
        assert "Source: " in caption, caption
        if {"low", "high"} <= set(numbers(each).columns):
            assert re.search(r"\d% (confidence )?interval|no interval|The band", caption), caption


def test_words_and_numbers_are_folded_under_each_figure(shown: list[Shown]) -> None:
    for each in shown:
        assert each.folded.find_previous("figure") == each.figure
        summary = each.folded.select_one("summary").get_text(strip=True)
        assert summary == "The figure in words and numbers"
        words = each.folded.select_one("p").get_text()
        assert len(words) > 80, words
        assert words not in (each.image["alt"], each.figure.get_text())


def test_the_table_under_a_figure_holds_what_the_file_holds(shown: list[Shown]) -> None:
    for each in shown:
        data = numbers(each)
        table = each.folded.select_one("table.behind-figure")
        rows = table.select("tbody tr")
        least = len(data) if len(data) <= LONGEST else SAMPLE // 2
        assert least <= len(rows) <= LONGEST, each.figure["id"]
        assert (f"of {len(data):,} rows" in each.folded.get_text()) == (len(data) > LONGEST)
        ids = "code_id" in data and bool({"name", "reason"} & set(data.columns))
        assert len(table.select("thead th")) == len(data.columns) - 1 - ids  # nor the stamp
        assert {th["scope"] for th in table.select("tbody th")} == {"row"}
        assert all(cell.get_text(strip=True) for cell in table.select("th, td"))
        number = each.figure.select_one(".caption-number").get_text(strip=True)
        assert table.parent["aria-label"] == f"Numbers behind {number.lower()}"


def test_figures_hold_no_text_that_needs_a_font_yet_can_be_read(edition: Path) -> None:
    for path in sorted((edition / "figures").rglob("*.svg")):
        svg = path.read_text(encoding="utf-8")
        assert "<text" not in svg
        assert len(re.findall(r"<!-- [^>]+ -->", svg)) > 3
        assert re.search(r"<title>[^<]+</title>", svg)
        assert "http" not in re.sub(r'xmlns[^"]*"[^"]*"|<!DOCTYPE[^>]*>', "", svg)


@pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("TRAILBLAZER_CI"), reason="needs Chromium"
)
def test_letters_are_large_enough_on_a_phone_and_figures_stay_light(
    edition: Path, shown: list[Shown]
) -> None:
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": PHONE, "height": 800})
        for page in sorted({each.page for each in shown}):
            tab.goto(page.as_uri(), wait_until="load")
            tab.evaluate("document.documentElement.dataset.theme = 'dark'")
            for image in tab.evaluate(MEASURE):
                assert "narrow-" in image["src"], image
                assert style.TEXT * image["width"] / (72 * widths.NARROW) >= LEAST, image
                assert image["background"] == "rgb(255, 255, 255)", image
                assert image["filter"] == f"brightness({DIM}) contrast({CLEAR})", image
        browser.close()


@pytest.mark.parametrize("colour", [*style.PALETTE, style.MID_BLUE, style.NEUTRAL, style.LINE])
def test_marks_stand_out_from_the_softer_plate_of_dark_pages(colour: str) -> None:
    def softened(shown: str) -> str:
        return to_hex([min(max((c * DIM - 0.5) * CLEAR + 0.5, 0), 1) for c in to_rgb(shown)])

    assert style.luminance(softened(style.PAPER)) < 0.85
    assert style.contrast(softened(colour), softened(style.PAPER)) >= 3


# What the style sheet does to a figure on a dark page.
DIM, CLEAR = 0.85, 1.15
MEASURE = """() => [...document.querySelectorAll('figure picture img')].map(image => {
  const look = getComputedStyle(image);
  const padding = parseFloat(look.paddingLeft) + parseFloat(look.paddingRight);
  return {src: image.currentSrc, width: image.clientWidth - padding,
          background: look.backgroundColor, filter: look.filter};
})"""


def width_of(svg: Path) -> float:
    """The width of the drawing in its own units, in which its text is 14 high."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ', svg.read_text(encoding="utf-8"))
    assert found is not None
    return float(found[1])


def numbers(each: Shown) -> pd.DataFrame:
    """The file that the link under a figure leads to."""
    link = each.folded.select_one("a.download")
    return pd.read_csv(each.page.parent / link["href"])
