"""The whole report as a PDF: what a screen reader, a printer and an archive need of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pdf_reader
import pikepdf
import pytest
import yaml

from trailblazer.findings.record import read_all
from trailblazer.places import REPOSITORY
from trailblazer.present.disclosure import SYNTHETIC

pytestmark = pytest.mark.slow
CONFIG = yaml.safe_load((REPOSITORY / "_config.yml").read_text(encoding="utf-8"))
TITLE = CONFIG["sphinx"]["config"]["typst_title"]
# The report had 250 pages when nobody had looked at them; a reader should not have to carry that.
MOST_PAGES = 200


@pytest.fixture(scope="module")
def report(edition: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(edition / "report.pdf") as opened:
        yield opened


@pytest.fixture(scope="module")
def texts(report: pikepdf.Pdf) -> list[str]:
    return [pdf_reader.words(page) for page in report.pages]


def bare(text: str) -> str:
    return "".join(text.split()).replace("'", chr(8217))


def test_it_declares_the_standards_its_language_and_its_title(report: pikepdf.Pdf) -> None:
    with report.open_metadata() as meta:
        assert meta["pdfuaid:part"] == "1"
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A")
        assert bare(str(meta["dc:title"])) == bare(TITLE)
    assert report.Root.MarkInfo.Marked
    assert str(report.Root.Lang) == "en-GB"
    assert report.Root.ViewerPreferences.DisplayDocTitle


def test_every_figure_has_words_and_every_table_its_headings(report: pikepdf.Pdf) -> None:
    tables = 0
    for role, element in pdf_reader.structure(report):
        if role == "/Figure":
            assert str(element.get("/Alt", "")).strip()
        if role == "/TH":
            attributes = pdf_reader.several(element.A)
            assert any(str(a.get("/Scope", "")) in ("/Column", "/Row") for a in attributes)
        if role == "/Table":
            tables += 1
            heads = [child for child in pdf_reader.below(element) if child == "/TH"]
            assert len(heads) > 1
    assert tables > 100


def test_headings_do_not_skip_a_level(report: pikepdf.Pdf) -> None:
    depths = [int(role[2]) for role in pdf_reader.roles(report)[::-1] if re.match(r"/H\d", role)]
    assert depths[0] == 1
    outline = [depth for depth, _ in pdf_reader.titles(report)]
    assert len(outline) > 100
    assert all(after <= before + 1 for before, after in pairwise(outline))


def test_every_link_leads_somewhere(report: pikepdf.Pdf) -> None:
    goals = list(pdf_reader.links(report))
    assert None not in goals
    assert len(goals) > 500


def test_every_page_says_where_one_is(report: pikepdf.Pdf, texts: list[str]) -> None:
    assert 100 < len(texts) < MOST_PAGES
    chapters = pdf_reader.chapters(report, depth=1)
    for number, text in enumerate(texts[1:], start=2):
        assert bare(SYNTHETIC) in bare(text), number
        assert bare(f"{TITLE} {number}") in bare(text), number
        opens = [title for page, title in chapters if page == number]
        before = [title for page, title in chapters if page < number]
        if before and not opens:
            assert bare(before[-1]) in bare(text), number


def test_no_page_is_empty(texts: list[str]) -> None:
    furniture = len(bare(TITLE + SYNTHETIC))
    empty = [n for n, text in enumerate(texts[1:], start=2) if len(bare(text)) < furniture + 60]
    assert not empty


def test_every_claim_is_told(edition: Path, texts: list[str]) -> None:
    whole = bare("".join(texts))
    for finding in read_all(edition / "findings").values():
        assert bare(finding.headline) in whole, finding.id
        assert bare(finding.title) in whole, finding.id


def test_the_cover_says_what_it_rests_on(texts: list[str]) -> None:
    for said in (TITLE, "Computed from Synthetic Trailblazer data, version", SYNTHETIC):
        assert bare(said) in bare(texts[0])
