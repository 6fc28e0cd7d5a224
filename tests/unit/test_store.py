"""The store of results: whole entries or none, whatever is cut off, damaged or done twice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from trailblazer.run.store import LIST, Store

KEY, OTHER = "ab" * 32, "cd" * 32
MADE = {"executed.ipynb": "{}", "findings/milestone.json": '{"id": "milestone"}'}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "made"
    for name, text in MADE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def entry(store: Store, key: str = KEY) -> Path:
    return store.folder / "entries" / key[:2] / key


def contents(folder: Path) -> dict[str, str]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in files}


def restored(store: Store, folder: Path, key: str = KEY) -> dict[str, str] | None:
    return contents(folder) if store.get(key, folder) else None


def test_what_was_put_comes_back(store: Store, made: Path, tmp_path: Path) -> None:
    assert not store.has(KEY)
    assert restored(store, tmp_path / "before") is None
    store.put(KEY, made, MADE)
    assert store.has(KEY)
    assert restored(store, tmp_path / "after") == MADE


def test_a_put_that_fails_leaves_nothing(store: Store, made: Path) -> None:
    with pytest.raises(FileNotFoundError):
        store.put(KEY, made, [*MADE, "figures/absent.svg"])
    assert not store.has(KEY)
    assert contents(store.folder) == {}


def killed_while_putting(store: Store, made: Path) -> None:
    code = (
        "import os, sys, shutil\n"
        "from pathlib import Path\n"
        "from trailblazer.run.store import Store\n"
        "copy = shutil.copyfile\n"
        "def cut_off(*a):\n"
        "    copy(*a)\n"
        "    os.kill(os.getpid(), 9)\n"
        "shutil.copyfile = cut_off\n"
        f"Store(Path({str(store.folder)!r})).put({KEY!r}, Path({str(made)!r}), {list(MADE)!r})\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_put_that_is_killed_leaves_no_entry_and_is_cleared_away(
    store: Store, made: Path, tmp_path: Path
) -> None:
    killed_while_putting(store, made)
    assert contents(store.folder)
    assert not store.has(KEY)
    assert restored(store, tmp_path / "back") is None
    store.trim()
    assert contents(store.folder) == {}


def test_a_put_of_somebody_else_is_not_cleared_away(store: Store, made: Path) -> None:
    store.put(KEY, made, MADE)
    under_way = entry(store).with_name(f".new-{os.getppid()}-abc")
    under_way.mkdir()
    store.trim()
    assert under_way.is_dir()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda e: (e / "executed.ipynb").write_text("{ }"), id="a file changed"),
        pytest.param(lambda e: (e / "executed.ipynb").unlink(), id="a file lost"),
        pytest.param(lambda e: (e / LIST).unlink(), id="the list lost"),
        pytest.param(lambda e: (e / LIST).write_text(""), id="the list empty"),
        pytest.param(lambda e: (e / LIST).write_text("[1]"), id="the list no mapping"),
        pytest.param(lambda e: (e / LIST).write_text("{}"), id="the list without its lines"),
        pytest.param(lambda e: (e / LIST).write_bytes(b"\xff"), id="the list no text"),
    ],
)
def test_a_damaged_entry_is_noticed_and_remade(
    store: Store, made: Path, tmp_path: Path, damage: object
) -> None:
    store.put(KEY, made, MADE)
    damage(entry(store))  # type: ignore[operator]
    assert restored(store, tmp_path / "damaged") is None
    store.put(KEY, made, MADE)
    assert restored(store, tmp_path / "remade") == MADE


def test_a_line_lost_from_the_list_is_noticed(store: Store, made: Path, tmp_path: Path) -> None:
    store.put(KEY, made, MADE)
    path = entry(store) / LIST
    lines = [line for line in path.read_text().splitlines() if "milestone" not in line]
    text = "\n".join(lines).replace(",\n }", "\n }").replace('",\n}', '"\n}')
    json.loads(text)
    path.write_text(text)
    assert restored(store, tmp_path / "damaged") is None


def test_two_puts_of_one_key_do_no_harm(store: Store, made: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for put in [pool.submit(store.put, KEY, made, MADE) for _ in range(24)]:
            put.result()
    assert restored(store, tmp_path / "back") == MADE
    assert [p.name for p in entry(store).parent.iterdir()] == [KEY]


def test_the_entries_used_longest_ago_are_trimmed(store: Store, made: Path, tmp_path: Path) -> None:
    keys = [f"{n:02d}" * 32 for n in range(4)]
    for age, key in enumerate(keys):
        store.put(key, made, MADE)
        os.utime(entry(store, key), (1000 + age, 1000 + age))
    assert store.get(keys[0], tmp_path / "used")
    store.trim(keep=2)
    assert [store.has(key) for key in keys] == [True, False, False, True]


def test_the_store_is_held_to_a_size(store: Store, made: Path) -> None:
    keys = [f"{n:02d}" * 32 for n in range(4)]
    size = sum((made / name).stat().st_size for name in MADE)
    for age, key in enumerate(keys):
        store.put(key, made, MADE)
        os.utime(entry(store, key), (1000 + age, 1000 + age))
    (entry(store, keys[3]) / LIST).write_text("{", encoding="utf-8")  # damaged: counts nothing
    store.trim(most=2 * size)
    assert [store.has(key) for key in keys] == [False, True, True, True]
    store.trim(most=2 * size - 1)
    assert [store.has(key) for key in keys] == [False, False, True, True]


def test_an_entry_trimmed_by_another_build_while_it_is_read_is_missing_not_an_error(
    store: Store, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(KEY, made, MADE)
    copy = shutil.copyfile

    def trimmed_meanwhile(source: Path, target: Path) -> Path:
        shutil.rmtree(entry(store), ignore_errors=True)
        return Path(copy(source, target))

    monkeypatch.setattr(shutil, "copyfile", trimmed_meanwhile)
    assert not store.get(KEY, tmp_path / "back")


def test_the_last_key_of_a_name_is_remembered(store: Store) -> None:
    assert store.last("findings/time-use") is None
    store.remember("findings/time-use", {"its code": "1", "seconds": "2.00"})
    store.remember("findings/time-use", {"its code": "2", "seconds": "2.00"})
    assert store.last("findings/time-use") == {"its code": "2", "seconds": "2.00"}


@pytest.mark.parametrize("text", ["", "{", "[1]", "3"])
def test_a_damaged_memory_counts_as_none(store: Store, text: str) -> None:
    store.remember("methods/data", {"its code": "1"})
    (store.folder / "last" / "methods" / "data.json").write_text(text)
    assert store.last("methods/data") is None
