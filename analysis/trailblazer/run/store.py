"""The store: what a notebook made, kept by its key, whole or not at all.

An entry is one folder with the files a notebook left and a list of their digests. It is written
beside its place and renamed, and moved away before it is removed, so that a crash leaves no half
entry and two builds at once do no harm. An entry that does not match its own list, or a list that
does not match its own digest, is thrown away and made again.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import accumulate
from pathlib import Path

import psutil

from trailblazer import digests, files

LIST = "entry.json"
KEPT_ENTRIES = 400
KEPT_BYTES = 2 << 30
_WORK = ".new"


class Store:
    """Entries by key below one folder, and the last key of each name to explain changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, root: Path, made: Iterable[str]) -> None:
        """Keep the files ``made`` (paths below ``root``) under a key."""
        target = self._entry(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        work = working_folder(target.parent, _WORK)
        try:
            listed = {}
            for name in sorted(made):
                copy = work / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(root / name, copy)
                listed[name] = digests.of_file(copy)
            size = sum((work / name).stat().st_size for name in listed)
            about = {"files": listed, "digest": digests.of_data(listed), "bytes": size}
            text = json.dumps(about, indent=1)
            files.write_text(work / LIST, text + "\n")
            if self._listed(target) is None:
                self._discard(target)
            # Where another build put the same entry first, its files are as good as ours.
            with suppress(OSError):
                work.rename(target)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def get(self, key: str, root: Path) -> bool:
        """Copy an entry's files below ``root``; false when there is none or it is damaged."""
        entry = self._entry(key)
        listed = self._listed(entry)
        if listed is None:
            return False
        if any(digests.of_file(entry / name) != digest for name, digest in listed.items()):
            self._discard(entry)
            return False
        try:
            os.utime(entry)
            for name in listed:
                target = root / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(entry / name, target)
        except FileNotFoundError:  # another build has just trimmed it
            return False
        return True

    def has(self, key: str) -> bool:
        """Whether there is an entry, without looking at its files."""
        return (self._entry(key) / LIST).is_file()

    def remember(self, name: str, parts: Mapping[str, str]) -> None:
        """Keep the parts of the last key of a name."""
        files.write_text(self._last(name), json.dumps(dict(parts), indent=1) + "\n")

    def last(self, name: str) -> Mapping[str, str] | None:
        """The parts of the last key of a name; ``None`` when it was never run here."""
        try:
            found = json.loads(self._last(name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def trim(self, keep: int = KEPT_ENTRIES, most: int = KEPT_BYTES) -> None:
        """Throw away what was used longest ago, beyond a number or bytes, and what was cut off."""
        entries = [p for p in self.folder.glob("entries/*/*") if not p.name.startswith(".")]
        entries.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
        filled = accumulate(map(_size, entries))
        for place, (entry, bytes_so_far) in enumerate(zip(entries, filled, strict=True)):
            if place >= keep or bytes_so_far > most:
                self._discard(entry)
        for shelf in self.folder.glob("entries/*"):
            for work in abandoned(shelf, _WORK):
                shutil.rmtree(work, ignore_errors=True)

    def _entry(self, key: str) -> Path:
        return self.folder / "entries" / key[:2] / key

    def _last(self, name: str) -> Path:
        return self.folder / "last" / f"{name}.json"

    def _listed(self, entry: Path) -> dict[str, str] | None:
        """The digests of an entry's files by name; ``None`` when there is no list to go by."""
        try:
            found = json.loads((entry / LIST).read_text(encoding="utf-8"))
            listed = dict[str, str](found["files"])
            return listed if digests.of_data(listed) == found["digest"] else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _discard(self, entry: Path) -> None:
        """Remove an entry: at once for everybody else, then file by file."""
        if entry.exists():
            away = working_folder(entry.parent, _WORK)
            with suppress(OSError):  # somebody else was quicker
                entry.rename(away / entry.name)
            shutil.rmtree(away, ignore_errors=True)


def _size(entry: Path) -> int:
    """The bytes of an entry's files as its list tells them; one that does not tell counts none."""
    try:
        return int(json.loads((entry / LIST).read_text(encoding="utf-8"))["bytes"])
    except (OSError, ValueError, TypeError, KeyError):
        return 0


def working_folder(parent: Path, name: str) -> Path:
    """A new folder ``<name>-<process id>-<random>``; ``abandoned`` finds it if we are cut off."""
    return Path(tempfile.mkdtemp(prefix=f"{name}-{os.getpid()}-", dir=parent))


def abandoned(parent: Path, name: str) -> list[Path]:
    """The working folders of that name whose process is no more."""
    found = []
    for folder in parent.iterdir():
        if folder.name.startswith(f"{name}-"):
            maker = folder.name.removeprefix(f"{name}-").partition("-")[0]
            if maker.isdigit() and not psutil.pid_exists(int(maker)):
                found.append(folder)
    return found
