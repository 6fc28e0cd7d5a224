"""The two plainest estimates: a count, and a count out of a total."""

from __future__ import annotations

from trailblazer.estimates.estimate import About, Estimate, Population, Unit, nothing


def count(
    label: str,
    number: int,
    *,
    of: int,
    method: str,
    unit: Unit = "count",
    population: Population = "census",
    note: str = "",
    about: About = "people",
) -> Estimate:
    """``number`` things out of the ``of`` that were looked at; no value when none were."""
    if of == 0:
        return nothing(label, unit, population, method, note)
    return Estimate(
        label=label, value=float(number), unit=unit, n=of, denominator=of,
        population=population, method=method, note=note, about=about,
    )  # fmt: skip


def share(
    label: str,
    number: int,
    *,
    of: int,
    method: str,
    population: Population = "census",
    note: str = "",
    about: About = "people",
) -> Estimate:
    """The share that ``number`` is of ``of``, without an interval; no value when ``of`` is 0."""
    if of == 0:
        return nothing(label, "share", population, method, note)
    return Estimate(
        label=label, value=number / of, unit="share", n=of, denominator=of,
        population=population, method=method, note=note, about=about,
    )  # fmt: skip
