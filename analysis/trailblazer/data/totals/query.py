"""The one query: rows of a file grouped by the key of the table, their counts added up.

No name or value from the file stands in the query: columns are told by their place, and what is
compared is a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd
import pyarrow

from trailblazer.data.cells import UnreadableError
from trailblazer.data.readers.parquet import texts
from trailblazer.data.totals.engine import opened
from trailblazer.data.totals.form import Form

MOST_TOTALS = 2_000_000
MOST_FAULTS = 1_000  # different texts that are no counts, each worth a message of its own
SPACES = "".join(chr(c) for c in range(0x3001) if chr(c).isspace())  # what ``str.strip`` removes
FORM = "[+-]?[0-9]{1,18}"


@dataclass(frozen=True)
class Grouped:
    """Each different key as it stands in the file, and what its rows come to.

    ``keys`` are texts with spaces still around them. ``rows`` is how many rows there are; for each
    count ``total`` is the sum of those given, ``blank`` how many rows have none, ``fault`` a
    text among them that is none (missing where there is not one). ``faults`` are all such texts,
    the commonest first, with the number of rows.
    """

    keys: pd.DataFrame
    rows: pd.Series
    total: pd.DataFrame
    blank: pd.DataFrame
    fault: pd.DataFrame
    faults: dict[str, dict[str, int]]


def grouped(
    form: Form, keys: Sequence[str], counts: Sequence[str], least: Sequence[int]
) -> Grouped:
    """Group the rows by ``keys`` and add up ``counts``, none of which may be below its ``least``.

    Rows with nothing in them are passed over. Without ``counts`` rows are only counted. Raises
    ``UnreadableError`` when the file cannot be read or gives too many different keys.
    """
    try:
        with opened(form.path) as connection:
            found = _totals(connection, form, keys, counts, least, blank=False)
            if _has_empty_key(found, len(keys)):
                found = _totals(connection, form, keys, counts, least, blank=True)
            if found.num_rows > MOST_TOTALS:
                raise _too_many(connection, form, keys)
            faults = {
                name: _faults(connection, form, name, least[at])
                for at, name in enumerate(counts)
                if pyarrow.compute.any(pyarrow.compute.is_valid(found.column(f"fault{at}"))).as_py()
            }
    except duckdb.OutOfMemoryException as error:
        rule = "needs more memory to be added up than there is"
        raise UnreadableError(None, rule, "Leave out columns, or save it in parts.") from error
    return _shaped(found, keys, counts, faults)


def _totals(
    connection: duckdb.DuckDBPyConnection,
    form: Form,
    keys: Sequence[str],
    counts: Sequence[str],
    least: Sequence[int],
    *,
    blank: bool,
) -> pyarrow.Table:
    key = [f"c{form.at(name)} AS key{at}" for at, name in enumerate(keys)]
    raw = [f"c{form.at(name)} AS raw{at}" for at, name in enumerate(counts)]
    number = [
        f"{_number(form.kinds[form.at(name)], f'c{form.at(name)}', int(low))} AS number{at}"
        for at, (name, low) in enumerate(zip(counts, least, strict=True))
    ]
    made = ["count(*) AS n"]
    # Whether a cell is empty is asked only of those without a number: it is slow, and they are few.
    empty = [
        f"CASE WHEN number{at} IS NULL THEN {_empty(form.kinds[form.at(name)], f'raw{at}')} END "
        f"AS empty{at}"
        for at, name in enumerate(counts)
    ]
    for at in range(len(counts)):
        made += [
            f"CAST(sum(number{at}) AS VARCHAR) AS total{at}",
            f"count(*) FILTER (WHERE empty{at}) AS blank{at}",
            f"min(raw{at}) FILTER (WHERE NOT empty{at}) AS fault{at}",
        ]
    names = [f"key{at}" for at in range(len(keys))]
    kept = "true"
    if blank:
        cells = [_empty(kind, f"c{at}") for at, kind in enumerate(form.kinds)]
        kept = f"NOT ({' AND '.join(cells)})"
    return _run(
        connection,
        form,
        f"SELECT {', '.join([*names, *made])} FROM "  # noqa: S608 (places, not names)
        f"(SELECT {', '.join(['*', *empty])} FROM "
        f"(SELECT {', '.join([*key, *raw, *number])} FROM {_source(form)} WHERE {kept})) "
        f"GROUP BY {', '.join(names)} LIMIT {MOST_TOTALS + 1}",
    )


def _source(form: Form) -> str:
    places = [f"c{at}" for at in range(len(form.columns))]
    if not form.is_text:
        return f"read_parquet($path) AS file({', '.join(places)})"
    marks = {",": "','", ";": "';'", "\t": "'\t'"}
    columns = ", ".join(f"'{place}': 'VARCHAR'" for place in places)
    return (
        f"read_csv($path, auto_detect = false, header = true, delim = {marks[form.mark]}, "
        f"quote = '\"', escape = '\"', columns = {{{columns}}}, compression = 'none', "
        "strict_mode = true, null_padding = false)"
    )


def _run(connection: duckdb.DuckDBPyConnection, form: Form, query: str) -> pyarrow.Table:
    values = {"path": str(form.path), "spaces": SPACES, "form": FORM}
    used = {name: value for name, value in values.items() if f"${name}" in query}
    return connection.sql(query, params=used).to_arrow_table()


def _number(kind: str, column: str, least: int) -> str:
    """The count in a cell, or NULL when there is none that can be added up.

    Most counts are written the plain way, which is quicker to see than to match with a form.
    """
    if kind == "whole":
        number = f"TRY_CAST({column} AS BIGINT)"
    elif kind == "broken":
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
        number = f"CASE WHEN {whole} THEN TRY_CAST({column} AS BIGINT) END"
    elif kind == "text":
        plain = f"TRY_CAST({column} AS BIGINT)"
        bare = f"trim({column}, $spaces)"
        number = (
            f"CASE WHEN CAST({plain} AS VARCHAR) = {column} THEN {plain} "
            f"WHEN regexp_full_match({bare}, $form) THEN TRY_CAST({bare} AS BIGINT) END"
        )
    else:
        return "CAST(NULL AS BIGINT)"
    return f"CASE WHEN {number} >= {least} THEN {number} END"


def _empty(kind: str, column: str) -> str:
    if kind == "text":
        return f"({column} IS NULL OR trim({column}, $spaces) = '')"
    if kind == "broken":
        return f"({column} IS NULL OR isnan(CAST({column} AS DOUBLE)))"
    return f"({column} IS NULL)"


def _has_empty_key(found: pyarrow.Table, keys: int) -> bool:
    def blank(at: int) -> bool:
        return any(not text.strip() for text in texts(found.column(at), f"key{at}"))

    if not all(blank(at) for at in range(keys)):
        return False
    parts = [texts(found.column(at), f"key{at}") for at in range(keys)]
    return any(not any(part.strip() for part in key) for key in zip(*parts, strict=True))


def _faults(
    connection: duckdb.DuckDBPyConnection, form: Form, name: str, least: int
) -> dict[str, int]:
    kind, column = form.kinds[form.at(name)], f"c{form.at(name)}"
    lost = f"{_number(kind, column, int(least))} IS NULL AND NOT {_empty(kind, column)}"
    found = _run(
        connection,
        form,
        f"SELECT {column}, count(*) AS n FROM {_source(form)} WHERE {lost} "  # noqa: S608 (as above)
        f"GROUP BY {column} ORDER BY n DESC, {column} LIMIT {MOST_FAULTS}",
    )
    values = [text.strip() for text in texts(found.column(0), name)]
    times = pd.Series(found.column(1).to_pylist(), index=values, dtype="int64")
    return {str(k): int(v) for k, v in times.groupby(level=0, sort=False).sum().items()}


def _too_many(
    connection: duckdb.DuckDBPyConnection, form: Form, keys: Sequence[str]
) -> UnreadableError:
    made = [f"approx_count_distinct(c{form.at(name)}) AS key{at}" for at, name in enumerate(keys)]
    counted = _run(connection, form, f"SELECT {', '.join(made)} FROM {_source(form)}")  # noqa: S608
    many = {name: counted.column(at)[0].as_py() for at, name in enumerate(keys)}
    widest = max(keys, key=lambda name: many[name])
    rule = (
        f"gives more than {MOST_TOTALS:,} totals: {widest} alone has about {many[widest]:,} values"
    )
    return UnreadableError(None, rule, f"Write {widest} as the dictionary describes it.")


def _shaped(
    found: pyarrow.Table,
    keys: Sequence[str],
    counts: Sequence[str],
    faults: dict[str, dict[str, int]],
) -> Grouped:
    def numbers(name: str) -> pd.Series:
        return pd.Series(found.column(name).to_pylist(), dtype="int64")

    def text(place: str, name: str) -> pd.Series:
        return pd.Series(texts(found.column(place), name), dtype="str")

    places = list(enumerate(counts))
    return Grouped(
        keys=pd.DataFrame({name: text(f"key{at}", name) for at, name in enumerate(keys)}),
        rows=numbers("n"),
        total=pd.DataFrame({name: text(f"total{at}", name) for at, name in places}),
        blank=pd.DataFrame({name: numbers(f"blank{at}") for at, name in places}),
        fault=pd.DataFrame({name: text(f"fault{at}", name) for at, name in places}),
        faults=faults,
    )
