"""Whether teams switched to working remotely, and kept up their contacts, after an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import pandas as pd

from trailblazer.estimates.counts import count, share
from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.sides import SITES, SUMS, TEAMS, How, compared, drawn, ratio
from trailblazer.estimates.team_months import (
    Windows,
    by_month,
    returns_withheld,
    team_months,
    windows,
)

SHARE = "remote contacts as a share of all contacts of the teams compared; BCa bootstrap over "
RISE = (
    "share of contacts that were remote after, minus before, in the same teams; BCa bootstrap over "
)
MEANS = "mean over teams of the remote share after minus before; BCa bootstrap over "
KEPT = (
    "contacts a team and {per} after, as a share of the baseline, in the same teams; BCa bootstrap "
    "over "
)


@dataclass(frozen=True)
class Delivery:
    """How contacts took place before and after an event, in the teams that returned both.

    ``before`` and ``after`` are the shares of contacts that were remote, ``rise`` their difference.
    ``kept`` compares contacts a team and weekday after with before, ``kept_later`` with the same
    months a year on. ``mostly_remote`` counts teams, ``coverage_before`` and ``coverage_after``
    returns made of those due, ``compared`` the teams that could be compared. ``otherwise`` has the
    same estimated in other defensible ways, by name; ``by_month`` every month.
    """

    lockdown: pd.Timestamp
    windows: Windows
    before: Estimate
    after: Estimate
    rise: Estimate
    kept: Estimate
    kept_later: Estimate
    mostly_remote: Estimate
    coverage_before: Estimate
    coverage_after: Estimate
    compared: Estimate
    began_since: Estimate
    otherwise: Mapping[str, Estimate]
    by_month: pd.DataFrame

    @property
    def evidence(self) -> dict[str, Estimate]:
        """Every estimate by the name that the register uses, to conclude a claim with."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        own = {name: value for name, value in values.items() if isinstance(value, Estimate)}
        return {**own, **self.otherwise}


def delivery(
    contacts: pd.DataFrame,
    teams: pd.DataFrame,
    *,
    lockdown: str,
    months: int,
    mostly: float = 0.5,
    confidence_level: float = 0.95,
    resamples: int = 2000,
    seed: int,
) -> Delivery:
    """Compare the ``months`` before the month of ``lockdown`` (a day) with those after it.

    Only teams that returned at least one month on each side are compared, so that a team that
    began later cannot pass for a change. Shares are of contacts, so a busy month weighs more than
    a quiet one. Contacts are set beside the weekdays of the months returned. A team is mostly
    remote when at least ``mostly`` of its contacts after the event were. Whole sites are drawn
    again for the intervals: teams of a site share settings and an employer.
    """
    due = team_months(contacts, teams)
    how = How(confidence_level, resamples, seed, returns_withheld(contacts))
    near, far = windows(lockdown, months), windows(lockdown, 2 * months)
    pairs = compared(due, near.before, near.after)
    shares = [_remote(pairs, side, how) for side in (0, 1)]
    return Delivery(
        lockdown=pd.Timestamp(lockdown),
        windows=near,
        before=shares[0],
        after=shares[1],
        rise=_rise(pairs, how),
        kept=_kept(pairs, how),
        kept_later=_kept(compared(due, near.later, near.after), how, ", beside a year on"),
        mostly_remote=_mostly_remote(due, near.after, mostly),
        coverage_before=_coverage("before", due, near.before),
        coverage_after=_coverage("after", due, near.after),
        compared=share(
            "Teams compared", len(pairs), of=len(teams) if len(due) else 0,
            about="organisations", method="share of funded teams with a return on both sides",
            note=returns_withheld(contacts),
        ),
        began_since=_began_since(due, teams, near.before),
        otherwise=_otherwise(due, near, far, str(pd.Period(lockdown, "M")), how),
        by_month=by_month(contacts, due),
    )  # fmt: skip


