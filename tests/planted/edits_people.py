"""Hand-edits about practitioners: their training places, and why they leave."""

from __future__ import annotations

from pathlib import Path

from tests.planted.edits import Edit, table

PROGRESSION = "why_progression"


def places_kept(filled: int, completed: int) -> Edit:
    """Of every ten places so many are filled, and of every ten starters so many complete."""

    def edit(folder: Path) -> None:
        with table(folder, "training_intake") as intake:
            started = intake["places"].astype(int) * filled // 10
            over = started * completed // 10
            intake["started"] = started.astype(str)
            intake["completed"] = over.astype(str)
            intake["in_post"] = over.astype(str)
            intake["offers"] = intake["places"]

    return edit


def only_pay_is_named(folder: Path) -> None:
    """Nobody names any reason for leaving but pay."""
    with table(folder, "codings") as codings:
        others = codings["code_id"].str.startswith("why_") & (codings["code_id"] != "why_pay")
        codings.loc[others, "stance"] = "neutral"


def pay_before_progression(folder: Path) -> None:
    """What was coded as a lack of progression is about pay, and the other way round."""
    with table(folder, "codings") as codings:
        other_way = {PROGRESSION: "why_pay", "why_pay": PROGRESSION}
        codings["code_id"] = codings["code_id"].replace(other_way)


def pay_beside_progression(folder: Path) -> None:
    """A third of what was coded as a lack of progression is about pay: neither clearly leads."""
    with table(folder, "codings") as codings:
        own = codings.index[(codings["code_id"] == PROGRESSION) & (codings["stance"] == "supports")]
        moved = [row for place, row in enumerate(own) if place % 20 < 6]
        codings.loc[moved, "code_id"] = "why_pay"


def only_progression_is_named(folder: Path) -> None:
    """Nobody names any reason for leaving but the lack of progression."""
    with table(folder, "codings") as codings:
        others = codings["code_id"].str.startswith("why_") & (codings["code_id"] != PROGRESSION)
        codings.loc[others, "stance"] = "neutral"
