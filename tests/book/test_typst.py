"""The PDF of the book: tagged, linked, numbered as the site, refused when something is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import book_sample
import page as validator
import pdf_reader
import pikepdf
import pytest
import typst
from sphinx.errors import ExtensionError, SphinxWarning

from trailblazer.publish.typst.builder import TEMPLATE
from trailblazer.publish.typst.columns import shortest

TITLE = 'Early "evaluation" #1'
STAMP = "Synthetic data: not real"
SETTINGS = {
    "typst_title": TITLE, "typst_subtitle": "A subtitle",
    "typst_edition": "Computed from a set", "typst_stamp": STAMP,
    "typst_document_date": "2026-11-23",
}  # fmt: skip

UNCOMMON = """\
# Summary

```{margin} Aside
In the margin.
```

```{eval-rst}
a. Lettered
b. Second

| First line
| Second line

+---------+-----------------+
| Head    | Header above    |
+=========+========+========+
| Rows    | x      | y      |
| across  +--------+--------+
|         | z      | w      |
+---------+--------+--------+
```

```{warning}
Watch out
```

:::{div} synthetic
A panel.
:::

{bdg-link-primary}`Made of two <https://example.org>`
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_sample.write(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def made(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_sample.build("typstpdf", book, tmp_path_factory.mktemp("made") / "pdf", **SETTINGS)


@pytest.fixture(scope="module")
def pdf(made: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(made / "report.pdf") as opened:
        yield opened


@pytest.fixture
def build(tmp_path: Path):
    def build(name: str, text: str, **settings: str) -> Path:
        book = book_sample.write(tmp_path / "book", **{name: text})
        return book_sample.build("typstpdf", book, tmp_path / "made" / "pdf", **settings)

    return build


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_2A"])
def test_meets_the_standard(made: Path, profile: str) -> None:
    report = validator.validate_pdf(
        str(made / "report.pdf"), profile=getattr(validator.ValidationProfile, profile)
    )
    assert report.is_compliant, report.failures


def test_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert str(pdf.docinfo.Title) == TITLE
    assert str(pdf.docinfo.Author) == "Ada Lovelace, Mary Seacole"
    assert str(pdf.docinfo.CreationDate).startswith("D:20261123")


def test_bookmarks_follow_the_contents_of_the_book(pdf: pikepdf.Pdf) -> None:
    assert pdf_reader.titles(pdf) == [
        (0, "Summary"), (0, "Methods"), (1, "How it was done"), (2, "Words"), (2, "Wide"),
        (0, "Findings"), (1, "Time use"), (2, "Sources"),
    ]  # fmt: skip


def test_every_figure_and_formula_has_words(pdf: pikepdf.Pdf) -> None:
    said = {
        role: str(element.get("/Alt", ""))
        for role, element in pdf_reader.structure(pdf)
        if role in ("/Figure", "/Formula")
    }
    assert said["/Figure"] == "Bar chart. Direct support takes 52% of the time."
    assert all(said.values())
    assert len(said) == 2


def test_structure_carries_the_meaning(pdf: pikepdf.Pdf) -> None:
    roles = pdf_reader.roles(pdf)
    assert roles.count("/Table") == 2
    heads = [e for role, e in pdf_reader.structure(pdf) if role == "/TH"]
    scopes = [str(a.Scope) for e in heads for a in pdf_reader.several(e.A) if "/Scope" in a]
    assert scopes.count("/Column") == 6
    assert scopes.count("/Row") == len(heads) - 6 == 61
    assert {"/Title", "/TOC", "/L", "/Caption", "/Note", "/BlockQuote", "/Code"} <= set(roles)


def test_every_link_leads_somewhere(pdf: pikepdf.Pdf) -> None:
    goals = list(pdf_reader.links(pdf))
    assert None not in goals
    assert "https://example.org/a_b#c" in goals
    assert len(goals) > 15


def test_the_stamp_is_on_every_page(pdf: pikepdf.Pdf) -> None:
    assert all(STAMP in pdf_reader.words(page) for page in pdf.pages)


def test_without_a_stamp_no_page_has_one(build) -> None:
    made = build("index", book_sample.INDEX)
    with pikepdf.open(made / "report.pdf") as plain:
        assert not any("Synthetic data" in pdf_reader.words(page) for page in plain.pages)
        assert str(plain.docinfo.CreationDate).startswith("D:1970")


def test_a_long_table_repeats_its_header_and_loses_no_row(pdf: pikepdf.Pdf) -> None:
    text = [pdf_reader.words(page) for page in pdf.pages]
    holding = [words for words in text if "Team Percent" in words]
    assert len(holding) == 2
    assert all(
        any(f"Team {number} {number}%" in words for words in holding) for number in range(60)
    )


def test_a_very_wide_table_turns_the_page(build) -> None:
    cells = " | ".join(f"Incomprehensibility-{number}" for number in range(10))
    made = build("index", f"# T\n\n| {cells} |\n{'|---' * 10}|\n| {cells} |\n")
    with pikepdf.open(made / "report.pdf") as wide:
        turned = [page for page in wide.pages if page.mediabox[2] > page.mediabox[3]]
        assert len(turned) == 1
        assert "Incomprehensibility-9" in pdf_reader.words(turned[0])


def test_no_column_is_narrower_than_its_longest_word(tmp_path: Path) -> None:
    copyfile(TEMPLATE, tmp_path / TEMPLATE.name)
    columns = (
        '(words: ("Incomprehensibilities",), share: 18), (words: ("of", "a"), share: 120), '
        '(words: ("Decides",), share: 0),'
    )
    (tmp_path / "main.typ").write_text(
        f'#import "{TEMPLATE.name}": *\n'
        f"#context [#metadata(widths-of(({columns}), 250pt).map(w => "
        "if type(w) == length { w.pt() } else { repr(w) })) <widths>]"
    )
    found = typst.query(tmp_path / "main.typ", "<widths>", field="value", one=True)
    long, wide, whole = json.loads(found)
    assert long > 21 * 4  # no letter of the face is narrower than 4 points on average
    assert long > whole > 7 * 4
    assert wide == "120fr"


def test_columns_are_as_wide_as_makes_the_table_short() -> None:
    rows = [(20, 400, 90), (25, 300, 200), (10, 500, 40)]
    cells = [[[length] for length in column] for column in zip(*rows, strict=True)]
    found = shortest(cells, (12, 10, 15), 100)
    assert sum(found) == 100
    assert found[0] >= 12
    assert found[1] > 2 * found[2] > 2 * 15

    def lines(widths: tuple[int, ...]) -> float:
        return sum(max(n / w for n, w in zip(row, widths, strict=True)) for row in rows)

    every = [(a, b, 100 - a - b) for a in range(12, 60) for b in range(10, 86 - a)]
    assert lines(tuple(found)) <= 1.02 * min(map(lines, every))


def test_a_table_is_told_its_longest_words_and_short_ones_are_kept_whole(build) -> None:
    cell = "Key informants, settings and practitioners alike"
    table = f"| A | B |\n|---|---|\n| {cell} | {cell} at some greater length |\n"
    source = (build("index", f"# T\n\n{table}") / "main.typ").read_text(encoding="utf-8")
    assert '(words: ("practitioners", "informants,"' in source
    assert "set block(breakable: false)" in source
    assert "set block(breakable: false)" not in source.partition("Time use by team")[2]


def test_words_in_bold_and_before_a_quotation_stay_with_what_follows(build) -> None:
    page = "# T\n\n**Keep in mind**\n\n- So\n\nAgainst\n\n% next\n\n> It is so.\n\n**Not** all.\n"
    source = (build("index", page) / "main.typ").read_text(encoding="utf-8")
    assert "#lead-in[#strong[Keep in mind];]" in source
    assert "#lead-in[Against]" in source
    assert source.count("#lead-in") == 2


def test_a_short_paragraph_before_a_table_stays_with_it_and_a_long_one_does_not(build) -> None:
    table = "| A | B |\n|---|---|\n| a | b |\n"
    page = f"# T\n\nWhat follows.\n\n{table}\n{'Long words. ' * 60}\n\n{table}\nThe end.\n"
    source = (build("index", page) / "main.typ").read_text(encoding="utf-8")
    assert r"#lead-in[What follows\.]" in source
    assert source.count("#lead-in") == 1


def test_nothing_to_download_is_left_on_paper(build) -> None:
    link = "{download}`The data <figures/time.svg>`"
    page = f"# T\n\n{link}\n\nSee {link}.\n"
    source = (build("index", page) / "main.typ").read_text(encoding="utf-8")
    assert source.count("The data") == 1
    assert "See " in source.partition("The data")[0]


def test_a_section_that_only_the_site_shows_is_left_out_on_paper(build) -> None:
    page = "# T\n\nText.\n\n## Files\n\n```{only} html\nOn the site.\n```\n\n## Kept\n\nAlso.\n"
    source = (build("index", page) / "main.typ").read_text(encoding="utf-8")
    assert "On the site." not in source
    assert "[Files]" not in source
    assert "[Kept]" in source


def test_a_verdict_stands_in_one_line_and_text_has_room_for_words(build) -> None:
    long = "Key informants, settings and practitioners alike say so at some length. " * 6
    cells = " | ".join(
        [f"[Partly supported]{{.verdict .verdict-partly_supported}} {long}", long, "a b " * 9]
    )
    source = (
        build("index", f"# T\n\n| A | B | C |\n|---|---|---|\n| {cells} |\n") / "main.typ"
    ).read_text(encoding="utf-8")
    assert '(words: ("Partly supported MM"' in source
    shares = re.findall(r"share: (\d+)", source.partition("Partly supported MM")[2])[:3]
    assert min(map(int, shares)) >= 15


def test_less_common_forms_are_set_too(build) -> None:
    made = build("index", UNCOMMON)
    with pikepdf.open(made / "report.pdf") as opened:
        text = " ".join(map(pdf_reader.words, opened.pages))
    for words in ("In the margin.", "a. Lettered", "First line", "Second line", "Rows across",
                  "Header above", "Watch out", "A panel.", "Made of two", "x"):  # fmt: skip
        assert words in text


def test_numbers_are_those_of_the_site(pdf: pikepdf.Pdf, book: Path, tmp_path: Path) -> None:
    site = book_sample.build("html", book, tmp_path / "made" / "html")
    page = (site / "findings.html").read_text(encoding="utf-8")
    text = " ".join(map(pdf_reader.words, pdf.pages))
    for number, caption in (("Fig. 1", "How time is used"), ("Table 2", "Time use by team")):
        assert f'<span class="caption-number">{number} </span>' in page
        assert f"{number} {caption}" in text


@pytest.mark.parametrize(
    "words",
    [
        'The whole in brief : code , a b , “quoted” #1 $ & <tags> @home [z] ~ it\u2019s 50% - 60%.',
        "No. It is synthetic.", "Text of the second card. Its footer", "Hidden in the site",
        "Second tab.", "☑ done", "☐ to do", "The note says this .", "Practitioners are leaving.",
        "A leader", "Partly supported", "Insufficient evidence", "Weigh this.",
        "Computed from a set",
        "A group of people who work together.", "a listing", "Early evaluation.",
    ],
)  # fmt: skip
def test_nothing_of_the_pages_is_lost(pdf: pikepdf.Pdf, words: str) -> None:
    assert words in " ".join(map(pdf_reader.words, pdf.pages))


def test_code_of_the_notebooks_is_left_out(made: Path) -> None:
    source = (made / "main.typ").read_text(encoding="utf-8")
    assert "show()" not in source
    assert "for Jupyter" not in source


def test_same_bytes_again_and_elsewhere(made: Path, tmp_path: Path) -> None:
    book = book_sample.write(tmp_path / "elsewhere")
    again = book_sample.build("typstpdf", book, tmp_path / "made" / "pdf", **SETTINGS)
    assert (again / "report.pdf").read_bytes() == (made / "report.pdf").read_bytes()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# How\n\n![](figures/time.svg)\n", "no alternative text"),
        ("# How\n\n```{option} --loud\nNoise.\n```\n", "cannot show a node of the kind 'desc'"),
        ("# How\n\n$\\left( x$\n", "cannot be read"),
    ],
)
def test_what_the_pdf_cannot_show_stops_the_build(build, text: str, message: str) -> None:
    with pytest.raises(SphinxWarning, match=message):
        build("methods", f"(method)=\n{text}")


def test_what_typst_refuses_is_told(build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trailblazer.publish.typst.tables._grid", lambda *_: "no-such-thing")
    with pytest.raises(ExtensionError, match="Typst refuses the document: unknown variable"):
        build("index", book_sample.INDEX)


def test_a_date_that_is_none_is_told(build) -> None:
    with pytest.raises(ExtensionError, match="write it as 2026-11-23"):
        build("index", book_sample.INDEX, typst_document_date="yesterday")
