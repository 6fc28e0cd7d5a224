"""Putting the site, the PDF and the workbook into an edition, made only as far as needed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from trailblazer import digests, places
from trailblazer.data.package import SetMeta
from trailblazer.present.disclosure import stamp
from trailblazer.publish.catalogue import EXHIBITS
from trailblazer.publish.columns import COLUMNS
from trailblazer.publish.maker import Builder, Maker
from trailblazer.publish.numerals import verify
from trailblazer.publish.numerals.sources import typed_in_sources
from trailblazer.publish.offer import CITATION
from trailblazer.publish.order import Order
from trailblazer.publish.stage import KEPT, read_by, sources, stage
from trailblazer.run.store import Store

Tell = Callable[[str], None]
PACKAGE = Path(__file__).parents[1]
BUILDERS: Mapping[str, Builder] = {"site": "html", "PDF": "typstpdf"}
# What the maker of the PDF makes: the report, and the summary of it.
PDFS = ("report.pdf", "summary.pdf")


@contextmanager
def makers(order: Order) -> Iterator[dict[str, Maker]]:
    """The processes that will make the pages, loading while something else is done."""
    started = {name: Maker() for name in list(BUILDERS)[: 2 if order.pdf else 1]}
    try:
        yield started
    finally:
        for maker in started.values():
            maker.close()


def make_pages(
    edition: Path, work: Path, order: Order, meta: SetMeta, store: Store,
    ready: Mapping[str, Maker], tell: Tell,
) -> dict[str, float]:  # fmt: skip
    """Put the site and the PDF into an edition, made anew unless just the same were made before.

    What decides is the digest of the whole staged book and of the code; Sphinx's own incremental
    mode, which can keep old values, has no say. Of a book that has changed, pages that have not are
    taken as read (:mod:`trailblazer.publish.reading`). Returns the seconds.
    """
    staged = work / "book"
    stage(edition, staged)
    label = stamp(synthetic=meta.synthetic, site=order.site, policy=order.policy)
    settings = {
        "trailblazer_edition": str(edition),
        "typst_stamp": label,
        "typst_edition": f"Computed from {meta.title}, version {meta.version}",
        "html_theme_options": {"announcement": label},
    }
    book = digests.of_tree(staged, ["."])
    rests_on = {**_rests_on(edition), "label": label}
    keys = {
        name: digests.of_data({**rests_on, "book": book, "builder": BUILDERS[name]})
        for name in ready
    }
    asked = [name for name, key in keys.items() if not store.get(key, edition)]
    read = {name: key_of_reading(book, rests_on, BUILDERS[name]) for name in asked}
    for name in asked:
        tell(f"Making the {name}")
        builder, kept = BUILDERS[name], work / f"{BUILDERS[name]}-kept"
        known = {KEPT: str(kept)} if store.get(read[name], kept) else {}
        ready[name].ask(builder, staged, work / builder, {**settings, **known})
    if asked:
        verify.refuse(typed_in_sources(places.REPOSITORY))
    # The site is there sooner than the PDF, and leaves a core to the workbook.
    durations = {name: ready[name].wait() for name in asked[:1]}
    durations |= _workbook(edition, store)
    durations |= {name: ready[name].wait() for name in asked[1:]}
    made = {name: _publish(BUILDERS[name], work, edition) for name in asked}
    if asked and order.pdf:
        verify.together(edition)
    for name, paths in made.items():
        store.put(keys[name], edition, _inside(edition, paths))
        if not store.has(read[name]):
            folder = read_by(BUILDERS[name], work)
            store.put(read[name], folder, _inside(folder, folder.rglob("*.*")))
    return durations


def _rests_on(edition: Path) -> dict[str, Any]:
    """What pages are made from, beside the staged book."""
    return {
        "values": digests.of_tree(edition, ("values.json", EXHIBITS, CITATION)),
        "code": digests.of_tree(PACKAGE, ["."]),
        "register": digests.of_file(places.REGISTER),
        "dictionary": digests.of_file(places.DICTIONARY),
        "lock": digests.of_file(places.LOCK),
    }


def key_of_reading(book: Mapping[str, str], rests_on: Mapping[str, Any], builder: str) -> str:
    """The key of all that reading a page can rest on, beside the page's own source."""
    pages = set(sources())
    others = {name: digest for name, digest in book.items() if name not in pages}
    return digests.of_data({**rests_on, "read": others, "builder": builder, "python": sys.version})


def _inside(folder: Path, paths: Iterable[Path]) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def _workbook(edition: Path, store: Store) -> dict[str, float]:
    """Make the workbook, unless just the same was made before."""
    rests_on = ("findings", "tables", "downloads", "notebooks")
    key = digests.of_data(
        {
            **_rests_on(edition),
            "edition": digests.of_tree(edition, rests_on),
            "columns": digests.of_file(places.REPOSITORY / "book" / COLUMNS),
        }
    )
    if store.get(key, edition):
        return {}
    # Imported here: pandas and the rest are of no use to the processes that make the pages.
    from trailblazer.publish.workbook import make as make_workbook

    started = time.perf_counter()
    made = make_workbook(edition)
    store.put(key, edition, [made.relative_to(edition).as_posix()])
    return {"workbook": time.perf_counter() - started}


def _publish(builder: Builder, work: Path, edition: Path) -> list[Path]:
    """Move what was made into the edition, with the list of its numerals; returns the files."""
    made, numerals = work / builder, verify.published(edition, builder)
    numerals.parent.mkdir(exist_ok=True)
    verify.kept_beside(work, builder).rename(numerals)
    if builder == "html":
        site = made.rename(edition / "html")
        return [numerals, *(path for path in site.rglob("*") if path.is_file())]
    return [numerals, *((made / name).rename(edition / name) for name in PDFS)]
