"""Values about a person are not repeated: messages are read, kept and sent to others.

A value of a column whose sensitivity is ``personal`` is told by its length only, and so is one of
a column the dictionary does not have (a name from ``mapping.yml``, say) in a table that holds any
personal column. Row and column still say where to look. Values of other columns are shown: a
value in the wrong column is told as one of the column it stands in.
"""

from __future__ import annotations

import re
from dataclasses import replace

from trailblazer.data.dictionary import Dictionary, TableSpec
from trailblazer.data.problems import Problem

PERSONAL = "personal"
# A guess at what was meant would give away a value that stands elsewhere in the set.
_GUESS = re.compile(r'Did you mean ".*?"\? ?', re.DOTALL)


def masked(problem: Problem, dictionary: Dictionary) -> Problem:
    """The problem without the value, if that may be about a person."""
    spec = dictionary.tables.get(problem.table)
    if spec is None or problem.hidden or not problem.value or not problem.column:
        return problem
    if not _personal(spec, problem):
        return problem
    length = len(problem.value)
    value = f"a value of {length:,} character{'' if length == 1 else 's'} (not shown)"
    fix = _GUESS.sub("", problem.fix)
    return replace(problem, value=value, fix=fix, hidden=True)


def _personal(spec: TableSpec, problem: Problem) -> bool:
    held = {field.name: field.sensitivity == PERSONAL for field in spec.fields}
    named = problem.column.split(", ")
    return any(held.get(name, any(held.values())) for name in named)
