"""The Sphinx builder ``typstpdf``: the whole book as one tagged, reproducible PDF."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile
from typing import Any

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util.osutil import ensuredir

from trailblazer.publish.typst import escape, pdf
from trailblazer.publish.typst.assemble import Part, assemble, find_targets
from trailblazer.publish.typst.headings import mark_row_headings
from trailblazer.publish.typst.writer import Writer

TEMPLATE = Path(__file__).with_name("report.typ")
# What Typst can place.
IMAGES = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]


class TypstBuilder(Builder):
    """Writes ``report.pdf``, and beside it the Typst source it was made from."""

    name = "typstpdf"
    format = "typst"
    epilog = "The PDF is in %(outdir)s."
    allow_parallel = False
    supported_image_types = IMAGES

    def get_outdated_docs(self) -> str:
        """Say that the PDF is always made anew: a page cannot be replaced alone."""
        return "all pages"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The address of a page within the document."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The same as the address: within one document nothing is relative."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: set[str]) -> None:
        """Do nothing: all pages are prepared together."""

    def write(self, *args: Any, **kwargs: Any) -> None:
        """Assemble the book, set it in Typst and compile the PDF.

        Raises :class:`sphinx.errors.ExtensionError` with Typst's own words when it refuses.
        """
        book = assemble(self)
        self.post_process_images(book)
        folder = Path(self.outdir)
        self._copy_images(folder / "images")
        copyfile(TEMPLATE, folder / TEMPLATE.name)
        writer = Writer(self.env, self.images, find_targets(book), self.config.root_doc)
        source = f"{self._opening(book)}\n\n{writer.write(book)}"
        (folder / "main.typ").write_text(source, encoding="utf-8")
        report = pdf.compile_report(folder, self.config.typst_document_date)
        mark_row_headings(report, writer.stubs)

    def _copy_images(self, folder: Path) -> None:
        ensuredir(folder)
        for source, name in self.images.items():
            copyfile(Path(self.srcdir, source), folder / name)

    def _opening(self, book: nodes.document) -> str:
        config = self.config
        words = {
            "title": config.typst_title or config.project,
            "subtitle": config.typst_subtitle,
            "edition": config.typst_edition,
            "author": config.author,
            "stamp": config.typst_stamp,
        }
        given = [f"{name}: {escape.string(text)}" for name, text in words.items()]
        given.append(f"date: {_date(config.typst_document_date)}")
        given.append(f"parts: {'true' if any(book.findall(Part)) else 'false'}")
        return f'#import "{TEMPLATE.name}": *\n#show: report.with({", ".join(given)})'


def _date(text: str) -> str:
    day = pdf.document_day(text)
    return f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none"
