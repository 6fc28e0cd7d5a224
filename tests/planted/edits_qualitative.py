"""Hand-edits of what young people knew of the team, one function an edit."""

from __future__ import annotations

from pathlib import Path

from tests.planted.edits import Edit, table


def all_aware(but: int = 0) -> Edit:
    """Every young person, or all but a few, knows of the team and can say what it does."""

    def edit(folder: Path) -> None:
        with table(folder, "participants") as participants:
            participants.loc[participants.index[but:], ["aware", "understands"]] = "yes"
            participants.loc[participants.index[:but], "understands"] = "no"

    return edit
