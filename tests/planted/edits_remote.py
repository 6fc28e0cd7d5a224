"""Hand-edits of contacts: how they took place, how many there were, what was returned."""

from __future__ import annotations

from pathlib import Path

from tests.planted.edits import Edit, read, table

AFTER = "2020-04"
KEYS = ["team_id", "month", "phase"]


def stayed_in_person(folder: Path) -> None:
    """From April 2020 every contact that was made is in person; none is lost."""
    with table(folder, "contacts") as contacts:
        own = (contacts["month"] >= AFTER) & (contacts["contacts"] != "")
        number = contacts.loc[own, "contacts"].astype(int)
        sums = number.groupby([contacts.loc[own, key] for key in KEYS]).transform("sum")
        alone = contacts.loc[own, "mode"] == "in_person"
        contacts.loc[own, "contacts"] = sums.where(alone, 0).astype(str)


def contacts_divided(by: int) -> Edit:
    """From April to July 2020 a team has a fraction of the contacts it had, in every mode."""

    def edit(folder: Path) -> None:
        with table(folder, "contacts") as contacts:
            own = contacts["month"].between(AFTER, "2020-07") & (contacts["contacts"] != "")
            fewer = contacts.loc[own, "contacts"].astype(int) // by
            contacts.loc[own, "contacts"] = fewer.astype(str)

    return edit


def few_returned_before(folder: Path) -> None:
    """Most teams made no return before April 2020."""
    with table(folder, "contacts") as contacts:
        silent = ~contacts["team_id"].isin(sorted(contacts["team_id"].unique())[:20])
        contacts.loc[silent & (contacts["month"] < AFTER), "contacts"] = ""


def everybody_content(folder: Path) -> None:
    """Every setting that answered says that remote support worked well."""
    items = read(folder, "survey_items")
    own = items.loc[items["claims"].str.contains("remote-limits"), "item_id"]
    with table(folder, "survey_answers") as answers:
        rows = answers["item_id"].isin(own) & ~answers["answer"].str.startswith("_")
        answers.loc[rows, "answer"] = "agree"
