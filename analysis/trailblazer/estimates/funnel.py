"""Sites on a funnel: which rates of support differ from the whole by more than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from trailblazer.data.suppression import withheld
from trailblazer.estimates.bootstrap import Floats
from trailblazer.estimates.counts import count
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.intervals import byar
from trailblazer.estimates.partial import joined, said

# Two standard deviations and three, as control charts have them: 1 in 20, and 1 in 500.
LEVELS = {"95": 0.95, "998": 0.998}
WINSORISED = 0.1
# Below this many sites the spread between them cannot be told.
FEWEST = 5
_KEYS = ["site_id", "period", "characteristic"]
NOBODY = "nobody is counted as supported"
TOO_FEW = "there are too few sites to tell how much they differ"
SITES = [
    "site_id", "people", "pupils", "rate", "z", "z_widened", "z_additive", "place",
    "place_widened",
]  # fmt: skip
LIMITS = ["pupils", *(f"{way}{end}_{level}" for way in ("", "wide_") for level in LEVELS
          for end in ("low", "high"))]  # fmt: skip


@dataclass(frozen=True)
class Funnel:
    """Each site's rate of support beside the rate of all sites together.

    ``rate`` is the rate of all sites, per 1,000 pupils. ``dispersion`` is how many times as
    variable sites are as chance alone would make them (phi; 1 is chance alone). ``between_sites``
    is the standard deviation of the sites' own rates that would explain it, as a share of the
    overall rate. ``beyond_95`` and ``beyond_998`` count sites outside the limits of chance alone;
    ``unusual`` those outside the 99.8% limits once these allow for the dispersion,
    ``unusual_additive`` the same with the spread between sites added to chance.

    Frames: ``sites`` (site_id, people, pupils, rate, z, z_widened, z_additive, place,
    place_widened), lowest rate first, a place being inside, low_95, high_95, low_998 or high_998;
    ``limits`` (pupils and the limits of the rate, by chance alone and widened for the dispersion).
    """

    rate: Estimate
    dispersion: Estimate
    between_sites: Estimate
    beyond_95: Estimate
    beyond_998: Estimate
    unusual: Estimate
    unusual_additive: Estimate
    sites: pd.DataFrame
    limits: pd.DataFrame


def supported_by_site(people_supported: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Everybody supported and all pupils of each site: ``site_id, people, pupils``.

    The groups of every characteristic add up to the same total; the fullest one is taken, because
    a characteristic with a count left out falls short. One with a count that is missing or withheld
    is no total and is passed over. People are summed over periods and pupils averaged. A site
    without either count is left out; where that is because every total has a part withheld, it is
    listed with a missing count, so that it can be said.
    """
    people, pupils = (_totals(table) for table in (people_supported, population))
    by_site = people.groupby("site_id")
    both = pd.DataFrame(
        {
            "people": by_site.sum().where(by_site.count() == by_site.size()),
            "pupils": pupils.groupby("site_id").mean(),
        }
    ).rename_axis("site_id")
    marked = {
        site
        for table in (people_supported, population)
        for site in table.loc[withheld(table, "people"), "site_id"]
    }
    listed = both.notna().all(axis=1) | both.index.isin(marked)
    return both[listed].reset_index()


def _totals(table: pd.DataFrame) -> pd.Series[float]:
    """The total of each site and period: of the fullest characteristic with no part missing."""
    groups = table.assign(people=table["people"].astype(float)).groupby(_KEYS, dropna=False)
    counts = groups["people"]
    whole = counts.sum().where(counts.count() == counts.size())
    return whole.groupby(["site_id", "period"], dropna=False).max()


