"""Executing notebooks with papermill: all of them, whatever happens to one."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from trailblazer import errors
from trailblazer.run import kernels, watch

if TYPE_CHECKING:
    from papermill.exceptions import PapermillExecutionError

    from trailblazer.run.plan import Job

# What a notebook may draw on must not depend on the machine: fixed hashing, no clock in figures.
ENVIRONMENT = {
    **kernels.ONE_THREAD,
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "0",
    "MPLBACKEND": "agg",
}
CELL_TIMEOUT_SECONDS = 600
# The user's history of commands is none of a build's business, and writing to it takes a while.
WITHOUT_HISTORY = "--HistoryManager.enabled=False"
ERRORS_ONLY = "--IPKernelApp.log_level=40"  # the rest is noise on the terminal
EXECUTED = "executed.ipynb"
NOTES = "reads.txt"

Kernels = Literal["warm", "plain"]


@dataclass(frozen=True)
class Ran:
    """How one notebook went: the seconds it took and, when it failed, why in plain words."""

    job: Job
    seconds: float
    problem: str = ""
    details: str = ""


def usual_workers() -> int:
    """How many notebooks to run at a time: one more than there are cores to use.

    A notebook waits now and then, for its kernel to start and to end; another can use that time.
    """
    affinity = getattr(os, "sched_getaffinity", None)  # Linux alone says what may be used
    return (len(affinity(0)) if affinity else os.cpu_count() or 1) + 1


def prepare(kind: Kernels) -> None:
    """Set the environment of every kernel, and start loading libraries for warm ones.

    Returns at once, so that the loading overlaps with whatever needs no kernel.
    """
    os.environ.update(ENVIRONMENT)
    for noisy in ("papermill", "traitlets"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)  # we say what failed, in our words
    if kind == "warm":
        kernels.start()


def execute(
    jobs: Sequence[tuple[Job, Path]],
    *,
    workers: int,
    kind: Kernels = "warm",
    started: Callable[[Job], None] = lambda _: None,
    done: Callable[[Ran], None] = lambda _: None,
) -> list[Ran]:
    """Run each job in a folder of its own, the first ones first, several at a time.

    A job's folder receives all that its notebook writes, the executed notebook (``executed.ipynb``)
    and the list of files it read (``reads.txt``). A failing notebook does not stop the others.
    ``started`` is called before each, in a thread of its own, and ``done`` after each, in this
    thread. Stopped by hand, every kernel is ended at once.
    """
    prepare(kind)
    pool = ThreadPoolExecutor(max_workers=max(1, workers))
    waiting: dict[Future[Ran], int] = {}
    ran: dict[int, Ran] = {}
    try:
        for place, (job, folder) in enumerate(jobs):
            waiting[pool.submit(_run, job, folder, started)] = place
        for future in as_completed(waiting):
            ran[waiting[future]] = future.result()
            done(future.result())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        kernels.stop()
    return [ran[place] for place in range(len(jobs))]


def failures(ran: Iterable[Ran]) -> str:
    """Every failure of a run as one message, each said once."""
    failed = [r for r in ran if r.problem]
    lines = [f"  {r.job.name}: {r.problem}" for r in failed]
    several = "notebook" if len(failed) == 1 else "notebooks"
    return "\n".join([f"{len(failed)} {several} failed:", *lines])


def _run(job: Job, folder: Path, begun: Callable[[Job], None]) -> Ran:
    begun(job)
    # Imported here, so that the kernels' libraries load meanwhile: papermill takes half a second.
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    from trailblazer.run.kernels.engine import WARM

    folder.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    problem = details = ""
    try:
        papermill.execute_notebook(
            str(job.path),
            str(folder / EXECUTED),
            parameters={**job.parameters, "out": str(folder)},
            engine_name=WARM,
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=CELL_TIMEOUT_SECONDS,
            extra_arguments=[
                f"--IPKernelApp.exec_lines={watch.command(folder / NOTES)}",
                WITHOUT_HISTORY,
                ERRORS_ONLY,
            ],
        )
    except PapermillExecutionError as error:
        problem, details = f"cell {error.cell_index}: {_plain(error)}", str(error)
    except DeadKernelError:
        problem = "its Python process ended without a word (out of memory, or it was killed)"
    except (
        RuntimeError
    ) as error:  # it ended before its first cell, when nbclient has no word for it
        problem = f"its Python process could not be used: {error}"
    except CellTimeoutError:
        problem = f"a cell took longer than {CELL_TIMEOUT_SECONDS} seconds"
    return Ran(job, time.perf_counter() - started, problem, details)


def _plain(error: PapermillExecutionError) -> str:
    """The last line of a traceback, which is the one that says what is wrong."""
    message = str(error.evalue).strip()
    if not message:
        return f"{error.ename}, with no message; its Python process may have been stopped"
    return message if hasattr(errors, error.ename) else f"{error.ename}: {message}"
