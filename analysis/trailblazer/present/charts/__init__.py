"""One function a figure: an estimate in, a figure with its words out, or nothing to draw."""

from trailblazer.present.charts.equity import rate_ratio_forest, rates_by_group
from trailblazer.present.charts.experience import stance_bars
from trailblazer.present.charts.leaving import incidence_curve
from trailblazer.present.charts.milestones import milestone_curve
from trailblazer.present.charts.prominence import sites_reporting
from trailblazer.present.charts.retention import retention_curve
from trailblazer.present.charts.survey import agree_by_phase, likert_bar
from trailblazer.present.charts.time_use import share_intervals, time_use_by_team

__all__ = [
    "agree_by_phase",
    "incidence_curve",
    "likert_bar",
    "milestone_curve",
    "rate_ratio_forest",
    "rates_by_group",
    "retention_curve",
    "share_intervals",
    "sites_reporting",
    "stance_bars",
    "time_use_by_team",
]
