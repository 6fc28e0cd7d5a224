"""Who was invited to a survey, with what is known of them whether they answered or not."""

from __future__ import annotations

import pandas as pd

from trailblazer.estimates.response import OUTSIDE

MARGINS = {
    "settings": ("phase", "free_school_meals", "region"),
    "key_informants": ("sector",),
}
# Shown beside the margins to tell whether weighting also mends what it was not told to mend.
CHECKED = {"settings": ("size",), "key_informants": ()}
THIRDS = ["lowest_third", "middle_third", "highest_third"]
UNKNOWN = "not_known"


def invited(
    population: str, cases: pd.DataFrame, settings: pd.DataFrame, sites: pd.DataFrame
) -> pd.DataFrame:
    """The frame of one round of either survey, with what it is weighted by."""
    if population == "settings":
        return invited_settings(cases, settings, sites)
    return invited_informants(cases)


def invited_settings(
    cases: pd.DataFrame, settings: pd.DataFrame, sites: pd.DataFrame
) -> pd.DataFrame:
    """The settings invited in one round: one row a case, margins as text.

    Columns ``case_id, disposition, site_id, phase, free_school_meals, region, size``. Free school
    meals and size are in thirds of the settings invited. Ineligible cases are left out.
    """
    columns = ["setting_id", "site_id", "phase", "pupils", "fsm_percent"]
    known = settings[columns].merge(sites[["site_id", "region"]], on="site_id", how="left")
    own = _eligible(cases)[["case_id", "disposition", "setting_id"]]
    frame = own.merge(known, on="setting_id")
    frame = frame.assign(
        free_school_meals=_thirds(frame["fsm_percent"]), size=_thirds(frame["pupils"])
    )
    return _as_text(frame, "settings").drop(columns=["pupils", "fsm_percent", "setting_id"])


def invited_informants(cases: pd.DataFrame) -> pd.DataFrame:
    """The people invited in one round: ``case_id, disposition, site_id, sector``, as text."""
    own = _eligible(cases)[["case_id", "disposition", "site_id", "sector"]]
    return _as_text(own.reset_index(drop=True), "key_informants")


def _eligible(cases: pd.DataFrame) -> pd.DataFrame:
    return cases[~cases["disposition"].isin(OUTSIDE)]


def _thirds(values: pd.Series[float]) -> pd.Series[str]:
    ranks = values.astype("float64").rank(pct=True)
    return pd.cut(ranks, [0, 1 / 3, 2 / 3, 1], labels=THIRDS).astype("object")


def _as_text(frame: pd.DataFrame, population: str) -> pd.DataFrame:
    margins = ["site_id", *MARGINS[population], *CHECKED[population]]
    return frame.assign(
        **{m: frame[m].astype("object").fillna(UNKNOWN).astype(str) for m in margins}
    )
