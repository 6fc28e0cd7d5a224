"""The bounds that SECURITY.md promises are those of the code."""

from __future__ import annotations

import re

from trailblazer.data import bounded_yaml, cells, descriptor
from trailblazer.data.imports import archive, safe_xml
from trailblazer.data.mapping import text as mapping
from trailblazer.data.readers import labelled, lines, parquet, separated, signature, workbook
from trailblazer.data.synthesise import recipe
from trailblazer.data.totals import engine
from trailblazer.places import REPOSITORY

MB, GB = 1024**2, 1024**3


def size(number: int) -> str:
    return f"{number // GB} GB" if number % GB == 0 else f"{number // MB} MB"


def count(number: int, what: str = "") -> str:
    return f"{number:,} {what}".strip()


BOUNDS = {
    "A file of a table": size(signature.LARGEST),
    "A line of a text file": size(lines.LONGEST_LINE),
    "A cell": count(cells.CELL_LIMIT, "characters"),
    "Columns of a CSV file": count(separated.MOST_COLUMNS),
    "Columns of a sheet": count(workbook.MOST_COLUMNS),
    "Rows of a sheet": count(workbook.LAST_ROW),
    "Cells of a sheet": count(workbook.MOST_CELLS),
    "Text of a sheet in all": count(workbook.MOST_TEXT, "characters"),
    "A file inside a zip archive (workbook or project), unpacked": size(archive.LARGEST_MEMBER),
    "All files inside a zip archive, unpacked": size(archive.LARGEST_TOTAL),
    "Files inside a zip archive": count(archive.MOST_MEMBERS),
    "How far a file inside it may be packed": count(archive.HIGHEST_RATIO, "times"),
    "Depth of XML elements in a project": count(safe_xml.DEEPEST),
    "XML elements in a project": count(safe_xml.MOST_ELEMENTS),
    "Rows of a Parquet file": count(parquet.MOST_ROWS),
    "Columns of a Parquet file": count(parquet.MOST_COLUMNS),
    "Cells of a Parquet file": count(parquet.MOST_CELLS),
    "A Parquet file, unpacked": size(parquet.LARGEST),
    "Columns of an SPSS or Stata file": count(labelled.MOST_COLUMNS),
    "Cells of an SPSS or Stata file": count(labelled.MOST_CELLS),
    "An SPSS or Stata file, unpacked": size(labelled.LARGEST),
    "Memory for adding up the rows of a large file": engine.MEMORY,
    "`datapackage.json`": size(descriptor.LARGEST),
    "Its title, version, name and description, each": count(descriptor.LONGEST_TEXT, "characters"),
    "`mapping.yml` or a recipe": size(mapping.LARGEST),
    "Depth of YAML": count(bounded_yaml.DEEPEST),
}


def test_the_bounds_are_those_of_the_code() -> None:
    text = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (?!What|---)(.+?) \| (.+?) \|$", text, re.MULTILINE))
    assert rows == BOUNDS
    assert recipe.LARGEST == mapping.LARGEST


def test_the_tests_it_names_are_there() -> None:
    text = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
    for path in re.findall(r"`(tests/[\w/.]+)`", text):
        assert (REPOSITORY / path).exists(), path
