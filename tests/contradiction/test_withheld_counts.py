"""Sets whose small counts are withheld: no verdict takes them for zero, and every page says so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.planted import edits
from tests.planted.edits_official import small_counts
from tests.planted.inline import judge
from trailblazer.data.check import check
from trailblazer.findings.record import Finding

CLAIMS = ("underserved-sen", "underserved-ethnicity")
BELOW = 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set in which small counts of people supported are withheld."""
    place = tmp_path_factory.mktemp("withheld") / "data"
    return edits.copy_set(place, small_counts("*", below=BELOW, tables=("people_supported",)))


@pytest.fixture(scope="module")
def found(folder: Path) -> Mapping[str, Finding]:
    return judge(folder, folder.parent / "out", CLAIMS)


def test_the_set_is_sound(folder: Path) -> None:
    checked = check(folder)
    assert [str(p) for p in checked.problems] == []
    assert any("withheld by their source" in str(n) for n in checked.notices)


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_claim_says_what_was_withheld(found: Mapping[str, Finding], claim: str) -> None:
    said = " ".join(found[claim].caveats)
    assert "were withheld by their source" in said
    assert "No withheld number counts as zero" in said


def test_it_is_not_judged_as_if_they_were_zero(
    found: Mapping[str, Finding], tmp_path: Path
) -> None:
    as_zero = edits.copy_set(
        tmp_path / "data", small_counts("0", below=BELOW, tables=("people_supported",))
    )
    other = judge(as_zero, tmp_path / "out", CLAIMS)
    for claim in CLAIMS:
        assert found[claim].estimates != other[claim].estimates
        assert not any("withheld" in caveat for caveat in other[claim].caveats)
