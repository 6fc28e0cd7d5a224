"""A new set: empty forms for every table, the dictionary in words, and how to go on."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

from trailblazer.data.dictionary import PACKAGE_FILE, Dictionary, TableSpec, load_dictionary
from trailblazer.data.forms.guide import dictionary_page, guide
from trailblazer.data.forms.workbook import workbook
from trailblazer.data.sources import FORMS
from trailblazer.errors import ParameterError
from trailblazer.files import write_bytes, write_text
from trailblazer.places import DICTIONARY

WORKBOOK = "tables.xlsx"
LISTS = "codelists"
BOM = "\ufeff"  # by which Excel knows the file for UTF-8, and keeps it so when it saves


def new_set(folder: Path) -> list[Path]:
    """Make the folder of a new set, whole or not at all, and list the files in it.

    It holds an Excel workbook with a sheet a table, the same tables as CSV files, our code
    lists, the dictionary in words, a ``datapackage.json`` to fill in and a README. Raises
    ``ParameterError`` when the folder exists or cannot be made. The same bytes every time.
    """
    try:
        if folder.exists() or folder.is_symlink():
            raise ParameterError(
                f"{folder} exists already and is left alone. Choose another folder."
            )
        place = folder.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name}.") as beside:
            fresh = Path(beside) / "new"
            _write(fresh, folder)
            fresh.rename(place)
    except OSError as error:
        raise ParameterError(f"{folder} cannot be made: {error.strerror}.") from error
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write(fresh: Path, folder: Path) -> None:
    dictionary = load_dictionary()
    lists = DICTIONARY.with_name(f"{LISTS}.csv").read_text(encoding="utf-8-sig")
    labels = {row["code"]: row["label"] for row in csv.DictReader(io.StringIO(lists))}
    write_text(fresh / PACKAGE_FILE, _package(folder))
    write_text(fresh / f"{LISTS}.csv", BOM + lists)
    for spec in _forms(dictionary):
        write_text(fresh / FORMS / f"{spec.name}.csv", BOM + ",".join(spec.columns) + "\n")
    write_bytes(fresh / WORKBOOK, workbook(_forms(dictionary), labels))
    write_text(fresh / "dictionary.html", dictionary_page(dictionary, labels))
    write_text(fresh / "README.md", guide(str(folder), dictionary))


def _forms(dictionary: Dictionary) -> list[TableSpec]:
    """The tables to fill in: all but the code lists, which come filled in."""
    return [spec for spec in dictionary.tables.values() if spec.name != LISTS]


def _package(folder: Path) -> str:
    content = {
        "profile": "data-package",
        "name": folder.resolve().name,
        "title": "",
        "version": "1.0",
        "description": "",
        "contact": "",
        "synthetic": False,
        "period": {"start": "", "end": "", "description": ""},
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
