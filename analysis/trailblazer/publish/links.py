"""Links from the site to the files beside it, in the folder of the edition.

The folder that is published is the edition, with the site in ``html/`` within it. A link leads to
the file where it lies, so that each is there once and under its own name, and works from a disk.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import ReferenceRole

from trailblazer.publish.offer import WORKBOOK

# Made at the same time as the pages that link to them.
MADE_WITH_PAGES = (WORKBOOK, "report.pdf", "summary.pdf")
_HERE = "edition://"  # Sphinx copies no file whose address has a scheme


class EditionFile(ReferenceRole):
    """``{download}`The codebook </tables/qualitative-codebook.csv>` ``: a file of the edition."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Link to the file; one that the edition does not have fails the build."""
        path = self.target.removeprefix("/")
        edition = Path(self.config.trailblazer_edition)
        if path not in MADE_WITH_PAGES and not (edition / path).is_file():
            message = self.inliner.reporter.error(
                f'The file "{path}" is not in this edition', line=self.lineno
            )
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        link = addnodes.download_reference(self.rawtext, "", reftarget=f"{_HERE}{path}")
        link += nodes.inline("", self.title)
        return [link], []


def lead_to_files(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each link its address from the page it stands on."""
    up = "../" * (docname.count("/") + 1)
    for link in doctree.findall(addnodes.download_reference):
        if link["reftarget"].startswith(_HERE):
            link["refuri"] = f"{up}{link['reftarget'].removeprefix(_HERE)}"
