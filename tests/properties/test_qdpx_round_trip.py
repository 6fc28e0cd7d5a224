"""Whatever is exported comes back: the same codings at the same places of the same texts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from trailblazer.data.imports.frames import table
from trailblazer.data.imports.qdpx import read_qdpx
from trailblazer.data.imports.qdpx_export import write_qdpx

PIECES = st.sampled_from(
    [
        "a", "Word ", "\r\n", "\n", "\r", "😀", "👩🏽\u200d🏫", "e\u0301", "\ufeff", "<&>\"'",
        "日本", "\u2028", " ", "]]>",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=40).map("".join)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30).map(
    lambda text: "".join(c for c in text if c == "\n" or c.isprintable()).strip()
)
STANCES = st.sampled_from(["supports", "qualifies", "contradicts", "neutral", ""])


@st.composite
def coded(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, pd.DataFrame]]:
    texts = {f"IV{n:03d}": draw(TEXTS) for n in range(draw(st.integers(1, 3)))}
    codes = [
        {
            "code_id": f"code_{n}",
            "parent_id": f"code_{draw(st.integers(0, n - 1))}" if n and draw(st.booleans()) else "",
            "name": " ".join(draw(WORDS).split()) or "n",
            "definition": draw(WORDS),
            "include": draw(WORDS),
            "polarity": draw(WORDS),
        }
        for n in range(draw(st.integers(1, 4)))
    ]
    codings = []
    for number in range(draw(st.integers(0, 12))):
        source = draw(st.sampled_from(sorted(texts)))
        start = draw(st.integers(0, len(texts[source]) - 1))
        codings.append(
            {
                "coding_id": f"G{number}",
                "source_id": source,
                "code_id": draw(st.sampled_from(codes))["code_id"],
                "start": str(start),
                "end": str(draw(st.integers(start + 1, len(texts[source])))),
                "coder_id": draw(st.sampled_from(["coder_a", "coder_b"])),
                "stance": draw(STANCES),
            }
        )
    sources = [{"source_id": key, "kind": "interview"} for key in texts]
    rows = {"sources": sources, "codes": codes, "codings": codings}
    return texts, {name: table(name, found, "made") for name, found in rows.items()}


@settings(max_examples=60, deadline=None)
@given(coded())
def test_what_goes_out_comes_back(made: tuple[dict[str, str], dict[str, pd.DataFrame]]) -> None:
    texts, tables = made
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "set.qdpx"
        write_qdpx(path, tables, texts=texts)
        found = read_qdpx(path)
    assert found.texts == texts
    order = tables["codings"].sort_values("coding_id").reset_index(drop=True)
    pd.testing.assert_frame_equal(found.tables["codings"], order)
    pd.testing.assert_frame_equal(found.tables["sources"], tables["sources"])
    back = found.tables["codes"].set_index("code_id").sort_index()
    pd.testing.assert_frame_equal(back, tables["codes"].set_index("code_id").sort_index())
