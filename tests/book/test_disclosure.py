"""What leaves the building: no name, no uncleared word, no row of a person, no small count."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from conftest import trailblazer

from tests.planted import edits, markers
from trailblazer.findings.policy import POLICIES
from trailblazer.findings.record import read_all
from trailblazer.present import frames, people
from trailblazer.present.withheld import MARK
from trailblazer.publish.catalogue import catalogue

pytestmark = pytest.mark.slow
# Files of the publisher's own making, which hold no numbers of a set or name them in words.
CATALOGUES = {"columns.csv", "dictionary.csv", "findings.csv", "estimates.csv"}


@pytest.fixture(scope="module", params=list(POLICIES))
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of a set full of markers, under each policy."""
    folder = tmp_path_factory.mktemp(markers.FOLDER) / "set"
    edits.copy_set(folder, markers.plant)
    out = folder.parents[1] / f"edition-{request.param}"
    done = trailblazer("build", "--data", folder, "--policy", request.param, "--out", out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def personal() -> set[str]:
    """The keys of every row about one person."""
    return markers.keys(edits.SYNTHETIC)


def test_nobody_is_named_and_nothing_uncleared_is_quoted(
    published: Path, personal: set[str]
) -> None:
    assert markers.found(published, personal) == []


def test_every_file_of_numbers_obeys_the_policy(published: Path) -> None:
    policy = _policy(published)
    found = {name: frames.faults(frame, policy) for name, frame in _numbers(published)}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_no_small_count_is_left_over(published: Path) -> None:
    """Where nothing is rounded, a total less one of its parts would tell the few who are left."""
    policy = _policy(published)
    if not policy.controls or policy.base:
        return
    found = []
    for name, frame in _numbers(published):
        for whole, parts in people.SOME_OF.items():
            for part in parts:
                if whole in frame and part in frame:
                    rest = frame[whole].astype(float) - frame[part].astype(float)
                    found += [f"{name}: {whole} - {part}"] * int(
                        rest.dropna().map(policy.hides).sum()
                    )
    assert found == []


def test_every_record_obeys_the_policy(published: Path) -> None:
    policy = _policy(published)
    for finding in read_all(published / "findings").values():
        assert finding.policy == policy.name
        parts = [getattr(p, name) for p in finding.prominence.values() for name in p.PARTS]
        for estimate in [*finding.estimates.values(), *parts]:
            if not policy.controls or estimate.about == "organisations":
                continue
            assert estimate.n_withheld or policy.count(estimate.n) == estimate.n
            if estimate.unit == "people" and estimate.value is not None:
                assert policy.count(estimate.value) == estimate.value


def test_verdicts_are_those_of_the_exact_numbers(published: Path, edition: Path) -> None:
    exact, told = (
        {k: f.verdict for k, f in read_all(e / "findings").items()} for e in (edition, published)
    )
    assert told == exact


def test_each_page_says_which_policy_it_is_under(published: Path) -> None:
    policy = _policy(published)
    home = (published / "html" / "index.html").read_text("utf-8")
    words = {"nhs_england": "rounded to 5", "threshold_10": "under 10 are not shown"}
    assert words.get(policy.name, "Synthetic data") in home


def _policy(edition: Path):
    record = next((edition / "findings").glob("*.json"))
    return POLICIES[json.loads(record.read_text("utf-8"))["policy"]]


def _numbers(edition: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every file of numbers about people, what is withheld read as no number."""
    schools = {x.exhibit.data for x in catalogue(edition) if x.exhibit.about == "organisations"}
    for path in sorted([*edition.glob("downloads/*.csv"), *edition.glob("tables/*.csv")]):
        name = path.relative_to(edition).as_posix()
        if path.name in CATALOGUES or name in schools:
            continue
        frame = pd.read_csv(path)
        # One table has the rows of both surveys, that of schools and that of people.
        frame = frame[~frame.iloc[:, 0].astype(str).str.startswith("Settings, round")]
        for column in frame.columns:
            hidden = frame[column].astype(str) == MARK
            if hidden.any():
                frame[column] = pd.to_numeric(frame[column].where(~hidden))
        yield name, frame
