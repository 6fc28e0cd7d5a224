"""The forms as one Excel workbook: a sheet a table, with drop-downs, limits and notes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from trailblazer.data.dictionary import FieldSpec, TableSpec
from trailblazer.data.forms.claims import CLAIMS, sheet_of_claims, takes_one
from trailblazer.data.in_words import SENSITIVITY_WORDS, form_in_words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LAST_ROW = 1_048_575  # of a sheet, counted from 0
LINKED_ROWS = 20_001  # as many ids of another sheet as a drop-down offers
LONGEST_MESSAGE = 255  # beside a cell, as Excel allows
LONGEST_TITLE = 32
A4 = 9  # as Excel numbers paper
FIRST_DAY = date(1900, 1, 1)
# Excel would turn "2020-10" into a date and "0417" into a number; as text they stay.
FORMATS = {"date": "yyyy-mm-dd", "integer": "0", "number": "General"}
TRUTHS = ("true", "false")
LISTS, NOTES, DICTIONARY = "lists", "notes", "dictionary"
_NO_CLOCK = datetime(1980, 1, 1, tzinfo=UTC)

GUIDE = (
    "Fill in the sheets you have data for. A sheet without rows counts as a table you do not have.",
    "A dark heading must be filled in on every row; a light one may be left empty.",
    "Rest on a heading to read what the column means. Leave the headings as they are.",
    "Drop-down lists offer codes; the sheet lists says what each code means, and either will do.",
    "Data count towards a claim only where they name it. The sheet claims has the ids to write in "
    "the columns claims, topics_asked and claim_id.",
    "Dates are year, month, day, such as 2019-09-01. Ids are pseudonyms, never names of people.",
    "Keep these sheets in one workbook beside datapackage.json. README.md says how to go on.",
)


@dataclass(frozen=True)
class _Styles:
    """How cells look: headings by whether their column must be filled in, and texts."""

    must: Format
    may: Format
    title: Format
    bold: Format
    wrap: Format


def workbook(tables: Sequence[TableSpec], labels: Mapping[str, str]) -> bytes:
    """The workbook for these tables; ``labels`` gives the words for each code."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "Forms for a set of data", "created": _NO_CLOCK})
    styles = _styles(book)
    _notes(book.add_worksheet(NOTES), tables, styles)
    # Every sheet is there before the first drop-down that looks into another one.
    sheets = {spec.name: book.add_worksheet(spec.name) for spec in tables}
    claims = sheet_of_claims(book.add_worksheet(CLAIMS), styles.may, styles.wrap)
    words = book.add_worksheet(DICTIONARY)
    lists = _lists(book.add_worksheet(LISTS), tables, labels, styles)
    lists |= {(s.name, f.name): claims for s in tables for f in s.fields if takes_one(f)}
    for spec in tables:
        _form(book, sheets[spec.name], spec, tables, lists, styles)
    _dictionary(words, tables, styles)
    for sheet in book.worksheets():
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)  # as wide as the page, as many pages as it takes
    book.close()
    return out.getvalue()


def _styles(book: Workbook) -> _Styles:
    heading = {"bold": True, "border": 1, "valign": "top"}
    return _Styles(
        must=book.add_format(heading | {"bg_color": "#1d4b6b", "font_color": "#ffffff"}),
        may=book.add_format(heading | {"bg_color": "#dfe9f0", "font_color": "#000000"}),
        title=book.add_format({"bold": True, "font_size": 16}),
        bold=book.add_format({"bold": True}),
        wrap=book.add_format({"text_wrap": True, "valign": "top"}),
    )


def _form(
    book: Workbook,
    sheet: Worksheet,
    spec: TableSpec,
    tables: Sequence[TableSpec],
    lists: Mapping[tuple[str, str], str],
    styles: _Styles,
) -> None:
    """One table to fill in."""
    sheet.freeze_panes(1, 0)
    if spec.required:
        sheet.set_tab_color("#1d4b6b")
    for at, field in enumerate(spec.fields):
        look = book.add_format({"num_format": FORMATS.get(field.type, "@")})
        sheet.set_column(at, at, max(14, len(field.name) + 4), look)
        sheet.write_string(0, at, field.name, styles.must if spec.must_have(field) else styles.may)
        sheet.write_comment(0, at, note(spec, field), {"x_scale": 2.5, "y_scale": 2.2})
        rule = {
            "ignore_blank": True,
            "input_title": field.title[:LONGEST_TITLE],
            "input_message": _cut(f"{field.description} {_unit(field)}".strip()),
            **_limits(spec, field, tables, lists),
        }
        sheet.data_validation(1, at, LAST_ROW, at, rule)


def note(spec: TableSpec, field: FieldSpec) -> str:
    """What the note on a heading says."""
    lines = (
        f"{field.title}. {'REQUIRED' if spec.must_have(field) else 'May be left empty'}.",
        field.description,
        form_in_words(spec, field),
        _unit(field),
        f"{SENSITIVITY_WORDS[field.sensitivity].capitalize()}.",
    )
    return "\n".join(line for line in lines if line)


def _unit(field: FieldSpec) -> str:
    return f"In {field.unit}." if field.unit else ""


