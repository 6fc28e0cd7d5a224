"""Tables of contacts: every month, other ways to compare them, and every phase of education."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.delivery import Delivery
from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.kept import Kept
from trailblazer.estimates.phase_gap import PhaseGap
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import (
    NOT_APPLICABLE,
    column,
    finish,
    limits,
    one_decimal,
    percent,
    ratio,
    whole,
)
from trailblazer.present.words import NO_LABELS, label, quoted

# How the two figures may be made otherwise, and their names among the evidence.
_CHOICES = {
    "As judged": ("rise", "kept"),
    "The same months a year on in place of those before": ("", "kept_later"),
    "Twice as many months on either side": ("rise_longer", "kept_longer"),
    "The month of the lockdown counted as after it": ("rise_with_event", "kept_with_event"),
    "Each team counted once, whatever its contacts": ("rise_mean", ""),
    "Contacts a month and not a weekday": ("", "kept_per_month"),
    "Teams and not sites drawn again for the limits": ("rise_teams", "kept_teams"),
}


def contacts_by_month(found: Delivery) -> Table | None:
    """Returns due and made, contacts, and how many of them were remote; ``None`` without any."""
    months = found.by_month
    if months.empty:
        return None
    return finish(
        {
            "Month": [f"{pd.Period(month, 'M'):%b %Y}" for month in months["month"]],
            "Returns due": column(months["due"], whole),
            "Returns made in full": column(months["returned"], whole),
            "Contacts": column(months["contacts"], whole),
            "Contacts a team and weekday": column(months["per_weekday"], one_decimal),
            "Remote (% of contacts)": column(months["remote_share"], percent),
        },
        "Contacts with children and young people, month by month. A return is due from each team "
        "from the month after it began, as the month in which it began may be only part of one; "
        "a return that was not made, or not in full, is left out and does not count as none.",
        data=months,
    )


def delivery_choices(found: Delivery) -> Table | None:
    """The rise in the remote share and the contacts kept up, each compared in several ways."""
    known = [e for e in (found.rise, found.kept) if e.level is not None]
    if not known:
        return None
    columns = {"How compared": list(_CHOICES)}
    for which, (name, unit) in enumerate((("Rise", "points"), ("Kept up", "%"))):
        made = [found.evidence.get(names[which]) for names in _CHOICES.values()]
        columns[f"{name} ({unit})"] = [_hundredth(e, "value") for e in made]
        columns[f"{name}: lower limit"] = [_hundredth(e, "low") for e in made]
        columns[f"{name}: upper limit"] = [_hundredth(e, "high") for e in made]
    return finish(
        columns,
        "The rise in the share of contacts that were remote, in percentage points, and contacts a "
        f"team and weekday after as a share of those before. Limits are those of a "
        f"{100 * (known[0].level or 0):g}% confidence interval.",
    )


def kept_by_phase(
    before: Kept, a_year_on: Kept, *, labels: Mapping[str, str] = NO_LABELS
) -> Table | None:
    """Contacts kept up by phase, against both baselines; ``None`` without contacts by phase."""
    rows = before.phases.merge(a_year_on.phases[["phase", "kept"]], on="phase", how="left",
                               suffixes=("", "_a_year_on"))  # fmt: skip
    if rows.empty:
        return None
    return finish(
        {
            "Phase": [label(phase, labels) for phase in rows["phase"]],
            "Teams compared": column(rows["teams"], whole),
            "Contacts before": column(rows["baseline"], whole),
            "Contacts after": column(rows["after"], whole),
            "Kept up (% of before)": column(rows["kept"], percent),
            "Kept up (% of the same months a year on)": column(rows["kept_a_year_on"], percent),
            "Kept up beside all other phases, against before (ratio)": column(
                rows["beside"], ratio
            ),
            **limits(rows["beside_low"], rows["beside_high"], before.level, ratio),
        },
        "Contacts kept up by phase of education, for each team and weekday. The ratio sets what a "
        "phase kept of the months before the lockdown beside what all other phases of the same "
        "teams kept of them; limits are those of the ratio, for one phase by itself.",
        data=rows,
    )


def phase_gaps(gap: PhaseGap, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """How far each phase lies from all other settings in the share agreeing."""
    if gap.phases.empty:
        return None
    rows = gap.phases
    return finish(
        {
            "Phase": [label(phase, labels) for phase in rows["phase"]],
            "Difference from all other settings (percentage points)": column(rows["gap"], _points),
            **limits(rows["low"], rows["high"], gap.level, _points),
            "Number of answers": column(rows["n"], whole),
        },
        f"Share agreeing with {quoted(gap.question)} in each phase of education, less that in all "
        "other settings. Limits are for one phase by itself.",
        data=rows,
    )


def _hundredth(found: Estimate | None, part: str) -> str:
    """A share or a difference of shares in hundredths; one that this way cannot give says so."""
    value = None if found is None else getattr(found, part)
    return NOT_APPLICABLE if value is None else _points(value)


def _points(difference: float) -> str:
    return f"{100 * difference:.0f}"
