"""Make a synthetic set from a recipe: plausible tables in which the published figures are planted.

The figures are those of the published summary; no person's record was used. ``recipe.yml`` says
of every parameter whether it is published, derived or assumed.
"""

from __future__ import annotations

import json
from pathlib import Path

from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.synthesise.families import make_tables
from trailblazer.data.synthesise.recipe import read_recipe
from trailblazer.data.synthesise.write import may_replace, write_set
from trailblazer.data.written import as_csv
from trailblazer.errors import ParameterError
from trailblazer.places import DICTIONARY

__all__ = ["synthesise"]


def synthesise(folder: Path, recipe: Path, seed: int) -> None:
    """Write a synthetic set to ``folder``: the same bytes for the same recipe and seed.

    A synthetic set already there is replaced whole, files that are not tables kept. Raises
    ``InputError`` when the recipe is at fault or the folder holds anything else, and
    ``ParameterError`` when the seed is below 0.
    """
    if seed < 0:
        raise ParameterError(f"The seed is a whole number, 0 or more; it is {seed}.")
    may_replace(folder)
    wanted = read_recipe(recipe)
    package = json.loads(DICTIONARY.read_text(encoding="utf-8"))
    package |= {
        "title": wanted.about.title,
        "version": wanted.about.version,
        "synthetic": True,
        "period": {
            **package["period"],
            "start": wanted.about.period_start.isoformat(),
            "end": wanted.about.period_end.isoformat(),
        },
    }
    specs = load_dictionary().tables
    tables = make_tables(wanted, seed)
    texts = {name: as_csv(tables[name], spec) for name, spec in specs.items()}
    write_set(folder, package, texts, recipe.read_bytes())
