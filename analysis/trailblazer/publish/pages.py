"""Running Sphinx on the staged book, for the site and for the PDF; a warning is a failure."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trailblazer.errors import PagesError
from trailblazer.publish.stage import source_of

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PLACE = re.compile(
    r"^(?P<page>[^:]+?)(?::(?P<line>\d+))?: (?:WARNING|ERROR|CRITICAL): (?P<what>.*)"
)


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
                doctreedir=staged.parent / "doctrees",
                buildername=builder,
                confoverrides=config,
                status=None,
                warning=warnings,
                warningiserror=False,
            )
            app.build(force_all=True)
    except SphinxError as error:
        raise PagesError(f"The {_name(builder)} could not be made: {error}") from error
    found = _plain(warnings.getvalue(), staged)
    if found or app.statuscode:
        listed = "\n".join(f"  {line}" for line in found)
        raise PagesError(f"The {_name(builder)} could not be made; a warning counts:\n{listed}")


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
