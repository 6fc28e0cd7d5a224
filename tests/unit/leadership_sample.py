"""Small made-up results of who had a say, for tests of figures and tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from charts_sample import estimate

from trailblazer.estimates.answers import SCALE
from trailblazer.estimates.involvement import Involvement, involvement
from trailblazer.estimates.seats import Seats, seats
from trailblazer.estimates.sectors import Sectors


def made_involvement(*cases: tuple[str, str, str, str | None, str | None]) -> Involvement:
    """Site, group, stage, level planned and level found, a row a case."""
    rows = pd.DataFrame(
        cases, columns=["site_id", "group", "stage", "intended", "achieved"], dtype="str"
    )
    sites = pd.DataFrame({"site_id": sorted({case[0] for case in cases})}, dtype="str")
    return involvement(rows, sites, resamples=99, seed=1)


def made_seats(*held: tuple[str, int, int, bool | None]) -> Seats:
    """Sector, seats held, chairs among them, and whether they have a vote; in one body a site."""
    rows = [
        (f"S{i % 3:02d}", f"B{i % 3}", sector, i < chairs, voting)
        for sector, number, chairs, voting in held
        for i in range(number)
    ]
    frame = pd.DataFrame(rows, columns=["site_id", "body_id", "sector", "chair", "voting"])
    frame = frame.astype({"site_id": "str", "sector": "str", "chair": "boolean"})
    sites = pd.DataFrame({"site_id": ["S00", "S01", "S02"]}, dtype="str")
    return seats(frame.astype({"voting": "boolean"}), sites)


def made_sectors(*answers: tuple[str, int, Sequence[float]]) -> Sectors:
    """Sector, answers, and shares in the order of the scale."""
    rows = [
        (sector, n, *shares, max(0, sum(shares[3:]) - 0.1), min(1, sum(shares[3:]) + 0.1))
        for sector, n, shares in answers
    ]
    return Sectors(
        question="Leadership is shared.",
        agree_outside=estimate(0.2, half=0.1),
        disagree_outside=estimate(0.7, half=0.1),
        disagree_inside=estimate(0.4, half=0.1),
        disagree_unweighted=estimate(0.6, half=0.05),
        by_sector=pd.DataFrame(rows, columns=["sector", "n", *SCALE, "low", "high"]),
    )
