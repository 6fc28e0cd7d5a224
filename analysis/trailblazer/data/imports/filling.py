"""Filling the tables from the answers of a mapping file: what each source is, what codes mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from trailblazer.data.imports.answers import PART, Answers, CodeAnswer, FromVariable
from trailblazer.data.imports.imported import Imported
from trailblazer.data.problems import Problem, did_you_mean, problems_error

PEOPLE = "people"
OF_SOURCES = (
    "kind", "level", "site_id", "group", "round", "date", "mode", "participants", "topics_asked",
)  # fmt: skip
NAME = "name"  # by which the draft shows a source to its owner
NO_CLAIM = "neutral"
SITE = "site"

Tables = dict[str, pd.DataFrame]


def answered(imported: Imported, said: Answers) -> Tables:
    """The tables with the answers filled in, ready to be checked as a set.

    An answer for one source goes before that of a variable, and that before ``every_source``. A
    code that bears on no claim is neutral. Raises ``InputError`` naming each source and code that
    still lacks what its table needs, and each name in the answers that the project does not have.
    """
    problems: list[Problem] = []
    tables = {name: frame.copy() for name, frame in imported.tables.items()}
    if "sources" in tables:
        problems += _fill_sources(tables["sources"], imported, said)
    problems += _fill_codes(tables, said)
    if said.cases == PEOPLE and len(imported.cases):
        _people(tables, imported.cases)
    if problems:
        raise problems_error(problems)
    return tables


def _fill_sources(sources: pd.DataFrame, imported: Imported, said: Answers) -> Iterator[Problem]:
    yield from _unknown("sources", said.sources, set(sources["source_id"]))
    yield from _strange("every_source", said.every_source)
    yield from _strange("from_variables", said.from_variables)
    for key, own in said.sources.items():
        yield from _strange(f"sources > {key}", own)
    for column in OF_SOURCES:
        asked = said.from_variables.get(column)
        by_variable = {} if asked is None else _of_variable(imported, asked)
        if asked is not None and not by_variable:
            names = sorted(set(imported.variables["variable"])) if len(imported.variables) else []
            fix = did_you_mean(asked.variable, names) or f"The project has: {', '.join(names)}."
            rule = "is not a variable with values for sources"
            yield _problem(f"from_variables > {column}", asked.variable, rule, fix)
        usual = said.every_source.get(column, "")
        cells = [
            said.sources.get(key, {}).get(column, "")
            or ("" if pd.isna(held) else str(held))
            or by_variable.get(key, usual)
            for key, held in zip(sources["source_id"], sources[column], strict=True)
        ]
        try:
            sources[column] = _typed(cells, sources[column])
        except (ValueError, TypeError):
            rule, fix = "holds a value of another kind", "Write a number, or a date as 2019-09-01."
            yield _problem(f"sources > {column}", "", rule, fix)
    for column in ("kind", "level", "group"):
        yield from _open("sources", column, sources.loc[sources[column].isna(), "source_id"])
    of_site = (sources["level"] == SITE).fillna(False)
    nowhere = sources[of_site & sources["site_id"].isna()]
    yield from _open("sources", "site_id", nowhere["source_id"])


def _of_variable(imported: Imported, asked: FromVariable) -> dict[str, str]:
    """What a variable says of each source: its own value, or that of the cases it belongs to."""
    held = imported.variables
    rows = held[held["variable"] == asked.variable] if len(held) else pd.DataFrame()
    if rows.empty:
        return {}
    found = {s: v for s, v in zip(rows["source_id"], rows["value"], strict=True) if s}
    of_case = {c: v for c, v in zip(rows["case_id"], rows["value"], strict=True) if c}
    said: dict[str, set[str]] = {}
    for source, case in zip(imported.cases["source_id"], imported.cases["case_id"], strict=True):
        if case in of_case:
            said.setdefault(source, set()).add(of_case[case])
    for source, values in said.items():
        if len(values) == 1:
            found.setdefault(source, values.pop())
    return {source: asked.values.get(value, value) for source, value in found.items()}


def _fill_codes(tables: Tables, said: Answers) -> Iterator[Problem]:
    codes = tables["codes"]
    yield from _unknown("codes", said.codes, set(codes["code_id"]))
    claims = {}
    for key, held in zip(codes["code_id"], codes["claim_id"], strict=True):
        own = said.codes.get(key, CodeAnswer()).claim_id
        claims[key] = own or ("" if pd.isna(held) else held) or said.every_code.claim_id
    codes["claim_id"] = pd.Series([claims[key] or None for key in codes["code_id"]], dtype="str")
    if "codings" not in tables:
        return
    stances = {}
    for key, claim in claims.items():
        own = said.codes.get(key, CodeAnswer()).stance
        stances[key] = own or said.every_code.stance or ("" if claim else NO_CLAIM)
    codings = tables["codings"]
    filled = codings["stance"].fillna(codings["code_id"].map(stances))
    codings["stance"] = filled.where(filled != "").astype("str")
    unsaid = codings.loc[codings["stance"].isna(), "code_id"].drop_duplicates()
    yield from _open("codes", "stance", unsaid)


def _people(tables: Tables, cases: pd.DataFrame) -> None:
    """Cases that are people: participants of the first source each is in, and who said what.

    A passage is a person's where it lies in theirs and in nobody else's.
    """
    first = cases.drop_duplicates("case_id")
    fresh = pd.DataFrame({"participant_id": first["case_id"], "source_id": first["source_id"]})
    tables["participants"] = fresh.reset_index(drop=True)
    own = cases.merge(first[["case_id", "source_id"]], on=["case_id", "source_id"])
    codings = tables["codings"]
    places = codings[["coding_id", "source_id", "start", "end"]]
    pairs = places.merge(own, on="source_id", suffixes=("", "_of_case"))
    begins = pairs["start_of_case"].isna() | (pairs["start_of_case"] <= pairs["start"])
    ends = pairs["end_of_case"].isna() | (pairs["end_of_case"] >= pairs["end"])
    within = pairs[(begins & ends).fillna(False).astype(bool)]
    within = within.drop_duplicates(["coding_id", "case_id"])
    alone = within[~within["coding_id"].duplicated(keep=False)]
    spoken = codings["coding_id"].map(alone.set_index("coding_id")["case_id"])
    codings["participant_id"] = codings["participant_id"].fillna(spoken.astype("str"))


def _typed(cells: list[str], like: pd.Series) -> pd.Series:
    text = pd.Series([cell or None for cell in cells], index=like.index, dtype="str")
    if pd.api.types.is_datetime64_any_dtype(like):
        return pd.to_datetime(text.str[:10], format="%Y-%m-%d").astype(like.dtype)
    if pd.api.types.is_integer_dtype(like):
        return pd.to_numeric(text).astype(like.dtype)
    return text


def _unknown(table: str, said: Mapping[str, object], known: set[str]) -> Iterator[Problem]:
    rule = f"is not one of the imported {table}"
    for key in said:
        if key not in known:
            yield _problem(table, key, rule, did_you_mean(key, sorted(known)) or "Remove it.")


def _strange(place: str, said: Iterable[str]) -> Iterator[Problem]:
    """Words that are no column of ``sources``: passed over, they would be lost in silence."""
    for word in said:
        if word not in (*OF_SOURCES, NAME):
            known = ", ".join(OF_SOURCES)
            fix = did_you_mean(word, OF_SOURCES) or f"Remove it. What may be said: {known}."
            yield _problem(place, word, "is not something a source is asked", fix)


def _open(table: str, column: str, keys: Iterable[str]) -> Iterator[Problem]:
    fix = f"Fill it in under {PART} > {table}."
    for key in keys:
        yield _problem(f"{table} > {column}", key, f"needs its {column}", fix)


def _problem(place: str, value: str, rule: str, fix: str) -> Problem:
    return Problem("mapping.yml", None, f"{PART} > {place}", value, rule, fix)
