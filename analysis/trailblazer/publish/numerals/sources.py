"""Numerals typed where pages take their words from: registers, and the code of notebooks.

What a directive prints of a register, and what a notebook prints, counts as made. So that nothing
can be typed there and pass for made, these files are read as well: a numeral in their words has to
be a quoted value or a declared allowance, as on a page.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from trailblazer import files
from trailblazer.publish.numerals.allowances import FILE, Allowance, allowances, typed
from trailblazer.publish.numerals.compare import Fault
from trailblazer.publish.numerals.tokens import around

_QUOTED = re.compile(r"\{[^{}]*\}")
# Words are read where there are some: a name of a column or a file may hold any numeral.
_WORDS = re.compile(r"\w.*\s.*\w|%")


def typed_in_sources(root: Path) -> list[Fault]:
    """The numerals typed into the registers and the notebooks' code below a folder."""
    declared = allowances(root / "book")
    faults: list[Fault] = []
    for path in [root / "analysis" / "claims.yaml", *sorted((root / "book").rglob("*.yml"))]:
        if path != root / "book" / FILE:
            faults += _in_register(path, root, declared)
    for path in sorted((root / "analysis" / "notebooks").rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            faults += _in_notebook(path, root, declared)
    return faults


def _in_register(path: Path, root: Path, declared: Iterable[Allowance]) -> Iterator[Fault]:
    name = path.relative_to(root).as_posix()
    for keys, text in _texts(files.read_yaml(path), ()):
        last = next((k for k in reversed(keys) if not k.isdigit()), "")
        yield from _faults(name, " > ".join(keys), text, f"{name} > {last}", declared)


def _texts(node: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a register with the keys that lead to it; an entry of a list is its place."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, (*keys, str(key)))
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from _texts(value, (*keys, str(place)))
    elif isinstance(node, str):
        yield keys, node


def _in_notebook(path: Path, root: Path, declared: Iterable[Allowance]) -> Iterator[Fault]:
    name = path.relative_to(root).as_posix()
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        for text in strings("".join(cell["source"])):
            yield from _faults(name, f"cell {cell['id']}", text, name, declared)


def strings(code: str) -> Iterator[str]:
    """The texts in some Python code that words could be made of, without what they quote.

    Code that cannot be read as Python holds none: running it has failed before.
    """
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and _WORDS.search(value):
            yield value


def _faults(
    name: str, where: str, text: str, place: str, declared: Iterable[Allowance]
) -> Iterator[Fault]:
    shown = _QUOTED.sub(lambda m: " " * len(m[0]), text)
    for numeral in typed(shown, place, declared):
        said = around(text, numeral.start, numeral.end)
        yield Fault(name, where, numeral.text, f"{numeral.text} is typed in “{said}”")
