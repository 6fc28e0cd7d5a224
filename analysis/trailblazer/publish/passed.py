"""The check of a set within a build: made again only when the set or the code has changed."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from trailblazer import digests, files, places
from trailblazer.data.check import Checked, check
from trailblazer.data.package import find_folder
from trailblazer.data.problems import Notice
from trailblazer.run.closure import PACKAGE
from trailblazer.run.store import Store

_NOTICES = "notices.json"


def passed(data: str, work: Path, store: Store) -> Checked:
    """What :func:`~trailblazer.data.check.check` says of a set, kept once it says no problem."""
    key, kept = _key(data), work / _NOTICES
    if store.get(key, work):
        return Checked([], [Notice(**n) for n in json.loads(kept.read_text(encoding="utf-8"))])
    found = check(data)
    if not found.problems:
        files.write_text(kept, json.dumps([asdict(n) for n in found.notices], indent=1) + "\n")
        store.put(key, work, [_NOTICES])
    return found


def _key(data: str) -> str:
    return digests.of_data(
        {
            "check": digests.of_tree(find_folder(data), ["."]),
            "dictionary": digests.of_file(places.DICTIONARY),
            "labels": digests.of_file(places.LABELS),
            "register": digests.of_file(places.REGISTER),
            "code": digests.of_tree(PACKAGE, ["."]),
            "lock": digests.of_file(places.LOCK),
            "python": sys.version,
        }
    )
