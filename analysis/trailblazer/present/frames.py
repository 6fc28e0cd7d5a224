"""Tables of numbers as a disclosure policy lets them be published.

A table without any column that counts people (:mod:`~trailblazer.present.people`) says nothing of
them and stays as it is.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from trailblazer.findings.policy import Policy
from trailblazer.findings.suppress import protect
from trailblazer.present.people import NOT_PEOPLE, SOME_OF, UNKNOWN, WHOLES, counts_people
from trailblazer.present.withheld import WITHHELD, Withheld

_LIMITS = ("low", "high")
_NEAR = 1e-6


def publish(frame: pd.DataFrame, policy: Policy) -> pd.DataFrame:
    """A frame with every count of people, and what is computed from it, as it may be told."""
    people = counts_people(frame) if policy.controls and len(frame) else []
    if not people:
        return frame
    told = frame.copy()
    hidden = _hidden(frame, people, policy)
    for name in people:
        told[name] = _column(frame[name], hidden[name], policy)
    for name in frame.columns:
        if (
            name not in people
            and pd.api.types.is_float_dtype(frame[name])
            and name not in NOT_PEOPLE
        ):
            told[name] = _derived(frame, str(name), people, hidden, policy)
    return told


def faults(frame: pd.DataFrame, policy: Policy) -> list[str]:
    """The columns with a count of people that a policy would not have let through."""
    return [
        name
        for name in (counts_people(frame) if policy.controls else [])
        if any(not _passes(value, policy) for value in frame[name])
    ]


def _passes(value: float, policy: Policy) -> bool:
    if isinstance(value, Withheld) or pd.isna(value):
        return True
    return policy.count(value) == value


def _hidden(frame: pd.DataFrame, people: list[str], policy: Policy) -> pd.DataFrame:
    """Which counts to suppress; where nothing is rounded, enough to guard their totals too."""
    counts = frame[people].astype(object).map(lambda x: np.nan if pd.isna(x) else float(x))
    counts = counts.astype(float)
    already = frame[people].map(lambda x: isinstance(x, Withheld))
    small = already | (counts > 0) & (counts < policy.smallest)
    if policy.base:
        return small
    for whole, some in SOME_OF.items():
        for part in some:
            if whole in people and part in people:
                rest = counts[whole] - counts[part]
                small[part] |= (rest > 0) & (rest < policy.smallest)
    for name in people:
        known = counts[name].notna()
        for rows in [known, *_groups(frame, known)]:
            column, hidden = (part.loc[rows, [name]].to_numpy() for part in (counts, small))
            guarded = protect(column, policy.smallest, rows=False, already=hidden.astype(bool))
            small.loc[rows, name] |= guarded[:, 0]
    small |= already
    for whole, parts in WHOLES.items():
        own = [part for part in parts if part in people]
        if whole in people and own:
            guarded = protect(counts[own].fillna(0).to_numpy(), policy.smallest)
            small[own] = small[own] | guarded
    return small


def _groups(frame: pd.DataFrame, known: pd.Series) -> list[pd.Series]:
    """The rows that share a heading, or a known one, whose totals may be told elsewhere."""
    texts = [c for c in frame.columns if frame[c].map(lambda x: isinstance(x, str)).all()]
    shared = [c for c in texts if 1 < frame[c].nunique() < len(frame)]
    groups = [known & (frame[c] == value) for c in shared for value in frame[c].unique()]
    return groups + [known & (frame[c] != UNKNOWN) for c in texts if (frame[c] == UNKNOWN).any()]


def _column(column: pd.Series, hidden: pd.Series, policy: Policy) -> pd.Series:
    def one(value: float, hide: bool) -> object:
        if isinstance(value, Withheld) or pd.isna(value):
            return value
        told = None if hide else policy.count(value)
        return WITHHELD if told is None else told

    cells = [one(v, h) for v, h in zip(column, hidden, strict=True)]
    kept = any(isinstance(cell, Withheld) for cell in cells)
    return pd.Series(cells, index=column.index, dtype=object if kept else column.dtype)


def _derived(
    frame: pd.DataFrame, name: str, people: list[str], hidden: pd.DataFrame, policy: Policy
) -> pd.Series:
    """What is computed from counts of people: again from the rounded, or only as exact as they."""
    of, part = _base(frame, name, people)
    limit = next((end for end in _LIMITS if name.endswith(end)), "")
    guards = [c for c in (of, part) if c] or _guards(people)
    hides = hidden[guards].any(axis=1)
    bases = [_total(frame, of)] * len(frame) if of and part == of else list(frame[of or name])
    cells: list[object] = []
    for value, hide, base in zip(frame[name], hides, bases, strict=True):
        if isinstance(value, Withheld) or pd.isna(value):
            cells.append(value)
        elif hide:
            cells.append(WITHHELD)
        elif of and not limit:
            share = policy.share(float(value), float(base))
            cells.append(WITHHELD if share is None else share)
        else:
            cells.append(_coarse(float(value), limit))
    kept = any(isinstance(cell, Withheld) for cell in cells)
    return pd.Series(cells, index=frame.index, dtype=object if kept else float)


def _base(frame: pd.DataFrame, name: str, people: list[str]) -> tuple[str, str]:
    """The count that a column is a share of, and the count that it is the share for, if any."""
    values = frame[name].astype(float)
    known = values.notna()
    if not known.any() or values[known].min() < 0 or values[known].max() > 1:
        return "", ""
    for of in people:
        numbers = values * frame[of].astype(float)
        if known.any() and (numbers[known] - numbers[known].round()).abs().max() < _NEAR:
            same = [
                c for c in people if (numbers - frame[c].astype(float))[known].abs().max() < _NEAR
            ]
            return of, same[0] if same and same[0] != of else ""
    for of in people:
        total = _total(frame, of)
        if total and (values - frame[of].astype(float) / total)[known].abs().max() < _NEAR:
            return of, of
    return "", ""


def _total(frame: pd.DataFrame, column: str) -> float:
    return float(frame[column].astype(float).sum())


def _guards(people: list[str]) -> list[str]:
    """The count that a number of the row rests on, when it is not a share of any."""
    whole = ("n", "asked", "people", "at_risk", "contacts", "referrals")
    return [name for name in whole if name in people] or people


def _coarse(value: float, limit: str) -> float:
    """To whole hundredths, or to three figures where it is larger; limits are widened to them."""
    places = 2 if abs(value) < 10 else 2 - math.floor(math.log10(abs(value)))
    if not limit:
        return round(value, places)
    step = 10.0**-places
    whole = math.floor if limit == "low" else math.ceil
    return round(whole(round(value / step, 6)) * step, max(places, 0))
