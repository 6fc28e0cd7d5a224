"""Reporting guidelines as data: what each asks for, and where in this report it is answered."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, model_validator

from trailblazer.publish.quality import Entry, read

FOLDER = "checklists"
Status = Literal["done", "partly", "not_done", "not_applicable"]
STATUS_WORDS: dict[Status, str] = {
    "done": "Done",
    "partly": "In part",
    "not_done": "Not done",
    "not_applicable": "Does not apply",
}
# An edition without the table has no such figure, and the checklist must hold for it too.
_MAY_BE_ABSENT = ("fig-", "tab-")


class Item(Entry):
    """One thing a guideline asks to be reported, in our own words.

    ``where`` names pages of the book (``methods/surveys``) or labels of sections (``retention``).
    What is not done in full has a ``note`` that says why, or what is missing.
    """

    id: str
    section: str
    item: str
    status: Status
    where: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _is_shown_or_explained(self) -> Item:
        words = STATUS_WORDS[self.status].lower()
        if self.status in ("done", "partly") and not self.where:
            raise ValueError(f"item {self.id} is {words}: give where")
        if self.status != "done" and not self.note:
            raise ValueError(f"item {self.id} is {words}: give the reason as note")
        if self.status in ("not_done", "not_applicable") and self.where:
            raise ValueError(f"item {self.id} is {words}: it cannot be anywhere")
        absent = [place for place in self.where if place.startswith(_MAY_BE_ABSENT)]
        if absent:
            raise ValueError(f"item {self.id}: {absent[0]} may be absent; name its section")
        return self


class Checklist(Entry):
    """One reporting guideline, whole: all of its items in its order.

    ``source`` is its key in ``references.bib``; ``applies_to`` the part of the study it is for.
    """

    name: str
    title: str
    version: str
    applies_to: str
    source: str
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _no_item_twice(self) -> Checklist:
        twice = [name for name, n in Counter(item.id for item in self.items).items() if n > 1]
        if twice:
            raise ValueError(f"item {twice[0]} is there twice")
        return self

    def tally(self) -> dict[Status, int]:
        """How many items have each status, none included."""
        counted = Counter(item.status for item in self.items)
        return {status: counted[status] for status in STATUS_WORDS}


@cache
def checklist(book: Path, name: str) -> Checklist:
    """One checklist of a book; a fault is named with its file and item.

    Raises :class:`~trailblazer.errors.PagesError`.
    """
    return read(book / FOLDER / f"{name}.yml", TypeAdapter(Checklist))


def names(book: Path) -> list[str]:
    """The checklists of a book, in alphabetical order."""
    return sorted(path.stem for path in (book / FOLDER).glob("*.yml"))
