"""The picture shown with a link to the report: title, verdicts counted, the label of the data."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from pathlib import Path

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from trailblazer import files
from trailblazer.findings.claim import VERDICT_WORDS, VERDICTS, Verdict
from trailblazer.present import style

# What social media ask for, in pixels.
SIZE = (1200, 630)
_DPI = 100
# The shapes that the pages put before a verdict, as markers: full, half full, empty, unknown.
_FILL = {"supported": "full", "partly_supported": "left", "not_supported": "none"}
_LABEL_GROUND = "#FFF4CF"


def draw(path: Path, title: str, verdicts: Sequence[Verdict], stamp: str) -> None:
    """Write the picture as PNG; the same edition gives the same bytes."""
    image = io.BytesIO()
    with rc_context({"font.family": ["Source Sans Pro", "DejaVu Sans"]}):
        figure = Figure(figsize=(SIZE[0] / _DPI, SIZE[1] / _DPI), dpi=_DPI, facecolor=style.PAPER)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, SIZE[0]), ylim=(SIZE[1], 0))
        axes.set_axis_off()
        axes.axvspan(0, 24, color=style.DARK_BLUE)
        axes.text(
            80, 70, "\n".join(textwrap.wrap(title, 46)), fontsize=34, fontweight="bold",
            color=style.DARK_BLUE, va="top", linespacing=1.15,
        )  # fmt: skip
        axes.text(
            80, 262, "What the evaluation said, judged on data", fontsize=24, color=style.LINE,
            va="center",
        )  # fmt: skip
        for row, verdict in enumerate(VERDICTS):
            _line(axes, 324 + 56 * row, verdict, verdicts.count(verdict), len(verdicts))
        axes.axhspan(548, SIZE[1], xmin=24 / SIZE[0], color=_LABEL_GROUND)
        axes.text(80, 590, stamp, fontsize=23, fontweight="bold", color=style.INK, va="center")
        figure.savefig(image, format="png", metadata={"Software": None})
    files.write_bytes(path, image.getvalue())


def _line(axes: Axes, y: float, verdict: Verdict, count: int, total: int) -> None:
    fill = _FILL.get(verdict)
    if fill is None:
        axes.text(96, y, "?", fontsize=26, fontweight="bold", ha="center", va="center")
    else:
        axes.plot(
            96, y, marker="o", markersize=22, fillstyle=fill, color=style.DARK_BLUE,
            markerfacecoloralt=style.PAPER, markeredgewidth=2.5,
        )  # fmt: skip
    axes.text(140, y, VERDICT_WORDS[verdict], fontsize=26, color=style.INK, va="center")
    axes.text(
        560, y, f"{count} of {total}", fontsize=26, fontweight="bold", color=style.INK, va="center"
    )
