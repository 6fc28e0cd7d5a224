"""The site: usable by everyone, at any width, and whole in itself."""

from __future__ import annotations

from pathlib import Path

import book_sample
import pytest
from bs4 import BeautifulSoup, Tag
from sphinx.errors import SphinxWarning

from trailblazer.publish.selfcontained import loads_elsewhere

PAGES = ("index", "methods", "findings", "references", "search")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    return book_sample.build("html", book_sample.write(folder / "book"), folder / "made" / "html")


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    return {
        name: BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
        for name in PAGES
    }


@pytest.fixture
def build(tmp_path: Path):
    def build(text: str) -> BeautifulSoup:
        book = book_sample.write(tmp_path / "book", index=text)
        made = book_sample.build("html", book, tmp_path / "made" / "html")
        return BeautifulSoup((made / "index.html").read_text(encoding="utf-8"), "html.parser")

    return build


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_language_and_landmarks(pages: dict[str, BeautifulSoup], name: str) -> None:
    page = pages[name]
    assert page.html["lang"] == "en-GB"
    assert len(page.select("main")) == 1
    side = page.select_one("#pst-primary-sidebar")
    assert all("aria-label" in switch.attrs for switch in side.select("summary"))
    assert (side["role"], side["aria-label"]) == ("complementary", "Site")


def test_table_headers_say_which_way_they_read(pages: dict[str, BeautifulSoup]) -> None:
    for name in ("methods", "findings"):
        table = pages[name].select_one("table")
        assert {th["scope"] for th in table.select("thead th")} == {"col"}
        assert {th["scope"] for th in table.select("tbody th")} == {"row"}
        assert all(len(row.select("th")) == 1 for row in table.select("tbody tr"))


def test_wide_tables_scroll_in_a_named_box(pages: dict[str, BeautifulSoup]) -> None:
    for name, caption in (("methods", "A table with long text"), ("findings", "Time use by team")):
        box = pages[name].select_one("table").parent
        assert (box["role"], box["tabindex"], box["aria-label"]) == ("group", "0", caption)


def test_a_table_of_many_columns_can_be_read_row_by_row(pages: dict[str, BeautifulSoup]) -> None:
    table = pages["methods"].select_one("table.stacked")
    assert [td["data-label"] for td in table.select("td")] == ["Rule", "Why", "Evidence"]
    roles = {
        "table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row",
        "thead th": "columnheader", "tbody th": "rowheader", "td": "cell",
    }  # fmt: skip
    for part, role in roles.items():
        found = [table] if part == "table" else table.select(part)
        assert {tag["role"] for tag in found} == {role}, part


def test_a_narrow_or_merged_table_stays_a_grid(build) -> None:
    narrow = "| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n"
    merged = (
        "```{eval-rst}\n"
        "+---+---+---+---+\n| a | b | c | d |\n+===+===+===+===+\n| 1     | 2 | 3 |\n"
        "+-------+---+---+\n```\n"
    )
    page = build(f"# T\n\n{narrow}\n{merged}")
    assert len(page.select("table")) == 2
    assert not page.select("table.stacked, td[data-label], td[role]")


def test_three_columns_of_long_text_are_read_row_by_row_too(build) -> None:
    said = "A cell that says so much that a column of a phone would turn it into a tower of words."
    page = build(f"# T\n\n| a | b | c |\n|---|---|---|\n| 1 | {said} | 3 |\n")
    assert len(page.select("table.stacked")) == 1


def test_a_header_that_is_a_sentence_has_room(build) -> None:
    said = "Staff feel more confident talking to children"
    rows = f"* - Answer\n  - Share\n* - {said}\n  - 1\n* - Other\n  - 2\n"
    page = build(
        f"# T\n\n```{{list-table}} Answers\n:header-rows: 1\n:stub-columns: 1\n\n{rows}```\n"
    )
    assert [th.get_text(strip=True) for th in page.select("th.wordy")] == [said]


def test_each_page_sets_its_width_once_and_no_index_is_made(
    site: Path, pages: dict[str, BeautifulSoup]
) -> None:
    assert all(len(page.select('meta[name="viewport"]')) == 1 for page in pages.values())
    assert not (site / "genindex.html").exists()


def test_an_empty_corner_is_no_header(build) -> None:
    page = build("# T\n\n|   | Share |\n|---|------:|\n| a | 1 |\n")
    corner, share = page.select("thead tr > *")
    assert corner.name == "td"
    assert (share.name, share["scope"]) == ("th", "col")


def test_images_have_words_not_file_names(pages: dict[str, BeautifulSoup]) -> None:
    said = [image["alt"] for image in pages["findings"].select("article img")]
    assert said == ["Bar chart. Direct support takes 52% of the time."]


def test_formulas_need_no_script(pages: dict[str, BeautifulSoup]) -> None:
    inline, display = pages["methods"].select("article math")
    assert (inline["display"], display["display"]) == ("inline", "block")
    assert inline["alttext"] == r"\hat{p} = x / n"
    assert display.parent.select_one(".eqno").get_text().startswith("(1)")
    assert "mathjax@" not in str(pages["methods"]).lower()


def test_task_boxes_are_named(pages: dict[str, BeautifulSoup]) -> None:
    boxes = pages["index"].select("input.task-list-item-checkbox")
    assert [box["aria-label"] for box in boxes] == ["Done", "To do"]


def test_sources_have_no_role_that_is_out_of_use(pages: dict[str, BeautifulSoup]) -> None:
    source = pages["references"].select_one("div.citation")
    assert "Ellins" in source.get_text()
    assert "role" not in source.attrs
    assert not pages["references"].select('[role="doc-biblioentry"], .citation-list[role]')


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    assert list(loads_elsewhere(site)) == []


def test_what_is_loaded_from_elsewhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<link rel="canonical" href="https://a.org/"><a href="https://b.org">b</a>'
        '<script async src="//c.org/x.js"></script><link href="https://d.org/s.css">'
    )
    (tmp_path / "s.css").write_text('@import "https://e.org/f.css"; a {background: url(x.png)}')
    found = [address for _, address in loads_elsewhere(tmp_path)]
    assert found == ["//c.org/x.js", "https://d.org/s.css", "https://e.org/f.css"]


def test_no_live_code_and_nothing_for_developers(site: Path) -> None:
    for page in site.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "thebe" not in text.lower()
        assert "kernelName" not in text
    assert not list(site.rglob("*.map"))
    assert not (site / ".buildinfo").exists()


def test_every_local_link_of_the_pages_leads_somewhere(
    site: Path, pages: dict[str, BeautifulSoup]
) -> None:
    ids = {name: {tag["id"] for tag in page.select("[id]")} for name, page in pages.items()}
    for name, page in pages.items():
        for address in map(_address, page.select("a[href], link[href], script[src], img[src]")):
            file, _, anchor = address.partition("#")
            file = file.partition("?")[0]
            if ":" not in address:
                assert not file or (site / file).exists(), (name, address)
                if anchor and (not file or file.endswith(".html")):
                    assert anchor in ids[file.removesuffix(".html") or name], (name, address)


def _address(tag: Tag) -> str:
    return str(tag.get("href", tag.get("src")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# T\n\n![](figures/time.svg)\n", "no alternative text"),
        ("# T\n\n$\\frac{a}$\n", "cannot be read"),
        ('# T\n\n<img src="https://a.org/b.png" alt="b">\n', "work without a network"),
    ],
)
def test_what_shuts_readers_out_stops_the_build(build, text: str, message: str) -> None:
    with pytest.raises(SphinxWarning, match=message):
        build(text)
