"""What a build will do, notebook by notebook: its key, and why it must run; nothing is run."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trailblazer import digests
from trailblazer.data.load import DataSet
from trailblazer.findings.register import Register
from trailblazer.run import closure
from trailblazer.run.keys import Key, as_judged, inputs_of, key_of, modules_of
from trailblazer.run.plan import Job
from trailblazer.run.store import Store

ABOUT = ("seconds", "verdicts")  # what is remembered of a notebook beside the parts of its key
_BYTES_A_SECOND = 5000  # of a notebook, roughly
_OF = "of"  # the digest of a kept walk and of what it went through; no module has this name


@dataclass(frozen=True)
class Step:
    """One notebook of a build: its key, and why it will run (empty: nothing it uses changed).

    ``modules`` are those of the package that it reaches; ``inputs`` tells when a file it may read
    was changed after the key was taken.
    """

    job: Job
    key: Key
    modules: Sequence[str]
    inputs: str
    why: tuple[str, ...]
    seconds: float


def steps(jobs: Sequence[Job], data: DataSet, register: Register, store: Store) -> list[Step]:
    """What a build will do, notebook by notebook; nothing is run."""
    package = digests.of_data(digests.of_tree(closure.PACKAGE, ["."]))
    return [_step(job, data, register, store, package) for job in jobs]


def _step(job: Job, data: DataSet, register: Register, store: Store, package: str) -> Step:
    modules = _modules(job, store, package)
    inputs = touched(inputs_of(job, data, register, modules))
    whole = key_of(job, data, register, modules)
    before = store.last(job.name)
    claims = register.of_notebook(job.name)
    keys = [as_judged(whole, claims, verdicts) for verdicts in verdicts_seen(before)] or [whole]
    key = next((key for key in keys if store.has(key.digest)), keys[-1])
    seconds = float((before or {}).get("seconds", "0"))
    return Step(job, key, tuple(modules), inputs, _why(key, before, store), seconds)


def _modules(job: Job, store: Store, package: str) -> Mapping[str, str]:
    """The modules that a notebook reaches; the walk to them is kept while all code is the same."""
    name = f"reached/{job.name}"
    of = digests.of_data([digests.code_cells(job.path), package, sys.version])
    known = dict(store.last(name) or {})
    if known.pop(_OF, "") == digests.of_data([of, known]):
        return known
    found = modules_of(job)
    store.remember(name, {_OF: digests.of_data([of, found]), **found})
    return found


def length(step: Step) -> float:
    """The seconds a notebook takes; one that never ran here is judged by the size of its file."""
    return step.seconds or step.job.path.stat().st_size / _BYTES_A_SECOND


def verdicts_seen(before: Mapping[str, str] | None) -> list[dict[str, str]]:
    """What the claims of a notebook came out as in its runs so far, the last one last."""
    return list(json.loads((before or {}).get("verdicts", "[]")))


def _why(key: Key, before: Mapping[str, str] | None, store: Store) -> tuple[str, ...]:
    if store.has(key.digest):
        return ()
    if before is None:
        return ("it has not been run here before",)
    changed = key.differs_from({k: v for k, v in before.items() if k not in ABOUT})
    why = tuple(f"{name} changed" for name in changed)
    return why or ("its result is no longer kept",)


def touched(paths: Sequence[Path]) -> str:
    """What changes whenever one of these files is written or replaced."""
    states = [path.stat() for path in paths if path.is_file()]
    return digests.of_data([(s.st_mtime_ns, s.st_size, s.st_ino) for s in states])
