"""No orphan number: finished pages against their ledgers, and every numeral against its origin."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trailblazer.publish.numerals import allowances, paper, site
from trailblazer.publish.numerals.allowances import Allowance
from trailblazer.publish.numerals.compare import Fault, differences, place_of
from trailblazer.publish.numerals.passages import TYPED, Ledger, Passage, by_page
from trailblazer.publish.numerals.printed import key, printed
from trailblazer.publish.numerals.tokens import Numeral, around, numerals, written

# What a page repeats of others: in titles and descriptions a known text may stand as a part.
_PARTLY = ("title", "title of the page", "description of the page")


@dataclass(frozen=True)
class Known:
    """What numerals may rest on beside values.

    ``printed`` are the texts that each page's notebook printed, ``declared`` the allowances, and
    ``said`` the texts that the frame of every page repeats, such as the label of the data.
    """

    printed: Mapping[str, frozenset[str]]
    declared: Sequence[Allowance]
    said: Sequence[str] = ()


def known(edition: Path, book: Path) -> Known:
    """What the numerals of an edition may rest on."""
    notebooks = edition / "notebooks"
    found = {
        path.relative_to(notebooks).with_suffix("").as_posix(): printed(path)
        for path in sorted(notebooks.rglob("*.ipynb"))
    }
    values = json.loads((edition / "values.json").read_text(encoding="utf-8"))["values"]
    label = values["edition.stamp"]["text"]
    return Known(found, allowances.allowances(book), [label])


def untraced(ledger: Ledger, rests: Known) -> list[Fault]:
    """The numerals that no value, record, table or allowance stands behind: they were typed."""
    return [
        Fault(page, place_of(passage), numeral.text, _typed(passage, numeral))
        for page, passage in ledger
        if TYPED in passage.origins and not _printed(page, passage, rests)
        for numeral in _typed_in(page, passage, rests)
    ]


def _printed(page: str, passage: Passage, rests: Known) -> bool:
    """Whether the notebook of the page printed just this text."""
    return key(passage.words) in rests.printed.get(page, ())


def _typed_in(page: str, passage: Passage, rests: Known) -> list[Numeral]:
    left = {n.start: n for n in allowances.typed(passage.text, page, rests.declared)}
    every = numerals(passage.text)
    return [
        n
        for n, origin in zip(every, passage.origins, strict=True)
        if origin == TYPED and n.start in left
    ]


def _typed(passage: Passage, numeral: Numeral) -> str:
    said = around(passage.text, numeral.start, numeral.end)
    return f"{numeral.text} is typed in “{said}”"


def on_site(folder: Path, ledger: Ledger, rests: Known) -> list[Fault]:
    """Where the finished pages of a site show other numerals than their ledger holds."""
    due, texts = by_page(ledger), texts_of(ledger, rests)
    return [
        fault
        for name, path in site.pages(folder)
        for fault in on_page(name, site.read_page(path), due.get(name, []), texts, rests)
    ]


def on_page(
    name: str, page: site.Page, due: Iterable[Passage], texts: Set[str], rests: Known
) -> list[Fault]:
    """Where one finished page shows other numerals than are due, or strange ones around them."""
    faults = differences(f"{name}.html", list(due), page.body)
    return [*faults, *_strange(name, page.around, texts, rests.declared)]


def texts_of(ledger: Ledger, rests: Known) -> Set[str]:
    """Every text of a site that holds a numeral, with and without the number the book gives it."""
    passages = [passage for _, passage in ledger]
    said = {key(text) for text in rests.said}
    return said | {key(p.text) for p in passages} | {key(p.words) for p in passages}


def pictures(shown: Path, drawn: Path) -> list[Fault]:
    """The drawings in a folder of finished pages that are not as the notebooks drew them.

    Words in a drawing are outlines: that it is the same drawing, byte for byte, is what can be
    proven of its numerals. The narrow drawing of a figure lies in a folder of its own.
    """
    faults = []
    for path in sorted(shown.glob("*.svg")):
        name = path.name.removeprefix("narrow-")
        own = drawn / name if name == path.name else drawn / "narrow" / name
        if not own.is_file() or own.read_bytes() != path.read_bytes():
            said = "the picture is not the one that the notebook drew"
            faults.append(Fault(f"{shown.name}/{path.name}", "picture", "", said))
    return faults


def _strange(
    name: str, around_it: Iterable[site.Seen], texts: Set[str], declared: Iterable[Allowance]
) -> Iterator[Fault]:
    """Words around a page and in attributes that repeat nothing the site says."""
    for seen in around_it:
        words = key(seen.text)
        if seen.kind == site.DIFFERS:
            said = f"{', '.join(seen.numerals)} stands in a label that should repeat what it names"
            yield Fault(f"{name}.html", place_of(seen), seen.numerals[0], said)
            continue
        if words in texts or not allowances.typed(seen.text, "around", declared):
            continue
        if seen.kind in _PARTLY and any(words in text or text in words for text in texts):
            continue
        said = f"{', '.join(seen.numerals)} repeats nothing that the site says"
        yield Fault(f"{name}.html", place_of(seen), seen.numerals[0], said)


def on_paper(pdf: Path, ledger: Ledger, cover: Sequence[str]) -> list[Fault]:
    """Where a finished PDF shows other numerals than its ledger holds."""
    first = [
        Passage("text", "cover", text, tuple(found), tuple(TYPED for _ in found))
        for text in cover
        if (found := written(text))
    ]
    return differences(pdf.name, [*first, *(p for _, p in ledger)], paper.read_pdf(pdf))


def on_summary(pdf: Path, folder: Path) -> list[Fault]:
    """Where the summary shows other numerals than the words it was set from, in their order."""
    words = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    due = [
        Passage("text", "", text, tuple(found), tuple(TYPED for _ in found))
        for text in _said(words)
        if (found := written(text))
    ]
    return differences(pdf.name, due, paper.read_pdf(pdf))


def _said(node: Any) -> Iterator[str]:
    """Every text of the words of the summary, in order."""
    if isinstance(node, str):
        yield node
    for child in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from _said(child)
