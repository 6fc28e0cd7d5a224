"""Refusing an edition whose numbers cannot be traced, or differ between site and PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from trailblazer.errors import PagesError
from trailblazer.publish.numerals.compare import Fault, differences
from trailblazer.publish.numerals.passages import (
    CODE,
    IMAGE,
    LABEL,
    MADE_BY,
    Ledger,
    Passage,
    by_page,
    load,
)

# Where an edition lists the numerals of what was made, by builder.
_FILES = {"html": "site.json", "typstpdf": "report.json"}
_MOST = 30
# A list of files to download, for which the PDF says where they are.
_NOT_FOR_BOTH = f"{MADE_BY} data-files"
_WHAT_TO_DO = (
    "Quote a value with {value}`…`, or declare in book/quality/numerals.yml why a numeral may be "
    "typed. A page that shows another number than it was made from must be made again."
)


def kept_beside(work: Path, builder: str) -> Path:
    """Where the ledger of what a builder made waits until it is published."""
    return work / f"{builder}-numerals.json"


def published(edition: Path, builder: str) -> Path:
    """Where the ledger of what a builder made is published."""
    return edition / "numerals" / _FILES[builder]


def together(edition: Path) -> None:
    """Check that site and PDF carry the same numbers, by their ledgers.

    Raises :class:`~trailblazer.errors.PagesError` with every difference.
    """
    site, pdf = (load(published(edition, b).read_text(encoding="utf-8")) for b in _FILES)
    refuse(same_numbers(site, pdf))


def refuse(faults: Sequence[Fault]) -> None:
    """Stop where there is any fault, and say where each is and what to do."""
    if not faults:
        return
    listed = [f"  {fault}" for fault in faults[:_MOST]]
    left = [f"  and {len(faults) - _MOST} more"] if len(faults) > _MOST else []
    count = "A numeral" if len(faults) == 1 else f"{len(faults)} numerals"
    raise PagesError(
        "\n".join([f"{count} cannot be traced to the data:", *listed, *left, _WHAT_TO_DO])
    )


def same_numbers(site_ledger: Ledger, pdf_ledger: Ledger) -> list[Fault]:
    """Where site and PDF say different numbers, beside what only one of them is meant to show."""
    on_the_site, in_the_pdf = by_page(site_ledger), by_page(pdf_ledger)
    faults: list[Fault] = []
    for page, passages in on_the_site.items():
        where, there = f"report.pdf against {page}.html", in_the_pdf.get(page, [])
        due = [p for p in passages if _for_both(p)]
        there = [p for p in there if _for_both(p)]
        for is_image in (False, True):  # the PDF says a caption before its image
            faults += differences(
                where,
                [p for p in due if (p.kind == IMAGE) == is_image],
                [p for p in there if (p.kind == IMAGE) == is_image],
            )
    return faults


def _for_both(passage: Passage) -> bool:
    """Whether site and PDF are both meant to show it: code and lists of files are not."""
    if passage.only or passage.kind in (CODE, LABEL):
        return False
    return not any(origin.startswith(_NOT_FOR_BOTH) for origin in passage.origins)
