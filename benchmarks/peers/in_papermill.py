"""papermill's own interface on a folder of notebooks, with one thread or several."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import papermill


def main(notebooks: Path, out: Path, threads: int) -> None:
    """Run every notebook; the first failure is raised."""

    def run(numbered: tuple[int, Path]) -> None:
        number, path = numbered
        papermill.execute_notebook(
            str(path), str(out / path.name), parameters={"draw": number}, progress_bar=False
        )

    paths = enumerate(sorted(notebooks.glob("*.ipynb")))
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, paths))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
