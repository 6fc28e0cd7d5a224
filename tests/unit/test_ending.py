"""The command line ends at once, and nothing that was printed or registered is lost by it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trailblazer.places import REPOSITORY

REGISTERED = """
import atexit, threading
from trailblazer.run.ending import end
atexit.register(print, "registered")
threading.Thread(target=threading.Event().wait).start()  # Python itself would wait for it
print("printed")
end(7)
"""


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, *arguments], cwd=REPOSITORY, text=True, check=False, timeout=60, **options
    )


def test_what_is_due_at_the_end_is_done() -> None:
    done = run("-c", REGISTERED, capture_output=True)
    assert (done.stdout, done.returncode) == ("printed\nregistered\n", 7)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--help"], 0), (["check", "nosuch"], 3), (["nosuch"], 2)],
)
def test_the_exit_code_is_that_of_the_command(arguments: list[str], code: int) -> None:
    done = run("-m", "trailblazer", *arguments, capture_output=True)
    assert done.returncode == code
    assert done.stdout + done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_what_cannot_be_written_is_no_success() -> None:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("w") as full:
        done = run(
            "-m", "trailblazer", "check", "synthetic", "--json",
            stdout=full, stderr=subprocess.PIPE, env=environment,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "What was printed could not be written: No space left on device.\n"
