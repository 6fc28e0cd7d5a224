"""Nothing is ever stale: random edits of a project, each build compared with one from nothing.

    python -m benchmarks.edits 1000 --seed 1

A copy of the project is edited at random, now and then several times over, and now and then all is
put back. After each edit the notebooks are run as a build runs them, with a store that lives
through all the edits, and once more with an empty one. What counts:

stale       a file of the edition differs from the one made from nothing (or a failure does);
needless    a notebook ran although every file it makes came out, byte for byte, as it was in the
            edition before. The record of a finding holds the digests of its tables and its code, so
            a run after an edit of those is never needless. After an edit of the lock nobody can
            know without running, so those runs are counted apart;
unreported  a planted read of a file that nothing declares and that did not fail the notebook, or
            did so without naming the file.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import cache_from_source
from pathlib import Path

from benchmarks.changes import KINDS, Edit, Source
from tests.planted.project import PYTHON, copy_project, environment
from trailblazer import digests, places
from trailblazer.data.load import open_set
from trailblazer.findings import register as claims
from trailblazer.run import execute, kernels, parameters
from trailblazer.run.plan import plan
from trailblazer.run.renew import renew
from trailblazer.run.steps import steps
from trailblazer.run.store import Store

NOTEBOOKS = ("findings/progress", "findings/time-use", "findings/young-people")
QUICK = {"resamples": "40"}
STACK = 3
Files = dict[str, str]


@dataclass(frozen=True)
class Built:
    """What one run of the notebooks gave: which ran, each one's files, and each failure."""

    ran: frozenset[str]
    files: Files
    problems: Mapping[str, str]


@dataclass
class Counts:
    """What was seen, by kind of edit."""

    edits: Counter[str] = field(default_factory=Counter)
    runs: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    needless: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    planted: int = 0
    reported: int = 0
    not_reported: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    needless_runs: list[str] = field(default_factory=list)

    def share_needless(self) -> float:
        """Needless runs among all runs, those after an edit of the lock aside."""
        runs = self.runs.total() - self.runs["lock"]
        return (self.needless.total() - self.needless["lock"]) / max(1, runs)

    def __str__(self) -> str:
        """One line a kind of edit, and what must be nothing."""
        lines = [f"{'kind':18}{'edits':>7}{'runs':>7}{'kept':>7}{'needless':>10}{'failed':>8}"]
        for kind in self.edits:
            numbers = (self.edits, self.runs, self.kept, self.needless, self.failed)
            edits, runs, kept, needless, failed = (n[kind] for n in numbers)
            lines.append(f"{kind:18}{edits:7}{runs:7}{kept:7}{needless:10}{failed:8}")
        lines.append(f"{self.edits.total()} edits: {len(self.stale)} stale outputs;")
        lines.append(f"{self.share_needless():.1%} of runs needless (the lock aside);")
        lines.append(f"{self.reported} of {self.planted} undeclared reads reported.")
        return "\n".join([*lines, *self.stale])


