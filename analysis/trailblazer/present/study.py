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
from trailblazer.errors import RegisterError
from trailblazer.estimates.estimate import Evidence
from trailblazer.findings import record
from trailblazer.findings.assessed import Assessed, assessed
from trailblazer.findings.claim import Claim
from trailblazer.findings.finding import find
from trailblazer.findings.policy import POLICIES
from trailblazer.findings.record import DataUsed, MadeBy, Parameter
from trailblazer.findings.register import ASSESSED, load_register
from trailblazer.findings.verdict import Judged, judge
from trailblazer.findings.wording import Value, values
from trailblazer.places import REPOSITORY
from trailblazer.present import (
    disclosure,
    judgement,
    left_out,
    myst,
    published,
    quotes,
    show,
)
from trailblazer.present.exhibits import Exhibits, labels_of
from trailblazer.present.parts import OPENING
from trailblazer.present.words import case_study_names

NOTEBOOKS = REPOSITORY / "analysis" / "notebooks"
DRAFT = REPOSITORY / "_build" / "draft"


class Study:
    """An open set together with the notebook that reads it.

    ``tables`` maps every table of the dictionary to a typed frame; a table the set does not hold
    is an empty frame, so a notebook runs to its end whatever is missing. ``figure`` and ``table``
    show a chart or a table and keep what is behind it: see
    :class:`~trailblazer.present.exhibits.Exhibits`.
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
        self._exhibits = Exhibits(notebook, data, out, policy=self.policy, stamp=self.stamp)
        self.figure, self.table = self._exhibits.figure, self._exhibits.table

    @property
    def labels(self) -> Mapping[str, str]:
        """Codes to the words a reader sees, from the code lists of the set."""
        return labels_of(self.tables)

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

    def mark(self, claim: str, estimate: str) -> float:
        """What the register asks of an estimate, to show beside it."""
        return self._claim(claim).mark(estimate)

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
            exhibits=self._exhibits.of(claim), settings=_quotable(self.settings),
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

    def _claim(self, name: str) -> Claim:
        """The claim; one site is not compared with what was published of the programme."""
        claim = load_register().claims[name]
        return claim.model_copy(update={"published": ()}) if self.tables.site else claim

    def _with_caveats(self, name: str, evidence: Mapping[str, Evidence]) -> Claim:
        """The claim, which also says what it rests on that its source withheld."""
        claim = self._claim(name)
        read = [table for table in self._present(name) if table in self.tables.used]
        beside = [t for t in load_register().reads(self.notebook) if t in self.tables.used]
        more = left_out.caveats(self.tables, read, evidence.values(), beside)
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
    words = _run_on(study)
    show.both(myst.text(words), f"<p>{myst.html_text(words)}</p>", OPENING)
    return study


def _run_on(study: Study) -> str:
    meta = study.tables.meta
    words = f"Run on {meta.title}, version {meta.version}."
    settings = "; ".join(f"{k.replace('_', ' ')}: {v}" for k, v in study.settings.items())
    return f"{words} Settings: {settings}." if settings else words


def _quotable(settings: Mapping[str, Parameter]) -> dict[str, Value]:
    return {k: Value(text=f"{v}") for k, v in settings.items()}
