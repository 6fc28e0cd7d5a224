"""What a notebook's code reaches: the digest changes with what it can get at, and not with more."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from trailblazer.run import closure

MODULES = {
    "__init__.py": '__version__ = "1"\n',
    "tools.py": "def helper():\n    return LIMIT\n\n\ndef other():\n    return 2\n\n\nLIMIT = 1\n",
    "shapes/__init__.py": "from trailblazer.shapes.round import circle\n"
    "from trailblazer.shapes.square import box\n\n__all__ = ['box', 'circle']\n",
    "shapes/round.py": "from ..tools import helper\n\n\ndef circle():\n    return helper()\n",
    "shapes/square.py": "from trailblazer import tools\n\n\ndef box():\n    return tools.other()\n"
    "\n\nclass Unused:\n    size = 1\n",
    "alone.py": "def never():\n    return 1\n",
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "trailblazer"
    for name, text in MODULES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(closure, "PACKAGE", folder)
    return folder


def changed(package: Path, code: str, module: str, old: str, new: str) -> list[str]:
    """The modules whose digest differs for some code after one edit of one module."""
    before = closure.reached([code])
    text = (package / module).read_text(encoding="utf-8")
    assert old in text
    (package / module).write_text(text.replace(old, new, 1), encoding="utf-8")
    after = closure.reached([code])
    return sorted(m for m in before.keys() | after.keys() if before.get(m) != after.get(m))


CIRCLE = "from trailblazer import shapes\nshapes.circle()"


@pytest.mark.parametrize(
    "code",
    [
        "import trailblazer.shapes.round",
        "import trailblazer.shapes.round as r",
        "from trailblazer.shapes import circle",
        "from trailblazer.shapes.round import circle as c",
        "from trailblazer.shapes import *",
        "def late():\n    from trailblazer.shapes import round",
        "if True:\n    import trailblazer.shapes.round",
        "%matplotlib inline\nfrom trailblazer.shapes import round",
        "!ls\nimport trailblazer.shapes.round",
    ],
)
def test_every_form_of_import_is_followed(package: Path, code: str) -> None:
    found = set(closure.reached([code]))
    assert {"trailblazer", "trailblazer.shapes", "trailblazer.shapes.round"} <= found
    assert "trailblazer.tools" in found  # through a relative import
    assert "trailblazer.alone" not in found


def test_imports_of_all_cells_count_together(package: Path) -> None:
    cells = ["from trailblazer import shapes", "shapes.circle()"]
    assert closure.reached(cells) == closure.reached([CIRCLE])


def test_what_is_no_code_or_no_package_reaches_nothing(package: Path) -> None:
    assert closure.reached(["def broken(:", "import pandas, trailblazers", "x = 1"]) == {}


@pytest.mark.parametrize(
    ("module", "old", "new", "expected"),
    [
        ("shapes/round.py", "return helper()", "return helper() + 1", ["trailblazer.shapes.round"]),
        ("tools.py", "LIMIT = 1", "LIMIT = 9", ["trailblazer.tools"]),
        ("tools.py", "return LIMIT", "return -LIMIT", ["trailblazer.tools"]),
        ("tools.py", "return 2", "return 3", []),
        ("shapes/square.py", "size = 1", "size = 2", []),
        ("shapes/square.py", "tools.other()", "tools.helper()", []),
        ("alone.py", "return 1", "return 2", []),
        ("tools.py", "return LIMIT", "return LIMIT  # a comment", []),
        ("tools.py", "def other", "print('imported')\n\n\ndef other", ["trailblazer.tools"]),
        ("tools.py", "def other", "@register\ndef other", ["trailblazer.tools"]),
        ("tools.py", "LIMIT = 1", "LIMIT = 1\nother.hidden = True", ["trailblazer.tools"]),
        ("tools.py", "LIMIT = 1", "LIMIT = 1\nSIDE = print()", ["trailblazer.tools"]),
        ("tools.py", "LIMIT = 1", "LIMIT = 1\nLIMIT += 1", ["trailblazer.tools"]),
    ],
)
def test_an_edit_counts_when_it_can_be_got_at(
    package: Path, module: str, old: str, new: str, expected: list[str]
) -> None:
    assert changed(package, CIRCLE, module, old, new) == expected


def test_an_import_that_means_something_else_counts(package: Path) -> None:
    old, new = "from trailblazer.shapes.round import circle", "from trailblazer.alone import never"
    found = changed(package, CIRCLE, "shapes/__init__.py", old, f"{new} as circle")
    assert {"trailblazer.shapes", "trailblazer.alone"} <= set(found)


def test_a_notebook_reaches_the_charts_it_draws_and_no_other() -> None:
    walk = closure.follow(["from trailblazer.present import charts\ncharts.stance_bars(found)"])
    names = {
        name
        for module, numbers in walk.used.items()
        if module.startswith("trailblazer.present.charts.")
        for number in numbers
        for name in walk.code(module).parts[number].binds
    }
    assert "stance_bars" in names
    assert not names & {"time_use_by_team", "retention_curve", "site_funnel"}


@pytest.mark.parametrize(
    "code",
    [
        "from trailblazer import shapes\nshow(shapes)",
        "from trailblazer import shapes\ngetattr(shapes.square, 'bo' + 'x')()",
        "from trailblazer import shapes\nshapes.square.__dict__",
        "import sys, trailblazer.shapes\nsys.modules['trailblazer.shapes.square']",
        "import importlib, trailblazer.shapes\nimportlib.import_module('trailblazer.shapes')",
        "from trailblazer.shapes import *\neval('box()')",
        "%%time\nimport trailblazer.shapes",
    ],
)
def test_where_anything_could_be_reached_everything_counts(package: Path, code: str) -> None:
    both = [code, "import trailblazer.shapes"]
    before = closure.reached(both)
    text = (package / "shapes" / "square.py").read_text(encoding="utf-8")
    (package / "shapes" / "square.py").write_text(text.replace("size = 1", "size = 2"))
    assert closure.reached(both) != before


def test_a_function_named_like_its_module_is_found(package: Path) -> None:
    (package / "shapes" / "__init__.py").write_text("from trailblazer.shapes.cone import cone\n")
    (package / "shapes" / "cone.py").write_text("def cone():\n    return 1\n")
    code = "from trailblazer import shapes\nshapes.cone()"
    found = changed(package, code, "shapes/cone.py", "return 1", "return 2")
    assert found == ["trailblazer.shapes.cone"]


def test_a_module_that_is_no_python_counts_by_its_text(package: Path) -> None:
    found = changed(package, CIRCLE, "shapes/square.py", "def box():", "def box(:")
    assert found == ["trailblazer.shapes.square"]
    found = changed(package, CIRCLE, "shapes/square.py", "def box(:", "def box(::")
    assert found == ["trailblazer.shapes.square"]


def test_an_edit_that_keeps_time_and_size_is_seen(package: Path) -> None:
    state = (package / "tools.py").stat()
    code, edit = CIRCLE, ("tools.py", "LIMIT = 1", "LIMIT = 9")
    before = closure.reached([code])
    text = (package / edit[0]).read_text(encoding="utf-8").replace(*edit[1:])
    (package / "tools.py").write_text(text, encoding="utf-8")
    os.utime(package / "tools.py", ns=(state.st_atime_ns, state.st_mtime_ns))
    assert (package / "tools.py").stat().st_size == state.st_size
    assert closure.reached([code]) != before


@pytest.mark.parametrize(
    ("code", "reader"),
    [
        ("import polars as pl\npl.read_csv(path)", "polars.read_csv"),
        ("import polars\npolars.scan_parquet(path)", "polars.scan_parquet"),
        ("from polars import read_csv as take\ntake(path)", "polars.read_csv"),
        ("import pyarrow.parquet as pq\npq.read_table(path)", "pyarrow.parquet.read_table"),
        ("import duckdb\nduckdb.read_csv(path)", "duckdb.read_csv"),
        ("def late():\n    import polars as pl\n    return pl.read_csv(path)", "polars.read_csv"),
    ],
)
def test_readers_that_cannot_be_watched_are_named(package: Path, code: str, reader: str) -> None:
    assert closure.follow([code]).unseen_readers() == [reader]


def test_a_reader_in_a_module_is_named_once_it_can_be_reached(package: Path) -> None:
    text = "import polars\n\n\ndef helper():\n    polars.read_csv(1)\n\n\ndef other():\n    pass\n"
    (package / "tools.py").write_text(text, encoding="utf-8")
    cells = "from trailblazer import tools\ntools.{}()"
    assert closure.follow([cells.format("helper")]).unseen_readers() == ["polars.read_csv"]
    assert closure.follow([cells.format("other")]).unseen_readers() == []


def test_making_a_frame_is_not_reading(package: Path) -> None:
    code = "import pandas as pd, polars as pl\npl.DataFrame({})\npd.read_csv(path)"
    assert closure.follow([code]).unseen_readers() == []
