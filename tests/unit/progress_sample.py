"""The indicators of progress made up, each at the same value, and judged by the register."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from charts_sample import estimate

from tests.statistics.made import typed
from trailblazer.estimates.contact_growth import Reached, settings_reached
from trailblazer.estimates.estimate import Evidence, Prominence
from trailblazer.findings.register import load_register
from trailblazer.findings.verdict import Judged, judge

CENSUS = ("on_time_share", "settings_reached", "posts_filled")
OTHERS = ("agree", "response_rate", "agreement", "settings_coverage", "time_coverage",
          "growth_coverage")  # fmt: skip


def progress_evidence(value: float | None) -> dict[str, Evidence]:
    """Everything that the claim of progress is judged on, all of it at one value."""
    view = Prominence(
        label="V", sources=estimate(value), groups=estimate(value, "count"), sites=estimate(value),
        against=estimate(value, "count"),
    )  # fmt: skip
    found: dict[str, Evidence] = {"circumstances": view, "said": view}
    for name in CENSUS:
        made = estimate(value)
        found[name] = made.model_copy(update={"population": "census"})
    found |= {name: estimate(value) for name in OTHERS}
    found["all_functions"] = estimate(value, half=0.05)
    found["contact_growth"] = estimate(value, "ratio", half=0.05)
    return found


def judged_progress(value: float | None) -> tuple[Judged, ...]:
    """How the propositions of the claim come out on that evidence, no table being absent."""
    claim = load_register().claims["progress"]
    return judge(claim, progress_evidence(value), claim.tables)[1]


def made_reached(settings: Mapping[str, int]) -> Reached:
    """So many settings a phase of one team, which recorded contacts with primary schools only."""
    phases = [phase for phase, number in settings.items() for _ in range(number or 1)]
    rows = pd.DataFrame({"phase": phases}).assign(team_id="T1", site_id="S1")
    contacts = {"team_id": ["T1"], "month": ["2021-01"], "phase": ["primary"], "contacts": [5]}
    return settings_reached(typed("contacts", contacts), typed("settings", rows.to_dict("series")))
