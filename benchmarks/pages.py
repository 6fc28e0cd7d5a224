"""Pages that are taken as read are never stale: random edits of the book, each built both ways.

    python -m benchmarks.pages 50 --seed 1

Pages of the book of one edition are edited at random, one to three times over. Then the site and
the Typst source of the PDF are made twice: with the pages that were read before the edits, and from
nothing. Whatever else changes (data, settings, references, the order of pages) changes the key of
what was read, so that every page is read anew. What counts:

stale    a file, a list of numerals or a message of refusal that differs between the two;
read     how many pages were read, of all.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sphinx.application import ENV_PICKLE_FILENAME

from benchmarks.book_changes import KINDS, Book
from trailblazer import digests
from trailblazer.errors import PagesError
from trailblazer.publish.maker import Builder, Maker
from trailblazer.publish.numerals.verify import kept_beside
from trailblazer.publish.pages import key_of_reading
from trailblazer.publish.stage import KEPT, read_by, stage

BUILDERS: tuple[Builder, ...] = ("html", "typstpdf")
STAMP = "Synthetic data"
MOST_EDITS = 3
# The PDF follows from its source, and so does the summary from the edition.
FOLLOWS = ("report.pdf", "summary.pdf")


@dataclass
class Seen:
    """What was seen of all edits."""

    edits: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    read: int = 0
    pages: int = 0
    stale: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """What was edited, and what must be nothing."""
        kinds = ", ".join(f"{kind} {n}" for kind, n in sorted(self.edits.items()))
        share = f"{self.read:,} of {self.pages:,} pages were read anew"
        return f"{kinds}\n{share}; {self.refused} books refused; {len(self.stale)} stale"


def made(builder: Builder, work: Path, book: Path, edition: Path, kept: Path | None) -> Any:
    """Make the pages: the digests of all files, or what is said of a book that is refused."""
    shutil.copytree(book, work / "book")
    settings: dict[str, Any] = {
        "trailblazer_edition": str(edition), "typst_stamp": STAMP,
        "html_theme_options": {"announcement": STAMP}, **({KEPT: str(kept)} if kept else {}),
    }  # fmt: skip
    maker = Maker()
    try:
        maker.ask(builder, work / "book", work / "out", settings)
        maker.wait()
    except PagesError as error:
        return str(error)
    finally:
        maker.close()
    numerals = digests.of_file(kept_beside(work, builder))
    files = digests.of_tree(work / "out", ["."])
    return {"numerals": numerals, **{n: d for n, d in files.items() if n not in FOLLOWS}}


def compare(
    builder: Builder, base: Path, book: Path, edition: Path, before: Path, what: str, seen: Seen
) -> None:
    """Make an edited book both ways, side by side, and count."""
    keys = {key_of_reading(digests.of_tree(b, ["."]), {}, builder) for b in (book, base)}
    assert len(keys) == 1, f"{what}: only pages are to be edited"
    with tempfile.TemporaryDirectory(prefix="pages-") as name, ThreadPoolExecutor(2) as pool:
        work = Path(name, "again")
        one = pool.submit(made, builder, work, book, edition, before)
        other = pool.submit(made, builder, Path(name, "nothing"), book, edition, None)
        again, nothing = one.result(), other.result()
        if again != nothing:
            seen.stale.append(f"STALE {builder} after {what}: {_differ(again, nothing)}")
        seen.refused += isinstance(nothing, str)
        if isinstance(again, dict):
            then, now = (_read(f) for f in (before, read_by(builder, work)))
            seen.pages += len(now)
            seen.read += sum(when != then.get(page) for page, when in now.items())


def _read(folder: Path) -> Mapping[str, int]:
    """When each page was read."""
    env = pickle.loads((folder / ENV_PICKLE_FILENAME).read_bytes())  # noqa: S301 - just written
    return dict(env.all_docs)


def _differ(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        return sorted(n for n in one.keys() | other.keys() if one.get(n) != other.get(n))
    return [one if isinstance(one, str) else "made", other if isinstance(other, str) else "made"]


def walk(count: int, seed: int, folder: Path) -> Seen:
    """Edit the book of a new edition again and again, each time from the book as it was."""
    edition, base, seen = folder / "edition", folder / "book", Seen()
    command = [sys.executable, "-m", "trailblazer", "build", "--quiet", "--out", str(edition)]
    subprocess.run(command, check=True)  # noqa: S603 - this interpreter
    stage(edition, base)
    kept = {b: read_by(b, folder / b) for b in BUILDERS}
    for builder in BUILDERS:
        made(builder, folder / builder, base, edition, None)
    chance = random.Random(seed)  # noqa: S311 - edits, not secrets
    for number in range(count):
        book = Book(folder / f"edited-{number}", chance)
        shutil.copytree(base, book.folder)
        kinds = [chance.choice(KINDS) for _ in range(chance.randint(1, MOST_EDITS))]
        for kind in kinds:
            kind(book)
            seen.edits[kind.__name__] += 1
        what = f"{number}: {', '.join(kind.__name__ for kind in kinds)}"
        for builder in BUILDERS:
            compare(builder, base, book.folder, edition, kept[builder], what, seen)
        shutil.rmtree(book.folder)
        print(json.dumps({"edit": what, "stale": len(seen.stale)}), file=sys.stderr)
    return seen


def main() -> int:
    """Make the edits and print what was seen; 1 when anything was stale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=2018)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        seen = walk(given.count, given.seed, Path(folder))
    print("\n".join(seen.stale), file=sys.stderr)
    print(seen)
    return 1 if seen.stale else 0


if __name__ == "__main__":
    sys.exit(main())
