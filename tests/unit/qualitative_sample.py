"""Small made-up codings, sources, judgements and returns, for figures and tables about methods."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tests.statistics.made import empty_tables, typed
from trailblazer.estimates.assessors import AssessorAgreement, assessor_agreement
from trailblazer.estimates.code_agreement import CodeAgreement, code_agreement
from trailblazer.estimates.material import Material, framework_by_group, material
from trailblazer.estimates.returns import Returns, returns
from trailblazer.estimates.saturation import Saturation, saturation
from trailblazer.findings.assessed import FITS

CODES = typed(
    "codes",
    {
        "code_id": ["staying", "leaving", "pay", "reach"],
        "parent_id": [None, "staying", "staying", None],
        "name": ["Staying in post", "Leaving", "Pay", "Who is reached"],
        "claim_id": [None, "retention", "a-claim-to-come", "reach-strategies"],
        "definition": [None, "Leaves", "Pay is low", "Reached"],
    },
)


def made_sources(held: Mapping[str, str]) -> pd.DataFrame:
    """An interview with team staff for each name, a day apart."""
    return typed(
        "sources",
        {
            "source_id": list(held), "kind": "interview", "level": "site", "group": "mhst_staff",
            "date": pd.date_range("2020-11-01", periods=len(held)),
        },
    )  # fmt: skip


def made_saturation(*codes: str) -> Saturation:
    """Interviews in order, each with the codes found in it, a letter a code."""
    held = {f"I{n:02d}": text for n, text in enumerate(codes)}
    rows = [(source, code) for source, text in held.items() for code in text]
    given = pd.DataFrame(rows, columns=["source_id", "code_id"])
    codings = typed("codings", given.to_dict("series"))
    return saturation(made_sources(held), codings, orders=20, seed=1)


def made_agreement(**given: tuple[int, int]) -> CodeAgreement:
    """For each code how many units two coders judged alike, and how many not."""
    rows = [
        (f"{code}{n}", "I00", code, coder, bool(n % 2) ^ (n >= same and coder == "y"))
        for code, (same, other) in given.items()
        for n in range(same + other)
        for coder in ("x", "y")
    ]
    columns = ["unit_id", "source_id", "code_id", "coder_id", "applied"]
    judged = pd.DataFrame(rows, columns=columns).astype({"applied": "boolean"})
    double = typed("double_codings", judged.to_dict("series"))
    return code_agreement(double, CODES, made_sources({"I00": ""}))


def made_material(*groups: str) -> Material:
    """One interview with each group, and a young person where there is any."""
    sources = made_sources({f"I{n}": "" for n in range(len(groups))}).assign(group=list(groups))
    people = {"age_band": ["11-13"], "direct_contact": [True]} if groups else {"age_band": []}
    return material(sources, typed("participants", people))


def made_framework(*groups: str) -> pd.DataFrame:
    """One interview with each group, that supports a claim in one theme."""
    sources = made_sources({f"I{n}": "" for n in range(len(groups))}).assign(group=list(groups))
    rows = {"source_id": sources["source_id"], "code_id": "staying", "stance": "supports"}
    return framework_by_group(typed("framework", rows), CODES, sources, smallest=1)


def made_assessors(*given: tuple[str, str]) -> AssessorAgreement:
    """The fit that two assessors gave each claim."""
    rows = [
        (f"claim-{n}", "convergence", "overall", who, rating)
        for n, pair in enumerate(given)
        for who, rating in zip(("x", "y"), pair, strict=True)
    ]
    columns = ["claim_id", "instrument", "component", "assessor_id", "rating"]
    judged = pd.DataFrame(rows, columns=columns)
    return assessor_agreement(
        typed("judgements", judged.to_dict("series")), instrument="convergence", scale=FITS
    )


def made_returns(*months: str) -> Returns:
    """One team that returned its contacts in some months and left the others of the table out."""
    rows = {"team_id": "T01", "month": list(months), "contacts": [4] * len(months)}
    teams = {"team_id": ["T01"], "operational_date": [pd.Timestamp("2019-12-02")]}
    tables = empty_tables() | {"teams": typed("teams", teams), "contacts": typed("contacts", rows)}
    return returns(tables)
