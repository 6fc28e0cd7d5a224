"""Laying out a page of results: the parts of every claim in one order, its code in one place.

An executed notebook is in the order in which it was thought; a page is in the order in which it is
read. Each claim's section is put together anew from what its cells printed, by the part that every
output was marked with. The notebook that readers download stays as it was run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import nbformat

from trailblazer.present import myst
from trailblazer.present.parts import HEADINGS, OPENING, Part, part_of

# What the section of a page is called that tells how the page was computed.
COMPUTED = "How this page was computed"
# And the one before it, of a page of several claims, that tells what weakens more than one of them.
SHARED = "Limits that claims of this page share"

_FINDING = re.compile(r"^```\{finding\}\s+(?P<claim>[\w-]+)\s*\n```[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^(`{3,}|~{3,}|:{3,})")
_TARGET = re.compile(r"^\([\w-]+\)=\s*$")
_SUBHEADING = re.compile(r"^###", re.MULTILINE)


@dataclass
class Section:
    """One section of a page as the notebook has it: its first words, then prose and code cells."""

    opening: str
    items: list[Any] = field(default_factory=list)

    @property
    def claim(self) -> str:
        """The claim the section is about; empty for a section about none."""
        found = _FINDING.search(self.opening)
        return found["claim"] if found else ""


def arrange(notebook: Any, page: str) -> Any:
    """The notebook of a page as it is to be read; ``page`` is its name, such as findings/gap."""
    sections = list(_sections(notebook.cells))
    code = [i for s in sections for i in s.items if not isinstance(i, str)]
    setting_up = _setting_up(code)
    cells: list[Any] = []
    for section in sections:
        cells += _claim(section, setting_up) if section.claim else _plain(section, setting_up)
    if sum(bool(s.claim) for s in sections) > 1:
        target = f"({shared_limits(page)})="
        cells.append(_cell(f"{target}\n## {SHARED}\n\n```{{shared-limits}} {page}\n```"))
    own = [c for s in sections if not s.claim for c in s.items if not isinstance(c, str)]
    alone = [*setting_up, *(c for c in own if c not in setting_up)]
    if code:
        cells.append(_computed(alone, page, claims=any(s.claim for s in sections)))
    return nbformat.v4.new_notebook(cells=_named(cells), metadata=notebook.metadata)


def _sections(cells: Iterable[Any]) -> Iterator[Section]:
    """The sections of the second level, each with all that comes before the next one."""
    current = Section("")
    for cell in cells:
        if cell.cell_type != "markdown":
            current.items.append(cell)
            continue
        first, *rest = split(cell.source)
        if first:
            if current.opening or current.items:
                current.items.append(first)
            else:
                current.opening = first
        for opening in rest:
            if current.opening or current.items:
                yield current
            current = Section(opening)
    yield current


def shared_limits(page: str) -> str:
    """The name of the place on a page of several claims where the limits they share are told."""
    return f"limits-{page.replace('/', '-')}"


def split(text: str) -> list[str]:
    """Markdown before its first heading of the second level, then from each to the next.

    A target on the lines before a heading goes with the heading.
    """
    lines, starts, fence = text.splitlines(), [0], ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and line.strip().startswith(fence):
            fence = ""
        elif line.startswith("## ") and not fence:
            start = number
            while start and (_TARGET.match(lines[start - 1]) or not lines[start - 1].strip()):
                start -= 1
            starts.append(start)
    parts = zip(starts, [*starts[1:], len(lines)], strict=True)
    return ["\n".join(lines[start:end]).strip() for start, end in parts]


def _setting_up(code: list[Any]) -> list[Any]:
    """The cells up to the one that opens the set: they belong to the page and to no claim."""
    for number, cell in enumerate(code):
        if any(part_of(output) == OPENING for output in cell.outputs):
            return code[: number + 1]
    return [c for c in code if "parameters" in c.metadata.get("tags", [])]


def _claim(section: Section, setting_up: list[Any]) -> list[Any]:
    """The section of a claim, its parts in order; a part that nothing was printed for is left out.

    What the notebook says in words stays together after the headline, before what it shows.
    """
    claim = section.claim
    before, _, after = _FINDING.split(section.opening, maxsplit=1)
    said = [after.strip(), *(_lowered(i) for i in section.items if isinstance(i, str))]
    parts: dict[Part, list[str]] = {part: [] for part in HEADINGS}
    parts["claim"] = [f"```{{claim}} {claim}\n```"]
    parts["verdict"] = [f"```{{outcome}} {claim}\n```", *filter(None, said)]
    code = [c for c in section.items if not isinstance(c, str) and c not in setting_up]
    others = []
    for cell in code:
        for output in cell.outputs:
            part = part_of(output)
            if part in parts:
                parts[part].append(_markdown(output))
        others += _others(cell)
    parts["data"] = [f"```{{data-and-code}} {claim}\n```", folded("The code of this finding", code)]
    cells = [_cell(before.strip())]
    for part, texts in parts.items():
        if texts:
            heading = f"({claim}-{part})=\n### {HEADINGS[part]}"
            cells.append(_cell("\n\n".join([heading, *texts])))
        if part == "tables":
            cells += others
    return cells


def _plain(section: Section, setting_up: list[Any]) -> list[Any]:
    """A section about no claim, in the order of the notebook, without its code."""
    cells = [_cell(section.opening)] if section.opening else []
    for item in section.items:
        if isinstance(item, str):
            cells.append(_cell(item))
            continue
        printed = [_markdown(o) for o in item.outputs if part_of(o) not in ("", OPENING)]
        cells += [_cell(text) for text in printed if text]
        cells += [] if item in setting_up else _others(item)
    return cells


def _computed(code: list[Any], page: str, *, claims: bool) -> Any:
    """What the page was run on, its notebook, and the code that belongs to no claim."""
    opened = [_markdown(o) for c in code for o in c.outputs if part_of(o) == OPENING]
    title = "The code that opens the set" if claims else "The code of this page"
    name = page.rpartition("/")[2]
    notebook = f"{{download}}`{name}.ipynb </notebooks/{page}.ipynb>`"
    told = (
        f"The notebook of this page, as it was run: {notebook}. It opens in Jupyter and runs from "
        f"top to bottom. {{doc}}`How to rebuild this report </about/rebuild>`."
    )
    texts = [f"## {COMPUTED}", only_html("\n\n".join([*opened, told])), folded(title, code)]
    return _cell("\n\n".join(filter(None, texts)))


def folded(title: str, code: Iterable[Any]) -> str:
    """Code cells as one listing, folded away in the site and left out on paper."""
    source = "\n\n".join(c.source.strip() for c in code if c.source.strip())
    if not source:
        return ""
    longest = max((len(m) for m in re.findall(r"`{3,}", source)), default=2)
    fence = "`" * (longest + 1)
    listing = f"{fence}python\n{source}\n{fence}"
    return only_html(myst.directive("dropdown", title, [("class-container", "code")], listing))


def only_html(text: str) -> str:
    """Something that only the site shows."""
    return myst.directive("only", "html", [], text)


def _markdown(output: Any) -> str:
    return str(output.data["text/markdown"]).strip()


def _others(cell: Any) -> list[Any]:
    """What a cell printed by itself, such as a picture or a frame: kept, without its code."""
    left = [o for o in cell.outputs if not part_of(o)]
    if not left:
        return []
    tags = sorted({*cell.metadata.get("tags", []), "remove-input"} - {"hide-input", "parameters"})
    kept = nbformat.v4.new_code_cell(cell.source, outputs=left, metadata={"tags": tags})
    return [kept]


def _lowered(text: str) -> str:
    """Prose whose headings are one level further down, below the heading of a part."""
    return _SUBHEADING.sub("####", text)


def _cell(text: str) -> Any:
    return nbformat.v4.new_markdown_cell(text)


def _named(cells: list[Any]) -> list[Any]:
    """The cells with ids by their place, so that two builds give the same page."""
    for number, cell in enumerate(cells):
        cell["id"] = f"part-{number}"
    return cells
