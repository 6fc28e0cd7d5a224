"""Random edits of a project, by kind: what people do between two builds."""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SET = Path("data/synthetic")
NOTEBOOKS = Path("analysis/notebooks")
PACKAGE = Path("analysis/trailblazer")
REGISTER = Path("analysis/claims.yaml")
LAYERS = ("estimates", "present", "findings")
# The process that plans the runs has read these already; a build is a new process and reads anew.
READ_ONCE = ("register.py",)


@dataclass(frozen=True)
class Edit:
    """One edit: the new bytes of some files (below the project), or settings as of ``--set``.

    ``planted`` names a file that the edit makes a notebook read although nothing declares it.
    """

    kind: str
    what: str
    files: Mapping[Path, bytes] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    planted: str = ""


@dataclass(frozen=True)
class Source:
    """Where edits come from: a project, the notebooks that are run, and chance."""

    project: Path
    notebooks: tuple[str, ...]
    chance: random.Random

    def text(self, path: Path) -> str:
        """A file of the project as it is now."""
        return (self.project / path).read_text(encoding="utf-8")

    def any_notebook(self) -> Path:
        """One of the notebooks that are run."""
        return NOTEBOOKS / f"{self.chance.choice(self.notebooks)}.ipynb"

    def any_module(self) -> Path:
        """A module of the package whose edits the running process need not see."""
        paths = [p for layer in LAYERS for p in (self.project / PACKAGE / layer).rglob("*.py")]
        chosen = [p for p in paths if p.name not in READ_ONCE and not p.name.startswith("__")]
        return self.chance.choice(sorted(chosen)).relative_to(self.project)

    def any_table(self) -> Path:
        """A table of the set, be it read by a notebook that is run or not."""
        paths = [p for p in (self.project / SET).glob("*.csv") if p.stat().st_size < 400_000]
        return self.chance.choice(sorted(paths)).relative_to(self.project)


def data_byte(at: Source) -> Edit:
    """One digit of one table becomes another."""
    path = at.any_table()
    content = bytearray((at.project / path).read_bytes())
    head = content.index(b"\n")
    places = [n for n in range(head, len(content)) if chr(content[n]).isdigit()]
    if not places:
        return data_byte(at)
    place = at.chance.choice(places)
    content[place] = ord(at.chance.choice(sorted(set("0123456789") - {chr(content[place])})))
    return Edit("data byte", f"{path.name}, byte {place}", {path: bytes(content)})


