"""What of the package a notebook's code reaches, found by reading its source.

Everything installed is covered by the digest of the lock; the package's own code may be edited at
any time. A module counts by the statements that the notebook can get at: those that act when it is
imported, and the definitions that are mentioned, directly or through others. Where code could reach
a definition without naming it (``eval``, ``import_module``, a module handed on), all of it counts.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from trailblazer import digests
from trailblazer.run.definitions import Chain, Code, imports, parse, parts

PACKAGE = Path(__file__).parents[1]
NAME = PACKAGE.name
CELLS = ""
# These open files by themselves, where the hook of ``watch`` does not see it.
_UNSEEN_READER = re.compile(
    r"(polars|pyarrow|duckdb|fastparquet|pyreadstat)\.(\w+\.)*"
    r"(read|scan|connect|open|dataset|memory_map|OSFile|ParquetFile|input_stream)\w*"
    r"|pandas\.read_(parquet|feather|orc|spss)"
)
# The readers of a set hand these libraries bytes that Python has read, and the hook has seen.
# What adds up rows opens the file first, and lets the library read that one and no other.
_SEEN_READERS = (f"{NAME}.data.readers.", f"{NAME}.data.totals.")


def reached(sources: Iterable[str]) -> dict[str, str]:
    """The package's modules that some code imports, with digests of what it can get at in them."""
    return follow(sources).digests()


def follow(sources: Iterable[str]) -> Walk:
    """The walk through the package that begins with some code, done."""
    body = [node for source in sources for node in parse(source).body]
    walk = Walk(_code(ast.Module(body, []), NAME))
    walk.run()
    return walk


def files() -> dict[str, Path]:
    """The file of every module of the package, by dotted name."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        names = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(names[:-1] if names[-1] == "__init__" else names)] = path
    return found


@dataclass
class Walk:
    """Follows mentions from statement to statement.

    ``used`` holds the numbers of the statements reached, by module; when the walk is ``dynamic``,
    any other could be reached too.
    """

    cells: Code
    files: Mapping[str, Path] = field(default_factory=files)
    used: dict[str, set[int]] = field(default_factory=dict)
    dynamic: bool = False
    _read: dict[str, Code] = field(default_factory=dict)
    _mentioned: set[tuple[str, Chain]] = field(default_factory=set)
    _waiting: list[tuple[str, Chain]] = field(default_factory=list)

    def run(self) -> None:
        """Follow everything the cells of a notebook mention."""
        self._enter(CELLS)
        self._use_parts(CELLS)
        while self._waiting:
            module, chain = self._waiting.pop()
            code = self.code(module)
            for number in code.binding.get(chain[0], ()):
                self._use(module, number)
            for target in code.targets.get(chain[0], ()):
                self._follow([*target.split("."), *chain[1:]])

    def digests(self) -> dict[str, str]:
        """A digest a module of the statements reached; of all of them if any could be."""
        found = {}
        for module in sorted(self.used.keys() - {CELLS}):
            code = self.code(module)
            chosen = range(len(code.parts)) if self.dynamic else sorted(self.used[module])
            found[module] = digests.of_data([code.parts[number].digest for number in chosen])
        return found

    def unseen_readers(self) -> list[str]:
        """Functions among those reached that read files without Python being told."""
        found = set()
        for module, numbers in self.used.items():
            if module.startswith(_SEEN_READERS):
                continue
            code = self.code(module)
            for chain in (c for number in numbers for c in code.parts[number].mentions):
                name = ".".join([code.libraries.get(chain[0], ""), *chain[1:]])
                if _UNSEEN_READER.fullmatch(name):
                    found.add(name)
        return sorted(found)

    def code(self, module: str) -> Code:
        """A module's code as it is now, read once a walk."""
        if module == CELLS:
            return self.cells
        if module not in self._read:
            path = self.files[module]
            self._read[module] = _read(path, path.read_text(encoding="utf-8"))
        return self._read[module]

    def _enter(self, module: str) -> None:
        """A module is imported: what acts in it counts, and it imports others."""
        if module in self.used:
            return
        self.used[module] = set()
        code = self.code(module)
        for number, part in enumerate(code.parts):
            if part.acts:
                self._use(module, number)
        for one in code.imported:
            for inner in self._modules(one.target):
                self._enter(inner)
            if one.target.endswith(".*"):
                self._use_all(one.target.removesuffix(".*"))

    def _modules(self, name: str) -> list[str]:
        """A dotted name's packages and module: importing ``a.b.c`` runs ``a`` and ``a.b`` too."""
        names = name.split(".")
        tried = [".".join(names[:end]) for end in range(1, len(names) + 1)]
        return [module for module in tried if module in self.files]

    def _use(self, module: str, number: int) -> None:
        if number not in self.used[module]:
            self.used[module].add(number)
            part = self.code(module).parts[number]
            self.dynamic |= part.dynamic
            for chain in part.mentions:
                self._mention(module, chain)

    def _mention(self, module: str, chain: Chain) -> None:
        if (module, chain) not in self._mentioned:
            self._mentioned.add((module, chain))
            self._waiting.append((module, chain))

    def _use_parts(self, module: str) -> None:
        for number in range(len(self.code(module).parts)):
            self._use(module, number)

    def _use_all(self, module: str) -> None:
        """All that a module holds: its own statements and whatever it imports."""
        self._use_parts(module)
        for one in self.code(module).imported:
            self._mention(module, (one.name,))

    def _use_object(self, module: str) -> None:
        """A module that is handed on by itself; a package gives access to all below it."""
        self.dynamic |= self.files[module].name == "__init__.py"
        self._use_all(module)

    def _follow(self, names: Sequence[str]) -> None:
        """Use what a full dotted name stands for; a module by itself stands for all in it."""
        module = names[0]
        self._enter(module)
        for place, name in enumerate(names[1:], start=1):
            bound = name in self.code(module).binding
            inner = f"{module}.{name}"
            if inner not in self.files:
                if bound:
                    self._mention(module, tuple(names[place:]))
                else:
                    self._use_object(module)
                return
            if bound:  # it may be the module of that name or what hides it: both count
                self._mention(module, (name,))
            module = inner
            self._enter(module)
        self._use_object(module)


@cache
def _read(path: Path, source: str) -> Code:
    inside = path.relative_to(PACKAGE.parent)
    try:
        tree = ast.parse(source)
    except SyntaxError:  # its text counts, so that the error is shown anew when it changes
        tree = ast.parse(f"broken({source!r})")
    return _code(tree, ".".join(inside.parent.parts))


def _code(tree: ast.Module, package: str) -> Code:
    found = list(imports(tree, package))
    own = [i for i in found if i.target.split(".")[0] == NAME]
    return Code(parts(tree), own, {i.name: i.target for i in found if i not in own})
