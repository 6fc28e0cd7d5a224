"""Labels of ethnic groups: the standard form, our groups, and what has to be asked about."""

from __future__ import annotations

import csv

import pytest

from trailblazer.data.imports.ethnicity import Ethnicity, read_ethnicity, unsure
from trailblazer.places import REPOSITORY

LABELS = REPOSITORY.parent / "shared" / "real" / "schools" / "ethnicity_labels.csv"


@pytest.mark.parametrize(
    ("label", "standard", "group"),
    [
        ("White: English, Welsh, Scottish, Northern Irish or British", "White British", "white"),
        ("White-other", "White other", "white"),
        ("Asian, Asian British or Asian Welsh: Indian", "Indian", "asian"),
        ("Other - Chinese", "Chinese", "asian"),
        ("Black, Black British, Black Welsh, Caribbean or African", "Black", "black"),
        ("Mixed - White and Black - African", "Mixed White/Black African", "mixed"),
        ("Any other ethnic group", "Any other", "other"),
        ("ethnicity_major_any_other_ethnic_group", "Other", "other"),
        ("Traveller of Irish heritage", "Irish Traveller", "white"),
        ("Not stated", "Unknown", "unknown"),
        ("All pupils", "All", ""),
        ("Chinese or other", "Other", ""),
        ("BAME", "Other", ""),
    ],
)
def test_labels_as_publications_write_them(label: str, standard: str, group: str) -> None:
    assert read_ethnicity(label) == Ethnicity(standard, group)


@pytest.mark.parametrize(
    "label",
    ["", "Polish", "Jewish", "White or mixed", "White and Chinese", "Asian and Black", "Scottish",
     "Northern Irish", "Other (including Asian)", "Number of pupils", "Asian excluding Chinese"],
)  # fmt: skip
def test_what_no_rule_is_sure_of_is_asked(label: str) -> None:
    assert read_ethnicity(label) is None
    assert unsure(["White", label, label]) == [label]


@pytest.mark.skipif(not LABELS.exists(), reason="the labels found in publications are not here")
def test_labels_found_in_government_data() -> None:
    with LABELS.open(encoding="utf-8-sig", newline="") as stream:
        known = [(row["Ethnicity"], row["Standard Ethnicity"]) for row in csv.DictReader(stream)]
    found = [(read_ethnicity(label), standard) for label, standard in known]
    right = sum(e is not None and e.standard == standard for e, standard in found)
    wrong = sum(e is not None and e.standard != standard for e, standard in found)
    assert right / len(known) >= 0.95
    assert wrong / len(known) <= 0.02
