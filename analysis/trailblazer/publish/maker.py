"""Processes that have Sphinx loaded by the time the pages are to be made: one for each kind.

Loading Sphinx and its extensions takes a second. A build starts these processes first, so that
they load while the notebooks run, and the site and the PDF are then made side by side. Each is
asked once, over its standard input, and answers on its standard output.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from trailblazer.errors import PagesError
from trailblazer.run.ending import end
from trailblazer.run.orphans import die_with_parent

Builder = Literal["html", "typstpdf"]


class Maker:
    """One process that makes pages. Making one returns at once; ``close`` ends it at any moment."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter and a module of ours
            [sys.executable, "-m", __name__, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the build to act on
        )

    def ask(self, builder: Builder, staged: Path, out: Path, settings: Mapping[str, Any]) -> None:
        """Have it make the staged book; returns at once."""
        asked = {"builder": builder, "staged": str(staged), "out": str(out), "settings": settings}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked).encode())
        self._process.stdin.close()

    def wait(self) -> float:
        """Wait until the pages are made, and return the seconds that took.

        Raises :class:`~trailblazer.errors.PagesError` with what is wrong with the pages, and
        ``RuntimeError`` when the process itself failed; it has then printed why.
        """
        assert self._process.stdout is not None
        told = self._process.stdout.read()
        if self._process.wait() or not told:
            raise RuntimeError("A process that makes pages ended before it had made them.")
        answer = json.loads(told)
        if answer["problem"]:
            raise PagesError(answer["problem"])
        return float(answer["seconds"])

    def close(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def main() -> None:
    """Load Sphinx, make what is asked, and tell how it went; nothing asked, nothing made."""
    die_with_parent(int(sys.argv[1]))
    gc.disable()  # trees of pages are full of cycles: a third of the time went in sorting them
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no answer
    from trailblazer.publish.run_sphinx import load, make

    load()
    asked = sys.stdin.read()
    if not asked:
        return
    order = json.loads(asked)
    started, problem = time.perf_counter(), ""
    try:
        make(order["builder"], Path(order["staged"]), Path(order["out"]), order["settings"])
    except PagesError as error:
        problem = str(error)
    json.dump({"problem": problem, "seconds": time.perf_counter() - started}, answers)
    answers.close()
    end(0)  # taking the trees of all pages apart, object by object, would take seconds


if __name__ == "__main__":
    main()
