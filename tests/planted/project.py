"""A copy of the whole project to change at will: its own package is the one that runs in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from trailblazer.places import REPOSITORY

LEFT_OUT = (".*", "_build", "__pycache__", "*.egg-info")
PYTHON = (sys.executable, "-W", "ignore")


def copy_project(folder: Path, source: Path = REPOSITORY) -> Path:
    """Copy the project as it is now, without what is made from it."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return folder


def environment(project: Path, **more: str) -> dict[str, str]:
    """The environment in which a copied project runs its own package and keeps its own store."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    path = os.pathsep.join([str(project / "analysis"), str(project)])
    return {**kept, "PYTHONPATH": path, "TRAILBLAZER_STORE": str(project / ".trailblazer"), **more}


def run_in(
    project: Path, *arguments: str, timeout: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python in a copied project, such as ``-m trailblazer build``."""
    return subprocess.run(
        [*PYTHON, *arguments], cwd=project, env=environment(project), text=True,
        capture_output=True, check=False, timeout=timeout,
    )  # fmt: skip


@contextmanager
def restored(*paths: Path) -> Iterator[None]:
    """Files as they were at the end, whatever was done to them."""
    before = {path: path.read_bytes() for path in paths}
    try:
        yield
    finally:
        for path, content in before.items():
            path.write_bytes(content)


SMALL_NOTEBOOKS = ("findings/progress", "findings/young-people")
SMALL_PAGE = """# A small report

The teams: {headline}`milestone` In all {value}`milestone.funded` were paid for.

```{findings} findings
```

```{facts}
```
"""


def _unlink(notebook: Path) -> None:
    """Leave the words of links to other pages, which a small report may not have."""
    text = notebook.read_text(encoding="utf-8")
    notebook.write_text(re.sub(r"\{doc\}`([^<`]+) <[^>`]+>`", r"\1", text), encoding="utf-8")


def small_project(folder: Path) -> Path:
    """A copy of the project cut down to one page and two notebooks, with their claims."""
    copy_project(folder)
    wanted = [f"analysis/notebooks/{name}" for name in SMALL_NOTEBOOKS]
    wanted.append("book/about/rebuild")  # every page of results leads there
    toc = {"format": "jb-book", "root": "book/index", "chapters": [{"file": w} for w in wanted]}
    (folder / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")
    (folder / "book" / "index.md").write_text(SMALL_PAGE, encoding="utf-8")
    for name in SMALL_NOTEBOOKS:
        _unlink(folder / "analysis" / "notebooks" / f"{name}.ipynb")
    path = folder / "analysis" / "claims.yaml"
    register = yaml.safe_load(path.read_text(encoding="utf-8"))
    every = register["claims"]
    register["claims"] = {
        name: claim for name, claim in every.items() if claim["notebook"] in SMALL_NOTEBOOKS
    }
    register["set_aside"] = [name for name in every if name not in register["claims"]]
    facts = register["facts"].items()
    register["facts"] = {name: fact for name, fact in facts if "check" not in fact}
    for said in register["context"].values():
        said["facts"] = [name for name in said["facts"] if name in register["facts"]]
    path.write_text(yaml.safe_dump(register, sort_keys=False), encoding="utf-8")
    return folder
