"""Which way of counting a project's positions follow: by its origin, proven on its own text.

Two proofs are used. Where the project names a selection by its words, the words must be found at
its positions. And people select whole words: under the right counting nearly every selection
begins and ends at the edge of a word, under a wrong one few do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trailblazer.data.imports.counting import (
    EVERY,
    LINES_AS_ONE,
    NVIVO,
    STANDARD,
    Counting,
)
from trailblazer.data.imports.evidence import Marked, Score, score
from trailblazer.errors import InputError

AT_WORDS = 0.8
LEAD = 3
WORDS_LEAD = 2
FEW = 5
DOUBTFUL = 0.02
USUAL = (
    ("nvivo", NVIVO),
    ("atlas", LINES_AS_ONE),
    ("qualcoder", LINES_AS_ONE),
)
OURS = "trailblazer"


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
    scores = [score(counting, texts) for counting in _candidates(usual, texts)]
    expected, best = scores[0], max(scores, key=lambda each: each.rank)
    tells = any(each.differs(expected) for each in scores)
    chosen = _chosen(expected, best, total, tells=tells)
    if chosen is None:
        raise _unsure(name, origin, scores, total)
    as_good = max(each.differs(chosen) for each in scores if each.rank >= chosen.rank)
    better = max((each.differs(chosen) for each in scores if each.rank > chosen.rank), default=0)
    doubtful = as_good if usual is STANDARD else better
    if doubtful > DOUBTFUL * total:
        raise _unsure(name, origin, scores, total)
    note = _note(chosen, expected, total, tells=tells)
    if as_good:
        note += f" {as_good:,} could be read otherwise, and are read as is usual."
    return Proven(chosen.counting, note)


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
