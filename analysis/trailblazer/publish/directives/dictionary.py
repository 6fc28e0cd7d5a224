"""The data dictionary as a page, and how to cite the report."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.data.dictionary import TableSpec, load_dictionary
from trailblazer.data.in_words import SENSITIVITY_WORDS, values_in_words
from trailblazer.present import myst
from trailblazer.publish.citation import Citation, citation, edition_in_words
from trailblazer.publish.directives.tables import table
from trailblazer.publish.offer import CITATION
from trailblazer.publish.roles import values


class DataDictionary(SphinxDirective):
    """``{dictionary}``: every table that a set may hold, under a heading each."""

    def run(self) -> list[nodes.Node]:
        """What one row is, then one row a column."""
        texts = [_table(spec) for spec in load_dictionary().tables.values()]
        return self.parse_text_to_nodes("\n\n".join(texts), allow_section_headings=True)


class HowToCite(SphinxDirective):
    """``{how-to-cite}``: the reference, which edition it was, and an entry for BibTeX."""

    def run(self) -> list[nodes.Node]:
        """Blocks that can be copied."""
        cited, edition = _cited(self.config.trailblazer_edition)
        return [
            nodes.paragraph("", "As a reference, with the edition that you read:"),
            _to_copy(f"{cited.reference} {edition}", "none"),
            nodes.paragraph("", "For BibTeX:"),
            _to_copy(cited.bibtex(edition), "bibtex"),
        ]


def _to_copy(text: str, language: str) -> nodes.literal_block:
    return nodes.literal_block(text, text, language=language, classes=["wrapped"])


def _cited(edition: str) -> tuple[Citation, str]:
    known = values(edition)
    said = {
        name: str(known[f"edition.{name}"]["text"])
        for name in ("title", "version", "from", "to", "stamp")
    }
    period = (said["from"], said["to"])
    words = edition_in_words(said["title"], said["version"], period, said["stamp"])
    return citation(Path(edition, CITATION)), words


def _table(spec: TableSpec) -> str:
    rows = [["Column", "What it means", "Type and values", "Who may see it"]]
    for field in spec.fields:
        unit = f" In {field.unit}." if field.unit else ""
        kind = f"{field.type.capitalize()}: {values_in_words(spec, field)}."
        meaning = f"{field.title}. {field.description}{unit}"
        rows.append([field.name, meaning, kind, SENSITIVITY_WORDS[field.sensitivity].capitalize()])
    must = "A set must have it." if spec.required else "A set may leave it out."
    caption = f"Columns of the table {spec.name}."
    shown = table(caption, f"tab-dictionary-{spec.name}", rows, by_row=True, widths="18 40 27 15")
    about = myst.text(f"{spec.description} One row is {spec.grain}. {must}")
    # With its name in the heading, no address of a table is that of a claim.
    return f"## {myst.text(f'{spec.title} ({spec.name})')}\n\n{about}\n\n{shown}"
