"""A build killed at any moment does no harm.

    python -m benchmarks.kills 50 --seed 1 [--whole]

In a copy of the project (cut down to two notebooks unless ``--whole``) an edition of one set
stands, and a build of another set over it is killed: its own process, the process that forks
kernels, one kernel, while results are being written, or by Ctrl-C. A second process-wide reader
checks all the while that the edition that stands is whole: every file as its manifest says. Then no
process of ours may be left, and the next build must give, byte for byte, what a build from nothing
gives, and leave no work folder behind.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.planted.editions import SETS, WAIT_SECONDS, Edition, Site, faults_of, files_of

GONE_SECONDS = 5
CHECK_EVERY_SECONDS = 0.2


@dataclass
class Seen:
    """What the kills showed: how many of each kind, and every fault."""

    kills: Counter[str] = field(default_factory=Counter)
    missed: int = 0
    checks: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Counts by kind, and what must be nothing."""
        kinds = ", ".join(f"{name} {count}" for name, count in self.kills.items())
        lines = [f"{self.kills.total()} kills ({kinds}), {self.missed} after the build had ended;"]
        lines.append(f"the edition was found whole {self.checks} times; {len(self.faults)} faults.")
        return "\n".join([*lines, *self.faults])


@contextmanager
def watched(edition: Path, seen: Seen) -> Iterator[None]:
    """Check over and over, as long as the block runs, that the edition is whole."""
    done = threading.Event()

    def check() -> None:
        while not done.is_set():
            problem = faults_of(edition)
            seen.checks += 1
            if problem:
                seen.faults.append(f"the edition was not whole: {problem}")
                return
            done.wait(CHECK_EVERY_SECONDS)

    thread = threading.Thread(target=check)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def kill_parent(site: Site, build: subprocess.Popen[str], chance: random.Random) -> bool:
    """The build's own process, at any moment of about as long as a build takes."""
    _sleep(build, chance.uniform(0.0, 7.0))
    return _send(build, signal.SIGKILL)


def kill_while_writing(site: Site, build: subprocess.Popen[str], chance: random.Random) -> bool:
    """The build's own process, just as one of the things it writes appears."""
    store, beside = site.project / ".trailblazer", site.out.parent
    signs: list[Callable[[], object]] = [
        lambda: next(store.rglob(".new-*"), None),
        lambda: next(beside.glob(".edition.new-*/edition/findings"), None),
        lambda: next(beside.glob(".edition.new-*/edition/html"), None),
        lambda: next(beside.glob(".edition.new-*/edition/manifest.json"), None),
        lambda: next(beside.glob(".edition.new-*/edition/.manifest.json*"), None),
    ]
    _until(build, chance.choice(signs))
    return _send(build, signal.SIGKILL)


def kill_zygote(site: Site, build: subprocess.Popen[str], chance: random.Random) -> bool:
    """The process that forks kernels."""
    return _kill_one(build, chance, forked=False)


def kill_kernel(site: Site, build: subprocess.Popen[str], chance: random.Random) -> bool:
    """One kernel while its notebook runs."""
    return _kill_one(build, chance, forked=True)


def stop_by_hand(site: Site, build: subprocess.Popen[str], chance: random.Random) -> bool:
    """Ctrl-C."""
    _sleep(build, chance.uniform(0.5, 6.0))
    return _send(build, signal.SIGINT)


WAYS = (kill_parent, kill_while_writing, kill_zygote, kill_kernel, kill_parent, stop_by_hand)