def _limits(
    spec: TableSpec,
    field: FieldSpec,
    tables: Sequence[TableSpec],
    lists: Mapping[tuple[str, str], str],
) -> dict[str, Any]:
    """What Excel lets into a cell: codes from a list, ids of another sheet, numbers and dates."""
    if (spec.name, field.name) in lists:
        return {"validate": "list", "source": lists[spec.name, field.name]}
    if field.type == "boolean":
        return {"validate": "list", "source": list(TRUTHS)}
    if linked := _linked(spec, field, tables):
        return {"validate": "list", "source": linked, "error_type": "warning"}
    if field.type == "date":
        return {"validate": "date", "criteria": ">=", "value": FIRST_DAY} | _says(
            "Write a date: year, month, day, such as 2019-09-01."
        )
    if field.type in ("integer", "number"):
        return _number(field)
    return {"validate": "any"}


def _number(field: FieldSpec) -> dict[str, Any]:
    kind = "integer" if field.type == "integer" else "decimal"
    least = field.constraints.get("minimum", -1_000_000_000)
    most = field.constraints.get("maximum", 1_000_000_000)
    what = "a whole number" if kind == "integer" else "a number"
    says = f"Write {what} from {least} to {most}. Leave the cell empty if it is not known."
    limits = {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}
    if not field.may_be_suppressed:
        return limits | _says(says)
    # A shorthand such as * is right as well, so the form asks and does not refuse.
    says = f"{says} If its source withheld it, keep the shorthand of the source, such as *."
    return limits | {"error_type": "warning"} | _says(says)


def _says(message: str) -> dict[str, str]:
    return {"error_title": "Not possible here", "error_message": _cut(message)}


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"


def _linked(spec: TableSpec, field: FieldSpec, tables: Sequence[TableSpec]) -> str:
    """The cells of another sheet (or this one) that hold the ids a column may name."""
    homes = {table.name: table for table in tables}
    for key in spec.foreign_keys:
        home = homes.get(key.table or spec.name)
        if home and key.fields == (field.name,) and key.keys[0] in home.columns:
            letters = _letters(home.columns.index(key.keys[0]))
            return f"='{home.name}'!${letters}$2:${letters}${LINKED_ROWS}"
    return ""


def _lists(
    sheet: Worksheet, tables: Sequence[TableSpec], labels: Mapping[str, str], styles: _Styles
) -> dict[tuple[str, str], str]:
    """The codes of each column with what they mean; and where in the sheet each list stands."""
    places: dict[tuple[str, str], str] = {}
    known: dict[tuple[str, ...], int] = {}
    sheet.freeze_panes(1, 0)
    for spec in tables:
        for field in spec.fields:
            codes = tuple(str(code) for code in field.constraints.get("enum", ()))
            if not codes:
                continue
            if codes not in known:
                known[codes] = at = 2 * len(known)
                sheet.write_string(0, at, f"{spec.name}.{field.name}", styles.bold)
                sheet.write_string(0, at + 1, "meaning", styles.bold)
                sheet.set_column(at, at + 1, 28)
                for row, code in enumerate(codes, start=1):
                    sheet.write_string(row, at, code)
                    sheet.write_string(row, at + 1, labels.get(code, ""))
            letters = _letters(known[codes])
            places[spec.name, field.name] = f"={LISTS}!${letters}$2:${letters}${len(codes) + 1}"
    return places


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _notes(sheet: Worksheet, tables: Sequence[TableSpec], styles: _Styles) -> None:
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "Forms for a set of data", styles.title)
    for row, line in enumerate(GUIDE, start=1):
        sheet.write_string(row, 0, line)
    heads = ("Sheet", "What it holds", "One row is", "Every set has it")
    top = len(GUIDE) + 2
    for at, (head, width) in enumerate(zip(heads, (20, 60, 50, 16), strict=True)):
        sheet.write_string(top, at, head, styles.may)
        sheet.set_column(at, at, width)
    for row, spec in enumerate(tables, start=top + 1):
        sheet.write_url(row, 0, f"internal:'{spec.name}'!A1", string=spec.name)
        sheet.write_string(row, 1, f"{spec.title}. {spec.description}", styles.wrap)
        sheet.write_string(row, 2, spec.grain, styles.wrap)
        sheet.write_string(row, 3, "yes" if spec.required else "no", styles.wrap)


def _dictionary(sheet: Worksheet, tables: Sequence[TableSpec], styles: _Styles) -> None:
    heads = ("Table", "Column", "Title", "What it means", "Type and values", "Unit", "Who sees it")
    sheet.freeze_panes(1, 2)
    for at, (head, width) in enumerate(zip(heads, (20, 22, 24, 60, 60, 22, 30), strict=True)):
        sheet.write_string(0, at, head, styles.may)
        sheet.set_column(at, at, width)
    rows = [(spec, field) for spec in tables for field in spec.fields]
    for row, (spec, field) in enumerate(rows, start=1):
        texts = (
            spec.name, field.name, field.title, field.description, form_in_words(spec, field),
            field.unit, SENSITIVITY_WORDS[field.sensitivity],
        )  # fmt: skip
        for at, text in enumerate(texts):
            sheet.write_string(row, at, text, styles.wrap)
