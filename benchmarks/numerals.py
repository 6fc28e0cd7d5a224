"""How many spoiled numbers the check of the build sees: writes ``benchmarks/NUMERALS.md``.

    python -m benchmarks.numerals EDITION OTHER...

``EDITION`` is a finished edition with its PDF, whose numbers are spoiled one at a time; ``OTHER``
are editions of other sets or of one site. The first gives stale numbers, and all of them are
searched for honest numbers that are accused.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tests.book.numeral_mutations import KINDS, SEED, Trial, alarms, spoil_all

PAGE = Path(__file__).with_name("NUMERALS.md")


def main(edition: Path, *others: Path) -> None:
    """Spoil, count and write the page."""
    trials = spoil_all(edition, others[0])
    counted = [alarms(made) for made in (edition, *others)]
    PAGE.write_text(as_page(trials, counted), encoding="utf-8")


def as_page(trials: list[Trial], counted: list[tuple[int, int]]) -> str:
    """The counts as a page."""
    made = Counter((t.place, t.kind) for t in trials)
    seen = Counter((t.place, t.kind) for t in trials if t.caught)
    accused, pages = (sum(numbers) for numbers in zip(*counted, strict=True))
    share = sum(seen.values()) / len(trials)
    rows = [
        f"| {place} | " + " | ".join(_cell(made, seen, place, kind) for kind in KINDS) + " |"
        for place in dict.fromkeys(t.place for t in trials)
    ]
    missed = [f"- {t.kind}, {t.place}: {t.what}" for t in trials if not t.caught]
    return "\n".join(
        [
            "# No orphan number: does the check see a spoiled one?",
            "",
            "Written by `python -m benchmarks.numerals`; change the program, not this page.",
            "",
            f"**{sum(seen.values())} of {len(trials)} spoiled numbers were seen ({share:.1%}).** "
            f"Of {pages} honest pages in {len(counted)} editions, each PDF counted as one, "
            f"{accused} {'was' if accused == 1 else 'were'} accused.",
            "",
            f"One number at a time was spoiled in a finished edition (seed {SEED}): a digit "
            "*altered*, two numbers of a page *swapped*, a number *typed* where none was, or a "
            "*stale* one of another edition put in. Pages of the site were changed as trees and "
            "read again from their bytes. The PDF was changed in the content of its pages, with "
            "the fonts it holds, or in the alternative texts of its structure.",
            "",
            f"| Seen of spoiled | {' | '.join(KINDS)} |",
            f"|---|{'---:|' * len(KINDS)}",
            *rows,
            "",
            *(["Not seen:", "", *missed, ""] if missed else []),
        ]
    )


def _cell(made: Counter[tuple[str, str]], seen: Counter[tuple[str, str]], *at: str) -> str:
    place, kind = at
    return f"{seen[place, kind]} of {made[place, kind]}" if made[place, kind] else ""


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
