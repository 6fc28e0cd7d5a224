"""The people who coded, as numbers: their names are read to be removed, and kept nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping

UNKNOWN = "coder_unknown"
SHORTEST = 3
OURS = re.compile(r"coder_[a-z0-9]{1,3}")


class Coders:
    """Gives each user of a project a number in the order of the project's own list of users.

    ``names`` holds the users' names by id; an id that codes without being listed gets the next
    number, so that two unlisted people stay two.
    """

    def __init__(self, names: Mapping[str, str], origin: str = "") -> None:
        """Number nobody yet: only users who coded anything get a number.

        ``origin``: the program the project is from. Some list themselves as a user; that name is
        no person's.
        """
        self._names = {user: name.strip() for user, name in names.items()}
        self._order = {user: place for place, user in enumerate(names)}
        self._pattern = _pattern(
            [name for name in self._names.values() if name.lower() not in origin.lower()]
        )
        self._numbers: dict[str, str] = {}
        self.replaced = 0

    def number(self, users: list[str], *, keep: bool = False) -> None:
        """Number the users who coded, those of the project's list first and in its order.

        ``keep``: names that are already pseudonyms of ours, such as ``coder_b``, stay.
        """
        last = len(self._order)
        known = dict.fromkeys(user for user in users if user)
        for user in sorted(known, key=lambda user: self._order.get(user, last)):
            own = self._names.get(user, "")
            kept = keep and OURS.fullmatch(own) and own not in self._numbers.values()
            self._numbers[user] = own if kept else self._next()

    def _next(self) -> str:
        taken = {*self._numbers.values(), *self._names.values()}
        number = 1
        while f"coder_{number}" in taken:
            number += 1
        return f"coder_{number}"

    def of(self, user: str) -> str:
        """The pseudonym of a user's id, such as ``coder_2``."""
        return self._numbers.get(user, UNKNOWN)

    def without_names(self, text: str) -> str:
        """The text with each user's name replaced by the words "a coder"."""
        if self._pattern is None or not text:
            return text
        clean, count = self._pattern.subn("a coder", text)
        self.replaced += count
        return clean


def _pattern(names: list[str]) -> re.Pattern[str] | None:
    """What matches any of the names as whole words; one-word names only as they are written.

    A user called Rose is then found in "Rose's codes" and not in "costs rose".
    """
    found = sorted({n for n in names if len(n) >= SHORTEST}, key=len, reverse=True)
    found = [name for name in found if not OURS.fullmatch(name)]
    forms = [
        rf"(?i:{re.escape(name)})" if len(name.split()) > 1 else re.escape(name) for name in found
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)") if forms else None
