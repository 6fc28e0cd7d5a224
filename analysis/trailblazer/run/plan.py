"""What a build runs: the notebooks of the table of contents, each with its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trailblazer import files
from trailblazer.errors import RegisterError
from trailblazer.findings.record import Parameter
from trailblazer.findings.register import load_register
from trailblazer.places import REPOSITORY
from trailblazer.run.parameters import assign

TOC = REPOSITORY / "_toc.yml"
NOTEBOOKS = "analysis/notebooks/"
PAGES = "book/"


@dataclass(frozen=True)
class Job:
    """One notebook to run: its name (``findings/time-use``, also its page), file and parameters."""

    name: str
    path: Path
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


def contents(toc: Path = TOC) -> list[str]:
    """Every file of the table of contents in order, as written there."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            found.extend(str(node[key]) for key in ("root", "file") if key in node)
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(files.read_yaml(toc))
    return found


def page_of(entry: str) -> str:
    """Where a file of the table of contents is published: its path without its source folder."""
    return entry.removeprefix(NOTEBOOKS).removeprefix(PAGES)


def plan(
    common: Mapping[str, Parameter], settings: Mapping[str, str], root: Path = REPOSITORY
) -> list[Job]:
    """The jobs of a build, in the order of the table of contents.

    ``common`` goes to every notebook (``data``, ``site``, ``policy``); ``settings`` are the texts
    of ``--set``. Raises :class:`~trailblazer.errors.RegisterError` when the register names a
    notebook that is not in the table of contents.
    """
    entries = [e for e in contents(root / "_toc.yml") if e.startswith(NOTEBOOKS)]
    notebooks = {page_of(e): root / f"{e}.ipynb" for e in entries}
    lost = {c.notebook for c in load_register().claims.values()} - set(notebooks)
    if lost:
        raise RegisterError(
            f"claims.yaml names notebooks that _toc.yml does not list: {', '.join(sorted(lost))}"
        )
    chosen = assign(notebooks, settings)
    return [Job(name, path, {**common, **chosen[name]}) for name, path in notebooks.items()]
