"""What a build tells while notebooks run: which run now, how many are to go, and for how long."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping


class Progress:
    """Where a run of notebooks stands.

    ``expected`` is how long each takes, in seconds and in the order of starting: as in its last
    run here, or guessed. How long those took that have ended corrects what is left of it, for
    guesses can be far out and a machine can be busy. ``workers`` run at a time.
    """

    def __init__(
        self,
        expected: Mapping[str, float],
        workers: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._waiting = dict(expected)
        self._expected = dict(expected)
        self._workers = max(1, workers)
        self._clock = clock
        self._started: dict[str, float] = {}
        self._foreseen = self._took = 0.0

    def start(self, name: str) -> None:
        """A notebook begins; any thread may say so."""
        self._started[name] = self._clock()
        self._waiting.pop(name, None)

    def end(self, name: str) -> None:
        """A notebook has ended."""
        self._foreseen += self._expected[name]
        self._took += self._clock() - self._started.pop(name)

    @property
    def running(self) -> list[str]:
        """The notebooks that run now, those that began first."""
        return list(self._started)

    @property
    def left(self) -> int:
        """How many have not ended."""
        return len(self._started) + len(self._waiting)

    def seconds(self) -> float:
        """About how long until all have ended, each next one starting where one ends first."""
        pace = self._took / self._foreseen if self._foreseen else 1.0
        now = self._clock()
        begun = dict(self._started)
        ends = [max(0.0, pace * self._expected[n] - (now - at)) for n, at in begun.items()]
        ends += [0.0] * (self._workers - len(ends))
        for expected in list(self._waiting.values()):
            soonest = ends.index(min(ends))
            ends[soonest] += pace * expected
        return max(ends)

    def __str__(self) -> str:
        """The same in words: ``4 to go, about 6 s; now findings/gap, findings/settings``."""
        if not self.left:
            return ""
        seconds = self.seconds()
        about = f", about {seconds:.0f} s" if seconds >= 1 else ""
        running = self.running
        now = f"; now {', '.join(running)}" if running else ""
        return f"{self.left} to go{about}{now}"
