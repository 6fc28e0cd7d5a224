"""The questions of a survey file: which columns are answers, of what kind, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from trailblazer.data.cells import Meanings
from trailblazer.data.imports.answer_words import (
    RESERVED,
    declared_missing,
    in_order,
    known_list,
    new_codes,
    reserved,
)
from trailblazer.data.imports.guesses import date_form
from trailblazer.data.imports.personal import addressed, why_personal
from trailblazer.data.imports.recognise import Recognised
from trailblazer.data.imports.respondents import respondent, setting
from trailblazer.data.mapping.words import plain, slug

MOST_WORDS = 12  # different answers without a label: more than this is free text
MOST_LABELS = 100
LONGEST_WORD = 250
MOSTLY = 0.9
ALL_DIFFERENT = 3  # so many answers and no two the same: free text
SEVERAL = 0.2  # of the answers hold the mark between several
# What survey programs write beside the answers.
ABOUT = (
    "startdate", "enddate", "status", "progress", "duration (in seconds)", "finished",
    "recordeddate", "responseid", "distributionchannel", "userlanguage", "id", "start time",
    "completion time", "last modified time", "language", "unique response number",
    "response type", "response id", "respondent id", "respondent_id", "submit date",
)  # fmt: skip
ENDED = re.compile(r"end|complet|submit|record|respond", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """A column with answers: its item, question, kind, and our code for each word.

    ``words`` are few or none for numbers; ``missing`` are those of them that the file calls
    missing. ``listed`` says that the code list is one of ours, ``ordered`` that its order is known.
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
    ordered: bool = False
    missing: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Survey:
    """What a survey file holds: the questions, and the columns about the answering.

    ``id`` numbers the respondents, by its name or (not ``id_sure``) as a guess; ``setting`` may
    say where each works. ``personal`` and ``free_text`` are columns left out: why, and which.
    """

    asked: tuple[Asked, ...]
    id: str
    id_sure: bool
    setting: str
    ended: str
    ended_form: str
    finished: str
    personal: Mapping[str, str]
    free_text: tuple[str, ...]


def read_survey(found: Recognised, lists: pd.DataFrame, prefix: str) -> Survey:
    """Sort the columns of a survey file. ``lists`` are the known code lists, by label."""
    cells = found.text.cells
    assert cells is not None
    dates: dict[str, str] = {}
    free_text: list[str] = []
    asked: list[Asked] = []
    personal = {n: why for n in map(str, cells.columns) if (why := why_personal(n, cells[n]))}
    key, sure = respondent(cells, found.titles, personal)
    place = setting(cells, found.titles, (*personal, key))
    for name in map(str, cells.columns):
        if name in personal or name in (key, place):
            continue
        if form := _date(cells[name]):
            dates[name] = form
        elif plain(name) not in ABOUT and (cells[name] != "").any():
            one = _asked(name, found, lists, prefix, asked)
            if one is None:
                free_text.append(name)
            else:
                asked.append(one)
    ended = next((n for n in reversed(dates) if ENDED.search(n)), next(reversed(dates), ""))
    whole = next((str(n) for n in cells.columns if plain(str(n)) == "finished"), "")
    end = (ended, dates.get(ended, ""))
    return Survey(tuple(asked), key, sure, place, *end, whole, personal, tuple(free_text))


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
    missing = declared_missing(values, own)
    told = shown[~shown.map(plain).isin(list(RESERVED))]
    numeric = told.str.fullmatch(r"\d+(\.\d+)?")
    if len(told) and not _labelled(own) and numeric.mean() >= MOSTLY:
        kind = "percent" if re.search(r"%|per ?cent", question) else "number"
        said = reserved(shown.unique()) | missing
        return Asked(name, item, question, kind, words=said, missing=missing)
    split = ";" if shown.str.contains(";").mean() > SEVERAL else ""
    words = in_order(values, own, split)
    if _too_many(words, own) or max(map(len, words), default=0) > LONGEST_WORD:
        return None
    list_id, codes = known_list(words, lists)
    listed = bool(list_id)
    if not listed and not own.labels and _typed(words, shown, own):
        return None
    if not listed and (alike := _same_words([*words, *missing], before)):
        return replace(alike, column=name, item=item, question=question, missing=missing)
    if not listed:
        list_id, codes = slug(f"{prefix}_{item}"), new_codes(words)
    kind = {"agree5": "likert5", "yes_no": "yes_no"}.get(list_id, "multi" if split else "single")
    labels = {code: word for word, code in codes.items()}
    said = codes | reserved(words) | missing
    ordered = bool(own.labels)
    return Asked(name, item, question, kind, list_id, said, labels, split, listed, ordered, missing)


def _labelled(own: Meanings) -> bool:
    """Whether a value that is an answer has a label."""
    answers = (label for value, label in own.labels.items() if value not in own.missing)
    return any(plain(label) not in RESERVED for label in answers)


def _too_many(words: Sequence[str], own: Meanings) -> bool:
    bare = set(words) - set(own.labels.values())
    return len(bare) > MOST_WORDS or len(words) > MOST_LABELS


def _typed(words: Sequence[str], shown: pd.Series, own: Meanings) -> bool:
    """Whether unlabelled answers are what people typed, in which somebody may be named."""
    all_different = len(words) > ALL_DIFFERENT and len(words) == len(shown)
    return own.text or all_different or addressed(words)


def _same_words(words: list[str], before: Iterable[Asked]) -> Asked | None:
    """An earlier question whose answers hold all these words: they share one code list."""
    given = {plain(word) for word in words}
    for one in before:
        if one.labels and not one.listed and given <= set(map(plain, one.words or ())):
            return one
    return None
