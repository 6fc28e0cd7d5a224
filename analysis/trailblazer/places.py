"""Where things are: the repository the package runs from, and the folders it uses in it."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
NOTEBOOKS = REPOSITORY / "analysis" / "notebooks"
SETS = REPOSITORY / "data"
DICTIONARY = SETS / "synthetic" / "datapackage.json"
LABELS = DICTIONARY.with_name("codelists.csv")
REGISTER = REPOSITORY / "analysis" / "claims.yaml"
LOCK = REPOSITORY / "requirements.lock"


def store() -> Path:
    """Where results are kept between builds; ``TRAILBLAZER_STORE`` names another folder."""
    return Path(os.environ.get("TRAILBLAZER_STORE") or REPOSITORY / ".trailblazer")


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; no name is too long or too odd to ask about."""
    try:
        return path.is_dir()
    except OSError:
        return False


def derived() -> Path:
    """What is worked out from files of a set and kept by their digests: totals, and digests."""
    return store() / "derived"


def set_folder(name: str) -> Path:
    """The folder of a set: the name of one under ``data/``, or a path."""
    inside = SETS / name
    return inside if "/" not in name and "\\" not in name and is_folder(inside) else Path(name)
