"""Spoiling the numbers of a finished edition, one at a time, and asking whether the check sees it.

A mutation is *altered* (one digit changed), *swapped* (two numerals of a page or sheet exchanged),
*typed* (a number put where none was) or *stale* (a numeral of another edition in the place of one).
Pages are changed as trees and read again from their bytes; the PDF is changed in the content of
its pages, through the fonts it holds, or in its structure, and read again.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from lxml import html

from trailblazer.places import REPOSITORY
from trailblazer.publish.numerals import check, paper, passages, pdftext, site, verify
from trailblazer.publish.numerals.compare import Fault, differences
from trailblazer.publish.numerals.passages import LABEL, Ledger, Passage, by_page
from trailblazer.publish.numerals.tokens import numerals

KINDS = ("altered", "swapped", "typed", "stale")
# How many mutations of each kind are made in each kind of place.
ON_SITE = {
    "prose": 20, "caption": 20, "table cell": 30, "alternative text": 15, "headline": 10,
    "heading": 6, "label": 8,
}  # fmt: skip
IN_PDF = {"page": 20, "alternative text": 5}
# Headings hold no numbers.
NOT_SPOILED = {("heading", "swapped"), ("heading", "altered"), ("heading", "stale")}
SEED = 2018


@dataclass(frozen=True)
class Trial:
    """One mutation: its kind, where it was made, what was done, and what the check said."""

    kind: str
    place: str
    what: str
    faults: tuple[Fault, ...]

    @property
    def caught(self) -> bool:
        return bool(self.faults)


def ledgers(edition: Path) -> tuple[Ledger, Ledger]:
    """What an edition says that its site and its PDF should show."""
    site_file, pdf_file = (verify.published(edition, b) for b in ("html", "typstpdf"))
    return passages.load(site_file.read_text("utf-8")), passages.load(pdf_file.read_text("utf-8"))


def others(ledger: Ledger) -> dict[str, list[str]]:
    """The numerals of another edition by kind of block, to be taken for stale ones."""
    found: dict[str, list[str]] = {}
    for _, passage in ledger:
        found.setdefault(passage.kind, []).extend(passage.numerals)
    return found


def altered(text: str, chance: random.Random) -> str:
    """One digit of one numeral changed."""
    digits = [m.start() for m in re.finditer(r"\d", text)]
    place = chance.choice(digits)
    other = chance.choice([d for d in "0123456789" if d != text[place]])
    return text[:place] + other + text[place + 1 :]


def typed(text: str, chance: random.Random) -> str:
    """A number put between two words."""
    gaps = [m.start() for m in re.finditer(r" ", text.strip())] or [len(text)]
    place = chance.choice(gaps) + (len(text) - len(text.lstrip()))
    return f"{text[:place]} {chance.randint(2, 98)}{chance.choice(['', '%'])}{text[place:]}"


def stale(text: str, chance: random.Random, known: Sequence[str]) -> str:
    """One numeral replaced by one that another edition shows in such a place."""
    number = chance.choice(numerals(text))
    other = chance.choice([n for n in known if n != number.text] or ["0"])
    return text[: number.start] + other + text[number.end :]


def exchanged(one: str, other: str, chance: random.Random) -> tuple[str, str] | None:
    """Two texts that have exchanged a numeral; nothing where all their numerals are alike."""
    pairs = [(a, b) for a in numerals(one) for b in numerals(other) if a.text != b.text]
    if not pairs:
        return None
    a, b = chance.choice(pairs)
    return (
        one[: a.start] + b.text + one[a.end :],
        other[: b.start] + a.text + other[b.end :],
    )


# ---- The site ------------------------------------------------------------------------------------


@dataclass
class Slot:
    """A place in a page where a text stands: in an element, after one, or in an attribute."""

    element: Any
    where: str
    kind: str

    @property
    def text(self) -> str:
        if self.where in ("text", "tail"):
            return getattr(self.element, self.where) or ""
        return self.element.get(self.where) or ""

    @text.setter
    def text(self, value: str) -> None:
        if self.where in ("text", "tail"):
            setattr(self.element, self.where, value)
        else:
            self.element.set(self.where, value)


def slots(tree: Any) -> Iterator[Slot]:
    """The places of a page that a reader sees or hears."""
    article = tree.find_class("bd-article")[0]
    for node in article.iter():
        if not isinstance(node.tag, str) or node.tag in ("script", "style", "math"):
            continue
        if any("headerlink" in (a.get("class") or "") for a in (node, *node.iterancestors())):
            continue
        if any(a.tag == "math" for a in node.iterancestors()):
            continue
        yield Slot(node, "text", _kind(node))
        if node is not article:
            yield Slot(node, "tail", _kind(node.getparent()))
        for name in ("alt", "data-label", "aria-label"):
            if node.get(name):
                kind = "alternative text" if name == "alt" else "label"
                yield Slot(node, name, kind)
    for node in tree.iter("meta"):
        if node.get("name") == "description" or (node.get("property") or "").startswith("og:"):
            yield Slot(node, "content", "description")


def _kind(node: Any) -> str:
    tags = {
        "td": "table cell", "th": "table cell", "caption": "caption", "figcaption": "caption",
        "pre": "code", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading",
    }  # fmt: skip
    for ancestor in (node, *node.iterancestors()):
        if ancestor.tag in tags:
            return tags[ancestor.tag]
        if "headline" in (ancestor.get("class") or ""):
            return "headline"
        if "tally" in (ancestor.get("class") or ""):
            return "tally"
    return "prose"


class Site:
    """The pages of an edition and what each should show."""

    def __init__(self, edition: Path, other: Path) -> None:
        self.ledger, _ = ledgers(edition)
        self.rests = check.known(edition, REPOSITORY / "book")
        self.due = by_page(self.ledger)
        self.texts = check.texts_of(self.ledger, self.rests)
        self.others = others(ledgers(other)[0])
        self.pages = dict(site.pages(edition / "html"))

    def faults(self, name: str, source: bytes) -> list[Fault]:
        """What the check says of a page with these bytes."""
        page = site.parse_page(source)
        return check.on_page(name, page, self.due.get(name, []), self.texts, self.rests)

    def spoil(self, kind: str, place: str, chance: random.Random) -> Trial | None:
        """Spoil one numeral of some page in a kind of place; none where no page has such a one."""
        for name in chance.sample(sorted(self.pages), len(self.pages)):
            tree = html.fromstring(self.pages[name].read_bytes())
            found = [s for s in slots(tree) if s.kind == place and s.text.strip()]
            with_numbers = [s for s in found if numerals(s.text)]
            chosen = found if kind == "typed" and place != "label" else with_numbers
            if not chosen:
                continue
            what = _spoil(kind, chosen, chance, self.others.get(place, self.others["text"]))
            if what:
                faults = self.faults(name, html.tostring(tree, encoding="utf-8"))
                return Trial(kind, f"site, {place}", f"{name}: {what}", tuple(faults))
        return None


def _spoil(kind: str, chosen: list[Slot], chance: random.Random, known: Sequence[str]) -> str:
    """Change the text of one place, or of two; what was done, or nothing."""
    slot = chance.choice(chosen)
    before = slot.text
    if kind == "swapped":
        for other in chance.sample(chosen, len(chosen)):
            if other is slot or not numerals(before):
                continue
            pair = exchanged(before, other.text, chance)
            if pair:
                slot.text, other.text = pair
                return f"{before!r} and {pair[1]!r}"
        return ""
    change: Mapping[str, Callable[[], str]] = {
        "altered": lambda: altered(before, chance),
        "typed": lambda: typed(before, chance),
        "stale": lambda: stale(before, chance, known),
    }
    slot.text = change[kind]()
    return f"{before!r} to {slot.text!r}"


# ---- The PDF -------------------------------------------------------------------------------------


class Paper:
    """An open PDF, what it should show, and the texts of its pages as they are."""

    def __init__(self, edition: Path, other: Path, cover: Sequence[str]) -> None:
        _, self.ledger = ledgers(edition)
        self.others = others(ledgers(other)[1])
        self.pdf = pikepdf.open(edition / "report.pdf")
        self.texts = pdftext.marked_texts(self.pdf)
        first = [Passage("text", "", c, tuple(n.text for n in numerals(c)), ()) for c in cover if c]
        self.due = [*first, *(p for _, p in self.ledger if p.kind != LABEL)]

    def faults(self, sheet: int = 0) -> list[Fault]:
        """What the check says of the PDF, one sheet of which was changed."""
        texts = dict(self.texts)
        if sheet:
            texts = {at: text for at, text in texts.items() if at[0] != sheet}
            marked = pdftext.page_texts(self.pdf.pages[sheet - 1], {})
            texts |= {(sheet, mark): text for mark, text in marked.items()}
        return differences("report.pdf", self.due, paper.read_open(self.pdf, texts))

    def spoil(self, kind: str, chance: random.Random) -> Trial | None:
        """Spoil a numeral in the content of some sheet, and undo it after the check."""
        for sheet in chance.sample(range(4, len(self.pdf.pages) + 1), 60):
            page = self.pdf.pages[sheet - 1]
            kept = page.Contents
            program = list(pikepdf.parse_content_stream(page))
            what = self._change(kind, program, page, chance)
            if not what:
                continue
            page.Contents = self.pdf.make_stream(pikepdf.unparse_content_stream(program))
            try:
                return Trial(kind, "PDF, page", f"sheet {sheet}: {what}", tuple(self.faults(sheet)))
            finally:
                page.Contents = kept
        return None

    def spoil_alt(self, kind: str, chance: random.Random) -> Trial | None:
        """Spoil the alternative text of some figure, and undo it after the check."""
        found = [e for e in _elements(self.pdf) if "/Alt" in e and numerals(str(e.Alt))]
        element = chance.choice(found)
        before = str(element.Alt)
        known = self.others["alternative text"]
        if kind == "swapped":
            other = chance.choice([e for e in found if str(e.Alt) != before])
            pair = exchanged(before, str(other.Alt), chance)
            if pair is None:
                return None
            kept, (element.Alt, other.Alt) = str(other.Alt), pair
            faults = self.faults()
            element.Alt, other.Alt = before, kept
            return Trial(kind, "PDF, alternative text", before, tuple(faults))
        change = {"altered": altered, "typed": typed}
        element.Alt = (
            change[kind](before, chance) if kind in change else stale(before, chance, known)
        )
        after, faults = str(element.Alt), self.faults()
        element.Alt = before
        return Trial(kind, "PDF, alternative text", f"{before!r} to {after!r}", tuple(faults))

    def _change(self, kind: str, program: list[Any], page: Any, chance: random.Random) -> str:
        """Change one piece of shown text, or two; what was done, or nothing."""
        shown = list(_shown(program, page))
        with_numbers = [s for s in shown if numerals(s.text)]
        if not with_numbers:
            return ""
        one = chance.choice(shown if kind == "typed" else with_numbers)
        if kind == "swapped":
            for other in chance.sample(with_numbers, len(with_numbers)):
                pair = exchanged(one.text, other.text, chance) if other is not one else None
                if pair and one.can(pair[0]) and other.can(pair[1]):
                    one.put(pair[0])
                    other.put(pair[1])
                    return f"{one.text!r} and {other.text!r}"
            return ""
        for _ in range(8):
            if kind == "stale":
                after = stale(one.text, chance, self.others["table cell"])
            else:
                after = (altered if kind == "altered" else typed)(one.text, chance)
            if one.can(after):
                one.put(after)
                return f"{one.text!r} to {after!r}"
        return ""


@dataclass
class Shown:
    """One piece of text that a page shows, and the font it is written in."""

    program: list[Any]
    place: int
    text: str
    codes: Mapping[str, int]

    def can(self, text: str) -> bool:
        """Whether the font, of which the PDF holds a part, has all of a text."""
        return all(char in self.codes for char in text)

    def put(self, text: str) -> None:
        """Write another text in its place."""
        said = b"".join(self.codes[char].to_bytes(2, "big") for char in text)
        self.program[self.place] = pikepdf.ContentStreamInstruction(
            [pikepdf.String(said)], pikepdf.Operator("Tj")
        )


def _shown(program: list[Any], page: Any) -> Iterator[Shown]:
    """The pieces of a page that belong to what is read, without its artefacts."""
    maps = {n: pdftext.unicode_map(f) for n, f in page.Resources.get("/Font", {}).items()}
    pen = pdftext.Pen()
    for place, instruction in enumerate(program):
        operator, operands = str(instruction.operator), instruction.operands
        if operator not in ("Tj", "TJ"):
            pen.move(operator, operands)
        elif pen.mark() is not None:
            font = maps[pen.font]
            codes = {char: code for code, char in font.items()}
            yield Shown(program, place, pdftext.text_of(operands[0], font), codes)


def _elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        kids: Any = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and ("/S" in kid or "/K" in kid):
                waiting.append(kid)


# ---- What is written by hand ---------------------------------------------------------------------


def spoil_texts(node: Any, chance: random.Random) -> tuple[str, str] | None:
    """Type a number into one text of a register; which, and what it became."""
    found = list(_places(node))
    if not found:
        return None
    holder, key = chance.choice(found)
    before = holder[key]
    holder[key] = typed(before, chance)
    return before, holder[key]


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for key, value in items:
        if isinstance(value, str):
            if len(value.split()) > 3 and "{" not in value:
                yield node, key
        else:
            yield from _places(value)


def cover(edition: Path) -> list[str]:
    """The words of the cover of the PDF that hold numerals."""
    values = json.loads((edition / "values.json").read_text("utf-8"))["values"]
    title, version, stamp = (values[f"edition.{n}"]["text"] for n in ("title", "version", "stamp"))
    return [f"Computed from {title}, version {version}", stamp]


def spoil_all(edition: Path, other: Path, seed: int = SEED) -> list[Trial]:
    """Every mutation of the plan, each made, checked and undone before the next."""
    chance = random.Random(seed)  # noqa: S311
    site = Site(edition, other)
    made = [
        site.spoil(kind, place, chance)
        for place, count in ON_SITE.items()
        for kind in KINDS
        if (place, kind) not in NOT_SPOILED
        for _ in range(count)
    ]
    pdf = Paper(edition, other, cover(edition))
    made += [pdf.spoil(kind, chance) for kind in KINDS for _ in range(IN_PDF["page"])]
    alts = [kind for kind in KINDS for _ in range(IN_PDF["alternative text"])]
    made += [pdf.spoil_alt(kind, chance) for kind in alts]
    return [trial for trial in made if trial is not None]


def alarms(edition: Path) -> tuple[int, int]:
    """How many honest pages of an edition are accused, its PDF counted as one, and of how many."""
    site = Site(edition, edition)
    accused = [n for n, path in site.pages.items() if site.faults(n, path.read_bytes())]
    paper_faults = Paper(edition, edition, cover(edition)).faults()
    return len(accused) + bool(paper_faults), len(site.pages) + 1
