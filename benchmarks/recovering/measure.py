"""Run the seeds: truths first, then every estimate of every set beside its truth."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np

from benchmarks.recovering.cases import INVOLVED, REFERRED, SCOPE
from benchmarks.recovering.people import CODING, STAFF
from benchmarks.recovering.reach import REACH
from benchmarks.recovering.subject import Case, How, Made, Subject, Totals, make, recipe_of
from benchmarks.recovering.surveys import INFORMANTS, SETTINGS
from benchmarks.recovering.teams import CONTACTS, TIME
from trailblazer.data.synthesise.recipe import Recipe

SUBJECTS = {
    s.name: s
    for s in (
        TIME, SETTINGS, INFORMANTS, CONTACTS, REFERRED, REACH, STAFF, INVOLVED, SCOPE, CODING,
    )
}  # fmt: skip
# Sets from which truths are computed come from seeds that no set under test has.
APART = 10_000_000
BATCHES = 20


@dataclass(frozen=True)
class Row:
    """An estimate of one seed beside its truth; ``low`` and ``high`` are NaN without limits."""

    subject: str
    name: str
    target: str
    wide: str
    value: float
    low: float
    high: float
    truth: float


@dataclass(frozen=True)
class Truth:
    """Truths by subject and name, and the standard error of those found by drawing sets."""

    values: dict[str, dict[str, float]]
    errors: dict[str, dict[str, float]]
    sets: int


def planted(names: Sequence[str], *, sets: int, jobs: int, tell: Callable[[str], None]) -> Truth:
    """The truths of some subjects; those without a closed form from so many sets."""
    seeds = range(APART, APART + sets)
    drawn: list[dict[str, Totals]] = []
    for n, totals in enumerate(_over(seeds, _totals, names, jobs), start=1):
        drawn.append(totals)
        if n % 50 == 0:
            tell(f"truths: {n} of {sets} sets")
    recipe, values, errors = _recipe(), {}, {}
    for name in names:
        own = [totals[name] for totals in drawn]
        values[name] = SUBJECTS[name].truths(recipe, _mean(own))
        parts = [own[k::BATCHES] for k in range(BATCHES)] if sets >= 2 * BATCHES else []
        each = [SUBJECTS[name].truths(recipe, _mean(part)) for part in parts]
        errors[name] = {k: _error([e[k] for e in each]) for k in (values[name] if each else ())}
    return Truth(values, errors, sets)


def measured(
    seeds: Sequence[int],
    names: Sequence[str],
    truth: Truth,
    how: How,
    *,
    jobs: int,
    tell: Callable[[str], None],
) -> list[Row]:
    """Every estimate of the subjects in the set of each seed."""
    rows: list[Row] = []
    work = _Cases(tuple(names), truth, how)
    for n, own in enumerate(_over(seeds, work, names, jobs), start=1):
        rows += own
        if n % 10 == 0:
            tell(f"{n} of {len(seeds)} seeds")
    return rows


def _over(seeds: Iterable[int], work: Callable, names: Sequence[str], jobs: int) -> Iterator:
    """``work`` on the sets of all seeds, in their order, in so many processes."""
    tasks = [(seed, tuple(names)) for seed in seeds]
    if jobs == 1:
        yield from (work(*task) for task in tasks)
        return
    with ProcessPoolExecutor(jobs, initializer=_one_thread) as pool:
        yield from pool.map(work, *zip(*tasks, strict=True))


def _one_thread() -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"):
        os.environ[name] = "1"


@cache
def _recipe() -> Recipe:
    return recipe_of()


def _totals(seed: int, names: tuple[str, ...]) -> dict[str, Totals]:
    counted = {n: SUBJECTS[n] for n in names if SUBJECTS[n].totals is not None}
    made = _make(seed, counted.values()) if counted else None
    return {n: _count(counted.get(n), made) for n in names}


def _count(subject: Subject | None, made: Made | None) -> Totals:
    return subject.totals(made) if subject and subject.totals and made else {}


def _make(seed: int, subjects: Iterable[Subject]) -> Made:
    wanted = dict.fromkeys(family for s in subjects for family in s.families)
    return make(_recipe(), seed, tuple(wanted))


@dataclass(frozen=True)
class _Cases:
    names: tuple[str, ...]
    truth: Truth
    how: How

    def __call__(self, seed: int, names: tuple[str, ...]) -> list[Row]:
        made = _make(seed, (SUBJECTS[n] for n in names))
        return [
            _row(name, case)
            for name in names
            for case in SUBJECTS[name].cases(made, self.truth.values[name], self.how)
            if case.estimate.value is not None
        ]


def _row(subject: str, case: Case) -> Row:
    e = case.estimate
    low, high = (float("nan") if end is None else float(end) for end in (e.low, e.high))
    assert e.value is not None
    return Row(
        subject, case.name, case.target, case.wide, float(e.value), low, high, float(case.truth)
    )


def _error(each: list[float]) -> float:
    """The standard error of the mean of batches; none where all agree but for rounding."""
    error = float(np.std(each, ddof=1) / np.sqrt(len(each)))
    return error if error > 1e-9 * abs(np.mean(each)) else 0.0


def _mean(drawn: list[Totals]) -> Totals:
    return {k: float(np.mean([totals[k] for totals in drawn])) for k in drawn[0]} if drawn else {}
