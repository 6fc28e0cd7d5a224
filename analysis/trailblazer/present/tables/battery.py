"""Tables about several items together: agreement weighted and not, change, and tests."""

from __future__ import annotations

import pandas as pd

from trailblazer.estimates.battery import Battery, Item
from trailblazer.estimates.estimate import Estimate
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import Cell, column, finish, limits, percent, whole


def battery_answers(battery: Battery) -> Table | None:
    """Agreement with each statement, weighted and unweighted side by side, and the test of half."""
    items = _answered(battery)
    if not items:
        return None
    tests = battery.tests.set_index("claim").loc[list(items)]
    weighted = [i.latest.agree for i in items.values()]
    plain = [i.latest.agree_unweighted for i in items.values()]
    return finish(
        {
            "Statement": [i.latest.question for i in items.values()],
            **_with_limits("Agree, weighted (%)", weighted, percent, " (%)"),
            **_with_limits("Agree, unweighted (%)", plain, percent, " (%, unweighted)"),
            "Disagree, weighted (%)": _values([i.latest.disagree for i in items.values()], percent),
            "Answers": column([i.latest.agree.n for i in items.values()], whole),
            "Probability if half agreed": column(tests["p_half"], probability),
            "Adjusted for several statements": column(tests["p_half_adjusted"], probability),
        },
        "Agreement with each statement. The probability is that of a design-based t test that half "
        "agree, two-sided; adjusted by the method of Benjamini and Hochberg, which holds down the "
        "share of false discoveries.",
        data=battery.tests,
    )


def battery_change(battery: Battery) -> Table | None:
    """Change in agreement between rounds among all who answered each, with the test of none."""
    items = {c: i for c, i in _answered(battery).items() if i.change.difference.value is not None}
    if not items:
        return None
    tests = battery.tests.set_index("claim").loc[list(items)]
    each = list(items.values())
    first, last = each[0].change.rounds
    return finish(
        {
            "Statement": [i.latest.question for i in each],
            f"Agree, round {first} (%)": _values([i.earlier.agree for i in each], percent),
            f"Agree, round {last} (%)": _values([i.latest.agree for i in each], percent),
            **_with_limits("Change (points)", [i.change.difference for i in each], points, ""),
            "Probability if nothing changed": column(tests["p_change"], probability),
            "Adjusted for several statements": column(tests["p_change_adjusted"], probability),
        },
        f"Weighted share agreeing among all who answered round {first} and all who answered round "
        f"{last}. The probability is that of a design-based t test, two-sided, adjusted by the "
        "method of Benjamini and Hochberg.",
        data=battery.tests,
    )


def battery_linked(battery: Battery, *, same: str) -> Table | None:
    """Change among the ``same`` settings or people, who answered both rounds."""
    each = [i for i in _answered(battery).values() if i.change.paired.value is not None]
    if not each:
        return None
    first, last = each[0].change.rounds
    return finish(
        {
            "Statement": [i.latest.question for i in each],
            f"Same {same}": column([i.change.paired.n for i in each], whole),
            **_with_limits("Change (points)", [i.change.paired for i in each], points, ""),
            "Agreed in both": column([_stayed(i) for i in each], whole),
            "Came to agree": column([_moved(i, "after") for i in each], whole),
            "No longer agreed": column([_moved(i, "before") for i in each], whole),
        },
        f"The same {same} in round {first} and round {last}: change in the weighted share "
        "agreeing, and how many moved.",
        data=pd.concat([i.change.moves.assign(question=i.latest.question) for i in each]),
    )


def probability(p: float) -> str:
    """A p-value to three decimals; never as zero."""
    return f"{p:.3f}" if p >= 0.0005 else "below 0.001"


def points(value: float) -> str:
    """A difference of shares in percentage points, its unit in the heading."""
    return f"{round(100 * value)}"


def _answered(battery: Battery) -> dict[str, Item]:
    return {c: i for c, i in battery.items.items() if i.latest.agree.value is not None}


def _with_limits(
    heading: str, found: list[Estimate], write: Cell, suffix: str
) -> dict[str, list[str]]:
    """A column of values and its two of limits; the suffix tells several sets of limits apart."""
    low, high = (
        pd.Series([getattr(e, end) for e in found], dtype=float) for end in ("low", "high")
    )
    level = next((e.level for e in found if e.level is not None), None)
    named = limits(low, high, level, write)
    return {heading: _values(found, write)} | {f"{k}{suffix}": v for k, v in named.items()}


def _stayed(item: Item) -> int:
    moves = item.change.moves
    return int(moves.loc[(moves["before"] == "agree") & (moves["after"] == "agree"), "n"].sum())


def _moved(item: Item, when: str) -> int:
    """How many agreed at that time and not at the other."""
    moves = item.change.moves
    other = "before" if when == "after" else "after"
    return int(moves.loc[(moves[when] == "agree") & (moves[other] != "agree"), "n"].sum())


def _values(found: list[Estimate], write: Cell) -> list[str]:
    return column(pd.Series([e.value for e in found], dtype=float), write)
