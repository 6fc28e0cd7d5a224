"""Answers of settings and of implementers, weighted to all who were invited."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from benchmarks.recovering.subject import Case, How, Made, Subject, Truths
from trailblazer.data.synthesise.answers import answers_of_everybody
from trailblazer.estimates.answers import SCALE
from trailblazer.estimates.change import change
from trailblazer.estimates.phase_gap import phase_gap
from trailblazer.estimates.response import OUTSIDE
from trailblazer.estimates.seats import NHS
from trailblazer.estimates.sectors import by_sector
from trailblazer.estimates.survey import Likert, likert

INVITED = "all who were invited"
SEVERAL = "several phases are compared, so their limits are Bonferroni's"
TABLES = ("surveys", "survey_cases", "survey_items", "survey_answers", "settings", "sites")
# Phases with too few settings are shown, but their limits are not what a claim rests on.
SHOWN = 10
KIND = {"agree": SCALE[:2], "disagree": SCALE[3:]}


class Invited:
    """What everybody invited would have answered to the five-point item on a claim."""

    def __init__(self, made: Made, population: str) -> None:
        held = made.again("answers")
        recipe, rounds = made.recipe.answers, made.recipe.surveys.rounds
        answered, would = answers_of_everybody(recipe, rounds, dict(made.tables), held)
        self.tables = {**made.tables, **answered}
        cases = made.tables["survey_cases"]
        cases = cases[~cases["disposition"].isin(OUTSIDE)]
        phases = made.tables["settings"][["setting_id", "phase"]]
        waves = answered["surveys"].loc[lambda d: d["population"] == population]
        rounds_of = waves.set_index("survey_id")["round"]
        own = cases.assign(round=cases["survey_id"].map(rounds_of)).dropna(subset=["round"])
        self._frame = own.merge(phases, on="setting_id", how="left")
        self._would = would
        self._items = {
            item.claims[0]: item
            for item in made.recipe.answers.items
            if item.population == population and item.kind == "likert5" and item.claims
        }
        self.latest = int(self._frame["round"].max())

    @property
    def claims(self) -> list[str]:
        """The claims with an item, in the order of the questionnaire."""
        return list(self._items)

    def answers(self, claim: str, number: int) -> pd.DataFrame:
        """One row a person for whom the item was: the frame, and ``agree, disagree, net``."""
        item = self._items[claim]
        frame = self._frame[self._frame["round"] == number]
        for name, needed in item.asked_if.items():
            earlier = self._said(name)
            frame = frame[frame["case_id"].map(earlier) == needed]
        said = frame["case_id"].map(self._said(item.item_id))
        flags = {name: said.isin(codes).astype(float) for name, codes in KIND.items()}
        return frame.assign(**flags, net=flags["agree"] - flags["disagree"])

    def rounds(self, claim: str) -> list[int]:
        """The rounds in which the item was asked."""
        return list(self._items[claim].rounds)

    def _said(self, item: str) -> pd.Series[str]:
        own = self._would[self._would["item_id"] == item]
        return own.set_index("case_id")["answer"]


def _cases(made: Made, truths: Truths, how: How, population: str) -> Iterator[Case]:
    frame = Invited(made, population)
    tables = {name: frame.tables[name] for name in TABLES}
    asked = {"population": population, "confidence_level": how.level, **tables}
    for claim in frame.claims:
        latest, found = frame.answers(claim, frame.latest), likert(claim, **asked)
        for name in ("agree", "disagree", "net"):
            truth = float(latest[name].mean())
            yield Case(f"{claim}: {name}", getattr(found, name), truth, INVITED)
        if frame.rounds(claim)[0] != frame.latest:
            first = frame.answers(claim, frame.rounds(claim)[0])
            yield from _between_rounds(claim, asked, first, latest)
        if population == "settings":
            yield from _by_phase(claim, found, latest)
    if population == "settings":
        yield from _gaps(frame, tables, how)
    else:
        yield from _sectors(frame, tables, how)


def _between_rounds(
    claim: str, asked: dict[str, Any], first: pd.DataFrame, latest: pd.DataFrame
) -> Iterator[Case]:
    """The first round, and what moved since: in everybody, and in those invited twice."""
    earlier = likert(claim, round=int(first["round"].iloc[0]), **asked)
    for name in ("agree", "net"):
        truth = float(first[name].mean())
        yield Case(f"{claim}: {name}_earlier", getattr(earlier, name), truth, INVITED)
    moved = change(claim, **asked)
    across = float(latest["agree"].mean() - first["agree"].mean())
    yield Case(f"{claim}: change", moved.difference, across, INVITED)
    yield Case(f"{claim}: change_same", moved.paired, _moved(first, latest), INVITED)


def _moved(first: pd.DataFrame, latest: pd.DataFrame) -> float:
    """The mean change of those invited twice."""
    both = latest.merge(first, left_on="linked_case_id", right_on="case_id")
    return float((both["agree_x"] - both["agree_y"]).mean())


def _by_phase(claim: str, found: Likert, latest: pd.DataFrame) -> Iterator[Case]:
    truth = latest.groupby("phase")["agree"].mean()
    for row in found.by_phase.to_dict("records"):
        if row["n"] >= SHOWN and row["phase"] in ("primary", "secondary", "special"):
            shown = found.agree.model_copy(
                update={"value": row["value"], "low": row["low"], "high": row["high"]}
            )
            yield Case(f"{claim}, {row['phase']}: agree", shown, truth[row["phase"]], INVITED)


def _gaps(frame: Invited, tables: dict[str, pd.DataFrame], how: How) -> Iterator[Case]:
    for name, number in (("gap", frame.latest), ("gap_earlier", 1)):
        found = phase_gap("remote-limits", round=number, confidence_level=how.level, **tables)
        own = frame.answers("remote-limits", number)
        gaps = [
            own.loc[own["phase"] == phase, "agree"].mean()
            - own.loc[own["phase"] != phase, "agree"].mean()
            for phase in found.phases["phase"]
        ]
        yield Case(f"remote-limits: {name}", found.lowest, float(min(gaps)), INVITED, SEVERAL)


def _sectors(frame: Invited, tables: dict[str, pd.DataFrame], how: How) -> Iterator[Case]:
    found = by_sector("governance", confidence_level=how.level, **tables).evidence
    own = frame.answers("governance", frame.latest)
    inside = own["sector"].isin(NHS)
    truth = {
        "agree_outside": own.loc[~inside, "agree"].mean(),
        "disagree_outside": own.loc[~inside, "disagree"].mean(),
        "disagree_inside": own.loc[inside, "disagree"].mean(),
    }
    for name, value in truth.items():
        yield Case(f"governance: {name}", found[name], float(value), INVITED)


FAMILIES = ("places", "surveys", "answers")
SETTINGS, INFORMANTS = (
    Subject(name, FAMILIES, partial(_cases, population=population))
    for name, population in (
        ("survey of settings", "settings"), ("survey of implementers", "key_informants"),
    )
)  # fmt: skip
