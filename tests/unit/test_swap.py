"""Putting an edition in place of the last one: whole or not at all, and nothing of others lost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from trailblazer.errors import ParameterError
from trailblazer.publish import swap as module
from trailblazer.publish.fresh import RUN
from trailblazer.publish.swap import beside, check_target, recover, swap

linux = pytest.mark.skipif(sys.platform != "linux", reason="two folders change places on Linux")


def edition(folder: Path, text: str) -> Path:
    """A folder that says in every file which edition it is."""
    folder.mkdir(parents=True)
    for name in (RUN, "a", "b", "c"):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def said(folder: Path) -> set[str]:
    return {p.read_text(encoding="utf-8") for p in folder.iterdir()}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "build"


@pytest.fixture(params=["exchange", "rename"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """In one step as on Linux, and in two as elsewhere."""
    if request.param == "rename" or sys.platform != "linux":
        monkeypatch.setattr(module, "_exchange", lambda *_: False)
    return str(request.param)


def test_an_edition_takes_the_place_of_the_last(target: Path, way: str) -> None:
    for text in ("first", "second"):
        with beside(target) as work:
            swap(edition(work / "edition", text), target)
        assert said(target) == {text}
    assert [p.name for p in target.parent.iterdir()] == ["build"]


def test_a_build_that_fails_leaves_the_last_edition_and_nothing_else(target: Path) -> None:
    edition(target, "last")

    def fail() -> None:
        with beside(target) as work:
            edition(work / "edition", "next")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert said(target) == {"last"}
    assert [p.name for p in target.parent.iterdir()] == ["build"]


@linux
def test_a_reader_finds_a_whole_edition_at_every_moment(target: Path) -> None:
    edition(target, "0")
    missing, done = [], threading.Event()

    def read() -> None:
        while not done.is_set():
            if not target.is_dir():
                missing.append(1)

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        for number in range(200):
            with beside(target) as work:
                swap(edition(work / "edition", str(number)), target)
        done.set()
        reading.result()
    assert not missing


@linux
def test_folders_change_places_in_one_step(tmp_path: Path) -> None:
    one, other = edition(tmp_path / "one", "1"), edition(tmp_path / "other", "2")
    inodes = one.stat().st_ino, other.stat().st_ino
    assert module._exchange(one, other)
    assert (other.stat().st_ino, one.stat().st_ino) == inodes
    assert not module._exchange(one, tmp_path / "absent")
    assert said(one) == {"2"}


def test_an_edition_moved_away_comes_back(target: Path) -> None:
    edition(target.with_name(".build.old"), "last")
    recover(target)
    assert said(target) == {"last"}
    assert [p.name for p in target.parent.iterdir()] == ["build"]


def test_what_was_moved_away_goes_when_the_next_is_there(target: Path) -> None:
    edition(target, "next")
    edition(target.with_name(".build.old"), "last")
    recover(target)
    assert said(target) == {"next"}
    assert [p.name for p in target.parent.iterdir()] == ["build"]


def dead() -> int:
    """The number of a process that is no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


@pytest.mark.parametrize("name", ["build", "a [b] *", "-1-2-"])
def test_folders_of_dead_builds_go_and_of_living_ones_stay(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    stale = tmp_path / f".{name}.new-{dead()}-abc"
    living = tmp_path / f".{name}.new-{os.getppid()}-abc"
    another = tmp_path / f".{name}2.new-{dead()}-abc"
    odd = tmp_path / f".{name}.new-thing"
    for folder in (stale, living, another, odd):
        folder.mkdir()
    recover(target)
    assert set(tmp_path.iterdir()) == {living, another, odd}


def test_recovering_where_nothing_was_built_is_nothing(tmp_path: Path) -> None:
    recover(tmp_path / "deep" / "build")
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_ours_is_refused(target: Path) -> None:
    check_target(target)
    target.mkdir()
    check_target(target)
    (target / "thesis.docx").touch()
    with pytest.raises(ParameterError, match="left alone"):
        check_target(target)
    (target / "thesis.docx").unlink()
    (target / "draft").mkdir()
    check_target(target)
    (target / "thesis.docx").touch()
    (target / RUN).touch()
    check_target(target)


def test_a_file_is_refused(target: Path) -> None:
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(ParameterError, match="--out"):
        check_target(target)
    assert target.read_text(encoding="utf-8") == "mine"


def test_two_builds_work_in_folders_of_their_own(target: Path) -> None:
    with beside(target) as one, beside(target) as other:
        assert one != other
        recover(target)
        swap(edition(one / "edition", "one"), target)
        swap(edition(other / "edition", "other"), target)
    assert said(target) == {"other"}
