"""What an import brings: tables, an account of every item, notes, and what it could not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

IN = "in"


@dataclass(frozen=True)
class Question:
    """Something the tables need and the file does not say, to be answered in the mapping file.

    ``key`` is the id of a source or code in the imported tables, ``label`` the name its owner
    knows it by. The label may name a person or place: it belongs in the mapping file, which is
    never published, and nowhere else.
    """

    table: str
    key: str
    column: str
    label: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Imported:
    """The tables made from a file of another program, typed as the dictionary has them.

    ``accounts`` has one row for each kind of item and what became of it (``what``, ``outcome``,
    ``count``; the outcome is ``in``, or the reason it was left out): its counts add up to what
    the file holds. ``variables`` (``source_id``, ``case_id``, ``variable``, ``value``) and
    ``cases`` (``case_id``, ``source_id``, ``start``, ``end``; no positions for a whole source)
    have no table of their own: the mapping file says what they mean. ``texts`` holds the text of
    each source, for checks while importing; it is never part of a set.
    """

    tables: Mapping[str, pd.DataFrame]
    notes: tuple[str, ...]
    questions: tuple[Question, ...]
    accounts: pd.DataFrame
    variables: pd.DataFrame = field(default_factory=pd.DataFrame)
    cases: pd.DataFrame = field(default_factory=pd.DataFrame)
    texts: Mapping[str, str] = field(default_factory=dict)


class Tally:
    """Counts every item met, by what it is and what became of it."""

    def __init__(self) -> None:
        """Nothing met yet."""
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, what: str, outcome: str = IN, count: int = 1) -> None:
        """One more (or ``count`` more) of a kind, with what became of it."""
        if count:
            self._counts[what, outcome] += count

    def count(self, what: str, outcome: str = IN) -> int:
        """How many of a kind had this outcome."""
        return self._counts[what, outcome]

    def frame(self) -> pd.DataFrame:
        """One row for each kind and outcome, those that came in first."""
        rows = sorted(self._counts.items(), key=lambda item: (item[0][0], item[0][1] != IN, item))
        found = [(what, outcome, count) for (what, outcome), count in rows]
        return pd.DataFrame(found, columns=["what", "outcome", "count"])

    def left_out(self) -> list[str]:
        """A sentence for each kind and reason: ``Left out: 3 selections on a page of a PDF.``."""
        out = []
        for what, outcome, count in self.frame().itertuples(index=False):
            if not came_in(outcome):
                out.append(f"Left out: {count:,} {plural(what, count)}, {outcome}.")
        return out


def came_in(outcome: str) -> bool:
    """Whether an outcome means that the item is in the tables: ``in``, or ``in, at ...``."""
    return outcome == IN or outcome.startswith(f"{IN},")


def plural(noun: str, count: int) -> str:
    """The noun in the number the count asks for."""
    return noun if count == 1 else f"{noun}s"
