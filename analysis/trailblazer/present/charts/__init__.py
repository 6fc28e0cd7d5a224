"""One function a figure: an estimate in, a figure with its words out, or nothing to draw."""

from trailblazer.present import published as _published
from trailblazer.present.charts.awareness import awareness_bars
from trailblazer.present.charts.battery import likert_battery
from trailblazer.present.charts.delivery import contacts_by_mode, contacts_kept_up
from trailblazer.present.charts.equity import rates_by_group
from trailblazer.present.charts.experience import stance_bars
from trailblazer.present.charts.fieldwork import response_flow
from trailblazer.present.charts.forest import rate_ratio_forest
from trailblazer.present.charts.funnel import site_funnel
from trailblazer.present.charts.intake import intake_by_site
from trailblazer.present.charts.involvement import involvement_levels
from trailblazer.present.charts.kept import kept_by_phase
from trailblazer.present.charts.leaving import incidence_curve
from trailblazer.present.charts.milestones import milestone_curve
from trailblazer.present.charts.prominence import sites_reporting
from trailblazer.present.charts.qualitative import agreement_by_theme, saturation_curve
from trailblazer.present.charts.reasons import reasons_ranked
from trailblazer.present.charts.referrals import joint_row, unserved_by_need
from trailblazer.present.charts.retention import retention_curve
from trailblazer.present.charts.returns import returns_strip
from trailblazer.present.charts.rounds import stances_by_round
from trailblazer.present.charts.scope import scope_bars
from trailblazer.present.charts.seats import seats_by_sector
from trailblazer.present.charts.sectors import answers_by_sector
from trailblazer.present.charts.strategies import sites_with_strategies
from trailblazer.present.charts.survey import agree_by_phase, likert_bar
from trailblazer.present.charts.time_use import share_intervals, time_use_by_team
from trailblazer.present.charts.vacancies import vacancies_by_service

__all__ = [
    "agree_by_phase",
    "agreement_by_theme",
    "answers_by_sector",
    "awareness_bars",
    "contacts_by_mode",
    "contacts_kept_up",
    "incidence_curve",
    "intake_by_site",
    "involvement_levels",
    "joint_row",
    "kept_by_phase",
    "likert_bar",
    "likert_battery",
    "milestone_curve",
    "rate_ratio_forest",
    "rates_by_group",
    "reasons_ranked",
    "response_flow",
    "retention_curve",
    "returns_strip",
    "saturation_curve",
    "scope_bars",
    "seats_by_sector",
    "share_intervals",
    "site_funnel",
    "sites_reporting",
    "sites_with_strategies",
    "stance_bars",
    "stances_by_round",
    "time_use_by_team",
    "unserved_by_need",
    "vacancies_by_service",
]

# Whoever takes one of these from here gets it under the disclosure policy that is in force.
_published.obey_all(locals(), __all__)
