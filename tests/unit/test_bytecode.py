"""A module edited within the second, at the same length, is not run in its old form."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trailblazer.run.bytecode import check_by_content


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = tmp_path / "package" / "module.py"
    path.parent.mkdir()
    path.write_text("VALUE = 1\n", encoding="utf-8")
    return path


def value(module: Path) -> str:
    """What a new process gets when it imports the module."""
    code = "import module; print(module.VALUE)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True,
        env={"PYTHONPATH": str(module.parent)},
    )  # fmt: skip
    return done.stdout.strip()


def edit(module: Path, text: str) -> None:
    """Change a module and keep its time stamp, as a second edit within one second does."""
    state = module.stat()
    module.write_text(text, encoding="utf-8")
    os.utime(module, ns=(state.st_atime_ns, state.st_mtime_ns))


def test_python_by_itself_runs_old_code(module: Path) -> None:
    assert value(module) == "1"
    edit(module, "VALUE = 2\n")
    assert value(module) == "1"
    check_by_content(module.parent)
    assert value(module) == "2"


def test_once_checked_by_content_every_edit_is_seen(module: Path) -> None:
    check_by_content(module.parent)
    for number in "123":
        edit(module, f"VALUE = {number}\n")
        assert value(module) == number


def test_what_is_checked_already_is_left_alone(module: Path) -> None:
    check_by_content(module.parent)
    (compiled,) = module.parent.rglob("*.pyc")
    before = compiled.stat().st_mtime_ns, compiled.stat().st_ino
    check_by_content(module.parent)
    assert (compiled.stat().st_mtime_ns, compiled.stat().st_ino) == before


def test_a_module_that_is_no_python_stops_nothing(module: Path) -> None:
    (module.parent / "broken.py").write_text("def (:", encoding="utf-8")
    check_by_content(module.parent)
    assert value(module) == "1"
