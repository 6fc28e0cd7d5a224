"""Reading ``mapping.yml``: bounded, without aliases, every value as the text that was typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from trailblazer.data.bounded_yaml import Bounded
from trailblazer.errors import InputError

MAPPING = "mapping.yml"
LARGEST = 4 * 1024 * 1024


class _TypedText(Bounded, yaml.BaseLoader):
    """YAML's plainest loader, which builds only texts: ``yes`` and ``1.0`` stay as typed."""


def read_mapping(path: Path) -> dict[str, Any]:
    """The mapping file as plain texts, lists and names; empty when there is none.

    Raises ``InputError`` when it cannot be read, saying the line.
    """
    if not path.is_file():
        return {}
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path} is too large for a mapping file. Check that it is one.")
        text = path.read_text(encoding="utf-8-sig")
        known = yaml.load(text, Loader=_TypedText) or {}  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputError(
            f"{path} cannot be read{_place(error)}. Check its indents, colons and quotation marks."
        ) from error
    if not isinstance(known, dict):
        raise InputError(f"{path} is not a mapping file: it should begin with a name and a colon.")
    return known


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    said = [] if mark is None else [f"line {mark.line + 1}"]
    reason = getattr(error, "problem", None)
    if isinstance(reason, str) and "\n" not in reason:
        said.append("".join(c if c.isprintable() else " " for c in reason))
    return f" ({': '.join(said)})" if said else ""


def steps(place: tuple[int | str, ...]) -> Iterator[str]:
    """The steps to a place in the file as they may be printed."""
    for step in place:
        text = "".join(c if c.isprintable() else " " for c in str(step))
        if text not in ("str", "Column", "TablePart", "Item") and not text.startswith("list["):
            yield text[:60]
