"""A user's mistakes on the command line: one plain message, an exit code, nothing lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.book.conftest import trailblazer
from tests.planted import edits

Spoil = Callable[[Path], None]


def no_file(folder: Path) -> None:
    (folder / "teams.csv").unlink()


def no_column(folder: Path) -> None:
    frame = edits.read(folder, "time_use").rename(columns={"percent": "per_cent"})
    frame.to_csv(folder / "time_use.csv", index=False)


def word_for_number(folder: Path) -> None:
    with edits.table(folder, "time_use") as time_use:
        time_use.loc[4, "percent"] = "fifty"


def unknown_team(folder: Path) -> None:
    with edits.table(folder, "staff_spells") as spells:
        spells.loc[2, "team_id"] = "T99"


def wrong_sum(folder: Path) -> None:
    with edits.table(folder, "time_use") as time_use:
        time_use.loc[0, "percent"] = "99"


def empty_table(folder: Path) -> None:
    header = (folder / "codings.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "codings.csv").write_text(header + "\n", encoding="utf-8")


BAD: list[tuple[Spoil, list[str]]] = [
    (no_file, ["teams.csv"]),
    (no_column, ["time_use.csv", "percent", "per_cent"]),
    (word_for_number, ["time_use.csv", "row 6", "percent", "fifty", "number"]),
    (unknown_team, ["staff_spells.csv", "row 4", "team_id", "of 3 characters", "teams.csv"]),
    (wrong_sum, ["time_use.csv", "percent", "100"]),
    (empty_table, ["codings.csv", "row"]),
]


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        whole.update(str(path).encode() + path.read_bytes())
    return whole.hexdigest()


@pytest.fixture
def last_good(tmp_path: Path) -> Path:
    """An edition that was there before; what makes it one is its run.json."""
    out = tmp_path / "report"
    (out / "html").mkdir(parents=True)
    (out / "html" / "index.html").write_text("the last good edition")
    (out / "run.json").write_text("{}")
    return out


@pytest.mark.parametrize(("spoil", "parts"), BAD, ids=lambda x: getattr(x, "__name__", ""))
def test_bad_input_is_one_plain_message(
    spoil: Spoil, parts: list[str], tmp_path: Path, last_good: Path
) -> None:
    before = digest(last_good)
    folder = edits.copy_set(tmp_path / "set", spoil)
    done = trailblazer("build", "--data", folder, "--out", last_good)
    assert done.returncode == 3, done.stderr
    for part in parts:
        assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert digest(last_good) == before
    assert {p.name for p in tmp_path.iterdir()} == {"set", "report"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "--data", "nowhere"], "nowhere"),
        (["build", "--set", "deadline_month=11"], 'Did you mean "deadline_months"?'),
        (["build", "--set", "deadline_months=soon"], "is not a whole number"),
        (["build", "--set", "deadline_months"], "write NAME=VALUE"),
        (["build", "--policy", "strict"], 'policy "strict" is not known'),
        (["build", "--site", "S99"], "S99"),
        (["build", "--jbos", "2"], "No such option"),
        (["check", "nowhere"], "nowhere"),
        (["explain", "time-use", "--edition", "nowhere"], "holds no edition"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], message: str, tmp_path: Path) -> None:
    out = ["--out", str(tmp_path / "out")] if arguments[0] == "build" else []
    done = trailblazer(*arguments, *out)
    assert done.returncode in (2, 3)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_no_edition_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    done = trailblazer("build", "--out", tmp_path)
    assert done.returncode == 2
    assert "is not an edition" in done.stderr
    assert (tmp_path / "thesis.docx").read_text() == "years of work"


def test_real_data_are_not_published_as_they_are_unless_asked_twice(tmp_path: Path) -> None:
    def real(folder: Path) -> None:
        package = folder / "datapackage.json"
        text = package.read_text(encoding="utf-8").replace(
            '"synthetic": true', '"synthetic": false'
        )
        package.write_text(text, encoding="utf-8")

    folder = edits.copy_set(tmp_path / "set", real)
    done = trailblazer("build", "--data", folder, "--policy", "none", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "--uncontrolled" in done.stderr
    assert "real data" in done.stderr


def test_check_names_the_claims_a_missing_table_touches(tmp_path: Path) -> None:
    folder = edits.copy_set(tmp_path / "set", edits.without("time_use"))
    done = trailblazer("check", folder)
    assert done.returncode == 0
    assert "time_use.csv" in done.stdout
    assert "Teams spent more time on direct support" in " ".join(done.stdout.split())
