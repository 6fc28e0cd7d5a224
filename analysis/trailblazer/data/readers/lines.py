"""How long a line of a text file may be: one without an end would take all the memory there is."""

from __future__ import annotations

from pathlib import Path

from trailblazer.data.cells import UnreadableError

LONGEST_LINE = 16 * 1024 * 1024  # bytes; no real row comes near it


def bound_first_line(path: Path) -> None:
    """Refuse a file that is one endless line before more than its beginning is read."""
    try:
        with path.open("rb") as stream:
            head = stream.read(LONGEST_LINE + 1)
    except OSError as error:
        raise UnreadableError(None, "cannot be opened", "Check its permissions.") from error
    bound_lines(head)


def bound_lines(content: bytes) -> None:
    """Refuse content of which a part as long as the limit holds no end of a line."""
    for start in range(0, len(content) - LONGEST_LINE, LONGEST_LINE):
        end = start + LONGEST_LINE
        if content.find(b"\n", start, end) < 0 and content.find(b"\r", start, end) < 0:
            rule = f"has a line of more than {LONGEST_LINE // 1024**2} MB"
            raise UnreadableError(None, rule, "Check that it is a table, and whole.")
