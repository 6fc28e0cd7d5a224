"""A page of results is laid out in one order, whatever the order of the cells."""

from __future__ import annotations

import re
from typing import Any

import nbformat

from trailblazer.present.parts import HEADINGS, OPENING, mark
from trailblazer.publish.arrange import COMPUTED, SHARED, arrange, folded, shared_limits, split

OPEN = (
    "# A page\n\nIts opening.\n\n(one)=\n## Is it so?\n\n```{finding} one\n```\n\nIt rests on this."
)


def cell(source: str, *outputs: tuple[str, str], tags: tuple[str, ...] = ()) -> Any:
    """A code cell that printed these texts, each for a part."""
    made = [
        nbformat.v4.new_output("display_data", {"text/markdown": text}, metadata=mark(part))
        for part, text in outputs
    ]
    return nbformat.v4.new_code_cell(source, outputs=made, metadata={"tags": list(tags)})


def page(*cells: Any) -> str:
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    return "\n\n".join(c.source for c in arrange(notebook, "findings/one").cells)


def whole() -> str:
    return page(
        nbformat.v4.new_markdown_cell(OPEN),
        cell("months = 12", tags=("parameters",)),
        cell("study = open_study()", (OPENING, "Run on a set.")),
        cell("first()", ("said", "Words."), ("tables", "Table A.")),
        nbformat.v4.new_markdown_cell("### More\n\nIt rests on that too."),
        cell("second()", ("figures", "Figure A.")),
        cell("conclude()", ("judged", "Rules."), ("contradiction", "If not."), ("limits", "Few.")),
        nbformat.v4.new_markdown_cell("## Beside it\n\nNo claim here."),
        cell("third()", ("figures", "Figure B.")),
    )


def test_the_parts_of_a_claim_are_in_order() -> None:
    text = whole()
    shown = re.findall(r"^\(one-(\w+)\)=\n### (.*)$", text, re.MULTILINE)
    assert shown == list(HEADINGS.items())
    marks = ["{claim} one", "{outcome} one", "Figure A.", "Table A.", "Words.", "Rules."]
    marks += ["If not.", "Few.", "{data-and-code} one", "Beside it", "Figure B.", COMPUTED]
    assert [text.index(m) for m in marks] == sorted(text.index(m) for m in marks)


def test_prose_stays_together_after_the_headline_and_below_its_heading() -> None:
    text = whole()
    start, end = text.index("{outcome} one"), text.index("(one-figures)=")
    assert "It rests on this.\n\n#### More\n\nIt rests on that too." in text[start:end]


def test_a_part_without_anything_is_left_out() -> None:
    text = page(nbformat.v4.new_markdown_cell(OPEN), cell("conclude()", ("judged", "Rules.")))
    assert "(one-judged)=" in text
    assert "(one-figures)=" not in text
    assert "(one-said)=" not in text


def test_code_is_in_one_place_and_what_opens_the_set_belongs_to_the_page() -> None:
    text = whole()
    own, of_page = text.split("(one-data)=")[1].split(f"## {COMPUTED}")
    assert "first()\n\nsecond()\n\nconclude()" in own
    assert "months = 12\n\nstudy = open_study()\n\nthird()" in of_page
    assert "Run on a set." in of_page
    assert text.count("Run on a set.") == 1
    assert text.count("first()") == 1


def test_what_a_cell_shows_by_itself_is_kept_without_its_code() -> None:
    shown = nbformat.v4.new_output("stream", text="by hand")
    mine = nbformat.v4.new_code_cell("print('by hand')", outputs=[shown])
    for opening in (OPEN, "# A page\n\n## A section"):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(opening), mine])
        kept = [c for c in arrange(notebook, "a/b").cells if c.cell_type == "code"]
        assert [c.outputs[0].text for c in kept] == ["by hand"]
        assert "remove-input" in kept[0].metadata.tags


def test_a_page_of_several_claims_tells_once_what_they_share() -> None:
    assert SHARED not in whole()
    second = OPEN.partition("# A page\n\nIts opening.\n\n")[2].replace("one", "two")
    text = page(nbformat.v4.new_markdown_cell(f"{OPEN}\n\n{second}"), cell("x"))
    told = f"({shared_limits('findings/one')})=\n## {SHARED}\n\n```{{shared-limits}} findings/one"
    assert text.count(SHARED) == text.count(told) == 1
    assert text.index("(two-data)=") < text.index(told) < text.index(COMPUTED)


def test_two_layouts_of_one_notebook_are_the_same() -> None:
    made = [nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(OPEN)]) for _ in "ab"]
    first, second = (nbformat.writes(arrange(n, "a/b")) for n in made)
    assert first == second


def test_headings_within_a_listing_are_no_sections() -> None:
    text = "Before.\n\n```python\n## no heading\n```\n\n(a)=\n\n## A\n\nText\n\n## B"
    assert split(text) == [
        "Before.\n\n```python\n## no heading\n```",
        "(a)=\n\n## A\n\nText",
        "## B",
    ]


def test_a_listing_that_holds_a_fence_is_fenced_by_a_longer_one() -> None:
    listing = folded("Code", [nbformat.v4.new_code_cell("x = '```'")])
    assert "````python\nx = '```'\n````" in listing
    assert folded("Code", []) == ""
