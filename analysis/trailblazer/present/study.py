"""The notebook's desk: opens a set, shows exhibits, concludes claims.

A notebook says what is estimated and shown; everything that has to be the same in every notebook
(labels, captions, files, escaping, records) happens here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from trailblazer import __version__, digests, files
from trailblazer.data.load import DataSet, open_set
from trailblazer.errors import DisclosureError, RegisterError
from trailblazer.estimates.estimate import About, Evidence
from trailblazer.findings import record
from trailblazer.findings.assessed import Assessed, assessed
from trailblazer.findings.claim import Claim
from trailblazer.findings.finding import find
from trailblazer.findings.policy import POLICIES
from trailblazer.findings.record import DataUsed, Exhibit, MadeBy, Parameter
from trailblazer.findings.register import ASSESSED, load_register
from trailblazer.findings.verdict import Judged, judge
from trailblazer.findings.wording import Value, values
from trailblazer.places import REPOSITORY
from trailblazer.present import (
    behind,
    delimited,
    disclosure,
    frames,
    judgement,
    left_out,
    myst,
    published,
    quotes,
    show,
)
from trailblazer.present.exhibit import NARROW, Chart, Table, Withdrawn
from trailblazer.present.parts import OPENING, Part
from trailblazer.present.style import save_svg
from trailblazer.present.withheld import MARK, any_withheld
from trailblazer.present.words import case_study_names

NOTEBOOKS = REPOSITORY / "analysis" / "notebooks"
DRAFT = REPOSITORY / "_build" / "draft"


class Study:
    """An open set together with the notebook that reads it.

    ``tables`` maps every table of the dictionary to a typed frame; a table the set does not hold
    is an empty frame, so a notebook runs to its end whatever is missing.
    """

    def __init__(
        self,
        notebook: str,
        data: DataSet,
        out: Path,
        policy: str,
        settings: Mapping[str, Parameter],
    ) -> None:
        self.notebook = notebook
        self.tables = data
        self.out = out
        self.policy = disclosure.choose_policy(policy, synthetic=data.meta.synthetic)
        published.use(POLICIES[self.policy])
        self.settings = dict(sorted(settings.items()))
        self.stamp = disclosure.stamp(
            synthetic=data.meta.synthetic, site=data.site, policy=self.policy
        )
        self._exhibits: dict[str, list[Exhibit]] = {}
        self._said_absent: set[str] = set()

    @property
    def labels(self) -> Mapping[str, str]:
        """Codes to the words a reader sees, from the code lists of the set."""
        lists = self.tables["codelists"]
        return dict(zip(lists["code"], lists["label"], strict=True))

    @property
    def case_study_sites(self) -> Mapping[str, str]:
        """Ids of the case-study sites to the names that readers see, the same on every page."""
        sites = self.tables.whole("sites")
        return case_study_names(sites.loc[sites["case_study"].fillna(False), "site_id"])

    @property
    def start(self) -> pd.Timestamp:
        """The first day of observation, from the set's description."""
        return self.tables.meta.period_start

    @property
    def end(self) -> pd.Timestamp:
        """The data cut-off, from the set's description."""
        return self.tables.meta.period_end

    def take(self, *names: str) -> dict[str, pd.DataFrame]:
        """Several tables at once, by name, to hand to an estimator."""
        return {name: self.tables[name] for name in names}

    def codes(self, claim: str) -> list[str]:
        """The codes of the codebook that bear on a claim."""
        codes = self.tables["codes"]
        return sorted(codes.loc[codes["claim_id"] == claim, "code_id"])

    def figure(self, claim: str, name: str, chart: Chart | Withdrawn | None) -> None:
        """Show a chart as a numbered figure of a claim, and keep its image and its data."""
        if chart is None:
            return self._absent(claim, "figures")
        if isinstance(chart, Withdrawn):
            return self._withdrawn(claim, name, chart, "figure")
        label = f"{claim}-{name}"
        caption = f"{chart.caption} {self._source()}"
        image = self.out / "figures" / f"{label}.svg"
        save_svg(chart.figure, image, chart.alt)
        if chart.narrow is not None:
            save_svg(chart.narrow, image.parent / NARROW / image.name, chart.alt)
        data = self._download(label, chart.data, about=chart.about)
        exhibit = Exhibit(
            id=label, kind="figure", path=f"figures/{label}.svg", data=data,
            caption=caption, alt=chart.alt, description=chart.description, about=chart.about,
        )  # fmt: skip
        self._list(claim, exhibit)
        more = show.more(chart, data, self.labels)
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
            return self._withdrawn(claim, name, table, "table")
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

    def quotes(self, claim: str, rounds: Sequence[int] | None = None) -> None:
        """Show what people said: cleared quotes only, with those against or why there are none.

        With ``rounds`` only what was said in those rounds of fieldwork is shown and counted.
        """
        found = quotes.cleared(claim, self.tables, self.case_study_sites, rounds=rounds)
        against = quotes.against(claim, self.tables, found, rounds)
        invented = self.tables.meta.synthetic
        if not found.empty or against:
            show.both(
                quotes.as_myst(found, against, synthetic=invented),
                quotes.as_html(found, against, synthetic=invented),
                "said",
            )

    def judged(self, claim: str, **evidence: Evidence) -> tuple[Judged, ...]:
        """How each proposition of a claim comes out, to show before it is concluded."""
        told = POLICIES[self.policy].evidence(evidence)
        return judge(self._claim(claim), evidence, self._present(claim), told)[1]

    def conclude(self, claim: str, **evidence: Evidence) -> None:
        """Judge a claim on the evidence, write its finding, and show how it was judged.

        The names given to the estimates are those the register's propositions and words use.
        """
        register = load_register()
        if claim not in register.claims or register.claims[claim].notebook != self.notebook:
            raise RegisterError(
                f'"{claim}" is not a claim of the notebook {self.notebook} in claims.yaml'
            )
        finding = find(
            self._with_caveats(claim, evidence), evidence, present=self._present(claim),
            policy=self.policy,
            exhibits=self._exhibits.get(claim, []), settings=_quotable(self.settings),
            assessed=self._assessed(claim), data=self._data_used(), made_by=self._made_by(),
        )  # fmt: skip
        record.write(finding, self.out / "findings")
        for part, (markdown, html) in judgement.by_part(finding).items():
            show.both(markdown, html, part)

    def quote(self, group: str, **evidence: Evidence) -> None:
        """Make estimates quotable on any page as ``{value}`group.name` ``; judges nothing."""
        told = values(POLICIES[self.policy].evidence(evidence))
        quotable = {f"{group}.{k}": v.model_dump() for k, v in told.items()}
        text = json.dumps(quotable, indent=2, sort_keys=True, ensure_ascii=False)
        files.write_text(self.out / "values" / f"{group}.json", text + "\n")

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
        show.both(f"*{myst.text(words)}*", f"<p><em>{words}</em></p>", part)

    def _withdrawn(self, claim: str, name: str, exhibit: Withdrawn, kind: str) -> None:
        """Say why something is not shown, and give as a table what may be told of a figure."""
        words = f"A {kind} is left out here, because {exhibit.why}."
        show.both(f"*{myst.text(words)}*", f"<p><em>{words}</em></p>")
        if exhibit.data is None or exhibit.data.empty:
            return
        data = behind.headed(exhibit.data)
        rows = behind.cut(behind.readable(data, self.labels))
        numeric = behind.numbers_of(data, self.labels)
        caption = exhibit.caption or "What may be told of the numbers that would stand here."
        hidden = f"{MARK} not shown, because it is about few people."
        shown = Table(rows, f"{caption} {hidden}" if any_withheld(data) else caption, numeric, data)
        # A figure and a table may have the same name, and both be withdrawn.
        self.table(claim, f"{name}-numbers" if kind == "figure" else f"{name}-rows", shown)

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

    def _claim(self, name: str) -> Claim:
        """The claim; one site is not compared with what was published of the programme."""
        claim = load_register().claims[name]
        return claim.model_copy(update={"published": ()}) if self.tables.site else claim

    def _with_caveats(self, name: str, evidence: Mapping[str, Evidence]) -> Claim:
        """The claim, which also says what it rests on that its source withheld."""
        claim = self._claim(name)
        read = [table for table in self._present(name) if table in self.tables.used]
        more = left_out.caveats(self.tables, read, evidence.values())
        return claim.model_copy(update={"caveats": (*claim.caveats, *more)}) if more else claim

    def _assessed(self, claim: str) -> Assessed:
        """What people judged of a claim; they judged the whole programme and not one site."""
        return Assessed() if self.tables.site else assessed(self.tables[ASSESSED], claim)

    def _present(self, claim: str) -> list[str]:
        return [t for t in load_register().claims[claim].tables if self.tables.present(t)]

    def _data_used(self) -> DataUsed:
        meta = self.tables.meta
        period = (f"{meta.period_start:%Y-%m-%d}", f"{meta.period_end:%Y-%m-%d}")
        return DataUsed(
            name=meta.name, title=meta.title, version=meta.version, synthetic=meta.synthetic,
            period=period, tables={t: self.tables.digest(t) for t in self.tables.used},
        )  # fmt: skip

    def _made_by(self) -> MadeBy:
        source = NOTEBOOKS / f"{self.notebook}.ipynb"
        return MadeBy(
            notebook=self.notebook, code_sha256=digests.of_notebook(source),
            parameters=self.settings, version=__version__,
        )  # fmt: skip


def open_study(
    notebook: str,
    *,
    data: str = "synthetic",
    out: str = "",
    site: str = "",
    policy: str = "auto",
    **settings: Parameter,
) -> Study:
    """Open a set for one notebook.

    ``data`` is a folder or the name of a set under ``data/``; ``out`` is where figures, tables and
    findings are written (empty: a draft folder, for a notebook opened by hand); ``site`` keeps one
    site only; ``settings`` are the notebook's own parameters, printed and put in the record.
    """
    opened = open_set(data, site=site)
    given: dict[str, Parameter] = {"site": site, **settings} if site else dict(settings)
    study = Study(notebook, opened, Path(out) if out else DRAFT, policy, given)
    show.both(_run_on(study), f"<p>{_run_on(study)}</p>", OPENING)
    return study


def _run_on(study: Study) -> str:
    meta = study.tables.meta
    words = f"Run on {meta.title}, version {meta.version}."
    settings = "; ".join(f"{k.replace('_', ' ')}: {v}" for k, v in study.settings.items())
    return myst.text(f"{words} Settings: {settings}." if settings else words)


def _quotable(settings: Mapping[str, Parameter]) -> dict[str, Value]:
    return {k: Value(text=f"{v}") for k, v in settings.items()}