def funnel(by_site: pd.DataFrame, *, confidence_level: float = 0.95) -> Funnel:
    """Set each site's rate beside what chance alone would give a site of its size.

    ``by_site`` has ``site_id, people, pupils``; a site with a count missing is left out and said to
    be. Counts are compared on the square root scale, on
    which chance is alike for all sizes; extreme sites are winsorised before the dispersion is
    taken. Sources: Spiegelhalter, Funnel plots for comparing institutional performance,
    Statistics in Medicine 24 (2005), for the limits; the same, Handling over-dispersion of
    performance indicators, Quality and Safety in Health Care 14 (2005), for the dispersion.
    """
    of, by_site = len(by_site), by_site.dropna()
    partly = said(of - len(by_site), of=of, units="sites")
    people, pupils = (np.asarray(by_site[c], dtype=np.float64) for c in ("people", "pupils"))
    if people.sum() == 0:
        return _no_funnel(partly or NOBODY)
    overall = float(people.sum() / pupils.sum())
    root_expected = np.sqrt(pupils * overall)
    z = 2 * (np.sqrt(people) - root_expected)
    few = len(by_site) < FEWEST
    phi = 1.0 if few else winsorised_dispersion(z)
    tau2 = 0.0 if few else between_variance(phi, 1 / (4 * root_expected**2))
    widened = z / np.sqrt(max(1.0, phi))
    additive = z / np.sqrt(1 + 4 * tau2 * root_expected**2)
    sites = by_site.assign(
        rate=1000 * people / pupils, z=z, z_widened=widened, z_additive=additive,
        place=places(z), place_widened=places(widened),
    )[SITES].sort_values(["rate", "site_id"], ignore_index=True)  # fmt: skip
    low, high = byar(round(people.sum()), level=confidence_level)
    note = joined(TOO_FEW if few else "", partly)
    return Funnel(
        rate=Estimate(
            label="Rate of support, all sites", value=1000 * overall,
            low=1000 * low / pupils.sum(), high=1000 * high / pupils.sum(), level=confidence_level,
            method="people supported per 1,000 pupils on roll, Byar's interval", unit="per_1000",
            n=round(people.sum()), denominator=round(pupils.sum()), population="sample",
            note=partly,
        ),
        dispersion=_of_sites("Dispersion", None if few else phi, "index", len(z), note),
        between_sites=_of_sites(
            "Spread between sites", None if few else 2 * float(np.sqrt(tau2)), "share", len(z), note
        ),
        beyond_95=_beyond("outside the 95% limits of chance alone", z, "95"),
        beyond_998=_beyond("outside the 99.8% limits of chance alone", z, "998"),
        unusual=_beyond("outside the 99.8% limits allowing for dispersion", widened, "998"),
        unusual_additive=_beyond("outside the 99.8% limits, spread added", additive, "998"),
        sites=sites,
        limits=_limits(pupils, overall, max(1.0, phi)),
    )  # fmt: skip


def winsorised_dispersion(z: Floats) -> float:
    """The mean square of z, the tenth at each end drawn in to the value at its border (phi)."""
    ends = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    return float(np.mean(np.clip(z, *ends) ** 2))


def between_variance(phi: float, within: Floats) -> float:
    """The variance between sites that explains a dispersion (tau squared), by moments.

    ``within`` is the variance of each site by chance. Source: DerSimonian and Laird (1986), with
    the winsorised dispersion in the place of Cochran's statistic, as Spiegelhalter (2005) has it.
    """
    weights, number = 1 / within, len(within)
    excess = number * phi - (number - 1)
    return max(0.0, float(excess / (weights.sum() - (weights**2).sum() / weights.sum())))


def places(z: Floats) -> list[str]:
    """Where each z lies: inside the limits, or below (low) or above (high) those of a level."""
    reach = {name: float(norm.ppf((1 + level) / 2)) for name, level in LEVELS.items()}
    side = np.where(z < 0, "low", "high")
    return [
        "inside" if abs(x) <= reach["95"] else f"{s}_{'998' if abs(x) > reach['998'] else '95'}"
        for x, s in zip(z, side, strict=True)
    ]


def _limits(pupils: Floats, overall: float, phi: float) -> pd.DataFrame:
    """Limits of the rate for sites from the smallest to the largest, and a little beyond."""
    sizes = np.linspace(0.85 * pupils.min(), 1.05 * pupils.max(), 60)
    columns = {"pupils": sizes}
    for way, inflated in (("", 1.0), ("wide_", phi)):
        for name, level in LEVELS.items():
            reach = float(norm.ppf((1 + level) / 2)) * np.sqrt(inflated) / 2
            for end, sign in (("low", -1), ("high", 1)):
                root = np.maximum(0.0, np.sqrt(sizes * overall) + sign * reach)
                columns[f"{way}{end}_{name}"] = 1000 * root**2 / sizes
    return pd.DataFrame(columns)[LIMITS]


def _beyond(words: str, z: Floats, level: str) -> Estimate:
    reach = float(norm.ppf((1 + LEVELS[level]) / 2))
    return count(
        f"Sites {words}", int((np.abs(z) > reach).sum()), of=len(z),
        about="organisations", method="funnel on the square root scale",
    )  # fmt: skip


def _of_sites(label: str, value: float | None, unit: str, sites: int, note: str) -> Estimate:
    return Estimate.model_validate(
        {
            "label": label, "value": value, "unit": unit, "n": sites, "population": "census",
            "method": "winsorised z on the square root scale (Spiegelhalter)", "note": note,
            "about": "organisations",
        }
    )  # fmt: skip


def _no_funnel(note: str) -> Funnel:
    method = "funnel on the square root scale"
    one = {
        name: nothing("Sites", "count", "census", method, note)
        for name in ("beyond_95", "beyond_998", "unusual", "unusual_additive")
    }
    return Funnel(
        rate=nothing("Rate of support, all sites", "per_1000", "sample", method, note),
        dispersion=nothing("Dispersion", "index", "census", method, note),
        between_sites=nothing("Spread between sites", "share", "census", method, note),
        **one,
        sites=pd.DataFrame(columns=SITES),
        limits=pd.DataFrame(columns=LIMITS),
    )
