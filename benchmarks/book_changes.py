"""Random edits of a staged book, by kind: what writers do between two builds."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trailblazer.publish.stage import sources


@dataclass(frozen=True)
class Book:
    """A staged book, the names of its pages, and chance."""

    folder: Path
    chance: random.Random

    def page(self, ending: str = ".md") -> Path:
        """One of the pages."""
        return self.folder / self.chance.choice([s for s in sources() if s.endswith(ending)])

    def change(self, path: Path, old: str, new: str) -> None:
        """Put ``new`` at one of the places where the pattern ``old`` is found, if there is any."""
        text = path.read_text(encoding="utf-8")
        if places := list(re.finditer(old, text, re.MULTILINE)):
            at = self.chance.choice(places)
            path.write_text(text[: at.start()] + at.expand(new) + text[at.end() :], "utf-8")


def sentence(book: Book) -> None:
    """A sentence more on a page."""
    book.change(book.page(), r"\.\n", ".\nMore is to be said of it.\n")


def notebook(book: Book) -> None:
    """Another word in the text of a notebook."""
    book.change(book.page(".ipynb"), r"\bteams\b", "groups")


def paragraph(book: Book) -> None:
    """A paragraph, a list or a directive less."""
    book.change(book.page(), r"\n\n(?!#)[^\n]+\n\n", "\n\n")


def heading(book: Book) -> None:
    """Another title of a page or a section, which other pages and the contents print."""
    book.change(book.page(), r"^(#+ .+)$", r"\1 indeed")


def label(book: Book) -> None:
    """A section with a label, and a reference to it from elsewhere."""
    name = f"extra-{book.chance.randrange(10**6)}"
    name = name.translate(str.maketrans("0123456789", "abcdefghij"))
    page = book.page()
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n({name})=\n## Something more\n\nWords.\n", encoding="utf-8")
    book.change(book.page(), r"\.\n", f". See {{ref}}`{name}`.\n")


def citation(book: Book) -> None:
    """A work cited once more."""
    bibliography = (book.folder / "references.bib").read_text(encoding="utf-8")
    key = book.chance.choice(re.findall(r"^@\w+\{(\w+),", bibliography, re.MULTILINE))
    book.change(book.page(), r"\.\n", f" {{cite:p}}`{key}`.\n")


KINDS: tuple[Callable[[Book], None], ...] = (
    sentence, notebook, paragraph, heading, label, citation,
)  # fmt: skip
