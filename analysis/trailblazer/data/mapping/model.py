"""What a mapping file may say of tables, checked strictly: an unknown word is an error."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from trailblazer.data.mapping.text import MAPPING, steps
from trailblazer.data.problems import Problem, did_you_mean

CODED = "qualitative"  # read where coded material comes in
PARTS = ("tables", "recodes", CODED)
MOST_COLUMNS = 20_000
LEFT_OUT = "none"


def _text(value: Any) -> str:
    if isinstance(value, list | dict):
        raise ValueError("a single word or text belongs here")
    return str(value or "").strip()


def _column(value: Any) -> Any:
    if value == LEFT_OUT:
        return {}
    return {"from": value} if isinstance(value, str) else value


def _item(value: Any) -> Any:
    return {"item": value} if isinstance(value, str) else value


def _list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Text = Annotated[str, BeforeValidator(_text)]
Recode = dict[Text, Text]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Column(_Part):
    """Where a column of ours comes from, and what is done to its cells, in this order.

    ``from`` names the file's column, or ``constant`` is the same in every row. ``remove`` takes
    away words such as ``%`` or ``,``; ``decimal`` is the decimal mark; ``recode`` gives our word
    for theirs, or names a list under ``recodes``; ``otherwise`` says what becomes of words it does
    not list; ``date`` is how the file writes dates (``dd/mm/yyyy``), ``as`` what we need of them;
    ``pad`` fills a number up with zeros to so many digits, and ``prefix`` goes before a value:
    together they make an id such as ``K001`` of ``1``.

    A column that comes from nowhere is left out, also when the file has one of our name: ``none``
    in place of all this says so. A file's own column called *none* is ``{from: none}``.
    """

    from_: Text = Field("", alias="from")
    constant: Text = ""
    remove: Text = ""
    decimal: Text = ""
    recode: Recode | Text = {}
    otherwise: Literal["keep", "empty"] = "keep"
    date: Text = ""
    as_: Literal["", "date", "month", "quarter", "year"] = Field("", alias="as")
    pad: int = Field(0, ge=0, le=20)
    prefix: Text = ""


class Item(_Part):
    """A column that becomes rows: the item it answers, and our words for its answers.

    ``split`` is the mark between several answers in one cell.
    """

    item: Text = ""
    recode: Recode | Text = {}
    otherwise: Literal["keep", "empty"] = "keep"
    split: Text = ""


class Melt(_Part):
    """Columns that become rows: a survey of one row a respondent to one row an answer.

    ``name`` is our column that takes the item, ``value`` the one that takes the cell; ``columns``
    are the file's own. A cell without an answer makes no row, unless ``empty`` gives a word.
    """

    name: Text
    value: Text
    columns: dict[Text, Annotated[Item, BeforeValidator(_item)]]
    empty: Text = ""


class TablePart(_Part):
    """One file that a table, or part of it, comes from; or its rows, ``given`` here in full.

    ``rows`` keeps only the rows with one of these words in a column of the file; ``distinct``
    keeps one of several rows that are the same once mapped.
    """

    from_: Text = Field("", alias="from")
    given: tuple[dict[Text, Text], ...] = ()
    sheet: Text = ""
    header: int = Field(1, ge=1, le=1000)
    skip: int = Field(0, ge=0, le=1000)
    encoding: Literal["", "utf-8", "utf-16", "cp1252", "latin-1", "mac_roman"] = ""
    separator: Literal["", ",", ";", "\t", "|"] = ""
    columns: dict[Text, Annotated[Column, BeforeValidator(_column)]] = {}
    rows: dict[Text, Annotated[tuple[Text, ...], BeforeValidator(_list)]] = {}
    distinct: bool = False
    melt: Melt | None = None

    @model_validator(mode="after")
    def _from_one_place(self) -> TablePart:
        if bool(self.from_) == bool(self.given):
            raise ValueError("it needs a file (from) or rows (given), and not both")
        return self


class Tables(_Part):
    """The parts of a mapping file that say where tables come from."""

    recodes: dict[Text, Recode] = {}
    tables: dict[Text, Annotated[tuple[TablePart, ...], BeforeValidator(_list)]] = {}


def read_tables(known: dict[str, Any]) -> tuple[Tables, list[Problem]]:
    """The parts about tables, with the named lists put in place, and what is wrong with them."""
    strange = [_strange(str(name)) for name in known if name not in PARTS]
    if strange:
        return Tables(), strange
    try:
        found = Tables.model_validate({k: known[k] for k in ("recodes", "tables") if k in known})
    except ValidationError as error:
        return Tables(), [_explain(dict(each)) for each in error.errors()[:50]]
    problems: list[Problem] = []
    tables = {
        name: tuple(_resolved(part, found.recodes, name, problems) for part in parts)
        for name, parts in found.tables.items()
    }
    return found.model_copy(update={"tables": tables}), problems


def _strange(name: str) -> Problem:
    fix = did_you_mean(name, PARTS) or f"The file holds {', '.join(PARTS)}: remove anything else."
    return mapping_problem(next(steps((name,)), ""), "", "is not a part of the mapping file", fix)


def _resolved(
    part: TablePart, recodes: dict[str, Recode], table: str, problems: list[Problem]
) -> TablePart:
    def listed(each: Any) -> Any:
        if not isinstance(each.recode, str):
            return each
        if each.recode and each.recode not in recodes:
            fix = f"{did_you_mean(each.recode, list(recodes))} Add it under recodes.".strip()
            problems.append(mapping_problem(f"tables.{table}", each.recode, "is no list", fix))
        return each.model_copy(update={"recode": recodes.get(each.recode, {})})

    columns = {name: listed(column) for name, column in part.columns.items()}
    changed: dict[str, Any] = {"columns": columns}
    if part.melt is not None:
        items = {name: listed(item) for name, item in part.melt.columns.items()}
        changed["melt"] = part.melt.model_copy(update={"columns": items})
    return part.model_copy(update=changed)


def mapping_problem(entry: str, value: str, rule: str, fix: str, table: str = "") -> Problem:
    """Something wrong with the mapping file, at an entry of it."""
    return Problem(MAPPING, None, entry, value, rule, fix, table)


def _explain(each: dict[str, Any]) -> Problem:
    entry = ".".join(steps(each["loc"]))
    shown = str(each["input"]) if isinstance(each["input"], str | int | float) else ""
    if each["type"] == "extra_forbidden":
        word = entry.rpartition(".")[2]
        known = {n for m in (TablePart, Column, Melt, Item) for n in _words(m)}
        fix = did_you_mean(word, sorted(known)) or "Remove it, or see the README for the words."
        return mapping_problem(entry, "", "is not a word of the mapping file", fix)
    if each["type"] == "missing":
        return mapping_problem(entry, "", "is missing", "Add it.")
    message = each["msg"].removeprefix("Value error, ")
    rule = f"cannot be used: {message[:1].lower()}{message[1:]}"
    return mapping_problem(entry, shown, rule, "Correct it as the README shows.")


def _words(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]
