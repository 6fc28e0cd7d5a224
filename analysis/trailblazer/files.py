"""Writing files whole or not at all, with the same bytes on every system; reading YAML fast."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import yaml

# The same YAML, read ten times faster by libyaml where PyYAML was built with it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def write_bytes(path: Path, content: bytes) -> None:
    """Write to a temporary file beside the target, then rename: a reader never sees half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        # mkstemp makes a private file; a published one is for everybody to read.
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_text(path: Path, text: str) -> None:
    """Write text as UTF-8 with Unix line ends, whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def read_yaml(path: Path) -> Any:
    """What one of the project's own YAML files holds, as plain texts, numbers, lists and mappings.

    Files that a user gives are read elsewhere, with bounds. Raises ``OSError`` and
    ``yaml.YAMLError``.
    """
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe one
