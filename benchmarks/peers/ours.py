"""Our run engine on a folder of notebooks: as a build runs them when nothing is kept."""

from __future__ import annotations

import sys
from pathlib import Path

from trailblazer.run.ending import end
from trailblazer.run.execute import execute, failures, prepare, usual_workers


def main(notebooks: Path, out: Path) -> str | None:
    """Run every notebook; returns what failed, in words."""
    prepare("warm")
    from trailblazer.run.plan import Job  # takes half a second, in which the kernels get ready

    jobs = [
        (Job(path.stem, path, {"draw": number}), out / path.stem)
        for number, path in enumerate(sorted(notebooks.glob("*.ipynb")))
    ]
    ran = execute(jobs, workers=usual_workers())
    return failures(ran) if any(r.problem for r in ran) else None


if __name__ == "__main__":
    failed = main(Path(sys.argv[1]), Path(sys.argv[2]))
    if failed:
        sys.exit(failed)
    end(0)  # as the command line does
