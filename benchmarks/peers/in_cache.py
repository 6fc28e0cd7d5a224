"""jupyter-cache on a folder of notebooks, with its parallel executor (one process a core)."""

from __future__ import annotations

import sys
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor


def main(notebooks: Path, out: Path) -> str | None:
    """Run every notebook into a cache in ``out``; returns what failed."""
    cache = get_cache(out / "cache")
    for path in sorted(notebooks.glob("*.ipynb")):
        cache.add_nb_to_project(str(path))
    result = load_executor("local-parallel", cache=cache).run_and_cache()
    return ", ".join([*result.excepted, *result.errored]) or None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
