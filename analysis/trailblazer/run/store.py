"""The store: what a notebook made, kept by its key, whole or not at all.

An entry is one folder with the files a notebook left and a list of their digests. It is written
beside its place and renamed, so that a crash leaves no half entry and two builds at once do no
harm. An entry that does not match its own list is thrown away and made again.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from trailblazer import digests, files

LIST = "entry.json"
KEPT_ENTRIES = 400


class Store:
    """Entries by key below one folder, and the last key of each name to explain changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, root: Path, made: Iterable[str]) -> None:
        """Keep the files ``made`` (paths below ``root``) under a key."""
        target = self._entry(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
        try:
            listed = {}
            for name in sorted(made):
                copy = work / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(root / name, copy)
                listed[name] = digests.of_file(copy)
            files.write_text(work / LIST, json.dumps(listed, indent=1) + "\n")
            try:
                work.rename(target)
            except OSError:
                # Another build put the same entry first: by its key it is the same.
                shutil.rmtree(work)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise

    def get(self, key: str, root: Path) -> bool:
        """Copy an entry's files below ``root``; false when there is none or it is damaged."""
        entry = self._entry(key)
        listed = self._listed(entry)
        if listed is None:
            return False
        for name, digest in listed.items():
            if digests.of_file(entry / name) != digest:
                shutil.rmtree(entry, ignore_errors=True)
                return False
        for name in listed:
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(entry / name, target)
        os.utime(entry)
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
            return dict(json.loads(self._last(name).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return None

    def trim(self, keep: int = KEPT_ENTRIES) -> None:
        """Throw away the entries that were used longest ago, beyond a number."""
        entries = [p for p in self.folder.glob("entries/*/*") if not p.name.startswith(".")]
        entries.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for entry in entries[keep:]:
            shutil.rmtree(entry, ignore_errors=True)

    def _entry(self, key: str) -> Path:
        return self.folder / "entries" / key[:2] / key

    def _last(self, name: str) -> Path:
        return self.folder / "last" / f"{name}.json"

    def _listed(self, entry: Path) -> dict[str, str] | None:
        try:
            return dict(json.loads((entry / LIST).read_text(encoding="utf-8")))
        except OSError:
            return None
        except ValueError:
            shutil.rmtree(entry, ignore_errors=True)
            return None
