"""Running the real notebooks without kernels, so that many planted sets can be judged quickly."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from trailblazer.findings.record import Finding, read_all
from trailblazer.findings.register import load_register
from trailblazer.places import REPOSITORY

NOTEBOOKS = REPOSITORY / "analysis" / "notebooks"


def run_notebook(name: str, **parameters: object) -> None:
    """Run one notebook's code cells in this process with parameters put in their place."""
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    space: dict[str, object] = {}
    for cell in (c for c in cells if c["cell_type"] == "code"):
        exec("".join(cell["source"]), space)  # noqa: S102
        if "parameters" in cell["metadata"].get("tags", []):
            space |= parameters


def judge(data: Path | str, out: Path, claims: Iterable[str] | None = None) -> dict[str, Finding]:
    """The findings of some claims (all of them unless named) on one set."""
    register = load_register().claims
    notebooks = {register[c].notebook for c in (claims or register)}
    for name in sorted(notebooks):
        run_notebook(name, data=str(data), out=str(out))
    return read_all(out / "findings")
