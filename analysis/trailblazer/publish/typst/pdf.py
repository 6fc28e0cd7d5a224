"""Compiling the Typst source to PDF/UA-1 and PDF/A-2a, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile

import typst
from sphinx.errors import ExtensionError
from sphinx.util import logging

logger = logging.getLogger(__name__)

# PDF/UA-1 (ISO 14289-1) is what assistive technology needs; PDF/A-2a (ISO 19005-2) is for archives.
STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]
_FAMILIES = {"font_source_sans_pro": "SourceSansPro", "font_source_serif_pro": "SourceSerifPro"}
_FACES = ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt")


def document_day(text: str) -> dt.date | None:
    """The date of the document from its ISO form; ``None`` for an empty text.

    Raises :class:`sphinx.errors.ExtensionError` for anything else.
    """
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ExtensionError(
            f"typst_document_date is {text!r}; write it as 2026-11-23, or leave it empty"
        ) from error


def compile_report(folder: Path, date: str) -> Path:
    """Compile ``main.typ`` of a folder to ``report.pdf`` beside it; see :func:`compile_pdf`."""
    return compile_pdf(folder / "main.typ", folder / "report.pdf", date)


def compile_pdf(source: Path, output: Path, date: str = "", **inputs: str) -> Path:
    """Compile a Typst file, which lies beside all it uses, to a PDF.

    The PDF is stamped with ``date`` (ISO; the start of 1970 when empty), never with the clock, and
    uses no font of the host. ``inputs`` are what the file reads as ``sys.inputs``. What Typst
    warns about is a warning of the build.
    Raises :class:`sphinx.errors.ExtensionError` when Typst refuses, for example an image without
    alternative text, a link that leads nowhere or a heading that skips a level.
    """
    try:
        _, found = _compiler(source, inputs).compile_with_warnings(
            output=output, pdf_standards=STANDARDS, timestamp=_seconds(document_day(date))
        )
    except typst.TypstError as error:
        raise _refused(error) from error
    for warning in found:
        logger.warning("%s", warning.message, type="typst", subtype="compile")
    return output


def count_pages(source: Path, **inputs: str) -> int:
    """How many pages a Typst file has that ends in ``#metadata(here().page()) <pages>``."""
    try:
        found = _compiler(source, inputs).query("<pages>", field="value", one=True)
    except typst.TypstError as error:
        raise _refused(error) from error
    return int(json.loads(found))


def _compiler(source: Path, inputs: Mapping[str, str]) -> typst.Compiler:
    folder = source.parent
    return typst.Compiler(
        source, root=folder, font_paths=[_copy_fonts(folder / "fonts")], ignore_system_fonts=True,
        sys_inputs=dict(inputs),
    )  # fmt: skip


def _refused(error: typst.TypstError) -> ExtensionError:
    return ExtensionError(f"Typst refuses the document: {error.message}\n{error.diagnostic}")


def _seconds(day: dt.date | None) -> int:
    if day is None:
        return 0
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())


def _copy_fonts(folder: Path) -> Path:
    """The faces the template uses, alone in a folder.

    The wheels hold every face twice, as OTF and TTF, and Typst takes whichever the file system
    lists first; with one file a face there is nothing to choose.
    """
    if folder.is_dir():
        return folder
    folder.mkdir(parents=True)
    for package, family in _FAMILIES.items():
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise ExtensionError(f"The fonts of the PDF are missing: install {package}")
        for face in _FACES:
            name = f"{family}-{face}.ttf"
            copyfile(Path(spec.origin).parent / "files" / name, folder / name)
    return folder
