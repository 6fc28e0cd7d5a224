"""Ending a process at once: what is to be done at its end is done, and nothing is taken apart.

Python takes every module and object apart before it ends. With pandas or Sphinx loaded that takes
from a tenth of a second to three seconds, for memory that the system takes back anyway.
"""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import suppress
from typing import NoReturn


def end(code: int) -> NoReturn:
    """Call the functions registered for the end, write out what was printed, and end."""
    try:
        atexit._run_exitfuncs()
        for stream in (sys.__stdout__, sys.__stderr__, sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):
                stream.flush()  # type: ignore[union-attr]  # None where there is no console
    finally:
        os._exit(code)
