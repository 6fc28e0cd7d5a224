"""Digests that change exactly when a result could: of files, of code, of a notebook's code.

Standard library only, so that finding out that there is nothing to do costs next to nothing.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from trailblazer import places

CHUNK = 1 << 20
LARGE = 32 << 20  # bytes: the digest of a file beyond this is remembered
RACY = 2.0  # seconds: a file as young as this may change again without looking any different


def of_file(path: Path) -> str:
    """The SHA-256 of a file's bytes as hexadecimal; an absent file gives an empty string."""
    if not path.is_file():
        return ""
    about = path.stat()
    return _remembered(path, about) if about.st_size > LARGE else _of_bytes(path)


def _remembered(path: Path, about: os.stat_result) -> str:
    """The digest of a large file, kept by all that changes when the file does."""
    looks = [about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns]
    note = places.derived() / "digests" / of_data([str(path.resolve()), *looks])
    with suppress(OSError):
        known = note.read_text(encoding="ascii")
        if len(known) == hashlib.sha256().digest_size * 2:
            return known
    digest = _of_bytes(path)
    if time.time() - max(about.st_mtime, about.st_ctime) > RACY:
        with suppress(OSError):
            note.parent.mkdir(parents=True, exist_ok=True)
            work = note.with_name(f".{os.getpid()}-{note.name}")
            work.write_text(digest, encoding="ascii")
            work.replace(note)
    return digest


def _of_bytes(path: Path) -> str:
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
