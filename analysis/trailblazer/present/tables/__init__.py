"""One function a table: an estimate in, a table ready to publish out, or nothing to show."""

from trailblazer.present.tables.access import rates_and_ratios
from trailblazer.present.tables.holdings import holdings, robustness
from trailblazer.present.tables.staff import exits_by_destination, retention_at_risk
from trailblazer.present.tables.survey import (
    agree_by_phase,
    frame_and_respondents,
    likert_answers,
    response_rates,
)
from trailblazer.present.tables.teams import late_teams, milestone_sensitivity, time_use_shares
from trailblazer.present.tables.views import (
    experience_counts,
    prominence_by_group,
    prominence_by_site,
)

__all__ = [
    "agree_by_phase",
    "exits_by_destination",
    "experience_counts",
    "frame_and_respondents",
    "holdings",
    "late_teams",
    "likert_answers",
    "milestone_sensitivity",
    "prominence_by_group",
    "prominence_by_site",
    "rates_and_ratios",
    "response_rates",
    "retention_at_risk",
    "robustness",
    "time_use_shares",
]
