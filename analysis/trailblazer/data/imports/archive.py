"""A zip file from outside, read member by member and never unpacked to disk.

A project file may be damaged or made to do harm: everything is bounded before it is read, and
no name in it is ever used as a path of this machine.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trailblazer.data.imports.safe_xml import declares
from trailblazer.errors import InputError

MOST_MEMBERS = 50_000
LARGEST_MEMBER = 128 * 1024 * 1024
LARGEST_TOTAL = 512 * 1024 * 1024
HIGHEST_RATIO = 200
SMALL = 1024 * 1024
LONGEST_NAME = 300
DRIVE = re.compile(r"[A-Za-z]:")
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


class Archive:
    """The members of a zip file by name, case not counting; reading is bounded.

    Folders are left out. Names use ``/``. Every refusal is an ``InputError`` that says what is
    wrong and what to do.
    """

    def __init__(self, name: str, opened: zipfile.ZipFile) -> None:
        """Use ``open_archive``."""
        self.name = name
        self._zip = opened
        self._read = 0
        self._members = self._checked(opened.infolist())

    def names(self) -> list[str]:
        """The members' names as the file writes them, in its order."""
        return [_plain(info.filename) for info in self._members.values()]

    def has(self, member: str) -> bool:
        """Whether there is such a member, case not counting."""
        return member.casefold() in self._members

    def read(self, member: str) -> bytes:
        """The bytes of a member. ``KeyError`` when there is none."""
        info = self._members[member.casefold()]
        shown = shown_name(info.filename)
        if info.flag_bits & 1:
            raise self.refused(f"{shown} is locked with a password", "Save it without one")
        self._bound(info, shown)
        try:
            with self._zip.open(info) as stream:
                content = stream.read(LARGEST_MEMBER + 1)
        except DAMAGE as error:
            raise self.refused(f"{shown} is damaged", "Export it again") from error
        if len(content) > min(LARGEST_MEMBER, info.file_size):
            raise self.refused(f"{shown} is larger than the file says", "Export it again")
        self._read += len(content)
        if self._read > LARGEST_TOTAL:
            raise self.refused(
                f"it unpacks to more than {_mb(LARGEST_TOTAL)} of text", "Export fewer sources"
            )
        return content

    def bound_all(self) -> None:
        """Raise ``InputError`` when any member, or all together, would unpack too far."""
        for info in self._members.values():
            self._bound(info, shown_name(info.filename))
        if sum(info.file_size for info in self._members.values()) > LARGEST_TOTAL:
            raise self.refused(f"it unpacks to more than {_mb(LARGEST_TOTAL)}", "Save it in parts")

    def refuse_declarations(self) -> None:
        """Raise ``InputError`` when a member declares a document type or an entity."""
        for name in self.names():
            if declares(self.read(name)):
                raise self.refused("it declares a document type", "Save it again in Excel")

    def refused(self, why: str, do: str) -> InputError:
        """The error that says why this file is not read and what to do about it."""
        return InputError(f"{self.name} cannot be read: {why}. {do}, and import that file.")

    def _bound(self, info: zipfile.ZipInfo, shown: str) -> None:
        if info.file_size > LARGEST_MEMBER:
            raise self.refused(
                f"{shown} unpacks to {_mb(info.file_size)}, and at most "
                f"{_mb(LARGEST_MEMBER)} is read",
                "Export it in parts",
            )
        packed = max(info.compress_size, 1)
        if info.file_size > SMALL and info.file_size / packed > HIGHEST_RATIO:
            raise self.refused(
                f"{shown} unpacks to {info.file_size // packed:,} times its size, as files made "
                "to fill a computer do",
                "Export it again from the program it comes from",
            )

    def _checked(self, infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        again = "Export it again from the program it comes from"
        if len(infos) > MOST_MEMBERS:
            raise self.refused(f"it holds more than {MOST_MEMBERS:,} files", "Export it in parts")
        members: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = _plain(info.filename)
            if not is_inside(name):
                raise self.refused(f'"{shown_name(name)}" names a place outside it', again)
            if name.endswith("/"):
                continue
            if name.casefold() in members:
                raise self.refused(f'it holds "{shown_name(name)}" twice', again)
            members[name.casefold()] = info
        return members


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a zip file for bounded reading; ``InputError`` when it is none or names bad places."""
    try:
        opened = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise InputError(f"{path.name} is not there. Check the path.") from error
    except IsADirectoryError as error:
        raise InputError(f"{path.name} is a folder. Give the file inside it.") from error
    except DAMAGE as error:
        raise InputError(
            f"{path.name} cannot be opened: it is damaged or not a project file. "
            "Export it again from the program it comes from."
        ) from error
    with opened:
        yield Archive(path.name, opened)


def is_inside(name: str) -> bool:
    """Whether a member's name stays inside the archive and is one a system can bear."""
    parts = name.rstrip("/").split("/")
    return (
        bool(name.strip("/"))
        and len(name) <= LONGEST_NAME
        and not name.startswith("/")
        and not DRIVE.match(name)
        and ".." not in parts
        and "\0" not in name
    )


def shown_name(name: str) -> str:
    """A name from outside as it may be printed: short, and with nothing that moves a cursor."""
    text = "".join(c if c.isprintable() else " " for c in name)
    return text if len(text) <= 80 else f"{text[:80]}…"


def _plain(name: str) -> str:
    return name.replace("\\", "/")


def _mb(size: int) -> str:
    return f"{size // (1024 * 1024):,} MB"
