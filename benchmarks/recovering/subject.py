"""A set left to chance, the estimates it gives beside their truths, and a subject of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from trailblazer.data.synthesise import draws
from trailblazer.data.synthesise.draws import Tables
from trailblazer.data.synthesise.families import make_tables
from trailblazer.data.synthesise.recipe import Recipe, read_recipe
from trailblazer.estimates.estimate import Estimate
from trailblazer.places import DICTIONARY

RECIPE = DICTIONARY.parent / "recipe.yml"
Totals = dict[str, float]
Truths = Mapping[str, float]


@dataclass(frozen=True)
class Made:
    """A set of one seed, each row drawn by itself, with the recipe that it was drawn from."""

    recipe: Recipe
    seed: int
    tables: Tables

    def take(self, *names: str) -> dict[str, pd.DataFrame]:
        """Several tables by name."""
        return {name: self.tables[name] for name in names}

    def again(self, family: str) -> Any:
        """The generator that the tables of a family were drawn with, from its start."""
        return draws.generator(self.seed, family, left_to_chance=True)


@dataclass(frozen=True)
class How:
    """How intervals are made: at which level, with how many draws of a bootstrap."""

    level: float = 0.95
    resamples: int = 999

    def drawn(self, seed: int) -> dict[str, Any]:
        """What an estimator with a bootstrap takes."""
        return {"confidence_level": self.level, "resamples": self.resamples, "seed": seed}


@dataclass(frozen=True)
class Case:
    """An estimate and the truth it is to hold; ``target`` says whose truth, by a short name.

    ``wide`` says why an interval is wider than its level on purpose, if it is.
    """

    name: str
    estimate: Estimate
    truth: float
    target: str
    wide: str = ""


@dataclass(frozen=True)
class Subject:
    """Estimates that share their tables.

    ``totals`` are sums of a set from which truths without a closed form follow once they are
    averaged over many sets; ``truths`` turns their averages, and the recipe, into truths.
    """

    name: str
    families: tuple[str, ...]
    cases: Callable[[Made, Truths, How], Iterator[Case]]
    truths: Callable[[Recipe, Totals], dict[str, float]] = lambda recipe, totals: {}
    totals: Callable[[Made], Totals] | None = None


def recipe_of(path: Path = RECIPE) -> Recipe:
    """The recipe of the shipped set."""
    return read_recipe(path)


def make(recipe: Recipe, seed: int, families: tuple[str, ...]) -> Made:
    """Draw the tables of some families, nothing kept to its target."""
    return Made(recipe, seed, make_tables(recipe, seed, only=families, left_to_chance=True))
