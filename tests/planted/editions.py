"""A copied project whose edition is built again and again, and ways to see that it is whole."""

from __future__ import annotations

import json
import shutil
import subprocess
import uuid
from contextlib import suppress
from pathlib import Path

import psutil

from tests.planted.edits import table
from tests.planted.project import PYTHON, copy_project, environment, small_project
from trailblazer import digests

MARK = "TRAILBLAZER_TEST_MARK"
WAIT_SECONDS = 120
SETS = ("data/synthetic", "data/other")
Edition = dict[str, str]


class Site:
    """A copied project with an edition that is built again and again, by processes of its own."""

    def __init__(self, folder: Path, *, whole: bool) -> None:
        self.project = (copy_project if whole else small_project)(folder / "project")
        self.out = folder / "out" / "edition"
        self.pdf = () if whole else ("--no-pdf",)
        other = self.project / SETS[1]
        shutil.copytree(self.project / SETS[0], other)
        with table(other, "teams") as teams:
            teams.loc[0, "operational_date"] = "2021-03-01"
        self.mark = uuid.uuid4().hex

    def start(self, data: str, out: Path | None = None) -> subprocess.Popen[str]:
        """Start a build of one set."""
        command = [*PYTHON, "-m", "trailblazer", "build", *self.pdf, "--data"]
        return subprocess.Popen(
            [*command, str(self.project / data), "--out", str(out or self.out)],
            cwd=self.project, env=environment(self.project, **{MARK: self.mark}),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def build(self, data: str, out: Path | None = None) -> str:
        """Build one set to the end; what went wrong, or nothing."""
        process = self.start(data, out)
        said = process.communicate(timeout=WAIT_SECONDS)[0]
        return f"exit code {process.returncode}: {said}" if process.returncode else ""

    def empty_store(self) -> None:
        """Forget every kept result, so that there is work to do."""
        shutil.rmtree(self.project / ".trailblazer", ignore_errors=True)

    def from_nothing(self, data: str) -> Edition:
        """The files of an edition built elsewhere with an empty store."""
        self.empty_store()
        out = self.out.with_name("reference")
        problem = self.build(data, out)
        if problem:
            raise RuntimeError(problem)
        found = files_of(out)
        shutil.rmtree(out)
        return found

    def alive(self) -> list[psutil.Process]:
        """Every process that one of our builds has started and that still runs."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if process.environ().get(MARK) == self.mark and process.status() != "zombie":
                    found.append(process)
        return found

    def left_behind(self) -> list[str]:
        """What lies beside the edition and in the store that is no result."""
        beside = [p.name for p in self.out.parent.iterdir() if p != self.out]
        store = (self.project / ".trailblazer").rglob(".new-*")
        return [
            *(name for name in beside if not name.endswith("-failed")),
            *(p.name for p in store),
        ]


def files_of(edition: Path) -> Edition:
    """The digest of every file of an edition but the record of its run."""
    found = dict(digests.of_tree(edition, ["."]))
    return {name: digest for name, digest in found.items() if name != "run.json"}


def faults_of(edition: Path) -> str:
    """What is wrong with an edition by its own manifest; one swapped meanwhile is read again."""
    for _ in range(20):
        problem, inode = "", _inode(edition)
        try:
            listed = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))["files"]
            wrong = [n for n, d in listed.items() if digests.of_file(edition / n) != d]
            problem = f"files differ from the manifest: {wrong}" if wrong else ""
        except OSError as error:
            problem = f"it cannot be read: {error}"
        if inode is not None and inode == _inode(edition):
            return problem
    return problem or "it is never there for long enough to be read"


def _inode(path: Path) -> int | None:
    with suppress(OSError):
        return path.stat().st_ino
    return None
