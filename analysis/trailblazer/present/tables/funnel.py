"""The table behind a funnel plot: each site's rate and where it lies."""

from __future__ import annotations

from collections.abc import Mapping

from trailblazer.estimates.funnel import Funnel
from trailblazer.findings.numbers import number
from trailblazer.present.exhibit import Table
from trailblazer.present.groups import PLACES
from trailblazer.present.left_out import also
from trailblazer.present.tables.cells import column, finish, one_decimal, whole
from trailblazer.present.words import NO_LABELS, counted, label, times


def site_funnel(found: Funnel, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Each site's rate, and where it lies by chance alone and allowing for dispersion."""
    # In the order of their ids: a list from worst to best is what a funnel plot is there to avoid.
    rows = found.sites.sort_values("site_id", ignore_index=True)
    if rows.empty or found.dispersion.value is None:
        return None
    spread = number(found.between_sites.value, "share")
    return finish(
        {
            "Site": [label(site, labels) for site in rows["site_id"]],
            "People supported": column(rows["people"], whole),
            "Pupils on roll": column(rows["pupils"], whole),
            "Supported per 1,000": column(rows["rate"], one_decimal),
            "By chance alone": [PLACES[place] for place in rows["place"]],
            "Allowing for dispersion": [PLACES[place] for place in rows["place_widened"]],
        },
        f"Rate of support at {counted(len(rows), 'site')}, and whether it lies "
        "beyond the 95% or 99.8% limits of the funnel. The variance of sites is "
        f"{times(found.dispersion.value)} what chance alone would make it (a standard deviation "
        f"between sites of {spread} of the overall rate).{also(found.rate)}",
        words=("By chance alone", "Allowing for dispersion"),
        data=rows,
    )
