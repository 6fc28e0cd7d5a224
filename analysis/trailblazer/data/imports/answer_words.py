"""The words of a question's answers: in which order, and which of them are no answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from trailblazer.data.cells import Meanings
from trailblazer.data.mapping.words import plain, slug

BLANK = "_blank"
RESERVED = {
    "don't know": "_dont_know", "dont know": "_dont_know", "do not know": "_dont_know",
    "not sure": "_dont_know", "unsure": "_dont_know", "prefer not to say": "_prefer_not",
    "prefer not to answer": "_prefer_not", "refused": "_prefer_not", "-": BLANK,
    "n/a": "_not_asked", "not applicable": "_not_asked", "not asked": "_not_asked",
    "no answer": BLANK, "no response": BLANK, "not answered": BLANK, "skipped": BLANK,
    "missing": BLANK, "-99": BLANK,
}  # fmt: skip


def reserved(words: Iterable[str]) -> dict[str, str]:
    """Our code for each word that says that a question was not answered."""
    return {word: RESERVED[plain(word)] for word in words if plain(word) in RESERVED}


def declared_missing(values: pd.Series, own: Meanings) -> dict[str, str]:
    """Our code for each word its program calls missing: what it says, else that it was skipped."""
    held = [value for value in (*own.labels, *values.unique()) if value in own.missing]
    words = dict.fromkeys(own.labels.get(value, value) for value in held)
    return {word: RESERVED.get(plain(word), BLANK) for word in words}


def in_order(values: pd.Series, own: Meanings, split: str) -> list[str]:
    """The different words of the answers: by value where values have labels, else by first use."""
    seen = [value for value in values.unique() if value]
    if own.labels:
        seen = [*own.labels, *(value for value in seen if value not in own.labels)]
        numbers = pd.to_numeric(pd.Series(seen, dtype="str"), errors="coerce")
        if numbers.notna().all():
            seen = [seen[place] for place in numbers.argsort(kind="stable")]
    return list(_words((own.labels.get(v, v) for v in seen if v not in own.missing), split))


def _words(answers: Iterable[str], split: str) -> Iterator[str]:
    seen = set()
    for answer in answers:
        for word in answer.split(split) if split else [answer]:
            key = plain(word)
            if key and key not in seen:
                seen.add(key)
                yield word.strip()


def known_list(words: Iterable[str], lists: pd.DataFrame) -> tuple[str, dict[str, str]]:
    """The list of ours whose labels these words are, the shortest; and the code of each word."""
    given = [word for word in words if plain(word) not in RESERVED]
    for list_id, rows in sorted(lists.groupby("list_id"), key=lambda pair: len(pair[1])):
        codes = dict(zip(rows["label"].map(plain), rows["code"], strict=True))
        telling = len(given) > 1 or (given and list_id == "yes_no")
        if telling and all(plain(word) in codes for word in given):
            return str(list_id), {word: str(codes[plain(word)]) for word in given}
    return "", {}


def new_codes(words: Iterable[str]) -> dict[str, str]:
    """A code made of each word that is an answer, no two the same."""
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
