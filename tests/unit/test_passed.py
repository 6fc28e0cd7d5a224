"""What is made again only when something it rests on has changed: the check, and the workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from trailblazer.publish import pages, passed, workbook
from trailblazer.run.store import Store

WriteSet = Callable[..., Path]


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sets that were checked."""
    seen: list[str] = []
    check = passed.check

    def counted(data: str) -> passed.Checked:
        seen.append(data)
        return check(data)

    monkeypatch.setattr(passed, "check", counted)
    return seen


@pytest.fixture
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder beside the set."""
    return tmp_path_factory.mktemp("work")


def test_a_set_is_checked_once(write_set: WriteSet, work: Path, checks: list[str]) -> None:
    folder, store = write_set(), Store(work / "store")
    first = passed.passed(str(folder), work, store)
    assert first.problems == []
    assert first.notices
    assert passed.passed(str(folder), work, store) == first
    assert len(checks) == 1


def test_a_set_that_changed_is_checked_again(
    write_set: WriteSet, work: Path, checks: list[str]
) -> None:
    folder, store = write_set(), Store(work / "store")
    passed.passed(str(folder), work, store)
    table = folder / "teams.csv"
    table.write_text(f"{table.read_text(encoding='utf-8')}a,row,too,many\n", encoding="utf-8")
    for _ in range(2):  # what is wrong is never kept
        assert passed.passed(str(folder), work, store).problems
    assert len(checks) == 3


def test_a_workbook_is_made_again_for_another_title(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def make(edition: Path) -> Path:
        made.append(edition)
        (edition / "book.xlsx").write_bytes(b"")
        return edition / "book.xlsx"

    monkeypatch.setattr(workbook, "make", make)
    store, notebook = Store(tmp_path / "store"), tmp_path / "edition" / "notebooks" / "a.ipynb"
    notebook.parent.mkdir(parents=True)
    for title, times in (("# One", 1), ("# One", 1), ("# Another", 2)):
        notebook.write_text(title, encoding="utf-8")
        pages._workbook(tmp_path / "edition", store)
        assert len(made) == times
