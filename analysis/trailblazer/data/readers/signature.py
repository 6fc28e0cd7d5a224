"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

from pathlib import Path

from trailblazer.data.cells import UnreadableError

LARGEST = 2 * 1024**3
MARKS = {
    b"PK\x03\x04": "zip",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "ole",
    b"PAR1": "parquet",
    b"$FL2": "spss",
    b"$FL3": "spss",
    b"<stata_dta>": "stata",
}
WORDS = {
    "zip": "an Excel workbook or another zip file",
    "ole": "an old Excel file (.xls) or a workbook locked with a password",
    "parquet": "a Parquet file",
    "spss": "an SPSS file",
    "stata": "a Stata file",
}
ENDS = {"zip": ".xlsx", "parquet": ".parquet", "spss": ".sav", "stata": ".dta"}
LOCKED = 'Open it in Excel and save it, without a password, as "Excel Workbook (.xlsx)".'
AGAIN = "Export it again from the program it comes from."


def content_of(path: Path) -> bytes:
    """The bytes of a file; ``UnreadableError`` when it cannot be opened or is far too large.

    Python opens it, and not a library in C, so that the run engine sees what was read.
    """
    try:
        if path.stat().st_size > LARGEST:
            rule = f"is larger than {LARGEST // 1024**3} GB"
            raise UnreadableError(None, rule, "Save it in parts, or only the columns needed.")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(None, "cannot be opened", "Check its permissions.") from error


def expect(content: bytes, *kinds: str, suffix: str) -> None:
    """Raise ``UnreadableError`` unless the bytes begin as those of one of the kinds.

    ``text`` is anything that begins as none of them.
    """
    found = next((kind for mark, kind in MARKS.items() if content.startswith(mark)), "text")
    if found in kinds:
        return
    if found == "ole":
        raise UnreadableError(None, f"is {WORDS['ole']}", LOCKED)
    if found == "text":
        rule = f"is not what its name says ({suffix}): it is damaged, or of another kind"
        raise UnreadableError(None, rule, AGAIN)
    fix = f"Give its name the end {ENDS[found]}, or save it as {suffix}."
    raise UnreadableError(None, f"is {WORDS[found]}, not what its name says ({suffix})", fix)
