"""A CSV file as text: the quick reader and the exact one must never differ."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from trailblazer.data.readers.separated import _header, _irregular, _records, _regular

HEADERS = {"a": ["a"], "a,b": ["a", "b"], "a, b ,c": ["a", "b", "c"]}
PIECES = ["x", "NA", "1", " ", ",", ",", ",", "\n", "\r\n", "\r", "'", "#", "\\", "é", "\x1a", "\t"]


@settings(max_examples=400, deadline=None)
@given(
    header=st.sampled_from(list(HEADERS)),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    body=st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
)
@example(header="a,b", newline="\n", body="x\nx,x,x\nx,x\n")
@example(header="a,b", newline="\n", body="x,x,x\nx\n")
@example(header="a,b", newline="\n", body="x,x,x\nx,x,x\n")
def test_the_quick_reader_agrees_or_declines(header: str, newline: str, body: str) -> None:
    text = header + newline + body
    quick = _regular(text, HEADERS[header])
    if quick is None:
        return
    records = _records(text)
    columns = _header(records)
    ragged: list[tuple[int, int]] = []
    exact = _irregular(records, columns, ragged)
    assert ragged == []
    blank = quick.index.difference(exact.index)
    assert (quick.loc[blank] == "").all(axis=None)
    assert quick.loc[exact.index].to_dict("list") == exact.to_dict("list")


def test_the_quick_reader_takes_what_is_plain() -> None:
    quick = _regular("a,b\nx,1\ny,\n", ["a", "b"])
    assert quick is not None
    assert quick.to_dict("index") == {2: {"a": "x", "b": "1"}, 3: {"a": "y", "b": ""}}
