"""``python -m trailblazer``, and the command ``trailblazer``: the command line in a process."""

from __future__ import annotations

import sys
from typing import NoReturn

from trailblazer.cli import main
from trailblazer.run.ending import end


def run() -> NoReturn:
    """Run the command line and end with its exit code; 1 where what it printed is lost."""
    code: object = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    try:
        if sys.stdout is not None:  # there is none without a console
            sys.stdout.flush()
    except BrokenPipeError:  # its reader has seen enough
        pass
    except OSError as error:
        print(f"What was printed could not be written: {error.strerror}.", file=sys.stderr)
        code = code or 1
    end(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    run()
