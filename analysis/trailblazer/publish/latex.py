"""Reading the LaTeX of formulas as MathML: one reading for the site and for the PDF."""

from __future__ import annotations

import inspect
from xml.etree import ElementTree

from latex2mathml import exceptions
from latex2mathml.converter import convert

# Its exceptions have no common base of their own; bad markup shows when the result is parsed.
_FAULTS: tuple[type[Exception], ...] = (
    *(
        kind
        for _, kind in inspect.getmembers(exceptions, inspect.isclass)
        if issubclass(kind, Exception)
    ),
    ElementTree.ParseError,
    LookupError,
)

# What MathML needs inside these; latex2mathml leaves a hole where an argument is missing.
_ARGUMENTS = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2,
    "msubsup": 3, "munderover": 3,
}  # fmt: skip


class FormulaError(ValueError):
    """LaTeX that cannot be read; the message quotes it."""


def mathml(latex: str, *, display: bool) -> str:
    """A formula as MathML, which browsers show and screen readers speak without a script.

    ``display`` is true for a formula on a line of its own. The LaTeX is kept as ``alttext``.
    Raises :class:`FormulaError` for LaTeX that latex2mathml does not know.
    """
    tree = _read(latex, "block" if display else "inline")
    tree.set("alttext", latex.strip())
    ElementTree.register_namespace("", "http://www.w3.org/1998/Math/MathML")
    return ElementTree.tostring(tree, encoding="unicode")


def parse(latex: str) -> ElementTree.Element:
    """A formula as a tree of MathML elements. Raises :class:`FormulaError`."""
    return _read(latex, "inline")


def _read(latex: str, display: str) -> ElementTree.Element:
    message = f"the formula {latex.strip()!r} cannot be read"
    try:
        # What is parsed here was just made by latex2mathml and has no entities.
        tree = ElementTree.fromstring(convert(latex.strip(), display=display))  # noqa: S314
    except _FAULTS as fault:
        raise FormulaError(message) from fault
    if not all(map(_complete, tree.iter())):
        raise FormulaError(message)
    return tree


def _complete(element: ElementTree.Element) -> bool:
    arguments = _ARGUMENTS.get(element.tag.rpartition("}")[2])
    return arguments is None or len(element) == arguments
