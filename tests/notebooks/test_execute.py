"""The run: every notebook is tried, failures are listed once in plain words, nothing leaks."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from trailblazer.run.execute import EXECUTED, NOTES, Ran, execute, failures
from trailblazer.run.normalise import publish
from trailblazer.run.plan import Job

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
PARAMETERS = 'data: str = "synthetic"\nout: str = ""\nmonths: int = 12'


def notebook(folder: Path, name: str, *sources: str) -> Job:
    head = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    cells = [head, *(nbformat.v4.new_code_cell(s) for s in sources)]
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), path)
    return Job(name, path, {"data": "/home/somebody/secret"})


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Ran], Path]:
    folder = tmp_path_factory.mktemp("run")
    jobs = [
        notebook(folder, "fails", "raise ValueError('the table is upside down')"),
        notebook(
            folder,
            "ours",
            "from trailblazer.errors import InputError\nraise InputError('x.csv, row 2: wrong')",
        ),
        notebook(folder, "dies", "import os; os._exit(1)"),
        notebook(folder, "works", "import sys; print('no' + 'ise', file=sys.stderr); months"),
        Job("changed", notebook(folder, "changed", "months").path, {"months": 11, "data": "/x"}),
    ]
    made = folder / "made"
    return execute([(job, made / job.name) for job in jobs], workers=2), made


def published(ran: tuple[list[Ran], Path], name: str) -> Path:
    job = next(r.job for r in ran[0] if r.job.name == name)
    target = ran[1] / f"{name}.published.ipynb"
    publish(job.path, ran[1] / name / EXECUTED, target, job.parameters)
    return target


def test_one_failure_does_not_stop_the_others(ran: tuple[list[Ran], Path]) -> None:
    assert [bool(r.problem) for r in ran[0]] == [True, True, True, False, False]


def test_failures_are_listed_once_in_plain_words(ran: tuple[list[Ran], Path]) -> None:
    message = failures(ran[0])
    assert message.splitlines()[0] == "3 notebooks failed:"
    assert "fails: cell 2: ValueError: the table is upside down" in message
    assert "ours: cell 2: x.csv, row 2: wrong" in message
    assert "dies: its Python process ended" in message
    assert "Traceback" not in message


def test_executed_notebooks_hold_no_clock_path_or_noise(ran: tuple[list[Ran], Path]) -> None:
    text = published(ran, "works").read_text(encoding="utf-8")
    for leak in ("secret", "noise", "papermill", "start_time", str(ran[1])):
        assert leak not in text


def test_a_changed_setting_is_shown(ran: tuple[list[Ran], Path]) -> None:
    cells = json.loads(published(ran, "changed").read_text("utf-8"))["cells"]
    injected = [c for c in cells if c["id"] == "injected-parameters"]
    assert "".join(injected[0]["source"]) == "# Settings of this edition\nmonths = 11"
    assert cells[-1]["outputs"][0]["data"]["text/plain"] in ("11", ["11"])


def test_new_prose_needs_no_kernel(ran: tuple[list[Ran], Path], tmp_path: Path) -> None:
    job = next(r.job for r in ran[0] if r.job.name == "works")
    source = nbformat.read(job.path, as_version=4)
    source.cells.insert(1, nbformat.v4.new_markdown_cell("Written after the run."))
    nbformat.write(source, tmp_path / "edited.ipynb")
    target = tmp_path / "published.ipynb"
    publish(tmp_path / "edited.ipynb", ran[1] / "works" / EXECUTED, target, job.parameters)
    cells = json.loads(target.read_text("utf-8"))["cells"]
    assert "".join(cells[1]["source"]) == "Written after the run."
    assert cells[-1]["outputs"]


def test_what_a_notebook_reads_is_noted(ran: tuple[list[Ran], Path], tmp_path: Path) -> None:
    secret = tmp_path / "undeclared.csv"
    secret.write_text("a,b\n1,2\n")
    job = notebook(tmp_path, "reads", f"import pandas as pd; pd.read_csv({str(secret)!r})")
    execute([(job, tmp_path / "made")], workers=1)
    assert f"open {secret}" in (tmp_path / "made" / NOTES).read_text(encoding="utf-8").splitlines()
