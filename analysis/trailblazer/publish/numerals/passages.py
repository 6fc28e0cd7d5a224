"""The ledger: what each page should show, its numerals in order, each with place and origin.

A ledger is taken from the document that Sphinx writes a page from. The finished page is then held
against it numeral by numeral, so that one that was altered, exchanged, added or lost is found
whatever other numbers the report holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

# What a numeral was made from, where no role or directive says it.
TYPED, NUMBERING, CODE, REFERENCE = "typed", "numbering", "code", "reference"
IMAGE, LABEL = "alternative text", "label of a table"
MADE_BY = "made by"
# The attributes by which roles and directives say what they made a node from, and by which what one
# format alone is to show can be told when all formats have been resolved.
ORIGIN, ONLY = "origin", "only"


@dataclass(frozen=True)
class Passage:
    """One block of a page that holds numerals: a paragraph, a cell, a caption, an alternative text.

    ``origins`` says for each numeral what it was made from; ``anchor`` is the id of the figure,
    table or section it belongs to; ``only`` names the format that alone is meant to show it.
    """

    kind: str
    anchor: str
    text: str
    numerals: tuple[str, ...]
    origins: tuple[str, ...]
    number: str = ""
    only: str = ""

    @property
    def words(self) -> str:
        """The text without the number that the book gives a heading, a figure or a table."""
        return self.text.removeprefix(self.number)


Ledger = list[tuple[str, Passage]]


def by_page(found: Iterable[tuple[str, Passage]]) -> dict[str, list[Passage]]:
    """The passages of a ledger by page, in their order."""
    pages: dict[str, list[Passage]] = {}
    for page, passage in found:
        pages.setdefault(page, []).append(passage)
    return pages


def dump(found: Ledger) -> str:
    """A ledger as JSON: for each page its passages, each as a list of its fields."""
    pages = {page: [list(vars(p).values()) for p in ps] for page, ps in by_page(found).items()}
    return json.dumps(pages, ensure_ascii=False, indent=0) + "\n"


def load(text: str) -> Ledger:
    """A ledger from its JSON."""
    return [
        (page, Passage(kind, anchor, said, tuple(numerals), tuple(origins), number, only))
        for page, passages in json.loads(text).items()
        for kind, anchor, said, numerals, origins, number, only in passages
    ]
