"""``RECOVERY.md``: the figures as a page; every number comes from the figures."""

from __future__ import annotations

from collections import Counter
from typing import Any

from benchmarks.recovering.summary import HOLDS, LEAST, MOST, NARROW, ON_PURPOSE, WIDE

HEAD = """# Recovery: do the intervals hold what was planted?

Written by `python -m benchmarks.recovery`; change the program, not this page. The figures are in
`recovery.json`.

{seeds} synthetic sets were made, from seed {first} on. In each, every estimate with an interval
was made as the report makes it, at {level:.0%} and with {resamples} draws where whole sites are
drawn again, and set beside the truth. An interval that keeps its word holds the truth in
{level:.0%} of the sets. So few sets leave that share open: the range beside it is Wilson's. An
interval is called *too narrow* or *too wide* when that whole range lies below {least:.0%} or above
{most:.0%}.

{verdict}

## Sets that are left to chance

The set in `data/synthetic` keeps to its recipe more closely than chance would: shares are dealt out
evenly, so that a reader finds what was planted. Intervals would always hold the truth of such sets,
which would say nothing of them. Here the same generator draws each row by itself
(`make_tables(..., left_to_chance=True)`).

## What the truth is

- **all such teams**, **sites**, **referrals**, **people** or **segments**: what the recipe plants.
  Where it follows from the recipe it was worked out; otherwise it comes from {sets} further sets
  and has an error (±).
- **all who were invited**: everybody's answer is drawn, whether they answered the survey or not,
  and the mean over all who were invited is the truth of that set. It is this mean that weights and
  a finite population correction are for. The column *truth* has the average over the sets.
- **the teams of this set**: in the same way the positions of all teams, found out or not.
- **the chance behind the counts**: how many of a group would be supported on average at the sites
  of that set. Which children are supported is chance; the sites, their pupils and how much each
  site does are not.

Estimates of people who were chosen (interviews, focus groups) claim no population, and have no
place here. Nor have counts of all there is, nor figures that are of other people on purpose
(unweighted answers, time in post as if all had been followed from their first day). Answers of
those who finished are made like the others, of fewer cases.

What the sets cannot tell: answers of one site are no more alike in them than those of two sites.
"""
SAID = {
    HOLDS: "have intervals that keep their word",
    ON_PURPOSE: "wider ones on purpose",
    WIDE: "wider ones",
    NARROW: "intervals that are too narrow",
}
# So many estimates of a kind are looked at together.
ALIKE = 4
ALIKE_HEAD = """## Intervals of one kind together

A lean that is too small to see in one estimate shows over several that are made alike. They are of
the same sets, so they are not as good as so many more sets.

| subject | estimate | of how many | coverage | truth above | truth below |
|---|---|---|---|---|---|
"""
COLUMNS = (
    "| estimate | truth of | truth | held | coverage | truth above / below | mean bias (error) | "
    "mean width | the interval is |"
)


def as_page(document: dict[str, Any]) -> str:
    """The page for a document of :func:`~benchmarks.recovering.summary.as_document`."""
    lines = document["estimates"]
    parts = [
        HEAD.format(
            **{k: document[k] for k in ("seeds", "first", "level", "resamples", "sets")},
            least=LEAST, most=MOST, verdict=_verdict(lines),
        )
    ]  # fmt: skip
    parts += [_exceptions(lines), _alike(lines)]
    for subject in dict.fromkeys(line["subject"] for line in lines):
        own = [line for line in lines if line["subject"] == subject]
        table = "\n".join([COLUMNS, "|---" * 9 + "|", *(_row(line) for line in own)])
        parts.append(f"## {subject[0].upper()}{subject[1:]}\n\n{table}\n")
    return "\n".join(parts)


def _verdict(lines: list[dict[str, Any]]) -> str:
    counts = Counter(line["reading"] for line in lines)
    mean = sum(line["coverage"] * line["seeds"] for line in lines) / sum(
        line["seeds"] for line in lines
    )
    said = [f"{counts[word]} {words}" for word, words in SAID.items() if counts[word]]
    return (
        f"**Of {len(lines)} estimates {', '.join(said)}.** All intervals together held the truth "
        f"in {mean:.1%}."
    )


def _exceptions(lines: list[dict[str, Any]]) -> str:
    """The intervals that do not hold the truth as often as they say, and why."""
    odd = [line for line in lines if line["reading"] != HOLDS]
    rows = [
        f"- {line['subject']}, *{line['name']}*: {line['reading']} ({line['coverage']:.1%}). "
        f"{_sentence(line['why'])}"
        for line in odd
    ]
    said = "\n".join(row.rstrip() for row in rows) or "There are none."
    return f"## Wider or narrower than they say\n\n{said}\n"


def _alike(lines: list[dict[str, Any]]) -> str:
    """Intervals made in one way, over all the items they are made for."""
    kinds: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for line in lines:
        kinds.setdefault((line["subject"], line["name"].rpartition(": ")[2]), []).append(line)
    rows = []
    for (subject, kind), own in kinds.items():
        if len(own) >= ALIKE:
            seeds = sum(line["seeds"] for line in own)
            parts = [sum(line[k] for line in own) / seeds for k in ("held", "above", "below")]
            cells = (subject, kind, str(len(own)), *(f"{part:.1%}" for part in parts))
            rows.append(f"| {' | '.join(cells)} |")
    if not rows:
        return ""
    return ALIKE_HEAD + "\n".join(rows) + "\n"


def _sentence(why: str) -> str:
    return f"{why[0].upper()}{why[1:]}." if why else ""


def _row(line: dict[str, Any]) -> str:
    error = f" ± {_number(line['truth_error'])}" if line["truth_error"] else ""
    cells = (
        line["name"], line["target"], f"{_number(line['truth'])}{error}",
        f"{line['held']} of {line['seeds']}",
        f"{line['coverage']:.1%} ({line['low']:.1%} to {line['high']:.1%})",
        f"{line['above']} / {line['below']}",
        f"{_number(line['bias'])} ({_number(line['bias_error'])})", _number(line["width"]),
        line["reading"],
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _number(value: float) -> str:
    """To about three figures, and never in powers of ten."""
    size = abs(value)
    return f"{value:.{1 if size >= 100 else 2 if size >= 10 else 3 if size >= 0.1 else 4}f}"