def _remote(pairs: pd.DataFrame, side: int, how: How) -> Estimate:
    columns = [f"remote_{side}", f"contacts_{side}"]
    label = f"Remote share of contacts {'after' if side else 'before'}"
    return drawn(label, "share", SHARE, pairs, columns, ratio, how, needs=columns[1:])


def _rise(pairs: pd.DataFrame, how: How, said: str = "", cluster: str = SITES) -> Estimate:
    return drawn(
        f"Rise in the remote share{said}", "points", RISE, pairs,
        ["remote_1", "contacts_1", "remote_0", "contacts_0"],
        lambda r1, c1, r0, c0: ratio(r1, c1) - ratio(r0, c0),
        how, needs=["contacts_0", "contacts_1"], cluster=cluster,
    )  # fmt: skip


def _rise_of_teams(pairs: pd.DataFrame, how: How) -> Estimate:
    """Each team counts once, however many contacts it has; those without any have no share."""
    some = pairs[(pairs["contacts_0"] > 0) & (pairs["contacts_1"] > 0)]
    after, before = (some[f"remote_{side}"] / some[f"contacts_{side}"] for side in (1, 0))
    each = some.assign(rise=after - before, one=1.0)
    return drawn(
        "Rise in the remote share, each team counted once", "points", MEANS, each,
        ["rise", "one"], ratio, how, needs=["one"],
    )  # fmt: skip


def _kept(
    pairs: pd.DataFrame, how: How, said: str = "", *, per: str = "weekdays", cluster: str = SITES
) -> Estimate:
    return drawn(
        f"Contacts kept up{said}", "share", KEPT.format(per=per.removesuffix("s")), pairs,
        ["contacts_1", f"{per}_1", "contacts_0", f"{per}_0"],
        lambda c1, w1, c0, w0: ratio(ratio(c1, w1), ratio(c0, w0)),
        how, needs=["contacts_0"], cluster=cluster,
    )  # fmt: skip


def _mostly_remote(due: pd.DataFrame, after: Sequence[str], mostly: float) -> Estimate:
    made = due[due["returned"] & due["month"].isin(after)].groupby(TEAMS)[SUMS].sum()
    some = made[made["contacts"] > 0]
    remote = int((some["remote"] >= mostly * some["contacts"]).sum())
    method = "share of teams with contacts after, by the remote share of their own contacts"
    return share("Teams mostly remote", remote, of=len(some), about="organisations", method=method)


def _coverage(side: str, due: pd.DataFrame, period: Sequence[str]) -> Estimate:
    own = due[due["month"].isin(period)]
    method = "monthly returns made in full, as a share of those due from teams at work"
    label = f"Monthly returns made {side}"
    return share(
        label, int(own["returned"].sum()), of=len(own), about="organisations", method=method
    )


def _began_since(due: pd.DataFrame, teams: pd.DataFrame, before: Sequence[str]) -> Estimate:
    since = len(teams) - due.loc[due["month"].isin(before), TEAMS].nunique()
    method = "teams that were not yet at work for a whole month before"
    return count(
        "Teams too new to compare",
        since,
        of=len(teams) if len(due) else 0,
        about="organisations",
        method=method,
    )


def _otherwise(
    due: pd.DataFrame, near: Windows, far: Windows, event: str, how: How
) -> dict[str, Estimate]:
    """The same two figures as other analysts might have made them."""
    usual = compared(due, near.before, near.after)
    longer = compared(due, far.before, far.after)
    straddling = compared(due, near.before, (event, *near.after))
    return {
        "rise_teams": _rise(usual, how, ", teams drawn again", TEAMS),
        "kept_teams": _kept(usual, how, ", teams drawn again", cluster=TEAMS),
        "rise_mean": _rise_of_teams(usual, how),
        "rise_longer": _rise(longer, how, ", twice as many months"),
        "kept_longer": _kept(longer, how, ", twice as many months"),
        "rise_with_event": _rise(straddling, how, ", month of the event counted as after"),
        "kept_with_event": _kept(straddling, how, ", month of the event counted as after"),
        "kept_per_month": _kept(usual, how, ", a month and not a weekday", per="months"),
    }
