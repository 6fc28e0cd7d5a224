"""Which column of a file may be which of ours, and what its words may be: suggestions only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import pandas as pd

from trailblazer.data.dictionary import Dictionary, FieldSpec, TableSpec
from trailblazer.data.mapping.words import date_format, plain, slug

CLOSE = 0.8
IN_ENUM = 0.6  # of a column's different words: then it is about the same thing
ENOUGH = 2.0
SAMPLE = 2_000
DATES = (
    "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "dd/mm/yyyy", "mm/dd/yyyy", "dd/mm/yyyy hh:mm",
    "mm/dd/yyyy hh:mm", "dd/mm/yyyy hh:mm:ss", "mm/dd/yyyy hh:mm:ss", "dd-mm-yyyy", "dd.mm.yyyy",
    "dd mmm yyyy", "dd-mmm-yy", "dd/mm/yy", "dd mmmm yyyy",
)  # fmt: skip


def best_table(cells: pd.DataFrame, dictionary: Dictionary) -> str:
    """The table most like the file by its columns' names; empty when none is much like it."""
    scores = {}
    for name, spec in dictionary.tables.items():
        exact, close = names_matched(list(map(str, cells.columns)), spec)
        scores[name] = len(exact) + 0.5 * len(close) + 0.1 * len(exact) / len(spec.fields)
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= ENOUGH else ""


def names_matched(columns: Sequence[str], spec: TableSpec) -> tuple[dict[str, str], dict[str, str]]:
    """Our columns found in the file by the same name or title, and by nearly the same."""
    theirs: dict[str, str] = {}
    for name in columns:
        theirs.setdefault(slug(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)), name)
    exact, close = {}, {}
    for field in spec.fields:
        for word in (field.name, slug(field.title)):
            if word and word in theirs:
                exact[field.name] = theirs[word]
                break
        else:
            near = get_close_matches(field.name, list(theirs), n=1, cutoff=CLOSE)
            if near:
                close[field.name] = theirs[near[0]]
    taken = set(exact.values())
    return exact, {ours: name for ours, name in close.items() if name not in taken}


def by_values(cells: pd.DataFrame, field: FieldSpec, free: Iterable[str]) -> str:
    """A column whose words are those of the field's list; empty when there is none."""
    choices = set(map(str, field.constraints.get("enum", ())))
    for name in free if choices else ():
        words = [slug(word) for word in cells[name].unique() if word]
        # A yes or no is in many lists and says little.
        telling = [word for word in words if word in choices and word not in ("yes", "no", "other")]
        if len(telling) > 1 and len(telling) / len(words) >= IN_ENUM:
            return name
    return ""


def recode_of(
    words: Iterable[str], choices: Sequence[str], labels: Mapping[str, str]
) -> dict[str, str]:
    """Our code for each of the file's words, empty where none is surely meant.

    ``labels`` are codes by the label that the code lists give them.
    """
    found = {}
    for word in words:
        code = labels.get(plain(word), "")
        if code not in choices:
            code = slug(word) if slug(word) in choices else ""
        if not code:
            near = get_close_matches(slug(word), list(choices), n=1, cutoff=CLOSE)
            code = near[0] if near else ""
        found[word] = code
    return found


def date_form(values: pd.Series) -> tuple[str, bool]:
    """How a column writes dates, and whether day and month could be the other way round.

    Empty when no form fits every value.
    """
    held = values[values != ""].drop_duplicates().head(SAMPLE)
    fits = [form for form in DATES if len(held) and _fits(held, form)]
    swapped = len(fits) > 1 and fits[0].startswith("dd/mm") and fits[1].startswith("mm/dd")
    return (fits[0] if fits else ""), swapped


def _fits(values: pd.Series, form: str) -> bool:
    return bool(pd.to_datetime(values, format=date_format(form), errors="coerce").notna().all())
