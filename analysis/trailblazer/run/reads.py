"""What a notebook read although nothing declares it, in words a reader can act on."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from trailblazer import digests, places
from trailblazer.data.load import DataSet
from trailblazer.run import closure, kernels
from trailblazer.run.plan import Job
from trailblazer.run.watch import Allowed, undeclared

SYSTEM = ("/usr", "/lib", "/lib64", "/etc", "/proc", "/dev", "/sys", "/run", "/var", "/System")
HOME = (".cache", ".config", ".ipython", ".jupyter", ".local", ".matplotlib", "Library")


def undeclared_reads(
    job: Job, notes: Path, inputs: Collection[Path], data: DataSet, own: Collection[Path]
) -> list[str]:
    """The undeclared reads of one run: tables by name, other files by path, other ways in words.

    ``notes`` are those of ``watch``, ``inputs`` what is declared, ``own`` the folders the run
    itself writes to.
    """
    allowed = Allowed(
        declared=inputs,
        covered=_covered(own),
        watched=(places.REPOSITORY, data.folder),
        unlisted=(data.folder,),
    )
    readers = closure.follow(digests.code_cells(job.path)).unseen_readers()
    read = [_inside(path, data.folder) for path in undeclared(notes, allowed)]
    return [*read, *(f"what {name} reads" for name in readers)]


def _covered(own: Collection[Path]) -> list[Path]:
    """Folders whose files need no declaration: the system, Python, its caches, our own output."""
    server = kernels.current()
    sockets = [server.folder] if server else []
    homes = [Path.home() / name for name in HOME]
    python = [Path(sys.prefix), Path(sys.base_prefix)]
    matplotlib = Path(tempfile.gettempdir()) / "matplotlib"
    ours = [*own, *sockets, places.derived()]
    return [*map(Path, SYSTEM), *homes, *python, *ours, matplotlib]


def _inside(path: str, folder: Path) -> str:
    """A file of the set by its name, any other by its path."""
    found = Path(path)
    return found.name if found.is_relative_to(folder.resolve()) else path
