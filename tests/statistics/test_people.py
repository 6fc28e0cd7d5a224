"""Prominence, experience and response, counted by hand."""

from __future__ import annotations

import pytest

from tests.statistics.made import Tables, typed
from trailblazer.estimates.prominence import by_group, by_site, each_coder, prominence
from trailblazer.estimates.response import outcome_rates
from trailblazer.estimates.universal import Experience, experience, experience_otherwise

STANCE = {"+": "supports", "~": "qualifies", "-": "contradicts", "0": "neutral"}


def interviews() -> Tables:
    """Six interviews asked about a view and two that do not count, with their stances."""
    rows = [
        ("I1", "interview", "S01", "mhst_staff", 1, "gap", "++"),
        ("I2", "interview", "S01", "commissioner", 1, "gap;x", "+-"),
        ("I3", "interview", "S02", "mhst_staff", 2, "x; gap", "-"),
        ("I4", "interview", "S02", "mhst_staff", 2, "gap", "~0"),
        ("I5", "interview", None, "national_lead", 1, "gap", "+"),
        ("I6", "interview", "S03", "commissioner", 1, "gap", ""),
        ("I7", "interview", "S03", "mhst_staff", 1, "gap-other", "+"),
        ("F1", "focus_group", "S03", "young_people", 1, "gap", "+"),
    ]
    names = ["source_id", "kind", "site_id", "group", "round", "topics_asked"]
    said = [(row[0], STANCE[mark]) for row in rows for mark in row[6]]
    return {
        "sources": typed("sources", {n: [row[i] for row in rows] for i, n in enumerate(names)}),
        "codes": typed("codes", {"code_id": ["c1", "c2"], "claim_id": ["gap", "x"]}),
        "codings": typed(
            "codings",
            {"source_id": [*(s for s, _ in said), "I6"], "code_id": ["c1"] * len(said) + ["c2"],
             "stance": [*(s for _, s in said), "supports"]},
        ),
    }  # fmt: skip


def sites() -> Tables:
    return {"sites": typed("sites", {"site_id": ["S01", "S02", "S03"]})}


def test_prominence_counts_those_asked() -> None:
    found = prominence("gap", **interviews(), **sites())
    assert (found.sources.value, found.sources.n) == (3 / 6, 6)
    assert (found.groups.value, found.groups.n) == (3, 3)
    assert (found.sites.value, found.sites.n) == (1 / 3, 3)
    assert (found.against.value, found.against.n) == (2, 6)
    assert not found.sources.has_interval


def test_a_site_may_be_asked_for_a_share_of_its_interviews() -> None:
    tables = interviews()
    said = tables["codings"]
    tables["codings"] = said[said["source_id"] != "I1"]  # leaves one of two at the first site
    for least, reporting in ((0.0, 1), (0.5, 1), (0.6, 0)):
        found = prominence("gap", **tables, **sites(), site_share=least)
        assert (found.sites.value, found.sites.n) == (reporting / 3, 3), least


def test_rounds_and_kinds_can_be_chosen() -> None:
    second = prominence("gap", **interviews(), **sites(), rounds=[2])
    assert (second.sources.value, second.n) == (0, 2)
    groups = prominence("gap", **interviews(), **sites(), kinds=["focus_group"])
    assert (groups.sources.value, groups.n) == (1, 1)


def test_not_asked_is_not_silence() -> None:
    found = prominence("never-raised", **interviews(), **sites())
    assert found.sources.value is None
    assert found.against.value is None


@pytest.mark.parametrize("missing", ["codes", "codings"])
def test_nothing_coded_is_not_a_view_nobody_held(missing: str) -> None:
    tables = interviews()
    tables[missing] = tables[missing].head(0)
    found = prominence("gap", **tables, **sites())
    for part in (found.sources, found.groups, found.sites, found.against):
        assert (part.value, part.n, part.note) == (None, 0, "nothing was coded")
    for frame in (by_site("gap", **tables, **sites()), by_group("gap", **tables)):
        assert frame.empty
        assert "asked" in frame.columns


def test_sites_and_groups_are_tabled() -> None:
    site = by_site("gap", **interviews(), **sites()).set_index("site_id")
    assert site["asked"].to_dict() == {"S01": 2, "S02": 2, "S03": 1}
    assert site["reporting"].to_dict() == {"S01": 2, "S02": 0, "S03": 0}
    group = by_group("gap", **interviews()).set_index("group")
    assert group.loc["mhst_staff"].tolist() == [3, 1, 1, 1]
    assert group["asked"].is_monotonic_decreasing


def coded(*coders: str) -> Tables:
    """The interviews, their segments given to coders in turn."""
    tables = interviews()
    turns = (coders * len(tables["codings"]))[: len(tables["codings"])]
    return tables | {"codings": tables["codings"].assign(coder_id=list(turns))}


def test_one_coder_alone_counts_what_that_coder_read() -> None:
    # In turn: x codes I1 +, I2 -, I4 ~, I5 + and F1; y codes I1 +, I2 +, I3 -, I4 0, I7 and I6.
    tables = coded("x", "y") | sites()
    tables["codings"]["coder_id"] = list("xyyxyxyxyxy")
    first, second = each_coder("gap", **tables).values()
    assert list(each_coder("gap", **tables, name="r")) == ["r_first_coder", "r_second_coder"]
    # The busiest is y: six codings. I6 was read and is silent on this claim, I5 was not read.
    assert (first.sources.value, first.n, first.against.value) == (2 / 5, 5, 1)
    assert (second.sources.value, second.n, second.against.value) == (2 / 4, 4, 1)
    assert second == prominence("gap", **tables, coders=["x"])
    assert by_site("gap", **tables, coders=["x"])["asked"].tolist() == [2, 1]
    del tables["sites"]
    assert by_group("gap", **tables, coders=["x"])["asked"].sum() == 4


