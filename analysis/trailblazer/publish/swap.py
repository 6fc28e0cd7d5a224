"""Putting an edition in place of the last one: whole or not at all, whoever else is building."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from trailblazer.errors import ParameterError
from trailblazer.publish.fresh import RUN
from trailblazer.run.store import abandoned, working_folder

_HERE = -100  # AT_FDCWD: paths as they are
_EXCHANGE = 2  # RENAME_EXCHANGE


def check_target(target: Path) -> None:
    """Refuse to replace a folder that is not an edition: nothing a user had may be lost."""
    if target.is_file() or (target.is_dir() and any(target.iterdir()) and not _ours(target)):
        raise ParameterError(
            f"{target} exists and is not an edition made by trailblazer, so it is left alone. "
            f"Choose another folder with --out."
        )


def recover(target: Path) -> None:
    """Tidy up after builds that were cut off: their folders, and an edition moved away."""
    with _alone(target):
        old = _old(target)
        if old.is_dir() and not target.exists():
            old.rename(target)
        shutil.rmtree(old, ignore_errors=True)
        if target.parent.is_dir():
            for work in abandoned(target.parent, _work(target)):
                shutil.rmtree(work, ignore_errors=True)


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A working folder on the same disk as the target, gone at the end whatever happens."""
    target.parent.mkdir(parents=True, exist_ok=True)
    work = working_folder(target.parent, _work(target))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def swap(edition: Path, target: Path) -> None:
    """Put a finished edition in place of the last one.

    On Linux the two change places in one step, so a reader always finds a whole edition. Elsewhere
    the last one is away between two renames; ``recover`` brings it back if that is cut off.
    """
    edition.chmod(0o755)
    with _alone(target):
        if not target.exists():
            edition.rename(target)
        elif not _exchange(edition, target):
            target.rename(_old(target))
            edition.rename(target)
            shutil.rmtree(_old(target), ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def _ours(target: Path) -> bool:
    return (target / RUN).is_file() or {p.name for p in target.iterdir()} <= {"draft"}


def _work(target: Path) -> str:
    return f".{target.name}.new"


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    number = zlib.crc32(str(target).encode("utf-8"))
    with FileLock(Path(tempfile.gettempdir()) / f"trailblazer-{number:08x}.lock"):
        yield
