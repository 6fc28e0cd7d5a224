"""Agreement between coders code by code and theme by theme, with the uncertainty of each figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from trailblazer.estimates.agreement import alpha_of, alpha_parts, double_coded_share
from trailblazer.estimates.bootstrap import Floats
from trailblazer.estimates.counts import count
from trailblazer.estimates.estimate import Estimate, nothing
from trailblazer.estimates.jackknife import jackknife
from trailblazer.estimates.two_raters import NEVER_VARIED, NO_PAIR, TwoRaters, two_raters

ALPHA = "Krippendorff's alpha, nominal; jackknife over units"
FIGURES = ("same", "kappa", "kappa_low", "kappa_high", "alpha", "alpha_low", "alpha_high")


@dataclass(frozen=True)
class CodeAgreement:
    """How far coders agreed, for every code, for every theme, and in all.

    ``by_code`` (code_id, name, theme) and ``by_theme`` (theme) have a row each, in alphabetical
    order, with ``units`` judged by two or more, ``prevalence`` (the share of judgements that gave
    the code), and ``same, kappa, kappa_low, kappa_high, alpha, alpha_low, alpha_high``. The unit
    is one segment judged for one code. ``same`` and ``kappa`` are of the two coders with most
    units in common, ``alpha`` of all coders.
    """

    by_code: pd.DataFrame
    by_theme: pd.DataFrame
    overall: TwoRaters
    alpha: Estimate
    codes: Estimate
    units: Estimate
    double_coded: Estimate


def code_agreement(
    double_codings: pd.DataFrame,
    codes: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    confidence_level: float = 0.95,
) -> CodeAgreement:
    """Agreement on every code that two or more people judged apart.

    Intervals are by the jackknife over units: each segment is left out once.
    """
    judged = double_codings.dropna(subset=["applied"])
    wide = judged.pivot(index=["code_id", "unit_id"], columns="coder_id", values="applied")
    wide = wide[wide.notna().sum(axis=1) >= 2].astype("boolean")
    themes = theme_of(codes)
    names = dict(zip(codes["code_id"], codes["name"], strict=True))
    code = wide.index.get_level_values("code_id")
    by_code = _each(wide, pd.Index(code, name="code_id"), confidence_level)
    theme = pd.Index(code.map(lambda c: themes.get(c, c)).map(lambda c: names.get(c, c)))
    by_theme = _each(wide, theme.rename("theme"), confidence_level)
    by_code.insert(1, "name", by_code["code_id"].map(lambda c: names.get(c, c)))
    by_code.insert(
        2, "theme", by_code["code_id"].map(lambda c: names.get(themes.get(c, c), themes.get(c, c)))
    )
    units = wide.index.get_level_values("unit_id").nunique()
    return CodeAgreement(
        by_code=by_code.sort_values(["theme", "name"], ignore_index=True),
        by_theme=by_theme,
        overall=two_raters(wide, [True, False], confidence_level=confidence_level),
        alpha=alpha(wide, confidence_level=confidence_level),
        codes=count(
            "Codes judged twice",
            len(by_code),
            of=len(by_code),
            method="codes with units",
            about="organisations",
        ),
        units=count(
            "Segments judged twice",
            units,
            of=units,
            method="segments judged by two",
            about="organisations",
        ),
        double_coded=double_coded_share(double_codings, sources),
    )


def alpha(judged: pd.DataFrame, *, confidence_level: float) -> Estimate:
    """Alpha of a table with a row a unit and a column a rater, gaps allowed.

    Source: Krippendorff, Content Analysis (2018), chapter 12; the interval is by the jackknife.
    """
    given = judged.stack().dropna()
    tally = given.groupby(level=list(range(judged.index.nlevels))).value_counts()
    parts = alpha_parts(tally.unstack(fill_value=0)) if len(given) else pd.DataFrame()
    if parts.empty:
        return nothing("Alpha", "index", "sample", ALPHA, NO_PAIR)
    columns = [np.asarray(parts[name], dtype=np.float64) for name in parts.columns]
    if sum(column.sum() > 0 for column in columns[1:]) == 1:
        return Estimate(
            label="Alpha", value=None, unit="index", n=len(parts), population="sample",
            about="organisations", method=ALPHA, note=NEVER_VARIED,
        )  # fmt: skip
    value = float(alpha_of(*(column.sum() for column in columns)))
    left_out: Floats = alpha_of(*(column.sum() - column for column in columns))
    found = jackknife(
        value, left_out, np.ones(len(parts)), level=confidence_level, lowest=-1.0, highest=1.0
    )
    low, high = found or (None, None)
    return Estimate(
        label="Alpha", value=value, low=low, high=high, level=confidence_level if found else None,
        unit="index", n=len(parts), population="sample", about="organisations", method=ALPHA,
    )  # fmt: skip


def theme_of(codes: pd.DataFrame) -> dict[str, str]:
    """The theme of every code: the code at the top of those it belongs under."""
    below = codes.dropna(subset=["parent_id"])
    parents = dict(zip(below["code_id"], below["parent_id"], strict=True))
    return {code: _top(code, parents) for code in codes["code_id"]}


def _top(code: str, parents: Mapping[str, str]) -> str:
    seen = {code}
    while code in parents and parents[code] not in seen:
        code = parents[code]
        seen.add(code)
    return code


def _each(wide: pd.DataFrame, by: pd.Index[str], level: float) -> pd.DataFrame:
    """A row for every value of ``by``, with all figures; missing where there is none."""
    rows = [
        {str(by.name): value, **_figures(part, level)}
        for value, part in wide.groupby(by.to_numpy(), sort=True)
    ]
    columns = [str(by.name), "units", "prevalence", *FIGURES]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(FIGURES, float))


def _figures(part: pd.DataFrame, level: float) -> dict[str, float | int | None]:
    pair = two_raters(part, [True, False], confidence_level=level)
    of_all = alpha(part, confidence_level=level)
    return {
        "units": len(part),
        "prevalence": float(part.stack().dropna().astype(float).to_numpy().mean()),
        "same": pair.same.value,
        "kappa": pair.kappa.value,
        "kappa_low": pair.kappa.low,
        "kappa_high": pair.kappa.high,
        "alpha": of_all.value,
        "alpha_low": of_all.low,
        "alpha_high": of_all.high,
    }
