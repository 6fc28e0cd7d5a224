"""Running what has changed, and only that: each notebook by its key, from the store or anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from trailblazer.data.load import DataSet
from trailblazer.findings.register import Register
from trailblazer.run import closure
from trailblazer.run.bytecode import check_by_content
from trailblazer.run.execute import EXECUTED, NOTES, Kernels, Ran, execute
from trailblazer.run.keys import as_judged, inputs_of
from trailblazer.run.normalise import publish
from trailblazer.run.plan import Job
from trailblazer.run.progress import Progress
from trailblazer.run.reads import undeclared_reads
from trailblazer.run.steps import Step, length, touched, verdicts_seen
from trailblazer.run.store import Store

KEPT_VERDICTS = 8


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
    done: Callable[[Ran, Progress], None] = lambda *_: None,
) -> list[Ran]:
    """Fill ``edition`` with what every notebook of the plan makes, running those that must.

    ``work`` is a folder for the run's own files. The longest notebooks start first. What a
    notebook made is kept in the store only when it succeeded and read nothing undeclared.
    Returns the notebooks that ran; the edition is whole only if none has a problem.
    """
    to_run = [s for s in plan if s.why or not _restore(s, edition, work, store)]
    to_run.sort(key=length, reverse=True)
    of = {s.job.name: s for s in to_run}
    progress = Progress({s.job.name: length(s) for s in to_run}, workers)
    ran: dict[str, Ran] = {}

    def finished(result: Ran) -> None:
        name = result.job.name
        progress.end(name)
        ran[name] = _keep(result, of[name], edition, work, data, register, store)
        done(ran[name], progress)

    if to_run:
        check_by_content(closure.PACKAGE)
        folders = [(s.job, work / "made" / s.job.name) for s in to_run]
        execute(
            folders, workers=workers, kind=kind, started=lambda job: progress.start(job.name),
            done=finished,
        )  # fmt: skip
    return [ran[s.job.name] for s in plan if s.job.name in ran]


def _verdicts(made: Path) -> dict[str, str]:
    """What the claims came out as in a notebook's run, by id."""
    findings = [json.loads(p.read_text("utf-8")) for p in sorted(made.glob("findings/*.json"))]
    return {finding["id"]: finding["verdict"] for finding in findings}


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
    if touched(inputs) != step.inputs:
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
    seen = [v for v in verdicts_seen(store.last(name)) if v != verdicts][1 - KEPT_VERDICTS :]
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
