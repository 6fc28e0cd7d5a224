"""Knowing that there is nothing to do: only when nothing changed and the edition is whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from trailblazer import places
from trailblazer.cli import app
from trailblazer.publish.fresh import (
    MANIFEST,
    RUN,
    key_of_edition,
    up_to_date,
    write_manifest,
)
from trailblazer.publish.order import Order

OPTIONS = {"site": "", "policy": "auto"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository in place of ours, with a set in it."""
    folder = tmp_path / "project"
    files = {
        "analysis/claims.yaml": "# claims",
        "analysis/trailblazer/cli.py": "code",
        "analysis/notebooks/findings/time-use.ipynb": "{}",
        "book/index.md": "# Summary",
        "book/_static/page.css": "p {}",
        "_config.yml": "title: A",
        "_toc.yml": "root: book/index",
        "requirements.lock": "pandas==3",
        "CITATION.cff": "title: A",
        "README.md": "read me",
        "data/small/datapackage.json": "{}",
        "data/small/sites.csv": "site_id\nS01\n",
        "data/synthetic/datapackage.json": "{}",
        "data/synthetic/codelists.csv": "code,label",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(places, "REPOSITORY", folder)
    monkeypatch.setattr(places, "SETS", folder / "data")
    monkeypatch.setattr(places, "DICTIONARY", folder / "data" / "synthetic" / "datapackage.json")
    monkeypatch.setattr(places, "LABELS", folder / "data" / "synthetic" / "codelists.csv")
    return folder


def key(**options: object) -> str:
    return key_of_edition("small", {**OPTIONS, **options})


@pytest.mark.parametrize(
    "name",
    [
        "analysis/claims.yaml",
        "analysis/trailblazer/cli.py",
        "analysis/notebooks/findings/time-use.ipynb",
        "book/index.md",
        "book/_static/page.css",
        "_config.yml",
        "_toc.yml",
        "requirements.lock",
        "CITATION.cff",
        "data/small/sites.csv",
        "data/synthetic/datapackage.json",
        "data/synthetic/codelists.csv",
    ],
)
def test_every_source_counts_by_its_bytes(project: Path, name: str) -> None:
    before = key()
    path = project / name
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text} ", encoding="utf-8")
    assert key() != before
    path.write_text(text, encoding="utf-8")
    assert key() == before
    path.unlink()
    assert key() != before


def test_a_new_file_counts(project: Path) -> None:
    before = key()
    (project / "data" / "small" / "teams.csv").touch()
    assert key() != before


@pytest.mark.parametrize(
    "name",
    ["README.md", "analysis/.ipynb_checkpoints/a", "analysis/trailblazer/__pycache__/cli.pyc"],
)
def test_what_an_edition_is_not_made_from_does_not_count(project: Path, name: str) -> None:
    before = key()
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("other", encoding="utf-8")
    assert key() == before


@pytest.mark.parametrize("option", [{"site": "S01"}, {"policy": "open"}, {"settings": {"a": "1"}}])
def test_options_count(project: Path, option: dict[str, object]) -> None:
    assert key(**option) != key()


def test_how_fast_and_where_to_does_not_count(project: Path, tmp_path: Path) -> None:
    first = Order(data="small", out=tmp_path / "a", workers=1, kernel="plain")
    second = Order(data="small", out=tmp_path / "b", workers=4, kernel="warm")
    assert first.key == second.key
    assert first.key != Order(data="small", out=tmp_path / "a", pdf=False).key


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition with a manifest, made by the key ``K``."""
    folder = tmp_path / "edition"
    for name in ("html/index.html", "html/run.json", "values.json", RUN):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    write_manifest(folder, "K")
    return folder


def test_a_whole_edition_of_the_same_key_is_up_to_date(edition: Path) -> None:
    assert up_to_date(edition, "K")
    assert not up_to_date(edition, "L")
    assert not up_to_date(edition.parent, "K")


def change(path: Path) -> None:
    path.write_text("changed", encoding="utf-8")


@pytest.mark.parametrize("name", ["html/index.html", "html/run.json", "values.json"])
@pytest.mark.parametrize("damage", [Path.unlink, change])
def test_a_damaged_file_is_noticed(
    edition: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(edition / name)
    assert not up_to_date(edition, "K")


def test_the_record_of_the_run_may_differ_but_not_be_missing(edition: Path) -> None:
    change(edition / RUN)
    assert up_to_date(edition, "K")
    (edition / RUN).unlink()
    assert not up_to_date(edition, "K")


@pytest.mark.parametrize("text", ["", "[]", "3", '{"key": "K"}', '{"key": "K", "files": 3}'])
def test_a_damaged_manifest_means_there_is_something_to_do(edition: Path, text: str) -> None:
    (edition / MANIFEST).write_text(text, encoding="utf-8")
    assert not up_to_date(edition, "K")


def test_the_manifest_says_nothing_of_the_run(edition: Path) -> None:
    listed = json.loads((edition / MANIFEST).read_text(encoding="utf-8"))["files"]
    assert set(listed) == {"html/index.html", "html/run.json", "values.json"}


def test_a_fresh_build_always_has_something_to_do(project: Path, edition: Path) -> None:
    order = Order(data="small", out=edition)
    write_manifest(edition, order.key)
    assert order.nothing_to_do()
    assert not Order(data="small", out=edition, fresh=True).nothing_to_do()


def test_what_a_killed_build_left_goes_though_there_is_nothing_to_do(
    project: Path, edition: Path
) -> None:
    """A build killed just after its edition was put in place leaves the one before beside it."""
    write_manifest(edition, Order(data="small", out=edition).key)
    left = edition.with_name(f".{edition.name}.new-{2**22 + 1}-abc")
    left.mkdir()
    done = CliRunner().invoke(app, ["build", "--data", "small", "--out", str(edition)])
    assert "Nothing has changed" in done.output
    assert not left.exists()
