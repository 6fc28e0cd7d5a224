"""Tables about staff around the teams: where senior staff came from, and who was left short."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.origins import Origins
from trailblazer.estimates.vacancies import Vacancies
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import base, column, finish, one_decimal, percent, whole
from trailblazer.present.words import NO_LABELS, label


def origins(origins: Origins, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Senior staff by where they worked before; ``None`` without any on record."""
    rows = origins.by_employer
    if rows.empty:
        return None
    return finish(
        {
            "Worked before in": [label(employer, labels) for employer in rows["employer"]],
            "People": column(rows["people"], whole),
            "Share of all (%)": column(rows["share"], percent),
        },
        "Senior staff of the teams (supervisors, senior practitioners and team leads) by where "
        "they worked before their first senior post in a team."
        f"{base(rows['people'], 'person', 'people')}",
        data=rows,
    )


def vacancies(vacancies: Vacancies, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """The course of vacancies in each service: first, highest, last, and the change between."""
    rows = vacancies.by_service
    if rows.empty:
        return None
    change: pd.Series[float] = 100 * (rows["latest"] - rows["first"])
    return finish(
        {
            "Service": [label(service, labels) for service in rows["service"]],
            "First quarter (% vacant)": _to_a_tenth(rows["first"]),
            "Highest (% vacant)": _to_a_tenth(rows["highest"]),
            "Highest in": list(rows["highest_in"]),
            "Last quarter (% vacant)": _to_a_tenth(rows["latest"]),
            "First to last (points)": column(change, one_decimal),
            "Sites": column(rows["sites"], whole),
        },
        "Posts that nobody held at the end of a quarter, as a share of all posts, by service. The "
        "same sites are compared throughout. The teams were new: their first vacancies are "
        "posts never yet filled.",
        words=("Highest in",),
        data=rows,
    )


def _to_a_tenth(shares: pd.Series[float]) -> list[str]:
    """Rates of vacancy differ by less than a whole percentage point."""
    return column(100 * shares, one_decimal)
