"""The text of a file whose owner may not know what an encoding is."""

from __future__ import annotations

import codecs
import re

from trailblazer.data.cells import SAVE_AS, UnreadableError

ENCODINGS = ("utf-8", "utf-16", "cp1252", "latin-1", "mac_roman")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Bytes below are no letters in any encoding met here; two-byte letters of UTF-8 beside a byte that
# is none mean that the file is broken, not that it is of another encoding.
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
UTF8_LETTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")
OLD_WINDOWS = (
    "is not in UTF-8 and was read as text of older Windows programs (cp1252): see that letters "
    "such as é and £ are right"
)


def decoded(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text, and a note when the encoding had to be guessed.

    UTF-8 with or without its mark, UTF-16 with one, or what Windows used before. Raises
    ``UnreadableError`` when it is none of them.
    """
    name = encoding or ("utf-16" if content.startswith(UTF16) else "utf-8")
    try:
        return content.decode("utf-8-sig" if name == "utf-8" else name), ""
    except UnicodeDecodeError as error:
        if encoding or name != "utf-8":
            rule = f"holds text that is not {name}"
            raise UnreadableError(None, rule, SAVE_AS) from error
        if not CONTROLS.search(content) and not UTF8_LETTER.search(content):
            try:
                return content.decode("cp1252"), OLD_WINDOWS
            except UnicodeDecodeError:
                pass
        raise BrokenError(content[: error.start].decode("utf-8-sig", errors="replace")) from error


class BrokenError(Exception):
    """The text before the first byte that cannot be read."""

    def __init__(self, before: str) -> None:
        super().__init__("not UTF-8")
        self.before = before
