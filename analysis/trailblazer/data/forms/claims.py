"""The claims on the forms of a new set: by their ids data are tied to what they bear on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trailblazer.data import page
from trailblazer.data.claim_ids import BETWEEN, claim_words
from trailblazer.data.dictionary import FieldSpec

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CLAIMS = "claims"  # the sheet, and the place on the page of the dictionary
HEADS = ("Id", "Claim", "As published", "Rests on the tables")
WIDTHS = (28, 50, 90, 60)
ABOUT = (
    "Data count towards a claim only where they name it: items of a survey in the column claims, "
    "interviews and other sources in topics_asked, codes in claim_id. These are the ids to write "
    "there. A survey is heard on the claims that rest on survey_items, interviews on those that "
    "rest on sources; others are judged by their own tables."
)


def rows() -> list[tuple[str, str, str, str]]:
    """Each claim: its id, its title, the published sentence and the tables it rests on."""
    return [
        (name, words.title, words.sentence, ", ".join(words.tables))
        for name, words in claim_words().items()
    ]


def section() -> list[str]:
    """The claims as a part of the page of the dictionary."""
    return [
        page.heading("The ids of the claims", anchor=CLAIMS),
        page.paragraph(ABOUT),
        page.table("Claims", HEADS, rows()),
    ]


def sheet_of_claims(sheet: Worksheet, head: Format, wrap: Format) -> str:
    """Fill the sheet with the claims; returns the cells that hold the ids, for drop-downs."""
    sheet.freeze_panes(1, 1)
    for at, (name, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.write_string(0, at, name, head)
        sheet.set_column(at, at, width)
    told = rows()
    for row, texts in enumerate(told, start=1):
        for at, text in enumerate(texts):
            sheet.write_string(row, at, text, wrap)
    return f"={CLAIMS}!$A$2:$A${len(told) + 1}"


def takes_one(field: FieldSpec) -> bool:
    """Whether a column names one claim; others name several, which no drop-down can offer."""
    return field.claim_ids and BETWEEN not in field.constraints.get("pattern", "")
