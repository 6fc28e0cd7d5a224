"""The numbers behind a figure as a table that people can read, one click from the figure.

The file to download holds every row and digit under the names the estimates use; the table holds
what a reader needs: words for codes, percentages, and of a long curve some rows only.
"""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real

import pandas as pd

from trailblazer.findings.numbers import NONE, signed
from trailblazer.findings.register import load_register
from trailblazer.present import myst
from trailblazer.present.groups import CHARACTERISTICS, PLACES
from trailblazer.present.withheld import MARK, Withheld, is_number
from trailblazer.present.words import label

# A table with more rows than this is cut down to so many, evenly spaced.
LONGEST, SAMPLE = 30, 12
CLASS = "behind-figure"
# What such a table is called; pages add the number of the figure.
LABEL = "Numbers behind figure"

# Columns that hold shares, beside those with "share" in their name.
_SHARES = frozenset({
    "strongly_agree", "agree", "neither", "disagree", "strongly_disagree",
    "agree_all", "disagree_all", "beside", "completion", "fill", "first", "incidence", "kept",
    "survival", "vacant", "direct_support", "whole_school", "advice_liaison", "other",
})  # fmt: skip
_LIMITS = ("low", "high")
_HEADS = {
    "adjusted": "Ratio allowing for need", "at_risk": "Still followed", "code": "Answer",
    "claim": "Claim it bears on", "code_id": "Code",
    "first": "Share of draws in which it came first",
    "high": "Upper limit", "incidence": "Share who had left", "low": "Lower limit",
    "n": "Number answering", "per_weekday": "Contacts a team and weekday",
    "site_id": "Site", "survival": "Share still in post", "team_id": "Team",
    "when": "Plan or result", "years": "Months in post",
    "z": "Distance from all sites (z)", "z_additive": "Distance, spread added (z)",
    "z_widened": "Distance, limits widened (z)",
}  # fmt: skip

_WORDS: Mapping[str, Mapping[str, str]] = {
    "characteristic": CHARACTERISTICS, "place": PLACES, "place_widened": PLACES,
}  # fmt: skip


def as_table(frame: pd.DataFrame, labels: Mapping[str, str]) -> tuple[str, str]:
    """A frame as a MyST table without number and caption, and what to say below it."""
    frame = headed(_named(frame))
    numeric = [name for name in frame.columns if is_number(frame[name])]
    text = readable(frame, labels)
    rows = cut(text)
    right = " ".join(str(i) for i, n in enumerate(frame.columns) if i and n in numeric)
    options = [("header-rows", "1"), ("stub-columns", "1"), ("class", CLASS), ("label", LABEL)]
    options += [("right", right)] if right else []
    note = ""
    if len(rows) < len(text):
        note = f"{len(rows)} of {len(text):,} rows, evenly spaced; the file holds them all."
    return myst.directive("results-table", "", options, myst.rows(rows)), note


def readable(frame: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """Every cell as text: codes by their labels, shares as percentages, nothing left empty."""
    columns = list(frame.columns)
    shares = {name for name in columns if _is_share(name, columns)}
    text = {
        head(name, labels): _cells(frame[name], name in shares, {**labels, **_words_of(name)})
        for name in columns
    }
    return pd.DataFrame(text)


def _cells(column: pd.Series, share: bool, labels: Mapping[str, str]) -> list[str]:
    return [_cell(value, share, labels) for value in _in_months(column)]


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame without the ids of codes, where their names stand beside them."""
    named = "code_id" in frame and bool({"name", "reason"} & set(frame.columns))
    return frame.drop(columns="code_id") if named else frame


def _in_months(column: pd.Series) -> pd.Series:
    """Years in post as months, which is what the axes of figures count."""
    return 12 * column if column.name == "years" else column


def _words_of(name: str) -> Mapping[str, str]:
    """Words for codes that stand in no code list of a set, by the column they are in."""
    if name == "claim":
        return {claim.id: claim.title for claim in load_register().claims.values()}
    return _WORDS.get(name, {})


def headed(frame: pd.DataFrame) -> pd.DataFrame:
    """What a row is of stands first, as its heading; numbers come after."""
    numeric = [name for name in frame.columns if is_number(frame[name])]
    return frame[[*(name for name in frame.columns if name not in numeric), *numeric]]


def numbers_of(frame: pd.DataFrame, labels: Mapping[str, str]) -> tuple[str, ...]:
    """The headings, after that of the rows, under which a readable frame has numbers."""
    return tuple(head(name, labels) for name in frame.columns[1:] if is_number(frame[name]))


def cut(rows: pd.DataFrame) -> pd.DataFrame:
    """All rows of a short table; of a long one the first, the last and some between.

    Where many rows share their heading, as those of one curve do, so many of each.
    """
    if len(rows) <= LONGEST:
        return rows
    alike = rows.groupby(list(rows.columns[:1]), sort=False)
    each = max(2, SAMPLE // alike.ngroups)
    if each * alike.ngroups <= LONGEST:
        return pd.concat([_spaced(own, each) for _, own in alike])
    return _spaced(rows, SAMPLE)


def _spaced(rows: pd.DataFrame, many: int) -> pd.DataFrame:
    """So many rows, evenly spaced, the first and the last among them."""
    places = [round(i * (len(rows) - 1) / (many - 1)) for i in range(many)]
    return rows.iloc[list(dict.fromkeys(places))]


def head(name: str, labels: Mapping[str, str]) -> str:
    """What readers see for the name of a column, which may be a code of the set."""
    if name in _HEADS:
        return _HEADS[name]
    stem, _, end = name.rpartition("_")
    if stem and end in _LIMITS:
        return f"{head(stem, labels)}, {_HEADS[end].lower()}"
    return label(name, labels)


def _is_share(name: str, columns: list[str]) -> bool:
    """Whether a column holds shares; limits hold what the column they belong to holds."""
    stem, _, end = name.rpartition("_")
    if end in _LIMITS:
        if stem:
            return _is_share(stem, columns)
        before = [c for c in columns[: columns.index(name)] if c not in _LIMITS and c != "n"]
        return bool(before) and _is_share(before[-1], columns)
    return "share" in name or name in _SHARES


def _cell(value: object, share: bool, labels: Mapping[str, str]) -> str:
    if isinstance(value, Withheld):
        return MARK
    if pd.isna(value):  # type: ignore[call-overload]
        return NONE
    if isinstance(value, str):
        return labels.get(value) or (label(value, {}) if value.islower() else value)
    if not isinstance(value, Real) or isinstance(value, bool):
        return str(value)
    if share:
        return f"{100 * value:.1f}%"
    return signed(f"{value:,.0f}" if value == round(value) else f"{value:,.2f}")
