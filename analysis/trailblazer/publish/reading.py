"""The Sphinx extension that takes pages as read where nothing they are made from has changed.

Sphinx's own way of reading only some pages goes by the times of files and by what extensions
declare, and so can keep old values. Here everything that a page can be made from, but for the
words of other pages, is one digest: values, tables, figures, register, settings of the book, code.
Where that is the same, a page whose own source is the same is taken over just as Sphinx takes over
what a parallel process has read. A directive that looks at other pages says so (``note_reread``),
and its page is always read.
"""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.environment import BuildEnvironment

from trailblazer import digests, files
from trailblazer.publish.stage import KEPT

_LIST = "pages.json"
_READ = ".doctree"


def setup(app: Sphinx) -> dict[str, Any]:
    """Take pages over before Sphinx reads the others; called by Sphinx."""
    app.add_config_value(KEPT, "", "", [str])
    app.connect("env-before-read-docs", _take_over)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def keep(app: Sphinx) -> None:
    """Leave beside the pages that were read the digests of their sources."""
    env = app.env
    read = {page: digests.of_file(Path(env.doc2path(page))) for page in sorted(env.found_docs)}
    listed = {"staged": str(app.srcdir), "pages": read}
    files.write_text(Path(app.doctreedir, _LIST), json.dumps(listed, indent=1) + "\n")


def staged_before(folder: str) -> str:
    """Where the pages lay that are kept in a folder: their messages still name it."""
    return str(_listed(folder)["staged"]) if folder else ""


def _listed(folder: str) -> dict[str, Any]:
    return dict(json.loads(Path(folder, _LIST).read_text(encoding="utf-8")))


def _take_over(app: Sphinx, env: BuildEnvironment, to_read: list[str]) -> None:
    folder = app.config[KEPT]
    noted = Path(folder, ENV_PICKLE_FILENAME)
    if not folder or not noted.is_file():  # Sphinx writes none where it has read no page
        return
    # Written by a build of ours; the store has just checked its digest.
    other = pickle.loads(noted.read_bytes())  # noqa: S301
    read = _listed(folder)["pages"]
    same = {p for p in to_read if read.get(p) == digests.of_file(Path(env.doc2path(p)))}
    # A list of references knows its files by where they lay.
    lists = {found.docname for found in other.domaindata["cite"]["bibliographies"]}
    same -= other.reread_always | lists
    for page in same:
        copy = Path(app.doctreedir, page + _READ)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(folder, page + _READ), copy)
    env.merge_info_from(sorted(same), other, app)
    to_read[:] = [page for page in to_read if page not in same]
