"""XML from outside as a plain tree: no entities, no document type, bounded in every direction."""

from __future__ import annotations

import io
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from trailblazer.errors import InputError

DEEPEST = 200
MOST_ELEMENTS = 3_000_000
MOST_ATTRIBUTES = 60
LONGEST_ATTRIBUTE = 1_000_000
AGAIN = "Export it again from the program it comes from."


def read_xml(content: bytes, name: str) -> tuple[str, Element]:
    """The namespace of the root element and the tree, its tags without namespaces.

    Raises ``InputError`` naming ``name`` when the content is not well formed, declares entities
    or a document type, or is nested or sized as no real project is.
    """
    events = iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True)
    depth, seen, space = 0, 0, ""
    root: Element | None = None
    try:
        for event, element in events:
            if event == "end":
                depth -= 1
                continue
            depth, seen = depth + 1, seen + 1
            if root is None:
                root, space = element, _space(element.tag)
            _bound(element, depth, seen, name)
            element.tag = element.tag.rpartition("}")[2]
    except DefusedXmlException as error:
        raise InputError(
            f"{name} cannot be read: it declares entities or a document type, which a project "
            f"never needs. {AGAIN}"
        ) from error
    except (ParseError, LookupError, ValueError) as error:
        raise InputError(f"{name} cannot be read: it is not well-formed XML. {AGAIN}") from error
    if root is None:
        raise InputError(f"{name} cannot be read: it is empty. {AGAIN}")
    return space, root


def declares(content: bytes) -> bool:
    """Whether bytes hold a document type or an entity, in whatever encoding XML may be."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]
    plain = content.replace(b"\0", b"") if wide else content
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def _space(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def _bound(element: Element, depth: int, seen: int, name: str) -> None:
    why = ""
    if depth > DEEPEST:
        why = f"its elements are nested more than {DEEPEST} deep"
    elif seen > MOST_ELEMENTS:
        why = f"it holds more than {MOST_ELEMENTS:,} elements"
    elif len(element.attrib) > MOST_ATTRIBUTES:
        why = f"an element has more than {MOST_ATTRIBUTES} attributes"
    elif any(len(value) > LONGEST_ATTRIBUTE for value in element.attrib.values()):
        why = f"an attribute is longer than {LONGEST_ATTRIBUTE:,} characters"
    if why:
        raise InputError(f"{name} cannot be read: {why}. {AGAIN}")
