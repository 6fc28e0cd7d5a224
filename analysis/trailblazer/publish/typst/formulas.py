"""Setting formulas: LaTeX, read as MathML the same way as for the site, in Typst's words."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from docutils import nodes

from trailblazer.publish import latex
from trailblazer.publish.typst import escape
from trailblazer.publish.typst.writer import Writer, logger, typeset

_ACCENTS = {
    "^": "hat", "~": "tilde", "\u02dc": "tilde", "\u00af": "overline", "\u2015": "overline",
    "\u2192": "arrow", "\u02d9": "dot", "\u00a8": "dot.double",
}  # fmt: skip
_LIMITS = {"max", "min", "sup", "inf", "lim", "argmax", "argmin"}


@typeset.register
def _inline(node: nodes.math, writer: Writer) -> str:
    return f"#{_equation(node, '')};"


@typeset.register
def _block(node: nodes.math_block, writer: Writer) -> str:
    number = node.get("number")
    shown = escape.string(f"({number})")
    options = "block: true, " + (f"numbering: (..n) => {shown}, " if number else "")
    return f"#{_equation(node, options)}{writer.label(node)}\n\n"


def _equation(node: nodes.Element, options: str) -> str:
    source = node.astext().strip()
    try:
        formula = from_latex(source)
    except latex.FormulaError as fault:
        logger.warning("%s", fault, location=node, type="typst", subtype="math")
        formula = escape.string(source)
    edge = " " if options else ""
    body = f"${edge}{formula}{edge}$.body"
    return f"math.equation({options}alt: {escape.string(source)}, {body})"


def from_latex(source: str) -> str:
    """LaTeX as Typst markup within a formula.

    Raises :class:`~trailblazer.publish.latex.FormulaError`.
    """
    return _set(latex.parse(source))


def _set(element: Element) -> str:
    name = element.tag.rpartition("}")[2]
    return _SETTERS.get(name, _row)(element)


def _parts(element: Element) -> list[str]:
    return [_set(child) for child in element]


def _row(element: Element) -> str:
    text = " ".join(_parts(element))
    fenced = len(element) and element[0].get("form") == "prefix"
    return f"lr({text})" if fenced else text


def _symbol(element: Element) -> str:
    text = (element.text or "").strip()
    if len(text) > 1:
        limits = ", limits: #true" if text in _LIMITS else ""
        return f"op({escape.string(text)}{limits})"
    symbol = f"\\{text}" if text.isascii() and text and not text.isalnum() else text
    return f"upright({symbol})" if element.get("mathvariant") == "normal" else symbol


def _number(element: Element) -> str:
    return element.text or ""


def _text(element: Element) -> str:
    return escape.string(element.text or "")


def _space(element: Element) -> str:
    return "\\ " if element.get("linebreak") else f"#h({element.get('width', '0em')})"


def _fraction(element: Element) -> str:
    top, bottom = _parts(element)
    if element.get("linethickness") == "0":
        return f"mat(delim: #none, {top}; {bottom})"
    return f"frac({top}, {bottom})"


def _attached(*places: str) -> Callable[[Element], str]:
    def setter(element: Element) -> str:
        base, *others = _parts(element)
        given = ", ".join(f"{p}: {o}" for p, o in zip(places, others, strict=True))
        return f"attach({base}, {given})"

    return setter


def _over(element: Element) -> str:
    base, above = element
    accent = _ACCENTS.get((above.text or "").strip())
    if accent:
        return f"{accent}({_set(base)})"
    return f"attach(limits({_set(base)}), t: {_set(above)})"


def _under(element: Element) -> str:
    base, below = _parts(element)
    return f"attach(limits({base}), b: {below})"


def _square_root(element: Element) -> str:
    return f"sqrt({_row(element)})"


def _root(element: Element) -> str:
    base, degree = _parts(element)
    return f"root({degree}, {base})"


def _matrix(element: Element) -> str:
    rows = "; ".join(", ".join(_row(cell) for cell in row) for row in element)
    return f"mat(delim: #none, align: #left, {rows})"


_SETTERS: dict[str, Callable[[Element], str]] = {
    "mi": _symbol, "mo": _symbol, "mn": _number, "mtext": _text, "mspace": _space,
    "mfrac": _fraction, "msub": _attached("b"), "msup": _attached("t"),
    "msubsup": _attached("b", "t"), "munderover": _attached("b", "t"), "munder": _under,
    "mover": _over, "msqrt": _square_root, "mroot": _root, "mtable": _matrix,
}  # fmt: skip
