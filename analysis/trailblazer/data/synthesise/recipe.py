"""The recipe: every parameter of the generator with its value, its status and its source."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import StringConstraints, TypeAdapter, ValidationError, model_validator

from trailblazer.data.bounded_yaml import Bounded
from trailblazer.data.problems import did_you_mean, shortened
from trailblazer.data.synthesise.answers import Answers
from trailblazer.data.synthesise.coding import Coding
from trailblazer.data.synthesise.contacts import Contacts
from trailblazer.data.synthesise.governance import Governance
from trailblazer.data.synthesise.interviews import Interviews
from trailblazer.data.synthesise.judgements import Judgements
from trailblazer.data.synthesise.local_services import LocalServices
from trailblazer.data.synthesise.places import Places
from trailblazer.data.synthesise.quotes import Quotes
from trailblazer.data.synthesise.reach import Reach
from trailblazer.data.synthesise.referrals import Referrals
from trailblazer.data.synthesise.staff import Staff
from trailblazer.data.synthesise.surveys import Surveys
from trailblazer.data.synthesise.time_use import TimeUse
from trailblazer.data.synthesise.training import Training
from trailblazer.data.synthesise.values import Strict
from trailblazer.errors import InputError


class About(Strict):
    """What the set says of itself; staff spells open at the end of the period are censored."""

    title: str
    version: str
    period_start: date
    period_end: date


class Labels(Strict):
    """The words for the codes: list, code, label."""

    codelists: dict[str, dict[str, str]]


class Recipe(Strict):
    """The values of every parameter, by family of tables."""

    about: About
    places: Places
    time_use: TimeUse
    contacts: Contacts
    referrals: Referrals
    reach: Reach
    training: Training
    staff: Staff
    local_services: LocalServices
    interviews: Interviews
    governance: Governance
    surveys: Surveys
    answers: Answers
    coding: Coding
    quotes: Quotes
    judgements: Judgements
    labels: Labels

    @model_validator(mode="after")
    def _every_view_has_a_code(self) -> Recipe:
        coded = {code.claim_id for theme in self.coding.codebook for code in theme.codes}
        topics = {*self.interviews.views, *self.interviews.focus_group_topics}
        if uncoded := sorted(topics - coded):
            raise ValueError(f"coding.codebook has no code for {', '.join(uncoded)}")
        return self


class Parameter(Strict):
    """One entry of the recipe: the value, and whether it is published, derived or assumed."""

    value: Any
    status: Literal["published", "derived", "assumed"]
    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


LARGEST = 4 * 1024 * 1024


class _Values(Bounded, yaml.SafeLoader):
    """Values as YAML types them: numbers, dates, texts."""


Parameters = dict[str, dict[str, Parameter]]


def read_parameters(path: Path) -> Parameters:
    """Every parameter by family and name, with its status and source.

    Raises ``InputError`` when the file is missing, is not YAML, or a parameter lacks one of its
    three parts.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path.name} is too large for a recipe. Check that it is one.")
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Values)  # noqa: S506 - safe
        return TypeAdapter(Parameters).validate_python(content, strict=True)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} cannot be read: is it the recipe you meant?") from error
    except yaml.YAMLError as error:
        raise InputError(f"{path.name} is not valid YAML: {_one_line(error)}") from error
    except ValidationError as error:
        raise InputError(_explained(path, error)) from error
    except (ValueError, RecursionError) as error:  # a day that no calendar has, say
        raise InputError(f"{path.name} holds a value that cannot be used: {error}") from error


def read_recipe(path: Path) -> Recipe:
    """The recipe's values, all checked. Raises ``InputError`` that lists all that is wrong."""
    values = {
        family: {name: parameter.value for name, parameter in parameters.items()}
        for family, parameters in read_parameters(path).items()
    }
    try:
        return Recipe.model_validate(values)
    except ValidationError as error:
        raise InputError(_explained(path, error)) from error


def _one_line(error: yaml.YAMLError) -> str:
    return " ".join(str(error).split())


def _explained(path: Path, error: ValidationError) -> str:
    """What is wrong with each entry, one line each, with the place in the file."""
    lines = []
    for each in error.errors():
        place = ".".join(str(part) for part in each["loc"])
        said = each["msg"].removeprefix("Value error, ")
        if each["type"] == "missing":
            said = "is missing"
        elif each["type"] == "extra_forbidden":
            said = f"is not a parameter. {did_you_mean(str(each['loc'][-1]), _known(each['loc']))}"
        elif isinstance(each["input"], str | int | float):
            said = f'{said} (found "{shortened(str(each["input"]))}")'
        lines.append(": ".join(filter(None, (path.name, place, said.strip()))))
    return "\n".join(lines)


def _known(place: tuple[int | str, ...]) -> list[str]:
    """The names allowed where an unknown one was found: families, or the parameters of one."""
    if len(place) == 1:
        return list(Recipe.model_fields)
    family = Recipe.model_fields.get(str(place[0]))
    model = None if family is None else family.annotation
    return list(getattr(model, "model_fields", {})) if len(place) == 2 else []
