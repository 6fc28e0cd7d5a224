"""The questions of a survey file: which columns are answers, of what kind, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from trailblazer.data.cells import Meanings
from trailblazer.data.imports.guesses import date_form
from trailblazer.data.imports.personal import why_personal
from trailblazer.data.imports.recognise import Recognised
from trailblazer.data.mapping.words import plain, slug

MOST_WORDS = 12  # different answers: more than this is free text
LONGEST_WORD = 250
MOSTLY = 0.9
ALL_DIFFERENT = 3  # so many answers and no two the same: free text
SEVERAL = 0.2  # of the answers hold the mark between several
RESERVED = {
    "don't know": "_dont_know", "dont know": "_dont_know", "do not know": "_dont_know",
    "not sure": "_dont_know", "unsure": "_dont_know", "prefer not to say": "_prefer_not",
    "prefer not to answer": "_prefer_not", "-": "_blank", "n/a": "_not_asked",
    "not applicable": "_not_asked", "not asked": "_not_asked", "-99": "_blank",
}  # fmt: skip
# What survey programs write beside the answers.
ABOUT = (
    "startdate", "enddate", "status", "progress", "duration (in seconds)", "finished",
    "recordeddate", "responseid", "distributionchannel", "userlanguage", "id", "start time",
    "completion time", "last modified time", "language", "unique response number",
    "response type", "response id", "respondent id", "respondent_id", "submit date",
)  # fmt: skip
ID_NAMES = ("responseid", "unique response number", "response id", "respondent id",
            "respondent_id", "case_id", "id")  # fmt: skip
ENDED = re.compile(r"end|complet|submit|record|respond", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """A column with answers: its item, question, kind, and our code for each word.

    ``words`` are few or none for numbers. ``listed`` says that the code list is one of ours.
    """

    column: str
    item: str
    question: str
    kind: str
    list_id: str = ""
    words: Mapping[str, str] | None = None
    labels: Mapping[str, str] | None = None
    split: str = ""
    listed: bool = False


@dataclass(frozen=True)
class Survey:
    """What a survey file holds: the questions, and the columns about the answering.

    ``personal`` and ``free_text`` are columns left out: why, and which.
    """

    asked: tuple[Asked, ...]
    id: str
    ended: str
    ended_form: str
    finished: str
    personal: Mapping[str, str]
    free_text: tuple[str, ...]


def read_survey(found: Recognised, lists: pd.DataFrame, prefix: str) -> Survey:
    """Sort the columns of a survey file. ``lists`` are the known code lists, by label."""
    cells = found.text.cells
    assert cells is not None
    personal: dict[str, str] = {}
    dates: dict[str, str] = {}
    free_text: list[str] = []
    asked: list[Asked] = []
    for name in map(str, cells.columns):
        if why := why_personal(name, cells[name]):
            personal[name] = why
        elif form := _date(cells[name]):
            dates[name] = form
        elif plain(name) not in ABOUT and (cells[name] != "").any():
            one = _asked(name, found, lists, prefix, asked)
            if one is None:
                free_text.append(name)
            else:
                asked.append(one)
    ended = next((n for n in reversed(dates) if ENDED.search(n)), next(reversed(dates), ""))
    ids = [n for n in map(str, cells.columns) if _is_id(cells[n]) and n not in personal]
    named = sorted((n for n in ids if plain(n) in ID_NAMES), key=lambda n: ID_NAMES.index(plain(n)))
    whole = next((str(n) for n in cells.columns if plain(str(n)) == "finished"), "")
    key = next(iter(named), "")
    kept = tuple(one for one in asked if one.column != key)
    return Survey(kept, key, ended, dates.get(ended, ""), whole, personal, tuple(free_text))


def _is_id(values: pd.Series) -> bool:
    return bool((values != "").all() and values.is_unique)


def _date(values: pd.Series) -> str:
    held = values[values != ""]
    return (
        date_form(held)[0] if held.str.contains(r"\d[/.\- ]\w+[/.\- ]\d", regex=True).any() else ""
    )


def _asked(
    name: str, found: Recognised, lists: pd.DataFrame, prefix: str, before: list[Asked]
) -> Asked | None:
    own = found.text.meanings.get(name, Meanings())
    values = found.text.cells[name]  # type: ignore[index]
    shown = values[(values != "") & ~values.isin(own.missing)].map(lambda v: own.labels.get(v, v))
    question = found.titles.get(name, "") or name
    item = name if re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,40}", name) else f"q{len(before) + 1:02d}"
    told = shown[~shown.map(plain).isin(list(RESERVED))]
    numeric = told.str.fullmatch(r"\d+(\.\d+)?")
    if len(told) and not own.labels and numeric.mean() >= MOSTLY:
        kind = "percent" if re.search(r"%|per ?cent", question) else "number"
        return Asked(name, item, question, kind, words=_reserved(shown.unique()))
    split = ";" if shown.str.contains(";").mean() > SEVERAL else ""
    words = list(_words(shown, split))
    if len(words) > MOST_WORDS or max(map(len, words), default=0) > LONGEST_WORD:
        return None
    list_id, codes = _known_list(words, lists)
    listed = bool(list_id)
    if not listed and not own.labels and len(words) > ALL_DIFFERENT and len(words) == len(shown):
        return None
    if not listed and (alike := _same_words(words, before)):
        return replace(alike, column=name, item=item, question=question)
    if not listed:
        list_id, codes = slug(f"{prefix}_{item}"), _new_codes(words)
    kind = {"agree5": "likert5", "yes_no": "yes_no"}.get(list_id, "multi" if split else "single")
    labels = {code: word for word, code in codes.items()}
    return Asked(
        name, item, question, kind, list_id, codes | _reserved(words), labels, split, listed
    )


def _same_words(words: list[str], before: Iterable[Asked]) -> Asked | None:
    """An earlier question whose answers hold all these words: they share one code list."""
    given = {plain(word) for word in words}
    for one in before:
        if one.labels and not one.listed and given <= set(map(plain, one.words or ())):
            return one
    return None


def _words(shown: pd.Series, split: str) -> Iterator[str]:
    seen = set()
    for value in shown.unique():
        for word in value.split(split) if split else [value]:
            key = plain(word)
            if key and key not in seen:
                seen.add(key)
                yield word.strip()


def _reserved(words: Iterable[str]) -> dict[str, str]:
    return {word: RESERVED[plain(word)] for word in words if plain(word) in RESERVED}


def _known_list(words: Iterable[str], lists: pd.DataFrame) -> tuple[str, dict[str, str]]:
    """The list of ours whose labels these words are, the shortest; and the code of each word."""
    given = [word for word in words if plain(word) not in RESERVED]
    for list_id, rows in sorted(lists.groupby("list_id"), key=lambda pair: len(pair[1])):
        codes = dict(zip(rows["label"].map(plain), rows["code"], strict=True))
        telling = len(given) > 1 or (given and list_id == "yes_no")
        if telling and all(plain(word) in codes for word in given):
            return str(list_id), {word: str(codes[plain(word)]) for word in given}
    return "", {}


def _new_codes(words: Iterable[str]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for word in words:
        if plain(word) in RESERVED:
            continue
        code = slug(word)[:40].strip("_") or "other"
        code = code if code[0].isalpha() else f"n_{code}"
        number = 2
        while code in codes.values():
            code, number = f"{code.rstrip('0123456789').rstrip('_')}_{number}", number + 1
        codes[word] = code
    return codes
