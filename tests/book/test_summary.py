"""The two-page summary: two pages whatever the data say, tagged, and in words that follow them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import page as validator
import pdf_reader
import pikepdf
import pytest

from tests.book.conftest import trailblazer
from tests.planted import edits
from tests.unit.synthesis_sample import real
from trailblazer import files
from trailblazer.findings.brief import IN_PART, LENGTH
from trailblazer.findings.claim import VERDICT_WORDS, VERDICTS
from trailblazer.findings.record import read_all, write
from trailblazer.findings.register import load_register
from trailblazer.places import REPOSITORY
from trailblazer.present.disclosure import SYNTHETIC
from trailblazer.publish import summary

BOOK = REPOSITORY / "book"
STAMP = f"{SYNTHETIC}. Site S25 only, not the whole programme"
COVER = summary.Cover(
    'Early evaluation of a "programme" of people\'s health', "What it is, and is not: " * 3, "Ada",
    STAMP,
)  # fmt: skip
TITLES = {
    **{c.notebook: f"The page of {c.notebook}" for c in load_register().claims.values()},
    "findings": "What was found", "challenges": "The main challenges",
}  # fmt: skip
# As in "an estimated 74% of participating schools and colleges": words of an ordinary length.
LONG = (
    "It could not be tested whether children were supported at a lower rate than others, because "
)
BODY = 10.5
FURNITURE = 9.0


def invented(folder: Path, *, text: str, verdicts: tuple[str, ...] = VERDICTS) -> Path:
    """An edition with a finding for every claim, its values unknown, and one text for all."""
    values = {
        f"{group}.{name}": {"text": "not available", "number": None}
        for group, names in {
            "set": (
                "interviews interviews_national interviews_regional interviews_site documents "
                "young_people focus_groups teams_returning teams settings_answered "
                "settings_response_2 implementers_answered implementers_response_2"
            ),
            "fact": "launched teams sites", "edition": "claims title version",
        }.items()
        for name in names.split()
    }  # fmt: skip
    files.write_text(folder / "values.json", json.dumps({"values": values}))
    for place, claim in enumerate(load_register().claims.values()):
        changed = {
            "id": claim.id, "title": claim.title, "brief": text, "chapter": claim.chapter,
            "verdict": verdicts[place % len(verdicts)],
        }  # fmt: skip
        write(real().model_copy(update=changed), folder / "findings")
    return folder


def bare(text: str) -> str:
    """Text without white space, which lines of a PDF lose, and with the apostrophes of print."""
    return "".join(text.split()).replace("'", chr(8217))


def made(edition: Path, out: Path) -> Path:
    return summary.make(COVER, edition, BOOK, TITLES, out)


@pytest.fixture
def longest(tmp_path: Path) -> Iterator[pikepdf.Pdf]:
    """A summary of findings that are all as long as they may be."""
    text = (LONG * 5)[: LENGTH - 1] + "."
    with pikepdf.open(made(invented(tmp_path / "edition", text=text), tmp_path / "out")) as pdf:
        yield pdf


def test_the_longest_findings_fit_in_type_that_can_be_read(longest: pikepdf.Pdf) -> None:
    assert len(longest.pages) == summary.PAGES
    text = "".join(pdf_reader.words(page) for page in longest.pages)
    assert bare(text).count(bare(LONG)) == LENGTH // len(LONG) * len(load_register().claims)
    sizes = [pair for page in longest.pages for pair in pdf_reader.sizes(page)]
    assert min(size for size, _ in sizes) >= FURNITURE
    small = sum(len(words) for size, words in sizes if size < BODY)
    assert small < 0.05 * sum(len(words) for _, words in sizes)


def test_what_a_set_does_not_hold_is_none(longest: pikepdf.Pdf) -> None:
    first = pdf_reader.words(longest.pages[0])
    assert first.count("None ") == 6


def test_the_label_is_on_both_pages(longest: pikepdf.Pdf) -> None:
    assert all(bare(STAMP) in bare(pdf_reader.words(page)) for page in longest.pages)


def test_short_findings_are_set_larger(tmp_path: Path) -> None:
    edition = invented(tmp_path / "edition", text="Yes.", verdicts=("insufficient",))
    with pikepdf.open(made(edition, tmp_path / "out")) as pdf:
        assert len(pdf.pages) == summary.PAGES
        sizes = [size for size, words in pdf_reader.sizes(pdf.pages[1]) if "Yes." in words]
    assert min(sizes) == max(summary.SIZES)


def test_what_no_two_pages_hold_is_left_to_the_report(tmp_path: Path) -> None:
    edition = invented(tmp_path / "edition", text=LONG * 6)
    with pikepdf.open(made(edition, tmp_path / "out")) as pdf:
        assert len(pdf.pages) == summary.PAGES
        text = bare("".join(map(pdf_reader.words, pdf.pages)))
    assert bare(LONG) not in text
    for claim in load_register().claims.values():
        assert bare(f"{claim.title}.") in text


def test_same_bytes_again(tmp_path: Path) -> None:
    edition = invented(tmp_path / "edition", text="Yes.")
    assert made(edition, tmp_path / "a").read_bytes() == made(edition, tmp_path / "b").read_bytes()


@pytest.fixture(scope="module")
def of_a_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of one site."""
    out = tmp_path_factory.mktemp("site") / "edition"
    done = trailblazer("build", "--site", "S01", "--out", out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def of_little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of a set without interviews, surveys or monitoring returns."""
    folder = tmp_path_factory.mktemp("little")
    gone = ("codings", "survey_answers", "contacts", "time_use", "people_supported", "referrals")
    edits.copy_set(folder / "set", *map(edits.without, gone))
    done = trailblazer("build", "--data", folder / "set", "--out", folder / "edition")
    assert done.returncode == 0, done.stderr
    return folder / "edition"


@pytest.mark.slow
@pytest.mark.parametrize("which", ["edition", "other", "of_a_site", "of_little"])
def test_every_finding_stands_on_two_pages(request: pytest.FixtureRequest, which: str) -> None:
    folder: Path = request.getfixturevalue(which)
    found = read_all(folder / "findings")
    label = json.loads((folder / "values.json").read_text("utf-8"))["values"]["edition.stamp"]
    with pikepdf.open(folder / summary.NAME) as pdf:
        assert len(pdf.pages) == summary.PAGES
        pages = [pdf_reader.words(page) for page in pdf.pages]
        roles = pdf_reader.roles(pdf)
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert all(size >= FURNITURE for page in pdf.pages for size, _ in pdf_reader.sizes(page))
    assert all(bare(label["text"]) in bare(page) for page in pages)
    assert roles.count("/LI") == len(found)
    assert {"/H1", "/H2", "/L"} <= set(roles)
    text = bare("".join(pages))
    for finding in found.values():
        assert finding.brief
        assert len(finding.brief) <= IN_PART, finding.id
        assert bare(f"{VERDICT_WORDS[finding.verdict]}. {finding.brief}") in text, finding.id
    for verdict in VERDICTS:
        count = sum(f.verdict == verdict for f in found.values())
        assert bare(f"{count}{VERDICT_WORDS[verdict]}") in text


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_2A"])
def test_meets_the_standard(edition: Path, profile: str) -> None:
    report = validator.validate_pdf(
        str(edition / summary.NAME), profile=getattr(validator.ValidationProfile, profile)
    )
    assert report.is_compliant, report.failures
