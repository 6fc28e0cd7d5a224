"""Timing a whole process: the seconds until it has ended, and the seconds its processors worked."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The same for every way: several run at once, and threads of BLAS would fight over the cores.
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT / "analysis"),
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock, and seconds of processor time of a process and all it waited for."""

    wall: float
    cpu: float

    def plus(self, other: Spent) -> Spent:
        """The two one after the other."""
        return Spent(self.wall + other.wall, self.cpu + other.cpu)


def python(script: str, *arguments: object) -> list[str]:
    """The command line of one of the scripts beside this module."""
    return [sys.executable, str(Path(__file__).parent / f"{script}.py"), *map(str, arguments)]


def module(name: str, *arguments: object) -> list[str]:
    """The command line of an installed module, ``python -m name``."""
    return [sys.executable, "-m", name, *map(str, arguments)]


def timed(
    commands: Sequence[Sequence[str]], folder: Path, extra: Mapping[str, str] | None = None
) -> Spent:
    """Run commands one after the other in ``folder`` and add up what they took.

    What they say goes to ``log.txt`` there. Raises ``RuntimeError`` with its end when one fails.
    """
    environment = {**os.environ, **ENVIRONMENT, **(extra or {})}
    for name in ("MPLBACKEND", "PYTHONDONTWRITEBYTECODE"):  # as where nobody set anything
        environment.pop(name, None)
    spent = Spent(0, 0)
    with (folder / "log.txt").open("ab") as log:
        for command in commands:
            started = time.perf_counter()
            process = subprocess.Popen(  # noqa: S603 - the command lines of this benchmark
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log,
            )  # fmt: skip
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            wall = time.perf_counter() - started
            spent = spent.plus(Spent(wall, usage.ru_utime + usage.ru_stime))
            if process.returncode:
                said = (folder / "log.txt").read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"{' '.join(command)} failed:\n{said[-3000:]}")
    return spent


def median(runs: Sequence[Spent]) -> Spent:
    """The medians of several runs, each by itself."""
    return Spent(statistics.median(r.wall for r in runs), statistics.median(r.cpu for r in runs))
