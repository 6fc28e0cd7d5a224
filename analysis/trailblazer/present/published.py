"""What estimators found, as it may be published, before anything is drawn or tabulated from it.

The functions of :mod:`~trailblazer.present.charts` and :mod:`~trailblazer.present.tables` are
wrapped by :func:`obeying`: they only ever see published numbers, whatever a notebook hands them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd

from trailblazer.data.load import DataSet
from trailblazer.estimates.estimate import Estimate, Prominence
from trailblazer.estimates.retention import Retention
from trailblazer.findings.policy import NONE, Policy
from trailblazer.present import curves, frames
from trailblazer.present.exhibit import Chart, Table, Withdrawn
from trailblazer.present.people import counts_people
from trailblazer.present.withheld import Withheld, any_withheld

P = ParamSpec("P")
E = TypeVar("E", Chart, Table)

# Of the process, not of a context: every cell of a notebook has a context of its own.
_in_force: list[Policy] = [NONE]
_NAN = re.compile(r"\bnan\b|\[c\]", re.IGNORECASE)
_DIGIT = re.compile(r"[0-9]")
ROUNDED = "Counts of people, interviews and referrals are rounded."
WHY = "Some of the numbers of people that it rests on are too small to be published"


def use(policy: Policy) -> None:
    """Publish under this policy from now on."""
    _in_force[:] = [policy]


def current() -> Policy:
    """The policy in force."""
    return _in_force[0]


def published(found: Any, policy: Policy) -> Any:
    """Anything an estimator returns, with every estimate and every frame in it as it may be told.

    Text, dates and the settings of an estimate are kept; so is a set as a whole, which no chart
    shows.
    """
    if isinstance(found, (Estimate, Prominence)):
        return policy.published(found)
    if isinstance(found, pd.DataFrame):
        return frames.publish(found, policy)
    if isinstance(found, Retention):
        return _fields(curves.coarse(found, policy), policy)
    if getattr(found, "about", "people") == "organisations":
        return found
    if is_dataclass(found) and not isinstance(found, type):
        return _fields(found, policy)
    if isinstance(found, DataSet):
        return found
    if isinstance(found, Mapping):
        return {key: published(value, policy) for key, value in found.items()}
    if isinstance(found, (list, tuple)):
        return type(found)(published(value, policy) for value in found)
    return found


def obey_all(names: dict[str, Any], public: Iterable[str]) -> None:
    """Have every public function of a module that makes exhibits obey the policy in force."""
    names.update({name: obeying(names[name]) for name in public})


def obeying(
    make: Callable[P, E | None],
) -> Callable[P, E | Withdrawn | None]:
    """A function that makes a chart or a table, made to see and to show published numbers only.

    A chart that would have to leave out a mark is withdrawn, with its numbers as a table; so is
    anything that cannot be made from what may be told.
    """

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> E | Withdrawn | None:
        policy = current()
        if not policy.controls:
            return make(*args, **kwargs)
        told: Any = [published(arg, policy) for arg in args]
        named: Any = {name: published(arg, policy) for name, arg in kwargs.items()}
        few = _withheld([told, named])
        about = _about([args, kwargs])
        try:
            drawn: Any = make(*told, **named)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            drawn = None  # made for numbers, and what is withheld is none
        if drawn is not None and about == {"organisations"}:
            return cast("E", replace(drawn, about="organisations"))
        shown = None
        if drawn is not None:
            shown = (_chart if isinstance(drawn, Chart) else _table)(drawn, few, policy)
        if shown is None or isinstance(shown, Withdrawn) or _gaps(shown):
            # Made of what may be told, rows may have gone; made of all, each keeps its place. Of
            # exact numbers it must not fail, and what has nothing to show then is no secret.
            whole = make(*args, **kwargs)
            if whole is None:
                return None
            if isinstance(shown, (Chart, Table)) and _gaps(whole) >= _gaps(shown):
                return cast("E", shown)
            name = shown.caption if isinstance(shown, Withdrawn) else ""
            return Withdrawn(WHY, name or _name(whole.caption), _told(whole.data, policy))
        return cast("E", shown)

    return made


def _gaps(exhibit: Any) -> int:
    """How many numbers are missing from those of an exhibit, other than those withheld in place."""
    if isinstance(exhibit, Withdrawn) or exhibit.data is None:
        return 0
    data: pd.DataFrame = exhibit.data
    return int((data.isna() & ~data.map(lambda cell: isinstance(cell, Withheld))).sum().sum())


def _name(caption: str) -> str:
    """What an exhibit is called: how its caption begins, if that tells no number of anything.

    What stands in brackets, or after a semicolon, says how a figure is drawn.
    """
    begins = re.sub(r"\s*\([^()]*\)", "", caption.split(". ")[0].split(";")[0]).rstrip(".")
    return "" if _NAN.search(begins) or _DIGIT.search(begins) else begins


def _chart(chart: Chart, few: bool, policy: Policy) -> Chart | Withdrawn:
    data = frames.publish(chart.data, policy)
    words = " ".join((chart.caption, chart.alt, chart.description))
    faulty = bool(frames.faults(chart.data, policy)) or any_withheld(data)
    if not faulty and not few and not _NAN.search(words):
        return chart
    return Withdrawn(WHY, _name(chart.caption))


def _table(table: Table, few: bool, policy: Policy) -> Table | Withdrawn:
    shown = table.frame.astype(str)
    if (
        (few and table.data is None)
        or (table.data is not None and frames.faults(table.data, policy))
        or shown.isin(["nan"]).any(axis=None)
        or "nan" in table.caption.split()
    ):
        return Withdrawn(WHY, _name(table.caption))
    caption = table.caption
    if policy.base and table.data is not None and counts_people(table.data):
        caption = f"{caption} {ROUNDED}"
    return replace(table, caption=caption, data=_told(table.data, policy))


def _told(data: pd.DataFrame | None, policy: Policy) -> pd.DataFrame | None:
    return None if data is None else frames.publish(data, policy)


def _about(found: Any) -> set[str]:
    """What the surveys among these arguments are about; nothing said is taken to be people."""
    if isinstance(found, pd.DataFrame):
        return {"people"}
    if isinstance(found, (Estimate, Prominence, DataSet)):
        return set()
    if hasattr(found, "about"):
        return {found.about}
    if is_dataclass(found) and not isinstance(found, type):
        own = (getattr(found, f.name) for f in fields(found))
        return set().union(*(_about(x) for x in own if not isinstance(x, pd.DataFrame)))
    parts = found.values() if isinstance(found, Mapping) else found
    if isinstance(parts, str) or not isinstance(found, (Mapping, list, tuple)):
        return set()
    return set().union(*(_about(x) for x in parts))


def _fields(found: Any, policy: Policy) -> Any:
    own = {f.name: getattr(found, f.name) for f in fields(found)}
    told = {name: published(value, policy) for name, value in own.items()}
    if isinstance(told.get("n_eff"), float):
        told["n_eff"] = float(policy.count(told["n_eff"]) or 0)
    return replace(found, **told)


def _withheld(found: Any) -> bool:
    """Whether an estimate among what was found must not be told, or rests on too few."""
    if isinstance(found, Estimate | Prominence):
        return found.any_withheld
    if is_dataclass(found) and not isinstance(found, type):
        return any(_withheld(getattr(found, f.name)) for f in fields(found))
    if isinstance(found, DataSet):
        return False
    if isinstance(found, Mapping):
        return any(_withheld(value) for value in found.values())
    return isinstance(found, (list, tuple)) and any(_withheld(value) for value in found)
