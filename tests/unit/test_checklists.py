"""Reporting checklists: whole, in their order, and never done without a place or a reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from trailblazer.errors import PagesError
from trailblazer.places import REPOSITORY
from trailblazer.publish.checklists import Checklist, checklist, names

BOOK = REPOSITORY / "book"

# How many numbered items and how many parts of items each guideline has, as published.
SIZES = {
    "gramms": (6, 6), "srqr": (21, 21), "cross": (19, 40), "cherries": (30, 30),
    "strobe": (22, 34), "record": (7, 13), "gripp2": (5, 5),
}  # fmt: skip


def write(folder: Path, **changes: object) -> Path:
    """A book with one checklist of one item, some of whose keys are other ones (``None``: gone)."""
    item = {"id": "1a", "section": "Design", "item": "What was done.", "status": "done"}
    item |= {"where": ["methods"], **changes}
    kept = {key: value for key, value in item.items() if value is not None}
    whole = {
        "name": "GRAMMS", "title": "A guideline", "version": "first", "applies_to": "all of it",
        "source": "ocathain2008", "items": [kept],
    }  # fmt: skip
    (folder / "checklists").mkdir(parents=True)
    (folder / "checklists" / "gramms.yml").write_text(yaml.safe_dump(whole), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", SIZES)
def test_a_checklist_is_whole_and_in_its_order(name: str) -> None:
    found = checklist(BOOK, name)
    numbers = [int(re.match(r"\d+", item.id)[0]) for item in found.items]  # type: ignore[index]
    assert (len(set(numbers)), len(numbers)) == SIZES[name]
    assert numbers == sorted(numbers)


def test_every_checklist_has_its_size_here_and_its_page() -> None:
    assert set(names(BOOK)) == set(SIZES)
    for name in SIZES:
        page = (BOOK / "checklists" / f"{name}.md").read_text(encoding="utf-8")
        assert f"```{{checklist}} {name}\n" in page


def test_every_checklist_cites_a_source_that_is_there() -> None:
    bibliography = (BOOK / "references.bib").read_text(encoding="utf-8")
    for name in SIZES:
        assert re.search(rf"^@\w+\{{{checklist(BOOK, name).source},$", bibliography, re.MULTILINE)


def test_items_and_notes_are_sentences() -> None:
    for name in SIZES:
        for item in checklist(BOOK, name).items:
            assert item.item.endswith("."), (name, item.id)
            assert not item.note or item.note.endswith("."), (name, item.id)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"where": []}, "item 1a is done: give where"),
        ({"where": None}, "item 1a is done: give where"),
        ({"status": "partly"}, "item 1a is in part: give the reason"),
        ({"status": "not_done", "where": []}, "item 1a is not done: give the reason"),
        ({"status": "not_applicable", "where": []}, "item 1a is does not apply: give the reason"),
        ({"status": "not_done", "note": "Why."}, "item 1a is not done: it cannot be anywhere"),
        ({"status": "mostly"}, "items > 0 > status"),
        ({"where": ["fig-time-use"]}, "item 1a: fig-time-use may be absent"),
        ({"colour": "red"}, "items > 0 > colour"),
    ],
)
def test_a_fault_is_named_with_file_and_item(
    tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(PagesError, match=message) as error:
        checklist(write(tmp_path, **changes), "gramms")
    assert "gramms.yml" in str(error.value)


def test_an_item_is_there_once(tmp_path: Path) -> None:
    path = write(tmp_path) / "checklists" / "gramms.yml"
    whole = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(whole | {"items": whole["items"] * 2}), encoding="utf-8")
    with pytest.raises(PagesError, match="item 1a is there twice"):
        checklist(tmp_path, "gramms")


def test_a_tally_counts_every_item() -> None:
    found: Checklist = checklist(BOOK, "gripp2")
    assert sum(found.tally().values()) == len(found.items)
    assert found.tally()["not_done"] > 0
