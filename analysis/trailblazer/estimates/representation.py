"""Representation: a group's part of those supported beside its part of all pupils."""

from __future__ import annotations

import numpy as np
import pandas as pd

from trailblazer.estimates.bootstrap import Floats, over_clusters
from trailblazer.estimates.intervals import wilson

REPRESENTATION = [
    "group", "people", "share_supported", "share_low", "share_high", "share_population",
    "ratio", "low", "high",
]  # fmt: skip


def representation(
    cells: pd.DataFrame, order: list[str], *, level: float, resamples: int, seed: int
) -> pd.DataFrame:
    """One row a group, in the order given; those of unknown group are in neither part.

    ``share_supported`` (of those supported) has Wilson's interval; ``share_population`` is of all
    pupils, who were counted. ``ratio`` is the one over the other: below 1, fewer of the group
    were supported than its part of the pupils. Its limits come from drawing whole sites again
    (BCa), because who is supported is alike within a site; they are missing with one site.
    ``cells`` has ``site_id, group, people, pupils``.
    """
    people, pupils = (
        cells.pivot(index="site_id", columns="group", values=name).fillna(0.0)
        for name in ("people", "pupils")
    )
    rows = []
    for group in (g for g in order if g in set(cells["group"])):
        parts = [
            np.asarray(part, dtype=np.float64)
            for counts in (people, pupils)
            for part in (counts[group], counts.to_numpy().sum(axis=1))
        ]
        own, everybody, theirs, all_pupils = (float(part.sum()) for part in parts)
        if everybody == 0:
            continue
        limits = over_clusters(parts, _ratio, level=level, resamples=resamples, seed=seed)
        rows.append(
            [
                group, own, own / everybody, *wilson(round(own), round(everybody), level=level),
                theirs / all_pupils, float(_ratio(*(part.sum() for part in parts))),
                *(limits or (np.nan, np.nan)),
            ]
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=REPRESENTATION)
    return frame.astype(dict.fromkeys(REPRESENTATION[1:], float)).astype({"people": int})


def _ratio(own: Floats, everybody: Floats, pupils: Floats, all_pupils: Floats) -> Floats:
    """Share of those supported over share of pupils, elementwise; 0 where a draw has no pupils."""
    below = np.asarray(everybody * pupils, dtype=np.float64)
    above = np.asarray(own * all_pupils, dtype=np.float64)
    return np.divide(above, below, out=np.zeros_like(below), where=below > 0)
