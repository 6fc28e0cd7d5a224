"""Rates of support by group, and their ratios."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.recovering.subject import Case, How, Made, Subject, Totals, Truths
from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.reach import expected_by_site
from trailblazer.data.synthesise.recipe import Recipe
from trailblazer.estimates.equity import Disparity, disparity

COUNTS, SITES = "the chance behind the counts", "all such sites"
SEVERAL = "several groups are compared, so their limits are Bonferroni's"
MIXED = "a site's share is a draw among its own pupils, which varies less than Wilson assumes"
COMPARED = {
    "sen": "no", "neurodiversity": "no", "ethnicity": "white", "circumstances": "none_of_these",
    "fsm": "not_eligible",
}  # fmt: skip
RATIOS = ("ratio", "ratio_adjusted", "ratio_half_need", "ratio_as_known")


def _expected(made: Made) -> pd.DataFrame:
    """Pupils by site and group, with their need and how many are expected to be supported."""
    recipe = made.recipe.reach
    sites = expected_by_site(recipe, made.tables, made.again("reach"))
    rows = made.tables["population"].merge(sites[["site_id", "expected"]], on="site_id")
    parts = []
    for name, own in rows.groupby("characteristic"):
        rates = recipe.relative_rates.get(str(name), {})
        weight = own["people"] * draws.looked_up(rates, own["group"], 1)
        share = weight / weight.groupby(own["site_id"]).transform("sum")
        known = own["expected"] * (1 - recipe.not_recorded[str(name)])
        parts.append(own.assign(supported=known * share, need=own["people"] * own["relative_need"]))
    return pd.concat(parts).assign(half=lambda d: (d["people"] + d["need"]) / 2)


def _pooled(cells: pd.DataFrame, groups: list[str], reference: str, base: str) -> float:
    """The Mantel-Haenszel ratio of expected counts."""
    own, other = (
        cells[cells["group"].isin(names)].groupby("site_id")[["supported", base]].sum()
        for names in (groups, [reference])
    )
    total = own[base] + other[base]
    above = (own["supported"] * other[base] / total).sum()
    return float(above / (other["supported"] * own[base] / total).sum())


def _reach_totals(made: Made) -> Totals:
    """What the ratios over all such sites rest on: sums of expected counts."""
    totals: Totals = {}
    for name, cells in _expected(made).groupby("characteristic"):
        reference = COMPARED.get(str(name))
        if reference is None:
            continue
        sums = cells.groupby(["site_id", cells["group"] == reference])[["supported", "need"]].sum()
        own, other = (sums.xs(key, level="group") for key in (False, True))
        total = own["need"] + other["need"]
        totals[f"{name}.above"] = float((own["supported"] * other["need"] / total).sum())
        totals[f"{name}.below"] = float((other["supported"] * own["need"] / total).sum())
        of_group = cells.groupby("group")[["supported", "people"]].sum()
        for group, row in of_group.iterrows():
            totals |= {f"{name}.{group}.{k}": float(row[k]) for k in ("supported", "people")}
    return totals


def _reach_truths(recipe: Recipe, totals: Totals) -> dict[str, float]:
    truths = {}
    for name in COMPARED:
        truths[f"{name}.over_sites"] = totals[f"{name}.above"] / totals[f"{name}.below"]
        groups = list(recipe.reach.groups[name])
        sums = {
            k: np.array([totals[f"{name}.{g}.{k}"] for g in groups])
            for k in ("supported", "people")
        }
        part = {k: values / values.sum() for k, values in sums.items()}
        ratios = part["supported"] / part["people"]
        truths |= {f"{name}.{g}.share": r for g, r in zip(groups, ratios, strict=True)}
    return truths


def _reach_cases(made: Made, truths: Truths, how: How) -> Iterator[Case]:
    supported, expected = made.take("people_supported", "population"), _expected(made)
    for name, reference in COMPARED.items():
        found = disparity(
            **supported, characteristic=name, reference=reference, **how.drawn(made.seed)
        )
        cells = expected[expected["characteristic"] == name]
        yield from _ratios(name, found, cells, truths[f"{name}.over_sites"])
        yield from _by_group(name, found, cells, truths)


def _ratios(name: str, found: Disparity, cells: pd.DataFrame, over: float) -> Iterator[Case]:
    groups = sorted(set(cells["group"]) - {found.reference})
    bases = {"ratio": "people", "ratio_adjusted": "need", "ratio_half_need": "half"}
    for way in RATIOS:
        truth = _pooled(cells, groups, found.reference, bases.get(way, "need"))
        yield Case(f"{name}: {way}", getattr(found, way), truth, COUNTS)
    yield Case(f"{name}: ratio_over_sites", found.ratio_over_sites, over, SITES)
    singly = [_pooled(cells, [group], found.reference, "need") for group in groups]
    wide = SEVERAL if len(groups) > 1 else ""
    yield Case(f"{name}: lowest", found.lowest, min(singly), COUNTS, wide)


def _by_group(name: str, found: Disparity, cells: pd.DataFrame, truths: Truths) -> Iterator[Case]:
    """What the tables show of each group: rate, ratio, and part of those supported."""
    sums = cells.groupby("group")[["supported", "people"]].sum()
    every = sums["supported"].sum()
    shown = found.representation.set_index("group")
    ratios = found.ratios.set_index("group")
    for group, row in sums.iterrows():
        rate = found.rate[str(group)]
        truth = 1000 * row["supported"] / row["people"]
        yield Case(f"{name}, {group}: rate", rate, truth, COUNTS)
        of = shown.loc[group]
        part = _like(rate, of["share_supported"], of["share_low"], of["share_high"])
        yield Case(f"{name}, {group}: share", part, row["supported"] / every, COUNTS, MIXED)
        beside = _like(rate, of["ratio"], of["low"], of["high"])
        target = truths[f"{name}.{group}.share"]
        yield Case(f"{name}, {group}: part beside pupils'", beside, target, SITES)
        if group in ratios.index:
            r = ratios.loc[group]
            own = _like(rate, r["adjusted"], r["adjusted_low"], r["adjusted_high"])
            alone = _pooled(cells, [str(group)], found.reference, "need")
            yield Case(f"{name}, {group}: ratio_adjusted", own, alone, COUNTS)


def _like(estimate, value, low, high):
    return estimate.model_copy(update={"value": value, "low": low, "high": high})


REACH = Subject("reach", ("places", "reach"), _reach_cases, _reach_truths, _reach_totals)
