"""Hand-edits that make returns look like official statistics: small counts withheld."""

from __future__ import annotations

from pathlib import Path

from tests.planted.edits import Edit, table

COUNTS = {
    "population": ["people"],
    "people_supported": ["people"],
    "contacts": ["contacts"],
    "referrals": ["referrals"],
    "training_intake": ["applications", "offers", "started", "completed", "in_post"],
    "local_workforce": ["in_post_fte"],
}


def small_counts(symbol: str, *, below: float = 8, tables: tuple[str, ...] = tuple(COUNTS)) -> Edit:
    """Write a symbol (or a number, such as 0) for every count above nothing and below a limit."""

    def edit(folder: Path) -> None:
        for name in tables:
            with table(folder, name) as rows:
                for column in COUNTS[name]:
                    number = rows[column].replace("", "0").astype(float)
                    rows.loc[(number > 0) & (number < below), column] = symbol

    return edit
