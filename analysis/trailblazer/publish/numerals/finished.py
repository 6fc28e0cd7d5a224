"""The check of what a builder made, in the process that made it, before it is published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trailblazer import files
from trailblazer.publish.numerals import check, verify
from trailblazer.publish.numerals.passages import Ledger, dump

_COVER = ("typst_title", "typst_subtitle", "typst_edition", "author", "typst_stamp")


def check_made(
    builder: str, ledger: Ledger, staged: Path, out: Path, config: Mapping[str, Any]
) -> None:
    """Check what a builder made in ``out``, and keep its ledger beside it.

    Raises :class:`~trailblazer.errors.PagesError` with every numeral that cannot be traced.
    """
    files.write_text(verify.kept_beside(out.parent, builder), dump(ledger))
    if builder == "html":
        edition = Path(config["trailblazer_edition"])
        rests = check.known(edition, staged)
        faults = check.untraced(ledger, rests) + check.on_site(out, ledger, rests)
        verify.refuse(faults + check.pictures(out / "_images", edition / "figures"))
    else:
        cover = [str(config.get(name, "")) for name in _COVER]
        faults = check.on_paper(out / "report.pdf", ledger, cover)
        verify.refuse(faults + check.on_summary(out / "summary.pdf", out / "summary"))
