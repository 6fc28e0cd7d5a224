"""A set whose small counts were all withheld before it came: it builds, and says what is left."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.book.conftest import trailblazer
from tests.planted import edits
from tests.planted.edits_official import COUNTS, small_counts
from trailblazer.data.suppression import SUPPRESSED
from trailblazer.estimates.partial import BECAUSE
from trailblazer.findings.record import Finding, read_all

pytestmark = pytest.mark.slow
# Each table has one of the ways in which official statistics write a count that is withheld.
MARKS = dict(zip(COUNTS, ("*", "[c]", "c", "<8", "s", "supp"), strict=True))
# What rests on monthly contacts by mode and on the intake of each site cannot be judged any more.
UNTESTED = {
    "remote-switch": "no team returned contacts in full in both periods",
    "recruitment": "of which it is known how many completed it",
    "progress": "1 could not be tested",
}


@pytest.fixture(scope="module")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of such a set."""
    folder = tmp_path_factory.mktemp("withheld")
    marked = [small_counts(mark, tables=(name,)) for name, mark in MARKS.items()]
    data = edits.copy_set(folder / "set", *marked)
    for name, mark in MARKS.items():
        cells = edits.read(data, name)[COUNTS[name]]
        assert (cells == mark).any(axis=None), name
    done = trailblazer("build", "--data", data, "--out", folder / "edition")
    assert done.returncode == 0, done.stderr
    return folder / "edition"


@pytest.fixture(scope="module")
def found(withheld: Path) -> Mapping[str, Finding]:
    return read_all(withheld / "findings")


def test_every_page_and_the_pdf_are_there(withheld: Path, edition: Path) -> None:
    pages = {p.relative_to(edition).as_posix() for p in (edition / "html").rglob("*.html")}
    assert {p.relative_to(withheld).as_posix() for p in withheld.rglob("*.html")} >= pages
    assert (withheld / "report.pdf").stat().st_size > 100_000


@pytest.mark.parametrize("claim", UNTESTED)
def test_what_cannot_be_judged_says_why(found: Mapping[str, Finding], claim: str) -> None:
    finding = found[claim]
    said = json.dumps(finding.model_dump(mode="json"), ensure_ascii=False)
    assert UNTESTED[claim] in said
    assert finding.verdict in ("insufficient", "partly_supported")
    assert any(BECAUSE in caveat for caveat in finding.caveats)


def test_a_switch_that_nobody_can_see_is_not_judged(found: Mapping[str, Finding]) -> None:
    assert found["remote-switch"].verdict == "insufficient"
    assert BECAUSE in found["remote-switch"].headline


def test_nothing_is_filled_in_silently(withheld: Path, edition: Path) -> None:
    """A claim whose numbers differ from those of the whole set says that some were withheld."""
    whole, part = (read_all(folder / "findings") for folder in (edition, withheld))
    for claim, finding in part.items():
        if finding.estimates == whole[claim].estimates:
            continue
        assert any("withheld by their source" in c for c in finding.caveats), claim
        assert any("No withheld number counts as zero" in c for c in finding.caveats), claim


def test_the_page_of_the_data_counts_what_is_withheld(withheld: Path) -> None:
    text = (withheld / "html" / "methods" / "data.html").read_text("utf-8")
    words = re.sub(r"<[^>]+>", "", text)
    assert SUPPRESSED in words
    notices = json.loads((withheld / "values.json").read_text("utf-8"))["notices"]
    for name in MARKS:
        assert any(n.startswith(f"{name}.csv") and SUPPRESSED in n for n in notices), name
