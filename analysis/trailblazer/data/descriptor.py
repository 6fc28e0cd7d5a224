"""What ``datapackage.json`` says of a set: bounded, checked, and explained where it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError

from trailblazer.data.cells import NO_TEXT
from trailblazer.data.dictionary import PACKAGE_FILE
from trailblazer.data.problems import Problem
from trailblazer.errors import InputError

LEADS_OUT = "is a link to a file outside the folder of the set"
LARGEST = 16 * 1024 * 1024  # bytes of datapackage.json
LONGEST_TEXT = 1_000  # characters of a title, a version, a description
FAULTS = {"bool": "is neither true nor false", "date": "is not a date", "string": "is not text"}
FIXES = {
    "title": "Write what the report is to be called.",
    "synthetic": "Write true or false, without quotation marks.",
    "period": 'Write {"start": "2018-10-01", "end": "2021-01-31"}.',
    "period.start": "Write a date such as 2018-10-01, in quotation marks.",
    "period.end": "Write a date such as 2021-01-31, in quotation marks.",
}


class Period(BaseModel):
    """When the set was observed, and in words what was."""

    start: date
    end: date
    description: Text = ""


class Resource(BaseModel):
    """A table, and where it is when it is not in the usual file."""

    name: str
    path: str | None = None
    sheet: str = ""
    aggregate: bool = False


def _is_text(value: str) -> str:
    if NO_TEXT.search(value):
        raise ValueError("it holds a control character, which is not text")
    return value


Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_is_text)]


class Descriptor(BaseModel):
    """The entries that are read; whatever else the file holds is let be."""

    model_config = ConfigDict(strict=True)

    name: Text
    title: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1)]
    version: Text
    synthetic: bool
    period: Period
    contact: Text = ""
    resources: list[Resource] = []


def read_descriptor(folder: Path) -> tuple[Descriptor | None, tuple[Problem, ...]]:
    """The file of a set's folder, or ``None`` and what is wrong with it."""
    try:
        return Descriptor.model_validate_json(_content(folder / PACKAGE_FILE)), ()
    except InputError as error:
        fix = "Check that it is the file you meant."
        return None, (problem_at("", "", str(error), fix),)
    except OSError:
        return None, (problem_at("", "", "is missing or cannot be opened", _EXAMPLE),)
    except ValidationError as error:
        return None, tuple(_explain(error))


def problem_at(entry: str, value: object, rule: str, fix: str) -> Problem:
    """Something wrong with the file, at an entry of it; an empty one means the whole."""
    return Problem(PACKAGE_FILE, None, entry, str(value), rule, fix)


def leads_out(path: Path) -> bool:
    """Whether a file of a set is a link to one outside its folder."""
    return path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve())


def _content(path: Path) -> bytes:
    """The bytes of ``datapackage.json``; ``InputError`` when it is no plain file of its size."""
    if path.exists() and not path.is_file():
        raise InputError("is not a file")
    if leads_out(path):
        raise InputError(LEADS_OUT)
    if path.stat().st_size > LARGEST:
        raise InputError(f"is larger than {LARGEST // 1024**2} MB")
    return path.read_bytes().removeprefix(b"\xef\xbb\xbf")


_EXAMPLE = "trailblazer new makes a folder with one: fill in its title and period."


def _explain(error: ValidationError) -> Iterator[Problem]:
    for each in error.errors():
        entry = ".".join(str(part) for part in each["loc"])
        if each["type"] == "json_invalid":
            reason = str(each.get("ctx", {}).get("error", each["msg"]))
            yield problem_at("", "", f"is not valid JSON: {reason}", "Mend that line.")
        elif each["type"] == "missing":
            yield problem_at(entry, "", "is missing", FIXES.get(entry, _EXAMPLE))
        elif each["type"] == "string_too_long":
            rule = f"is longer than {LONGEST_TEXT:,} characters"
            yield problem_at(entry, each["input"], rule, "Shorten it.")
        elif each["type"] == "string_too_short":
            yield problem_at(entry, "", "is empty", FIXES.get(entry, _EXAMPLE))
        else:
            shown = each["input"] if isinstance(each["input"], str | int | float) else ""
            message = each["msg"].removeprefix("Value error, ")
            otherwise = f"cannot be used: {message[:1].lower()}{message[1:]}"
            rule = FAULTS.get(each["type"].partition("_")[0], otherwise)
            yield problem_at(entry, shown, rule, FIXES.get(entry, _EXAMPLE))
