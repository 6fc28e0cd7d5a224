"""Text from the book made safe inside a Typst document."""

from __future__ import annotations

import re

# Everything that starts markup somewhere in Typst. Straight quotes are left alone, so that Typst
# sets them as typographic ones for the language of the document.
_MARKUP = re.compile(r"([\\#$*_`<>@\[\]~/=\-+.:])")
# A no-break space is no white space here: it keeps a number and its unit together. The last three
# end a line of Typst as well.
_WHITE = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
# A word longer than any may be broken, but never within a number: a sign without width allows it.
_LONG = re.compile(r"\S{41,}")
_BETWEEN = re.compile(r"(\S{20,}?[^\W\d])(?=[^\W\d])")
BREAK = "\u200b"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "    ", "\r": None})


def content(text: str) -> str:
    """Text as Typst content: shown as it is, never read as markup."""
    return _MARKUP.sub(r"\\\1", breakable(_WHITE.sub(" ", text)))


def breakable(text: str) -> str:
    """Text in which a word too long for a line may be broken."""
    return _LONG.sub(lambda word: _BETWEEN.sub(rf"\1{BREAK}", word[0]), text)


def string(text: str) -> str:
    """Text as a Typst string literal, quotation marks included."""
    return f'"{text.translate(_ESCAPES)}"'
