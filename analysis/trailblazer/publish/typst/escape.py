"""Text from the book made safe inside a Typst document."""

from __future__ import annotations

import re

# Everything that starts markup somewhere in Typst. Straight quotes are left alone, so that Typst
# sets them as typographic ones for the language of the document.
_MARKUP = re.compile(r"([\\#$*_`<>@\[\]~/=\-+.:])")
# A no-break space is no white space here: it keeps a number and its unit together. The last three
# end a line of Typst as well.
_WHITE = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "    ", "\r": None})


def content(text: str) -> str:
    """Text as Typst content: shown as it is, never read as markup."""
    return _MARKUP.sub(r"\\\1", _WHITE.sub(" ", text))


def string(text: str) -> str:
    """Text as a Typst string literal, quotation marks included."""
    return f'"{text.translate(_ESCAPES)}"'
