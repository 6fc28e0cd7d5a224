"""Seeing what a notebook reads: whatever it opens is noted, and what nothing declares is told."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from trailblazer.run.watch import Allowed, command, undeclared

READS = {
    "open": "open(path)",
    "bytes": "open(bytes(path), 'rb')",
    "read_text": "path.read_text()",
    "os.open": "os.open(path, os.O_RDONLY)",
    "read and write": "open(path, 'r+')",
    "append and read": "open(path, 'a+')",
    "copy": "shutil.copyfile(path, out / 'copy')",
    "pandas": "pandas.read_csv(path)",
    "numpy": "numpy.fromfile(path)",
    "sqlite": "sqlite3.connect(path).close()",
    "in a thread": "t = threading.Thread(target=path.read_text); t.start(); t.join()",
}
OTHER_WAYS = {
    'what the program "cat" reads': "subprocess.run(['cat', path], capture_output=True)",
    "what pyarrow.csv reads": "pandas.read_csv(path, engine='pyarrow')",
    "the list of files in {set}": "list(path.parent.iterdir())",
    "the list of files in {set} ": "list(path.parent.glob('*.csv'))",
}
WRITES = ("open(out / 'new', 'w')", "open(out / 'both', 'w+')", "tempfile.mkstemp(dir=out)")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which one watched process has read one file in each way, and written some."""
    folder = tmp_path_factory.mktemp("watched")
    (folder / "out").mkdir()
    lines = [
        "import os, shutil, sqlite3, subprocess, tempfile, threading, numpy, pandas",
        "from pathlib import Path",
        f"out = Path({str(folder / 'out')!r})",
        "folders = []",
    ]
    lines.append(command(folder / "notes"))
    for number, code in enumerate([*READS.values(), *OTHER_WAYS.values()]):
        path = folder / f"set{number}" / "table.csv"
        path.parent.mkdir()
        path.write_text("a,b\n1,2\n" if "sqlite" not in code else "", encoding="utf-8")
        lines += [f"path = Path({str(path)!r})", code]
    lines += [*WRITES, f"try: open({str(folder / 'set0' / 'absent.csv')!r})\nexcept OSError: pass"]
    subprocess.run([sys.executable, "-c", "\n".join(lines)], check=True, cwd=folder)
    return folder


def told(folder: Path, number: int, **changed: list[Path]) -> list[str]:
    """What is told of one set when it is the one that is watched."""
    own = folder / f"set{number}"
    others = [p for p in folder.glob("set*") if p != own]
    python = [Path(sys.prefix), Path(sys.base_prefix), Path("/usr"), Path("/etc"), Path("/proc")]
    allowed = {"declared": [], "covered": [*python, *others, folder], "watched": [own]}
    return undeclared(folder / "notes", Allowed(**{**allowed, "unlisted": [own], **changed}))


@pytest.mark.parametrize("number", range(len(READS)), ids=list(READS))
def test_every_way_of_reading_is_noted(watched: Path, number: int) -> None:
    path = watched / f"set{number}" / "table.csv"
    assert str(path) in told(watched, number)
    assert str(path) not in told(watched, number, declared=[path])


@pytest.mark.parametrize("number", range(len(OTHER_WAYS)), ids=list(OTHER_WAYS))
def test_ways_that_cannot_be_followed_are_told(watched: Path, number: int) -> None:
    own = len(READS) + number
    words = list(OTHER_WAYS)[number].strip().format(set=watched / f"set{own}")
    assert words in told(watched, own)


def test_writing_is_not_reading(watched: Path) -> None:
    notes = (watched / "notes").read_text(encoding="utf-8")
    assert str(watched / "out") not in notes


def test_a_file_that_is_looked_for_and_not_there_counts_where_all_is_watched(
    watched: Path,
) -> None:
    absent = str(watched / "set0" / "absent.csv")
    assert absent in told(watched, 0)
    assert absent not in told(watched, 0, watched=[], covered=[Path(sys.prefix)])


def test_the_loader_says_what_it_lists_and_which_library_it_needs(tmp_path: Path) -> None:
    """A set's own loader lists its folder and hands bytes to pyarrow; a notebook may do neither."""
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "waits.parquet").write_bytes(b"PAR1")
    lines = [
        "import os, sys, pyarrow",
        command(tmp_path / "notes"),
        f"folder = {str(tmp_path / 'set')!r}",
        "sys.audit('trailblazer.lists', folder)",
        "os.listdir(folder)",
        "sys.audit('trailblazer.loads', 'pyarrow.parquet')",
        "open(folder + '/waits.parquet', 'rb').read()",
        "import pyarrow.parquet",
    ]
    inputs = allowed(
        declared=[tmp_path / "set" / "waits.parquet"], watched=[tmp_path / "set"],
        unlisted=[tmp_path / "set"], covered=[Path(sys.prefix), Path(sys.base_prefix)],
    )  # fmt: skip
    for more, told in (
        ((), []),
        (["os.listdir(folder)"], [f"the list of files in {tmp_path / 'set'}"]),
    ):
        (tmp_path / "notes").unlink(missing_ok=True)
        subprocess.run([sys.executable, "-c", "\n".join([*lines, *more])], check=True)
        assert undeclared(tmp_path / "notes", inputs) == told


def notes(folder: Path, *lines: str) -> Path:
    path = folder / "notes"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def allowed(**changed: list[Path]) -> Allowed:
    return Allowed(**{"declared": [], "covered": [], "watched": [], "unlisted": [], **changed})


def test_a_compiled_module_stands_for_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "package" / "module.py"
    inputs = allowed(declared=[module], watched=[tmp_path])
    assert undeclared(notes(tmp_path, f"open {cache_from_source(module)}"), inputs) == []
    assert undeclared(
        notes(tmp_path, f"open {cache_from_source(module)}"), allowed(watched=[tmp_path])
    ) == [str(module)]
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "elsewhere"))
    assert undeclared(notes(tmp_path, f"open {cache_from_source(module)}"), inputs) == []


def test_the_innermost_folder_decides(tmp_path: Path) -> None:
    project, python = tmp_path / "project", tmp_path / "project" / ".venv"
    read = notes(tmp_path, f"open {python / 'lib.py'}", f"open {project / 'table.csv'}")
    inputs = allowed(covered=[tmp_path, python], watched=[project])
    assert undeclared(read, inputs) == [str(project / "table.csv")]


def test_where_nothing_is_said_only_what_is_there_counts(tmp_path: Path) -> None:
    there = tmp_path / "there.csv"
    there.touch()
    read = notes(tmp_path, f"open {there}", f"open {tmp_path / 'gone.csv'}", f"open {tmp_path}")
    assert undeclared(read, allowed()) == [str(there)]


def test_names_that_are_no_text_do_not_stop_a_notebook(tmp_path: Path) -> None:
    name = os.fsdecode(bytes(tmp_path) + b"/\xff\n.csv")
    code = f"{command(tmp_path / 'notes')}\ntry: open({name!r})\nexcept FileNotFoundError: pass"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert undeclared(tmp_path / "notes", allowed(watched=[tmp_path]))
