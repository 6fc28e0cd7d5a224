"""One spoilt set through the command line: is it told plainly, is the last edition untouched?"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import random
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from tests.properties.corruptions import Files, Kind, Spoilt
from trailblazer import cli
from trailblazer.data.check import check
from trailblazer.data.load import open_set

REFUSED = 3
LAST_GOOD = {
    "html/index.html": b"the last good edition",
    "report.pdf": b"%PDF the last good edition",
    "run.json": b"{}",
}


@dataclass(frozen=True)
class Outcome:
    """What came of one spoilt set: ``faults`` is empty when all was as it should be."""

    refused: bool
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What a command printed, and its exit code; ``None`` when it fell over."""

    code: int | None
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


def outcome(kind: Kind, seed: int, right: Mapping[str, str]) -> Outcome:
    """Spoil a right set in one way, check it and build it."""
    files = {name: text.encode() for name, text in right.items()}
    spoilt = kind.spoil(files, random.Random(f"{kind.name} {seed}"))  # noqa: S311
    with tempfile.TemporaryDirectory() as place, checked_once():
        folder = write(Path(place, "set"), spoilt.files)
        told = run("check", str(folder))
        whole = run("check", str(folder), "--json", "--html", str(Path(place, "page.html")))
        faults = [*_falls("check", told), *_falls("check --json", whole)]
        if not faults:
            faults += list(_told(kind, spoilt, told, whole, right=files, folder=folder))
        if told.code == REFUSED:
            faults += list(_built(folder, write(Path(place, "report"), LAST_GOOD)))
    return Outcome(told.code == REFUSED, tuple(f"{kind.name}, seed {seed}: {f}" for f in faults))


@contextlib.contextmanager
def checked_once() -> Iterator[None]:
    """The commands share one check of the set, for speed; each still tells it in its own way."""
    once = functools.cache(check)
    with (
        mock.patch("trailblazer.data.check.check", once),
        mock.patch("trailblazer.publish.edition.check", once),
    ):
        yield


def run(*arguments: str) -> Told:
    """The command line in this process, as a user would give it."""
    out, err = io.StringIO(), io.StringIO()
    code: int | None = 0
    with (
        mock.patch.object(sys, "argv", ["trailblazer", *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            cli.main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
        except Exception:
            traceback.print_exc()
            code = None
    return Told(code, out.getvalue(), err.getvalue())


def write(folder: Path, files: Files) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _falls(command: str, told: Told) -> Iterator[str]:
    if told.code is None or "Traceback" in told.text:
        yield f"{command} fell over: {told.text[-2000:]}"


def _told(
    kind: Kind, spoilt: Spoilt, told: Told, whole: Told, *, right: Files, folder: Path
) -> Iterator[str]:
    if told.code not in (0, REFUSED) or whole.code != told.code:
        yield f"exit codes {told.code} and {whole.code}: {told.text[-2000:]}"
        return
    found = json.loads(whole.out)
    named = any(name in told.text for name in spoilt.named)
    if told.code == REFUSED:
        if not named:
            yield f"none of {spoilt.named} is named: {told.text[-2000:]}"
        if not all(place["fix"] for group in found["groups"] for place in group["places"]):
            yield f"no word on what to do: {told.err[-2000:]}"
        if len(told.err.splitlines()) > 200 or len(told.err) > 20_000:
            yield f"too much to read: {len(told.err)} characters"
    elif not kind.harmless:
        yield f"passed: {spoilt.named}"
    elif not named and not _same(folder, right):
        yield f"passed, was not told, and the tables changed: {spoilt.named}"


def _same(folder: Path, right: Files) -> bool:
    with tempfile.TemporaryDirectory() as other:
        before, after = open_set(write(Path(other), right)), open_set(folder)
        return all(before[name].equals(after[name]) for name in before)


def _built(folder: Path, report: Path) -> Iterator[str]:
    before = digest(report)
    # What makes pages and runs notebooks is loaded while the set is checked: not here.
    with (
        mock.patch("trailblazer.publish.edition.makers", return_value=contextlib.nullcontext({})),
        mock.patch("trailblazer.publish.edition.steps", return_value=[]),
    ):
        told = run("build", "--data", str(folder), "--out", str(report), "--policy", "none")
    yield from _falls("build", told)
    if told.code != REFUSED:
        yield f"build ended with {told.code}: {told.text[-2000:]}"
    if digest(report) != before or len(list(report.parent.iterdir())) > 3:
        yield "the last good edition is not as it was"


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        whole.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return whole.hexdigest()
