"""What is shown of a page before it is opened: its title, a sentence, a picture, an icon."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from trailblazer.findings.record import read_all
from trailblazer.publish import card

PNG_SIZE = slice(16, 24)
VERDICTS = ("supported", "supported", "partly_supported", "insufficient")


def pages(edition: Path) -> dict[str, BeautifulSoup]:
    site = edition / "html"
    return {
        path.relative_to(site).with_suffix("").as_posix(): BeautifulSoup(
            path.read_text(encoding="utf-8").split("<body")[0], "html.parser"
        )
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }


def said(page: BeautifulSoup, name: str) -> str:
    found = page.select(f'meta[name="{name}"], meta[property="{name}"]')
    assert len(found) == 1, name
    return str(found[0]["content"])


@pytest.mark.slow
def test_every_page_says_what_it_is_about(edition: Path) -> None:
    found = pages(edition)
    titles = [page.title.get_text() for page in found.values()]
    about = [said(page, "description") for page in found.values()]
    assert len(set(titles)) == len(titles)
    assert len(set(about)) == len(about)
    assert all(len(text) > 20 and text == " ".join(text.split()) for text in about)
    for name, page in found.items():
        assert page.html["lang"] == "en-GB"
        assert said(page, "og:description") == said(page, "description")
        assert said(page, "og:title") in page.title.get_text()
        assert said(page, "og:type") == "article"
        assert said(page, "twitter:card") == "summary_large_image"
        assert "claims" in said(page, "og:image:alt")
        image = edition / "html" / Path(name).parent / said(page, "og:image")
        assert image.resolve() == (edition / "html" / "_static" / "preview.png").resolve()
        assert not page.select('link[rel="canonical"]')
        icon = page.select_one('link[rel="icon"]')["href"]
        assert (edition / "html" / Path(name).parent / icon).is_file()


@pytest.mark.slow
@pytest.mark.parametrize("which", ["edition", "other"])
def test_a_page_of_results_is_described_by_what_was_computed(
    which: str, request: pytest.FixtureRequest
) -> None:
    edition = request.getfixturevalue(which)
    found = pages(edition)
    for finding in read_all(edition / "findings").values():
        described = said(found[finding.made_by.notebook], "description")
        own = [
            f.headline
            for f in read_all(edition / "findings").values()
            if f.made_by.notebook == finding.made_by.notebook
        ]
        assert any(described.startswith(headline) for headline in own)


@pytest.mark.slow
def test_the_picture_follows_the_verdicts(edition: Path, other: Path) -> None:
    one, two = ((e / "html" / "_static" / "preview.png").read_bytes() for e in (edition, other))
    assert one != two
    alt = said(pages(edition)["index"], "og:image:alt")
    assert alt != said(pages(other)["index"], "og:image:alt")


def test_the_picture_is_the_same_each_time_and_of_the_size_asked_for(tmp_path: Path) -> None:
    made = []
    for name in ("a.png", "b.png"):
        card.draw(tmp_path / name, "An early evaluation of a programme", VERDICTS, "Synthetic data")
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert struct.unpack(">II", made[0][PNG_SIZE]) == card.SIZE
