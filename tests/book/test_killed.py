"""A build that is killed leaves the last good edition, no process and nothing half done."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from benchmarks.kills import WAYS, Seen, one_kill, two_at_once
from tests.planted.editions import SETS, Site, faults_of, files_of

pytestmark = pytest.mark.slow
TRIES = 4  # a kill may come too late, when its build has ended


def test_builds_killed_at_random_moments_do_no_harm(tmp_path: Path) -> None:
    site, seen, chance = Site(tmp_path, whole=False), Seen(), random.Random(11)  # noqa: S311
    editions = [site.from_nothing(data) for data in SETS]
    assert editions[0] != editions[1]
    assert site.build(SETS[0]) == ""
    number = 0
    for way in WAYS[:4]:
        tries = 0
        while not seen.kills[way.__name__] and tries < TRIES:
            other = (number + 1) % 2
            site.empty_store()
            one_kill(site, seen, chance, way, editions[number % 2], editions[other], SETS[other])
            number, tries = number + 1, tries + 1
    two_at_once(site, seen, editions)
    assert seen.faults == []
    assert seen.kills.keys() == {way.__name__ for way in WAYS[:4]}
    assert min(seen.kills.values()) >= 1
    assert seen.checks > 20


def test_an_edition_with_a_fault_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("whole", encoding="utf-8")
    listed = {"key": "K", "files": files_of(tmp_path)}
    (tmp_path / "manifest.json").write_text(json.dumps(listed), encoding="utf-8")
    assert faults_of(tmp_path) == ""
    (tmp_path / "page.html").write_text("half", encoding="utf-8")
    assert "page.html" in faults_of(tmp_path)
    (tmp_path / "manifest.json").unlink()
    assert "cannot be read" in faults_of(tmp_path)
    assert "cannot be read" in faults_of(tmp_path / "absent")
