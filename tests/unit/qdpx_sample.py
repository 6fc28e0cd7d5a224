"""Project files as the programs write them, made by hand for tests."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

SHARED = Path(__file__).parents[2].parent / "shared" / "real" / "qualitative"
SPACE = "urn:QDA-XML:project:1.0"
CODE = "00000000-0000-4000-8000-0000000000c1"
CODE_2 = "00000000-0000-4000-8000-0000000000c2"
USER = "00000000-0000-4000-8000-0000000000a1"
USER_2 = "00000000-0000-4000-8000-0000000000a2"
CODES = (
    f'<Code guid="{CODE}" name="Waiting times" isCodable="true"/>'
    f'<Code guid="{CODE_2}" name="Staff" isCodable="true"/>'
)
USERS = f'<User guid="{USER}" name="Jane Example"/><User guid="{USER_2}" name="Sam Sample"/>'


@dataclass
class Text:
    """A text source: its characters as the file holds them, and its selections as XML."""

    name: str
    content: bytes | None
    selections: str = ""
    guid: str = "00000000-0000-4000-8000-0000000000f1"


@dataclass
class Project:
    """A project to be zipped; ``extra`` members and XML go in as they are."""

    origin: str
    texts: list[Text] = field(default_factory=list)
    codes: str = CODES
    users: str = USERS
    before_sources: str = ""
    more_sources: str = ""
    after_sources: str = ""
    folder: str = "sources"
    members: Mapping[str, bytes] = field(default_factory=dict)

    def xml(self) -> str:
        sources = "".join(
            f'<TextSource guid="{t.guid}" name={quoteattr(t.name)} '
            f'plainTextPath="internal://{t.guid}.txt">{t.selections}</TextSource>'
            for t in self.texts
        )
        book = f"<CodeBook><Codes>{self.codes}</Codes></CodeBook>" if self.codes else ""
        return (
            f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="{SPACE}" name="P" '
            f"origin={quoteattr(self.origin)}><Users>{self.users}</Users>{book}"
            f"{self.before_sources}<Sources>{sources}{self.more_sources}</Sources>"
            f"{self.after_sources}</Project>"
        )

    def write(self, path: Path) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("project.qde", self.xml().encode())
            for text in self.texts:
                if text.content is not None:
                    archive.writestr(f"{self.folder}/{text.guid}.txt", text.content)
            for name, content in self.members.items():
                archive.writestr(name, content)
        return path


def selection(
    number: int, start: int, end: int, *, code: str = CODE, user: str = USER, name: str = ""
) -> str:
    """A selection with one coding."""
    return (
        f'<PlainTextSelection guid="00000000-0000-4000-8000-{number:012d}" '
        f'name={quoteattr(name)} startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="00000000-0000-4000-9000-{number:012d}" creatingUser="{user}">'
        f'<CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
    )


TALK = (
    "Interviewer: How long did you wait? 😀😀\n"
    "Young person: Nine months, and nobody rang.\n"
    "The waiting was the worst part 👩🏽‍🏫 of it.\n"
    "Cafe\u0301 staff were kind, nai\u0308vely so.\n"
    "\n"
    "Afterwards the team came to school 😀 every week.\n"
)
EXCERPTS = (
    "How long did you wait?",
    "Nine months, and nobody rang.",
    "The waiting was the worst part",
    "Cafe\u0301 staff were kind",
    "nai\u0308vely so",
    "the team came to school",
    "every week.",
)


def counted(held: str, excerpt: str, *, utf16: bool, one_line_end: bool) -> tuple[int, int]:
    """Where an excerpt is, as a program counts: an independent and slow way to work it out."""
    at = held.index(excerpt)

    def count(part: str) -> int:
        text = part.replace("\r\n", "\n") if one_line_end else part
        return len(text.encode("utf-16-le")) // 2 if utf16 else len(text)

    return count(held[:at]), count(held[: at + len(excerpt)])
