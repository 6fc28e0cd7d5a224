"""Whatever goes wrong with a set, the check names the file and never falls over."""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.corrupting import outcome
from tests.properties.corruptions import KINDS, Kind, bytes_of, rows_of
from trailblazer.data.check import check
from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.load import open_set
from trailblazer.errors import InputError

Files = dict[str, str]
TABLES = load_dictionary().tables
REQUIRED = [name for name, spec in TABLES.items() if spec.required]
SEEDS = 10


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_spoilt_set_is_told_and_nothing_is_lost(small_set: Files, kind: Kind) -> None:
    assert outcome(kind, 0, small_set).faults == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_whatever_the_seed(small_set: Files, kind: Kind) -> None:
    assert [f for seed in range(1, SEEDS) for f in outcome(kind, seed, small_set).faults] == []


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(KINDS), seed=st.integers(min_value=SEEDS))
def test_seeds_nobody_chose(small_set: Files, kind: Kind, seed: int) -> None:
    assert outcome(kind, seed, small_set).faults == ()


GARBAGE = ["", "x", "-1", "1e9", "9" * 20, "1000-01-01", "2999-12-31", "true", "S01", "T01", ",\n"]


@settings(max_examples=10, deadline=None)
@given(data=st.data(), rng=st.randoms(use_true_random=False))
def test_garbled_cells_anywhere_never_break_the_check(
    small_set: Files, data: st.DataObject, rng: random.Random
) -> None:
    files: dict[str, str | bytes] = dict(small_set)
    for name in data.draw(st.sets(st.sampled_from(sorted(TABLES)), min_size=1, max_size=4)):
        if f"{name}.csv" in small_set:
            rows = rows_of(small_set[f"{name}.csv"].encode())
            rng.choice(rows)[rng.randrange(len(rows[0]))] = rng.choice(GARBAGE)
            files[f"{name}.csv"] = bytes_of(rows)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), files)
        checked = check(folder)
        assert all(str(problem).isprintable() for problem in checked.problems)
        assert all(str(notice) for notice in checked.notices)


@settings(max_examples=20, deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode()))
def test_any_bytes_at_all_are_only_a_problem(small_set: Files, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), needed(small_set) | {"codes.csv": content})
        assert "codes.csv" in {problem.file for problem in check(folder).problems}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "path", "synthetic", "period", "start", "resources"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=20, deadline=None)
@given(content=json_values.map(json.dumps).map(str.encode) | st.binary(max_size=80))
def test_any_datapackage_at_all_is_only_a_problem(small_set: Files, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {"datapackage.json": content})
        assert "datapackage.json" in {problem.file for problem in check(folder).problems}
        with pytest.raises(InputError):
            open_set(folder)


def needed(files: Files) -> Files:
    """The tables no set may lack: enough to hold one corrupted table against."""
    return {name: files[name] for name in ["datapackage.json", *(f"{n}.csv" for n in REQUIRED)]}


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        raw = content if isinstance(content, bytes) else content.encode("utf-8")
        (folder / name).write_bytes(raw)
