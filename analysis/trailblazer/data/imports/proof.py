"""Which way of counting a project's positions follow: by its origin, proven on its own text.

Two proofs are used. Where the project names a selection by its words, the words must be found at
its positions. And people select whole words: under the right counting nearly every selection
begins and ends at the edge of a word, under a wrong one few do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trailblazer.data.imports.counting import (
    EVERY,
    LINES_AS_ONE,
    NVIVO,
    STANDARD,
    Counting,
    Ints,
    Positions,
)
from trailblazer.errors import InputError

AT_WORDS = 0.8
LEAD = 3
WORDS_LEAD = 2
FEW = 5
SHORTEST_WORDS = 3
USUAL = (
    ("nvivo", NVIVO),
    ("atlas", LINES_AS_ONE),
    ("qualcoder", LINES_AS_ONE),
)
OURS = "trailblazer"


@dataclass(frozen=True)
class Marked:
    """A text with the selections a project makes in it; ``words``: what each is named."""

    positions: Positions
    starts: Ints
    ends: Ints
    words: tuple[str, ...]


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


@dataclass(frozen=True)
class Proven:
    """The counting to use, and a note on how it was proven."""

    counting: Counting
    note: str


def prove(name: str, origin: str, texts: Sequence[Marked]) -> Proven:
    """The counting that a project's positions follow.

    ``origin`` is the project's own word for the program it comes from. The program's usual
    counting is used when the project's text bears it out; another one when the text proves that
    instead. Raises ``InputError`` when the text proves none: positions are never guessed.
    """
    usual = usual_counting(origin)
    total = sum(len(text.starts) for text in texts)
    if OURS in origin.lower() or not total:
        return Proven(usual, "")
    scores = [_score(counting, texts) for counting in _candidates(usual, texts)]
    expected, best = scores[0], max(scores, key=lambda score: score.rank)
    tells = any(not np.array_equal(score.spans, expected.spans) for score in scores)
    chosen = _chosen(expected, best, total, tells=tells)
    rivals = [s for s in scores if chosen and not np.array_equal(s.spans, chosen.spans)]
    unknown = usual is STANDARD
    if chosen is None or (unknown and any(r.rank == chosen.rank for r in rivals)):
        raise _unsure(name, origin, scores, total)
    return Proven(chosen.counting, _note(chosen, expected, total, tells=tells))


def usual_counting(origin: str) -> Counting:
    """The counting a program is known for; the standard's for the rest."""
    return next((found for part, found in USUAL if part in origin.lower()), STANDARD)


def _candidates(usual: Counting, texts: Sequence[Marked]) -> list[Counting]:
    """The usual counting first, then the others, plainer ones before."""
    marked = any(text.positions.marked for text in texts)
    return [usual, *(c for c in EVERY if c != usual and (marked or not c.mark))]


def _chosen(expected: Score, best: Score, total: int, *, tells: bool) -> Score | None:
    if _leads(best, expected):
        at_words = best.at_words >= AT_WORDS * total
        return best if at_words or best.found >= expected.found + WORDS_LEAD else None
    borne_out = expected.at_words >= AT_WORDS * total or (
        expected.found >= FEW and expected.found >= best.found
    )
    return expected if borne_out or (not tells and total < FEW) else None


def _leads(best: Score, expected: Score) -> bool:
    """Whether another counting clearly fits better than the usual one."""
    words = best.found - expected.found
    return words >= WORDS_LEAD or (words >= 0 and best.at_words >= expected.at_words + LEAD)


def _score(counting: Counting, texts: Sequence[Marked]) -> Score:
    at_words = found = 0
    spans: list[Ints] = []
    for text in texts:
        starts, ends = text.positions.spans(text.starts, text.ends, counting)
        edges = _word_edges(text.positions)
        inside = _says_something(text.positions, starts, ends)
        at_words += int(np.sum(inside & edges[np.maximum(starts, 0)] & edges[np.maximum(ends, 0)]))
        found += _words_found(text, starts, ends)
        spans += [starts, ends]
    return Score(counting, at_words, found, np.concatenate(spans))


def _word_edges(positions: Positions) -> npt.NDArray[np.bool_]:
    """For each place between characters, whether it does not lie inside a word."""
    points, back = np.unique(positions.points, return_inverse=True)
    kinds = np.array([_in_word(int(point)) for point in points], dtype=bool)
    word = np.concatenate([[False], kinds[back], [False]])
    edges: npt.NDArray[np.bool_] = ~(word[:-1] & word[1:])
    return edges


def _says_something(positions: Positions, starts: Ints, ends: Ints) -> npt.NDArray[np.bool_]:
    """Which passages are inside the text and hold more than spaces."""
    points, back = np.unique(positions.points, return_inverse=True)
    shown = np.array([not chr(int(point)).isspace() for point in points], dtype=np.int64)
    before = np.concatenate([[0], np.cumsum(shown[back])])
    held: npt.NDArray[np.bool_] = before[np.maximum(ends, 0)] > before[np.maximum(starts, 0)]
    return held & (starts >= 0)


def _in_word(point: int) -> bool:
    """Letters, digits and the marks that combine with them."""
    return unicodedata.category(chr(point))[0] in "LNM"


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


def _note(chosen: Score, expected: Score, total: int, *, tells: bool) -> str:
    share = f"{chosen.at_words:,} of {total:,} selections begin and end at the edge of a word"
    if chosen.found:
        share += f", and {chosen.found:,} are found word for word"
    if chosen is not expected:
        return (
            f"Positions are read as {chosen.counting}, not as is usual for the program "
            f"({expected.counting}): {share}; the usual counting fits {expected.at_words:,}."
        )
    if not tells:
        return f"Every way of counting positions gives the same passages here: {share}."
    return f"Positions are read as {chosen.counting}: {share}."


def _unsure(name: str, origin: str, scores: Sequence[Score], total: int) -> InputError:
    tried = "; ".join(
        f"{s.counting}: {s.at_words:,} of {total:,} at the edges of words" for s in scores[:4]
    )
    return InputError(
        f"{name} cannot be imported: its selections do not fit its texts under any way of "
        f"counting positions that can be told from the others ({tried}). Its texts may have been "
        f"changed after coding. Export it again from {origin or 'the program'}, or, if you know "
        'how it counts, say so in the mapping file, such as counting: "'
        f'{scores[0].counting}".'
    )
