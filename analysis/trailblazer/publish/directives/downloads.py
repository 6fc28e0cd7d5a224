"""What there is to download: the whole, the tables, and the files of every claim."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trailblazer.findings.register import load_register
from trailblazer.present import myst
from trailblazer.publish.catalogue import EXHIBITS, Listed, groups, name_of
from trailblazer.publish.directives.tables import Myst, table
from trailblazer.publish.offer import CITATION, size

# Each file with what it is called, what is in it and its format.
FILES = (
    ("downloads/findings.csv", "Findings", "every claim, its verdict and headline", "CSV"),
    ("downloads/estimates.csv", "Estimates", "every estimate, with interval and method", "CSV"),
    ("tables/qualitative-codebook.csv", "Codebook", "every code and what it means", "CSV"),
    ("downloads/dictionary.csv", "Data dictionary", "every table a set may hold", "CSV"),
    ("downloads/columns.csv", "Columns", "what columns of the files mean", "CSV"),
    ("values.json", "Values", "every number that a sentence quotes", "JSON"),
    (EXHIBITS, "Exhibits", "every figure and table, with its words", "JSON"),
    (CITATION, "Citation", "how to cite the report, for software", "CFF"),
)


class Downloads(SphinxDirective):
    """``{downloads}``: the files about the report as a whole."""

    def run(self) -> list[nodes.Node]:
        """One row a file that this edition has."""
        edition = Path(self.config.trailblazer_edition)
        rows = [["File", "What it holds", "Format", "Size"]]
        for path, name, holds, kind in FILES:
            if (edition / path).is_file():
                link = Myst(f"{{download}}`{name} </{path}>`")
                rows.append([link, f"{holds.capitalize()}.", kind, size(edition / path)])
        caption = "Files about the report as a whole."
        shown = table(caption, "tab-downloads", rows, right="3", widths="24 44 14 18")
        return self.parse_text_to_nodes(shown)


class DataFiles(SphinxDirective):
    """``{data-files}``: the files of every claim and of every page, under a heading each.

    Paper has nothing to download: the section is left out of the PDF.
    """

    def run(self) -> list[nodes.Node]:
        """A list for each; nothing on paper."""
        self.env.note_reread()  # titles and sizes of notebooks, which are other pages
        if self.env.app.builder.format != "html":
            return []
        edition = Path(self.config.trailblazer_edition)
        texts = [_group(group, own, edition) for group, own in groups(edition).items()]
        return self.parse_text_to_nodes("\n\n".join(texts), allow_section_headings=True)


def _group(group: str, own: list[Listed], edition: Path) -> str:
    """The files of one claim or topic: data, pictures, the record and the notebook."""
    name, claim = name_of(group, edition), load_register().claims.get(group)
    notebook = claim.notebook if claim else group
    page = f"{{ref}}`{name} <{group}>`" if claim else f"{{doc}}`{name} </{group}>`"
    lines = [f"### {myst.text(name)}", "", f"In the report: {page}.", ""]
    lines += [_exhibit(listed, edition) for listed in own]
    if claim:
        lines.append(f"- {_link(f'Record: {name}', f'findings/{group}.json', edition)}")
    executed = f"notebooks/{notebook}.ipynb"
    lines.append(f"- {_link(f'Notebook as it was run: {notebook}', executed, edition)}")
    return "\n".join(lines)


def _exhibit(listed: Listed, edition: Path) -> str:
    shown = listed.exhibit
    kind = shown.kind.capitalize()
    item = f"- {_link(f'{kind}: {listed.title}', shown.data, edition)}"
    if shown.kind == "table":
        return item
    return f"{item}, {_link('the figure itself', shown.path, edition)}"


def _link(words: str, path: str, edition: Path) -> str:
    """A link that says what it leads to, its format and its size."""
    kind = {"ipynb": "notebook"}.get(path.rpartition(".")[2], path.rpartition(".")[2].upper())
    title = myst.text(words.removesuffix(".")).replace("<", "").replace("`", "")
    return f"{{download}}`{title} </{path}>` ({kind}, {size(edition / path)})"
