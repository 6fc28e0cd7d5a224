"""The figures and tables of a notebook: shown, kept as files, listed for their claims."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from trailblazer import files
from trailblazer.data.load import DataSet
from trailblazer.errors import DisclosureError
from trailblazer.estimates.estimate import About
from trailblazer.findings.policy import POLICIES
from trailblazer.findings.record import Exhibit
from trailblazer.present import behind, delimited, frames, myst, show
from trailblazer.present.disclosure import SYNTHETIC_MARK
from trailblazer.present.exhibit import NARROW, Chart, Table, Withdrawn
from trailblazer.present.parts import Part
from trailblazer.present.style import save_svg
from trailblazer.present.withheld import MARK, any_withheld


def labels_of(tables: DataSet) -> Mapping[str, str]:
    """Codes to the words a reader sees, from the code lists of a set."""
    lists = tables["codelists"]
    return dict(zip(lists["code"], lists["label"], strict=True))


class Exhibits:
    """What one notebook shows, with the source and the stamp under each piece.

    ``out`` is the folder of figures, tables and downloads. Numbers that the policy does not allow
    raise :class:`~trailblazer.errors.DisclosureError`, whatever a chart or a table did.
    """

    def __init__(
        self, notebook: str, tables: DataSet, out: Path, *, policy: str, stamp: str
    ) -> None:
        self.notebook = notebook
        self.tables = tables
        self.out = out
        self.policy = policy
        self.stamp = stamp
        self._exhibits: dict[str, list[Exhibit]] = {}
        self._said_absent: set[str] = set()

    def of(self, claim: str) -> list[Exhibit]:
        """What was shown of a claim so far."""
        return self._exhibits.get(claim, [])

    def figure(self, claim: str, name: str, chart: Chart | Withdrawn | None) -> None:
        """Show a chart as a numbered figure of a claim, and keep its image and its data."""
        if chart is None:
            return self._absent(claim, "figures")
        if isinstance(chart, Withdrawn):
            return self._withdrawn(claim, name, chart, "figures")
        label = f"{claim}-{name}"
        caption = f"{chart.caption} {self._source()}"
        image = self.out / "figures" / f"{label}.svg"
        foot = SYNTHETIC_MARK if self.tables.meta.synthetic else ""
        save_svg(chart.figure, image, chart.alt, rights=self.stamp, foot=foot)
        if chart.narrow is not None:
            narrow = image.parent / NARROW / image.name
            save_svg(chart.narrow, narrow, chart.alt, rights=self.stamp, foot=foot)
        data = self._download(label, chart.data, about=chart.about)
        exhibit = Exhibit(
            id=label, kind="figure", path=f"figures/{label}.svg", data=data,
            caption=caption, alt=chart.alt, description=chart.description, about=chart.about,
        )  # fmt: skip
        self._list(claim, exhibit)
        more = show.more(chart, data, labels_of(self.tables))
        file = f"/figures/{label}.svg"
        shown = myst.figure(file, f"fig-{label}", chart.alt, chart.caption, self._source())
        show.both(
            f"{shown}\n\n{more}",
            myst.html_figure(image.read_bytes(), chart.alt, caption),
            "figures",
        )

    def table(
        self,
        claim: str,
        name: str,
        table: Table | Withdrawn | None,
        otherwise: str = "",
        download: str = "",
    ) -> None:
        """Show a table as a numbered table of a claim, and keep its data.

        ``otherwise`` is what to say when there is nothing to list, if that is itself an answer;
        ``download`` the words of a link to the data, for a table that readers will want to use.
        """
        if table is None:
            return self._absent(claim, "tables", otherwise)
        if isinstance(table, Withdrawn):
            return self._withdrawn(claim, name, table, "tables")
        label = f"{claim}-{name}"
        caption = f"{table.caption} {self._source()}"
        numbers = table.frame if table.data is None else table.data
        data = self._download(label, numbers, folder="tables", about=table.about)
        exhibit = Exhibit(
            id=label, kind="table", path=data, data=data, caption=caption, about=table.about
        )
        self._list(claim, exhibit)
        link = f"\n\n{{download}}`{download} </{data}>`" if download else ""
        shown = myst.table(
            table.frame, f"tab-{label}", table.caption, table.numeric, self._source()
        )
        show.both(
            f"{shown}{link}",
            myst.html_table(table.frame, caption),
            "tables",
        )

    def _list(self, claim: str, exhibit: Exhibit) -> None:
        """Add an exhibit to those of its claim, and to the list of all that this notebook shows."""
        self._exhibits.setdefault(claim, []).append(exhibit)
        listed = {name: [e.model_dump() for e in own] for name, own in self._exhibits.items()}
        name = f"{self.notebook.replace('/', '-')}.json"
        files.write_text(self.out / "exhibits" / name, json.dumps(listed, ensure_ascii=False))

    def _source(self) -> str:
        meta = self.tables.meta
        where = f"Source: {meta.title}, version {meta.version}."
        return f"{where} {self.stamp}." if self.stamp else where

    def _absent(self, claim: str, part: Part, words: str = "") -> None:
        """Say once a claim that something is left out, however much of it there is."""
        if not words and claim in self._said_absent:
            return
        self._said_absent.add(claim)
        words = words or "Figures and tables that this set holds no data for are left out here."
        show.both(f"*{myst.text(words)}*", f"<p><em>{myst.html_text(words)}</em></p>", part)

    def _withdrawn(self, claim: str, name: str, exhibit: Withdrawn, kind: Part) -> None:
        """Say why something is not shown as it was meant, and give as a table what may be told."""
        if exhibit.data is None or exhibit.data.empty:
            what = f": {exhibit.caption}" if exhibit.caption else ""
            words = f"A {kind.removesuffix('s')} is left out here{what}. {exhibit.why}."
            show.both(f"*{myst.text(words)}*", f"<p><em>{myst.html_text(words)}</em></p>", kind)
            return
        data = behind.headed(exhibit.data)
        labels = labels_of(self.tables)
        how = (
            "This table stands for a figure."
            if kind == "figures"
            else "The table is given in part."
        )
        parts = [f"{exhibit.caption or 'What may be told of the numbers'}.", how, f"{exhibit.why}."]
        if any_withheld(data):
            parts.append(f"{MARK} not shown, because it is about few people.")
        rows, numeric = behind.cut(behind.readable(data, labels)), behind.numbers_of(data, labels)
        shown = Table(rows, " ".join(parts), numeric, data)
        # A figure and a table may have the same name, and both be withdrawn.
        self.table(claim, f"{name}-numbers" if kind == "figures" else f"{name}-rows", shown)

    def _download(
        self, label: str, frame: pd.DataFrame, folder: str = "downloads", about: About = "people"
    ) -> str:
        """The numbers behind an exhibit as CSV; the last column says what kind of data they are."""
        faults = frames.faults(frame, POLICIES[self.policy]) if about == "people" else []
        if faults:
            raise DisclosureError(
                f"{self.notebook}: {folder}/{label}.csv would publish counts of people that the "
                f"policy {self.policy} does not allow, in {', '.join(faults)}."
            )
        text = delimited.as_csv(frame.assign(data_status=self.stamp))
        files.write_text(self.out / folder / f"{label}.csv", text)
        return f"{folder}/{label}.csv"
