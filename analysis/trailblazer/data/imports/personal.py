"""Columns that may tell who a person is: an import leaves them out, and says so."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

SHARE = 0.1  # of the values: fewer may be a slip in a free text
NAMES = re.compile(
    r"e.?mail|\b(first|last|full|sur|fore|given|family|your|respondent|contact).?name\b|^name$"
    r"|\bip.?(address)?\b|ipaddress|recipient|external.?(data)?.?ref|latitude|longitude"
    r"|\b(tele)?phone\b|mobile|post.?code|\baddress\b|date.?of.?birth|\bdob\b|nhs.?(no|number)"
    r"|\bupn\b|national.?insurance|\bip\b|user.?agent",
    re.IGNORECASE,
)
VALUES = {
    "e-mail addresses": re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE),
    "addresses of computers": re.compile(r"\d{1,3}(\.\d{1,3}){3}"),
    "postcodes": re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE),
}

ADDRESSED = re.compile(r"\b(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor)\b\.?\s+[A-Z]")


def addressed(words: Iterable[str]) -> bool:
    """Whether a person is named in any of these words, with a title before the name."""
    return any(ADDRESSED.search(word) for word in words)


def why_personal(name: str, values: pd.Series) -> str:
    """Why a column may tell who a person is; empty when nothing says so."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ")
    if NAMES.search(spaced) or NAMES.search(name):
        return "by its name"
    held = values[values != ""]
    for what, form in VALUES.items():
        if len(held) and held.str.fullmatch(form).mean() > SHARE:
            return f"it holds {what}"
    return ""
