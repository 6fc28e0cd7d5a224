"""A checklist in a book: its places are links, and one that leads nowhere stops the build."""

from __future__ import annotations

import json
import re
from pathlib import Path

import book_sample
import pytest
import yaml
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError, SphinxWarning

from trailblazer.errors import PagesError

EXTENSIONS = "[trailblazer.publish.book, trailblazer.publish.accessible, trailblazer.publish.typst]"
METHODS = "(method)=\n# How it was done\n\n```{checklist} gramms\n```\n\n## Data\n\n"
METHODS += "```{declaration} data-sharing\n```\n"
FINDINGS = "(time-use)=\n# Time use\n"
SAID = {"data-sharing": {"synthetic": ["All of it is invented."], "real": ["Ask the holders."]}}


def item(number: str, status: str, **more: object) -> dict[str, object]:
    return {"id": number, "section": "Design", "item": "What was done.", "status": status, **more}


ITEMS = [
    item("1", "done", where=["method", "findings"]),
    item("2", "partly", where=["time-use"], note="Some of it."),
    item("3", "not_done", note="Nobody knows."),
    item("4", "not_applicable", note="There was none."),
]


def book(folder: Path, items: list[dict[str, object]], *, synthetic: bool = True) -> Path:
    """The sample book with a checklist, a declaration, and an edition that they are made for."""
    book_sample.write(folder, methods=METHODS, findings=FINDINGS)
    (folder / "findings.ipynb").unlink()
    whole = {
        "name": "GRAMMS", "title": "A guideline", "version": "first", "applies_to": "all of it",
        "source": "ellins2021", "items": items,
    }  # fmt: skip
    for name, said in (("checklists/gramms", whole), ("quality/declarations", SAID)):
        path = folder / f"{name}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(said), encoding="utf-8")
    config = re.sub(r"(?<=extra_extensions: )\[.*\]", EXTENSIONS, book_sample.CONFIG)
    (folder / "_config.yml").write_text(config, encoding="utf-8")
    edition = folder.parent / f"{folder.name}-edition"
    edition.mkdir()
    known = {"synthetic": synthetic, "site": "", "values": {}}
    (edition / "values.json").write_text(json.dumps(known), encoding="utf-8")
    return folder


def site(source: Path) -> Path:
    edition = source.parent / f"{source.name}-edition"
    out = source.parent / f"{source.name}-html"
    return book_sample.build("html", source, out, trailblazer_edition=str(edition))


def test_items_are_a_table_with_links_and_reasons(tmp_path: Path) -> None:
    out = site(book(tmp_path / "book", ITEMS))
    page = BeautifulSoup((out / "methods.html").read_text("utf-8"), "html.parser")
    table = page.select_one("table")
    assert table is not None
    assert table.caption is not None
    rows = table.select("tbody tr")
    assert [row.select("td")[1].get_text(strip=True) for row in rows] == [
        "Done", "In part", "Not done", "Does not apply",
    ]  # fmt: skip
    assert all(row.select_one("th[scope=row]") for row in rows)
    links = [[str(a["href"]) for a in row.select("a")] for row in rows]
    assert links == [["#method", "findings.html"], ["findings.html#time-use"], [], []]
    assert "Nobody knows." in rows[2].get_text()
    said = page.get_text(" ", strip=True)
    assert (
        "Of its 4 items, 1 is done, 1 is done in part, 1 is not done and 1 does not apply" in said
    )


@pytest.mark.parametrize("place", ["methods/nowhere", "time-used", "Time use"])
def test_a_place_that_is_not_there_stops_the_build(tmp_path: Path, place: str) -> None:
    items = [*ITEMS[:2], item("3", "done", where=["method", place])]
    with pytest.raises((ExtensionError, SphinxWarning)) as error:
        site(book(tmp_path / "book", items))
    for part in ("book/checklists/gramms.yml", "item 3", repr(place)):
        assert part in str(error.value)


def test_done_without_a_place_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(PagesError, match="item 1 is done: give where") as error:
        site(book(tmp_path / "book", [item("1", "done")]))
    assert "gramms.yml" in str(error.value)


def test_not_done_without_a_reason_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(PagesError, match="item 1 is not done: give the reason"):
        site(book(tmp_path / "book", [item("1", "not_done")]))


def test_what_is_declared_of_the_data_follows_the_data(tmp_path: Path) -> None:
    for synthetic, said, other in (
        (True, "All of it is invented.", "Ask the holders."),
        (False, "Ask the holders.", "All of it is invented."),
    ):
        out = site(book(tmp_path / f"book{synthetic}", ITEMS, synthetic=synthetic))
        text = (out / "methods.html").read_text("utf-8")
        assert said in text
        assert other not in text
