"""Python code taken apart: what each top-level statement binds, mentions and does.

With this a change of one function counts only for the notebooks that can reach that function, and
not for all that import its module.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from trailblazer import digests

Chain = tuple[str, ...]
# What can reach a definition without naming it.
_DYNAMIC = {
    "eval", "exec", "globals", "vars", "__import__", "import_module", "modules", "get_ipython",
}  # fmt: skip
# Decorators that do nothing to anything but what they decorate.
_LOCAL = {
    "both", "cache", "cached_property", "classmethod", "contextmanager", "dataclass",
    "field_validator", "lru_cache", "model_validator", "overload", "property", "staticmethod",
    "total_ordering",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One top-level statement.

    ``binds`` are the names it gives a meaning to, ``mentions`` the dotted names in it (``a.b`` as
    a pair). ``acts``: running it may do more than bind its names, so it counts whenever its module
    is imported. ``dynamic``: it may reach what it does not mention.
    """

    node: ast.stmt

    @cached_property
    def digest(self) -> str:
        """Changes exactly when the statement does something else."""
        return digests.of_data(ast.dump(self.node))

    @cached_property
    def binds(self) -> frozenset[str]:
        """The names this statement gives a meaning to at the top of its module."""
        return frozenset(_bound(self.node))

    @cached_property
    def mentions(self) -> frozenset[Chain]:
        """Every dotted name in the statement."""
        found = _Mentions()
        found.visit(self.node)
        return frozenset(found.chains)

    @cached_property
    def acts(self) -> bool:
        """Whether running it may do more than bind its names."""
        node = self.node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return any(_last_name(d) not in _LOCAL for d in node.decorator_list)
        if isinstance(node, ast.Assign | ast.AnnAssign):
            return any(isinstance(n, ast.Call) or _sets_another(n) for n in ast.walk(node))
        return not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))

    @cached_property
    def dynamic(self) -> bool:
        """Whether it may reach what it does not mention."""
        return any(name in _DYNAMIC for chain in self.mentions for name in chain)


@dataclass(frozen=True)
class Imported:
    """A name bound by an import: the dotted name of what it stands for."""

    name: str
    target: str


@dataclass(frozen=True)
class Code:
    """A module, or the cells of a notebook: its statements and what its imports stand for.

    ``imported`` are names of the package, ``libraries`` those of everything else.
    """

    parts: Sequence[Part]
    imported: Sequence[Imported]
    libraries: Mapping[str, str]

    @cached_property
    def binding(self) -> Mapping[str, list[int]]:
        """The numbers of the statements that give a name its meaning."""
        found: dict[str, list[int]] = {}
        for number, part in enumerate(self.parts):
            for name in part.binds:
                found.setdefault(name, []).append(number)
        return found

    @cached_property
    def targets(self) -> Mapping[str, list[str]]:
        """The dotted names of the package that a name may stand for."""
        found: dict[str, list[str]] = {}
        for one in self.imported:
            found.setdefault(one.name, []).append(one.target)
        return found


def parts(tree: ast.Module) -> list[Part]:
    """The top-level statements of some code in order."""
    return [Part(node) for node in tree.body]


def parse(source: str) -> ast.Module:
    """The code as Python sees it, IPython's own commands put in Python's words; else nothing."""
    with suppress(SyntaxError):
        return ast.parse(source)
    # Imported here: hardly any notebook has such commands, and IPython is slow to import.
    from IPython.core.inputtransformer2 import TransformerManager

    with suppress(SyntaxError):
        return ast.parse(TransformerManager().transform_cell(source))
    return ast.Module(body=[], type_ignores=[])


def imports(tree: ast.Module, package: str) -> Iterator[Imported]:
    """Every import in some code, wherever it stands; relative ones are resolved by its package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                yield Imported(alias.asname or first, alias.name if alias.asname else first)
                yield Imported("", alias.name)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            for alias in node.names:
                star = alias.name == "*"
                yield Imported("" if star else alias.asname or alias.name, f"{base}.{alias.name}")


def _base(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    above = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
        elif isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield inner.name
        elif isinstance(inner, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in inner.names)


def _sets_another(node: ast.AST) -> bool:
    """Whether this is the ``a.b`` or ``a[b]`` that an assignment changes."""
    return isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store)


def _last_name(node: ast.expr) -> str:
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


class _Mentions(ast.NodeVisitor):
    """Collects dotted names: ``charts.bar(x)`` gives ``charts.bar`` and ``x``."""

    def __init__(self) -> None:
        self.chains: set[Chain] = set()

    def visit_Name(self, node: ast.Name) -> None:
        self.chains.add((node.id,))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        names, inner = [node.attr], node.value
        while isinstance(inner, ast.Attribute):
            names.append(inner.attr)
            inner = inner.value
        if isinstance(inner, ast.Name):
            self.chains.add((inner.id, *reversed(names)))
        else:
            self.generic_visit(node)
