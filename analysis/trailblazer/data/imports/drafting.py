"""Writing the draft of a mapping file: YAML with a note wherever its owner has to decide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from trailblazer.data.dictionary import FieldSpec, TableSpec
from trailblazer.data.imports.guesses import by_values, date_form, names_matched, recode_of
from trailblazer.data.imports.personal import why_personal
from trailblazer.data.imports.recognise import Recognised
from trailblazer.data.mapping.words import plain
from trailblazer.data.readers.layout import Layout

HEAD = """\
# Drafted by "trailblazer import" from {file}. Yours to edit: it is never written over.
# It says where the columns of each table come from; what follows a # is a note to you.
# Left of a colon are our names and their words, right of it the file's column or our code.
# An empty "" is yours to decide; none leaves a column out. Then: trailblazer check FOLDER
"""
PLAIN_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
MOST_RECODED = 60
END = "end_date"
CENSORED = re.compile(r"cens|event|status|in.?post|current|left|leaver", re.IGNORECASE)
FLAGS = {"0", "1", "true", "false", "yes", "no", "y", "n"}
IDS = ("id", "key", "number", "no", "ref", "reference", "row")


@dataclass(frozen=True)
class Drafted:
    """A part of a mapping file, and what to tell of it."""

    lines: tuple[str, ...]
    notes: tuple[str, ...]


def quoted(text: str) -> str:
    """A text as YAML takes it, whatever is in it."""
    return text if PLAIN_WORD.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def note(text: str, most: int = 150) -> str:
    """A text as a comment on one line."""
    shown = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return f"# {shown if len(shown) <= most else shown[:most] + '…'}"


def flow(entries: Mapping[str, str]) -> str:
    """A few names and values on one line."""
    return "{" + ", ".join(f"{quoted(k)}: {quoted(v)}" for k, v in entries.items()) + "}"


def source_lines(file: str, layout: Layout, indent: str) -> Iterator[str]:
    """Where a part comes from, with what is unusual of its layout."""
    yield f"{indent}from: {quoted(file)}"
    if layout.sheet:
        yield f"{indent}sheet: {quoted(layout.sheet)}"
    if layout.header != 1:
        yield f"{indent}header: {layout.header}  # the row with the column names"
    if layout.skip:
        yield f"{indent}skip: {layout.skip}  # rows below it that hold no data"


def draft_table(
    found: Recognised, spec: TableSpec, file: str, labels: Mapping[str, str]
) -> Drafted:
    """The mapping of a file to one table: each column of the table, found or to be decided."""
    cells = found.text.cells
    assert cells is not None
    names = list(map(str, cells.columns))
    personal = {n: why for n in names if (why := why_personal(n, cells[n]))}
    exact, close = names_matched(names, spec)
    lines = ["tables:", f"  {spec.name}:  {note(f'each row is {spec.grain}')}"]
    lines += [*source_lines(file, found.layout, "    "), "    columns:"]
    used: set[str] = set()
    for field in spec.fields:
        theirs = exact.get(field.name) or close.get(field.name) or ""
        sure = field.name in exact
        if not theirs:
            free = [n for n in names if n not in used and n not in personal]
            theirs, sure = by_values(cells, field, free), False
            if not theirs and spec.primary_key == (field.name,):
                theirs = next((n for n in free if plain(n) in IDS and _unique(cells[n])), "")
        if theirs in personal:
            theirs = ""
        if theirs:
            used.add(theirs)
            lines += _column(field, theirs, cells[theirs], found, labels, sure=sure)
        else:
            lines.append(_open(field, spec.must_have(field)))
    left = [n for n in names if n not in used and n not in personal]
    asked = list(_still_there(cells, left, spec))
    lines += [note(question, 400) for question in asked]
    if left:
        lines.append(note(f"Columns not used: {', '.join(left)}", 2000))
    if personal:
        lines.append(note(f"Left out, they may tell who a person is: {_reasons(personal)}", 2000))
    return Drafted(tuple(lines), (*asked, *personal_notes(personal)))


def _still_there(cells: pd.DataFrame, left: Iterable[str], spec: TableSpec) -> Iterator[str]:
    """Flags that may say whose date of leaving is only the day on which observation stopped."""
    for name in left if END in spec.columns else ():
        words = {plain(word) for word in cells[name].unique() if word}
        if CENSORED.search(name) and len(words) == 2 and words <= FLAGS:
            yield (
                f"DECIDE: {name} may say who was still in post when the data end: their {END} is "
                "then no leaving. If so, make two entries of this one, each under a dash: one "
                f"with  rows: {{{name}: ...}}  for those who left, one for the others with "
                f" {END}: none"
            )


def personal_notes(personal: Mapping[str, str]) -> Iterator[str]:
    """What to say of the columns left out."""
    if personal:
        yield (
            f"Left out, because they may tell who a person is: {_reasons(personal)}. The copied "
            "file still holds them: keep the folder where such data may be kept."
        )


def _reasons(personal: Mapping[str, str]) -> str:
    return ", ".join(f"{name} ({why})" for name, why in personal.items())


def _open(field: FieldSpec, needed: bool) -> str:
    meaning = field.description or field.title
    if needed:
        return f'      {field.name}: ""  {note(f"NEEDED: {meaning}")}'
    return f"      {note(f'{field.name}: not found; optional. {meaning}')}"


def _column(
    field: FieldSpec,
    theirs: str,
    values: pd.Series,
    found: Recognised,
    labels: Mapping[str, str],
    *,
    sure: bool,
) -> Iterator[str]:
    guess = "" if sure else "  # a guess: is it this column?"
    if field.type == "date":
        form, swapped = date_form(values)
        if form and form != "yyyy-mm-dd":
            either = "  # or is it mm/dd?" if swapped else ""
            yield f"      {field.name}: {flow({'from': theirs, 'date': form})}{either or guess}"
            return
    choices = list(map(str, field.constraints.get("enum", ())))
    own = found.text.meanings.get(theirs)
    shown = values if own is None else values.map(lambda v: own.labels.get(v, v))
    words = [word for word in shown.unique() if word and word not in choices]
    if choices and words and len(words) <= MOST_RECODED:
        yield f"      {field.name}:{guess}"
        yield f"        from: {quoted(theirs)}"
        yield f"        recode:  {note('our codes: ' + ', '.join(choices), 600)}"
        for word, code in recode_of(words, choices, labels).items():
            if code:
                yield f"          {quoted(word)}: {code}"
            else:
                yield f"          # {quoted(word)}: DECIDE, and take the first # away"
        return
    if prefix := _prefix(field, values):
        entry = flow({"from": theirs, "prefix": prefix})
        yield f"      {field.name}: {entry}  # an id begins with a letter"
        return
    yield f"      {field.name}: {quoted(theirs)}{guess}"


def _unique(values: pd.Series) -> bool:
    return bool((values != "").all() and values.is_unique)


def _prefix(field: FieldSpec, values: pd.Series) -> str:
    """A letter that makes ids of numbers, where ids begin with one."""
    pattern = field.constraints.get("pattern")
    held = values[values != ""]
    if not pattern or not len(held) or held.str.fullmatch(pattern).all():
        return ""
    letter = field.name[0].upper()
    return letter if (letter + held).str.fullmatch(pattern).all() else ""


def labels_of(lists: pd.DataFrame) -> dict[str, str]:
    """Codes by label, of all code lists together."""
    return dict(zip(lists["label"].map(plain), lists["code"], strict=True))
