"""A synthetic set as files: made in a folder beside its place, then moved there whole."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trailblazer.data.dictionary import PACKAGE_FILE
from trailblazer.errors import InputError
from trailblazer.files import write_bytes, write_text


def may_replace(folder: Path) -> None:
    """Raise ``InputError`` when the folder holds anything that a synthetic set must not replace."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(f"{folder} is a file, not a folder. Give the folder of a set.")
    package = folder / PACKAGE_FILE
    if not any(folder.iterdir()):
        return
    if not package.is_file():
        raise InputError(f"{folder} holds files that are not a set. Give an empty or new folder.")
    try:
        synthetic = json.loads(package.read_text(encoding="utf-8")).get("synthetic")
    except (ValueError, AttributeError):
        synthetic = None
    if synthetic is not True:
        raise InputError(
            f"{folder} holds a set that is not synthetic, and it is left as it is. "
            "Give another folder."
        )


def write_set(
    folder: Path, package: Mapping[str, Any], tables: Mapping[str, str], recipe: bytes
) -> None:
    """Put a whole set in place of what the folder held: texts of the tables by name.

    Files that are not tables (a README, say) are kept. Raises ``InputError`` when the place
    cannot be written to; what was there before is then still there.
    """
    place = folder.resolve()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name}.") as beside:
            fresh = Path(beside) / "new"
            _keep_other_files(place, fresh)
            text = json.dumps(package, indent=2, ensure_ascii=False)
            write_text(fresh / PACKAGE_FILE, f"{text}\n")
            write_bytes(fresh / "recipe.yml", recipe)
            for name, cells in tables.items():
                write_text(fresh / f"{name}.csv", cells)
            _swap(place, fresh, Path(beside) / "old")
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}.") from error


def _swap(folder: Path, fresh: Path, old: Path) -> None:
    """Put the fresh folder in the place of the old one, or leave the old one where it was."""
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise


def _keep_other_files(folder: Path, fresh: Path) -> None:
    fresh.mkdir()
    if folder.is_dir():
        tables = shutil.ignore_patterns("*.csv")
        shutil.copytree(folder, fresh, ignore=tables, dirs_exist_ok=True)
