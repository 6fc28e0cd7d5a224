"""Notebooks argue, the package computes: the shape of every notebook, read from its code."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from trailblazer.findings.register import load_register
from trailblazer.places import REPOSITORY
from trailblazer.run.parameters import COMMON, declared

FOLDER = REPOSITORY / "analysis" / "notebooks"
NOTEBOOKS = sorted(FOLDER.rglob("*.ipynb"))
each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
FORBIDDEN = (
    ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try, ast.Lambda, ast.ListComp,
    ast.DictComp, ast.If, ast.With,
)  # fmt: skip


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return [c for c in notebook["cells"] if c["cell_type"] == kind]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@each
def test_no_computation_in_a_notebook(path: Path) -> None:
    for cell in cells(path, "code"):
        for node in ast.walk(ast.parse(source(cell))):
            assert not isinstance(node, FORBIDDEN), source(cell)
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("groupby", "merge", "loc", "iloc", "query", "assign")


@each
def test_code_cells_are_few_and_short(path: Path) -> None:
    code = cells(path, "code")
    name = path.relative_to(FOLDER).with_suffix("").as_posix()
    assert len(code) <= 9 * max(1, len(load_register().of_notebook(name)))
    assert all(len(source(c).splitlines()) <= 14 for c in code)


@each
def test_nothing_executed_is_committed(path: Path) -> None:
    for cell in cells(path, "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
    ids = [c["id"] for kind in ("code", "markdown") for c in cells(path, kind)]
    assert len(ids) == len(set(ids))


@each
def test_parameters_are_typed_and_common_ones_are_there(path: Path) -> None:
    first = cells(path, "code")[0]
    assert "parameters" in first["metadata"]["tags"]
    assert set(COMMON) <= set(declared(path))
    assert set(declared(path).values()) <= {"int", "float", "bool", "str"}
    for node in ast.parse(source(first)).body:
        assert isinstance(node, ast.AnnAssign), "a parameter has a type"


@each
def test_no_number_is_typed_into_prose(path: Path) -> None:
    for cell in cells(path, "markdown"):
        prose = re.sub(r"\{[a-z]+\}`[^`]*`", "", source(cell))
        assert not re.search(r"\d", prose), prose


@each
def test_every_claim_of_a_notebook_is_concluded_in_it(path: Path) -> None:
    name = path.relative_to(FOLDER).with_suffix("").as_posix()
    code = "\n".join(source(c) for c in cells(path, "code"))
    concluded = set(re.findall(r'study\.conclude\(\s*"([a-z-]+)"', code))
    assert concluded == {c.id for c in load_register().of_notebook(name)}
    prose = "\n".join(source(c) for c in cells(path, "markdown"))
    for claim in concluded:
        assert f"({claim})=" in prose
        assert f"```{{finding}} {claim}\n" in prose


@pytest.mark.slow
@each
def test_a_notebook_runs_by_itself_as_it_stands(path: Path) -> None:
    """What a reviewer does first: open it in Jupyter and run it from top to bottom."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}})
    client.execute()
    shown = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    assert not [o for o in shown if o.output_type == "error"]
    assert any("<table" in o.get("data", {}).get("text/html", "") for o in shown)
