"""The parts of a claim on its page, in the one order that holds on every page.

What a notebook shows is marked with the part it belongs to. Where a page is laid out, the parts of
a claim are put in this order under these headings, whatever the order of the cells that made them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

Part = Literal[
    "claim", "verdict", "figures", "tables", "said", "judged", "contradiction", "limits", "data"
]
HEADINGS: Mapping[Part, str] = {
    "claim": "The claim as published",
    "verdict": "What these data say",
    "figures": "Figures",
    "tables": "Tables",
    "said": "What people said",
    "judged": "How the claim was judged",
    "contradiction": "What would have contradicted it",
    "limits": "Limits",
    "data": "Data and code",
}
# The line that says what a notebook was run on: it belongs to the page and not to a claim.
OPENING = "opening"
_KEY = "trailblazer"


def mark(part: str) -> dict[str, Any]:
    """The metadata of an output that belongs to a part; none for an empty name."""
    return {_KEY: {"part": part}} if part else {}


def part_of(output: Mapping[str, Any]) -> str:
    """The part that an output of a notebook was marked with; empty for any other output."""
    return str(output.get("metadata", {}).get(_KEY, {}).get("part", ""))
