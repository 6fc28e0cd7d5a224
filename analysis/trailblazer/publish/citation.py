"""How to cite the report, computed from ``CITATION.cff``: as a reference and as BibTeX."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from trailblazer.publish.quality import read


class Author(BaseModel):
    """A person, or a body known by one ``name``; the names of fields are those of the format."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    family: str = Field("", alias="family-names")
    given: str = Field("", alias="given-names")

    @property
    def listed(self) -> str:
        """As in a list of references: ``Ellins, J.``"""
        return self.name or f"{self.family}, {' '.join(f'{n[0]}.' for n in self.given.split())}"

    @property
    def in_full(self) -> str:
        """As BibTeX wants it; a body is not to be taken apart into first and last names."""
        return f"{{{self.name}}}" if self.name else f"{self.family}, {self.given}"


class Citation(BaseModel):
    """What ``CITATION.cff`` says of the report; a key that is unknown or missing is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cff_version: Literal["1.2.0"] = Field(alias="cff-version")
    message: str
    title: str
    abstract: str = ""
    type: Literal["software", "dataset"]
    version: str
    license: str
    authors: Annotated[tuple[Author, ...], Field(min_length=1)]
    references: tuple[dict[str, object], ...] = ()
    released: date | None = Field(None, alias="date-released")
    doi: str = ""
    url: str = ""

    @property
    def authors_in_words(self) -> str:
        """All authors, as a list of references has them."""
        names = [author.listed for author in self.authors]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"

    @property
    def year(self) -> str:
        """The year of the release; empty before there is one."""
        return f"{self.released.year}" if self.released else ""

    @property
    def reference(self) -> str:
        """The report as a list of references has it, in the manner of the APA."""
        kind = "Computer software" if self.type == "software" else "Data set"
        where = f" https://doi.org/{self.doi}" if self.doi else f" {self.url}" if self.url else ""
        authors = self.authors_in_words.rstrip(".")
        return (
            f"{authors}. ({self.year or 'n.d.'}). {self.title} "
            f"(Version {self.version}) [{kind}].{where}"
        )

    def bibtex(self, note: str) -> str:
        """The report as an entry for BibTeX; ``note`` says which edition it was."""
        fields = {
            "author": " and ".join(author.in_full for author in self.authors),
            "title": f"{{{self.title}}}",
            "year": self.year,
            "version": self.version,
            "doi": self.doi,
            "url": self.url,
            "note": note,
        }
        lines = [f"  {name} = {{{_safe(text)}}}," for name, text in fields.items() if text]
        return "\n".join(["@misc{trailblazer,", *lines, "}"])


def citation(path: Path) -> Citation:
    """Read ``CITATION.cff``; raises :class:`~trailblazer.errors.PagesError` for a faulty one."""
    return read(path, TypeAdapter(Citation))


def edition_in_words(title: str, version: str, period: tuple[str, str], stamp: str) -> str:
    """Which edition was read: what it was computed from, of which time, and the kind of data."""
    start, end = period
    return f"Computed from {title}, version {version}, {start} to {end}. {stamp}."


def _safe(text: str) -> str:
    """Signs that TeX acts on, made to show; braces are ours."""
    for sign in "%&#_$":
        text = text.replace(sign, f"\\{sign}")
    return text
