"""Compiled modules that are checked by content.

Python takes a compiled module for current when the time stamp (in whole seconds) and the size of
its source have not changed. An edit that keeps both, as when a tool restores time stamps or a
second edit follows within a second, would run the old code under the key of the new. Python can
check by content instead (PEP 552) and keeps to that once a module has been compiled so.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from py_compile import PycInvalidationMode, PyCompileError
from py_compile import compile as compile_file

_BY_CONTENT = (3).to_bytes(4, "little")


def check_by_content(folder: Path) -> None:
    """Compile every module below a folder that is not yet checked by content."""
    if sys.dont_write_bytecode:
        return
    for source in folder.rglob("*.py"):
        compiled = Path(cache_from_source(source))
        # A module that cannot be compiled says so when it is imported; where nothing can be
        # written, nothing was compiled before either.
        with suppress(PyCompileError, OSError):
            if not _is_by_content(compiled):
                mode = PycInvalidationMode.CHECKED_HASH
                compile_file(str(source), str(compiled), doraise=True, invalidation_mode=mode)


def _is_by_content(compiled: Path) -> bool:
    if not compiled.is_file():
        return False
    with compiled.open("rb") as stream:
        return stream.read(8) == MAGIC_NUMBER + _BY_CONTENT
