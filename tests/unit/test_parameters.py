"""Settings from the command line: a misspelt or mistyped one stops the run."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from trailblazer.errors import ParameterError
from trailblazer.run.parameters import assign, declared
from trailblazer.run.plan import plan

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
SOURCE = """\
seed: int = 1
deadline_months: int = 12
level: float = 0.95
wide: bool = False
site: str = ""
"""


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    cell = nbformat.v4.new_code_cell(SOURCE, metadata={"tags": ["parameters"]})
    path = tmp_path / "one.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=KERNEL), path)
    return path


def test_types_are_read_from_the_notebook(notebook: Path) -> None:
    assert declared(notebook) == {
        "seed": "int", "deadline_months": "int", "level": "float", "wide": "bool", "site": "str",
    }  # fmt: skip


def test_values_take_the_declared_type(notebook: Path) -> None:
    given = {"deadline_months": "11", "level": "0.9", "wide": "True"}
    chosen = assign({"one": notebook}, given)
    assert chosen == {"one": {"deadline_months": 11, "level": 0.9, "wide": True}}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("deadline_month", "11", r'no notebook has this setting. Did you mean "deadline_months"\?'),
        ("deadline_months", "soon", 'deadline_months: "soon" is not a whole number'),
        ("deadline_months", "11.5", "is not a whole number"),
        ("level", "high", "is not a number"),
        ("wide", "perhaps", "is not true or false"),
        ("site", "S01", '"site" has an option of its own: use --site'),
    ],
)
def test_faults_are_plain(notebook: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        assign({"one": notebook}, {name: text})


def test_a_setting_goes_only_where_it_is_declared() -> None:
    jobs = {job.name: job.parameters for job in plan({"data": "synthetic"}, {"months": "24"})}
    assert jobs["challenges/retention"] == {"data": "synthetic", "months": 24}
    assert jobs["findings/progress"] == {"data": "synthetic"}
