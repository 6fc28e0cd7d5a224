"""The Sphinx extension that lets pages quote findings, and refuses to build without them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from trailblazer.publish.directives import DIRECTIVES
from trailblazer.publish.directives.checklists import check_places
from trailblazer.publish.links import EditionFile, lead_to_files
from trailblazer.publish.numbered import NumberedDomain
from trailblazer.publish.numerals.marks import all_marked
from trailblazer.publish.roles import ROLES


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the roles and directives; called by Sphinx."""
    app.setup_extension("trailblazer.publish.numerals.hook")
    app.setup_extension("trailblazer.publish.reading")
    app.add_domain(NumberedDomain, override=True)
    app.add_config_value("trailblazer_edition", "", "env", [str])
    app.connect("config-inited", _need_edition)
    # Notebooks print HTML for Jupyter and MyST for the book: the book takes the MyST.
    app.connect("config-inited", _prefer_myst, priority=900)
    app.connect("env-check-consistency", check_places)
    app.connect("doctree-resolved", lead_to_files)
    app.add_role("download", EditionFile(), override=True)
    for name, role in ROLES.items():
        app.add_role(name, role)
    for name, directive in all_marked(DIRECTIVES).items():
        app.add_directive(name, directive)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _need_edition(app: Sphinx, config: Any) -> None:
    if not Path(config.trailblazer_edition, "values.json").is_file():
        raise ExtensionError(
            "This book quotes computed findings, so it is built by `trailblazer build` "
            "(or `make report`), which runs the notebooks first; jupyter-book alone cannot."
        )


def _prefer_myst(app: Sphinx, config: Any) -> None:
    chosen = [(name, "text/markdown", 1) for name in ("html", "typstpdf")]
    config.nb_mime_priority_overrides = [*config.nb_mime_priority_overrides, *chosen]
