"""Rows of text as the typed tables of the dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.problems import problems_error
from trailblazer.data.typed import to_types

Row = dict[str, str]


def table(name: str, rows: Sequence[Mapping[str, str]], file: str) -> pd.DataFrame:
    """The table of that name with these rows; a column no row has is missing throughout.

    Raises ``InputError`` when a value cannot be of its column's type.
    """
    spec = load_dictionary().tables[name]
    cells = pd.DataFrame(
        {column: [row.get(column, "") for row in rows] for column in spec.columns}, dtype="str"
    )
    cells.index = pd.RangeIndex(2, len(rows) + 2)
    typed = to_types(cells, spec, file=f"{name} from {file}")
    if typed.problems:
        raise problems_error(list(typed.problems))
    return typed.frame.reset_index(drop=True)
