"""Holding what is shown against what should be shown, numeral by numeral."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Protocol

_SHORT = 70


class Block(Protocol):
    """A block of text with numerals, of a source or of a finished page."""

    @property
    def kind(self) -> str:
        """What it is: a caption, a table cell, an alternative text, ordinary text."""

    @property
    def anchor(self) -> str:
        """The id of the figure, table or section it belongs to; empty where that is not known."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def numerals(self) -> tuple[str, ...]:
        """Its numerals in order."""


@dataclass(frozen=True)
class Fault:
    """A numeral that cannot stand: where it is, what is wrong with it, and what it should be."""

    page: str
    place: str
    found: str
    said: str

    def __str__(self) -> str:
        return f"{self.page}, {self.place}: {self.said}"


def differences(page: str, due: Sequence[Block], found: Sequence[Block]) -> list[Fault]:
    """Every place where the numerals found are not those that are due, in their order."""
    expected, seen = list(_flat(due)), list(_flat(found))
    wanted, got = [n for n, _ in expected], [n for n, _ in seen]
    if wanted == got:
        return []
    head = _alike(wanted, got)
    tail = _alike(wanted[head:][::-1], got[head:][::-1])
    matcher = SequenceMatcher(
        a=wanted[head : len(wanted) - tail], b=got[head : len(got) - tail], autojunk=False
    )
    return [
        _fault(
            page,
            expected[head + a : head + b] if b > a else [],
            seen[head + c : head + d] if d > c else [],
            near=expected[min(head + a, len(expected) - 1)][1] if expected else None,
        )
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many numerals two lists begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _fault(
    page: str,
    due: list[tuple[str, Block]],
    found: list[tuple[str, Block]],
    near: Block | None,
) -> Fault:
    wanted = ", ".join(n for n, _ in due[:5])
    got = ", ".join(n for n, _ in found[:5])
    block = found[0][1] if found else due[0][1] if due else near
    place = place_of(block) if block is not None else "page"
    said = {
        (True, True): f"{got} stands where {wanted} is due",
        (True, False): f"{got} stands where nothing is due",
        (False, True): f"{wanted} is due and does not stand there",
    }[bool(found), bool(due)]
    return Fault(page, place, got, said)


def place_of(block: Block) -> str:
    """The kind of a block, what it belongs to, and how it begins."""
    near = f" of {block.anchor}" if block.anchor else ""
    text = " ".join(block.text.split())
    start = text if len(text) <= _SHORT else f"{text[:_SHORT].rpartition(' ')[0]}…"
    return f"{block.kind}{near} “{start}”"


def _flat(blocks: Sequence[Block]) -> Iterator[tuple[str, Block]]:
    for block in blocks:
        for numeral in block.numerals:
            yield numeral, block
