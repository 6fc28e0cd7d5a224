"""Reporting checklists as tables whose places are links, and the check that all of them lead on."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from trailblazer.present import myst
from trailblazer.present.words import joined
from trailblazer.publish.checklists import (
    FOLDER,
    STATUS_WORDS,
    Checklist,
    Item,
    Status,
    checklist,
    names,
)
from trailblazer.publish.directives.limits import book_of
from trailblazer.publish.directives.tables import Myst, table

# What one item of a status, or several, is said to be.
_COUNTED: dict[Status, tuple[str, str]] = {
    "done": ("is done", "are done"),
    "partly": ("is done in part", "are done in part"),
    "not_done": ("is not done", "are not done"),
    "not_applicable": ("does not apply", "do not apply"),
}
# The checklists that pages show, in the metadata that Sphinx keeps for each page.
SHOWN = "checklist"


class ChecklistTable(SphinxDirective):
    """``{checklist} gramms``: every item of a guideline, its status, and where it is answered."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Say what the guideline is and how much of it is done, then one row an item."""
        name = self.arguments[0]
        found = checklist(book_of(self.env), name)
        self.env.metadata[self.env.docname][SHOWN] = name
        rows = [["Item", "What it asks for", "Status", "Where in this report, and notes"]]
        rows += [_row(item, self.env) for item in found.items]
        caption = f"{found.name}, {found.version}: what is reported, and where."
        shown = table(caption, f"tab-{name}", rows, by_row=True, widths="20 32 13 35")
        return self.parse_text_to_nodes(f"{_about(found)}\n\n{shown}")


class Overview(SphinxDirective):
    """``{checklists}``: every guideline, what it is for, and how much of it is done."""

    def run(self) -> list[nodes.Node]:
        """One row a guideline."""
        book = book_of(self.env)
        rows = [["Guideline", "What it is for", "Items", *STATUS_WORDS.values()]]
        for name in names(book):
            found = checklist(book, name)
            link = Myst(f"{{doc}}`{myst.text(found.name)} </{FOLDER}/{name}>`")
            counts = map(str, found.tally().values())
            what = f"{found.title}, for {found.applies_to}"
            rows.append([link, what, str(len(found.items)), *counts])
        caption = "Reporting guidelines, and how many of their items this report answers."
        return self.parse_text_to_nodes(table(caption, "tab-checklists", rows, right="2 3 4 5 6"))


def check_places(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop the build where an item names a place that the report does not have."""
    faults = [
        f"book/{FOLDER}/{name}.yml, item {item.id}: the report has no page or section {place!r}"
        for name in sorted({str(m[SHOWN]) for m in env.metadata.values() if SHOWN in m})
        for item in checklist(book_of(env), name).items
        for place in item.where
        if not _known(place, env)
    ]
    if faults:
        raise ExtensionError("\n".join(["a checklist points nowhere", *faults]))


def _known(place: str, env: BuildEnvironment) -> bool:
    return place in env.found_docs or place in env.domaindata["std"]["labels"]


def _about(found: Checklist) -> str:
    """What the guideline is, from where, and its tally in a sentence."""
    counted = [f"{n} {_COUNTED[s][n != 1]}" for s, n in found.tally().items() if n]
    said = f"{found.title} ({found.version}), for {found.applies_to}: "
    return (
        f"{myst.text(said)} {{cite:t}}`{found.source}`. "
        f"Of its {len(found.items)} items, {joined(counted)}."
    )


def _row(item: Item, env: BuildEnvironment) -> list[str]:
    links = "; ".join(_link(place, env) for place in item.where)
    said = ". ".join(filter(None, [links, myst.text(item.note)]))
    return [f"{item.id} {item.section}", item.item, STATUS_WORDS[item.status], Myst(said)]


def _link(place: str, env: BuildEnvironment) -> str:
    role = f"{{doc}}`/{place}`" if place in env.found_docs else f"{{ref}}`{place}`"
    return f"[{role}]{{.place}}"
