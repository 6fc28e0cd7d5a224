"""Which columns of a survey file say who answered: the respondent's number, and the setting."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from trailblazer.data.mapping.words import plain

# As survey programs write it, the surest first.
ID_NAMES = ("responseid", "unique response number", "response id", "respondent id",
            "respondent_id", "case_id", "id")  # fmt: skip
RESPONDENT = re.compile(
    r"\b(resp(ondent)?|case|record|response|participant|serial|unique|survey)s?[ _.-]*"
    r"(id|no|nr|num(ber)?|key|code|ref(erence)?)\b",
    re.IGNORECASE,
)
SETTING = re.compile(r"\b(school|setting|college|urn)s?\b", re.IGNORECASE)
OF_A_PLACE = re.compile(r"\b(school|setting|college|site|team|urn|area)s?\b", re.IGNORECASE)
ANY_ID = re.compile(r"\b(id|key|serial|number|no)\b", re.IGNORECASE)
CODE_OF_SETTING = re.compile(r"[A-Za-z]{1,5}[_-]?[0-9]{1,8}")
LONGEST_ID = 40


def respondent(
    cells: pd.DataFrame, titles: Mapping[str, str], left_out: Collection[str]
) -> tuple[str, bool]:
    """The column that numbers the respondents, and whether its name says so.

    It has a different value in every row. A number in the first column may be one by its place
    alone, which is a guess. Empty when there is none.
    """
    unique = [n for n in map(str, cells.columns) if n not in left_out and _is_id(cells[n])]
    exact = [n for n in unique if plain(n) in ID_NAMES]
    if exact:
        return min(exact, key=lambda n: ID_NAMES.index(plain(n))), True
    for name in unique:
        if any(RESPONDENT.search(words) for words in _said(name, titles)):
            return name, True
    for name in unique:
        said = _said(name, titles)
        if ANY_ID.search(said[0]) and not any(OF_A_PLACE.search(words) for words in said):
            return name, False
    first = str(cells.columns[0])
    if first in unique and cells[first].str.fullmatch(r"\d+").all():
        return first, False
    return "", False


def setting(cells: pd.DataFrame, titles: Mapping[str, str], left_out: Collection[str]) -> str:
    """The column with a code of the respondent's school or college, such as ``E014``; or none."""
    for name in map(str, cells.columns):
        held = cells[name][cells[name] != ""]
        is_code = len(held) and held.str.fullmatch(CODE_OF_SETTING.pattern).all()
        named = any(SETTING.search(words) for words in _said(name, titles))
        if is_code and named and name not in left_out:
            return name
    return ""


def _is_id(values: pd.Series) -> bool:
    short = values.str.len() <= LONGEST_ID
    return bool((values != "").all() and values.is_unique and short.all())


def _said(name: str, titles: Mapping[str, str]) -> Sequence[str]:
    """What the column is called, its words apart, and its title: ``RespID`` as ``Resp ID``."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ")
    return spaced, titles.get(name, "")
