"""A set with ten million rows of contacts, checked and built, against the quickest readers.

    python benchmarks/big.py [--rows 10000000] [--times 3] [--build]

The rows are made in a temporary folder from the synthetic set: each is some contacts of one team
on one day, so that a month, mode and phase has many. The same file is then, in fresh processes:
read and grouped by duckdb and by polars; added up as a build does; checked as part of the set by
``trailblazer check``; and, with ``--build``, built into the whole report. Memory is that of all
processes of a command together, a shared page counted once. Writes ``BIG.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import psutil
import pyarrow as pa
from pyarrow import parquet

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "analysis"
SYNTHETIC = HERE.parent / "data" / "synthetic"
KEY = ["team_id", "month", "mode", "phase"]
ALLOWED = 4 * 1024  # MiB
AT_MOST = 3.0  # times the quickest reader
READERS = {
    "duckdb": (
        "import duckdb",
        """
duckdb.execute("SET threads = 2")
print(len(duckdb.execute('''SELECT team_id, month, mode, phase, sum(contacts) FROM '{path}'
GROUP BY ALL''').fetchall()))""",
    ),
    "polars": (
        "import polars",
        """
rows = polars.scan_{kind}("{path}")
print(rows.group_by("team_id", "month", "mode", "phase").agg(polars.col("contacts").sum())
.collect(engine="streaming").height)""",
    ),
    "trailblazer": (
        """
from pathlib import Path
from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.totals.table import read_totals
spec = load_dictionary().tables["contacts"]""",
        """
