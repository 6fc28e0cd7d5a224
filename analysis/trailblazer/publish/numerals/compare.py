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
    def kind(self) -> str: ...
    @property
    def anchor(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def numerals(self) -> tuple[str, ...]: ...


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
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(wanted, got, strict=False)))
    tail = sum(
        1
        for _ in takewhile(
            lambda pair: pair[0] == pair[1],
            zip(reversed(wanted[head:]), reversed(got[head:]), strict=False),
        )
    )
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
