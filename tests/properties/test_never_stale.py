"""What a build shows is what its inputs say now: never stale, whatever was edited since."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.planted.editions import files_of
from tests.planted.project import run_in, small_project

pytestmark = pytest.mark.slow


def test_random_edits_leave_nothing_stale(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    done = run_in(project, "-m", "benchmarks.edits", "30", "--seed", "3", "--in-copy")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "30 edits: 0 stale outputs" in done.stdout
    reported, planted = re.findall(r"(\d+) of (\d+) undeclared reads", done.stdout)[0]
    assert reported == planted != "0"


def build(project: Path, out: str, *options: str) -> dict[str, str]:
    """Build an edition without the PDF, and return its files."""
    done = run_in(project, "-m", "trailblazer", "build", "--no-pdf", "--out", out, *options)
    assert done.returncode == 0, done.stderr
    return files_of(project / out)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def prose(project: Path) -> None:
    """A sentence of a page and one of a notebook."""
    replace(project / "book" / "index.md", "A small report", "A smaller report")
    replace(
        project / "analysis" / "notebooks" / "findings" / "progress.ipynb",
        "and how soon", "and how quickly",
    )  # fmt: skip


def value(project: Path) -> None:
    """A team that started late, which the first page quotes."""
    path = project / "data" / "synthetic" / "teams.csv"
    replace(path, path.read_text(encoding="utf-8").split("\n")[1].split(",")[4], "2021-03-01")


def contents(project: Path) -> None:
    """The order of the pages."""
    path = project / "_toc.yml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:-2], lines[-1], lines[-2]]), encoding="utf-8")


def test_pages_after_an_edit_are_those_made_from_nothing(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    before = build(project, "out")
    edits: list[Callable[[Path], None]] = [prose, value, contents]
    for edit in edits:
        edit(project)
        with ThreadPoolExecutor(2) as pool:
            again = pool.submit(build, project, "out")
            nothing = pool.submit(build, project, f"fresh-{edit.__name__}", "--fresh")
        assert again.result() == nothing.result(), edit.__name__
        assert again.result() != before, edit.__name__
        before = again.result()


# A build in one process that does not make the pages, but says when it would.
UNPRINTED = """
from pathlib import Path
from trailblazer.publish.maker import Maker
from trailblazer.publish.numerals.verify import kept_beside
from trailblazer.publish.edition import build
from trailblazer.publish.order import Order
from trailblazer.run import renew

def ask(self, builder, staged, out, settings):
    out.mkdir(parents=True)
    Path(out, "index.html").write_text("page")
    kept_beside(out.parent, builder).write_text("{}")
    print("made")

Maker.ask, Maker.wait = ask, lambda self: 0.0
order = Order(data="synthetic", out=Path("unprinted"), pdf=False)
order.nothing_to_do() or build(order)
"""
# A team that started late, for just as long as the notebooks run.
MEANWHILE = """
teams, execute = Path("data/synthetic/teams.csv"), renew.execute
before = teams.read_bytes()

def meanwhile(*jobs, **options):
    teams.write_bytes(before.replace(b"2019-12-13", b"2021-03-01", 1))
    try:
        return execute(*jobs, **options)
    finally:
        teams.write_bytes(before)

renew.execute = meanwhile
"""


def test_a_fact_that_only_pages_print_makes_them_anew(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    assert run_in(project, "-c", UNPRINTED).stdout == "made\n"
    replace(project / "analysis" / "claims.yaml", "Published summary", "The published summary")
    assert run_in(project, "-c", UNPRINTED).stdout == "made\n"


def test_an_edit_undone_while_the_build_ran_is_not_published(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    head, tail = UNPRINTED.split("order =")
    run_in(project, "-c", f"{head}{MEANWHILE}\norder ={tail}")
    assert run_in(project, "-c", UNPRINTED).returncode == 0
    published = project / "unprinted" / "findings" / "milestone.json"
    assert '"verdict": "supported"' in published.read_text(encoding="utf-8")
