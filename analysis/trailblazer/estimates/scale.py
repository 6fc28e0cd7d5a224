"""Shares of the answers on a five-point scale, from respondents who have been weighted."""

from __future__ import annotations

import pandas as pd
from statsmodels.stats.weightstats import DescrStatsW

from trailblazer.estimates.designs import Share, Weighted
from trailblazer.estimates.estimate import Estimate, Unit, nothing
from trailblazer.estimates.intervals import Interval, of_balance, wilson

SHARE = (
    "weighted share; Korn-Graubard interval that allows for each answer's chance, the wider one of "
    "sites as clusters and respondents alone"
)
NET = (
    "weighted share agreeing minus share disagreeing, same design; t interval on the logit scale "
    "of the way from all against to all for"
)
PLAIN = "share of those who answered the item, Wilson interval"
PLAIN_NET = "share agreeing minus share disagreeing of those who answered the item; t interval"
BY_PHASE = {"phase": str, "n": int, "value": float, "low": float, "high": float}


def shares(weighted: Weighted, placed: pd.DataFrame, level: float) -> dict[str, Estimate]:
    """Agree, disagree and their difference, weighted and not, by the names of their fields."""
    agree, disagree = (weighted.share(c, level=level) for c in ("agree", "disagree"))
    net, even = weighted.mean("net", level=level)
    ends = of_balance(net, (even[1] - even[0]) / 2)
    plain, n = int(placed["agree"].sum()), len(placed)
    # Without any variation the t interval has no width, which would claim too much.
    varied = placed["net"].nunique() > 1
    plain_net = DescrStatsW(placed["net"].to_numpy())
    plain_ends = _pair(plain_net.tconfint_mean(alpha=1 - level)) if varied else None
    return {
        "agree": written("Agree", agree, level),
        "disagree": written("Disagree", disagree, level),
        "net": written(
            "Agree minus disagree", Share(net, ends if varied else None, n), level, "points", NET
        ),
        "agree_unweighted": written(
            "Agree, unweighted", Share(plain / n, wilson(plain, n, level=level), n), level,
            method=PLAIN, weighted=False,
        ),
        "net_unweighted": written(
            "Agree minus disagree, unweighted", Share(float(plain_net.mean), plain_ends, n), level,
            "points", PLAIN_NET, weighted=False,
        ),
    }  # fmt: skip


def no_shares() -> dict[str, Estimate]:
    """The same when nobody answered."""
    return {
        "agree": nothing("Agree", "share", "sample", SHARE),
        "disagree": nothing("Disagree", "share", "sample", SHARE),
        "net": nothing("Agree minus disagree", "points", "sample", NET),
        "agree_unweighted": nothing("Agree, unweighted", "share", "sample", PLAIN),
        "net_unweighted": nothing(
            "Agree minus disagree, unweighted", "points", "sample", PLAIN_NET
        ),
    }


def by_phase(weighted: Weighted, placed: pd.DataFrame, level: float) -> pd.DataFrame:
    """The share agreeing in each phase: ``phase, n, value, low, high``; empty without phases."""
    if "phase" not in placed:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in BY_PHASE.items()})
    missing = (float("nan"), float("nan"))
    rows = [
        (phase, share.n, share.value, *(share.interval or missing))
        for phase, share in sorted(weighted.shares("agree", "phase", level=level).items())
        if share.n
    ]
    return pd.DataFrame(rows, columns=list(BY_PHASE))


def written(
    label: str,
    found: Share,
    level: float,
    unit: Unit = "share",
    method: str = SHARE,
    *,
    weighted: bool = True,
) -> Estimate:
    """A weighted figure as an estimate of a sample."""
    low, high = found.interval or (None, None)
    return Estimate(
        label=label, value=found.value, low=low, high=high,
        level=level if found.interval else None, method=method, unit=unit, n=found.n,
        population="sample", weighted=weighted,
    )  # fmt: skip


def _pair(ends: tuple[float, float]) -> Interval:
    return float(ends[0]), float(ends[1])
