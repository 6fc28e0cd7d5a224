"""A set whose every text tries to be more than text: all of it is shown, and none of it acts.

One edition is made of such a set. Its site is read by a browser, its PDF, its spreadsheets and its
notebooks by libraries that are not ours.
"""

from __future__ import annotations

import csv
import html
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import nbformat
import openpyxl
import pikepdf
import pytest
from browsing import Reader, names
from lxml import etree
from playwright.sync_api import Browser
from test_editions import pdf_text

from tests.book.conftest import trailblazer
from tests.planted import edits, hostile, traces

pytestmark = pytest.mark.slow

# The folder of the set is named by its owner too, and is given to each notebook as a parameter.
FOLDER = 'it\'s "a" {set}; $(x) #1 \\n'
# Typography of the site changes these, and the PDF ends lines where it likes.
TYPESET = str.maketrans({
    "\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u2013": "--", "\u2014": "---",
    "\u2026": "...",
})  # fmt: skip
PUBLISHED_WORDS = ("window.ran", "away.invalid", "/etc/passwd")


def plain(text: str) -> str:
    """The letters and signs of a text, without what is only a matter of typesetting."""
    text = text.translate(TYPESET)
    return "".join(c for c in text if unicodedata.category(c) not in ("Zs", "Cc", "Cf", "Zl"))


