"""How numerals are found, compared and allowed, before whole pages are checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from trailblazer.places import REPOSITORY
from trailblazer.publish.numerals.allowances import Allowance, allowances, typed
from trailblazer.publish.numerals.compare import differences
from trailblazer.publish.numerals.passages import Passage, dump, load
from trailblazer.publish.numerals.printed import blocks, key
from trailblazer.publish.numerals.site import parse_page
from trailblazer.publish.numerals.sources import strings, typed_in_sources
from trailblazer.publish.numerals.tokens import around, written


@dataclass(frozen=True)
class Block:
    text: str
    kind: str = "text"
    anchor: str = ""

    @property
    def numerals(self) -> tuple[str, ...]:
        return tuple(written(self.text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("52% (95% confidence interval 49% to 55%)", ["52%", "95%", "49%", "55%"]),
        ("1,234.5 of 2,000.", ["1,234.5", "2,000"]),
        ("2018-19, COVID-19, PDF/UA-1", ["2018", "19", "19", "1"]),
        ("from -3 to \u22124.5", ["-3", "-4.5"]),
        ("(-2)", ["-2"]),
        ("none at all", []),
    ],
)
def test_numerals_are_found_with_their_signs(text: str, found: list[str]) -> None:
    assert written(text) == found


def test_a_message_shows_the_words_around_a_numeral() -> None:
    text = "All of the teams that were funded were working, 58 of them, within a year of the start"
    place = text.index("58")
    assert around(text, place, place + 2, room=12) == "…working, 58 of them,…"


@pytest.mark.parametrize(
    ("due", "found", "said"),
    [
        (["52% of 30"], ["25% of 30"], "25% stands where 52% is due"),
        (["52%", "48%"], ["48%", "52%"], "48% stands where nothing is due"),
        (["52%"], ["52% or 7"], "7 stands where nothing is due"),
        (["52% of 30"], ["52%"], "30 is due and does not stand there"),
        ([], ["7"], "7 stands where nothing is due"),
    ],
)
def test_a_difference_is_named_with_its_place(due: list[str], found: list[str], said: str) -> None:
    faults = differences("page.html", [Block(t) for t in due], [Block(t) for t in found])
    assert faults
    assert faults[0].said == said
    assert str(faults[0]).startswith("page.html, text “")


def test_nothing_is_said_where_all_numerals_stand_as_due() -> None:
    assert differences("page.html", [Block("52% of"), Block("30")], [Block("52% of 30")]) == []


def test_only_what_an_allowance_matches_may_be_typed() -> None:
    allowed = [Allowance(pattern=r"\bCOVID-19\b", places=("about/*",), why="A name.")]
    assert typed("COVID-19", "about/cite", allowed) == []
    assert [n.text for n in typed("COVID-19 and 19", "about/cite", allowed)] == ["19"]
    assert [n.text for n in typed("COVID-19", "index", allowed)] == ["19"]


def test_every_declared_allowance_has_a_reason() -> None:
    assert all(a.why.strip() for a in allowances(REPOSITORY / "book"))


def test_registers_and_notebooks_hold_no_typed_numeral() -> None:
    assert typed_in_sources(REPOSITORY) == []


def test_texts_of_code_are_read_and_names_are_not() -> None:
    code = 'study.table("milestone", "late_12", f"All {n} of 58 teams", title="52%")'
    assert set(strings(code)) == {"All ", " of 58 teams", "52%"} - {"All "}
    assert list(strings("not (python")) == []


def test_blocks_of_what_a_notebook_printed() -> None:
    printed = "\n".join(
        [
            ":::{figure} /figures/x-1.svg",
            ":name: fig-x-1",
            ":alt: Bars: 52% of 30 &amp; more",
            "",
            r"Shares \[z\] of 30 *teams*.",
            ":::",
            "",
            "* - Head 1",
            "  - **7** of 8",
            "",
            "{download}`The data 2 </downloads/x-1.csv>`",
        ]
    )
    found = [key(block) for block in blocks(printed)]
    assert found == [
        key("Bars: 52% of 30 & more"), key("Shares [z] of 30 teams."), "Head 1", "7 of 8",
        "The data 2",
    ]  # fmt: skip


def test_a_ledger_survives_being_written() -> None:
    passage = Passage(
        "caption", "fig-x", "Figure 2 52%", ("2", "52%"), ("numbering", "x"), "Figure 2 "
    )
    assert load(dump([("a/b", passage)])) == [("a/b", passage)]
    assert passage.words == "52%"


def test_a_page_is_read_as_a_reader_meets_it() -> None:
    page = parse_page(
        b"""<html><head><title>2 pages</title><script>3</script></head><body><nav>4</nav>
        <article class="bd-article"><h1>Five 5<a class="headerlink">6</a></h1>
        <img alt="7 bars" src="x"><p>8<b>9</b> <code>10</code></p>
        <div role="region" aria-label="11 rows"><table><caption><span class="caption-number">Table 1
        </span><span class="caption-text">11 rows</span></caption><thead><tr><th>A</th><th>12</th>
        </tr></thead><tbody><tr><td data-label="A">13</td><td data-label="14">15</td></tr></tbody>
        </table></div></article></body></html>"""
    )
    assert [n for seen in page.body for n in seen.numerals] == [
        "5", "7", "89", "10", "1", "11", "12", "13", "15",
    ]  # fmt: skip
    assert [n for seen in page.around for n in seen.numerals] == ["2", "4", "14"]
    assert {s.kind for s in page.body} >= {"heading", "alternative text", "caption", "table cell"}


def test_sources_are_refused_with_file_and_place(tmp_path: Path) -> None:
    for name in ("book/quality", "analysis/notebooks"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "book/quality/numerals.yml").write_text("[]", "utf-8")
    (tmp_path / "analysis/claims.yaml").write_text("claims: {a: {words: 'It was 52%'}}", "utf-8")
    faults = typed_in_sources(tmp_path)
    assert [str(f) for f in faults] == [
        "analysis/claims.yaml, claims > a > words: 52% is typed in “It was 52%”"
    ]
