"""How well a way of counting positions fits a project's texts: the evidence for the proof."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from trailblazer.data.imports.counting import Counting, Ints, Positions

SHORTEST_WORDS = 3


@dataclass(frozen=True)
class Marked:
    """A text with the selections a project makes in it; ``words``: what each is named."""

    positions: Positions
    starts: Ints
    ends: Ints
    words: tuple[str, ...]

    @cached_property
    def edges(self) -> npt.NDArray[np.bool_]:
        """For each place between characters, whether it does not lie inside a word."""
        word = np.concatenate([[False], self._each(_in_word), [False]])
        edges: npt.NDArray[np.bool_] = ~(word[:-1] & word[1:])
        return edges

    @cached_property
    def shown(self) -> Ints:
        """How many characters before each place are more than spaces."""
        shown = self._each(lambda character: not character.isspace())
        return np.concatenate([[0], np.cumsum(shown)]).astype(np.int64)

    def _each(self, test: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
        """A test of each character, asked once for each kind of character."""
        kinds = np.unique(self.positions.points)
        answers = np.array([test(chr(int(kind))) for kind in kinds], dtype=bool)
        found: npt.NDArray[np.bool_] = answers[np.searchsorted(kinds, self.positions.points)]
        return found


@dataclass(frozen=True)
class Score:
    """How a counting does: selections at words' edges, and named selections at their words."""

    counting: Counting
    at_words: int
    found: int
    spans: Ints

    @property
    def rank(self) -> tuple[int, int]:
        """Words found count before edges."""
        return self.found, self.at_words

    def differs(self, other: Score) -> int:
        """How many selections another counting places elsewhere."""
        return int(np.sum((self.spans != other.spans).any(axis=0)))


def score(counting: Counting, texts: Sequence[Marked]) -> Score:
    """The score of a counting over all texts; ``spans`` is two rows, starts and ends."""
    at_words = found = 0
    spans: list[Ints] = []
    for text in texts:
        starts, ends = text.positions.spans(text.starts, text.ends, counting)
        first, last = np.maximum(starts, 0), np.maximum(ends, 0)
        says = (starts >= 0) & (text.shown[last] > text.shown[first])
        at_words += int(np.sum(says & text.edges[first] & text.edges[last]))
        found += _words_found(text, starts, ends)
        spans.append(np.stack([starts, ends]))
    return Score(counting, at_words, found, np.concatenate(spans, axis=1))


def _in_word(character: str) -> bool:
    """Letters, digits and the marks that combine with them."""
    return unicodedata.category(character)[0] in "LNM"


def _words_found(text: Marked, starts: Ints, ends: Ints) -> int:
    count = 0
    for words, start, end in zip(text.words, starts, ends, strict=True):
        if start >= 0 and len(words) >= SHORTEST_WORDS:
            count += _same(words, text.positions.text[start:end])
    return count


def _same(words: str, passage: str) -> bool:
    """Whether a selection's name is its passage, spaces not counting; it may be cut short."""
    name, close = re.sub(r"\s+", "", words), re.sub(r"\s+", "", passage)
    cut = name.removesuffix("…").removesuffix("...")
    return name == close or (cut != name and bool(cut) and close.startswith(cut))
