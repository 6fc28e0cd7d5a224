"""Building an edition: inputs to notebooks to pages, only as far as needed, whole or not at all."""

from __future__ import annotations

import json
import platform
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from trailblazer import __version__, files, places
from trailblazer.data.check import check
from trailblazer.data.load import DataSet, open_set
from trailblazer.data.problems import problems_error
from trailblazer.errors import InputError, NotebookError
from trailblazer.findings.register import load_register
from trailblazer.present.disclosure import choose_policy, stamp
from trailblazer.publish import catalogue, offer, values
from trailblazer.publish.fresh import RUN, write_manifest
from trailblazer.publish.maker import Maker
from trailblazer.publish.order import Order
from trailblazer.publish.pages import make_pages, makers
from trailblazer.publish.passed import passed
from trailblazer.publish.swap import beside, check_target, recover, swap
from trailblazer.run import kernels
from trailblazer.run.execute import Ran, failures, prepare
from trailblazer.run.plan import plan
from trailblazer.run.progress import Progress
from trailblazer.run.renew import renew
from trailblazer.run.steps import Step, steps
from trailblazer.run.store import Store

Tell = Callable[[str], None]


def build(order: Order, tell: Tell = lambda _: None) -> Path:
    """Build one edition and put it in place of the last good one; returns its folder.

    Nothing at ``order.target`` changes unless every step succeeds. Raises an
    :class:`~trailblazer.errors.TrailblazerError` whose message says what is wrong and where.
    """
    key = order.key
    check_target(order.target)
    recover(order.target)
    with beside(order.target) as work:
        edition = work / "edition"
        edition.mkdir()
        try:
            _fill(order, edition, work, tell)
        finally:
            kernels.stop()
        if order.key != key:
            raise InputError(
                "A table, a page or the code was changed while the report was being made, so it "
                "was not published. The last good edition is untouched. Build again."
            )
        write_manifest(edition, key)
        swap(edition, order.target)
    return order.target


def explain(order: Order) -> list[str]:
    """What a build would run and why, one line a notebook; runs nothing."""
    with TemporaryDirectory() as nothing_kept:
        planned = _plan(order, _open(order), _store(order, Path(nothing_kept)))
    lines = [f"{s.job.name}: {_why(s.why) if s.why else 'kept'}" for s in planned]
    return [*lines, f"{_to_run(planned)} of {len(planned)} notebooks would run."]


def _fill(order: Order, edition: Path, work: Path, tell: Tell) -> None:
    with makers(order) as ready:
        _fill_with(ready, order, edition, work, tell)


def _fill_with(
    ready: Mapping[str, Maker], order: Order, edition: Path, work: Path, tell: Tell
) -> None:
    started = time.perf_counter()
    data, store = _open(order), _store(order, work)
    if not store.folder.exists():  # all will run: no need to wait for the plan
        prepare(order.kernel)
    planned = _plan(order, data, store)
    if _to_run(planned):
        prepare(order.kernel)  # the libraries of the kernels load while the set is checked
    checked = passed(order.data, work, store)
    if checked.problems:
        raise problems_error(checked.problems)
    for notice in checked.notices:
        tell(f"Note: {values.with_claims(notice)}")
    kept = len(planned) - _to_run(planned)
    if kept:
        tell(f"{kept} of {len(planned)} notebooks need not run: nothing they use has changed.")
    ran = renew(
        planned, edition, work, data=data, register=load_register(), store=store,
        workers=order.workers, kind=order.kernel, done=lambda *now: tell(_progress(*now)),
    )  # fmt: skip
    if any(r.problem for r in ran):
        _stop(order, ran, work)
    values.collect(edition, order, data.meta, checked)
    catalogue.collect(edition)
    meta = data.meta
    label = stamp(synthetic=meta.synthetic, site=order.site, policy=order.policy)
    offer.prepare(edition, label)
    durations = make_pages(edition, work, order, data.meta, store, ready, tell)
    store.trim()
    seconds = {r.job.name: r.seconds for r in ran} | durations
    _write_run(edition, order, seconds | {"whole build": time.perf_counter() - started})


def _open(order: Order) -> DataSet:
    """Open the set; one that cannot be opened is checked whole, so that every fault is told."""
    try:
        return open_set(order.data, site=order.site)
    except InputError:
        problems = check(order.data).problems
        if problems:
            raise problems_error(problems) from None
        raise


def _plan(order: Order, data: DataSet, store: Store) -> list[Step]:
    policy = choose_policy(
        order.policy, synthetic=data.meta.synthetic, uncontrolled=order.uncontrolled
    )
    common = {"data": str(data.folder), "policy": policy}
    jobs = plan({**common, **({"site": order.site} if order.site else {})}, order.settings)
    return steps(jobs, data, load_register(), store)


def _store(order: Order, work: Path) -> Store:
    """The store of results; a fresh build has one of its own that nothing is in yet."""
    return Store(work / "store" if order.fresh else places.store())


def _to_run(planned: Sequence[Step]) -> int:
    return sum(bool(step.why) for step in planned)


def _why(reasons: Sequence[str]) -> str:
    return f"will run: {', '.join(reasons)}"


def _progress(ran: Ran, progress: Progress) -> str:
    state = "failed" if ran.problem else f"done in {ran.seconds:.1f} s"
    return f"{ran.job.name} {state}" + (f"; {progress}" if progress.left else "")


def _stop(order: Order, ran: Sequence[Ran], work: Path) -> None:
    """Keep the failed notebooks as far as they ran, and say what failed."""
    kept = order.target.with_name(f"{order.target.name}-failed")
    shutil.rmtree(kept, ignore_errors=True)
    for r in ran:
        if r.problem:
            folder = kept / r.job.name
            shutil.copytree(work / "made" / r.job.name, folder)
            files.write_text(folder / "problem.txt", f"{r.problem}\n\n{r.details}\n")
    raise NotebookError(
        f"{failures(ran)}\nThe failed notebooks, as far as they ran, are in {kept}. "
        f"The last good edition is untouched."
    )


def _write_run(edition: Path, order: Order, seconds: Mapping[str, float]) -> None:
    """The only file that differs between two runs: clock, host, paths, durations."""
    about = {
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "host": platform.node(),
        "python": platform.python_version(),
        "version": __version__,
        "data": Path(order.data).name,
        "policy": order.policy,
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
    }
    files.write_text(edition / RUN, json.dumps(about, indent=2) + "\n")
