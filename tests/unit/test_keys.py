"""The key of a notebook: what must change it, part by part, and what must not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trailblazer.data.load import open_set
from trailblazer.findings.register import REGISTER, load_register
from trailblazer.places import REPOSITORY
from trailblazer.run import closure, keys
from trailblazer.run.keys import Key, inputs_of, key_of
from trailblazer.run.plan import Job

NAME = "findings/time-use"
NOTEBOOK = REPOSITORY / "analysis" / "notebooks" / f"{NAME}.ipynb"
Notebook = dict[str, Any]


class Place:
    """A notebook, a set, a register and a lock of our own to change."""

    def __init__(self, folder: Path, set_folder: Path) -> None:
        self.notebook = folder / "time-use.ipynb"
        self.set = set_folder
        self.register = folder / "claims.yaml"
        self.lock = folder / "requirements.lock"
        self.parameters: dict[str, Any] = {"policy": "auto"}
        shutil.copyfile(NOTEBOOK, self.notebook)
        shutil.copyfile(REGISTER, self.register)
        self.lock.write_text("pandas==3.1.0\n", encoding="utf-8")

    @property
    def job(self) -> Job:
        return Job(NAME, self.notebook, self.parameters)

    def key(self) -> Key:
        load_register.cache_clear()
        register = load_register(self.register)
        return key_of(self.job, open_set(self.set), register, keys.modules_of(self.job))

    def edit(self, change: Callable[[Notebook], object]) -> None:
        notebook = json.loads(self.notebook.read_text(encoding="utf-8"))
        change(notebook)
        self.notebook.write_text(json.dumps(notebook), encoding="utf-8")

    def replace(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path, write_set: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Place:
    folder = tmp_path / "project"
    folder.mkdir()
    place = Place(folder, write_set())
    monkeypatch.setattr(keys, "LOCK", place.lock)
    return place


def code(notebook: Notebook, number: int) -> dict[str, Any]:
    return [c for c in notebook["cells"] if c["cell_type"] == "code"][number]


def add(text: str, number: int = -1) -> Callable[[Notebook], object]:
    """Put text at the end of a code cell."""

    def change(notebook: Notebook) -> None:
        cell = code(notebook, number)
        cell["source"] = "".join(cell["source"]) + text

    return change


def prose(notebook: Notebook) -> None:
    notebook["cells"][0]["source"] = "# Other words"
    notebook["cells"].insert(1, {"cell_type": "markdown", "metadata": {}, "source": "More."})


def other_ids(notebook: Notebook) -> None:
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"cell-{number}"


def outputs(notebook: Notebook) -> None:
    code(notebook, 1)["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "old"}]
    code(notebook, 1)["execution_count"] = 7


def untag(notebook: Notebook) -> None:
    code(notebook, 0)["metadata"]["tags"] = ["hide-input"]


def show_code(notebook: Notebook) -> None:
    code(notebook, 1)["metadata"]["tags"] = []


def swap_cells(notebook: Notebook) -> None:
    first, second = code(notebook, 3), code(notebook, 4)
    first["source"], second["source"] = second["source"], first["source"]


MATTER = {
    "code": add("\nprint(1)"),
    "a default": lambda n: code(n, 0).update(source="resamples: int = 5"),
    "the order of cells": swap_cells,
    "a cell more": lambda n: n["cells"].append(code(n, 1)),
    "an import": add("\nimport trailblazer.run.store"),
    "a semicolon, which silences a cell": add(";"),
    "a semicolon before a comment": add(";  # quiet"),
    "where parameters go": untag,
    "code that is not Python": add("\n%time"),
}
DO_NOT_MATTER = {
    "a comment": add("\n# a comment"),
    "a comment with a semicolon": add("  # a; b;"),
    "layout": add("\n\n\n"),
    "prose": prose,
    "the ids of cells": other_ids,
    "outputs": outputs,
    "whether code is shown": show_code,
}


@pytest.mark.parametrize("change", MATTER.values(), ids=list(MATTER))
def test_what_a_notebook_does_changes_its_key(
    place: Place, change: Callable[[Notebook], object]
) -> None:
    before = place.key()
    place.edit(change)
    assert "its code" in place.key().differs_from(before.parts)


@pytest.mark.parametrize("change", DO_NOT_MATTER.values(), ids=list(DO_NOT_MATTER))
def test_what_a_notebook_says_does_not(place: Place, change: Callable[[Notebook], object]) -> None:
    before = place.key()
    place.edit(change)
    assert place.notebook.read_bytes() != NOTEBOOK.read_bytes()
    assert place.key().digest == before.digest


def test_parameters_change_the_key_and_places_do_not(place: Place) -> None:
    before = place.key()
    place.parameters |= {"data": "/elsewhere", "out": "/somewhere"}
    assert place.key().digest == before.digest
    place.parameters |= {"resamples": 500}
    assert place.key().differs_from(before.parts) == ["its parameters"]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("T01,2020-Q4,direct_support,52.5", "T01,2020-Q4,direct_support,52.6", True),
        ("T02,2020-Q4,direct_support,60,diary\n", "", True),
        ("diary\n", "diary\r\n", True),
    ],
    ids=["a byte", "a row", "a line end"],
)
def test_a_declared_table_counts_by_its_bytes(
    place: Place, old: str, new: str, changed: bool
) -> None:
    before = place.key()
    place.replace(place.set / "time_use.csv", old, new)
    assert place.key().differs_from(before.parts) == ["time_use.csv"]


def test_a_table_that_goes_or_comes_counts(place: Place) -> None:
    before = place.key()
    (place.set / "time_use.csv").rename(place.set / "kept.txt")
    assert place.key().differs_from(before.parts) == ["time_use.csv"]
    (place.set / "kept.txt").rename(place.set / "time_use.csv")
    assert place.key().digest == before.digest


def test_a_table_it_does_not_read_does_not_count(place: Place) -> None:
    before = place.key()
    place.replace(place.set / "staff_spells.csv", "emhp", "supervisor")
    assert place.key().digest == before.digest


def test_for_one_site_every_table_counts(place: Place) -> None:
    place.parameters["site"] = "S01"
    before = place.key()
    place.replace(place.set / "staff_spells.csv", "emhp", "supervisor")
    assert place.key().differs_from(before.parts) == ["staff_spells.csv"]


def test_the_words_of_a_set_count(place: Place) -> None:
    before = place.key()
    place.replace(place.set / "datapackage.json", "A small set", "Another set")
    assert place.key().differs_from(before.parts) == ["the description of the set"]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("Teams spent more time on", "The teams spent more time on", True),
        (
            "min_n: 10\n        tables: [time_use, teams]",
            "min_n: 9\n        tables: [time_use, teams]",
            True,
        ),
        ("title: All teams were working within a year", "title: All of them within a year", False),
        ("# THE register", "# The one register", False),
        ("Year the programme was launched", "The year of its launch", False),
    ],
    ids=["its words", "its threshold", "another claim", "a comment", "a fact"],
)
def test_the_register_counts_by_the_claims_of_the_notebook(
    place: Place, old: str, new: str, changed: bool
) -> None:
    before = place.key()
    place.replace(place.register, old, new)
    after = place.key()
    assert after.differs_from(before.parts) == (["its claims in the register"] if changed else [])


def test_the_lock_counts(place: Place) -> None:
    before = place.key()
    place.replace(place.lock, "3.1.0", "3.1.1")
    assert place.key().differs_from(before.parts) == ["the lock"]


def test_a_module_it_reaches_counts_and_no_other(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = place.key()
    modules = {n.removeprefix("the module ") for n in before.parts if n.startswith("the module")}
    assert {"trailblazer.estimates.time_use", "trailblazer.present.study"} <= modules
    assert "trailblazer.publish.pages" not in modules
    reached = closure.reached
    other = {"trailblazer.estimates.time_use": "other"}
    monkeypatch.setattr(keys, "reached", lambda sources: reached(sources) | other)
    after = place.key().differs_from(before.parts)
    assert after == ["the module trailblazer.estimates.time_use"]


def test_what_runs_notebooks_counts() -> None:
    assert {"execute.py", "child.py", "preload.py"} <= set(keys._runners())


def test_what_is_gone_from_a_key_is_a_difference() -> None:
    assert Key({"a": "1"}).differs_from({"a": "1", "b": "2"}) == ["b"]


def test_everything_in_the_key_that_is_a_file_may_be_read(place: Place) -> None:
    place.key()
    modules = keys.modules_of(place.job)
    inputs = inputs_of(place.job, open_set(place.set), load_register(place.register), modules)
    names = {path.name for path in inputs}
    assert {"time-use.ipynb", "datapackage.json", "time_use.csv", "teams.csv", "study.py"} <= names
    assert "staff_spells.csv" not in names
    assert all(path.is_file() for path in inputs)