SHOWN = {text: plain(text) for text in (*hostile.EVERY, hostile.TITLE, hostile.VERSION)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of the hostile set."""
    folder = tmp_path_factory.mktemp("hostile")
    edits.copy_set(folder / FOLDER, hostile.plant)
    done = trailblazer("build", "--data", folder / FOLDER, "--out", folder / "edition")
    assert done.returncode == 0, done.stderr
    return folder / "edition"


@pytest.fixture
def visitor(browser: Browser, built: Path) -> Iterator[Reader]:
    """Someone who reads the site of it, and hears of whatever runs or is asked for."""
    started = Reader(browser, built / "html")
    started.page.on("dialog", lambda box: started.troubles.append(f"dialog {box.message}"))
    started.page.add_init_script("window.ran = false")
    yield started
    started.context.close()
    assert started.troubles == []
    assert started.elsewhere() == []


def unharmed(reader: Reader) -> None:
    """Nothing ran on the page that is open, and nothing would if somebody pressed it."""
    assert reader.page.evaluate("window.ran") is False
    acting = reader.page.evaluate(
        """[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a =>
            (a.name.startsWith('on') && a.value.includes('ran')) ||
            (/^(href|src|action|data|formaction|srcdoc|xlink:href)$/.test(a.name) &&
             /^\\s*javascript:|away[.]invalid|passwd/i.test(a.value)))).map(e => e.outerHTML)"""
    )
    assert acting == []


def test_no_page_runs_or_asks_for_anything_and_every_text_is_shown(visitor: Reader) -> None:
    seen = []
    for name in names(visitor.site):
        page = visitor.open(name)
        visitor.unfold()
        unharmed(visitor)
        seen.append(plain(page.evaluate("document.body.textContent")))
        assert page.locator("iframe, object, embed, base").count() == 0
    every = "\n".join(seen)
    assert [text for text, shown in SHOWN.items() if shown not in every] == []
    assert plain(hostile.OBSERVED) in every


def test_what_a_search_finds_is_text_too(visitor: Reader) -> None:
    page = visitor.open("search")
    for words in ("script", "picture", "drawing"):
        page.get_by_label("Words to look for").fill(words)
        page.keyboard.press("Enter")
        assert "found for" in page.get_by_role("status").inner_text()
        visitor.settle()
        unharmed(visitor)


def test_drawings_are_whole_and_hold_nothing_that_acts(built: Path) -> None:
    for path in [*(built / "figures").rglob("*.svg"), *(built / "html").rglob("*.svg")]:
        for element in etree.parse(path).iter():
            if not isinstance(element.tag, str):
                continue
            assert etree.QName(element).localname not in ("script", "foreignObject", "image", "a")
            assert not [name for name in element.attrib if name.startswith("on")], path


def test_paper_shows_the_texts_and_holds_nothing_else(built: Path) -> None:
    text = plain(pdf_text(built, "-raw")).replace("-", "")
    # A reader of PDF text has no order for marks of direction and for letters piled up.
    due = {t: s.replace("-", "") for t, s in SHOWN.items() if t not in hostile.LETTERS}
    assert [t for t, shown in due.items() if shown not in text] == []
    assert "root:" not in text
    for name in ("report.pdf", "summary.pdf"):
        with pikepdf.open(built / name) as pdf:
            assert not pdf.attachments
            assert not {"/OpenAction", "/AA", "/JavaScript"} & set(pdf.Root.keys())
            actions = [
                note.A for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note
            ]
            assert {str(action.S) for action in actions} <= {"/URI"}
            led = " ".join(str(action.URI) for action in actions)
        assert not [word for word in PUBLISHED_WORDS if word in led]


def test_no_word_runs_off_its_sheet(built: Path) -> None:
    boxes = pdf_text(built, "-bbox")
    width, off = 0.0, []
    for found in re.finditer(r'<page width="([\d.]+)|xMin="([-\d.]+)".*?xMax="([\d.]+)"', boxes):
        if found[1]:
            width = float(found[1])
        elif float(found[2]) < 0 or float(found[3]) > width:
            off.append(found[0])
    assert width
    assert off == []


def test_a_narrow_page_does_not_scroll_sideways(browser: Browser, built: Path) -> None:
    reader = Reader(browser, built / "html", 320)
    wide = {}
    for name in ("index", "findings/gap", "challenges/underserved", "synthesis/confidence"):
        reader.open(name)
        reader.unfold()
        wide[name] = reader.overflow()
    reader.context.close()
    assert {name: by for name, by in wide.items() if by > 0} == {}


def test_no_cell_of_a_spreadsheet_is_a_formula(built: Path) -> None:
    cells = []
    for path in [*built.rglob("*.csv")]:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        # A spreadsheet set for semicolons or tabs ends cells elsewhere than one set for commas.
        for part in re.split("[;\t\r\n]", "\n".join("\n".join(row) for row in rows)):
            if not re.fullmatch(r"[+-]?[\d.]+(?:e[+-]?\d+)?", part, re.IGNORECASE):
                assert not part.startswith(("=", "+", "-", "@", "\uff1d")), (path.name, part)
        cells += [cell for row in rows for cell in row]
    assert {f"'{text}" for text in hostile.FORMULAS} <= set(cells)
    assert {text for text in hostile.HTML if ";" not in text} <= set(cells)
    for path in built.rglob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        found = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value]
        assert {cell.data_type for cell in found} <= {"s", "n"}
        links = {str(cell.hyperlink.target) for cell in found if cell.hyperlink}
        assert not [link for link in links if any(word in link for word in PUBLISHED_WORDS)]
        texts = {str(cell.value) for cell in found}
        assert {text for text in hostile.HTML if ";" not in text} <= texts


def test_notebooks_are_given_the_set_and_print_it_as_text(built: Path, browser: Browser) -> None:
    shown = []
    for path in sorted((built / "notebooks").rglob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        for cell in notebook.cells:
            if "injected-parameters" in cell.metadata.get("tags", []):
                compile(cell.source, path.name, "exec")
            for output in cell.get("outputs", []):
                shown.append("".join(output.get("data", {}).get("text/html", "")))
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(f"<!doctype html><title>x</title>{''.join(shown)}")
    assert page.evaluate("window.ran") is None
    assert [url for url in asked if not url.startswith("data:")] == []
    text = plain(page.evaluate("document.body.textContent"))
    page.close()
    assert plain(hostile.TITLE) in text
    assert plain(hostile.HTML[0]) in text


def test_records_hold_the_texts_as_they_were_given(built: Path) -> None:
    values = json.loads((built / "values.json").read_text("utf-8"))["values"]
    assert values["edition.title"]["text"] == hostile.TITLE
    assert values["edition.version"]["text"] == hostile.VERSION
    for path in (built / "findings").glob("*.json"):
        data = json.loads(path.read_text("utf-8"))["data"]
        assert (data["title"], data["version"]) == (hostile.TITLE, hostile.VERSION)


def test_nothing_tells_of_the_folder_the_set_was_in(built: Path) -> None:
    assert traces.found(built, built.parent) == []


def test_what_a_check_found_is_text_as_well(tmp_path: Path, browser: Browser) -> None:
    def spoil(folder: Path) -> None:
        for table, column in (("sites", "region"), ("time_use", "percent"), ("teams", "site_id")):
            with edits.table(folder, table) as frame:
                frame.loc[: len(hostile.HTML) - 1, column] = list(hostile.HTML)
        cohorts = edits.read(folder, "cohorts").rename(columns={"training_end": hostile.HTML[1]})
        cohorts.to_csv(folder / "cohorts.csv", index=False)

    folder = edits.copy_set(tmp_path / "<img src=x onerror=window.ran=true>", spoil)
    page_file = tmp_path / "check.html"
    done = trailblazer("check", folder, "--html", page_file)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    assert page.evaluate("window.ran") is None
    assert asked == [page_file.as_uri()]
    text = page.evaluate("document.body.textContent")
    page.close()
    assert html.unescape("&lt;script&gt;") in text
