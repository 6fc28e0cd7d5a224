"""The end of a claim's section: its numbers to download, its record, and how to run it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from trailblazer import places
from trailblazer.findings.record import Exhibit, Finding
from trailblazer.present import myst
from trailblazer.publish.directives.claims import finding_of
from trailblazer.publish.roles import document

_KINDS = {"figure": "fig", "table": "tab"}


class DataAndCode(SphinxDirective):
    """``{data-and-code} milestone``: what a finding was computed from, and how to do it again.

    Only the site shows it: paper has neither files nor a command line.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Name set, settings and command; link to the files, which paper does not have."""
        finding = finding_of(self)
        made = document(self.config.trailblazer_edition)
        given = "" if _comes_with_us(finding) else "FOLDER"
        where = ", where `FOLDER` is the folder of the set" if given else ""
        ran = command(made["settings"], site=made["site"], data=given)
        parts = [
            computed_from(finding),
            files(finding),
            "**Run it yourself.** This command computes the whole report, this finding "
            f"included, with the settings of this edition{where}:\n\n```text\n{ran}\n```",
        ]
        shown = self.parse_text_to_nodes("\n\n".join(parts))
        return [addnodes.only("", *shown, expr="html")]


def computed_from(finding: Finding) -> str:
    """The set and the settings of the notebook, in words."""
    data, settings = finding.data, finding.made_by.parameters
    words = f"Computed from {data.title}, version {data.version}."
    if settings:
        each = "; ".join(f"{k.replace('_', ' ')}: {v}" for k, v in settings.items())
        words += f" Settings: {each}."
    return myst.text(words)


def files(finding: Finding) -> str:
    """Links to the numbers behind each figure and table, the record and the notebook."""
    page = finding.made_by.notebook
    name = page.rpartition("/")[2]
    lines = [_exhibit(e) for e in sorted(finding.exhibits, key=lambda e: e.kind)]
    lines.append(
        f"- The record of the finding, as computers read it: "
        f"{{download}}`{finding.id}.json </findings/{finding.id}.json>`"
    )
    lines.append(
        f"- The notebook, as it was run: {{download}}`{name}.ipynb </notebooks/{page}.ipynb>`"
    )
    return "\n".join(lines)


def command(settings: Mapping[str, str], *, site: str, data: str) -> str:
    """The command that makes the edition again, with all that was changed when it was made."""
    words = ["trailblazer", "build"]
    words += ["--data", data] if data else []
    words += ["--site", site] if site else []
    for name, value in sorted(settings.items()):
        words += ["--set", f"{name}={value}"]
    return shlex.join(words)


def _comes_with_us(finding: Finding) -> bool:
    """Whether the set is the synthetic one of the project, which needs not be named."""
    ours = json.loads(places.DICTIONARY.read_text(encoding="utf-8"))
    return finding.data.synthetic and finding.data.name == ours["name"]


def _exhibit(exhibit: Exhibit) -> str:
    label = f"{_KINDS[exhibit.kind]}-{exhibit.id}"
    return f"- {{numref}}`{label}`: {{download}}`{exhibit.data} </{exhibit.data}>`"
