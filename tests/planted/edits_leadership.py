"""Hand-edits of who had a say, one function an edit."""

from __future__ import annotations

from pathlib import Path

from tests.planted.edits import table

RAISED = {"none": "consulted", "informed": "co_designed", "consulted": "led"}


def more_involved(folder: Path) -> None:
    """People were involved two levels further than they were; plans stay as they are."""
    with table(folder, "involvement") as involvement:
        involvement["achieved"] = involvement["achieved"].replace(RAISED)


def no_plan_to_involve(folder: Path) -> None:
    """Plans say nothing of involving anybody."""
    with table(folder, "involvement") as involvement:
        involvement["intended"] = ""


def nobody_involved(folder: Path) -> None:
    """Nobody was involved anywhere: low, and no longer variable."""
    with table(folder, "involvement") as involvement:
        known = involvement["achieved"] != ""
        involvement.loc[known, "achieved"] = "none"


def seats_shared_out(folder: Path) -> None:
    """Schools, councils and charities hold nearly all seats, votes and chairs."""
    with table(folder, "governance_seats") as seats:
        others = ["education", "local_authority", "voluntary", "education"]
        seats["sector"] = [others[i % len(others)] for i in range(len(seats))]
