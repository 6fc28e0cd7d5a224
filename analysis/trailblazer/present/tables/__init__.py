"""One function a table: an estimate in, a table ready to publish out, or nothing to show."""

from trailblazer.present import published as _published
from trailblazer.present.tables.access import (
    group_ratios,
    pooled_ratios,
    rates_by_group,
    representation,
)
from trailblazer.present.tables.battery import battery_answers, battery_change, battery_linked
from trailblazer.present.tables.delivery import (
    contacts_by_month,
    delivery_choices,
    kept_by_phase,
    phase_gaps,
)
from trailblazer.present.tables.fieldwork import (
    dispositions,
    frame_and_respondents,
    item_nonresponse,
    outcome_rates,
    survey_facts,
    survey_weights,
)
from trailblazer.present.tables.funnel import site_funnel
from trailblazer.present.tables.holdings import holdings, robustness
from trailblazer.present.tables.intake import intake_by_cohort, intake_by_site
from trailblazer.present.tables.leadership import (
    answers_by_sector,
    involvement_by_site,
    involvement_by_stage,
    seats_by_sector,
)
from trailblazer.present.tables.qualitative import (
    agreement_by_code,
    assessors_agree,
    codebook,
    framework_matrix,
    people_by_age,
    sources_by_group,
)
from trailblazer.present.tables.reasons import reasons_ranked, recorded_reasons
from trailblazer.present.tables.scope import referral_flow, scope_by_round, unserved_by_need
from trailblazer.present.tables.scorecard import reached_by_phase, scorecard
from trailblazer.present.tables.staff import exits_by_destination, retention_at_risk
from trailblazer.present.tables.strategies import strategies
from trailblazer.present.tables.survey import agree_by_phase, choices, likert_answers
from trailblazer.present.tables.teams import (
    late_teams,
    milestone_sensitivity,
    time_use_otherwise,
    time_use_shares,
)
from trailblazer.present.tables.views import (
    awareness_counts,
    experience_counts,
    prominence_by_group,
    prominence_by_site,
    stances_by_round,
    views_by_code,
)
from trailblazer.present.tables.waits import waits_by_need
from trailblazer.present.tables.workforce import origins, vacancies

__all__ = [
    "agree_by_phase",
    "agreement_by_code",
    "answers_by_sector",
    "assessors_agree",
    "awareness_counts",
    "battery_answers",
    "battery_change",
    "battery_linked",
    "choices",
    "codebook",
    "contacts_by_month",
    "delivery_choices",
    "dispositions",
    "exits_by_destination",
    "experience_counts",
    "frame_and_respondents",
    "framework_matrix",
    "group_ratios",
    "holdings",
    "intake_by_cohort",
    "intake_by_site",
    "involvement_by_site",
    "involvement_by_stage",
    "item_nonresponse",
    "kept_by_phase",
    "late_teams",
    "likert_answers",
    "milestone_sensitivity",
    "origins",
    "outcome_rates",
    "people_by_age",
    "phase_gaps",
    "pooled_ratios",
    "prominence_by_group",
    "prominence_by_site",
    "rates_by_group",
    "reached_by_phase",
    "reasons_ranked",
    "recorded_reasons",
    "referral_flow",
    "representation",
    "retention_at_risk",
    "robustness",
    "scope_by_round",
    "scorecard",
    "seats_by_sector",
    "site_funnel",
    "sources_by_group",
    "stances_by_round",
    "strategies",
    "survey_facts",
    "survey_weights",
    "time_use_otherwise",
    "time_use_shares",
    "unserved_by_need",
    "vacancies",
    "views_by_code",
    "waits_by_need",
]

# Whoever takes one of these from here gets it under the disclosure policy that is in force.
_published.obey_all(locals(), __all__)
