"""The two-page summary: what was investigated, how, what was found, and the main challenges."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import Any

from pydantic import TypeAdapter

from trailblazer import files
from trailblazer.findings.claim import VERDICT_WORDS, VERDICTS
from trailblazer.findings.numbers import NONE
from trailblazer.findings.record import Finding
from trailblazer.findings.register import load_register
from trailblazer.findings.wording import Value, fill
from trailblazer.publish.gaps import in_a_sentence
from trailblazer.publish.quality import Entry, declarations, read
from trailblazer.publish.roles import document, findings, quotable
from trailblazer.publish.typst import pdf

WORDS = "summary.yml"
NAME = "summary.pdf"
# Body text in points, the largest that fits is taken; the smallest can be read at arm's length.
SIZES = (13.0, 12.5, 12.0, 11.75, 11.5, 11.25, 11.0, 10.75, 10.5)
PAGES = 2
_TEMPLATES = ("report.typ", "summary.typ")


class Block(Entry):
    """A heading and what stands under it."""

    heading: str
    text: str


class Number(Entry):
    """A number of the methods and what it counts."""

    number: str
    words: str


class Methods(Entry):
    """The numbers of the methods; ``none`` is shown for what the set does not hold."""

    heading: str
    none: str
    numbers: tuple[Number, ...]


class Words(Entry):
    """All that the summary says beside the findings, with places for values of the edition."""

    kicker: str
    programme: Block
    investigated: Block
    methods: Methods
    tally: str
    closing: tuple[Block, ...]


@dataclass(frozen=True)
class Cover:
    """What the summary says of itself: what it is, who made it, the label of its data."""

    title: str
    subtitle: str
    author: str
    stamp: str


def make(cover: Cover, edition: Path, book: Path, titles: Mapping[str, str], out: Path) -> Path:
    """Write ``summary.pdf`` into a folder; what it says comes from the records of an edition.

    ``titles`` gives the title of every page of the book: those of results pages head the findings.
    Where a set, or a register of other claims, gives more than two pages hold, it names the claims
    and their verdicts and leaves the sentences to the report.
    """
    folder = out / "summary"
    folder.mkdir(parents=True, exist_ok=True)
    for name in _TEMPLATES:
        copyfile(Path(pdf.__file__).with_name(name), folder / name)
    found = contents(cover, edition, book, titles)
    for text in (found, _titles_only(found)):
        files.write_text(folder / "summary.json", json.dumps(text, ensure_ascii=False, indent=1))
        for size, tight in (*((s, "no") for s in SIZES), (SIZES[-1], "yes")):
            given = {"size": f"{size}", "tight": tight}
            if pdf.count_pages(folder / "summary.typ", **given) <= PAGES:
                return pdf.compile_pdf(folder / "summary.typ", out / NAME, **given)
    return pdf.compile_pdf(folder / "summary.typ", out / NAME, size=f"{SIZES[-1]}", tight="yes")


def contents(cover: Cover, edition: Path, book: Path, titles: Mapping[str, str]) -> dict[str, Any]:
    """Everything the template sets, in the order it stands, as plain words."""
    words = read(book / WORDS, TypeAdapter(Words))
    found = findings(str(edition))
    known = {**quotable(str(edition)), "edition.untested": Value(text=in_a_sentence(found))}

    def said(template: str) -> str:
        return fill(template, known, WORDS).strip()

    def block(part: Block) -> dict[str, str]:
        return {"heading": said(part.heading), "text": said(part.text)}

    return {
        "title": cover.title,
        "subtitle": cover.subtitle,
        "author": cover.author,
        "stamp": cover.stamp,
        "kicker": said(words.kicker),
        "opening": [block(words.programme), block(words.investigated)],
        "methods": {
            "heading": said(words.methods.heading),
            "numbers": [_number(n, words.methods.none, known) for n in words.methods.numbers],
        },
        "tally": {"heading": said(words.tally), "verdicts": _tally(found.values())},
        "caveat": _caveat(edition, book),
        "chapters": list(_chapters(found, titles)),
        "closing": [block(part) for part in words.closing],
    }


def _caveat(edition: Path, book: Path) -> str:
    """What the agreement of invented data is worth; nothing where the data are real."""
    synthetic = bool(document(str(edition)).get("synthetic"))
    return " ".join(declarations(book)["by-construction"].synthetic) if synthetic else ""


def _number(shown: Number, none: str, known: Mapping[str, Value]) -> dict[str, str]:
    number = fill(shown.number, known, WORDS)
    return {
        "number": none if number in (NONE, "0") else number,
        "words": fill(shown.words, known, WORDS).strip(),
    }


def _tally(found: Iterable[Finding]) -> list[dict[str, str]]:
    got = [finding.verdict for finding in found]
    return [{"verdict": v, "words": VERDICT_WORDS[v], "count": f"{got.count(v)}"} for v in VERDICTS]


def _chapters(found: Mapping[str, Finding], titles: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Chapters with their pages of results, and on each the findings, in the register's order."""
    claims = [c for c in load_register().claims.values() if c.id in found]
    for chapter in dict.fromkeys(c.chapter for c in claims):
        pages = dict.fromkeys(c.notebook for c in claims if c.chapter == chapter)
        yield {
            "heading": titles[chapter],
            "themes": [
                {
                    "heading": titles[page],
                    "findings": [_finding(found[c.id]) for c in claims if c.notebook == page],
                }
                for page in pages
            ],
        }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "verdict": finding.verdict,
        "words": VERDICT_WORDS[finding.verdict],
        "title": finding.title,
        "text": finding.brief,
    }


def _titles_only(found: dict[str, Any]) -> dict[str, Any]:
    """The same with the title of each claim in place of its sentence."""
    chapters = [
        {
            **chapter,
            "themes": [
                {
                    **theme,
                    "findings": [{**f, "text": f"{f['title']}."} for f in theme["findings"]],
                }
                for theme in chapter["themes"]
            ],
        }
        for chapter in found["chapters"]
    ]
    return {**found, "chapters": chapters}
