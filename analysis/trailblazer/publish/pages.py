"""Running Sphinx on the staged book, for the site and for the PDF; a warning is a failure."""

from __future__ import annotations

import importlib
import io
import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trailblazer import digests, files, places
from trailblazer.data.package import SetMeta
from trailblazer.errors import PagesError
from trailblazer.present.disclosure import stamp
from trailblazer.publish.catalogue import EXHIBITS
from trailblazer.publish.columns import COLUMNS
from trailblazer.publish.maker import Builder, Maker
from trailblazer.publish.numerals import verify
from trailblazer.publish.numerals.sources import typed_in_sources
from trailblazer.publish.offer import CITATION
from trailblazer.publish.order import Order
from trailblazer.publish.stage import source_of, stage
from trailblazer.run.store import Store

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Tell = Callable[[str], None]
PACKAGE = Path(__file__).parents[1]

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PLACE = re.compile(
    r"^(?P<page>[^:]+?)(?::(?P<line>\d+))?: (?:WARNING|ERROR|CRITICAL): (?P<what>.*)"
)


LOADED_FIRST = (
    "jupyter_book.config", "sphinx.application", "sphinx.ext.intersphinx", "sphinx_book_theme",
    "sphinx_design", "typst",
)  # fmt: skip
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

    Sphinx always starts from nothing: its own incremental mode can keep old values. What decides
    is the digest of the whole staged book and of the code that makes pages. Returns the seconds.
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
    rests_on = {
        "book": digests.of_tree(staged, ["."]),
        "values": digests.of_tree(edition, ("values.json", EXHIBITS, CITATION)),
        "code": digests.of_tree(PACKAGE, ["findings", "present", "publish"]),
        "register": digests.of_file(places.REGISTER),
        "lock": digests.of_file(places.LOCK),
        "label": label,
    }
    keys = {name: digests.of_data({**rests_on, "builder": BUILDERS[name]}) for name in ready}
    asked = [name for name, key in keys.items() if not store.get(key, edition)]
    for name in asked:
        tell(f"Making the {name}")
        ready[name].ask(BUILDERS[name], staged, work / BUILDERS[name], settings)
    if asked:
        verify.refuse(typed_in_sources(places.REPOSITORY))
    # The site is there sooner than the PDF, and leaves a core to the workbook.
    durations = {name: ready[name].wait() for name in asked[:1]}
    durations |= _workbook(edition, store, rests_on["code"])
    durations |= {name: ready[name].wait() for name in asked[1:]}
    made = {name: _publish(BUILDERS[name], work, edition) for name in asked}
    if asked and order.pdf:
        verify.together(edition)
    for name, paths in made.items():
        store.put(keys[name], edition, [path.relative_to(edition).as_posix() for path in paths])
    return durations


def _workbook(edition: Path, store: Store, code: Collection[str]) -> dict[str, float]:
    """Make the workbook, unless just the same was made before."""
    rests_on = ("values.json", EXHIBITS, CITATION, "findings", "tables", "downloads")
    columns = digests.of_file(places.REPOSITORY / "book" / COLUMNS)
    key = digests.of_data(
        {"edition": digests.of_tree(edition, rests_on), "code": code, "columns": columns}
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


def load() -> None:
    """Import Sphinx and the extensions of the book, which takes a second."""
    config = files.read_yaml(places.REPOSITORY / "_config.yml")
    for name in (*LOADED_FIRST, *config["sphinx"]["extra_extensions"]):
        importlib.import_module(name)


def make(builder: str, staged: Path, out: Path, settings: Mapping[str, Any]) -> None:
    """Build the staged book with one Sphinx builder (``html`` or ``typstpdf``) into ``out``.

    ``settings`` are Sphinx configuration values that belong to the edition, such as its stamp.
    Raises :class:`~trailblazer.errors.PagesError` naming page and line of every warning.
    """
    # Imported here: Sphinx and its extensions take a second that no other command should pay.
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from trailblazer.publish.numerals import hook
    from trailblazer.publish.numerals.finished import check_made

    config, _ = get_final_config(
        user_yaml=staged / "_config.yml",
        cli_config={"latex_individualpages": False, "external_toc_path": str(staged / "_toc.yml")},
        sourcedir=staged,
    )
    config["html_theme_options"].update(settings.get("html_theme_options", {}))
    config.update({k: v for k, v in settings.items() if k != "html_theme_options"})
    warnings = io.StringIO()
    try:
        with patch_docutils(None), docutils_namespace():
            app = Sphinx(
                srcdir=staged,
                confdir=None,
                outdir=out,
                doctreedir=staged.parent / f"{builder}-doctrees",
                buildername=builder,
                confoverrides=config,
                status=None,
                warning=warnings,
                warningiserror=False,
            )
            app.build(force_all=True)
            if builder == "typstpdf":
                _summarise(app)
            made = hook.kept(app)
    except SphinxError as error:
        raise PagesError(f"The {_name(builder)} could not be made: {error}") from error
    found = _plain(warnings.getvalue(), staged)
    if found or app.statuscode:
        listed = "\n".join(f"  {line}" for line in found)
        raise PagesError(f"The {_name(builder)} could not be made; a warning counts:\n{listed}")
    check_made(builder, made, staged, out, config)


def _summarise(app: Sphinx) -> None:
    """Put the two-page summary beside the report."""
    from trailblazer.publish import summary

    told = app.config
    cover = summary.Cover(told.typst_title, told.typst_subtitle, told.author, told.typst_stamp)
    titles = {name: title.astext() for name, title in app.env.titles.items()}
    edition = Path(app.config.trailblazer_edition)
    summary.make(cover, edition, Path(app.srcdir), titles, Path(app.outdir))


def _name(builder: str) -> str:
    return "site" if builder == "html" else "PDF"


def _plain(text: str, staged: Path) -> list[str]:
    """Sphinx's warnings with the file of the repository in place of the staged one, each once."""
    lines: dict[str, None] = {}
    for raw in _COLOUR.sub("", text).replace(f"{staged}/", "").splitlines():
        place = _PLACE.match(raw)
        if place is None:
            lines[raw] = None
            continue
        line = f", line {place['line']}" if place["line"] else ""
        lines[f"{source_of(place['page'])}{line}: {place['what']}"] = None
    return [line for line in lines if line.strip()]
