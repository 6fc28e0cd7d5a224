"""Whatever a text from a set holds, MyST shows it as it is, wherever our notebooks put it."""

from __future__ import annotations

import csv
import io
import re

import pandas as pd
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import directives
from hypothesis import example, given, settings
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser
from sphinx.util.docutils import docutils_namespace

from tests.planted import hostile
from trailblazer.present import myst
from trailblazer.present.delimited import as_csv
from trailblazer.publish.directives.tables import ResultsTable
from trailblazer.publish.numerals.printed import blocks, key
from trailblazer.publish.numerals.tokens import written
from trailblazer.publish.typst import escape

EXTENSIONS = ["colon_fence", "deflist", "dollarmath", "attrs_inline", "attrs_block"]
PIECES = st.sampled_from([
    *"\\`*_{}[]<>()#+-.!|$~^@%=:&;,/\"'", "  ", "\n", "\t", "\u2028", "\x85", "1.", "2)", "---",
    "+++", ":::", "```", "{value}`x`", "](http://x)", "![", "<b>", "</b>", "&lt;", "&#35;", "$$",
    "--", "% ", "a", "word", "é", "\u202b", "\u200b", ":name: x", "* - ", "(x)=", "https://a.b",
    "[^1]", "www.a.b", "a@b.c", "{#id .class}", "\\\\", "\\n", "0", "12",
])  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=12).map("".join).filter(str.strip)


def doctree(source: str) -> nodes.document:
    warnings = io.StringIO()
    with docutils_namespace():  # a directive left behind would be in the way of the next book
        directives.register_directive("results-table", ResultsTable)
        found = publish_doctree(
            source, parser=Parser(),
            settings_overrides={
                "myst_enable_extensions": EXTENSIONS, "warning_stream": warnings, "halt_level": 5,
            },
        )  # fmt: skip
    assert warnings.getvalue() == ""
    return found


def flat(text: str) -> str:
    return " ".join(text.split())


@settings(max_examples=250, deadline=None)
@given(TEXTS)
@example("- a")
@example("1. a")
@example("12) a")
@example("% a")
@example("+++")
@example(": a")
def test_a_text_is_shown_as_it_is_in_paragraphs_lists_and_quotations(text: str) -> None:
    shown = myst.text(text)
    found = doctree(f"{shown}\n\n- {shown}\n\n> {shown}\n>\n> -- {shown}\n\n*{shown}*\n")
    plain = [flat(p.astext()) for p in found.findall(nodes.paragraph)]
    due = flat(text)
    assert plain[:4] == [due, due, due, f"-- {due}"]
    kinds = {type(node) for node in found.findall()}
    assert not kinds & {nodes.reference, nodes.raw, nodes.math, nodes.image, nodes.literal}


@settings(max_examples=250, deadline=None)
@given(TEXTS)
def test_a_text_is_shown_as_it_is_in_captions_cells_and_alternatives(text: str) -> None:
    due = flat(text)
    table = myst.table(pd.DataFrame({"x": [text], text + " ": [text]}), "t", text, (), text)
    figure = myst.figure("/x.svg", "f", text, text, text)
    found = doctree(f"{table}\n\n{figure}\n")
    assert [flat(e.astext()) for e in found.findall(nodes.entry)] == ["x", due, due, due]
    captions = [*found.findall(nodes.title), *found.findall(nodes.caption)]
    assert [flat(c.astext()) for c in captions] == [f"{due} {due}"] * 2
    image = next(iter(found.findall(nodes.image)))
    assert image["alt"] == due


@settings(max_examples=250, deadline=None)
@given(TEXTS)
def test_what_was_printed_is_read_back_as_it_is_shown(text: str) -> None:
    table = myst.table(pd.DataFrame({"x": [text]}), "t", text, (), text)
    source = "\n\n".join([myst.text(text), table, myst.figure("/x.svg", "f", text, text, text)])
    read = {key(block) for block in blocks(source)}
    assert {key(flat(text)), key(f"{flat(text)} {flat(text)}")} <= read


LONG = st.lists(
    st.sampled_from(["word", "12", "345", ".", ",", "-", "%", "é", "\u202b"]), min_size=20
)


@given(TEXTS, LONG.map("".join))
def test_typst_gets_every_sign_escaped_and_no_number_broken(text: str, word: str) -> None:
    shown = escape.content(f"{text} {word}")
    assert not re.search(r"(?<!\\)(?:\\\\)*[#$*_`<>@\[\]~/=+]", shown)
    plain = re.sub(r"\\(.)", r"\1", shown)
    broken = plain.rpartition(" ")[2].split(escape.BREAK)
    assert flat(plain.replace(escape.BREAK, "")) == flat(f"{text} {word}".replace(escape.BREAK, ""))
    assert [n for part in broken for n in written(part)] == written("".join(broken))


STARTS = re.compile(r"(?:^|[;\t\r\n])[=+\-@\uff1d\uff0b\uff0d\uff20]")


@given(st.lists(st.sampled_from([*"=+-@;,\t\r\n'\" ax1", "\uff1d", "\uff0b"]), max_size=8))
def test_no_cell_of_a_download_begins_a_formula(pieces: list[str]) -> None:
    text = "".join(pieces)
    shown = as_csv(pd.DataFrame({text: [text]}))
    for cell in (cell for row in csv.reader(io.StringIO(shown, newline="")) for cell in row):
        assert not STARTS.search(cell)


@pytest.mark.parametrize("text", hostile.FORMULAS)
def test_a_formula_is_shown_behind_an_apostrophe(text: str) -> None:
    assert f"'{text}" in as_csv(pd.DataFrame({"x": [text]})).replace('""', '"')
