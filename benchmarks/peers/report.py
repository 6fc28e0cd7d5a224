"""The results of a run as tables of ``benchmarks/README.md``: no number in it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from peers.ways import LIMIT
from peers.whole import NEW

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- results: written by run.py -->", "<!-- end of results -->"


def write_into(readme: Path, results: Mapping[str, Any]) -> None:
    """Replace the section of results by the tables of this run."""
    text = readme.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    _, tail = rest.split(END)
    tables = "\n".join(in_markdown(results))
    readme.write_text(f"{head}{BEGIN}\n\n{tables}\n{END}{tail}", encoding="utf-8")


def in_markdown(results: Mapping[str, Any]) -> Iterator[str]:
    """The machine, a table a number of notebooks, the report itself, and the targets."""
    machine = results["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    yield f"{machine['cores']} cores, {machine['system']}, Python {machine['python']}; {packages}."
    for count, runs in results["notebooks"].items():
        yield from _table(f"{count} notebooks", runs, LIMIT)
        for name in results["left out"].get(count, []):
            yield f"Left out, as it would take too long: {name}.\n"
    if results["report"]:
        yield from _table("The report itself", results["report"], NEW)
    for name, number in results["notebooks run"].items():
        yield f"- {name}: {number} notebooks ran"
    yield "\n| target | ratio | bound | holds |\n|---|---|---|---|"
    for name, target in results["targets"].items():
        holds = "yes" if target["holds"] else "**no**"
        yield f"| {name} | {target['ratio']:.2f} | {target['bound']} | {holds} |"
    yield ""


def _table(title: str, runs: Mapping[str, Mapping[str, list[float]]], unit: str) -> Iterator[str]:
    base = median(runs[unit]["wall"])
    yield f"\n**{title}** (medians; {unit} is 1)\n"
    yield "| way | wall s | processor s | ratio | runs |\n|---|---|---|---|---|"
    for name, spent in runs.items():
        wall, cpu = median(spent["wall"]), median(spent["processor"])
        row = f"| {name} | {wall:.1f} | {cpu:.1f} | {wall / base:.2f} | {len(spent['wall'])} |"
        yield row
    yield ""
