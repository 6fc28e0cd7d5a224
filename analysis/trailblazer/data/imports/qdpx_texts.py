"""The texts of a project: which there are, where each is kept, and its characters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trailblazer.data.imports.archive import Archive, is_inside, shown_name
from trailblazer.data.imports.qdpx_nodes import SourceNode, TextNode

INSIDE = "internal://"
OUTSIDE = ("relative://", "absolute://", "file://", "http://", "https://")
FOLDER = "sources"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UTF8_MARK = b"\xef\xbb\xbf"


@dataclass
class Held:
    """A text that becomes a source: its node, its characters, or why they are not to be had.

    ``text`` is as the file has it, line ends untouched, without a byte order mark; ``marked``
    says whether there was one. ``sources`` are the ids of the project's sources it belongs to.
    """

    node: TextNode
    kind: str
    text: str | None
    marked: bool
    missing: str
    sources: list[str]
    values: tuple[tuple[str, str], ...]


def held_texts(archive: Archive, sources: Iterable[SourceNode]) -> list[Held]:
    """Every text once: a transcript that is also a source of its own is the same text."""
    found: dict[str, Held] = {}
    for source in sources:
        for node in source.texts:
            if not _may_be_coded(source, node):
                continue
            key = node.path.casefold() or f"{source.guid} {node.guid} {len(found)}"
            if key in found:
                known = found[key]
                known.sources.append(source.guid)
                known.node.selections += node.selections
                known.node.given += node.given
            else:
                text, marked, missing = _characters(archive, node)
                found[key] = Held(
                    node, source.kind, text, marked, missing, [source.guid], source.values
                )
    return list(found.values())


def _may_be_coded(source: SourceNode, node: TextNode) -> bool:
    """Whether a text is a source: an empty one is not, nor is the description of a picture."""
    coded = bool(node.selections or node.given)
    return coded or (source.kind != "picture" and (bool(node.path) or node.inline is not None))


def _characters(archive: Archive, node: TextNode) -> tuple[str | None, bool, str]:
    """The text of a node, whether it had a byte order mark, and why there is none."""
    if not node.path:
        return (node.inline, False, "") if node.inline else (None, False, "empty in the project")
    if node.path.lower().startswith(OUTSIDE):
        return None, False, "kept outside the project file, where nothing is opened"
    name = node.path.removeprefix(INSIDE).lstrip("/")
    if not is_inside(name) or "\\" in name or name.endswith("/"):
        raise archive.refused(
            f'a source names a place outside it ("{shown_name(node.path)}")',
            "Export it again from the program it comes from",
        )
    places = (f"{FOLDER}/{name}", name)
    place = next((place for place in places if archive.has(place)), "")
    if not place:
        return None, False, "not in the project file"
    return _decoded(archive.read(place))


def _decoded(content: bytes) -> tuple[str | None, bool, str]:
    marked = content.startswith((UTF8_MARK, *UTF16_MARKS))
    encoding = "utf-16" if content.startswith(UTF16_MARKS) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None, False, "not readable as text (UTF-8)"
    if not text:
        return None, False, "empty in the project"
    if "\0" in text:
        return None, False, "not readable as text (it holds NUL bytes)"
    return text, marked, ""
