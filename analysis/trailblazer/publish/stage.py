"""Laying out the book that Sphinx reads: prose pages, executed notebooks and what they made.

The staged folder is a complete Jupyter Book project in which every page already lies where it
will be published, so that ``book/`` and ``analysis/notebooks/`` do not show in addresses.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import yaml

from trailblazer import files
from trailblazer.places import REPOSITORY
from trailblazer.publish.arrange import arrange
from trailblazer.run.plan import NOTEBOOKS, PAGES, contents, page_of

# What the notebooks leave in an edition and pages link to.
MADE = ("figures", "tables", "downloads", "findings")
# The setting of Sphinx that says where pages are that were read before.
KEPT = "trailblazer_kept"


def stage(edition: Path, folder: Path, root: Path = REPOSITORY) -> None:
    """Lay out the book of one edition in ``folder``, which must not exist yet."""
    shutil.copytree(root / PAGES, folder, ignore=shutil.ignore_patterns(".*"))
    for name in MADE:
        if (edition / name).is_dir():
            shutil.copytree(edition / name, folder / name)
    for entry in contents(root / "_toc.yml"):
        if entry.startswith(NOTEBOOKS):
            page = page_of(entry)
            executed = nbformat.read(edition / "notebooks" / f"{page}.ipynb", as_version=4)
            files.write_text(
                folder / f"{page}.ipynb", nbformat.writes(arrange(executed, page)) + "\n"
            )
    shutil.copyfile(root / "_config.yml", folder / "_config.yml")
    toc = _published(files.read_yaml(root / "_toc.yml"))
    files.write_text(folder / "_toc.yml", yaml.safe_dump(toc, sort_keys=False))


def sources() -> list[str]:
    """The files of the pages in a staged book."""
    return [f"{page_of(entry)}{_kind(entry)}" for entry in contents()]


def read_by(builder: str, work: Path) -> Path:
    """Where a builder leaves what it read of the pages."""
    return work / f"{builder}-doctrees"


def source_of(page: str) -> str:
    """The file of the repository a staged page came from, to name it in a message."""
    for entry in contents():
        if page_of(entry) == page.rsplit(".", 1)[0]:
            return f"{entry}{_kind(entry)}"
    return page


def _kind(entry: str) -> str:
    return ".ipynb" if entry.startswith(NOTEBOOKS) else ".md"


def _published(node: Any) -> Any:
    """The table of contents with each file where it is published."""
    if isinstance(node, dict):
        return {
            key: page_of(value) if key in ("root", "file") else _published(value)
            for key, value in node.items()
        }
    return [_published(child) for child in node] if isinstance(node, list) else node
