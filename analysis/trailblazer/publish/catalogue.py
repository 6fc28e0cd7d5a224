"""Every figure and table of an edition, in the order of the report: ``exhibits.json``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from trailblazer import files
from trailblazer.findings.frozen import Frozen
from trailblazer.findings.record import Exhibit
from trailblazer.findings.register import load_register
from trailblazer.run.plan import NOTEBOOKS, contents, page_of

EXHIBITS = "exhibits.json"
_SOURCE = " Source: "


class Listed(Frozen):
    """A figure or table and where it stands: its notebook, and the claim or topic it belongs to."""

    notebook: str
    group: str
    exhibit: Exhibit

    @property
    def title(self) -> str:
        """What is shown: the first sentence of the caption."""
        return self._sentences[0]

    @property
    def more(self) -> str:
        """The rest of the caption: base, intervals, shorthand."""
        return " ".join(self._sentences[1:])

    @property
    def source(self) -> str:
        """Where the numbers come from and what kind of data they are."""
        return self.exhibit.caption.partition(_SOURCE)[2]

    @property
    def _sentences(self) -> list[str]:
        words = self.exhibit.caption.partition(_SOURCE)[0]
        first, stop, rest = words.partition(". ")
        return [f"{first}{stop.strip()}", rest] if rest else [words]


_LIST = TypeAdapter(tuple[Listed, ...])


def collect(edition: Path) -> None:
    """Bring together what each notebook listed, as ``exhibits.json``."""
    found: list[Listed] = []
    for notebook in (page_of(e) for e in contents() if e.startswith(NOTEBOOKS)):
        path = edition / "exhibits" / f"{notebook.replace('/', '-')}.json"
        if path.is_file():
            for group, own in json.loads(path.read_text(encoding="utf-8")).items():
                found += [Listed(notebook=notebook, group=group, exhibit=e) for e in own]
    shutil.rmtree(edition / "exhibits", ignore_errors=True)
    text = _LIST.dump_json(tuple(in_order(found)), indent=1).decode("utf-8")
    files.write_text(edition / EXHIBITS, text + "\n")


def in_order(found: Iterable[Listed]) -> list[Listed]:
    """The claims in the order of the register, then what belongs to no single claim."""
    claims = list(load_register().claims)
    return sorted(found, key=lambda x: claims.index(x.group) if x.group in claims else len(claims))


@lru_cache(maxsize=4)
def catalogue(edition: Path) -> tuple[Listed, ...]:
    """Every figure and table of an edition."""
    return _LIST.validate_json((edition / EXHIBITS).read_bytes())


def groups(edition: Path) -> dict[str, list[Listed]]:
    """The same by claim, and by notebook where they belong to no single claim, in order.

    A claim with neither figure nor table is there too, with none.
    """
    claims = load_register().claims
    found: dict[str, list[Listed]] = {
        claim: [] for claim in claims if (edition / "findings" / f"{claim}.json").is_file()
    }
    for listed in catalogue(edition):
        group = listed.group if listed.group in claims else listed.notebook
        found.setdefault(group, []).append(listed)
    return found


def name_of(group: str, edition: Path) -> str:
    """What a group is called: the title of the claim, or of the page of the notebook."""
    claim = load_register().claims.get(group)
    if claim is not None:
        return claim.title
    cells = json.loads((edition / "notebooks" / f"{group}.ipynb").read_text("utf-8"))["cells"]
    lines = (line for cell in cells for line in "".join(cell["source"]).splitlines())
    return next(line[2:].strip() for line in lines if line.startswith("# "))
