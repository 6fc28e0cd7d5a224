"""Which site each row of a table belongs to, followed through the dictionary's foreign keys."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from trailblazer.data.dictionary import Dictionary, ForeignKey

ROOT = "sites"
SITE = "site_id"


def site_of_rows(
    table: str, dictionary: Dictionary, read: Callable[[str], pd.DataFrame]
) -> pd.Series | None:
    """The site of each row, missing where a row has none; ``None`` when no row could have one.

    A row's own ``site_id`` counts first, then whatever its foreign keys lead to (a coding to its
    source, a source to its site), in the dictionary's order.
    """
    return _sites(table, dictionary, read, frozenset())


def _sites(
    table: str,
    dictionary: Dictionary,
    read: Callable[[str], pd.DataFrame],
    seen: frozenset[str],
) -> pd.Series | None:
    spec = dictionary.tables[table]
    found = [read(table)[SITE]] if SITE in spec.columns else []
    for key in spec.foreign_keys:
        if key.table not in {"", ROOT, table} | seen:
            parent = _sites(key.table, dictionary, read, seen | {table})
            if parent is not None:
                found.append(_follow(read(table), read(key.table), key, parent))
    if not found:
        return None
    sites = found[0]
    for further in found[1:]:
        sites = sites.fillna(further)
    return sites


def _follow(
    child: pd.DataFrame, parent: pd.DataFrame, key: ForeignKey, sites: pd.Series
) -> pd.Series:
    """The site of each child row's parent."""
    known = parent[list(key.keys)].assign(**{ROOT: sites}).drop_duplicates(list(key.keys))
    joined = child[list(key.fields)].merge(
        known, how="left", left_on=list(key.fields), right_on=list(key.keys)
    )
    return pd.Series(joined[ROOT].array, index=child.index)
