"""The key of a notebook: everything its results rest on, part by part.

Two runs with the same key give the same bytes, so the second need not happen. The parts have
names, so that a build can say in words why a notebook will run.
"""

from __future__ import annotations

import io
import json
import sys
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from trailblazer import digests
from trailblazer.data.dictionary import PACKAGE_FILE, load_dictionary
from trailblazer.data.load import DataSet
from trailblazer.findings.claim import Claim
from trailblazer.findings.register import Register
from trailblazer.places import DICTIONARY, LABELS, LOCK, REGISTER
from trailblazer.run.closure import files, reached
from trailblazer.run.plan import Job

# What a change of the run itself could alter in every notebook's output.
RUNNERS = ("execute.py", "normalise.py", "keys.py", "store.py", "watch.py", "kernels/*.py")
# The tags of a cell that papermill and nbclient act on; others are for the page.
RUN_TAGS = {"parameters", "raises-exception", "skip-execution"}
_PLACES = ("data", "out")
CLAIMS = "its claims in the register"


@dataclass(frozen=True)
class Key:
    """The parts a notebook's results rest on, by what a reader would call them."""

    parts: Mapping[str, str]

    @property
    def digest(self) -> str:
        """One digest of all the parts."""
        return digests.of_data(dict(self.parts))

    def differs_from(self, before: Mapping[str, str]) -> list[str]:
        """What changed since an earlier key, in words; empty when nothing did."""
        names = [*self.parts, *(name for name in before if name not in self.parts)]
        return [name for name in names if self.parts.get(name) != before.get(name)]


def modules_of(job: Job) -> dict[str, str]:
    """The modules of the package that a notebook reaches, with digests of what it can get at."""
    return reached(digests.code_cells(job.path))


def key_of(job: Job, data: DataSet, register: Register, found: Mapping[str, str]) -> Key:
    """The key of one notebook on one set; ``found`` are the modules it reaches.

    Counts: code cells (comments do not), parameters, each declared table, what the set says of
    itself, the claims it concludes, every module of the package it reaches, and the lock.
    """
    parts = {
        "its code": digests.of_data([_of_cell(cell) for cell in _code_cells(job.path)]),
        "its parameters": digests.of_data(
            {k: v for k, v in job.parameters.items() if k not in _PLACES}
        ),
        "the description of the set": digests.of_file(data.folder / PACKAGE_FILE),
        "the dictionary": digests.of_data([digests.of_file(path) for path in _dictionary(data)]),
        CLAIMS: digests.of_data(
            [c.model_dump(mode="json") for c in register.of_notebook(job.name)]
        ),
        "the lock": digests.of_file(LOCK),
        "the version of Python": sys.version,
        "the run": digests.of_data(_runners()),
    }
    tables = {f"{name}.csv": data.digest(name) for name in _tables(job, register)}
    modules = {f"the module {name}": digest for name, digest in found.items()}
    return Key(parts | tables | modules)


def as_judged(key: Key, claims: Iterable[Claim], verdicts: Mapping[str, str]) -> Key:
    """The key when the claims come out with these verdicts, by id.

    Of the sentences of a claim only the one for its verdict is said. A change of another alters
    no result, for it cannot change the verdict.
    """
    said = []
    for claim in claims:
        dump = claim.model_dump(mode="json")
        verdict = verdicts.get(claim.id)
        wording = {v: text for v, text in dump["wording"].items() if verdict in (None, v)}
        said.append(dump | {"wording": wording})
    return Key({**key.parts, CLAIMS: digests.of_data(said)})


def inputs_of(job: Job, data: DataSet, register: Register, found: Iterable[str]) -> list[Path]:
    """The files a notebook may read: its tables, what describes them, its register and modules."""
    known = files()
    return [
        job.path,
        *_dictionary(data),
        *data.described,
        REGISTER,
        *(path for name in _tables(job, register) for path in data.paths(name)),
        *(known[module] for module in found),
    ]


def _dictionary(data: DataSet) -> list[Path]:
    """What says how tables are read: the dictionary, and the words for its codes.

    In the shipped set these words are one of its tables, and are not needed to read another.
    """
    is_shipped = data.folder.resolve() == LABELS.parent
    return [DICTIONARY] if is_shipped else [DICTIONARY, LABELS]


def _tables(job: Job, register: Register) -> tuple[str, ...]:
    """The tables a notebook may read; to tell which rows are of one site it may need any."""
    return (
        tuple(load_dictionary().tables) if job.parameters.get("site") else register.reads(job.name)
    )


def _code_cells(notebook: Path) -> list[dict[str, Any]]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def _of_cell(cell: Mapping[str, Any]) -> list[object]:
    """What a cell does when run, beside its code: tags, and whether its value is shown."""
    source = "".join(cell["source"])
    tags = sorted(RUN_TAGS.intersection(cell.get("metadata", {}).get("tags", [])))
    return [digests.of_code(source), _quiet(source), tags]


def _quiet(source: str) -> bool:
    """Whether a cell ends in a semicolon, after which IPython does not show its last value."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return False  # such code counts as text
    return [t.string for t in tokens if t.string.strip() and t.type != tokenize.COMMENT][-1:] == [
        ";"
    ]


def _runners() -> dict[str, str]:
    here = Path(__file__).parent
    paths = sorted(path for pattern in RUNNERS for path in here.glob(pattern))
    return {path.name: _of_code(path.read_text("utf-8")) for path in paths}


@cache
def _of_code(source: str) -> str:
    return digests.of_code(source)