text, _ = read_totals(Path("{path}"), spec, file="contacts")
assert not text.problems
print(len(text.cells))""",
    ),
}
CLOCK = """
import time
{imports}
began, busy = time.perf_counter(), time.process_time()
{code}
print(time.perf_counter() - began, time.process_time() - busy)"""


@dataclass(frozen=True)
class Took:
    """Wall and processor seconds of the work, and peak MiB of all its processes."""

    seconds: float
    busy: float
    peak: float


def make(folder: Path, rows: int) -> dict[str, Path]:
    """The set twice: with the contacts as Parquet and as CSV."""
    sets = {kind: folder / kind for kind in ("parquet", "csv")}
    for place in sets.values():
        shutil.copytree(SYNTHETIC, place)
        (place / "contacts.csv").unlink()
    _write_rows(sets["parquet"] / "contacts.parquet", rows)
    duckdb.execute(
        f"COPY (FROM '{sets['parquet'] / 'contacts.parquet'}') TO '{sets['csv'] / 'contacts.csv'}'"
    )
    for kind, place in sets.items():
        described = json.loads((place / "datapackage.json").read_text("utf-8"))
        entry = next(r for r in described["resources"] if r["name"] == "contacts")
        entry |= {"path": f"contacts.{kind}", "aggregate": True}
        (place / "datapackage.json").write_text(json.dumps(described), "utf-8")
    return sets


def _write_rows(path: Path, rows: int) -> None:
    """Rows of 1 to 3 contacts a day, as often by key as the synthetic set has contacts."""
    draws = np.random.default_rng(2018)
    known = pd.read_csv(SYNTHETIC / "contacts.csv").dropna()
    weight = (known["contacts"] + 0.1).to_numpy()
    at = draws.choice(len(known), size=rows, p=weight / weight.sum())
    columns = {}
    for name in KEY:
        codes, words = pd.factorize(known[name])
        columns[name] = pa.DictionaryArray.from_arrays(codes[at].astype("int32"), list(words))
    columns["day"] = pa.array(draws.integers(1, 29, rows), pa.int8())
    columns["contacts"] = pa.array(draws.integers(1, 4, rows), pa.int32())
    parquet.write_table(pa.table(columns), path)


def run(command: list[str], store: Path) -> tuple[Took, str]:
    """Run a command with a store of its own; its wall time, peak memory and output."""
    began, busy, peak, done = time.perf_counter(), _busy(), [0.0], threading.Event()
    work = subprocess.Popen(  # noqa: S603 (commands of our own)
        command, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "TRAILBLAZER_STORE": str(store), "PYTHONPATH": str(PACKAGE)},
    )  # fmt: skip

    def look() -> None:
        while not done.wait(0.05):
            with suppress(psutil.Error):
                first = psutil.Process(work.pid)
                peak[0] = max(peak[0], sum(map(_memory, [first, *first.children(recursive=True)])))

    watcher = threading.Thread(target=look)
    watcher.start()
    said = work.communicate()[0]
    done.set()
    watcher.join()
    if work.returncode:
        raise SystemExit(f"{command} failed:\n{said}")
    return Took(time.perf_counter() - began, _busy() - busy, peak[0] / 1024**2), said


def _busy() -> float:
    """Processor seconds of every process that was started and has ended."""
    about = psutil.Process().cpu_times()
    return float(about.children_user + about.children_system)


def _memory(process: psutil.Process) -> float:
    try:
        about = process.memory_full_info()
    except psutil.Error:
        return 0.0
    return float(getattr(about, "pss", about.rss))


def read(reader: str, path: Path, store: Path, times: int) -> Took:
    """The time a reader takes to read and group a file, best of a few, in fresh processes."""
    found = []
    for _ in range(times):
        shutil.rmtree(store, ignore_errors=True)
        imports, work = READERS[reader]
        code = CLOCK.format(imports=imports, code=work.format(path=path, kind=path.suffix[1:]))
        took, said = run([sys.executable, "-c", code], store)
        wall, busy = map(float, said.split()[-2:])
        found.append(Took(wall, busy, took.peak))
    return Took(
        min(t.seconds for t in found), min(t.busy for t in found), max(t.peak for t in found)
    )


def trailblazer(*words: str, store: Path) -> Took:
    """A command of trailblazer, from start to end."""
    return run([sys.executable, "-m", "trailblazer", *words], store)[0]


def main() -> None:
    """Measure, print and write the results."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--times", type=int, default=3, help="how often to run each reader")
    options.add_argument("--build", action="store_true")
    given = options.parse_args()
    lines = []
    with tempfile.TemporaryDirectory() as work:
        folder, store = Path(work), Path(work) / "store"
        sets = make(folder, given.rows)
        small = trailblazer("check", "synthetic", store=folder / "small")
        lines.append(_line("`trailblazer check`, the synthetic set as it is", small, None))
        if given.build:
            took = trailblazer("build", "--out", str(folder / "out"), store=folder / "small")
            lines.append(_line("`trailblazer build`, the synthetic set as it is", took, None))
        for kind, place in sets.items():
            path = place / f"contacts.{kind}"
            size = path.stat().st_size / 1024**2
            readers = {name: read(name, path, store, given.times) for name in ("duckdb", "polars")}
            best = min(readers.values(), key=lambda took: took.busy)
            for name, took in readers.items():
                lines.append(_line(f"{name}: read and group {kind} ({size:,.0f} MiB)", took, best))
            lines.append(
                _line(
                    f"check and add up {kind}", read("trailblazer", path, store, given.times), best
                )
            )
            shutil.rmtree(store, ignore_errors=True)
            first = trailblazer("check", str(place), store=store)
            lines.append(_line(f"`trailblazer check`, first time, {kind}", first, best))
            again = trailblazer("check", str(place), store=store)
            lines.append(_line(f"`trailblazer check`, again, {kind}", again, best))
            if given.build:
                shutil.rmtree(store, ignore_errors=True)
                out = str(folder / f"out-{kind}")
                built = trailblazer("build", "--data", str(place), "--out", out, store=store)
                lines.append(_line(f"`trailblazer build`, first time, {kind}", built, best))
    _write(lines, given.rows, given.times)


def _line(what: str, took: Took, best: Took | None) -> str:
    ratio = "" if best is None else f"{took.busy / best.busy:.1f}"
    line = f"| {what} | {took.seconds:.2f} | {took.busy:.2f} | {ratio} | {took.peak:,.0f} |"
    print(line, flush=True)
    return line


def _write(lines: list[str], rows: int, times: int) -> None:
    load = ", ".join(f"{n:.1f}" for n in os.getloadavg()) if hasattr(os, "getloadavg") else "?"
    text = f"""# Big inputs

Made by `python benchmarks/big.py`: {rows:,} rows of contacts in a set that is otherwise the
synthetic one. Wanted: to check and add up the rows in at most {AT_MOST:.0f} times what the quickest
reader needs to read and group them, and never more than {ALLOWED:,} MiB for all processes together.

| what | wall s | processor s | times the quickest reader | peak MiB |
|---|---|---|---|---|
{chr(10).join(lines)}

The ratio is of processor seconds, for wall time tells more of a busy machine than of a program.
Readers, and *check and add up*, are without the start of Python and its imports, the best of
{times}; the commands are from start to end, once. Python {platform.python_version()},
{os.cpu_count()} processors, load of the machine while it ran (1, 5 and 15 minutes): {load}.
"""
    (HERE / "BIG.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
