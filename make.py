"""The two commands, for any system with Python 3.11 or later: `make.py report`, `make.py test`.

Sets up an environment of its own in .venv from requirements.lock (hashes checked), then runs the
command in it. On Linux and macOS `make report` and `make test` do the same.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
COMMANDS = {
    "setup": [],
    "report": [["-m", "trailblazer", "build"]],
    "test": [["-m", "pytest"]],
    "check": [
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
    ],
}


def main(arguments: list[str]) -> int:
    """Run one command; anything after its name is passed on to it."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"Use: python make.py {{{'|'.join(COMMANDS)}}}")
        return 1
    if sys.version_info < (3, 11):
        print(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.")
        return 1
    if set_up() != 0:
        print("The environment could not be set up: see the message above.")
        print("Mend what it names, or delete the folder .venv, and try again.")
        return 1
    for step in COMMANDS[arguments[0]]:
        code = run([*step, *arguments[1:]])
        if code != 0:
            return code
    return 0


def set_up() -> int:
    """Make or renew .venv when the lock has changed; a cut-off installation is done again."""
    wanted = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml"):
        wanted.update((ROOT / name).read_bytes())
    stamp = ENVIRONMENT / "installed-from"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted.hexdigest():
        return 0
    print("Setting up .venv (once, a minute or two) ...", flush=True)
    stamp.unlink(missing_ok=True)
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True, clear=True, symlinks=os.name != "nt")
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    steps = [
        [*install, "--require-hashes", "-r", "requirements.lock"],
        [*install, "--no-deps", "--no-build-isolation", "-e", "."],
    ]
    for step in steps:
        code = run(step)
        if code != 0:
            return code
    stamp.write_text(wanted.hexdigest())
    return 0


def run(arguments: list[str]) -> int:
    """Run the environment's Python in the folder of the project."""
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
