"""The house style of figures: one look, legible on a phone and in greyscale, same bytes each time.

It follows the UK government Analysis Function guidance on charts: a white background, horizontal
sans-serif text of at least 12 points, direct labels instead of legends, few grid lines, no title
inside the image, and its palette in an order whose neighbours differ in greyscale. Figures are
drawn on matplotlib's ``Figure`` object, never through pyplot, so a kernel keeps no state.
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import seaborn as sns
from matplotlib import font_manager, rc_context
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from trailblazer import files
from trailblazer.present import widths
from trailblazer.present.words import wrapped

DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
MID_BLUE, NEUTRAL = "#2073BC", "#8C8C8C"
PALETTE = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE)
INK, LINE, PAPER = "#0B0C0C", "#595959", "#FFFFFF"

TEXT = 14.0
# Letters of the line below a figure, and how high the strip is that it stands in, in inches.
_SMALL, _FOOT = 12.0, 0.26

_FONT = "Source Sans Pro"
_FACES = ("Regular", "Bold")
_STYLE = {
    **sns.axes_style("ticks"),
    "axes.edgecolor": LINE, "axes.labelcolor": INK, "axes.labelsize": TEXT,
    "axes.spines.right": False, "axes.spines.top": False, "axes.unicode_minus": True,
    "figure.constrained_layout.h_pad": 0.06, "figure.constrained_layout.w_pad": 0.06,
    "figure.dpi": 72, "figure.facecolor": PAPER, "font.family": [_FONT, "DejaVu Sans"],
    "font.size": TEXT, "lines.solid_capstyle": "butt", "svg.fonttype": "path",
    "svg.hashsalt": "trailblazer", "text.color": INK, "text.hinting": "none",
    "text.parse_math": False,  # a dollar sign in a label is a dollar sign
    "xtick.color": LINE, "xtick.labelcolor": INK, "xtick.labelsize": TEXT,
    "ytick.color": LINE, "ytick.labelcolor": INK, "ytick.labelsize": TEXT,
}  # fmt: skip


def _register_font() -> None:
    """Put the wheel's own files first, so that a copy on the host cannot change a figure."""
    spec = find_spec("font_source_sans_pro")
    if spec is None or spec.origin is None:
        return
    manager = font_manager.fontManager
    for face in _FACES:
        manager.addfont(Path(spec.origin).parent / "files" / f"SourceSansPro-{face}.ttf")
        manager.ttflist.insert(0, manager.ttflist.pop())


_register_font()


@contextmanager
def canvas(height: float) -> Iterator[tuple[Figure, Axes]]:
    """A figure ``height`` inches high and its axes, in the house style, as wide as is being drawn.

    On leaving, the layout is worked out once and fixed: saving the figure twice, or elsewhere,
    gives the same picture.
    """
    with rc_context(_STYLE):
        figure = Figure(figsize=(widths.inches(), height), layout="constrained")
        axes = figure.subplots()
        yield figure, axes
        axes.set_xlabel(wrapped(axes.get_xlabel(), widths.fitting(44)))
        layout = figure.get_layout_engine()
        assert layout is not None  # it was asked for above
        layout.execute(figure)
        figure.set_layout_engine("none")


def save_svg(
    figure: Figure, path: Path, title: str = "", *, rights: str = "", foot: str = ""
) -> None:
    """Write a figure as SVG; no date, no host, whole or not at all.

    Text is drawn as outlines, so that it looks the same without our font; beside each outline
    stands the text itself in a comment, for whoever reads the file by program. ``title`` is for
    assistive technology that meets the file outside its page. ``rights`` says in the file what
    kind of data it shows, and ``foot`` says so in a line below the picture, which is made higher
    by it.
    """
    about = dict.fromkeys(("Date", "Creator", "Format", "Type")) | {"Description": rights or None}
    image = io.BytesIO()
    with rc_context(_STYLE), _footed(figure, foot) as frame:
        figure.savefig(image, format="svg", metadata=about, bbox_inches=frame)
    head, svg, rest = image.getvalue().partition(b"<svg ")
    tag, end, rest = rest.partition(b">")
    named = f"\n <title>{html.escape(title)}</title>".encode() if title else b""
    files.write_bytes(path, head + svg + tag + end + named + rest)


@contextmanager
def _footed(figure: Figure, foot: str) -> Iterator[Bbox | None]:
    """The frame to save with a line below the figure, which is put there for that time only."""
    if not foot:
        yield None
        return
    width, height = figure.get_size_inches()
    below = _FOOT / height
    ground = Rectangle(
        (0, -below), 1, below, transform=figure.transFigure, facecolor=PAPER, edgecolor="none",
        zorder=-1,
    )  # fmt: skip
    figure.add_artist(ground)
    line = figure.text(
        1 - 0.08 / width, -0.55 * below, foot, ha="right", va="center", fontsize=_SMALL, color=LINE
    )
    yield Bbox.from_bounds(0, -_FOOT, width, height + _FOOT)
    line.remove()
    ground.remove()


def bare(axes: Axes) -> None:
    """Take away a value axis whose values are written beside the marks."""
    axes.xaxis.set_visible(False)
    sns.despine(ax=axes, bottom=True, left=True)
    axes.tick_params(left=False)


def luminance(colour: str) -> float:
    """Relative luminance of a colour, as WCAG 2.2 defines it."""
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
    return sum(part * c for part, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, as WCAG 2.2 defines it: text needs 4.5, marks need 3."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
