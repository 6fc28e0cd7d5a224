"""What an edition offers to download beside its figures and tables, and how large each file is."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from trailblazer import files
from trailblazer.data.dictionary import load_dictionary
from trailblazer.findings.record import Finding, read_all
from trailblazer.findings.register import load_register
from trailblazer.places import REPOSITORY
from trailblazer.present.delimited import as_csv
from trailblazer.publish import flat
from trailblazer.publish.columns import columns

CITATION = "CITATION.cff"
WORKBOOK = "downloads/trailblazer.xlsx"
BOOK = REPOSITORY / "book"
OF_DATA = ("findings", "estimates")
_UNBROKEN = "\N{NO-BREAK SPACE}"


def prepare(edition: Path, stamp: str) -> None:
    """Write the findings, estimates, dictionary and columns as CSV, and how to cite the report."""
    for name, table in tables(edition).items():
        text = as_csv(table.assign(data_status=stamp) if name in OF_DATA else table)
        files.write_text(edition / "downloads" / f"{name}.csv", text)
    shutil.copyfile(REPOSITORY / CITATION, edition / CITATION)


def tables(edition: Path) -> Mapping[str, pd.DataFrame]:
    """The tables that belong to no figure or table of the report, by the name of their file."""
    found = records(edition)
    return {
        "findings": flat.findings_table(found),
        "estimates": flat.estimates_table(found),
        "dictionary": flat.dictionary_table(load_dictionary()),
        "columns": flat.columns_table(columns(BOOK)),
    }


def records(edition: Path) -> dict[str, Finding]:
    """The findings of an edition in the order of the register."""
    found = read_all(edition / "findings")
    return {name: found[name] for name in load_register().claims if name in found}


def size(path: Path) -> str:
    """How large a file is, as people say it: ``12 KB``."""
    kilobytes = path.stat().st_size / 1000
    if kilobytes < 1:
        return f"less than 1{_UNBROKEN}KB"
    if kilobytes < 1000:
        return f"{kilobytes:.0f}{_UNBROKEN}KB"
    return f"{kilobytes / 1000:.1f}{_UNBROKEN}MB"
