"""Two editions, built as a user would: the synthetic set, and a hand-edited copy of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Reader, chromium
from playwright.sync_api import Browser

from tests.planted import edits
from trailblazer.places import REPOSITORY

OTHER = (
    edits.late_team,
    edits.whole_school_first,
    edits.negative_case,
    edits.all_answers_turned("confidence-staff"),
    edits.retention_poor_at_two_sites,
)


def trailblazer(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, from the folder of the project."""
    return subprocess.run(
        [sys.executable, "-m", "trailblazer", *map(str, arguments)],
        capture_output=True, text=True, cwd=REPOSITORY, check=False,
    )  # fmt: skip


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of the synthetic set."""
    out = tmp_path_factory.mktemp("first") / "edition"
    done = trailblazer("build", "--out", out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def other_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the set, edited by hand in five places."""
    return edits.copy_set(tmp_path_factory.mktemp("other") / "set", *OTHER)


@pytest.fixture(scope="session")
def other(other_set: Path) -> Path:
    """The edition of the hand-edited set."""
    out = other_set.parent / "edition"
    done = trailblazer("build", "--data", other_set, "--out", out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def site(edition: Path) -> Path:
    """The website of the synthetic set."""
    return edition / "html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a file."""
    with chromium() as started:
        yield started


@pytest.fixture
def reader(browser: Browser, site: Path) -> Iterator[Reader]:
    """Someone who reads the site; at the end nothing failed and nothing was asked of others."""
    started = Reader(browser, site)
    yield started
    started.context.close()
    assert started.troubles == []
    assert started.elsewhere() == []
