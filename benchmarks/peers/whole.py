"""The report itself, built by us and by jupyter-book, in a copy of the repository.

Ours makes site and PDF; jupyter-book executes the same notebooks and makes the site alone.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from peers.timing import ROOT, Spent, module, python, timed
from peers.ways import build_book

LEFT_OUT = (".*", "_build*", "__pycache__", "tests", "benchmarks")
TABLE = "time_use"
NOTEBOOK = "findings/time-use"

NEW, AGAIN = "trailblazer build", "trailblazer build, nothing to do"
TABLE_CHANGED, PROSE_CHANGED = "trailblazer build, one table changed", "trailblazer build, prose"
FORCE = "jupyter-book, force"
CACHE, CACHE_AGAIN = "jupyter-book, cache, first time", "jupyter-book, cache, nothing to do"


class Repository:
    """A copy of the repository whose inputs may be changed."""

    def __init__(self, work: Path) -> None:
        self.folder = work / "repository"
        self.edition = work / "edition"
        self.work = work
        shutil.copytree(ROOT, self.folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
        self._environment = {
            "PYTHONPATH": str(self.folder / "analysis"),
            "TRAILBLAZER_STORE": str(work / "store"),
        }

    def forget(self) -> None:
        """Remove the edition and all that was kept, so that the next build starts from nothing."""
        for folder in (self.edition, self.work / "store"):
            shutil.rmtree(folder, ignore_errors=True)

    def build(self) -> Spent:
        """Build site and PDF."""
        options = ["build", "--quiet", "--out", self.edition]
        return timed([module("trailblazer", *options)], self.folder, self._environment)

    def notebooks_run(self) -> int:
        """How many notebooks the last build ran."""
        seconds = json.loads((self.edition / "run.json").read_text(encoding="utf-8"))["seconds"]
        return sum("/" in name for name in seconds)

    def stage(self, execution: str) -> Path:
        """The report as a book for jupyter-book, with nothing executed yet."""
        book = self.work / f"book-{execution}"
        shutil.rmtree(book, ignore_errors=True)
        command = python("stage_book", self.edition, book, execution)
        timed([command], self.folder, self._environment)
        return book

    def build_with_jupyter_book(self, book: Path) -> Spent:
        """Let jupyter-book execute a staged book and make the site."""
        return timed([build_book(book)], self.folder, self._environment)

    def change_table(self) -> None:
        """Swap the first two rows of one table."""
        path = self.folder / "data" / "synthetic" / f"{TABLE}.csv"
        head, first, second, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join([head, second, first, *rest]), encoding="utf-8")

    def change_prose(self) -> None:
        """Add a sentence to the words of one notebook."""
        path = self.folder / "analysis" / "notebooks" / f"{NOTEBOOK}.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"][0]["source"].append("\n\nThis sentence was added.")
        path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")


def one_round(repository: Repository) -> Iterator[tuple[str, Spent, int | None]]:
    """Every kind of build once, ours and jupyter-book's in turn.

    Yields the name, what it took and, for ours, how many notebooks ran.
    """
    repository.forget()
    yield NEW, repository.build(), repository.notebooks_run()
    book = repository.stage("force")
    yield FORCE, repository.build_with_jupyter_book(book), None
    yield AGAIN, repository.build(), 0
    book = repository.stage("cache")
    yield CACHE, repository.build_with_jupyter_book(book), None
    yield CACHE_AGAIN, repository.build_with_jupyter_book(book), None
    repository.change_table()
    yield TABLE_CHANGED, repository.build(), repository.notebooks_run()
    repository.change_prose()
    yield PROSE_CHANGED, repository.build(), repository.notebooks_run()
