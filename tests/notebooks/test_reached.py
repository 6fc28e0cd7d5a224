"""What notebooks really run of the package lies within what their keys count."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from trailblazer import digests
from trailblazer.places import REPOSITORY
from trailblazer.run import closure
from trailblazer.run.closure import CELLS, PACKAGE

pytestmark = pytest.mark.slow
FOLDER = REPOSITORY / "analysis" / "notebooks"
PROFILED = """
import inspect, json, sys
from tests.planted.inline import run_notebook
ran = set()
def note(frame, event, _):
    code = frame.f_code
    # Not the body of a module or class, nor a comprehension, which belongs to what it stands in.
    whole = not code.co_name.endswith(("expr>", "comp>"))
    function = code.co_flags & inspect.CO_OPTIMIZED and whole
    if event == "call" and function and code.co_filename.startswith({package!r}):
        ran.add((code.co_filename, frame.f_lineno))
sys.setprofile(note)
run_notebook({name!r}, out={out!r}, **{quick!r})
sys.setprofile(None)
print("\\n" + json.dumps(sorted(ran)))
"""


def executed(name: str, out: Path) -> list[tuple[str, int]]:
    """File and line of every function of the package that a notebook calls."""
    source = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    quick = {"resamples": 20} if "resamples" in source else {}
    code = PROFILED.format(package=str(PACKAGE), name=name, out=str(out), quick=quick)
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, capture_output=True, text=True, cwd=REPOSITORY, check=True)
    return [tuple(pair) for pair in json.loads(done.stdout.splitlines()[-1])]


def counted(name: str) -> set[tuple[str, int]]:
    """File and line of everything of the package that the notebook's key counts."""
    walk = closure.follow(digests.code_cells(FOLDER / f"{name}.ipynb"))
    assert not walk.dynamic
    nodes = [
        (str(walk.files[module]), walk.code(module).parts[number].node)
        for module in walk.used.keys() - {CELLS}
        for number in walk.used[module]
    ]
    return {(path, line) for path, node in nodes for line in lines(node)}


def lines(node: ast.stmt) -> range:
    above = [d.lineno for d in getattr(node, "decorator_list", [])]
    return range(min([node.lineno, *above]), (node.end_lineno or node.lineno) + 1)


@pytest.mark.parametrize("name", ["findings/progress", "challenges/retention"])
def test_what_runs_is_counted(name: str, tmp_path: Path) -> None:
    ran = set(executed(name, tmp_path))
    assert len(ran) > 50
    assert ran <= counted(name), sorted(ran - counted(name))
