"""The dictionary as a page to read, and the guide that leads from the forms to a report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

from trailblazer.data import page
from trailblazer.data.dictionary import Dictionary, FieldSpec, TableSpec
from trailblazer.data.forms.claims import CLAIMS, rows, section
from trailblazer.data.in_words import SENSITIVITY_WORDS, form_in_words

GUIDE = Path(__file__).with_name("guide.md")
HEADS = ("Column", "What it means", "Type and values", "Unit", "Who may see it")


def dictionary_page(dictionary: Dictionary, labels: Mapping[str, str]) -> str:
    """Every table and column in words, as a page that opens in any browser.

    ``labels`` gives the words for each code.
    """
    ids = f'<li><a href="#{CLAIMS}">The ids of the claims</a></li>\n'
    links = "".join(
        f'<li><a href="#{name}">{name}</a>: {spec.title}{_must(spec)}</li>\n'
        for name, spec in dictionary.tables.items()
    )
    body = [
        page.paragraph(
            "What each table of a set may hold. A set has the tables that are marked; "
            "it may leave out any other, and then only the claims that need it are not judged."
        ),
        page.paragraph(
            "Codes may be written in small letters or capitals, or as their meaning in words; true "
            "and false also as yes and no."
        ),
        f'<nav aria-label="Tables">\n<ul>\n{ids}{links}</ul>\n</nav>',
        *section(),
    ]
    for spec in dictionary.tables.values():
        body += [
            page.heading(f"{spec.title} ({spec.name})", anchor=spec.name),
            page.paragraph(f"{spec.description} One row is {spec.grain}."),
            page.table(f"Columns of {spec.name}", HEADS, [_row(spec, f) for f in spec.fields]),
            *_codes(spec, labels),
        ]
    return page.page("The tables of a set, in words", body)


def guide(folder: str, dictionary: Dictionary) -> str:
    """The README of a new set."""
    needed = [s for s in dictionary.tables.values() if s.required and s.name != "codelists"]
    others = [s for s in dictionary.tables.values() if not s.required]
    return Template(GUIDE.read_text(encoding="utf-8")).substitute(
        folder=folder,
        required="\n".join(f"| `{s.name}` | {s.grain} |" for s in needed),
        optional="\n".join(f"| `{s.name}` | {s.grain} |" for s in others),
        claims="\n".join(f"| `{name}` | {said} | {on} |" for name, _, said, on in rows()),
    )


def _must(spec: TableSpec) -> str:
    return " (every set has it)" if spec.required else ""


def _row(spec: TableSpec, field: FieldSpec) -> tuple[str, ...]:
    return (
        field.name,
        f"{field.title}. {field.description}",
        form_in_words(spec, field),
        field.unit,
        SENSITIVITY_WORDS[field.sensitivity].capitalize(),
    )


def _codes(spec: TableSpec, labels: Mapping[str, str]) -> list[str]:
    """What the codes of a table's columns mean, where the code lists say so."""
    return [
        page.table(
            f"Codes of {spec.name}, column {field.name}",
            ("Code", "Meaning"),
            [(str(code), labels.get(str(code), "")) for code in field.constraints["enum"]],
        )
        for field in spec.fields
        if any(str(code) in labels for code in field.constraints.get("enum", ()))
    ]
