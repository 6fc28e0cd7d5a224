"""Every claim is told in one order, on every page of results and in the PDF."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag

from tests.book.pdf_reader import titles
from tests.book.test_editions import article, flat, pages, words
from tests.book.test_quality_pages import section
from trailblazer.findings.claim import VERDICT_WORDS
from trailblazer.findings.record import Finding, read_all
from trailblazer.findings.register import load_register
from trailblazer.present.parts import HEADINGS
from trailblazer.publish.arrange import COMPUTED

pytestmark = pytest.mark.slow
# What every claim has whatever the data are; the others depend on what the set holds.
ALWAYS = ("claim", "verdict", "judged", "contradiction", "limits", "data")
ORDER = list(HEADINGS.values())


def heading(tag: Tag) -> str:
    """The words of a heading without the sign that links to it."""
    return flat("".join(t for t in tag.find_all(string=True) if t.parent.name != "a")).strip()


def parts(held: Tag) -> dict[str, Tag]:
    """The parts of a claim's section by heading, in the order of the page."""
    own = [s for s in held.find_all("section", recursive=False) if s.h3 is not None]
    return {heading(s.h3): s for s in own}


def in_order(shown: list[str]) -> bool:
    return shown == [words for words in ORDER if words in shown]


def expected(finding: Finding) -> set[str]:
    shown = {HEADINGS[p] for p in ALWAYS}
    kinds = {e.kind for e in finding.exhibits}
    shown |= {HEADINGS["figures"]} if "figure" in kinds else set()
    return shown | ({HEADINGS["tables"]} if "table" in kinds else set())


def test_every_claim_is_told_in_one_order(edition: Path, other: Path) -> None:
    for built in (edition, other):
        found, held = pages(built), read_all(built / "findings")
        for claim in load_register().claims.values():
            shown = list(parts(section(found[claim.notebook], claim.id)))
            assert in_order(shown), (claim.id, shown)
            assert expected(held[claim.id]) <= set(shown), claim.id


def test_every_claim_is_told_in_the_same_order_on_paper(edition: Path) -> None:
    found = pages(edition)
    with pikepdf.open(edition / "report.pdf") as pdf:
        outline = [(depth, flat(title)) for depth, title in titles(pdf)]
    for claim in load_register().claims.values():
        held = section(found[claim.notebook], claim.id)
        assert held.h2 is not None
        at = next(i for i, (_, title) in enumerate(outline) if title == heading(held.h2))
        below = []
        for depth, title in outline[at + 1 :]:
            if depth <= outline[at][0]:
                break
            if depth == outline[at][0] + 1:
                below.append(title)
        assert below == [title for title in parts(held) if title != HEADINGS["data"]], claim.id


def test_each_part_holds_what_its_heading_says(edition: Path) -> None:
    found = pages(edition)
    for claim, finding in read_all(edition / "findings").items():
        held = parts(section(found[load_register().claims[claim].notebook], claim))
        named = {part: held.get(title) for part, title in HEADINGS.items()}
        assert words(finding.claim) in words(named["claim"].get_text(" ")), claim
        verdict = named["verdict"]
        assert verdict.select_one(".verdict").get_text() == VERDICT_WORDS[finding.verdict]
        assert verdict.select_one(".headline").get_text() == finding.headline
        for exhibit in finding.exhibits:
            kind, prefix = f"{exhibit.kind}s", exhibit.kind[:3]
            assert named[kind].find(id=f"{prefix}-{exhibit.id}"), exhibit.id
        assert named["judged"].find(id=f"tab-{claim}-judged"), claim
        assert words(finding.contradicted_by) in words(named["contradiction"].get_text(" "))
        text = words(named["limits"].get_text(" "))
        assert all(words(caveat) in text for caveat in finding.caveats), claim
        quotes = section(found[load_register().claims[claim].notebook], claim).select("blockquote")
        said = [q for q in quotes if "claim" not in q.get("class", [])]
        assert all(named["said"] is not None and q in said for q in said)


def test_data_and_code_of_every_claim_are_one_click_away(edition: Path) -> None:
    found = pages(edition)
    for claim, finding in read_all(edition / "findings").items():
        name = load_register().claims[claim].notebook
        last = parts(section(found[name], claim))[HEADINGS["data"]]
        files = {}
        for link in last.select("a[download]"):
            path = (edition / "html" / f"{name}.html").parent / unquote(str(link["href"]))
            assert path.resolve().is_file(), (claim, path)
            files[link.get_text()] = path.resolve()
        for exhibit in finding.exhibits:
            ours = files[exhibit.data].read_bytes()
            assert ours == (edition / exhibit.data).read_bytes()
        record = json.loads(files[f"{claim}.json"].read_text("utf-8"))
        assert record["headline"] == finding.headline
        notebook = json.loads(files[f"{name.rpartition('/')[2]}.ipynb"].read_text("utf-8"))
        assert any(cell.get("outputs") for cell in notebook["cells"])
        (code,) = last.select("details.code")
        assert f'"{claim}"' in code.get_text(), claim
        assert "trailblazer build" in last.get_text()


def test_code_stands_nowhere_else(edition: Path) -> None:
    for name, page in pages(edition).items():
        for listing in article(page).select(".highlight-python, .cell_input"):
            assert listing.find_parent("details", class_="code"), name
        for box in article(page).select("details.code"):
            holder = box.find_parent("section")
            title = heading(holder.find(re.compile("h[23]")))
            assert title in (HEADINGS["data"], COMPUTED), (name, title)


def test_the_command_names_what_was_changed(edition: Path, other: Path) -> None:
    for built, command in ((edition, "trailblazer build"), (other, "trailblazer build")):
        page = pages(built)["challenges/retention"]
        assert command in last_listing(page, "retention")


def last_listing(page: BeautifulSoup, claim: str) -> str:
    last = parts(section(page, claim))[HEADINGS["data"]]
    return last.select(".highlight-text pre")[0].get_text().strip()


def test_the_source_of_a_caption_is_set_apart(edition: Path) -> None:
    found = pages(edition)
    for claim, finding in read_all(edition / "findings").items():
        page = found[load_register().claims[claim].notebook]
        for exhibit in finding.exhibits:
            shown = page.find(id=f"{exhibit.kind[:3]}-{exhibit.id}")
            assert isinstance(shown, Tag)
            caption = shown.find(["figcaption", "caption"])
            assert isinstance(caption, Tag)
            source = caption.select_one(".source")
            assert source is not None, exhibit.id
            assert flat(source.get_text()).startswith("Source: ")
            assert flat(exhibit.caption) in flat(caption.get_text(" ")).replace("  ", " ")