def row_order(at: Source) -> Edit:
    """Two rows of one table change places."""
    path = at.any_table()
    lines = at.text(path).splitlines(keepends=True)
    if len(set(lines[1:])) < 2:
        return row_order(at)
    one, other = at.chance.sample(range(1, len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return Edit("row order", f"{path.name}, rows {one}, {other}", {path: "".join(lines).encode()})


def notebook_code(at: Source) -> Edit:
    """A cell does something more, shows something more, is silenced, or a default changes."""
    path = at.any_notebook()
    cells, notebook = _cells(at, path, "code")
    cell = at.chance.choice(cells[1:])
    number = at.chance.randrange(10**6)
    way = at.chance.choice(["\nprint({})", "\nextra = {}", "\n{}", "\n{};", "default"])
    if way == "default":
        cell = cells[0]
        _append(cell, f"\nextra: int = {number}")
    else:
        _append(cell, way.format(number))
    return Edit("notebook code", f"{path.stem}: {way!r}", {path: _saved(notebook)})


def comment(at: Source) -> Edit:
    """A comment more, in a cell or in a module."""
    words = f"# a remark; number {at.chance.randrange(10**6)}"
    if at.chance.random() < 0.5:
        path = at.any_notebook()
        cells, notebook = _cells(at, path, "code")
        _append(at.chance.choice(cells), f"  {words}\n")
        return Edit("comment", path.stem, {path: _saved(notebook)})
    path = at.any_module()
    return Edit("comment", path.name, {path: f"{at.text(path)}\n{words}\n".encode()})


def parameter(at: Source) -> Edit:
    """A setting as given with ``--set``."""
    choices = {
        "confidence_level": f"0.{at.chance.randrange(80, 99)}",
        "deadline_months": str(at.chance.randrange(6, 18)),
        "seed": str(at.chance.randrange(10**6)),
        "resamples": str(at.chance.randrange(40, 80)),
    }
    texts = [at.text(NOTEBOOKS / f"{name}.ipynb") for name in at.notebooks]
    name = at.chance.choice([n for n in sorted(choices) if any(f"{n}:" in t for t in texts)])
    return Edit("parameter", f"{name}={choices[name]}", settings={name: choices[name]})


def helper_module(at: Source) -> Edit:
    """A number or some words in a function of the package become others."""
    path = at.any_module()
    source = at.text(path)
    found = [n for n in _constants(ast.parse(source)) if n.end_lineno == n.lineno]
    if not found:
        return helper_module(at)
    node = at.chance.choice(found)
    lines = source.splitlines(keepends=True)
    line = lines[node.lineno - 1].encode()
    value = f"{node.value} indeed" if isinstance(node.value, str) else node.value + 1
    new = line[: node.col_offset] + repr(value).encode() + line[node.end_col_offset :]
    lines[node.lineno - 1] = new.decode()
    what = f"{path.name}, line {node.lineno}: {node.value!r}"
    return Edit("helper module", what, {path: "".join(lines).encode()})


def lock(at: Source) -> Edit:
    """Another version of one library."""
    path = Path("requirements.lock")
    new = at.text(path).replace("==", f"==9{at.chance.randrange(10**4)}.", 1)
    return Edit("lock", "a version", {path: new.encode()})


def prose(at: Source) -> Edit:
    """Words more on a page of the book or in a cell of text."""
    words = f"\n\nA sentence more: {at.chance.randrange(10**6)}.\n"
    if at.chance.random() < 0.5:
        pages = sorted((at.project / "book").rglob("*.md"))
        path = at.chance.choice(pages).relative_to(at.project)
        return Edit("prose", path.name, {path: (at.text(path) + words).encode()})
    path = at.any_notebook()
    cells, notebook = _cells(at, path, "markdown")
    _append(at.chance.choice(cells), words)
    return Edit("prose", path.stem, {path: _saved(notebook)})


def register(at: Source) -> Edit:
    """Other words of a claim, another threshold, or a comment."""
    lines = at.text(REGISTER).splitlines(keepends=True)
    way = at.chance.choice(["wording", "threshold", "comment"])
    if way == "comment":
        lines.append(f"# a remark {at.chance.randrange(10**6)}\n")
        return Edit("claims register", way, {REGISTER: "".join(lines).encode()})
    mark = {"wording": "data", "threshold": "threshold: "}[way]
    claims = next(n for n, line in enumerate(lines) if line.startswith("claims:"))
    number = at.chance.choice([n for n, s in enumerate(lines) if mark in s and n > claims])
    if way == "threshold":
        head, _, _ = lines[number].partition(mark)
        lines[number] = f"{head}{mark}0.{at.chance.randrange(1, 99)}\n"
    else:
        lines[number] = lines[number].replace("data", f"data no. {at.chance.randrange(99)}", 1)
    what = f"{way}, line {number + 1}"
    return Edit("claims register", what, {REGISTER: "".join(lines).encode()})


def undeclared_read(at: Source) -> Edit:
    """A cell, or a function of the package that it calls, reads what nothing declares."""
    files = ["data/synthetic/strategies.csv", "data/synthetic/referrals.csv", "README.md"]
    target = at.chance.choice(files)
    ways = [
        "open({0!r}).read(1)",
        "__import__('pathlib').Path({0!r}).read_bytes()",
        "__import__('pandas').read_csv({0!r}, nrows=1, on_bad_lines='skip')",
        "__import__('os').close(__import__('os').open({0!r}, 0))",
        "__import__('shutil').copyfile({0!r}, '/dev/null')",
        "open({0!r}, 'r+').close()",
    ]
    code = at.chance.choice(ways).format(str(at.project / target))
    name = Path(target).name
    if at.chance.random() < 0.6:
        path = at.any_notebook()
        cells, notebook = _cells(at, path, "code")
        _append(at.chance.choice(cells[2:]), f"\n{code};")
        return Edit("undeclared read", f"{path.stem}: {code}", {path: _saved(notebook)}, {}, name)
    path = PACKAGE / "present" / "study.py"
    mark = "    opened = open_set(data, site=site)\n"
    new = at.text(path).replace(mark, f"{mark}    {code}\n")
    return Edit("undeclared read", f"study.py: {code}", {path: new.encode()}, {}, name)


KINDS: tuple[Callable[[Source], Edit], ...] = (
    data_byte, row_order, notebook_code, comment, parameter, helper_module, lock, prose, register,
    undeclared_read,
)  # fmt: skip


def _cells(at: Source, path: Path, kind: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    notebook = json.loads(at.text(path))
    return [c for c in notebook["cells"] if c["cell_type"] == kind], notebook


def _append(cell: dict[str, Any], text: str) -> None:
    cell["source"] = "".join(cell["source"]) + text


def _saved(notebook: dict[str, Any]) -> bytes:
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def _constants(tree: ast.Module) -> list[ast.Constant]:
    """Numbers and words (texts with a space) inside functions, but for docstrings."""
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    inside = [n for f in functions for statement in f.body for n in ast.walk(statement)]
    docs = {id(n.value) for n in inside if isinstance(n, ast.Expr)}
    pieces = {id(v) for n in inside if isinstance(n, ast.JoinedStr) for v in ast.walk(n)}
    return [
        n for n in inside
        if isinstance(n, ast.Constant) and id(n) not in docs | pieces
        and (type(n.value) in (int, float) or (isinstance(n.value, str) and " " in n.value))
    ]  # fmt: skip
