"""Tables as pages build them: a caption, one header row, row headings, columns of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.tables import ListTable

from trailblazer.findings.register import load_register
from trailblazer.present import myst


class ResultsTable(ListTable):
    """A list table whose columns named in ``:right:`` (counted from 0) are aligned right.

    ``:label:`` names a table without a caption for assistive technology.
    """

    option_spec: ClassVar[Any] = {
        **(ListTable.option_spec or {}),
        "label": directives.unchanged_required,
        "right": directives.positive_int_list,
    }

    def run(self) -> Sequence[nodes.table | nodes.system_message]:
        """Build the list table and mark the cells of numeric columns."""
        found = super().run()
        for node in found:
            node["label"] = self.options.get("label", "")
        for row in (r for node in found for r in node.findall(nodes.row)):
            for column in self.options.get("right", []):
                row.children[column]["classes"].append("text-right")
        return found


class Myst(str):
    """Text that is MyST already, such as a link: put into a table as it is."""


def claim_links(claims: Iterable[str]) -> Myst:
    """The titles of claims in the register's order, each a link to its section."""
    known = load_register().claims
    wanted = set(claims)
    links = [f"{{ref}}`{myst.text(known[c].title)} <{c}>`" for c in known if c in wanted]
    return Myst("; ".join(links) or "None")


def claim_items(said: Iterable[tuple[str, str]]) -> list[str]:
    """A list item of MyST for each claim and what is said of it, in words."""
    return [f"- {claim_links([claim])}: {myst.text(words)}." for claim, words in said]


def bullets(items: Iterable[str]) -> Myst:
    """Several passages of MyST as a list within a cell."""
    return Myst("\n    ".join(f"- {item}" for item in items))


def table(
    caption: str,
    label: str,
    rows: Sequence[Sequence[str]],
    *,
    by_row: bool = False,
    right: str = "",
    widths: str = "",
) -> str:
    """A numbered table as MyST; the first row holds the headers, the first column row headings.

    One to be read ``by_row`` is shown row by row on a phone however few columns it has. ``right``
    names the columns of numbers, counted from 0; ``widths`` gives each column's part of the width.
    """
    body = "\n".join(
        "\n".join([f"* - {_cell(row[0])}", *(f"  - {_cell(c)}" for c in row[1:])]) for row in rows
    )
    options = [("name", label), ("header-rows", "1"), ("stub-columns", "1")]
    options += [("class", "by-row")] if by_row else []
    options += [("right", right)] if right else []
    options += [("widths", widths)] if widths else []
    return myst.directive("results-table", myst.text(caption), options, body)


def _cell(text: str) -> str:
    return text if isinstance(text, Myst) else myst.text(text)
