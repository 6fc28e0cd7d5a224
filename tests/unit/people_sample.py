"""Small made-up results about recruiting practitioners and why they leave."""

from __future__ import annotations

import pandas as pd

from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.typed import DTYPES
from trailblazer.estimates.intake import Intake, intake
from trailblazer.estimates.leaving import Leaving, leaving
from trailblazer.estimates.reasons import Reasons, reasons

START, END = pd.Timestamp("2019-09-01"), pd.Timestamp("2022-02-28")


def made_intake(*rows: tuple[int, int, int]) -> Intake:
    """A site for each row of places, starters and completers; the first has a later cohort too."""
    sites = [f"S{n:02d}" for n in range(1, len(rows) + 1)]
    frame = pd.DataFrame(list(rows), columns=["places", "started", "completed"])
    frame = frame.assign(site_id=sites, cohort_id="C1", applications=frame["places"] * 6)
    later = frame.head(1).assign(cohort_id="C2")
    return intake(
        _typed("training_intake", pd.concat([frame, later], ignore_index=True)),
        _typed(
            "cohorts",
            pd.DataFrame({"cohort_id": ["C1", "C2"], "training_start": [START, START]}),
        ),
        _typed("sites", pd.DataFrame({"site_id": sites})),
        end=END,
    )


def made_reasons(asked: int, **naming: int) -> Reasons:
    """So many interviews asked, of which the first so many name each reason."""
    said = [(f"I{n}", code) for code, number in naming.items() for n in range(number)]
    codings = pd.DataFrame(said, columns=["source_id", "code_id"])
    return reasons(
        "progression",
        _typed(
            "sources",
            pd.DataFrame({"source_id": [f"I{n}" for n in range(asked)]}).assign(
                kind="interview", group="mhst_staff", topics_asked="progression"
            ),
        ),
        _typed("codes", pd.DataFrame({"code_id": list(naming), "name": list(naming)}).assign(
            claim_id="progression"
        )),
        _typed("codings", codings.assign(coder_id="ann", stance="supports")),
        sites=_typed("sites", pd.DataFrame({"site_id": ["S01"]})),
        central="career", resamples=99, seed=1,
    )  # fmt: skip


def made_leaving(*recorded: str) -> Leaving:
    """A practitioner who left for each reason."""
    gone = pd.DataFrame({"exit_reason": list(recorded)}, dtype=object)
    spells = gone.assign(role="emhp", end_date=pd.Timestamp("2021-01-01"))
    return leaving(_typed("staff_spells", spells), start=START, end=END)


def _typed(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    fields = load_dictionary().tables[table].fields
    whole = frame.reindex(columns=[f.name for f in fields])
    return whole.astype({f.name: DTYPES[f.type] for f in fields})
