"""Digests that change exactly when a result could: of files, of code, of a notebook's code.

Standard library only, so that finding out that there is nothing to do costs next to nothing.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

CHUNK = 1 << 20


def of_file(path: Path) -> str:
    """The SHA-256 of a file's bytes as hexadecimal; an absent file gives an empty string."""
    if not path.is_file():
        return ""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()


def of_data(data: Any) -> str:
    """The digest of plain data (texts, numbers, lists, mappings), its keys in any order."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def of_code(source: str) -> str:
    """The digest of what Python code does: comments and layout do not count.

    Code that cannot be parsed is digested as text, so that its error is shown anew when it changes.
    """
    try:
        return of_data(ast.dump(ast.parse(source)))
    except SyntaxError:
        return of_data(source)


def of_notebook(path: Path) -> str:
    """The digest of a notebook's code cells in order; prose, outputs and cell ids do not count."""
    return of_data([of_code(source) for source in code_cells(path)])


def code_cells(path: Path) -> list[str]:
    """The sources of a notebook's code cells, in order."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def of_tree(root: Path, folders: Iterable[str]) -> Mapping[str, str]:
    """Digests of every file below some folders (or of the files named), by path from the root.

    Hidden files and Python's caches are left out.
    """
    found: dict[str, str] = {}
    for name in folders:
        top = root / name
        paths = [top] if top.is_file() else sorted(p for p in top.rglob("*") if p.is_file())
        for path in paths:
            inside = path.relative_to(root)
            if not any(part.startswith((".", "__pycache__")) for part in inside.parts):
                found[inside.as_posix()] = of_file(path)
    return found
