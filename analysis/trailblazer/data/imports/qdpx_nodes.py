"""What a project holds, as plain values: codes, texts with their selections, sources, cases."""

from __future__ import annotations

from dataclasses import dataclass, field

SELECTIONS = {
    "PlainTextSelection": "",
    "PDFSelection": "on a page of a PDF and not in its text",
    "PictureSelection": "on a picture",
    "AudioSelection": "in a recording and not in its transcript",
    "VideoSelection": "in a film and not in its transcript",
    "TranscriptSelection": "",
}
KINDS = {
    "TextSource": "text",
    "PDFSource": "PDF",
    "PictureSource": "picture",
    "AudioSource": "recording",
    "VideoSource": "film",
}


@dataclass(frozen=True)
class CodeNode:
    """A code of the codebook; ``parent`` is the id of the code it stands under."""

    guid: str
    name: str
    description: str
    parent: str


@dataclass(frozen=True)
class Given:
    """One coding: a code given by a user."""

    guid: str
    code: str
    user: str


@dataclass(frozen=True)
class Selection:
    """A stretch of a source with the codes given to it, as the project counts positions."""

    guid: str
    tag: str
    name: str
    comment: str
    start: int
    end: int
    given: tuple[Given, ...]


@dataclass
class TextNode:
    """A text that can be coded: a source's own, a PDF's, or a transcript."""

    guid: str
    name: str
    path: str
    inline: str | None
    selections: list[Selection] = field(default_factory=list)
    given: tuple[Given, ...] = ()


@dataclass(frozen=True)
class SourceNode:
    """A source with the texts it has, and the selections made in anything that is not text."""

    guid: str
    name: str
    kind: str
    texts: tuple[TextNode, ...]
    elsewhere: tuple[Selection, ...]
    given: tuple[Given, ...]
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CaseNode:
    """A case with the sources and selections that belong to it and the values it has."""

    guid: str
    name: str
    sources: tuple[str, ...]
    selections: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
