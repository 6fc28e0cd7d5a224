"""Unique markers planted in everything about people that a set holds, and a search for them."""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from tests.planted import edits

# Names of people and words nobody cleared; none of them may be found anywhere in what is published.
CODER, CLEARER, ASSESSOR = "Quillfeather", "Brambleworth", "Thistledown"
UNCLEARED, SUMMARY = "zanzibarquotation", "vermilionsummary"
CONTACT, EMAIL, FOLDER = "Ottoline Marchbanks", "ottoline@marchbanks.invalid", "peregrinefolder"
# What rows about one person or one answer hold, such as nothing else of the set has.
HOURS, STARTED, ANSWERED, ANSWER, OFFSET = (
    "0.37129",
    "2019-01-13",
    "2020-11-22",
    "3.71938",
    "7318452",
)
ROWS = (HOURS, STARTED, "13 January 2019", ANSWERED, "22 November 2020", ANSWER, OFFSET)
NAMES = (CODER, CLEARER, ASSESSOR, UNCLEARED, SUMMARY, CONTACT, EMAIL, FOLDER, *ROWS)
# Keys of rows that are about one person: those of the set, as they are written there.
KEYS = (
    ("staff_spells", "staff_id"), ("staff_spells", "spell_id"), ("survey_cases", "case_id"),
    ("participants", "participant_id"), ("codings", "coding_id"), ("double_codings", "unit_id"),
    ("sources", "source_id"),
)  # fmt: skip


def plant(folder: Path) -> None:
    """Put a marker wherever a set can name a person or hold words that are not cleared."""
    with edits.table(folder, "codings") as codings:
        codings["coder_id"] = CODER + codings["coder_id"]
    with edits.table(folder, "double_codings") as double:
        double["coder_id"] = CODER + double["coder_id"]
    with edits.table(folder, "judgements") as judgements:
        judgements["assessor_id"] = ASSESSOR + judgements["assessor_id"]
    with edits.table(folder, "framework") as framework:
        framework["summary"] = f"{SUMMARY} " + framework["summary"]
    with edits.table(folder, "quotes") as quotes:
        kept = quotes["cleared_by"] != ""
        quotes.loc[kept, "cleared_by"] = CLEARER
        taken = quotes.index[::2]
        quotes.loc[taken, "text"] = f"{UNCLEARED} " + quotes.loc[taken, "text"]
        quotes.loc[taken, ["cleared_by", "cleared_on"]] = ""
    _plant_rows(folder)
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    package["contributors"] = [{"title": CONTACT, "email": EMAIL, "role": "contributor"}]
    path.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _plant_rows(folder: Path) -> None:
    """Give one row of each table about people a value that no other row has."""
    with edits.table(folder, "staff_spells") as spells:
        spells.loc[0, ["fte", "start_date"]] = HOURS, STARTED
    with edits.table(folder, "survey_cases") as cases:
        cases.loc[cases["responded_on"].idxmax(), "responded_on"] = ANSWERED
    with edits.table(folder, "survey_answers") as answers:
        answers.loc[answers["item_id"].eq("days_a_month").idxmax(), "answer"] = ANSWER
    with edits.table(folder, "codings") as codings:
        codings.loc[0, ["start", "end"]] = OFFSET, str(int(OFFSET) + 40)


def keys(folder: Path) -> set[str]:
    """Every key of a row about one person."""
    examples = re.findall(r"[A-Za-z0-9_-]+", (folder / "datapackage.json").read_text("utf-8"))
    every = {key for name, column in KEYS for key in edits.read(folder, name)[column] if key}
    # Keys that the dictionary gives as examples of how a key is written tell nothing of anybody.
    return every.difference(examples)


def found(edition: Path, keys: set[str]) -> list[str]:
    """Where a marker, or the key of a person's row, is in what was published."""
    one_key = re.compile(r"[A-Za-z0-9_-]+")
    faults = []
    for place, text in texts(edition):
        faults += [f"{place}: {name}" for name in NAMES if name.lower() in text.lower()]
        # In an image or a font any three letters turn up.
        words = set() if "\ufffd" in text else keys.intersection(one_key.findall(text))
        faults += [f"{place}: {key}" for key in sorted(words)]
    return faults


def texts(edition: Path) -> Iterator[tuple[str, str]]:
    """Everything that can be read in an edition, with the file it is in."""
    for path in sorted(p for p in edition.rglob("*") if p.is_file()):
        place = path.relative_to(edition).as_posix()
        yield place, place
        yield from _read(place, path.suffix, path.read_bytes())


def _read(place: str, suffix: str, content: bytes) -> Iterator[tuple[str, str]]:
    if suffix in (".xlsx", ".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from _read(f"{place}/{name}", Path(name).suffix, archive.read(name))
        return
    if suffix == ".pdf":
        yield from _of_pdf(place, content)
    if suffix == ".inv":  # Sphinx's list of headings: four lines, then packed ones
        packed = content.split(b"\n", 4)[-1]
        yield place, zlib.decompress(packed).decode("utf-8")
    text = content.decode("utf-8", "replace")
    yield place, text
    if suffix in (".ipynb", ".html", ".svg"):
        for coded in re.findall(r"base64,([A-Za-z0-9+/=]{40,})", text):
            try:
                yield f"{place} (base64)", base64.b64decode(coded).decode("utf-8", "replace")
            except binascii.Error:
                continue


def _of_pdf(place: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The words of the pages, if poppler is installed, and what only a screen reader tells."""
    if shutil.which("pdftotext"):
        run = ["pdftotext", "-", "-"]
        done = subprocess.run(run, input=content, capture_output=True, check=True)
        # A word or a date that is broken over two lines counts as well.
        whole = re.sub(r"[-\u00ad\u2010]\n", "", done.stdout.decode("utf-8"))
        yield f"{place} (pages)", " ".join(whole.split())
    with pikepdf.open(io.BytesIO(content)) as pdf:
        said = [word for part in pdf.objects for word in _strings(part)]
    yield f"{place} (strings)", "\n".join(said)


def _strings(part: Any) -> Iterator[str]:
    """Every text in one object of a PDF: alternatives of figures, titles, bookmarks, metadata."""
    if isinstance(part, pikepdf.String):
        yield str(part)
    elif isinstance(part, pikepdf.Array):
        yield from (word for item in part if _own(item) for word in _strings(item))
    elif isinstance(part, pikepdf.Stream) and part.get("/Type") == "/Metadata":
        yield part.read_bytes().decode("utf-8", "replace")
    elif isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
        items = part.items()
        yield from (word for _, item in items if _own(item) for word in _strings(item))


def _own(item: Any) -> bool:
    """Whether an object is written where it stands; the others are come to by themselves."""
    return not getattr(item, "is_indirect", False)
