"""What young people knew of the team, counted by hand; the interval is Wilson's, checked apart."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.statistics.made import typed
from trailblazer.estimates.awareness import awareness
from trailblazer.estimates.intervals import wilson

# Whether they had met a team, whether they knew that there was one, and what it does.
ANSWERS = [
    (True, "yes", "yes"),
    (True, "yes", "partly"),
    (True, "yes", "not_asked"),
    (False, "yes", "yes"),
    (False, "partly", "partly"),
    (False, "no", None),
    (False, "yes", "no"),
    (None, "partly", "no"),
    (False, None, None),
]


def people(answers: list[tuple[bool | None, str | None, str | None]]) -> pd.DataFrame:
    met, aware, understands = (list(column) for column in zip(*answers, strict=True))
    return typed(
        "participants",
        {"participant_id": [f"Y{i}" for i in range(len(answers))], "direct_contact": met,
         "aware": aware, "understands": understands},
    )  # fmt: skip


def test_levels_are_counted_by_hand() -> None:
    found = awareness(people(ANSWERS)).estimates
    counted = {name: (e.value, e.n) for name, e in found.items()}
    assert counted["clear"] == (2 / 7, 7)
    assert counted["unsure"] == (5, 7)
    assert counted["unaware"] == (3, 7)
    assert counted["at_least_partly"] == (4 / 7, 7)
    assert counted["knew_of"] == (5 / 8, 8)
    assert counted["not_knew_of"] == (3, 8)
    assert counted["clear_met"] == (1 / 2, 2)
    assert counted["unsure_not_met"] == (3, 4)


def test_contact_and_level_are_tabled_with_zeros() -> None:
    table = awareness(people(ANSWERS)).by_contact.set_index(["contact", "level"])["people"]
    assert table["met"].to_dict() == {"unaware": 0, "partly": 1, "clear": 1}
    assert table["not_met"].to_dict() == {"unaware": 2, "partly": 1, "clear": 1}


def test_the_interval_is_an_illustration() -> None:
    clear = awareness(people(ANSWERS)).estimates["clear"]
    assert (clear.low, clear.high) == pytest.approx(wilson(2, 7, level=0.95))
    assert "illustrative" in clear.note
    assert clear.population == "purposive"


def test_nobody_asked_is_not_nobody_aware() -> None:
    found = awareness(people([(True, "not_asked", "not_asked"), (False, None, None)]))
    assert {e.value for e in found.estimates.values()} == {None}
    assert {e.note for e in found.estimates.values()} == {"nobody was asked about it"}
    assert found.by_contact.empty
