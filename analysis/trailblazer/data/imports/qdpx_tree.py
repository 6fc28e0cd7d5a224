"""A REFI-QDA project file as plain values: users, codes, texts with their selections, cases.

Only structure is read here; what becomes of it is decided in ``qdpx``. Written for what NVivo,
MAXQDA, ATLAS.ti and QualCoder write, which departs from the schema in places: ids with or
without braces, in either case, absent users, empty sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from trailblazer.data.imports.qdpx_nodes import (
    KINDS,
    SELECTIONS,
    CaseNode,
    CodeNode,
    Given,
    Selection,
    SourceNode,
    TextNode,
)

TEXTS = ("Representation", "TextDescription", "Transcript")
WHOLE_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,12}\s*")


def guid(text: str | None) -> str:
    """An id in one form: lower case and no braces."""
    return (text or "").strip().strip("{}").lower()


def users(project: Element) -> dict[str, str]:
    """The users' names by id, in the project's order."""
    found = project.iterfind("Users/User")
    return {guid(user.get("guid")): user.get("name") or user.get("id") or "" for user in found}


def codes(book: Element | None) -> list[CodeNode]:
    """Every code of a codebook, parents before their children."""
    found: list[CodeNode] = []
    top = None if book is None else book.find("Codes")
    waiting = [] if top is None else [(code, "") for code in reversed(top.findall("Code"))]
    while waiting:
        element, parent = waiting.pop()
        key = guid(element.get("guid"))
        name = " ".join((element.get("name") or "").split())
        found.append(CodeNode(key, name, text_of(element, "Description"), parent))
        waiting += [(child, key) for child in reversed(element.findall("Code"))]
    return found


def variables(project: Element) -> dict[str, str]:
    """The variables' names by id."""
    found = project.iterfind("Variables/Variable")
    return {guid(each.get("guid")): (each.get("name") or "").strip() for each in found}


def cases(project: Element) -> list[CaseNode]:
    """Every case, in the project's order."""
    return [
        CaseNode(
            guid=guid(case.get("guid")),
            name=(case.get("name") or "").strip(),
            sources=_targets(case, "SourceRef"),
            selections=_targets(case, "SelectionRef"),
            values=_values(case),
        )
        for case in project.iterfind("Cases/Case")
    ]


def sources(project: Element) -> Iterator[SourceNode]:
    """Every source, in the project's order."""
    top = project.find("Sources")
    for element in [] if top is None else list(top):
        if element.tag in KINDS:
            yield _source(element)


def text_of(element: Element, tag: str) -> str:
    """The text of a child, or nothing."""
    return (element.findtext(tag) or "").strip()


def _source(element: Element) -> SourceNode:
    name = (element.get("name") or "").strip()
    if element.tag == "TextSource":
        texts = [_text(element, name)]
        elsewhere: list[Selection] = []
    else:
        inner = [child for child in element if child.tag in TEXTS]
        texts = [_text(child, name or (child.get("name") or "")) for child in inner]
        elsewhere = [_selection(s) for s in element if s.tag in SELECTIONS]
    return SourceNode(
        guid=guid(element.get("guid")),
        name=name or next((text.name for text in texts if text.name), ""),
        kind=KINDS[element.tag],
        texts=tuple(texts),
        elsewhere=tuple(elsewhere),
        given=() if element.tag == "TextSource" else _given(element, ""),
        values=_values(element),
    )


def _text(element: Element, name: str) -> TextNode:
    points = {
        guid(point.get("guid")): _number(point.get("position"))
        for point in element.findall("SyncPoint")
    }
    return TextNode(
        guid=guid(element.get("guid")),
        name=name.strip(),
        path=(element.get("plainTextPath") or "").strip(),
        inline=element.findtext("PlainTextContent"),
        selections=[_selection(s, points) for s in element if s.tag in SELECTIONS],
        given=_given(element, _user(element)),
    )


def _selection(element: Element, points: dict[str, int] | None = None) -> Selection:
    if element.tag == "TranscriptSelection":
        known = points or {}
        start = known.get(guid(element.get("fromSyncPoint")), -1)
        end = known.get(guid(element.get("toSyncPoint")), -1)
    else:
        start = _number(element.get("startPosition"))
        end = _number(element.get("endPosition"))
    return Selection(
        guid=guid(element.get("guid")),
        tag=element.tag,
        name=element.get("name") or "",
        comment=text_of(element, "Description"),
        start=start,
        end=end,
        given=_given(element, _user(element)),
    )


def _given(element: Element, user: str) -> tuple[Given, ...]:
    """The codings directly in an element; who gave one is who made it, or the element."""
    found = []
    for coding in element.findall("Coding"):
        ref = coding.find("CodeRef")
        code = "" if ref is None else guid(ref.get("targetGUID"))
        found.append(
            Given(guid(coding.get("guid")), code, guid(coding.get("creatingUser")) or user)
        )
    return tuple(found)


def _user(element: Element) -> str:
    return guid(element.get("creatingUser")) or guid(element.get("modifyingUser"))


def _values(element: Element) -> tuple[tuple[str, str], ...]:
    found = []
    for value in element.findall("VariableValue"):
        ref = value.find("VariableRef")
        said = next((c.text for c in value if c.tag.endswith("Value") and c.text), "")
        if ref is not None:
            found.append((guid(ref.get("targetGUID")), said.strip()))
    return tuple(found)


def _targets(element: Element, tag: str) -> tuple[str, ...]:
    return tuple(guid(ref.get("targetGUID")) for ref in element.findall(tag))


def _number(text: str | None) -> int:
    """A position; -1, which fits no text, where there is none."""
    return int(text) if text and WHOLE_NUMBER.fullmatch(text) else -1
