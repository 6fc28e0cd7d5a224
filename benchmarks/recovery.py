"""Do intervals hold what was planted? ``python -m benchmarks.recovery 200 --seed 1 --jobs 2``.

Makes so many synthetic sets, sets every estimate that has an interval beside the truth, and writes
``benchmarks/recovery.json`` and ``benchmarks/RECOVERY.md``, which says how to read it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.recovering.measure import SUBJECTS, measured, planted
from benchmarks.recovering.page import as_page
from benchmarks.recovering.subject import How
from benchmarks.recovering.summary import NARROW, as_document, summarise

HERE, RESULTS = Path(__file__).parent, "recovery.json"


def main() -> int:
    """Measure, write and say what was found; returns 1 when an interval is too narrow."""
    asked = _arguments()
    names, how = asked.only or list(SUBJECTS), How(resamples=asked.resamples)
    truth = planted(names, sets=asked.sets, jobs=asked.jobs, tell=_tell)
    seeds = range(asked.seed, asked.seed + asked.seeds)
    found = summarise(measured(seeds, names, truth, how, jobs=asked.jobs, tell=_tell), truth)
    document = as_document(
        found, seeds=asked.seeds, first=asked.seed, level=how.level, resamples=how.resamples,
        sets=asked.sets,
    )  # fmt: skip
    asked.out.mkdir(parents=True, exist_ok=True)
    _write(_with_the_others(document, asked.out / RESULTS), asked.out)
    for line in found:
        print(f"{line.coverage:7.1%}  {line.reading:16} {line.subject}: {line.name}")
    return 1 if any(line.reading == NARROW for line in found) else 0


def _with_the_others(document: dict[str, Any], path: Path) -> dict[str, Any]:
    """The document with the subjects measured before and not now, if in the same way."""
    if not path.exists():
        return document
    before = json.loads(path.read_text(encoding="utf-8"))
    new = {line["subject"] for line in document["estimates"]}
    kept = [line for line in before.pop("estimates") if line["subject"] not in new]
    if kept and before != {k: v for k, v in document.items() if k != "estimates"}:
        raise SystemExit(f"{path.name} has other subjects from a run of another kind: {before}")
    order = {name: n for n, name in enumerate(SUBJECTS)}
    lines = sorted([*kept, *document["estimates"]], key=lambda line: order[line["subject"]])
    return document | {"estimates": lines}


def _write(document: dict[str, Any], folder: Path) -> None:
    text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
    (folder / RESULTS).write_text(text, encoding="utf-8")
    (folder / "RECOVERY.md").write_text(as_page(document), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", type=int, help="how many sets")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--sets", type=int, default=200, help="sets from which truths are found")
    parser.add_argument("--resamples", type=int, default=999, help="draws of a bootstrap")
    parser.add_argument(
        "--only", nargs="+", choices=list(SUBJECTS), help="some subjects; others are kept"
    )
    parser.add_argument("--out", type=Path, default=HERE, help="where results are written")
    return parser.parse_args()


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
