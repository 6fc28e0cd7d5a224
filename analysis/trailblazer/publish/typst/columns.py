"""How wide the columns of a table are: no word is broken, and the table is as short as can be."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from itertools import permutations

from docutils import nodes

from trailblazer.publish.typst import escape
from trailblazer.publish.typst.writer import elements

# A column of longest cell up to this many characters is as wide as its text; the wider ones share
# what is left. Titles of columns may be broken between words, so that only their words count.
_NARROW = 18
# How many of the longest words of a column are measured to find the least width it can have, and
# the letters that are much wider or narrower than most, by half a letter.
_MEASURED = 6
_BROAD, _SLIM = frozenset("mwMWNODGHQU%"), frozenset("iljtfrI1.,:;'-() ")
# A column of text has room for so many letters where the page has, or it is a tower of words.
_TOWER = 15
# Into how many lines the titles of narrow columns are broken, the fewest first and a line a word at
# last, and the part of the room that they may take for it.
_TITLE_LINES, _FOR_TITLES = (1, 2, 3, 4, 99), 0.6
# The size of type for up to so many columns.
_SIZES = ((5, 8.5), (8, 8.0), (99, 7.5))
# How much wider bold letters are, with the air that row headings need to be read well.
_BOLD = 1.25
# The room of an upright page in points, the width of a letter in parts of its size, and the space
# that a cell has on its sides.
_ROOM, _LETTER, _SPACE = 482, 0.5, 8.5

# The lengths of the passages of one cell, each of which begins a line.
Passages = Sequence[int]


def size(columns: int) -> float:
    """The size of type of a table in points."""
    return next(points for most, points in _SIZES if columns <= most)


def sideways(group: nodes.tgroup) -> bool:
    """Whether the longest words alone are wider than an upright page."""
    return sum(_least(words) for words in _words(group)) > _room(group["cols"])


def columns(group: nodes.tgroup) -> str:
    """What the template needs to know of each column, in order, to give it a width.

    That is its longest words, and its share of what is left by the columns that are as wide as
    their text. A table of little text says nothing: Typst finds all its widths.
    """
    heads, rows = _cells(group)
    longest = [_longest_text([*h, *r]) for h, r in zip(heads, rows, strict=True)]
    if max(longest) <= _NARROW * 2 and sum(longest) <= _NARROW * 5:
        return f"({'none, ' * group['cols']})"
    words = _words(group)
    wide = [n for n, column in enumerate(rows) if _is_wide(column)]
    left = _room(group["cols"]) - sum(_least(w) for n, w in enumerate(words) if n not in wide)
    least = _roomy([_least(words[n]) for n in wide], left)
    stubs = sum(1 for c in group.children if isinstance(c, nodes.colspec) and c.get("stub"))
    lines = [[_passages(entry, bold=n < stubs) for entry in rows[n]] for n in wide]
    widths = dict(zip(wide, shortest(lines, least, max(left, sum(least))), strict=True))
    told = [f"(words: ({_longest(w)},), share: {widths.get(n, 0)})" for n, w in enumerate(words)]
    return f"({', '.join(told)},)"


def shortest(cells: Sequence[Sequence[Passages]], least: Sequence[int], room: int) -> list[int]:
    """Widths in characters that make the rows of some columns shortest together.

    ``cells`` holds every cell by column; no column gets less than its ``least`` of the ``room``.
    """
    if not least:
        return []
    spare = room - sum(least)
    whole = [sum(map(sum, column)) for column in cells]
    widths = [n + spare * part // max(sum(whole), 1) for n, part in zip(least, whole, strict=True)]
    widths[whole.index(max(whole))] += room - sum(widths)
    height, step = _height(cells, widths), 8
    while step:
        tried = [
            (_height(cells, changed), changed)
            for giver, taker in permutations(range(len(widths)), 2)
            if widths[giver] - step >= least[giver]
            for changed in [_moved(widths, giver, taker, step)]
        ]
        best = min(tried, default=(height, widths))
        if best[0] < height:
            height, widths = best
        else:
            step //= 2
    return widths


def _roomy(least: list[int], room: int) -> list[int]:
    """The least widths, none of them so small that it holds a word a line, where there is room."""
    wanted = [max(n, _TOWER) for n in least]
    return wanted if sum(wanted) <= room * _FOR_TITLES else least


def _moved(widths: list[int], giver: int, taker: int, step: int) -> list[int]:
    changed = widths.copy()
    changed[giver] -= step
    changed[taker] += step
    return changed


def _height(cells: Sequence[Sequence[Passages]], widths: Sequence[int]) -> float:
    """The lines of all rows, where a row is as high as its highest cell."""
    columns = [
        [sum(max(1.0, length / width) for length in passages) for passages in column]
        for column, width in zip(cells, widths, strict=True)
    ]
    return math.fsum(max(row) for row in zip(*columns, strict=False))


def _cells(group: nodes.tgroup) -> tuple[list[list[nodes.Element]], list[list[nodes.Element]]]:
    """Every cell by column, of the header rows and of the others."""
    return _by_column(group, nodes.thead), _by_column(group, nodes.tbody)


def _by_column(group: nodes.tgroup, part: type[nodes.Element]) -> list[list[nodes.Element]]:
    """The cells of header or body by column; a cell over several columns is in none."""
    cells: list[list[nodes.Element]] = [[] for _ in range(group["cols"])]
    rows = [row for c in group.children if isinstance(c, part) for row in elements(c)]
    for row in rows:
        for position, entry in enumerate(elements(row)[: group["cols"]]):
            if "morecols" not in entry:
                cells[position].append(entry)
    return cells


def _words(group: nodes.tgroup) -> list[list[str]]:
    """What must stand in one line, by column: words, and all of the text of a narrow column.

    The titles of narrow columns are broken into as few lines as leave room for the wide ones.
    """
    room = _room(group["cols"]) * _FOR_TITLES
    for lines in _TITLE_LINES:
        found = [_lines(h, r, lines) for h, r in zip(*_cells(group), strict=True)]
        if sum(map(_least, found)) <= room:
            break
    return found


def _lines(heads: list[nodes.Element], rows: list[nodes.Element], lines: int) -> list[str]:
    texts, titles = [e.astext() for e in rows], [e.astext() for e in heads]
    if _is_wide(rows):
        words = [
            word
            for text in titles + texts
            for word in escape.breakable(text).replace(escape.BREAK, " ").split()
        ]
        return [*(badge for entry in rows for badge in _badges(entry)), *words]
    broken = [textwrap.wrap(t, max(len(t) // lines, 1), break_long_words=False) for t in titles]
    return texts + [line for title in broken for line in title]


def _badges(entry: nodes.Element) -> list[str]:
    """The verdicts in a cell with room for their shape and frame: they stand in one line."""
    found = (i for i in entry.findall(nodes.inline) if "verdict" in i["classes"])
    return [f"{badge.astext()} MM" for badge in found]


def _is_wide(column: Iterable[nodes.Element]) -> bool:
    return _longest_text(column) > _NARROW


def _longest_text(column: Iterable[nodes.Element]) -> int:
    return max((len(entry.astext()) for entry in column), default=0)


def _least(words: Iterable[str]) -> int:
    return max(map(len, words), default=0)


def _passages(entry: nodes.Element, *, bold: bool) -> Passages:
    """How long each passage of a cell is; a verdict in its frame is as high as two lines more."""
    found = [len(p.astext()) for p in entry.findall(nodes.paragraph)] or [len(entry.astext())]
    framed = sum("verdict" in inline["classes"] for inline in entry.findall(nodes.inline))
    return [round(n * (_BOLD if bold else 1)) for n in found] + [1, 1] * framed


def _room(columns: int) -> int:
    """How many letters the columns of an upright page have room for together."""
    return int((_ROOM - columns * _SPACE) / (_LETTER * size(columns)))


def _longest(words: Iterable[str]) -> str:
    ranked = sorted({*words, ""}, key=lambda word: (-_breadth(word), word))
    return ", ".join(map(escape.string, ranked[:_MEASURED]))


def _breadth(word: str) -> float:
    """About how wide a word is, in letters."""
    return len(word) + 0.5 * sum(c in _BROAD for c in word) - 0.5 * sum(c in _SLIM for c in word)
