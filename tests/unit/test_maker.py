"""The processes that make pages: they answer once, say what is wrong, and leave nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from trailblazer.errors import PagesError
from trailblazer.publish.maker import Maker

BUILD = """
import time
from trailblazer.publish.maker import Maker
print(Maker()._process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.slow
def test_what_is_wrong_with_the_pages_comes_back_in_words(tmp_path: Path) -> None:
    staged = tmp_path / "book"
    staged.mkdir()
    (staged / "_config.yml").write_text("title: A book\n", encoding="utf-8")
    (staged / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (staged / "index.md").write_text("# A page\n\n{doc}`nowhere`\n", encoding="utf-8")
    maker = Maker()
    try:
        maker.ask("html", staged, tmp_path / "html", {})
        with pytest.raises(PagesError, match=r"(?s)site could not be made.*nowhere"):
            maker.wait()
    finally:
        maker.close()


def test_one_that_is_asked_nothing_ends_when_closed() -> None:
    maker = Maker()
    process = psutil.Process(maker._process.pid)
    maker.close()
    maker.close()
    assert not process.is_running()


def test_one_that_dies_is_noticed(tmp_path: Path) -> None:
    maker = Maker()
    maker._process.kill()
    with pytest.raises(RuntimeError, match="ended before"):
        maker.wait()
    maker.close()


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux to end it with its parent")
def test_it_does_not_outlive_its_build() -> None:
    run = [sys.executable, "-c", BUILD]
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as build:
        assert build.stdout is not None
        maker = psutil.Process(int(build.stdout.readline()))
        time.sleep(0.5)
        build.kill()
    gone, _ = psutil.wait_procs([maker], timeout=10)
    assert gone or not maker.is_running() or maker.status() == psutil.STATUS_ZOMBIE