def one_kill(
    site: Site, seen: Seen, chance: random.Random, way: Callable[..., bool], old: Edition,
    new: Edition, data: str,
) -> None:  # fmt: skip
    """Kill one build of ``data`` over the edition that stands, then build again."""
    with watched(site.out, seen):
        build = site.start(data)
        killed = way(site, build, chance)
        said = build.communicate(timeout=WAIT_SECONDS)[0]
        seen.kills[way.__name__] += killed
        seen.missed += not killed
        _check(seen, way, "processes were left", [p.pid for p in _after_a_while(site)])
        standing = files_of(site.out)
        _check(seen, way, "neither edition stands", standing not in (old, new))
        _check(seen, way, f"code 0 and the old edition: {said}",
               build.returncode == 0 and standing != new)  # fmt: skip
        _check(seen, way, "a traceback", "Traceback" in said and said)
        _check(seen, way, "the next build failed", site.build(data))
    _check(seen, way, "the next build differs", files_of(site.out) != new)
    _check(seen, way, "something was left behind", site.left_behind())
    shutil.rmtree(site.out.with_name(f"{site.out.name}-failed"), ignore_errors=True)


def two_at_once(site: Site, seen: Seen, editions: Sequence[Edition]) -> None:
    """Two builds of different sets to one place, with nothing kept: each succeeds, one stands."""
    site.empty_store()
    with watched(site.out, seen):
        builds = [site.start(data) for data in SETS]
        for build in builds:
            said = build.communicate(timeout=WAIT_SECONDS)[0]
            _check(seen, two_at_once, "a build failed", build.returncode and said)
    _check(seen, two_at_once, "neither edition stands", files_of(site.out) not in editions)
    _check(seen, two_at_once, "something was left behind", site.left_behind())
    _check(seen, two_at_once, "processes were left", [p.pid for p in _after_a_while(site)])


def run(count: int, seed: int, *, whole: bool = False) -> Seen:
    """Kill that many builds, and let two run at once."""
    chance, seen = random.Random(seed), Seen()  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        site = Site(Path(name), whole=whole)
        editions = [site.from_nothing(data) for data in SETS]
        site.build(SETS[0])
        number = 0
        while seen.kills.total() < count:
            standing, other = editions[number % 2], (number + 1) % 2
            if chance.random() < 0.7:
                site.empty_store()
            way = WAYS[number % len(WAYS)]
            one_kill(site, seen, chance, way, standing, editions[other], SETS[other])
            number += 1
        two_at_once(site, seen, editions)
    return seen


def _check(seen: Seen, way: Callable[..., object], what: str, wrong: object) -> None:
    if wrong:
        seen.faults.append(f"{way.__name__}: {what}: {wrong}")


def _after_a_while(site: Site) -> list[psutil.Process]:
    end = time.monotonic() + GONE_SECONDS
    while (left := site.alive()) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def _kill_one(build: subprocess.Popen[str], chance: random.Random, *, forked: bool) -> bool:
    """Kill the zygote, or a child of it, a moment after it is first seen."""

    def find() -> list[psutil.Process]:
        with suppress(psutil.Error):
            below = psutil.Process(build.pid).children()
            zygotes = [p for p in below if "trailblazer.run.kernels.zygote" in p.cmdline()]
            return [c for z in zygotes for c in z.children()] if forked else zygotes
        return []

    _until(build, find)
    _sleep(build, chance.uniform(0.0, 1.0 if forked else 3.0))
    for process in find()[:1]:
        with suppress(psutil.Error):
            process.kill()
            return True
    return False


def _send(build: subprocess.Popen[str], number: signal.Signals) -> bool:
    """Send a signal; false when the build has ended already."""
    running = build.poll() is None
    build.send_signal(number)
    return running


def _sleep(build: subprocess.Popen[str], seconds: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        build.wait(seconds)


def _until(build: subprocess.Popen[str], sign: Callable[[], object]) -> None:
    while build.poll() is None:
        with suppress(OSError):
            if sign():
                return
        time.sleep(0.001)


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill builds and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=2018)
    parser.add_argument("--whole", action="store_true", help="the whole project, with its PDF")
    given = parser.parse_args(arguments)
    seen = run(given.count, given.seed, whole=given.whole)
    print(seen)
    return 1 if seen.faults else 0


if __name__ == "__main__":
    sys.exit(main())