class Project:
    """The project this process runs in, built again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder / ".trailblazer")
        self.notebooks = tuple(job.name for job in plan({}, {}) if job.name in NOTEBOOKS)
        paths = [folder / "analysis" / "notebooks" / f"{n}.ipynb" for n in self.notebooks]
        known = {name for path in paths for name in parameters.declared(path)}
        self.quick = {name: text for name, text in QUICK.items() if name in known}
        self.settings = dict(self.quick)
        self.edited: set[Path] = set()
        self._from_nothing: dict[str, Built] = {}

    def build(self, store: Store) -> Built:
        """Run what must run, as a build does."""
        for remembered in (claims.load_register, parameters.declared):
            remembered.cache_clear()
        data, register = open_set("synthetic"), claims.load_register()
        common = {"data": str(data.folder), "policy": "auto"}
        jobs = [job for job in plan(common, self.settings) if job.name in self.notebooks]
        planned = steps(jobs, data, register, store)
        with tempfile.TemporaryDirectory(prefix="edits-") as name:
            edition, work = Path(name, "edition"), Path(name, "work")
            ran = renew(
                planned, edition, work, data=data, register=register, store=store, workers=2
            )
            files = dict(digests.of_tree(edition, ["."])) if edition.is_dir() else {}
        return Built(
            frozenset(r.job.name for r in ran),
            files,
            {r.job.name: _without(r.problem, name) for r in ran if r.problem},
        )

    def from_nothing(self) -> Built:
        """The same with an empty store; remembered for exactly these bytes of everything."""
        tree = digests.of_tree(self.folder, ["analysis", "data", "requirements.lock", "_toc.yml"])
        key = digests.of_data([dict(tree), self.settings])
        if key not in self._from_nothing:
            for path in self.edited:
                Path(cache_from_source(path)).unlink(missing_ok=True)
            with tempfile.TemporaryDirectory(prefix="edits-") as empty:
                self._from_nothing[key] = self.build(Store(Path(empty)))
        return self._from_nothing[key]

    def write(self, files: Mapping[Path, bytes]) -> None:
        """Put new bytes into files, and remember which modules have been edited."""
        for path, content in files.items():
            (self.folder / path).write_bytes(content)
        self.edited |= {self.folder / path for path in files if path.suffix == ".py"}


def walk(count: int, seed: int) -> Counts:
    """Make the edits in the project this process runs in, and count."""
    project, counts = Project(places.REPOSITORY), Counts()
    chance = random.Random(seed)  # noqa: S311 - edits, not secrets
    source = Source(project.folder, project.notebooks, chance)
    kinds = [k for _ in range(count // len(KINDS) + 1) for k in chance.sample(KINDS, len(KINDS))]
    original: dict[Path, bytes] = {}
    depth, before = 0, project.build(project.store)
    started = time.monotonic()
    for number, kind in enumerate(kinds[:count]):
        if depth == STACK or chance.random() < 0.6 or before.problems:
            project.write(original)
            project.settings = dict(project.quick)
            original, depth = {}, 0
            before = project.build(project.store)
            _compare(f"{number}: all put back", before, project.from_nothing(), counts)
        edit = kind(source)
        for path in edit.files:
            original.setdefault(path, (project.folder / path).read_bytes())
        project.write(edit.files)
        project.settings |= edit.settings
        depth += 1
        after = project.build(project.store)
        _count(number, edit, before, after, counts)
        counts.kept[edit.kind] += len(project.notebooks) - len(after.ran)
        _compare(f"{number}: {edit.kind}, {edit.what}", after, project.from_nothing(), counts)
        before = after
        if (number + 1) % 50 == 0:
            print(f"{number + 1} edits, {time.monotonic() - started:.0f} s", file=sys.stderr)
    return counts


def _count(number: int, edit: Edit, before: Built, after: Built, counts: Counts) -> None:
    counts.edits[edit.kind] += 1
    counts.runs[edit.kind] += len(after.ran)
    counts.failed[edit.kind] += len(after.problems)
    for name in after.ran - after.problems.keys():
        if _of(name, before.files) == _of(name, after.files):
            counts.needless[edit.kind] += 1
            counts.needless_runs.append(f"{number}: {edit.kind}, {edit.what}: {name}")
    if edit.planted:
        counts.planted += 1
        told = [p for p in after.problems.values() if "which nothing declares" in p]
        named = bool(told) and all(edit.planted in p for p in told)
        counts.reported += named
        if not named:
            counts.not_reported.append(f"{number}: {edit.what}: {after.problems}")


def _compare(what: str, found: Built, clean: Built, counts: Counts) -> None:
    names = found.files.keys() | clean.files.keys()
    wrong = sorted(n for n in names if found.files.get(n) != clean.files.get(n))
    counts.stale += [f"STALE after {what}: {name}" for name in wrong]
    if dict(found.problems) != dict(clean.problems):
        counts.stale.append(f"STALE failure after {what}: {found.problems} {clean.problems}")


def _of(notebook: str, files: Files) -> Files:
    """The files of an edition that one notebook makes: its own, and those of its claims."""
    mine = [c.id for c in claims.load_register().of_notebook(notebook)]
    return {
        name: digest
        for name, digest in files.items()
        if name == f"notebooks/{notebook}.ipynb"
        or any(Path(name).stem == c or Path(name).stem.startswith(f"{c}-") for c in mine)
    }


def _in_a_copy(arguments: Sequence[str]) -> int:
    """The same command in a copy of the project, with the package of the copy."""
    with tempfile.TemporaryDirectory(prefix="edits-") as name:
        project = copy_project(Path(name, "project"))
        command = [*PYTHON, "-m", "benchmarks.edits", *arguments]
        done = subprocess.run(  # noqa: S603 - this interpreter
            command, cwd=project, env=environment(project), check=False
        )
        return done.returncode


def _without(problem: str, folder: str) -> str:
    return problem.replace(folder, "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Copy the project, make the edits there, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=2018)
    parser.add_argument("--in-copy", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if not given.in_copy:
        return _in_a_copy([str(given.count), "--seed", str(given.seed), "--in-copy"])
    end, kernels.stop = kernels.stop, lambda: None  # one server for all the builds
    try:
        execute.CELL_TIMEOUT_SECONDS = 60  # an edit may make a loop endless
        execute.prepare("warm")
        counts = walk(given.count, given.seed)
    finally:
        end()
    print("\n".join([*counts.needless_runs, *counts.not_reported]), file=sys.stderr)
    print(counts)
    return 1 if counts.stale or counts.reported < counts.planted else 0


if __name__ == "__main__":
    sys.exit(main())
