"""Sets spoilt in every way we know, each with seeds: is it told plainly, is anything lost?

    python -m benchmarks.corruptions 10

Each spoilt set goes through ``trailblazer check`` (as text, JSON and page) and ``trailblazer
build``. Writes the table in CORRUPTIONS.md.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import SMALL
from tests.properties.corrupting import Outcome, outcome
from tests.properties.corruptions import KINDS, Kind

PAGE = Path(__file__).with_name("CORRUPTIONS.md")
HEAD = """# Spoilt sets

Written by `python -m benchmarks.corruptions {seeds}`. Each kind of damage is done, with {seeds}
seeds, to a small set that has nothing wrong. `trailblazer check` (as text, JSON and page) and
`trailblazer build` are then given it, through the command line.

- *Told*: refused with exit code 3 and a message that names the file and says what to do; the last
  good edition is byte for byte as it was.
- *Harmless*: nothing is lost. The tables come out as they were, or a note says what is passed over.
- *At fault*: anything else. A traceback, another exit code, a file not named, an edition touched.

| what went wrong | sets | told | harmless | at fault |
|---|---:|---:|---:|---:|
"""


def main(arguments: Sequence[str]) -> int:
    """Run every kind with the seeds asked for; returns how many sets were at fault."""
    seeds = int(arguments[0]) if arguments else 10
    started = time.perf_counter()
    counts = {kind.name: [outcome(kind, seed, SMALL) for seed in range(seeds)] for kind in KINDS}
    lines = [_line(kind, counts[kind.name]) for kind in KINDS]
    every = [one for ones in counts.values() for one in ones]
    total = _line(Kind(f"**all {len(KINDS)} kinds**", KINDS[0].spoil), every)
    PAGE.write_text(HEAD.format(seeds=seeds) + "\n".join([*lines, total]) + "\n", encoding="utf-8")
    faults = [fault for one in every for fault in one.faults]
    print("\n".join(faults))
    print(f"{len(every)} sets, {len(faults)} faults, {time.perf_counter() - started:.0f} s")
    return len(faults)


def _line(kind: Kind, outcomes: Sequence[Outcome]) -> str:
    wrong = sum(bool(one.faults) for one in outcomes)
    told = sum(one.refused and not one.faults for one in outcomes)
    harmless = len(outcomes) - wrong - told
    return f"| {kind.name} | {len(outcomes)} | {told} | {harmless} | {wrong} |"


if __name__ == "__main__":
    sys.exit(bool(main(sys.argv[1:])))
