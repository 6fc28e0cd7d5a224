"""Making an executed notebook safe and repeatable: no clock, no path, no host in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

from trailblazer import files
from trailblazer.run.plan import Job

_MACHINE = ("data", "out")
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def normalise(path: Path, job: Job) -> None:
    """Rewrite an executed notebook so that two runs on the same input are the same bytes.

    papermill writes start and end times, durations, the machine's paths and random cell ids. The
    cell it injects is kept only for settings that were changed, and never shows a path.
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = nbformat.from_dict({"kernelspec": _KERNEL})
    kept = {k: v for k, v in job.parameters.items() if k not in _MACHINE}
    notebook.cells = [c for c in notebook.cells if not _injected(c) or kept]
    for cell in notebook.cells:
        if _injected(cell):
            cell.id = "injected-parameters"
            cell.source = "# Settings of this edition\n" + "\n".join(
                f"{name} = {value!r}" for name, value in sorted(kept.items())
            )
            cell.metadata = nbformat.from_dict({"tags": ["injected-parameters", "hide-input"]})
        for clock in ("papermill", "execution"):
            cell.metadata.pop(clock, None)
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if not _noise(o)]
    files.write_text(path, nbformat.writes(notebook) + "\n")


def _injected(cell: Any) -> bool:
    return "injected-parameters" in cell.metadata.get("tags", [])


def _noise(output: Any) -> bool:
    """Warnings on stderr go to the log of the run, not onto a page."""
    return bool(output.output_type == "stream" and output.name == "stderr")
