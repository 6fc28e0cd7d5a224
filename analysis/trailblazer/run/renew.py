"""Running what has changed, and only that: each notebook by its key, from the store or anew."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trailblazer import digests, places
from trailblazer.data.load import DataSet
from trailblazer.findings.register import Register
from trailblazer.run import closure, kernels
from trailblazer.run.bytecode import check_by_content
from trailblazer.run.execute import EXECUTED, NOTES, Kernels, Ran, execute
from trailblazer.run.keys import Key, inputs_of, key_of, modules_of
from trailblazer.run.normalise import publish
from trailblazer.run.plan import Job
from trailblazer.run.store import Store
from trailblazer.run.watch import Allowed, undeclared

SYSTEM = ("/usr", "/lib", "/lib64", "/etc", "/proc", "/dev", "/sys", "/run", "/var", "/System")
HOME = (".cache", ".config", ".ipython", ".jupyter", ".local", ".matplotlib", "Library")


@dataclass(frozen=True)
class Step:
    """One notebook of a build: its key, and why it will run (empty: nothing it uses changed).

    ``modules`` are those of the package that it reaches; ``inputs`` tells when a file it may read
    was changed after the key was taken.
    """

    job: Job
    key: Key
    modules: Sequence[str]
    inputs: str
    why: tuple[str, ...]
    seconds: float


def steps(jobs: Sequence[Job], data: DataSet, register: Register, store: Store) -> list[Step]:
    """What a build will do, notebook by notebook; nothing is run."""
    return [_step(job, data, register, store) for job in jobs]


def renew(
    plan: Sequence[Step],
    edition: Path,
    work: Path,
    *,
    data: DataSet,
    register: Register,
    store: Store,
    workers: int,
    kind: Kernels = "warm",
    done: Callable[[Ran, Sequence[Step]], None] = lambda *_: None,
) -> list[Ran]:
    """Fill ``edition`` with what every notebook of the plan makes, running those that must.

    ``work`` is a folder for the run's own files. The longest notebooks start first. What a
    notebook made is kept in the store only when it succeeded and read nothing undeclared.
    Returns the notebooks that ran; the edition is whole only if none has a problem.
    """
    to_run = [s for s in plan if s.why or not _restore(s, edition, work, store)]
    to_run.sort(key=lambda s: -s.seconds)
    left = {s.job.name: s for s in to_run}
    ran: dict[str, Ran] = {}

    def finished(result: Ran) -> None:
        name = result.job.name
        ran[name] = _keep(result, left.pop(name), edition, work, data, register, store)
        done(ran[name], list(left.values()))

    if to_run:
        check_by_content(closure.PACKAGE)
        folders = [(s.job, work / "made" / s.job.name) for s in to_run]
        execute(folders, workers=workers, kind=kind, done=finished)
    return [ran[s.job.name] for s in plan if s.job.name in ran]


def _step(job: Job, data: DataSet, register: Register, store: Store) -> Step:
    modules = modules_of(job)
    inputs = _touched(inputs_of(job, data, register, modules))
    key = key_of(job, data, register, modules)
    before = store.last(job.name)
    seconds = float((before or {}).get("seconds", "0"))
    return Step(job, key, tuple(modules), inputs, _why(key, before, store), seconds)


def _why(key: Key, before: Mapping[str, str] | None, store: Store) -> tuple[str, ...]:
    if store.has(key.digest):
        return ()
    if before is None:
        return ("it has not been run here before",)
    changed = key.differs_from({k: v for k, v in before.items() if k != "seconds"})
    why = tuple(f"{name} changed" for name in changed)
    return why or ("its result is no longer kept",)


def _touched(paths: Sequence[Path]) -> str:
    """What changes whenever one of these files is written or replaced."""
    states = [path.stat() for path in paths if path.is_file()]
    return digests.of_data([(s.st_mtime_ns, s.st_size, s.st_ino) for s in states])


def _restore(step: Step, edition: Path, work: Path, store: Store) -> bool:
    folder = work / "made" / step.job.name
    if not store.get(step.key.digest, folder):
        shutil.rmtree(folder, ignore_errors=True)
        return False
    _place(step.job, folder, edition)
    return True


def _keep(
    ran: Ran,
    step: Step,
    edition: Path,
    work: Path,
    data: DataSet,
    register: Register,
    store: Store,
) -> Ran:
    """Put what a notebook made into the edition and the store, if it may be relied on."""
    folder = work / "made" / ran.job.name
    if ran.problem:
        return ran
    inputs = inputs_of(step.job, data, register, step.modules)
    allowed = Allowed(
        declared=inputs,
        covered=_covered(edition, folder),
        watched=(places.REPOSITORY, data.folder),
        unlisted=(data.folder,),
    )
    readers = closure.follow(digests.code_cells(step.job.path)).unseen_readers()
    read = [*undeclared(folder / NOTES, allowed), *(f"what {name} reads" for name in readers)]
    if read:
        names = ", ".join(_inside(path, data.folder) for path in read)
        problem = (
            f"it reads {names}, which nothing declares, so a change there would go unnoticed. "
            f"Name the table under also_reads in analysis/claims.yaml."
        )
        return Ran(ran.job, ran.seconds, problem)
    # What it made belongs to no key then, not even when the change has been undone since.
    if _touched(inputs) != step.inputs:
        return Ran(ran.job, ran.seconds, "a file it reads was changed while it ran. Build again.")
    (folder / NOTES).unlink(missing_ok=True)
    made = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    store.put(step.key.digest, folder, made)
    store.remember(ran.job.name, {**step.key.parts, "seconds": f"{ran.seconds:.2f}"})
    _place(ran.job, folder, edition)
    return ran


def _place(job: Job, folder: Path, edition: Path) -> None:
    """Copy what a notebook made to where the edition has it, and publish the notebook."""
    target = edition / "notebooks" / f"{job.name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    publish(job.path, folder / EXECUTED, target, job.parameters)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.name not in (EXECUTED, NOTES):
            copy = edition / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def _covered(edition: Path, folder: Path) -> list[Path]:
    """Folders whose files need no declaration: the system, Python, its caches, our own output."""
    server = kernels.current()
    ours = [edition, folder] + ([server.folder] if server else [])
    homes = [Path.home() / name for name in HOME]
    python = [Path(sys.prefix), Path(sys.base_prefix)]
    return [*map(Path, SYSTEM), *homes, *python, *ours, Path(tempfile.gettempdir()) / "matplotlib"]


def _inside(path: str, folder: Path) -> str:
    """A file of the set by its name, any other by its path."""
    found = Path(path)
    return found.name if found.is_relative_to(folder.resolve()) else path
