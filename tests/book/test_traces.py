"""What is published tells of no machine and no moment; ``run.json`` alone does."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.planted import traces
from trailblazer.places import REPOSITORY

TRACES = {
    "the project": f"from {REPOSITORY}/analysis",
    "a home": "see /home/jane/data.csv",
    "a home on a Mac": '"/Users/jane/set"',
    "a folder of Windows": r"C:\Users\jane\set",
    "an address of a file": "file:///srv/report.html",
    "a day": f"made on {datetime.now(UTC):%Y%m%d}",
    "a clock": f"{datetime.now(UTC):%a %b %d %H:%M:%S %Y}",
    "seconds": f'{{"time": {datetime.now(UTC).timestamp():.3f}}}',
}
NONE = ("/tables/x.csv", "https://example.org/home/x", "1/2", "2019-09-01", "10/12", "a /b/ c")


@pytest.mark.parametrize("kind", TRACES)
def test_a_trace_is_found_wherever_it_is(tmp_path: Path, kind: str) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "x.html").write_text(TRACES[kind], "utf-8")
    (tmp_path / traces.TOLD_IN).write_text(TRACES[kind], "utf-8")
    found = traces.found(tmp_path)
    assert found
    assert all(fault.startswith("html/x.html") for fault in found)


@pytest.mark.parametrize("text", NONE)
def test_what_tells_of_nothing_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.txt").write_text(text, "utf-8")
    assert traces.found(tmp_path) == []


@pytest.mark.slow
def test_only_the_account_of_the_run_tells_of_machine_and_moment(edition: Path) -> None:
    assert traces.found(edition, edition.parent) == []
    told = json.loads((edition / traces.TOLD_IN).read_text("utf-8"))
    assert told["host"] == socket.gethostname()
    assert not list((edition / "html").rglob(traces.TOLD_IN))
