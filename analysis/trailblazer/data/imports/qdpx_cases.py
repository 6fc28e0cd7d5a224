"""Cases and variables: what a project says of its sources and people beyond their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from trailblazer.data.imports.coders import Coders
from trailblazer.data.imports.imported import IN, Tally
from trailblazer.data.imports.qdpx_codings import Span
from trailblazer.data.imports.qdpx_nodes import CaseNode
from trailblazer.data.imports.qdpx_texts import Held

NO_TEXT_SOURCE = "of a source without a text"
NO_SUCH_VARIABLE = "of a variable that is not in the project"
CASE_COLUMNS = ["case_id", "source_id", "start", "end"]
VARIABLE_COLUMNS = ["source_id", "case_id", "variable", "value"]


def case_ids(nodes: Sequence[CaseNode]) -> dict[str, str]:
    """A pseudonym for each case: cases are often people, and their names are not kept."""
    return {node.guid: f"case_{number}" for number, node in enumerate(nodes, start=1)}


def case_frame(
    nodes: Sequence[CaseNode],
    source_ids: Mapping[str, list[str]],
    placed: Mapping[str, tuple[str, int, int]],
    coded: Sequence[Span],
) -> pd.DataFrame:
    """Which sources and passages belong to each case.

    ``source_ids`` gives the sources of the tables by the project's ids, ``placed`` the place of
    each selection, ``coded`` the passages coded with a case itself, as NVivo does.
    """
    spans = list(coded)
    ids = case_ids(nodes)
    for node in nodes:
        case = ids[node.guid]
        for target in node.sources:
            spans += [Span(case, source) for source in source_ids.get(target, [])]
        for target in node.selections:
            if target in placed:
                spans.append(Span(case, *placed[target]))
    rows = sorted({(s.case, s.source_id, s.start, s.end): s for s in spans}.values(), key=_order)
    frame = pd.DataFrame(
        [(s.case, s.source_id, s.start, s.end) for s in rows], columns=CASE_COLUMNS
    )
    return frame.astype({"case_id": "str", "source_id": "str", "start": "Int64", "end": "Int64"})


def variable_frame(
    held: Mapping[str, Held],
    nodes: Sequence[CaseNode],
    names: Mapping[str, str],
    coders: Coders,
    tally: Tally,
) -> pd.DataFrame:
    """Each value a variable has, of a source or of a case: one row a value.

    ``held`` gives the texts by their ids in the tables.
    """
    ids = case_ids(nodes)
    said = [(source, "", pair) for source, text in held.items() for pair in text.values]
    said += [("", ids[node.guid], pair) for node in nodes for pair in node.values]
    rows = []
    for source, case, (variable, value) in said:
        if variable in names:
            rows.append((source, case, names[variable], coders.without_names(value)))
        tally.add("value", IN if variable in names else NO_SUCH_VARIABLE)
    return pd.DataFrame(rows, columns=VARIABLE_COLUMNS).astype("str")


def _order(span: Span) -> tuple[int, str, int, int]:
    number = int(span.case.rpartition("_")[2])
    return number, span.source_id, span.start or 0, span.end or 0
