"""Run us and the peers on the same notebooks in the same run: ``python benchmarks/run.py``.

Prints medians, ratios and whether the targets hold, and writes ``benchmarks/results.json`` and the
tables of ``benchmarks/README.md``, which says what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from peers.made import make_notebooks
from peers.report import README, write_into
from peers.rounds import Runs, affordable, compare, compare_report
from peers.targets import Target, targets
from peers.timing import median
from peers.ways import LIMIT, ways

RESULTS = Path(__file__).with_name("results.json")
PACKAGES = (
    "papermill", "nbclient", "ipykernel", "jupyter-book", "jupyter-cache", "pandas", "numpy",
    "matplotlib", "seaborn", "scipy", "statsmodels",
)  # fmt: skip

Skipped = dict[str, list[str]]


def main() -> int:
    """Measure, print and write; returns 1 when a target is not reached."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        notebooks, skipped = _notebooks(asked, Path(folder))
        report, ran = Runs(), dict[str, int]()
        if not asked.no_report:
            _tell("The report itself")
            work = Path(folder) / "report"
            work.mkdir()
            report, ran = compare_report(work, asked.report_rounds, _tell)
    reached = targets(notebooks, report)
    _print(notebooks, skipped, report, ran, reached)
    if not asked.quick:
        _write(notebooks, skipped, report, ran, reached)
    return 0 if all(target.holds for target in reached) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", nargs="+", type=int, default=[6, 14, 56], help="notebooks")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is run")
    parser.add_argument("--report-rounds", type=int, default=3, help="the same for the report")
    parser.add_argument("--longest", type=float, default=180, help="skip ways slower than this, s")
    parser.add_argument("--no-report", action="store_true", help="leave out the report itself")
    parser.add_argument("--quick", action="store_true", help="one round, 6 notebooks, not written")
    asked = parser.parse_args()
    if asked.quick:
        asked.counts, asked.rounds, asked.report_rounds = [6], 1, 1
    return asked


def _notebooks(asked: argparse.Namespace, folder: Path) -> tuple[dict[str, Runs], Skipped]:
    runs: dict[str, Runs] = {}
    skipped: Skipped = {}
    for count in sorted(asked.counts):
        _tell(f"{count} notebooks")
        chosen, slow = affordable(ways(_cores()), runs, count, asked.longest)
        notebooks = make_notebooks(folder / str(count), count)
        runs[str(count)] = compare(chosen, notebooks, folder / "work", asked.rounds, _tell)
        skipped[str(count)] = slow
    return runs, skipped


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _print(
    notebooks: dict[str, Runs],
    skipped: Skipped,
    report: Runs,
    ran: dict[str, int],
    reached: list[Target],
) -> None:
    for count, runs in notebooks.items():
        print(f"\n{count} notebooks (medians)")
        _table(runs, LIMIT)
        for name in skipped[count]:
            print(f"  {name}: left out, it would take too long")
    if report:
        print("\nThe report itself (medians)")
        _table(report, next(iter(report)))
        for name, number in ran.items():
            print(f"  {name}: {number} notebooks ran")
    print()
    for target in reached:
        print(target.in_words())


def _table(runs: Runs, unit: str) -> None:
    base = median(runs[unit]).wall
    for name, spent in runs.items():
        middle = median(spent)
        times = f"{middle.wall:7.1f} s wall {middle.cpu:7.1f} s processor"
        print(f"  {name:42}{times} {middle.wall / base:6.2f} x {unit} ({len(spent)} runs)")


def _write(
    notebooks: dict[str, Runs],
    skipped: Skipped,
    report: Runs,
    ran: dict[str, int],
    reached: list[Target],
) -> None:
    document = {
        "machine": {
            "cores": _cores(),
            "system": platform.system(),
            "python": platform.python_version(),
            "packages": {name: version(name) for name in PACKAGES},
        },
        "notebooks": {count: _rounded(runs) for count, runs in notebooks.items()},
        "left out": {count: names for count, names in skipped.items() if names},
        "report": _rounded(report),
        "notebooks run": ran,
        "targets": {t.name: _target(t) for t in reached},
    }
    RESULTS.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    write_into(README, document)


def _target(target: Target) -> dict[str, object]:
    side = "at most" if target.at_most else "at least"
    bound = f"{side} {target.bound:.2f}"
    return {"ratio": round(target.ratio, 3), "bound": bound, "holds": target.holds}


def _rounded(runs: Runs) -> dict[str, dict[str, list[float]]]:
    return {
        name: {
            "wall": [round(s.wall, 2) for s in spent],
            "processor": [round(s.cpu, 2) for s in spent],
        }
        for name, spent in runs.items()
    }


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
