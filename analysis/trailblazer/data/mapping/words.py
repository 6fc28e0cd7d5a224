"""Words of other files as ours: labels, spellings, dates."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from trailblazer.data.cells import Meanings
from trailblazer.data.dictionary import FieldSpec
from trailblazer.data.mapping.model import Column

TRUTHS = {"yes": "true", "no": "false", "true": "true", "false": "false"}
# What people write of dates, by what the parser wants; minutes go first, for they share letters.
DATE_PARTS = (
    ("hh:mm:ss", "%H:%M:%S"), ("hh:mm", "%H:%M"), ("yyyy", "%Y"), ("yy", "%y"),
    ("mmmm", "%B"), ("mmm", "%b"), ("mm", "%m"), ("dd", "%d"),
)  # fmt: skip
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "})  # noqa: RUF001


def plain(text: str) -> str:
    """A text as it is compared: no case, no runs of spaces, no typographic marks."""
    return " ".join(text.translate(QUOTES).casefold().split())


def slug(text: str) -> str:
    """A label as a code: *Local authority* as ``local_authority``."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", letters.lower()).strip("_")


def date_format(written: str) -> str:
    """``dd/mm/yyyy hh:mm`` as the parser's ``%d/%m/%Y %H:%M``; the parser's own is kept."""
    if "%" in written:
        return written
    found = written.lower()
    for part, code in DATE_PARTS:
        found = found.replace(part, code)
    return found


def converted(value: str, column: Column, meanings: Meanings, field: FieldSpec | None) -> str:
    """One value of a file as a cell of ours, as the mapping says.

    What a recode lists is final. A value that means no answer is empty; a labelled one becomes the
    code its label names. A date that is not written as said stays as it is, for the check to name.
    """
    label = meanings.labels.get(value, "")
    recode = {plain(theirs): ours for theirs, ours in column.recode.items()}  # type: ignore[union-attr]
    for key in (value, label) if label else (value,):
        if plain(key) in recode:
            return recode[plain(key)]
    if not value or value in meanings.missing or (recode and column.otherwise == "empty"):
        return ""
    text = coded(value, label, field) if label else value
    if column.remove:
        text = text.replace(column.remove, "").strip()
    if column.decimal:
        text = text.replace(column.decimal, ".")
    if column.date or column.as_:
        text = dated(text, column)
    return f"{column.prefix}{text.zfill(column.pad)}"


def coded(value: str, label: str, field: FieldSpec | None) -> str:
    """What a labelled value is in our codes: the value, its label, or the label as a code."""
    if field is None:
        return label
    word = slug(label)
    if field.type == "boolean":
        return TRUTHS.get(word, value)
    if field.type != "string":
        return value
    choices = field.constraints.get("enum")
    pattern = field.constraints.get("pattern")
    if choices is not None:
        return next((each for each in (value, word, label) if each in choices), label)
    if pattern:
        tried = (label, word, value)
        return next((each for each in tried if re.fullmatch(pattern, each)), label)
    return label


def dated(text: str, column: Column) -> str:
    """A date as the dictionary has it, or the month, quarter or year of it."""
    try:
        if column.date:
            day = datetime.strptime(text, date_format(column.date))
        else:
            day = datetime.fromisoformat(text)
    except ValueError:
        return text
    if column.as_ == "month":
        return f"{day:%Y-%m}"
    if column.as_ == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return str(day.year) if column.as_ == "year" else day.date().isoformat()
