"""The recipe says where every number comes from, and its mistakes are told in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from trailblazer.data.synthesise.recipe import Recipe, read_parameters, read_recipe
from trailblazer.errors import InputError
from trailblazer.places import DICTIONARY

SHIPPED = DICTIONARY.parent / "recipe.yml"
PARAMETERS = read_parameters(SHIPPED)
PUBLISHED = {
    ("places", "sites"): 25,
    ("places", "teams"): 58,
    ("places", "settings"): 1050,
    ("places", "case_study_sites"): 5,
    ("places", "pupils"): 470_000,
    ("places", "operational_within_months"): 12,
    ("places", "funded_fte"): 8,
    ("training", "places"): 210,
    ("interviews", "by_level"): {"national": 21, "regional": 52, "site": 71},
    ("time_use", "shares"): {
        "direct_support": 0.52,
        "whole_school": 0.24,
        "advice_liaison": 0.23,
        "other": 0.01,
    },
}


@pytest.mark.parametrize(("place", "value"), PUBLISHED.items(), ids=map(".".join, PUBLISHED))
def test_a_published_figure_is_marked_as_published(place: tuple[str, str], value: object) -> None:
    family, name = place
    assert PARAMETERS[family][name].value == value
    assert PARAMETERS[family][name].status == "published"


@pytest.mark.parametrize("family", PARAMETERS)
def test_every_parameter_has_a_status_and_a_source(family: str) -> None:
    for parameter in PARAMETERS[family].values():
        assert parameter.status in ("published", "derived", "assumed")
        assert len(parameter.source) > 5


def test_only_the_figures_that_were_published_say_so() -> None:
    published = {
        (family, name)
        for family, parameters in PARAMETERS.items()
        for name, parameter in parameters.items()
        if parameter.status == "published"
    }
    assert published == set(PUBLISHED)


def test_the_recipe_holds_the_parameters_of_the_generator_and_no_others() -> None:
    assert set(PARAMETERS) == set(Recipe.model_fields)


def change(tmp_path: Path, family: str, name: str, entry: Any) -> Path:
    content = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    content[family][name] = entry
    path = tmp_path / "recipe.yml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


def assumed(value: Any) -> dict[str, Any]:
    return {"value": value, "status": "assumed", "source": "A test"}


MISTAKES = {
    "misspelt": (
        ("places", "teems", assumed(58)),
        'recipe.yml: places.teems: is not a parameter. Did you mean "teams"?',
    ),
    "mistyped": (
        ("places", "teams", assumed("many")),
        'recipe.yml: places.teams: Input should be a valid integer (found "many")',
    ),
    "out of range": (
        ("training", "filled", assumed(1.4)),
        'recipe.yml: training.filled: Input should be less than or equal to 1 (found "1.4")',
    ),
    "not a whole": (
        ("time_use", "sources", assumed({"diary": 0.6, "estimate": 0.6})),
        "recipe.yml: time_use.sources: the shares add up to 1.2, not 1",
    ),
    "counts that disagree": (
        ("places", "teams", assumed(59)),
        "recipe.yml: places: sites_by_teams makes 58 teams, not 59",
    ),
    "sites that disagree": (
        ("places", "regions", assumed({"london": 24})),
        "recipe.yml: places: regions makes 24 sites, not 25",
    ),
    "a need without outcomes": (
        ("referrals", "outcomes", assumed({"mild": {"signposted": 1.0}})),
        "recipe.yml: referrals: outcomes lacks below_threshold, between_services, moderate,",
    ),
    "an unknown service": (
        ("local_services", "establishment", assumed({"cypmhs_specialist": 62})),
        "recipe.yml: local_services: vacancies names counselling, other, school_nursing, which",
    ),
    "no source": (
        ("places", "sites", {"value": 25, "status": "published", "source": " "}),
        "recipe.yml: places.sites.source: String should have at least 1 character",
    ),
    "no status": (
        ("places", "sites", {"value": 25, "source": "A test"}),
        "recipe.yml: places.sites.status: is missing",
    ),
    "another status": (
        ("places", "sites", {"value": 25, "status": "guessed", "source": "A test"}),
        "recipe.yml: places.sites.status: Input should be 'published', 'derived' or 'assumed'",
    ),
    "a view without a code": (
        ("interviews", "focus_group_topics", assumed(["experience", "food"])),
        "recipe.yml: coding.codebook has no code for food",
    ),
}


@pytest.mark.parametrize(("entry", "message"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_with_its_place(
    tmp_path: Path, entry: tuple[str, str, Any], message: str
) -> None:
    with pytest.raises(InputError) as raised:
        read_recipe(change(tmp_path, *entry))
    assert message in str(raised.value)


def test_a_missing_parameter_is_named(tmp_path: Path) -> None:
    content = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    del content["places"]["teams"], content["reach"]
    path = tmp_path / "recipe.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_recipe(path)
    assert str(raised.value).splitlines() == [
        "recipe.yml: places.teams: is missing",
        "recipe.yml: reach: is missing",
    ]


def test_routing_must_follow_the_order_of_the_questions(tmp_path: Path) -> None:
    items = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["answers"]["items"]["value"]
    path = change(tmp_path, "answers", "items", assumed(items[::-1]))
    with pytest.raises(InputError, match="quicker is asked if referred, which no earlier item is"):
        read_recipe(path)


def test_a_file_that_is_no_recipe_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "recipe.yml"
    with pytest.raises(InputError, match=r"recipe\.yml cannot be read"):
        read_recipe(path)
    path.write_text("places: {sites: [", encoding="utf-8")
    with pytest.raises(InputError, match=r"recipe\.yml is not valid YAML: .*line 1"):
        read_recipe(path)
    path.write_text("just words", encoding="utf-8")
    with pytest.raises(InputError, match=r"recipe\.yml: Input should be a valid dictionary"):
        read_recipe(path)
