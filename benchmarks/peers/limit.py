"""The physical limit: the cells of the notebooks in forked Python processes, one a core.

All libraries are imported once, which counts; then each notebook is one fork that runs its cells,
shows what they end in and encodes their figures as a kernel would. No kernel, no messages.
"""

from __future__ import annotations

import ast
import base64
import gc
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import scipy.stats
import seaborn as sns
import statsmodels.api
import statsmodels.formula.api

# Named so that what is imported for the notebooks is seen to be meant.
LOADED = (np, pd, scipy.stats, sns, statsmodels.api, statsmodels.formula.api)


def run_notebook(path: Path, out: Path) -> None:
    """Run one notebook's code cells in this process and write it with its outputs."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    space: dict[str, Any] = {"__name__": "__main__"}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            lines = "".join(cell["source"]).splitlines()
            source = "\n".join(line for line in lines if not line.startswith("%"))
            cell["outputs"] = [*_shown(_run_cell(source, space)), *_figures()]
    (out / path.name).write_text(json.dumps(notebook), encoding="utf-8")


def _run_cell(source: str, space: dict[str, Any]) -> Any:
    """Run a cell; what its last line evaluates to is what a notebook shows."""
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "<cell>", "exec"), space)  # noqa: S102 - running cells is the point
        return None
    tree.body.pop()
    exec(compile(tree, "<cell>", "exec"), space)  # noqa: S102
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), space)  # noqa: S307


def _shown(result: Any) -> list[dict[str, Any]]:
    if result is None:
        return []
    data = {"text/plain": repr(result)}
    if hasattr(result, "_repr_html_"):
        data["text/html"] = result._repr_html_()
    return [_output("execute_result", data)]


def _figures() -> list[dict[str, Any]]:
    """Every open figure as the inline backend sends it, closed after."""
    outputs = []
    for number in plt.get_fignums():
        image = io.BytesIO()
        figure = plt.figure(number)
        figure.savefig(image, format="png", bbox_inches="tight", facecolor=figure.get_facecolor())
        encoded = base64.b64encode(image.getvalue()).decode()
        outputs.append(_output("display_data", {"image/png": encoded}))
    plt.close("all")
    return outputs


def _output(kind: str, data: dict[str, str]) -> dict[str, Any]:
    return {"output_type": kind, "data": data, "metadata": {}}


def main(notebooks: Path, out: Path, cores: int) -> int:
    """Fork one process a notebook, at most ``cores`` at a time; returns how many failed."""
    mpl.use("agg")
    pd.set_option("display.max_columns", 20)  # pandas' own default in a notebook
    gc.freeze()
    waiting = sorted(notebooks.glob("*.ipynb"))
    running: set[int] = set()
    failed = 0
    while waiting or running:
        if waiting and len(running) < cores:
            path = waiting.pop(0)
            pid = os.fork()
            if pid == 0:
                run_notebook(path, out)
                os._exit(0)  # a fork that failed ends with a traceback and another code
            running.add(pid)
        else:
            pid, status = os.wait()
            running.remove(pid)
            failed += status != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
