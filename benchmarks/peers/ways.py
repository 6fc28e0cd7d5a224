"""Every way to run the notebooks, as command lines, and a check that each did the same work."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from peers.timing import Spent, module, python, timed

# The two commands that have no module to run, only a script.
BOOK = "from jupyter_book.cli.main import main; main()"
JUPYTER_EXECUTE = "from nbclient.cli import main; main()"
LIMIT, OURS = "physical limit", "trailblazer"
ONE_BY_ONE = "papermill, command line, one by one"

Commands = list[list[str]]


@dataclass(frozen=True)
class Way:
    """One way to run a folder of notebooks in a work folder of its own.

    ``prepare`` lays out what it needs and is not timed; ``parts`` are timed one after the other,
    each under its own name.
    """

    name: str
    parts: dict[str, Callable[[Path, Path], Commands]]
    prepare: Callable[[Path, Path], None] = lambda notebooks, work: None

    def run(self, notebooks: Path, work: Path) -> dict[str, Spent]:
        """Run it once; ``work`` must not exist yet."""
        work.mkdir(parents=True)
        self.prepare(notebooks, work)
        return {n: timed(commands(notebooks, work), work) for n, commands in self.parts.items()}


def ways(cores: int) -> list[Way]:
    """Every way that is installed, the limit and ours first."""
    found = [
        _way(LIMIT, lambda n, w: [python("limit", n, w, cores)]),
        _way(OURS, lambda n, w: [python("ours", n, w)]),
        _way("papermill, 2 threads", lambda n, w: [python("in_papermill", n, w, 2)]),
        _way("jupyter-cache, parallel", lambda n, w: [python("in_cache", n, w)]),
        _way("jupyter execute", _jupyter_execute, prepare=_copies),
        _way("nbconvert --execute", _nbconvert),
        _book("force"),
        _book("cache"),
        _way("papermill, one by one", lambda n, w: [python("in_papermill", n, w, 1)]),
        _way(ONE_BY_ONE, _papermill),
    ]
    installed = importlib.util.find_spec("nbconvert") is not None
    return [way for way in found if installed or not way.name.startswith("nbconvert")]


def results(work: Path) -> list[str]:
    """What a way made: for each executed notebook, a digest of the texts and pictures it shows."""
    found = set()
    for path in sorted(work.rglob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        shown = list(_shown(cells))
        if shown:
            found.add(hashlib.sha256("\n".join(shown).encode()).hexdigest())
    return sorted(found)


def build_book(folder: Path) -> list[str]:
    """The command line that makes the site of a book with jupyter-book."""
    return [sys.executable, "-c", BOOK, "build", "--quiet", str(folder)]


def _way(
    name: str,
    commands: Callable[[Path, Path], Commands],
    prepare: Callable[[Path, Path], None] = lambda notebooks, work: None,
) -> Way:
    return Way(name, {name: commands}, prepare)


def _papermill(notebooks: Path, work: Path) -> Commands:
    """One process a notebook, as a Makefile would run it."""
    paths = sorted(notebooks.glob("*.ipynb"))
    options = ["--no-progress-bar", "-p", "draw"]
    return [
        module("papermill", path, work / path.name, *options, number)
        for number, path in enumerate(paths)
    ]


def _copies(notebooks: Path, work: Path) -> None:
    shutil.copytree(notebooks, work / "notebooks")


def _jupyter_execute(notebooks: Path, work: Path) -> Commands:
    paths = sorted((work / "notebooks").glob("*.ipynb"))
    return [[sys.executable, "-c", JUPYTER_EXECUTE, "--inplace", *map(str, paths)]]


def _nbconvert(notebooks: Path, work: Path) -> Commands:
    options = ["--to", "notebook", "--execute", "--output-dir", work]
    return [module("nbconvert", *options, *sorted(notebooks.glob("*.ipynb")))]


def _book(execution: str) -> Way:
    """jupyter-book, site included; with its cache once more when there is nothing to do."""

    def lay_out(notebooks: Path, work: Path) -> None:
        book = work / "book"
        shutil.copytree(notebooks, book)
        (book / "index.md").write_text("# A book of notebooks\n", encoding="utf-8")
        config = {"title": "Notebooks", "execute": {"execute_notebooks": execution}}
        config["execute"]["timeout"] = 600  # type: ignore[index]
        chapters = [{"file": path.stem} for path in sorted(notebooks.glob("*.ipynb"))]
        toc = {"format": "jb-book", "root": "index", "chapters": chapters}
        for name, content in (("_config.yml", config), ("_toc.yml", toc)):
            (book / name).write_text(yaml.safe_dump(content), encoding="utf-8")

    name = f"jupyter-book, {execution}"
    names = [name] if execution == "force" else [f"{name}, first time", f"{name}, nothing to do"]
    return Way(name, {n: lambda _, work: [build_book(work / "book")] for n in names}, lay_out)


def _shown(cells: list[dict[str, object]]) -> Iterator[str]:
    for cell in cells:
        outputs = cell.get("outputs", [])
        for output in outputs if isinstance(outputs, list) else []:
            data = output.get("data", {})
            for kind in ("text/plain", "image/png"):
                if kind == "text/plain" and "image/png" in data:
                    continue  # the name and size of the figure
                if kind in data:
                    yield "".join(data[kind]).strip()
