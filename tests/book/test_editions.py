"""What a reader of the site and the PDF gets, and that all of it follows the data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag

from tests.book.conftest import trailblazer
from trailblazer.findings.claim import VERDICT_WORDS
from trailblazer.findings.record import Finding, read_all
from trailblazer.findings.register import load_register
from trailblazer.present.disclosure import SYNTHETIC
from trailblazer.publish.edition import RUN
from trailblazer.run.plan import contents, page_of

pytestmark = pytest.mark.slow
CHANGED = ("milestone", "time-use", "experience", "confidence-staff", "retention")


def pages(edition: Path) -> dict[str, BeautifulSoup]:
    found = {}
    for entry in contents():
        path = edition / "html" / f"{page_of(entry)}.html"
        found[page_of(entry)] = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return found


def article(page: BeautifulSoup) -> Tag:
    found = page.select_one("article.bd-article")
    assert found is not None
    return found


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("\xad", ""))  # noqa: RUF001


def pdf_text(edition: Path, *options: str) -> str:
    """The text of the PDF as it lies on the page, or as other options of pdftotext give it."""
    import shutil
    import subprocess

    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler) is not installed")
    run = ["pdftotext", *(options or ("-layout",)), str(edition / "report.pdf"), "-"]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout


def words(text: str) -> str:
    """Letters and figures only: a PDF breaks lines and hyphenates where it likes."""
    return re.sub(r"[^0-9a-z%]", "", text.lower())


def test_a_build_leaves_what_the_design_says(edition: Path) -> None:
    for name in ("html/index.html", "report.pdf", "summary.pdf", "values.json", RUN):
        assert (edition / name).is_file()
    assert {p.stem for p in (edition / "findings").glob("*.json")} == set(load_register().claims)
    assert list((edition / "figures").glob("*.svg"))
    assert list((edition / "tables").glob("*.csv"))
    assert list((edition / "downloads").glob("*.csv"))
    assert (edition / "notebooks" / "findings" / "time-use.ipynb").is_file()
    assert {p.name for p in edition.parent.iterdir()} == {"edition"}


def test_every_claim_is_on_its_page_and_in_the_summary(edition: Path) -> None:
    found, read = pages(edition), read_all(edition / "findings")
    for claim in load_register().claims.values():
        headline = flat(read[claim.id].headline)
        on = [name for name, page in found.items() if headline in flat(article(page).get_text(" "))]
        assert {claim.notebook, "index"} <= set(on), claim.id
        home = [name for name, page in found.items() if page.find(id=claim.id)]
        assert home == [claim.notebook], claim.id
        verdict = VERDICT_WORDS[read[claim.id].verdict]
        section = found[claim.notebook].find(id=claim.id)
        assert isinstance(section, Tag)
        badge = (section.parent if section.name == "span" else section).select_one(".verdict")  # type: ignore[union-attr]
        assert badge is not None
        assert badge.get_text() == verdict


def test_synthetic_data_are_stamped_everywhere(edition: Path) -> None:
    for name, page in pages(edition).items():
        assert SYNTHETIC in page.get_text(" "), name
        for caption in page.select("article figcaption, article table caption"):
            if "tab-rules" in str(caption.parent) or "tab-facts" in str(caption.parent):
                continue
    for finding in read_all(edition / "findings").values():
        assert finding.data.synthetic
        assert finding.exhibits
        for exhibit in finding.exhibits:
            assert SYNTHETIC in exhibit.caption
            assert SYNTHETIC in (edition / exhibit.data).read_text(encoding="utf-8")
    with pikepdf.open(edition / "report.pdf") as pdf:
        count = len(pdf.pages)
    assert words(pdf_text(edition)).count(words(SYNTHETIC)) >= count
    assert json.loads((edition / "values.json").read_text("utf-8"))["synthetic"] is True


def test_figures_have_computed_alternatives(edition: Path) -> None:
    for finding in read_all(edition / "findings").values():
        figures = [e for e in finding.exhibits if e.kind == "figure"]
        assert figures, finding.id
        for exhibit in figures:
            assert 20 < len(exhibit.alt) <= 150
            assert re.search(r"\d", exhibit.alt), exhibit.alt
            assert exhibit.alt not in exhibit.caption
    for name, page in pages(edition).items():
        for image in article(page).select("img"):
            assert image.get("alt"), name
            assert "_images" not in str(image["alt"])


def test_tables_are_real_tables(edition: Path) -> None:
    for name, page in pages(edition).items():
        for table in article(page).select("table"):
            named = table.caption or "behind-figure" in table["class"]  # the figure's own name
            assert named, name
            for head in table.select("th"):
                assert head.get("scope") in ("row", "col"), (name, head)
                assert head.get_text(strip=True)


def test_pages_load_nothing_from_elsewhere(edition: Path) -> None:
    for name, page in pages(edition).items():
        for tag in page.select("script[src], link[rel=stylesheet], img[src], iframe, source"):
            assert "//" not in str(tag.get("src") or tag.get("href")), (name, tag)
        for link in article(page).select("a[href]"):
            target = str(link["href"])
            if "://" not in target and not target.startswith("#"):
                path = (edition / "html" / f"{name}.html").parent / target.split("#")[0]
                assert path.exists(), (name, target)


def test_the_pdf_is_tagged_titled_and_linked(edition: Path) -> None:
    with pikepdf.open(edition / "report.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).startswith("en")
        assert "Trailblazer" in str(pdf.docinfo["/Title"])
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles
        links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
        assert len(links) > 30
    text = pdf_text(edition)
    assert "Figure 1" in text or "Fig. 1" in text
    assert "Table 1" in text


def test_site_and_pdf_carry_every_headline(edition: Path, other: Path) -> None:
    for built in (edition, other):
        text = words(pdf_text(built))
        for finding in read_all(built / "findings").values():
            assert words(finding.headline) in text, finding.id


def test_the_second_set_changes_what_it_should(edition: Path, other: Path) -> None:
    before, after = read_all(edition / "findings"), read_all(other / "findings")
    for claim in CHANGED:
        assert before[claim].verdict == "supported"
        assert after[claim].verdict == "not_supported", (claim, after[claim].headline)
    same = set(before) - set(CHANGED)
    assert same
    for claim in same:
        assert after[claim].headline == before[claim].headline


def test_nothing_still_says_what_the_first_set_said(edition: Path, other: Path) -> None:
    before, after = read_all(edition / "findings"), read_all(other / "findings")
    site = flat(" ".join(article(p).get_text(" ") for p in pages(other).values()))
    pdf = words(pdf_text(other))
    images = {str(i["alt"]) for p in pages(other).values() for i in article(p).select("img")}
    for claim in CHANGED:
        assert flat(before[claim].headline) not in site
        assert words(before[claim].headline) not in pdf
        for old in _alts(before[claim]) - _alts(after[claim]):
            assert old not in images
        assert _alts(after[claim]) <= images
        assert _alts(after[claim]) != _alts(before[claim])


def test_two_builds_are_the_same_bytes(edition: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    done = trailblazer("build", "--out", again, "--fresh", "--jobs", "1", "--kernel", "plain")
    assert done.returncode == 0, done.stderr
    first, second = _bytes(edition), _bytes(again)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_published_notebooks_name_no_machine(edition: Path) -> None:
    for path in (edition / "notebooks").rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert str(edition.parent) not in text
        assert str(Path.home()) not in text


def test_explain_leads_back_to_the_rows(edition: Path) -> None:
    done = trailblazer("explain", "time-use.direct", "--edition", edition)
    assert done.returncode == 0
    for part in ("Teams spent more time on direct support", "bootstrap", "time_use.csv", "sha256"):
        assert part in done.stdout
    wrong = trailblazer("explain", "time-use.direkt", "--edition", edition)
    assert wrong.returncode == 2
    assert "is not a value" in wrong.stderr


def _alts(finding: Finding) -> set[str]:
    return {e.alt for e in finding.exhibits if e.kind == "figure"}


def _bytes(edition: Path) -> dict[str, bytes]:
    return {
        p.relative_to(edition).as_posix(): p.read_bytes()
        for p in sorted(edition.rglob("*"))
        if p.is_file() and p.name != RUN
    }
