"""How to cite the report: the file that says it, and what is made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from trailblazer import __version__
from trailblazer.errors import PagesError
from trailblazer.places import REPOSITORY
from trailblazer.publish.citation import citation, edition_in_words

FILE = REPOSITORY / "CITATION.cff"
PEOPLE = """\
cff-version: 1.2.0
message: Please cite it.
title: Counting & telling
type: software
version: 2.0.1
license: MIT
date-released: 2026-03-01
doi: 10.1000/182
authors:
  - {family-names: Ellins, given-names: Jo Ann}
  - {family-names: Mays, given-names: Nicholas}
  - name: The counters
"""


def test_the_file_of_the_project_is_whole_and_in_step() -> None:
    cited = citation(FILE)
    assert cited.version == __version__
    assert cited.reference == (
        "The trailblazer engineers. (2026). Trailblazer: the early evaluation as a report that "
        f"recomputes itself (Version {__version__}) [Computer software]."
    )
    assert "synthetic" in cited.abstract


def test_a_reference_lists_people_and_bodies_as_the_apa_does(tmp_path: Path) -> None:
    (tmp_path / "c.cff").write_text(PEOPLE, encoding="utf-8")
    assert citation(tmp_path / "c.cff").reference == (
        "Ellins, J. A., Mays, N., & The counters. (2026). Counting & telling (Version 2.0.1) "
        "[Computer software]. https://doi.org/10.1000/182"
    )


def test_bibtex_is_escaped_and_names_the_edition(tmp_path: Path) -> None:
    (tmp_path / "c.cff").write_text(PEOPLE, encoding="utf-8")
    note = edition_in_words("A set", "3", ("1 May 2019", "2 May 2020"), "Synthetic data")
    assert citation(tmp_path / "c.cff").bibtex(note).splitlines() == [
        "@misc{trailblazer,",
        "  author = {Ellins, Jo Ann and Mays, Nicholas and {The counters}},",
        "  title = {{Counting \\& telling}},",
        "  year = {2026},",
        "  version = {2.0.1},",
        "  doi = {10.1000/182},",
        "  note = {Computed from A set, version 3, 1 May 2019 to 2 May 2020. Synthetic data.},",
        "}",
    ]


@pytest.mark.parametrize("fault", ["titel: Wrong\n", "authors: []\n", "cff-version: 9\n"])
def test_a_faulty_file_stops_the_build_and_is_named(tmp_path: Path, fault: str) -> None:
    key = fault.split(":")[0]
    kept = "".join(line for line in PEOPLE.splitlines(True) if not line.startswith(key))
    if key == "authors":
        kept = "".join(line for line in kept.splitlines(True) if not line.startswith("  - "))
    (tmp_path / "c.cff").write_text(kept + fault, encoding="utf-8")
    with pytest.raises(PagesError, match=r"c\.cff"):
        citation(tmp_path / "c.cff")
