"""The notebook as published: today's prose and code, and the outputs of the run.

papermill writes start and end times, durations, the machine's paths and random cell ids into what
it executes. Here the outputs are taken out of the executed notebook and put into the source as it
stands now, so that a change of prose needs no kernel and two runs give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from trailblazer import files
from trailblazer.findings.record import Parameter

_MACHINE = ("data", "out", "policy")
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def publish(
    source: Path, executed: Path, target: Path, parameters: Mapping[str, Parameter]
) -> None:
    """Write the published form of an executed notebook.

    Settings that were changed are shown in a cell of their own after the defaults; paths never
    are.
    """
    notebook = nbformat.read(source, as_version=4)
    outputs = iter(_outputs(executed))
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if cell.cell_type == "code":
            cell.outputs = next(outputs, [])
        if "parameters" in cell.metadata.get("tags", []):
            cells += _changed(parameters)
    for count, cell in enumerate((c for c in cells if c.cell_type == "code"), start=1):
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
    notebook.cells = cells
    notebook.metadata = nbformat.from_dict({"kernelspec": _KERNEL})
    files.write_text(target, nbformat.writes(notebook) + "\n")


def _outputs(executed: Path) -> list[Any]:
    """The outputs of each code cell; what was said on stderr is for the log, not for a page."""
    notebook = nbformat.read(executed, as_version=4)
    code = [c for c in notebook.cells if c.cell_type == "code" and not _injected(c)]
    return [[o for o in cell.outputs if o.get("name") != "stderr"] for cell in code]


def _injected(cell: Any) -> bool:
    return "injected-parameters" in cell.metadata.get("tags", [])


def _changed(parameters: Mapping[str, Parameter]) -> list[Any]:
    shown = {k: v for k, v in sorted(parameters.items()) if k not in _MACHINE}
    if not shown:
        return []
    lines = [f"{name} = {value!r}" for name, value in shown.items()]
    cell = nbformat.v4.new_code_cell(
        "\n".join(["# Settings of this edition", *lines]),
        metadata={"tags": ["injected-parameters", "hide-input"]},
    )
    cell["id"] = "injected-parameters"
    return [cell]
