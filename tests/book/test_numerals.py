"""No orphan number: every spoiled number of site and PDF is seen, and no honest one is accused."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

from tests.book import numeral_mutations as spoiled
from tests.planted.project import copy_project, run_in
from trailblazer.places import REPOSITORY
from trailblazer.publish.numerals import check, site, sources, verify
from trailblazer.publish.numerals.allowances import allowances
from trailblazer.publish.numerals.sources import typed_in_sources

pytestmark = pytest.mark.slow

LEAST_CAUGHT = 0.99


@pytest.fixture(scope="module")
def trials(edition: Path, other: Path) -> list[spoiled.Trial]:
    return spoiled.spoil_all(edition, other)


def test_spoiled_numbers_are_seen(trials: list[spoiled.Trial]) -> None:
    missed = [t for t in trials if not t.caught]
    assert len(trials) >= 500
    assert set(Counter(t.kind for t in trials)) == set(spoiled.KINDS)
    assert len(missed) <= (1 - LEAST_CAUGHT) * len(trials), missed


def test_a_fault_names_its_page_and_its_place(trials: list[spoiled.Trial]) -> None:
    for fault in (t.faults[0] for t in trials if t.caught):
        assert fault.page.endswith((".html", ".pdf"))
        assert fault.place
        assert fault.said


def test_no_honest_number_is_accused(edition: Path, other: Path) -> None:
    for made in (edition, other):
        assert spoiled.alarms(made)[0] == 0
        own = spoiled.Site(made, made)
        assert check.untraced(own.ledger, own.rests) == []
        assert check.pictures(made / "html" / "_images", made / "figures") == []


def test_site_and_pdf_carry_the_same_numbers(edition: Path, other: Path) -> None:
    for made in (edition, other):
        on_site, in_pdf = spoiled.ledgers(made)
        assert len(on_site) > 3000
        assert verify.same_numbers(on_site, in_pdf) == []
    assert verify.same_numbers(spoiled.ledgers(edition)[0], spoiled.ledgers(other)[1])


def test_another_picture_is_seen(edition: Path, tmp_path: Path) -> None:
    images = shutil.copytree(edition / "html" / "_images", tmp_path / "_images")
    pictures = sorted(images.glob("*.svg"))[:20]
    for number, path in enumerate(pictures):
        path.write_bytes(path.read_bytes().replace(b"0", b"1", number + 1))
    found = check.pictures(images, edition / "figures")
    assert [f.page for f in found] == [f"_images/{p.name}" for p in pictures]


def test_numbers_typed_into_registers_are_seen(tmp_path: Path) -> None:
    chance = random.Random(2018)  # noqa: S311
    for name in ("book", "analysis/notebooks"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    registers = [p for p in sorted((tmp_path / "book").rglob("*.yml")) if p.name != "numerals.yml"]
    claims = tmp_path / "analysis" / "claims.yaml"
    shutil.copyfile(REPOSITORY / "analysis" / "claims.yaml", claims)
    assert typed_in_sources(tmp_path) == []
    seen = spoilt = 0
    for path in [*registers, claims] * 4:
        honest = path.read_text(encoding="utf-8")
        content = yaml.safe_load(honest)
        if spoiled.spoil_texts(content, chance) is None:
            continue
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        spoilt += 1
        seen += bool(typed_in_sources(tmp_path))
        path.write_text(honest, encoding="utf-8")
    assert spoilt >= 40
    # One may be spoilt into what is allowed there, such as one date into another.
    assert spoilt - seen <= 1


def test_every_allowance_is_needed(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An allowance that covers nothing would let a number through that nobody thought of."""
    declared = allowances(REPOSITORY / "book")
    made = spoiled.Site(edition, edition)
    pages = {name: site.read_page(path) for name, path in made.pages.items()}
    idle = []
    for allowance in declared:
        rest = tuple(a for a in declared if a is not allowance)
        rests = check.Known(made.rests.printed, rest, made.rests.said)
        monkeypatch.setattr(sources, "allowances", lambda _, rest=rest: rest)
        accused = check.untraced(made.ledger, rests) or typed_in_sources(REPOSITORY)
        if not accused and not any(
            check.on_page(name, page, made.due.get(name, []), made.texts, rests)
            for name, page in pages.items()
        ):
            idle.append(allowance.why)
    assert set(idle) <= {"A date."}


def test_a_number_typed_into_a_page_stops_the_build(tmp_path: Path) -> None:
    """The whole chain: page and number are named, the exit code is that of pages."""
    folder = copy_project(tmp_path / "project")
    plain, notebook = "about/plain-summary", "findings/gap"
    page = folder / "book" / f"{plain}.md"
    page.write_text(page.read_text("utf-8") + "\n\nOf these, 37% stayed.\n", "utf-8")
    path = folder / "analysis" / "notebooks" / f"{notebook}.ipynb"
    content = json.loads(path.read_text("utf-8"))
    cell = next(c for c in content["cells"] if c["cell_type"] == "markdown")
    cell["source"] = [*cell["source"], "\n\nThere were 41 of them."]
    path.write_text(json.dumps(content), "utf-8")
    done = run_in(folder, "-m", "trailblazer", "build", "--no-pdf", "--out", "edition")
    assert done.returncode == 5, done.stderr
    for name, said in ((plain, "37% is typed"), (notebook, "41 is typed")):
        assert any(name in line and said in line for line in done.stderr.splitlines())
    assert not (folder / "edition").exists()
