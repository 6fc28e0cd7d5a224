"""Labelled lines in a comment: how the export keeps what the standard has no place for.

``Stance: supports`` reads plainly in any program, and comes back exactly: a value's further
lines are indented, so that no value can be mistaken for a label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LABEL = re.compile(r"([A-Z][a-z]*(?: [a-z]+)*): (.*)", re.DOTALL)
INDENT = "  "


def write_labelled(values: Mapping[str, str]) -> str:
    """The values as labelled lines; those that are empty are left out."""
    lines = []
    for label, value in values.items():
        if value:
            lines.append(f"{label}: {value}".replace("\n", f"\n{INDENT}"))
    return "\n".join(lines)


def read_labelled(text: str) -> dict[str, str]:
    """The values by label; lines that belong to no label are passed over."""
    found: dict[str, str] = {}
    label = ""
    for line in text.split("\n"):
        begun = LABEL.fullmatch(line)
        if begun:
            label = begun[1]
            found[label] = begun[2]
        elif label and line.startswith(INDENT):
            found[label] += f"\n{line.removeprefix(INDENT)}"
        else:
            label = ""
    return found
