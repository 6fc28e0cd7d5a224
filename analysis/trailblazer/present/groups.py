"""What groups of a characteristic are called, where the code alone ("yes") says too little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trailblazer.estimates.equity import Disparity
from trailblazer.present.words import inside, joined, label

NAMES: Mapping[tuple[str, str], str] = {
    ("sen", "yes"): "Special educational needs",
    ("sen", "no"): "No special educational needs",
    ("sen", "no_sen"): "No special educational needs",
    ("sen", "sen_support"): "Special educational needs support",
    ("sen", "education_health_care_plan"): "Education, health and care plan",
    ("neurodiversity", "yes"): "Neurodiversity",
    ("neurodiversity", "no"): "No neurodiversity recorded",
    ("circumstances", "none_of_these"): "None of these circumstances",
    ("fsm", "eligible"): "Free school meals",
    ("fsm", "not_eligible"): "No free school meals",
}
CHARACTERISTICS: Mapping[str, str] = {
    "sen": "Special educational needs",
    "neurodiversity": "Neurodiversity",
    "ethnicity": "Ethnicity",
    "religion": "Religion",
    "circumstances": "Family or social circumstances",
    "fsm": "Free school meals",
}
# Where a site lies in a funnel plot.
PLACES: Mapping[str, str] = {
    "inside": "Within both limits",
    "low_95": "Below 95%",
    "high_95": "Above 95%",
    "low_998": "Below 99.8%",
    "high_998": "Above 99.8%",
}
TOGETHER: Mapping[str, str] = {
    "sen": "Special educational needs, all",
    "ethnicity": "All minority groups together",
    "circumstances": "Any of these circumstances",
    "fsm": "Free school meals",
    "neurodiversity": "Neurodiversity",
}


def group_name(characteristic: str, group: str, labels: Mapping[str, str]) -> str:
    """The name of a group as a row of a figure or table has it."""
    return NAMES.get((characteristic, group)) or label(group, labels)


def together(disparity: Disparity, labels: Mapping[str, str]) -> str:
    """The name of the groups compared, taken together; of the one group where there is one."""
    groups = list(disparity.ratios["group"])
    if len(groups) == 1:
        return group_name(disparity.characteristic, groups[0], labels)
    return TOGETHER.get(disparity.characteristic, "All other groups together")


def references(disparities: Sequence[Disparity], labels: Mapping[str, str]) -> str:
    """The comparison groups as a sentence has them; of many only that each has its own."""
    names = [inside(group_name(d.characteristic, d.reference, labels)) for d in disparities]
    each = dict.fromkeys(names)
    if len(each) > 2:
        return "the comparison group of its own characteristic"
    return joined([f"the group \u201c{name}\u201d" for name in each])


def bases(people: Mapping[str, int]) -> str:
    """How many people stand behind each characteristic; only their number where there is one."""
    if len(people) == 1:
        return f"{next(iter(people.values())):,}"
    each = [
        f"{number:,} for {inside(CHARACTERISTICS.get(name) or label(name, {}))}"
        for name, number in people.items()
    ]
    return joined(each)
