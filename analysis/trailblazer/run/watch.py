"""Seeing what a notebook reads: an audit hook in its kernel that notes every file opened.

The notes are compared with what the register declares. A file that was read and not declared
could change without the notebook being run again, so it is an error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable
from pathlib import Path

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def watch(notes: str) -> None:
    """Note the path of every file this process opens for reading, one a line, in ``notes``.

    Runs inside the kernel, before the notebook's first cell.
    """
    stream = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    seen: set[str] = set()

    def note(event: str, details: tuple[object, ...]) -> None:
        if event != "open":
            return
        path, _, flags = details
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if not isinstance(path, str) or (isinstance(flags, int) and flags & _WRITING):
            return
        if path not in seen:
            seen.add(path)
            os.write(stream, f"{os.path.realpath(path)}\n".encode())

    sys.addaudithook(note)


def command(notes: Path) -> str:
    """The line a kernel runs first to be watched."""
    return f"__import__({__name__!r}, fromlist=['watch']).watch({str(notes)!r})"


def undeclared(notes: Path, declared: Collection[Path], ignored: Iterable[Path]) -> list[str]:
    """The files a notebook read although nothing declares them.

    ``declared`` are its inputs; whatever lies below an ``ignored`` folder is covered otherwise
    (the interpreter and its libraries by the lock, the package by its modules' digests).
    """
    known = {str(path.resolve()) for path in declared}
    below = tuple(f"{path.resolve()}{os.sep}" for path in ignored)
    lines = notes.read_text(encoding="utf-8").splitlines() if notes.is_file() else []
    read = dict.fromkeys(_source(line) for line in lines)
    return [p for p in read if p not in known and not p.startswith(below) and Path(p).is_file()]


def _source(path: str) -> str:
    """A module's compiled form stands for its source."""
    compiled = Path(path)
    if compiled.parent.name != "__pycache__":
        return path
    return str(compiled.parents[1] / f"{compiled.name.split('.')[0]}.py")
