"""Laying out the report so that jupyter-book can execute it: notebooks as they are in git.

Pages that quote findings need an edition that is finished; the notebooks write theirs to a draft
folder while jupyter-book executes them, as they do when opened in Jupyter.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import yaml

from trailblazer.places import NOTEBOOKS
from trailblazer.publish.stage import stage


def main(edition: Path, book: Path, execution: str) -> None:
    """Stage a finished edition's pages in ``book``, its notebooks without their outputs."""
    stage(edition, book)
    for source in NOTEBOOKS.rglob("*.ipynb"):
        shutil.copyfile(source, book / source.relative_to(NOTEBOOKS))
    config = yaml.safe_load((book / "_config.yml").read_text(encoding="utf-8"))
    config["execute"] = {"execute_notebooks": execution, "timeout": 600}
    config["sphinx"]["config"] |= {
        "trailblazer_edition": str(edition),
        "nb_execution_raise_on_error": True,
    }
    (book / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
