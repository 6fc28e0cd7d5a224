"""The list of figures and tables: its order, its words, and claims that have none."""

from __future__ import annotations

import json
from pathlib import Path

from trailblazer.publish.catalogue import Listed, catalogue, collect, groups

CAPTION = "Share still in post. Base: 5 people. Source: A set, version 1. Synthetic data."


def exhibit(name: str, caption: str = CAPTION) -> dict[str, str]:
    return {"id": name, "kind": "table", "path": f"tables/{name}.csv",
            "data": f"tables/{name}.csv", "caption": caption}  # fmt: skip


def edition(folder: Path) -> Path:
    listed = {
        "methods-data": {"data": [exhibit("data-holdings")]},
        "challenges-retention": {"retention": [exhibit("retention-curve")]},
        "findings-progress": {"milestone": [exhibit("milestone-b"), exhibit("milestone-a")]},
    }
    (folder / "exhibits").mkdir()
    for name, own in listed.items():
        (folder / "exhibits" / f"{name}.json").write_text(json.dumps(own), encoding="utf-8")
    (folder / "findings").mkdir()
    (folder / "findings" / "time-use.json").write_text("{}", encoding="utf-8")
    collect(folder)
    return folder


def test_exhibits_come_in_the_order_of_the_report(tmp_path: Path) -> None:
    found = [x.exhibit.id for x in catalogue(edition(tmp_path))]
    assert found == ["milestone-b", "milestone-a", "retention-curve", "data-holdings"]
    assert not (tmp_path / "exhibits").exists()


def test_claims_without_exhibits_and_pages_are_groups_too(tmp_path: Path) -> None:
    found = {group: len(own) for group, own in groups(edition(tmp_path)).items()}
    assert found == {"time-use": 0, "milestone": 2, "retention": 1, "methods/data": 1}


def test_a_caption_is_taken_apart() -> None:
    listed = Listed(notebook="a/b", group="a", exhibit=exhibit("x"))  # type: ignore[arg-type]
    assert (listed.title, listed.more) == ("Share still in post.", "Base: 5 people.")
    assert listed.source == "A set, version 1. Synthetic data."
    short = Listed(notebook="a/b", group="a", exhibit=exhibit("x", "All of it."))  # type: ignore[arg-type]
    assert (short.title, short.more, short.source) == ("All of it.", "", "")
