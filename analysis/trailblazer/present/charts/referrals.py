"""Referrals that ended without a service, by level of need; and kinds of evidence in a row."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.referral_flow import Flow
from trailblazer.findings.numbers import number, with_interval
from trailblazer.present import style, widths
from trailblazer.present.charts.marks import dot_rows, rows_height, share_axis
from trailblazer.present.exhibit import Chart
from trailblazer.present.words import NO_LABELS, alt, counted, inside, joined, label, level_of


@widths.both
def unserved_by_need(flow: Flow, *, labels: Mapping[str, str] = NO_LABELS) -> Chart | None:
    """The share of referrals that ended without a service, a row a level of need, least on top.

    ``None`` without any referral.
    """
    if flow.by_need.empty:
        return None
    rows = flow.by_need.assign(
        name=[label(need, labels) for need in flow.by_need["need_band"]],
        value=flow.by_need["share"],
        text=[number(share, "share") for share in flow.by_need["share"]],
    )
    with style.canvas(rows_height(len(rows))) as (figure, axes):
        dot_rows(axes, rows)
        share_axis(axes, "x", float(rows["high"].max()))
        axes.set_xlabel("Share that ended without a service")
    each = [f"{inside(n)} {t}" for n, t in zip(rows["name"], rows["text"], strict=True)]
    most = rows.sort_values("value", ascending=False).iloc[0]
    return Chart(
        figure=figure,
        caption=(
            "Share of referrals that ended without a service, by level of need. "
            f"Base: {counted(int(rows['referrals'].sum()), 'referral')}. "
            f"Lines are {level_of(flow.unserved) or 'intervals'}."
        ),
        alt=alt(
            f"Dot chart of referrals that ended without a service, by need: {joined(each)}.",
            f"Dot chart of referrals that ended without a service, by need; most: "
            f"{inside(most['name'])}, {most['text']}.",
        ),
        description=(
            "Each dot is the share of referrals with that level of need that ended without a "
            f"service: {joined(each)}. A child may be referred more than once."
        ),
        data=flow.by_need,
    )


@widths.both
def joint_row(strands: Mapping[str, tuple[Estimate, float]]) -> Chart | None:
    """Shares from several kinds of evidence one above the other, each beside its own mark.

    ``strands`` maps what a share is of to the share and to what the rule asks of it; those without
    a value are left out, and ``None`` comes of fewer than two. They are not the same quantity: each
    is to be read against its mark, to see whether they point the same way.
    """
    marks = {name: mark for name, (_, mark) in strands.items()}
    shown = {name: e for name, (e, _) in strands.items() if e.value is not None}
    if len(shown) < 2:
        return None
    rows = pd.DataFrame(
        [
            {"name": name, "value": e.value, "low": e.low, "high": e.high, "n": e.n,
             "mark": marks[name], "text": f"{number(e.value, 'share')} of {e.n:,}"}
            for name, e in shown.items()
        ]
    ).astype({"value": float, "low": float, "high": float})  # fmt: skip
    with style.canvas(rows_height(len(rows), 0.9)) as (figure, axes):
        at = rows.index.to_numpy()
        axes.vlines(rows["mark"], at - 0.3, at + 0.3, colors=style.LINE, linewidth=3)
        dot_rows(axes, rows)
        share_axis(axes, "x")
        axes.set_xlabel("Share")
    each = [f"{inside(n)} {number(e.value, 'share')}" for n, e in shown.items()]
    told = [
        f"{inside(n)} {with_interval(e)}, mark {number(marks[n], 'share')}"
        for n, e in shown.items()
    ]
    level = level_of(*shown.values())
    lines = (
        f" Lines are {level}, hidden by the dot where short; interviews were chosen and have none."
        if level
        else ""
    )
    return Chart(
        figure=figure,
        caption=(
            "What each kind of evidence says, each share beside the mark (upright line) that its "
            "rule asks for. The shares are of different things and are not to be compared with "
            f"one another. Base: the number after each share.{lines}"
        ),
        alt=alt(
            f"Dot chart of kinds of evidence: {joined(each)}.",
            f"Dot chart of {len(shown)} kinds of evidence; the first: {each[0]}.",
        ),
        description=(
            f"Each row is one kind of evidence: {'; '.join(told)}. The shares are of different "
            "things and are not to be compared with one another."
        ),
        data=rows.drop(columns="text").rename(
            columns={"name": "evidence", "value": "share", "mark": "share_asked"}
        ),
    )
