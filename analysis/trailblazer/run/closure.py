"""Which modules of the package a notebook's code reaches, found by reading imports.

Everything installed is covered by the digest of the lock; the package's own modules may be edited
at any time, so each counts by what its code does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from trailblazer import digests

PACKAGE = Path(__file__).parents[1]
NAME = PACKAGE.name


def reached(sources: Iterable[str]) -> dict[str, str]:
    """The package's modules that some code imports, directly or not, with their digests by name."""
    waiting = [name for source in sources for name in imports(source, NAME)]
    found: dict[str, str] = {}
    while waiting:
        for module in _modules(waiting.pop()):
            if module not in found:
                found[module], below = _read(_path(module))
                waiting.extend(below)
    return dict(sorted(found.items()))


def imports(source: str, package: str) -> list[str]:
    """The dotted names some code imports; relative ones are resolved against its package."""
    names = []
    for node in ast.walk(_tree(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            names += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return [name for name in names if name.split(".")[0] == NAME]


def _tree(source: str) -> ast.Module:
    """The code as Python sees it, IPython's own commands put in Python's words."""
    with suppress(SyntaxError):
        return ast.parse(source)
    # Imported here: hardly any notebook has such commands, and IPython is slow to import.
    from IPython.core.inputtransformer2 import TransformerManager

    with suppress(SyntaxError):
        return ast.parse(TransformerManager().transform_cell(source))
    return ast.Module(body=[], type_ignores=[])


def _modules(name: str) -> list[str]:
    """A dotted name's packages and module, those that exist: ``a.b.c`` runs ``a`` and ``a.b``."""
    parts = name.split(".")
    tried = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
    return [module for module in tried if _path(module).is_file()]


def _path(module: str) -> Path:
    inside = PACKAGE.joinpath(*module.split(".")[1:])
    return inside / "__init__.py" if inside.is_dir() else inside.with_suffix(".py")


def _read(path: Path) -> tuple[str, list[str]]:
    return _parsed(path, path.read_text(encoding="utf-8"))


@cache
def _parsed(path: Path, source: str) -> tuple[str, list[str]]:
    inside = path.relative_to(PACKAGE.parent)
    package = ".".join(inside.parent.parts)
    return digests.of_code(source), imports(source, package)
