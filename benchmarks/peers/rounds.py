"""Running the ways in turn, round by round, so that a busy spell of the machine hits them all.

The limit and ours, whose ratio is the closest, are run before each of the others.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from peers.timing import Spent, median
from peers.ways import Way, results
from peers.whole import Repository, one_round

Runs = dict[str, list[Spent]]
Tell = Callable[[str], None]


def compare(ways: Sequence[Way], notebooks: Path, work: Path, rounds: int, tell: Tell) -> Runs:
    """Run every way ``rounds`` times on the same notebooks; the first two before each other one.

    Raises ``RuntimeError`` when a way shows other numbers or figures than the first.
    """
    runs: Runs = {}
    expected: list[str] = []
    for way in _in_turn(ways, rounds):
        folder = work / "run"
        for name, spent in way.run(notebooks, folder).items():
            runs.setdefault(name, []).append(spent)
            tell(f"{name}: {spent.wall:.1f} s, processor {spent.cpu:.1f} s")
        shown = results(folder)
        expected = expected or shown
        if shown != expected:
            raise RuntimeError(f"{way.name} shows other results than {ways[0].name}")
        shutil.rmtree(folder)
    return runs


def affordable(
    ways: Sequence[Way], before: Mapping[str, Runs], count: int, longest: float
) -> tuple[list[Way], list[str]]:
    """The ways worth running on ``count`` notebooks, and the names of those that take too long.

    A way is expected to take as long a notebook as it did with the most notebooks so far.
    """
    if not before:
        return list(ways), []
    most = max(before, key=int)
    seconds = {
        way.name: sum(median(before[most][part]).wall for part in way.parts if part in before[most])
        for way in ways
    }
    slow = [name for name, took in seconds.items() if took / int(most) * count > longest]
    return [way for way in ways if way.name not in slow], slow


def compare_report(work: Path, rounds: int, tell: Tell) -> tuple[Runs, dict[str, int]]:
    """Build the report ``rounds`` times in every way; also how many notebooks each of ours ran."""
    repository = Repository(work)
    repository.build()  # compiles the copy's modules and gives jupyter-book the values to quote
    runs: Runs = {}
    ran: dict[str, int] = {}
    for _ in range(rounds):
        for name, spent, notebooks in one_round(repository):
            runs.setdefault(name, []).append(spent)
            if notebooks is not None:
                ran[name] = max(notebooks, ran.get(name, 0))
            tell(f"{name}: {spent.wall:.1f} s, processor {spent.cpu:.1f} s")
    return runs, ran


def _in_turn(ways: Sequence[Way], rounds: int) -> Iterator[Way]:
    first, others = ways[:2], ways[2:]
    for _ in range(rounds):
        for other in others:
            yield from first
            yield other
        if not others:
            yield from first
