"""What the run engine has to reach, as ratios of medians of one run, and whether it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peers import whole
from peers.rounds import Runs
from peers.timing import median
from peers.ways import LIMIT, ONE_BY_ONE, OURS

COUNT = "14"


@dataclass(frozen=True)
class Target:
    """A ratio, the bound it must keep, and on which side of it."""

    name: str
    ratio: float
    bound: float
    at_most: bool

    @property
    def holds(self) -> bool:
        """Whether the ratio keeps its bound."""
        return self.ratio <= self.bound if self.at_most else self.ratio >= self.bound

    def in_words(self) -> str:
        """The ratio, its bound and whether it holds."""
        side = "at most" if self.at_most else "at least"
        verdict = "holds" if self.holds else "DOES NOT HOLD"
        return f"{self.name}: {self.ratio:.2f} ({side} {self.bound:.2f}): {verdict}"


def targets(notebooks: Mapping[str, Runs], report: Runs) -> list[Target]:
    """Every target that this run measured."""
    runs = notebooks.get(COUNT, {})
    found = [
        _target(f"{COUNT} notebooks, ours to the physical limit", runs, OURS, LIMIT, 1.15, True),
        _target(f"{COUNT} notebooks, {ONE_BY_ONE} to ours", runs, ONE_BY_ONE, OURS, 9, False),
        _target("whole build, jupyter-book to ours", report, whole.FORCE, whole.NEW, 4, False),
        _target("nothing to do, ours to jupyter-book's",
                report, whole.AGAIN, whole.CACHE_AGAIN, 1 / 3, True),
    ]  # fmt: skip
    return [target for target in found if target is not None]


def _target(
    name: str, runs: Runs, above: str, below: str, bound: float, at_most: bool
) -> Target | None:
    if above not in runs or below not in runs:
        return None
    return Target(name, median(runs[above]).wall / median(runs[below]).wall, bound, at_most)
