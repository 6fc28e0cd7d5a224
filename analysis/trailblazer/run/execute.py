"""Executing notebooks with papermill: all of them, whatever happens to one."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from trailblazer.run.normalise import normalise
from trailblazer.run.plan import Job

# What a notebook may draw on must not depend on the machine: fixed hashing, no clock in figures.
ENVIRONMENT = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "MPLBACKEND": "agg"}
CELL_TIMEOUT_SECONDS = 600


@dataclass(frozen=True)
class Ran:
    """How one notebook went: the seconds it took and, when it failed, why in plain words."""

    job: Job
    seconds: float
    problem: str = ""
    details: str = ""


def execute(
    jobs: Sequence[Job],
    edition: Path,
    *,
    workers: int,
    done: Callable[[Ran], None] = lambda ran: None,
) -> list[Ran]:
    """Run every job into ``edition``; executed notebooks land in its ``notebooks`` folder.

    A failing notebook does not stop the others. ``done`` is called after each, from the thread
    that ran it. The result is in the order of ``jobs``.
    """
    os.environ.update(ENVIRONMENT)
    for noisy in ("papermill", "traitlets"):
        logging.getLogger(noisy).setLevel(logging.ERROR)

    def one(job: Job) -> Ran:
        ran = _run(job, edition)
        done(ran)
        return ran

    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        return list(pool.map(one, jobs))


def failures(ran: Iterable[Ran]) -> str:
    """Every failure of a run as one message, each said once."""
    failed = [r for r in ran if r.problem]
    lines = [f"  {r.job.name}: {r.problem}" for r in failed]
    several = "notebook" if len(failed) == 1 else "notebooks"
    return "\n".join([f"{len(failed)} {several} failed:", *lines])


def _run(job: Job, edition: Path) -> Ran:
    target = edition / "notebooks" / f"{job.name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    problem = details = ""
    try:
        papermill.execute_notebook(
            str(job.path),
            str(target),
            parameters={**job.parameters, "out": str(edition)},
            kernel_name="python3",
            progress_bar=False,
            autosave_cell_every=0,
            execution_timeout=CELL_TIMEOUT_SECONDS,
            stderr_file=None,
        )
    except PapermillExecutionError as error:
        problem, details = f"cell {error.cell_index}: {_plain(error)}", str(error)
    except DeadKernelError:
        problem = "its Python process ended without a word (out of memory, or it was killed)"
    except CellTimeoutError:
        problem = f"a cell took longer than {CELL_TIMEOUT_SECONDS} seconds"
    if target.exists():
        normalise(target, job)
    return Ran(job, time.perf_counter() - started, problem, details)


def _plain(error: PapermillExecutionError) -> str:
    """The last line of a traceback, which is the one that says what is wrong."""
    message = str(error.evalue).strip() or "no message"
    ours = error.ename.endswith("Error") and error.ename in _ours()
    return message if ours else f"{error.ename}: {message}"


def _ours() -> set[str]:
    from trailblazer import errors

    return {name for name in vars(errors) if name.endswith("Error")}
