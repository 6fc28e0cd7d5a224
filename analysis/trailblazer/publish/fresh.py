"""Knowing that there is nothing to do: the key of a whole edition, and whether it is still whole.

Standard library only: a build that changes nothing imports neither pandas nor Sphinx.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from trailblazer import digests, files, places

MANIFEST = "manifest.json"
RUN = "run.json"
# All that an edition is made from, beside the set and the options.
SOURCES = ("analysis", "book", "_config.yml", "_toc.yml", "requirements.lock", "CITATION.cff")


def key_of_edition(data: str, options: Mapping[str, object]) -> str:
    """One digest of everything an edition rests on: sources, set, dictionary, options, Python."""
    folder = places.set_folder(data)
    return digests.of_data(
        {
            "sources": digests.of_tree(places.REPOSITORY, SOURCES),
            "set": digests.of_tree(folder, ["."]) if places.is_folder(folder) else "",
            "dictionary": digests.of_file(places.DICTIONARY),
            "labels": digests.of_file(places.LABELS),
            "options": dict(options),
            "python": sys.version,
        }
    )


def write_manifest(edition: Path, key: str) -> None:
    """List every file of an edition with its digest, and the key it was made by."""
    listed = {
        name: digests.of_file(path)
        for path in sorted(edition.rglob("*"))
        if path.is_file() and (name := path.relative_to(edition).as_posix()) not in (MANIFEST, RUN)
    }
    text = json.dumps({"key": key, "files": listed}, indent=1)
    files.write_text(edition / MANIFEST, text + "\n")


def up_to_date(edition: Path, key: str) -> bool:
    """Whether the edition was made by this key and every file of it is as it was made."""
    try:
        manifest = json.loads((edition / MANIFEST).read_text(encoding="utf-8"))
        made_by, listed = manifest["key"], dict[str, str](manifest["files"])
    except (OSError, ValueError, TypeError, KeyError):
        return False
    if made_by != key or not (edition / RUN).is_file():
        return False
    return all(digests.of_file(edition / name) == digest for name, digest in listed.items())
