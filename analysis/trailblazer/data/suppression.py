"""Cells that official statistics withhold: neither a number, nor zero, nor simply missing.

A count of few people is often replaced by a shorthand before it is published. Such a cell is read
as missing, and a column beside it, ``<column>_status``, says why: a frame has that column only
where it has such cells, and an estimator that adds the counts up leaves out what rests on them.

Source of the shorthands: Government Analysis Function, *Using symbols and shorthand in tables*;
Department for Education and NHS England, statistical releases.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

SUPPRESSED = "suppressed"
KINDS: Mapping[str, tuple[str, ...]] = {
    SUPPRESSED: ("*", "**", "c", "[c]", "s", "[s]", "supp", "suppressed", "disclosive"),
    "not available": ("x", "[x]", "na", "n/a", "..", ":", "not available"),
    "not applicable": ("z", "[z]", "not applicable"),
    "above zero, rounds to zero": ("low", "[low]", "k", "~", "[k]"),
    "too unreliable to give": ("u", "[u]"),
}
SUFFIX = "_status"
_BY_SYMBOL = {symbol: kind for kind, symbols in KINDS.items() for symbol in symbols}
# "<5", "< 10" or "≤7": some number above or at nothing and below the one shown.
_BELOW = re.compile(r"(?:<|≤|&lt;|<=)\s*[0-9]{1,3}")


def kind_of(text: str) -> str:
    """Why a cell holds no number: one of ``KINDS``, or empty when it is no known shorthand."""
    word = text.strip().lower()
    return SUPPRESSED if _BELOW.fullmatch(word) else _BY_SYMBOL.get(word, "")


def kinds(text: pd.Series) -> pd.Series:
    """``kind_of`` for a whole column; missing where the cell is a number, empty or anything else.

    Distinct texts are looked up once, so that a column of millions of numbers stays quick.
    """
    known = {word: kind for word in text.dropna().unique() if (kind := kind_of(str(word)))}
    if not known:
        return pd.Series(None, index=text.index, dtype="str")
    return text.map(known).astype("str")


def status_column(column: str) -> str:
    """The name of the column that says why cells of a column were withheld."""
    return f"{column}{SUFFIX}"


def withheld(frame: pd.DataFrame, column: str) -> pd.Series[bool]:
    """Which cells of a column were withheld by their source; none where nothing says so."""
    status = status_column(column)
    if status not in frame.columns:
        return pd.Series(False, index=frame.index, dtype=bool)
    return frame[status].notna()


def symbols(frame: pd.DataFrame, column: str) -> pd.Series[str]:
    """The shorthand to write for each cell of a column that was withheld; missing elsewhere."""
    return frame[status_column(column)].map({kind: words[0] for kind, words in KINDS.items()})


def tally(frame: pd.DataFrame, column: str) -> dict[str, int]:
    """How many cells of a column were withheld, by reason, in the order of ``KINDS``."""
    status = status_column(column)
    if status not in frame.columns:
        return {}
    found = frame[status].value_counts()
    return {kind: int(found[kind]) for kind in KINDS if kind in found.index}


def told(counts: Mapping[str, int]) -> str:
    """A tally in words: ``3 suppressed, 1 not available``."""
    return ", ".join(f"{number:,} {kind}" for kind, number in counts.items())
