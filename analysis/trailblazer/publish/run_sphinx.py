"""Running Sphinx on the staged book, in the process that makes pages; a warning is a failure."""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trailblazer import files, places
from trailblazer.errors import PagesError
from trailblazer.publish.stage import KEPT, read_by, source_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LOADED_FIRST = (
    "jupyter_book.config", "sphinx.application", "sphinx.ext.intersphinx", "sphinx_book_theme",
    "sphinx_design", "typst",
)  # fmt: skip
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PLACE = re.compile(
    r"^(?P<page>[^:]+?)(?::(?P<line>\d+))?: (?:WARNING|ERROR|CRITICAL): (?P<what>.*)"
)


def load() -> None:
    """Import Sphinx and the extensions of the book, which takes a second."""
    config = files.read_yaml(places.REPOSITORY / "_config.yml")
    for name in (*LOADED_FIRST, *config["sphinx"]["extra_extensions"]):
        importlib.import_module(name)


def make(builder: str, staged: Path, out: Path, settings: Mapping[str, Any]) -> None:
    """Build the staged book with one Sphinx builder (``html`` or ``typstpdf``) into ``out``.

    ``settings`` are Sphinx configuration values that belong to the edition, such as its stamp.
    What was read is left in a folder beside (``read_by``), to be taken over by a later build.
    Raises :class:`~trailblazer.errors.PagesError` naming page and line of every warning.
    """
    # Imported here: Sphinx and its extensions take a second that no other command should pay.
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from trailblazer.publish import reading
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
                doctreedir=read_by(builder, staged.parent),
                buildername=builder,
                confoverrides=config,
                status=None,
                warning=warnings,
                warningiserror=False,
            )
            app.build(force_all=True)
            reading.keep(app)
            if builder == "typstpdf":
                _summarise(app)
            made = hook.kept(app)
    except SphinxError as error:
        raise PagesError(f"The {_name(builder)} could not be made: {error}") from error
    before = reading.staged_before(settings.get(KEPT, ""))
    found = _plain(warnings.getvalue(), filter(None, (str(staged), before)))
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


def _plain(text: str, folders: Iterable[str]) -> list[str]:
    """Sphinx's warnings with the file of the repository in place of the staged one, each once."""
    told = _COLOUR.sub("", text)
    for folder in folders:
        told = told.replace(f"{folder}/", "")
    lines: dict[str, None] = {}
    for raw in told.splitlines():
        place = _PLACE.match(raw)
        if place is None:
            lines[raw] = None
            continue
        line = f", line {place['line']}" if place["line"] else ""
        lines[f"{source_of(place['page'])}{line}: {place['what']}"] = None
    return [line for line in lines if line.strip()]