def test_a_lone_coder_is_both_and_none_is_neither() -> None:
    alone = each_coder("gap", **coded("x"), **sites())
    assert alone["view_first_coder"] == alone["view_second_coder"]
    tables = interviews()
    tables["codings"] = tables["codings"].head(0)
    found = each_coder("gap", **tables, **sites())
    assert [p.sources.note for p in found.values()] == ["nothing was coded"] * 2


def young_people(*stances: str, direct: bool = True, asked: str = "experience") -> Tables:
    """A young person for each string of stances."""
    people = [f"Y{i}" for i in range(len(stances))]
    said = [(y, STANCE[mark]) for y, marks in zip(people, stances, strict=True) for mark in marks]
    return {
        "participants": typed(
            "participants", {"participant_id": people, "source_id": "F1", "direct_contact": direct}
        ),
        "sources": typed("sources", {"source_id": ["F1"], "topics_asked": [asked]}),
        "codes": typed("codes", {"code_id": ["c"], "claim_id": ["experience"]}),
        "codings": typed(
            "codings",
            {"source_id": "F1", "participant_id": [y for y, _ in said], "code_id": "c",
             "stance": [s for _, s in said]},
        ),
    }  # fmt: skip


def counts(found: Experience) -> list[float | None]:
    return [e.value for e in (found.negative, found.mixed, found.silent, found.with_contact)]


def test_one_stance_a_person_and_the_worst_counts() -> None:
    found = experience(**young_people("+", "++", "+~", "~", "+-", "0", ""))
    assert found.by_group["people"].tolist() == [2, 2, 1]
    assert (found.positive.value, found.positive.n) == (2 / 5, 5)
    assert counts(found) == [1, 2, 2, 7]
    assert found.positive.population == "purposive"


def test_none_of_twenty_leaves_a_sixth_open() -> None:
    found = experience(**young_people(*["+"] * 20))
    assert found.negative.value == 0
    assert found.upper_limit.value == pytest.approx(0.168, abs=5e-4)
    assert found.upper_limit.low == 0
    assert "illustrative" in found.upper_limit.note


def test_other_ways_to_count_experiences() -> None:
    tables = young_people("++", "+~", "~+", "+-")
    # In turn: the first coder x, who is busiest with a tie by name, then y.
    tables["codings"] = tables["codings"].assign(coder_id=list("xyxyxyxy"))
    found = experience_otherwise(**tables)
    assert {name: e.value for name, e in found.items()} == {
        "not_positive": 3, "negative_first_coder": 0, "mixed_first_coder": 1,
        "negative_second_coder": 1, "mixed_second_coder": 1,
    }  # fmt: skip
    assert found["not_positive"].n == 4


def test_those_without_contact_do_not_count() -> None:
    found = experience(**young_people("+", "-", direct=False))
    assert found.positive.value is None
    assert (found.with_contact.value, found.participants.value) == (0, 2)


def test_silence_of_those_not_asked_is_not_counted() -> None:
    assert experience(**young_people("+", "", asked="gap")).silent.value == 0


@pytest.mark.parametrize("missing", ["codes", "codings"])
def test_nothing_coded_is_not_silence(missing: str) -> None:
    tables = young_people("+", "-", "")
    tables[missing] = tables[missing].head(0)
    found = experience(**tables)
    coded = (found.positive, found.negative, found.mixed, found.silent, found.upper_limit)
    for part in coded:
        assert (part.value, part.n, part.note) == (None, 0, "nothing was coded")
    assert found.by_group.empty
    assert (found.with_contact.value, found.participants.value) == (3, 3)


def test_a_negative_segment_without_a_name_is_noted() -> None:
    tables = young_people("+")
    loose = tables["codings"].assign(participant_id=None, stance="contradicts")
    found = experience(**(tables | {"codings": loose.astype(tables["codings"].dtypes)}))
    assert "1 negative" in found.negative.note


def cases(**dispositions: int) -> Tables:
    named = [name for name, number in dispositions.items() for _ in range(number)]
    return {
        "survey_cases": typed("survey_cases", {"survey_id": "r2", "disposition": named}),
        "surveys": typed(
            "surveys",
            {"survey_id": ["r1", "r2", "k1"], "round": [1, 2, 1],
             "population": ["settings", "settings", "key_informants"]},
        ),
    }  # fmt: skip


def test_response_rates_follow_the_standard_definitions() -> None:
    # RR1 = I / ((I + P) + (R + NC + O) + U); RR2 adds P above. Ineligible cases are in neither.
    found = outcome_rates(
        **cases(complete=30, partial=10, refusal=5, break_off=5, non_contact=30, other_eligible=5,
                unknown_eligibility=15, ineligible=7, duplicate=3),
        population="settings",
    )  # fmt: skip
    assert (found.survey_id, found.round) == ("r2", 2)
    assert (found.response_rate.value, found.response_rate_2.value) == (0.30, 0.40)
    assert (found.invited.value, found.answered.value) == (100, 40)
    assert found.flow["cases"].sum() == 110
    assert found.flow["share"].sum() == pytest.approx(1)


def test_people_are_counted_as_people() -> None:
    found = outcome_rates(**cases(complete=1), population="key_informants")
    assert found.survey_id == "k1"
    assert (found.invited.unit, found.invited.value) == ("people", None)
