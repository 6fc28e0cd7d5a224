"""The house style: colours that can be told apart, text that can be read, bytes that stay."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import font_manager

from trailblazer.present import style
from trailblazer.present.charts.marks import spread
from trailblazer.present.words import ALT_LENGTH, alt, inside, joined, label, wrapped

MARKS = (*style.PALETTE, style.MID_BLUE, style.NEUTRAL, style.LINE)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert style.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert style.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert style.contrast(style.INK, style.INK) == 1


@pytest.mark.parametrize("colour", MARKS)
def test_marks_stand_out_from_the_page(colour: str) -> None:
    assert style.contrast(colour, style.PAPER) >= 3


def test_text_stands_out_from_the_page() -> None:
    assert style.contrast(style.INK, style.PAPER) >= 4.5
    assert style.TEXT >= 12


def test_neighbours_in_the_palette_differ_in_greyscale() -> None:
    for one, other in itertools.pairwise(style.PALETTE):
        assert style.contrast(one, other) > 2.5


def test_the_font_is_the_one_of_the_wheel() -> None:
    found = Path(font_manager.findfont("Source Sans Pro"))
    assert "font_source_sans_pro" in found.parts


def test_a_figure_holds_no_date_no_maker_and_no_text_that_needs_a_font(tmp_path: Path) -> None:
    with style.canvas(2) as (figure, axes):
        axes.set_xlabel("Months")
    style.save_svg(figure, tmp_path / "figure.svg")
    text = (tmp_path / "figure.svg").read_text(encoding="utf-8")
    assert "<text" not in text
    assert "Matplotlib" not in text
    assert "<dc:date>" not in text
    assert [path.name for path in tmp_path.iterdir()] == ["figure.svg"]


def test_a_picture_says_by_itself_what_kind_of_data_it_shows(tmp_path: Path) -> None:
    with style.canvas(2) as (figure, axes):
        axes.set_xlabel("Months")
    style.save_svg(figure, tmp_path / "plain.svg")
    style.save_svg(figure, tmp_path / "said.svg", rights="Synthetic: invented", foot="Synthetic")
    style.save_svg(figure, tmp_path / "again.svg")
    plain, said = (tmp_path / name for name in ("plain.svg", "said.svg"))
    text = said.read_text(encoding="utf-8")
    assert "<dc:description>Synthetic: invented</dc:description>" in text
    assert "<!-- Synthetic -->" in text
    assert _height(text) == pytest.approx(_height(plain.read_text("utf-8")) + 0.26 * 72)
    assert plain.read_bytes() == (tmp_path / "again.svg").read_bytes()


def _height(svg: str) -> float:
    found = re.search(r'height="([\d.]+)pt"', svg)
    assert found is not None
    return float(found[1])


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 0.3)), min_size=1, max_size=8),
    st.floats(0, 0.2),
)
def test_spread_labels_keep_their_order_and_never_overlap(
    labels: list[tuple[float, float]], lowest: float
) -> None:
    wanted, sizes = zip(*labels, strict=True)
    placed = spread(wanted, sizes, lowest)
    upwards = sorted(range(len(placed)), key=lambda i: placed[i])
    assert [wanted[i] for i in upwards] == sorted(wanted)
    assert min(placed) >= lowest
    for one, next_one in itertools.pairwise(upwards):
        assert placed[next_one] - placed[one] >= (sizes[one] + sizes[next_one]) / 2 - 1e-9


def test_labels_with_room_stay_where_they_are_wanted() -> None:
    assert spread([0.8, 0.2, 0.5], [0.1, 0.1, 0.1]) == pytest.approx([0.8, 0.2, 0.5])


@given(st.text(min_size=1))
def test_an_alternative_text_always_fits(text: str) -> None:
    assert len(alt(f"Bar chart: 12 of 20. {text * 9}")) <= ALT_LENGTH


def test_the_first_alternative_text_that_fits_is_taken() -> None:
    assert alt("a" * 151, "Bar chart: 12.", "Bars: 12.") == "Bar chart: 12."


def test_a_code_without_a_label_is_made_readable() -> None:
    assert label("left_nhs", {}) == "Left nhs"
    assert label("left_nhs", {"left_nhs": "Left the NHS"}) == "Left the NHS"


def test_acronyms_keep_their_capitals_within_a_sentence() -> None:
    assert inside("NHS provider") == "NHS provider"
    assert inside("Other service") == "other service"


def test_lists_and_long_names_read_as_words() -> None:
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert wrapped("one two three four", 8, 2) == "one two\nthree…"
