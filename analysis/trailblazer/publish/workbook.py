"""The workbook of an edition: what its published data files hold, as accessible spreadsheets.

Made with gptables after the guidance of the UK government's Analysis Function: a cover, contents,
notes, one table a sheet, no merged or blank cells, units in the headings, shorthand explained.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from trailblazer.findings.policy import POLICIES
from trailblazer.publish import layout
from trailblazer.publish.citation import Citation, citation
from trailblazer.publish.offer import CITATION, WORKBOOK
from trailblazer.publish.sheets import SHORTHAND, Sheet, sheets

if TYPE_CHECKING:
    from gptables import Cover, GPTable

# No clock: the same edition gives the same bytes. It is the date that the ZIP format begins with.
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
# Text is text: nothing is read as a formula or a link, and no part waits on disk with a clock.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_BELOW_TITLE = 2  # a title and how to read the sheet
_ONLY_SIGNS = re.compile(r"[^a-zA-Z0-9]*")


def make(edition: Path) -> Path:
    """Write the workbook of an edition whose tables and records are all there."""
    document = json.loads((edition / "values.json").read_text(encoding="utf-8"))
    cited = citation(edition / CITATION)
    controlled = POLICIES[document["policy"]].controls
    write(edition / WORKBOOK, sheets(edition), cited, about(document), controlled=controlled)
    return edition / WORKBOOK


def about(document: Mapping[str, Any]) -> list[str]:
    """What the data are, which edition they belong to, and under what licence."""
    known = {name: value["text"] for name, value in document["values"].items()}
    licence = "The words of this workbook are under the Creative Commons Attribution licence, CC BY"
    return [
        f"{known['edition.stamp']}.",
        f"{known['edition.title']}, version {known['edition.version']}, observed from "
        f"{known['edition.from']} to {known['edition.to']}.",
        f"{licence}{', and so are the synthetic data' if document['synthetic'] else ''}.",
    ]


def write(
    path: Path,
    found: Sequence[Sheet],
    cited: Citation,
    about: Sequence[str],
    *,
    controlled: bool = False,
) -> None:
    """Write sheets as a workbook; ``about`` are the lines of the cover on the data.

    ``controlled`` says that numbers went through a disclosure policy first.
    """
    # Imported here: it takes a third of a second, and an edition may need no new workbook.
    from gptables import gptheme, produce_workbook

    theme = deepcopy(gptheme)
    for part in (theme.data_format, theme.index_2_format):
        part["valign"] = "top"  # so that a row is read along one line
    tables = {sheet.name: _table(sheet) for sheet in found}
    cover, notes = _cover(cited, about, controlled), _notes()
    with warnings.catch_warnings():
        # The notes are about every sheet, so that no cell refers to one.
        warnings.filterwarnings("ignore", message="The following notes are not referenced")
        book = produce_workbook(
            str(path),
            tables,
            theme=theme,
            cover=cover,
            contentsheet_options={"additional_elements": ["subtitles"]},
            notes_table=notes,
            auto_width=False,
            workbook_options=_OPTIONS,
        )
    pages = {page.get_name(): page for page in book.worksheets()}
    words = [cover.title, "", *cover.intro, "", *cover.about]
    layout.lay_out(pages["Cover"], 0, [[line] for line in words], [layout.COVER_WIDTH])
    pages["Cover"].set_row(0, layout.TITLE)
    contents = [["", ""], *([s.name, f"{s.title}\n{s.about}".strip()] for s in found)]
    layout.lay_out(pages["Contents"], _BELOW_TITLE, contents, layout.CONTENTS_WIDTHS)
    noted = [list(notes.columns), *notes.to_numpy().tolist()]
    layout.lay_out(pages["Notes"], _BELOW_TITLE, noted, layout.NOTES_WIDTHS)
    for sheet in found:
        rows = [layout.heads_of(sheet), *sheet.rows]
        first = tables[sheet.name].data_range[0]
        layout.lay_out(pages[sheet.name], first, rows, layout.widths_of(sheet))
    book.set_properties(
        {
            "title": f"{cited.title}: the data behind every figure and table",
            "author": cited.authors_in_words,
            "comments": " ".join(about),
            "created": _EPOCH,
        }
    )
    book.close()


def _table(sheet: Sheet) -> GPTable:
    from gptables import GPTable

    heads = [_plain(head) for head in sheet.heads]
    cells = pd.DataFrame(
        [[_plain(c) if isinstance(c, str) else c for c in row] for row in sheet.rows],
        columns=heads, dtype=object,
    )  # fmt: skip
    return GPTable(
        cells,
        table_name=f"t_{re.sub(r'[^a-z0-9]', '_', sheet.name.lower())}",
        title=_plain(sheet.title),
        subtitles=[_plain(sheet.about)] if sheet.about else [],
        instructions="This sheet holds one table. The sheet Columns says what its columns mean.",
        legend=[_plain(line) for line in sheet.shorthand],
        source=_plain(f"Source: {sheet.source}") if sheet.source else None,
        units={h: u for h, u in zip(heads, sheet.units, strict=True) if u} or None,
        index_columns={2: 0},
    )


def _cover(cited: Citation, about: Sequence[str], controlled: bool) -> Cover:
    from gptables import Cover

    exact = (
        "Numbers are those that may be published: counts of people and what is computed from them "
        "are less exact than they were computed, and small ones are left out."
        if controlled
        else "Numbers are as exact as they were computed. The report rounds them."
    )
    return Cover(
        title=_plain(f"{cited.title}: the data behind every figure and table"),
        intro=[
            "Each sheet holds one table. The sheet Contents lists them, each with a link to it.",
            "The sheet Findings has every claim of the evaluation, its verdict and its headline. "
            "The sheet Estimates has every number that a verdict rests on.",
            exact,
        ],
        about=[_plain(line) for line in (*about, f"How to cite: {cited.reference}")],
    )


def _notes() -> pd.DataFrame:
    notes = [f"{mark} in place of a number: {means}." for mark, means in SHORTHAND.items()]
    notes += [
        "A share is a fraction of one: 0.25 is a quarter.",
        "A limit belongs to a 95% confidence interval unless the sheet says otherwise. A full "
        "count has none, nor has a group that was chosen and not sampled.",
        "Codes are those of the data. The report and the sheet Dictionary give them in words.",
    ]
    return pd.DataFrame({"Note": [f"n{i}" for i in range(len(notes))], "Note text": notes})


def _plain(text: str) -> str:
    """Text that gptables takes as it is: no link or mark of a note is read into it."""
    plain = text.replace("](", "] (").replace("$$", "$ $")
    return f"Text: {plain}" if _ONLY_SIGNS.fullmatch(plain) else plain
