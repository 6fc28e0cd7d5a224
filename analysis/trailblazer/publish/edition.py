"""Building an edition: inputs to notebooks to pages, whole or not at all."""

from __future__ import annotations

import json
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from trailblazer import __version__, files
from trailblazer.data.check import Checked, check
from trailblazer.data.load import DataSet, open_set
from trailblazer.data.problems import problems_error
from trailblazer.errors import NotebookError, ParameterError
from trailblazer.findings.record import read_all
from trailblazer.findings.register import load_register
from trailblazer.present.disclosure import choose_policy, stamp
from trailblazer.publish import pages
from trailblazer.publish.stage import stage
from trailblazer.run.execute import Ran, execute, failures
from trailblazer.run.plan import Job, plan

RUN = "run.json"


@dataclass(frozen=True)
class Order:
    """What to build: the set, where to put the edition, and how."""

    data: str
    out: Path
    site: str = ""
    policy: str = "auto"
    settings: Mapping[str, str] = field(default_factory=dict)
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    pdf: bool = True


Tell = Callable[[str], None]


def build(order: Order, tell: Tell = lambda words: None) -> Path:
    """Build one edition and put it in place of the last good one; returns its folder.

    Nothing at ``order.out`` changes unless every step succeeds. Raises an
    :class:`~trailblazer.errors.TrailblazerError` whose message says what is wrong and where.
    """
    target = order.out.resolve()
    _check_target(target)
    _recover(target)
    started = time.perf_counter()
    checked = check(order.data)
    if checked.problems:
        raise problems_error(checked.problems)
    for notice in checked.notices:
        tell(f"Note: {notice}")
    data = open_set(order.data, site=order.site)
    choose_policy(order.policy, synthetic=data.meta.synthetic)
    common = {"data": str(data.folder), "policy": order.policy}
    jobs = plan({**common, **({"site": order.site} if order.site else {})}, order.settings)
    with _beside(target) as work:
        edition = work / "edition"
        ran = _run_notebooks(jobs, edition, order, tell)
        collect_values(edition, data, checked)
        durations = _make_pages(work, edition, data, order, tell)
        seconds = time.perf_counter() - started
        _write_run(edition, order, ran, durations | {"whole build": seconds})
        _swap(edition, target)
    return target


def collect_values(edition: Path, data: DataSet, checked: Checked) -> None:
    """Bring every quotable value together in ``values.json``.

    A claim gives ``<claim>.<name>``; the groups quoted by notebooks give ``<group>.<name>``; the
    set gives ``edition.*`` and the register's facts ``fact.*``.
    """
    values: dict[str, object] = {}
    for claim, finding in read_all(edition / "findings").items():
        values |= {f"{claim}.{k}": v.model_dump() for k, v in finding.values.items()}
    for path in sorted((edition / "values").glob("*.json")):
        values |= json.loads(path.read_text(encoding="utf-8"))
    for name, fact in load_register().facts.items():
        number = fact.value if isinstance(fact.value, int | float) else None
        text = f"{fact.value:,.0f}" if number is not None else str(fact.value)
        values[f"fact.{name}"] = {"text": text, "number": number}
    meta = data.meta
    about = {
        "title": meta.title, "version": meta.version, "stamp": stamp(synthetic=meta.synthetic),
        "from": _day(meta.period_start), "to": _day(meta.period_end),
    }  # fmt: skip
    values |= {f"edition.{k}": {"text": v, "number": None} for k, v in about.items()}
    notices = [str(notice) for notice in checked.notices]
    document = {
        "values": dict(sorted(values.items())),
        "synthetic": meta.synthetic,
        "notices": notices,
    }
    files.write_text(
        edition / "values.json", json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    )
    shutil.rmtree(edition / "values", ignore_errors=True)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _run_notebooks(jobs: Sequence[Job], edition: Path, order: Order, tell: Tell) -> list[Ran]:
    count = len(jobs)
    finished: list[str] = []

    def done(ran: Ran) -> None:
        finished.append(ran.job.name)
        state = "failed" if ran.problem else "done"
        tell(f"Notebook {len(finished)} of {count}: {ran.job.name} {state}")

    ran = execute(jobs, edition, workers=order.workers, done=done)
    if any(r.problem for r in ran):
        kept = order.out.resolve().with_name(f"{order.out.resolve().name}-failed")
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(edition / "notebooks", kept)
        for r in ran:
            if r.details:
                files.write_text(kept / f"{r.job.name}.log", r.details + "\n")
        raise NotebookError(
            f"{failures(ran)}\nThe notebooks as far as they ran are in {kept}. "
            f"The last good edition is untouched."
        )
    return ran


def _make_pages(
    work: Path, edition: Path, data: DataSet, order: Order, tell: Tell
) -> dict[str, float]:
    staged = work / "book"
    stage(edition, staged)
    label = stamp(synthetic=data.meta.synthetic)
    settings = {
        "trailblazer_edition": str(edition),
        "typst_stamp": label,
        "html_theme_options": {"announcement": label},
    }
    durations = {}
    for name, builder in (("site", "html"), ("PDF", "typstpdf"))[: 2 if order.pdf else 1]:
        tell(f"Making the {name}")
        started = time.perf_counter()
        pages.make(builder, staged, work / builder, settings)
        durations[name] = time.perf_counter() - started
    (work / "html").rename(edition / "html")
    if order.pdf:
        (work / "typstpdf" / "report.pdf").rename(edition / "report.pdf")
    return durations


def _write_run(edition: Path, order: Order, ran: Sequence[Ran], steps: Mapping[str, float]) -> None:
    """The only file that differs between two runs: clock, host, durations."""
    about = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "host": platform.node(),
        "python": platform.python_version(),
        "version": __version__,
        "data": order.data,
        "seconds": {
            **{r.job.name: round(r.seconds, 2) for r in ran},
            **{k: round(v, 2) for k, v in steps.items()},
        },
    }
    files.write_text(edition / RUN, json.dumps(about, indent=2) + "\n")


def _check_target(target: Path) -> None:
    """Refuse to replace a folder that is not an edition: nothing a user had may be lost."""
    if target.is_file() or (target.is_dir() and any(target.iterdir()) and not _ours(target)):
        raise ParameterError(
            f"{target} exists and is not an edition made by trailblazer, so it is left alone. "
            f"Choose another folder with --out."
        )


def _ours(target: Path) -> bool:
    return (target / RUN).is_file() or {p.name for p in target.iterdir()} <= {"draft"}


def _recover(target: Path) -> None:
    """Bring back the last good edition if an earlier swap was cut off half-way."""
    old = target.with_name(f".{target.name}.old")
    if old.is_dir():
        if target.exists():
            shutil.rmtree(old)
        else:
            old.rename(target)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A working folder on the same disk as the target, gone at the end whatever happens."""
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _swap(edition: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.old")
    if target.exists():
        target.rename(old)
    edition.rename(target)
    shutil.rmtree(old, ignore_errors=True)
