"""Running what has changed, and only that: each notebook by its key, from the store or anew."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trailblazer import digests
from trailblazer.data.load import DataSet
from trailblazer.findings.register import Register
from trailblazer.run import closure
from trailblazer.run.bytecode import check_by_content
from trailblazer.run.execute import EXECUTED, NOTES, Kernels, Ran, execute
from trailblazer.run.keys import Key, as_judged, inputs_of, key_of, modules_of
from trailblazer.run.normalise import publish
from trailblazer.run.plan import Job
from trailblazer.run.reads import undeclared_reads
from trailblazer.run.store import Store

KEPT_VERDICTS = 8
_BYTES_A_SECOND = 5000  # of a notebook, roughly
_ABOUT = ("seconds", "verdicts")
_OF = "of"  # the digest of a kept walk and of what it went through; no module has this name


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
    package = digests.of_data(digests.of_tree(closure.PACKAGE, ["."]))
    return [_step(job, data, register, store, package) for job in jobs]


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
    to_run.sort(key=_length, reverse=True)
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


def _step(job: Job, data: DataSet, register: Register, store: Store, package: str) -> Step:
    modules = _modules(job, store, package)
    inputs = _touched(inputs_of(job, data, register, modules))
    whole = key_of(job, data, register, modules)
    before = store.last(job.name)
    claims = register.of_notebook(job.name)
    keys = [as_judged(whole, claims, verdicts) for verdicts in _seen(before)] or [whole]
    key = next((key for key in keys if store.has(key.digest)), keys[-1])
    seconds = float((before or {}).get("seconds", "0"))
    return Step(job, key, tuple(modules), inputs, _why(key, before, store), seconds)


def _modules(job: Job, store: Store, package: str) -> Mapping[str, str]:
    """The modules that a notebook reaches; the walk to them is kept while all code is the same."""
    name = f"reached/{job.name}"
    of = digests.of_data([digests.code_cells(job.path), package, sys.version])
    known = dict(store.last(name) or {})
    if known.pop(_OF, "") == digests.of_data([of, known]):
        return known
    found = modules_of(job)
    store.remember(name, {_OF: digests.of_data([of, found]), **found})
    return found


def _length(step: Step) -> float:
    """How long a notebook takes; one that was never run here is judged by the size of its file."""
    return step.seconds or step.job.path.stat().st_size / _BYTES_A_SECOND


def _seen(before: Mapping[str, str] | None) -> list[dict[str, str]]:
    """What the claims of a notebook came out as in its runs so far, the last one last."""
    return list(json.loads((before or {}).get("verdicts", "[]")))


def _verdicts(made: Path) -> dict[str, str]:
    """What the claims came out as in a notebook's run, by id."""
    findings = [json.loads(p.read_text("utf-8")) for p in sorted(made.glob("findings/*.json"))]
    return {finding["id"]: finding["verdict"] for finding in findings}


def _why(key: Key, before: Mapping[str, str] | None, store: Store) -> tuple[str, ...]:
    if store.has(key.digest):
        return ()
    if before is None:
        return ("it has not been run here before",)
    changed = key.differs_from({k: v for k, v in before.items() if k not in _ABOUT})
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
    read = undeclared_reads(step.job, folder / NOTES, inputs, data, (edition, folder))
    if read:
        problem = (
            f"it reads {', '.join(read)}, which nothing declares, so a change there would go "
            f"unnoticed. Name the table under also_reads in analysis/claims.yaml."
        )
        return Ran(ran.job, ran.seconds, problem)
    # What it made belongs to no key then, not even when the change has been undone since.
    if _touched(inputs) != step.inputs:
        return Ran(ran.job, ran.seconds, "a file it reads was changed while it ran. Build again.")
    (folder / NOTES).unlink(missing_ok=True)
    _store(ran, step, folder, register, store)
    _place(ran.job, folder, edition)
    return ran


def _store(ran: Ran, step: Step, folder: Path, register: Register, store: Store) -> None:
    """Keep what a notebook made under its key, and remember what that was made of."""
    name, verdicts = ran.job.name, _verdicts(folder)
    key = as_judged(step.key, register.of_notebook(name), verdicts)
    made = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    store.put(key.digest, folder, made)
    seen = [v for v in _seen(store.last(name)) if v != verdicts][1 - KEPT_VERDICTS :]
    about = {"seconds": f"{ran.seconds:.2f}", "verdicts": json.dumps([*seen, verdicts])}
    store.remember(name, {**key.parts, **about})


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
