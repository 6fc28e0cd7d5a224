"""The ids by which data are tied to claims: what there are, and those in a set that are none.

An item of a survey, a code and an interview count towards a claim only when they name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import yaml

from trailblazer import files
from trailblazer.data.dictionary import TableSpec
from trailblazer.data.problems import Notice, Problem, Where, problems_at, suggestions
from trailblazer.errors import RegisterError
from trailblazer.places import REGISTER

BETWEEN = ";"
WHERE_LISTED = "the sheet claims of the forms that trailblazer new makes"


@dataclass(frozen=True)
class ClaimWords:
    """A claim as somebody who ties data to it needs it.

    Its title, the published sentence, and the tables that it is judged by, sorted.
    """

    title: str
    sentence: str
    tables: tuple[str, ...]


@cache
def claim_words() -> Mapping[str, ClaimWords]:
    """Every claim by id, in the order of the published summary.

    Raises ``RegisterError`` when the register cannot be read.
    """
    try:
        claims = _register()["claims"]
        return {
            name: ClaimWords(
                claim["title"],
                claim["claim"].strip(),
                tuple(
                    sorted({t for part in claim["propositions"] for t in part.get("tables", ())})
                ),
            )
            for name, claim in claims.items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise RegisterError(f"{REGISTER.name} has faults: {error}") from error


@cache
def _register() -> dict[str, Any]:
    try:
        return dict(files.read_yaml(REGISTER))
    except (OSError, yaml.YAMLError, TypeError, ValueError) as error:
        raise RegisterError(f"{REGISTER.name} cannot be read: {error}") from error


def no_claims(cells: pd.DataFrame, spec: TableSpec, *, file: str) -> Iterator[Problem]:
    """Each id that is no claim's, with the claim that may have been meant.

    A cell that is not written as ids at all is passed over: that is told as a wrong form. So is a
    claim that the register sets aside: data that name it are right, and nothing is judged by them.
    """
    known = [*claim_words(), *_register().get("set_aside", ())]
    for name in _columns(cells, spec):
        ids = cells[name].str.split(BETWEEN).explode().str.strip()
        strange = ids[ids.str.fullmatch("[a-z][a-z-]*") & ~ids.isin(known)]
        where = Where(file, spec.name, name)
        rule, fix = "is not the id of a claim", f"The ids are in {WHERE_LISTED}."
        guesses = suggestions(strange, list(claim_words()))
        yield from problems_at(where, strange.astype(str), rule, fix, guesses)


def untied(cells: pd.DataFrame, spec: TableSpec, *, file: str) -> Iterator[Notice]:
    """A notice for each column of claims that names none in any row."""
    for field in spec.fields:
        if field.claim_ids and not spec.must_have(field):
            named = field.name in cells.columns and (cells[field.name] != "").any()
            if not named:
                message = (
                    f'column "{field.name}" names no claim in any row, so nothing in this table '
                    f"counts towards a verdict. The ids are in {WHERE_LISTED}"
                )
                yield Notice(file, message, spec.name)


def _columns(cells: pd.DataFrame, spec: TableSpec) -> list[str]:
    return [f.name for f in spec.fields if f.claim_ids and f.name in cells.columns]
