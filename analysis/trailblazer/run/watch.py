"""Seeing what a notebook reads: an audit hook in its kernel that notes every file opened.

The notes are compared with what the register declares. A file that was read and not declared
could change without the notebook being run again, so it is an error. So are ways of reading that
cannot be followed: listing the folder of the set, starting a program, and pyarrow's readers, which
open files without Python being told.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from importlib.util import source_from_cache
from pathlib import Path

_WORDS = {
    "open": "open",
    "sqlite3.connect": "open",
    "os.listdir": "list",
    "os.scandir": "list",
    "subprocess.Popen": "start",
    "os.system": "start",
    "os.exec": "start",
    "os.posix_spawn": "start",
    "trailblazer.loads": "loads",
}
# The loader of a set says when it lists the folder: the key holds what it finds there. It also
# says when it needs a library that reads unseen, which it hands bytes that Python has read.
OUR_LIST = "trailblazer.lists"
# On a new machine matplotlib asks once where the fonts are, and Python what the machine is.
_HARMLESS_PROGRAMS = ("fc-list", "system_profiler", "uname")
_UNSEEN = tuple(f"pyarrow.{name}" for name in ("csv", "dataset", "feather", "orc", "parquet"))


def watch(notes: str) -> None:
    """Note every file this process opens for reading, folder it lists and program it starts.

    Each is one line of ``notes``, once: a word (``open``, ``list``, ``start``) and a path or
    program. Runs inside the kernel, before the notebook's first cell.
    """
    listed_by_us: set[str] = set()
    stream = os.open(notes, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    seen: set[str] = set()

    def note(event: str, details: tuple[object, ...]) -> None:
        if event == OUR_LIST:
            listed_by_us.add(os.path.realpath(str(details[0])))
            return
        word = _WORDS.get(event)
        if word is None:
            return
        # On Windows a program is often named by its whole command line alone.
        path = details[1] if details[0] is None and word == "start" else details[0]
        if not isinstance(path, str | bytes | os.PathLike):
            return
        name = os.fsdecode(path)
        for_modules = word == "list" and name == str(Path.cwd())
        if word == "list" and os.path.realpath(name) in listed_by_us:
            listed_by_us.discard(os.path.realpath(name))
            return
        if for_modules or (event == "open" and not _reads(details[2])):
            return
        as_said = word in ("start", "loads")
        line = f"{word} {name if as_said else os.path.realpath(name)}"
        if line not in seen:
            seen.add(line)
            os.write(stream, os.fsencode(line.replace("\n", " ") + "\n"))

    sys.addaudithook(note)


def command(notes: Path) -> str:
    """The line a kernel runs first to be watched."""
    return f"__import__({__name__!r}, fromlist=['watch']).watch({str(notes)!r})"


@dataclass(frozen=True)
class Allowed:
    """What a notebook may read.

    ``declared`` are its inputs. Below a ``covered`` folder nothing needs to be declared (the
    interpreter and its libraries, which the lock covers; the run's own files). Below a ``watched``
    one everything does, be it only looked for and not there. The innermost folder decides.
    ``unlisted`` are folders of which a notebook may not even see what is in them.
    """

    declared: Collection[Path]
    covered: Collection[Path]
    watched: Collection[Path]
    unlisted: Collection[Path]

    def folder_rule(self) -> Callable[[str], bool | None]:
        """A function from a path to whether it is watched; ``None`` in no folder named here."""
        folders = {f"{p.resolve()}{os.sep}": False for p in self.covered}
        folders |= {f"{p.resolve()}{os.sep}": True for p in self.watched}

        def rule(path: str) -> bool | None:
            around = [folder for folder in folders if path.startswith(folder)]
            return folders[max(around, key=len)] if around else None

        return rule


def undeclared(notes: Path, allowed: Allowed) -> list[str]:
    """What a notebook read although nothing declares it: files by path, other ways in words."""
    known = {str(path.resolve()) for path in allowed.declared}
    unlisted = {str(path.resolve()) for path in allowed.unlisted}
    watched = allowed.folder_rule()
    lines = [line.partition(" ") for line in _lines(notes)]
    loaded = {path for word, _, path in lines if word == "loads"}
    found = []
    for word, _, path in lines:
        source = _source(path)
        if word == "start" and Path(path).name not in _HARMLESS_PROGRAMS:
            found.append(f'what the program "{path}" reads')
        elif word == "list" and path in unlisted:
            found.append(f"the list of files in {path}")
        elif word == "open" and (reader := _unseen_reader(source)) not in ("", *loaded):
            found.append(f"what {reader} reads")
        elif word == "open" and source not in known:
            inside = watched(source)
            if inside or (inside is None and Path(source).is_file()):
                found.append(source)
    return list(dict.fromkeys(found))


def _reads(flags: object) -> bool:
    """Whether a file opened like this may be read and have had something in it before."""
    if not isinstance(flags, int):
        return True
    created = flags & (os.O_CREAT | os.O_EXCL) == os.O_CREAT | os.O_EXCL
    return not flags & (os.O_WRONLY | os.O_TRUNC) and not created


def _lines(notes: Path) -> list[str]:
    return os.fsdecode(notes.read_bytes()).splitlines() if notes.is_file() else []


def _source(path: str) -> str:
    """A module's compiled form stands for its source."""
    try:
        return source_from_cache(path)
    except ValueError:
        return path


def _unseen_reader(path: str) -> str:
    """The library whose reader lies in this file, if its reading cannot be followed."""
    parts = Path(path).with_suffix("").parts
    name = ".".join(parts[parts.index("pyarrow") :]) if "pyarrow" in parts else ""
    return next((r for r in _UNSEEN if name in (r, f"{r}.__init__")), "")
