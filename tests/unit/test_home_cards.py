"""The small picture of a card and the command that makes an edition again."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from trailblazer.estimates.estimate import Estimate
from trailblazer.publish.directives.code import command
from trailblazer.publish.directives.home import spark


def share(value: float, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(
        label="Agree", value=value, low=low, high=high, level=None if low is None else 0.95,
        method="by hand", unit="share", n=100, population="census" if low is None else "sample",
    )  # fmt: skip


def test_a_share_is_drawn_at_its_place_with_its_interval() -> None:
    picture = ET.fromstring(spark(share(0.52, 0.49, 0.55)))  # noqa: S314 - made just here
    (dot,) = picture.findall("circle")
    assert dot.attrib["cx"] == "52.0%"
    (bar,) = picture.findall("line[@class='interval']")
    assert (bar.attrib["x1"], bar.attrib["x2"]) == ("49.0%", "55.0%")
    assert picture.attrib["aria-hidden"] == "true"
    assert "".join(picture.itertext()) == ""


def test_a_count_of_all_has_no_interval() -> None:
    assert "interval" not in spark(share(1.0))


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
