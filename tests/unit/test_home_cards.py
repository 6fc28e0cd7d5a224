"""The small picture of a card and the command that makes an edition again."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from synthesis_sample import real

from trailblazer.findings.wording import Value
from trailblazer.publish.directives.code import command
from trailblazer.publish.gaps import in_a_sentence, untested
from trailblazer.publish.measure import Measure, leading, measured, spark


def share(value: float, low: float | None = None, high: float | None = None) -> Measure:
    return Measure("It", "it", value, low, high, (0.0, 1.0), 0.5, "above 50%")


def test_a_share_is_drawn_at_its_place_with_its_interval_and_what_was_needed() -> None:
    picture = ET.fromstring(spark(share(0.52, 0.49, 0.55)))  # noqa: S314 - made just here
    (dot,) = picture.findall("circle")
    assert dot.attrib["cx"] == "52.0%"
    (bar,) = picture.findall("line[@class='interval']")
    assert (bar.attrib["x1"], bar.attrib["x2"]) == ("49.0%", "55.0%")
    (needed,) = picture.findall("line[@class='needed']")
    assert needed.attrib["x1"] == "50.0%"
    assert picture.attrib["aria-hidden"] == "true"
    assert "".join(picture.itertext()) == ""


def test_a_count_of_all_has_no_interval() -> None:
    assert "interval" not in spark(share(1.0))


def test_the_number_of_a_card_is_the_one_its_finding_gives_first() -> None:
    finding = real()
    known = {f"{finding.id}.{name}": value for name, value in finding.values.items()}
    first = leading(finding, known)
    assert first is not None
    assert measured(known, f"{finding.id}.{first.name}").split(" (")[0] in finding.brief
    agree = known[f"{finding.id}.agree"].text
    other = finding.model_copy(update={"brief": f"An estimated {agree} agreed."})
    second = leading(other, known)
    assert second is not None
    assert second.name == "agree"
    assert second.needed == "above 50%, with the whole interval"


def test_what_could_not_be_tested_is_told_and_is_no_measure() -> None:
    finding = real()
    assert untested([finding]) == []
    assert in_a_sentence({"a": finding}) == "not available"
    gated = tuple(
        p.model_copy(update={"outcome": "gated", "words": "it could not be tested"})
        for p in finding.propositions
    )
    none = finding.model_copy(update={"propositions": gated[:1]})
    assert leading(none, {"x": Value(text="1")}) is None
    assert in_a_sentence({"a": none}) == "It could not be tested."
    many = {"a": none, "b": none.model_copy(update={"id": "b"})}
    assert in_a_sentence(many) == "Parts of 2 claims could not be tested with these data."


@pytest.mark.parametrize(
    ("settings", "site", "data", "expected"),
    [
        ({}, "", "", "trailblazer build"),
        ({"months": "11", "a": "b c"}, "", "", "trailblazer build --set 'a=b c' --set months=11"),
        ({}, "S01", "FOLDER", "trailblazer build --data FOLDER --site S01"),
    ],
)
def test_the_command_holds_what_was_asked_for(
    settings: dict[str, str], site: str, data: str, expected: str
) -> None:
    assert command(settings, site=site, data=data) == expected
