"""What is told while notebooks run: which run now, how many are to go, and for how long."""

from __future__ import annotations

import pytest

from trailblazer.run.progress import Progress


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_it_says_what_runs_now_and_what_is_to_go(clock: Clock) -> None:
    progress = Progress({"a": 4.0, "b": 3.0, "c": 2.0}, workers=2, clock=clock)
    progress.start("a")
    progress.start("b")
    clock.now += 3
    progress.end("b")
    progress.start("c")
    assert progress.running == ["a", "c"]
    assert str(progress) == "2 to go, about 2 s; now a, c"
    clock.now += 1.5
    progress.end("a")
    assert str(progress) == "1 to go; now c"
    progress.end("c")
    assert progress.left == 0
    assert str(progress) == ""


def test_the_next_starts_where_one_ends_first(clock: Clock) -> None:
    progress = Progress({"a": 4.0, "b": 3.0, "c": 2.0, "d": 2.0}, workers=2, clock=clock)
    assert progress.seconds() == 6.0  # a then d, b then c: 6 and 5
    progress.start("a")
    progress.start("b")
    clock.now += 1
    assert progress.seconds() == 5.0


def test_what_has_ended_corrects_what_is_left(clock: Clock) -> None:
    progress = Progress({"a": 1.0, "b": 1.0, "c": 2.0}, workers=1, clock=clock)
    progress.start("a")
    clock.now += 5  # five times as long as was thought
    progress.end("a")
    progress.start("b")
    assert progress.seconds() == 15.0
    clock.now += 7  # longer than that: nobody knows how long still
    assert progress.seconds() == 10.0
