"""The table of strategies: sites by target group and kind of strategy."""

from __future__ import annotations

from collections.abc import Mapping

from trailblazer.estimates.strategies import Reach
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import column, finish, whole
from trailblazer.present.words import NO_LABELS, counted, label


def strategies(reach: Reach, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Sites with a strategy for each group: of any kind, then kind by kind."""
    if reach.by_group.empty or reach.any.value is None:
        return None
    by_kind = reach.kinds.pivot(index="group", columns="strategy", values="sites").fillna(0)
    kinds = sorted(by_kind.columns, key=lambda kind: (kind == "other", kind))
    rows = reach.by_group.drop(columns="share").join(by_kind, on="group")
    return finish(
        {
            "Group": [label(group, labels) for group in rows["group"]],
            "Sites with any": column(rows["sites"], whole),
            **{label(kind, labels): column(rows[kind], whole) for kind in kinds},
        },
        f"Sites with a strategy, by group and kind of strategy. Base: "
        f"{counted(reach.any.n, 'site')}. A site may have strategies of several kinds.",
        data=rows,
    )
