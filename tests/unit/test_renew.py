"""Running what has changed: what is kept, what is not, and why a notebook runs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest

from trailblazer.data.load import DataSet, open_set
from trailblazer.findings.register import load_register
from trailblazer.places import NOTEBOOKS
from trailblazer.run import renew as module
from trailblazer.run import steps as planning
from trailblazer.run.execute import EXECUTED, NOTES, Ran
from trailblazer.run.keys import modules_of
from trailblazer.run.plan import Job
from trailblazer.run.renew import renew
from trailblazer.run.steps import Step, steps
from trailblazer.run.store import Store

NAME, OTHER = "findings/time-use", "findings/young-people"


class Desk:
    """A set and a store of our own, and notebooks that are not run but answer at once."""

    def __init__(self, folder: Path, data: DataSet) -> None:
        self.folder, self.data = folder, data
        self.store = Store(folder / "store")
        self.jobs = [Job(n, NOTEBOOKS / f"{n}.ipynb", {"policy": "auto"}) for n in (NAME, OTHER)]
        self.answers = {NAME: "first", OTHER: "other"}
        self.verdicts = {"time-use": "supported", "awareness": "supported"}
        self.register = load_register()
        self.problems: dict[str, str] = {}
        self.reads: dict[str, Path] = {}
        self.takes: dict[str, float] = {}
        self.meanwhile: Callable[[str], object] = lambda name: None
        self.executed: list[str] = []

    def execute(
        self,
        jobs: Sequence[tuple[Job, Path]],
        *,
        started: Callable[[Job], None],
        done: Callable[[Ran], None],
        **_: Any,
    ) -> None:
        for job, folder in jobs:
            started(job)
            folder.mkdir(parents=True)
            shutil.copyfile(job.path, folder / EXECUTED)
            (folder / "findings").mkdir()
            claim = self.register.of_notebook(job.name)[0].id
            finding = {"id": claim, "verdict": self.verdicts[claim], "says": self.answers[job.name]}
            (folder / "findings" / f"{claim}.json").write_text(json.dumps(finding))
            read = self.reads.get(job.name, job.path)
            (folder / NOTES).write_text(f"open {read.resolve()}\n")
            self.executed.append(job.name)
            self.meanwhile(job.name)
            done(Ran(job, self.takes.get(job.name, 1.0), self.problems.get(job.name, "")))

    def plan(self) -> list[Step]:
        return steps(self.jobs, self.data, self.register, self.store)

    def why(self) -> list[tuple[str, ...]]:
        return [step.why for step in self.plan()]

    def renew(self) -> list[str]:
        """Build an edition; the problems of what ran."""
        number = len(list(self.folder.glob("edition*")))
        edition, work = self.folder / f"edition{number}", self.folder / f"work{number}"
        self.executed.clear()
        ran = renew(
            self.plan(), edition, work, data=self.data, register=self.register,
            store=self.store, workers=1,
        )  # fmt: skip
        self.edition = edition
        return [r.problem for r in ran]

    def says(self) -> str:
        text = (self.edition / "findings" / "time-use.json").read_text(encoding="utf-8")
        return str(json.loads(text)["says"])

    def reword(self, verdict: str, text: str) -> None:
        """Change one sentence of the claim of the first notebook."""
        claim = self.register.claims["time-use"]
        changed = claim.model_copy(update={"wording": {**claim.wording, verdict: text}})
        claims = {**self.register.claims, "time-use": changed}
        self.register = self.register.model_copy(update={"claims": claims})


@pytest.fixture
def desk(tmp_path: Path, write_set: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Desk:
    folder = tmp_path / "desk"
    folder.mkdir()
    desk = Desk(folder, open_set(write_set()))
    monkeypatch.setattr(module, "execute", desk.execute)
    return desk


def edit(desk: Desk, table: str, old: str, new: str) -> None:
    path = desk.data.folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_has_not_changed_is_not_run_again(desk: Desk) -> None:
    assert desk.why() == [("it has not been run here before",)] * 2
    assert desk.renew() == ["", ""]
    assert sorted(desk.executed) == [NAME, OTHER]
    assert desk.why() == [(), ()]
    assert desk.renew() == []
    assert (desk.edition / "notebooks" / f"{NAME}.ipynb").is_file()


def test_only_what_reads_a_changed_table_runs_again(desk: Desk) -> None:
    desk.renew()
    edit(desk, "time_use", "52.5", "50.5")
    assert desk.why() == [("time_use.csv changed",), ()]
    assert desk.renew() == [""]
    assert desk.executed == [NAME]
    edit(desk, "time_use", "50.5", "52.5")
    assert desk.why() == [(), ()]


def test_the_longest_start_first_and_the_largest_where_none_has_run(desk: Desk) -> None:
    desk.renew()
    sizes = [job.path.stat().st_size for job in desk.jobs]
    longer, shorter = (NAME, OTHER) if sizes[0] > sizes[1] else (OTHER, NAME)
    assert desk.executed == [longer, shorter]
    desk.takes[shorter] = 60.0
    desk.jobs = [Job(job.name, job.path, {"policy": "none"}) for job in desk.jobs]
    desk.renew()
    desk.jobs = [Job(job.name, job.path, {"policy": "threshold_10"}) for job in desk.jobs]
    desk.renew()
    assert desk.executed == [shorter, longer]


def test_the_walk_through_the_package_is_kept_until_code_changes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[str] = []

    def walk(job: Job) -> dict[str, str]:
        walked.append(job.name)
        return modules_of(job)

    monkeypatch.setattr(planning, "modules_of", walk)
    plan = desk.plan()
    assert walked == [NAME, OTHER]
    assert [step.key for step in desk.plan()] == [step.key for step in plan]
    assert len(walked) == 2
    note = desk.store.folder / "last" / "reached" / f"{OTHER}.json"
    note.write_text(note.read_text("utf-8").replace("trailblazer.", "trailblazer_", 1), "utf-8")
    assert [step.key for step in desk.plan()] == [step.key for step in plan]
    assert walked[2:] == [OTHER]
    package = {"cli.py": "another digest"}
    monkeypatch.setattr("trailblazer.digests.of_tree", lambda *_: package)
    desk.plan()
    assert walked[3:] == [NAME, OTHER]


def test_a_sentence_that_is_not_said_runs_nothing(desk: Desk) -> None:
    desk.renew()
    desk.reword("not_supported", "Not so.")
    assert desk.why() == [(), ()]
    desk.reword("supported", "Just so.")
    assert desk.why() == [("its claims in the register changed",), ()]


def test_a_sentence_counts_once_it_is_said(desk: Desk) -> None:
    desk.renew()
    edit(desk, "time_use", "52.5", "50.5")
    desk.verdicts["time-use"] = "not_supported"
    desk.renew()
    assert desk.why() == [(), ()]
    desk.reword("not_supported", "Not so.")
    assert desk.why() == [("its claims in the register changed",), ()]
    edit(desk, "time_use", "50.5", "52.5")  # as it was when the other sentence was said
    assert desk.why() == [(), ()]
    assert desk.renew() == []
    assert '"supported"' in (desk.edition / "findings" / "time-use.json").read_text("utf-8")


def test_a_notebook_that_fails_is_not_kept_and_its_neighbour_is(desk: Desk) -> None:
    desk.problems[NAME] = "it fell over"
    assert desk.renew() == ["it fell over", ""]
    assert desk.why() == [("it has not been run here before",), ()]


def test_an_undeclared_read_fails_its_notebook_and_is_not_kept(desk: Desk) -> None:
    desk.reads[NAME] = desk.data.folder / "staff_spells.csv"
    problem, fine = desk.renew()
    assert problem.startswith("it reads staff_spells.csv, which nothing declares")
    assert "also_reads" in problem
    assert fine == ""
    assert desk.why() == [("it has not been run here before",), ()]
    desk.reads[NAME] = desk.data.folder / "time_use.csv"
    assert desk.renew() == [""]


def test_what_was_made_while_an_input_changed_belongs_to_no_key(desk: Desk) -> None:
    desk.answers[NAME] = "of the late team"

    def edit_and_undo(name: str) -> None:
        if name == NAME:
            edit(desk, "time_use", "52.5", "50.5")
            edit(desk, "time_use", "50.5", "52.5")

    desk.meanwhile = edit_and_undo
    assert desk.renew() == ["a file it reads was changed while it ran. Build again.", ""]
    desk.meanwhile = lambda name: None
    desk.answers[NAME] = "of the team in time"
    assert desk.why() == [("it has not been run here before",), ()]
    assert desk.renew() == [""]
    assert desk.says() == "of the team in time"


def test_each_result_is_kept_as_soon_as_its_notebook_has_ended(desk: Desk) -> None:
    def killed(name: str) -> None:
        if len(desk.executed) == len(desk.jobs):
            raise KeyboardInterrupt

    desk.meanwhile = killed
    with pytest.raises(KeyboardInterrupt):
        desk.renew()
    first, second = desk.executed
    why = dict(zip((NAME, OTHER), desk.why(), strict=True))
    assert why == {first: (), second: ("it has not been run here before",)}


def test_a_damaged_result_is_made_again_although_the_plan_kept_it(desk: Desk) -> None:
    desk.renew()
    for entry in (desk.store.folder / "entries").rglob("findings/*.json"):
        entry.write_text("damaged", encoding="utf-8")
    assert desk.why() == [(), ()]
    assert desk.renew() == ["", ""]
    assert sorted(desk.executed) == [NAME, OTHER]
    assert desk.says() == "first"


def test_a_kept_result_shows_the_prose_of_today(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk.renew()
    notebook = nbformat.read(NOTEBOOKS / f"{NAME}.ipynb", as_version=4)
    notebook.cells[0].source = "# Words of today"
    path = tmp_path / "time-use.ipynb"
    nbformat.write(notebook, path)
    desk.jobs[0] = Job(NAME, path, {"policy": "auto"})
    assert desk.renew() == []
    published = nbformat.read(desk.edition / "notebooks" / f"{NAME}.ipynb", as_version=4)
    assert published.cells[0].source == "# Words of today"
