"""Tables of access: people supported, rates, ratios and representation by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from trailblazer.estimates.equity import Disparity
from trailblazer.findings.numbers import number
from trailblazer.present.exhibit import Table
from trailblazer.present.groups import group_name, references, together
from trailblazer.present.tables.cells import (
    column,
    finish,
    limits,
    one_decimal,
    percent_to_one_decimal,
    ratio,
    whole,
)
from trailblazer.present.words import NO_LABELS, counted, inside, joined

_SAME_NEED = "Need was taken to be the same in every group."


def rates_by_group(*disparities: Disparity, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Each group's rate with limits, the comparison group first; ``None`` without a denominator."""
    held = [d for d in disparities if not d.rates.empty]
    if not held:
        return None
    rows = _stacked([d.rates for d in held], held)
    return finish(
        {
            "Group": _names(rows, labels),
            "People supported": column(rows["people"], whole),
            "Pupils on roll": column(rows["population"], whole),
            "Supported per 1,000": column(rows["rate"], one_decimal),
            **limits(rows["low"], rows["high"], held[0].ratio.level, one_decimal),
        },
        f"People supported by group. Limits are those of the rate (Byar). {_unknown(held)}",
        data=rows,
    )


def group_ratios(*disparities: Disparity, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Each group's ratio to the comparison group, with limits and the corrected p.

    Both as recorded and allowing for need, with the need that was taken, or once where need is
    taken to be the same in every group, which the caption then says.
    """
    held = [d for d in disparities if not d.ratios.empty]
    if not held:
        return None
    rows = _stacked([d.ratios for d in held], held)
    need = any(d.need_differs for d in held)
    crude = {
        "Rate ratio as recorded": column(rows["ratio"], ratio),
        "Need taken to be (times)": column(rows["need"], ratio),
    }
    judged = "Rate ratio allowing for need" if need else "Rate ratio"
    compared = sum(d.comparisons for d in held)
    of_need = _of_need(held) if need else _SAME_NEED
    return finish(
        {
            "Group": _names(rows, labels),
            **(crude if need else {}),
            judged: column(rows["adjusted"], ratio),
            **limits(
                rows["adjusted_low"], rows["adjusted_high"], held[0].ratio_adjusted.level, ratio
            ),
            "Corrected p": column(rows["p_adjusted"], p_value),
        },
        f"Each group against {references(held, labels)}, compared within sites. {of_need} "
        f"{counted(compared, 'comparison')} made; p corrected for the number of groups of a "
        "characteristic (Benjamini and Hochberg).",
        data=rows,
    )


def representation(*disparities: Disparity, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Each group's part of those supported beside its part of the pupils."""
    held = [d for d in disparities if not d.representation.empty]
    if not held:
        return None
    rows = _stacked([d.representation for d in held], held)
    level = held[0].ratio.level
    of_share = limits(rows["share_low"], rows["share_high"], level, percent_to_one_decimal)
    of_ratio = limits(rows["low"], rows["high"], level, ratio)
    return finish(
        {
            "Group": _names(rows, labels),
            "Of those supported (%)": column(rows["share_supported"], percent_to_one_decimal),
            **{f"{name} (%)": cells for name, cells in of_share.items()},
            "Of pupils (%)": column(rows["share_population"], percent_to_one_decimal),
            "Representation ratio": column(rows["ratio"], ratio),
            **{f"{name} of the ratio": cells for name, cells in of_ratio.items()},
        },
        "Each group's part of those supported (Wilson limits) beside its part of all pupils. A "
        "ratio of 1 is a part as large as among pupils; its limits come from drawing whole sites "
        f"again. {_unknown(held)}",
        data=rows,
    )  # fmt: skip


def pooled_ratios(*disparities: Disparity, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """The groups compared of each characteristic, taken together, by way of reckoning."""
    held = [d for d in disparities if d.ratio.value is not None]
    if not held:
        return None
    ways = {
        "As recorded": "ratio",
        "Allowing for need": "ratio_adjusted",
        "Needs differing half as much": "ratio_half_need",
        "Unknown like the others": "ratio_as_known",
        "Unknown like the pupils": "ratio_as_pupils",
    }
    rows = pd.DataFrame(
        [
            {"characteristic": d.characteristic, **{w: getattr(d, w).value for w in ways.values()}}
            for d in held
        ]
    )
    return finish(
        {
            "Group": [together(d, labels) for d in held],
            **{name: column(rows[way].astype(float), ratio) for name, way in ways.items()},
        },
        f"Rate ratio against {references(held, labels)}, under other choices. All but the first "
        "allow for need.",
        data=rows,
    )


def _of_need(held: Sequence[Disparity]) -> str:
    """Which ratio the limits belong to, and where the set says that the needs come from."""
    sources = sorted({inside(source.rstrip(".")) for d in held for source in d.need_sources})
    from_where = f" Source of the needs: {'; '.join(sources)}." if sources else ""
    return f"Limits and p are those of the ratio allowing for need.{from_where}"


def p_value(p: float) -> str:
    """A p in words that fit a cell."""
    return "less than 0.001" if p < 0.001 else f"{p:.3f}"


def _stacked(frames: Sequence[pd.DataFrame], held: Sequence[Disparity]) -> pd.DataFrame:
    parts = [f.assign(characteristic=d.characteristic) for f, d in zip(frames, held, strict=True)]
    return pd.concat(parts, ignore_index=True)


def _names(rows: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
    pairs = zip(rows["characteristic"], rows["group"], strict=True)
    return [group_name(characteristic, group, labels) for characteristic, group in pairs]


def _unknown(held: Sequence[Disparity]) -> str:
    shares = [number(d.unknown_share.value, "share") for d in held]
    if len(held) == 1:
        return f"The group was not known for {shares[0]} of those supported, who are left out."
    each = [f"{s} ({inside(together(d, {}))})" for s, d in zip(shares, held, strict=True)]
    return f"The group was not known for {joined(each)} of those supported, who are left out."
