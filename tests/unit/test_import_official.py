"""School registers, the school census and mental health statistics as they are published."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from trailblazer.data.imports.bring import bring_in
from trailblazer.data.imports.census import read_census
from trailblazer.data.imports.gias import read_gias
from trailblazer.data.imports.mhsds import bounds, coverage, england, read_mhsds
from trailblazer.data.imports.schools import phase_of, type_of, year_of
from trailblazer.data.suppression import tally, withheld
from trailblazer.errors import InputError

REAL = Path(__file__).parents[2].parent / "shared" / "real"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="the open data files are not here")
REGISTER = """\
URN,EstablishmentName,TypeOfEstablishment (name),EstablishmentTypeGroup (name),\
PhaseOfEducation (name),NumberOfPupils,PercentageFSM,HeadLastName,site_id,team_id
100001,Oak School,Academy sponsor led,Academies,Secondary,900,12.5,Nobody,S01,T01
100002,Elm School,Community special school,Special schools,Not applicable,c,z,Nobody,S02,T02
100003,Ash School,Community school,Local authority maintained schools,Primary,200,8,Nobody,,
"""
PUPILS = """\
time_period,URN,school_name,headcount of pupils,headcount total girls,headcount total boys,\
number of pupils known to be eligible for and claiming free scho,\
number of pupils classified as white British ethnic origin,\
number of pupils classified as Indian ethnic origin,number of pupils unclassified,\
number of pupils classified as Martian ethnic origin,site_id
202223,1,Oak,100,60,40,10,80,15,5,0,S01
202223,2,Elm,50,20,30,c,45,0,5,0,S01
202223,3,Fir,70,30,40,7,70,0,0,0,S02
202223,4,Ash,99,50,49,9,99,0,0,0,
"""
SERVICES = """\
REPORTING_PERIOD_START,REPORTING_PERIOD_END,BREAKDOWN,PRIMARY_LEVEL,SECONDARY_LEVEL,MEASURE_ID,\
MEASURE_NAME,MEASURE_VALUE
01/07/2024,30/09/2024,England,England,NONE,M1,Number of referrals,123
01/07/2024,30/09/2024,Provider,AAA,NONE,M1,Number of referrals,100
01/07/2024,30/09/2024,Provider,BBB,NONE,M1,Number of referrals,*
01/07/2024,30/09/2024,Provider,CCC,NONE,M1,Number of referrals,0
"""


def written(folder: Path, text: str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_register_gives_settings_without_names(tmp_path: Path) -> None:
    found = read_gias(written(tmp_path, REGISTER))
    settings = found.tables["settings"]
    assert settings["setting_id"].tolist() == ["E0001", "E0002"]
    assert settings["phase"].tolist() == ["secondary", "special"]
    assert settings["setting_type"].tolist() == ["academy", "state"]
    assert tally(settings, "pupils") == {"suppressed": 1}
    assert "Left out: 1 school, in no site." in found.notes
    text = settings.to_csv()
    assert not any(word in text for word in ("Oak", "Nobody", "100001"))


def test_who_took_part_is_asked_for(tmp_path: Path) -> None:
    bare = "\n".join(line.rsplit(",", 2)[0] for line in REGISTER.splitlines())
    with pytest.raises(InputError, match="Add the columns site_id and team_id"):
        read_gias(written(tmp_path, bare))


@pytest.mark.parametrize(
    ("phase", "kind", "ours"),
    [
        ("Primary", "Community school", "primary"),
        ("All-through", "Academy converter", "all_through"),
        ("16 plus", "Further education", "further_education"),
        ("Not applicable", "Pupil referral unit", "alternative_provision"),
        ("Not applicable", "Academy special converter", "special"),
        ("Not applicable", "Other independent school", "other"),
    ],
)
def test_phases_of_the_register(phase: str, kind: str, ours: str) -> None:
    assert phase_of(phase, kind) == ours


def test_types_of_the_register() -> None:
    assert type_of("Independent schools", "Other independent school") == "independent"
    assert type_of("Colleges", "Further education") == "college"
    assert type_of("Universities", "Higher education institutions") == ""


def test_school_years() -> None:
    assert year_of("202223") == year_of("2022/23") == "2022-2023"
    with pytest.raises(InputError, match="not a school year"):
        year_of("202225")


def test_a_census_gives_counts_by_site_and_suppresses_what_rests_on_a_suppressed_part(
    tmp_path: Path,
) -> None:
    found = read_census(written(tmp_path, PUPILS))
    rows = found.tables["population"].set_index(["site_id", "characteristic", "group"])
    people = rows["people"]
    assert people["S01", "sex", "female"] == 80
    assert people["S01", "ethnicity", "white"] == 125
    assert people["S01", "ethnicity", "asian"] == 15
    assert people["S01", "ethnicity", "unknown"] == 10
    assert people["S02", "fsm", "eligible"] == 7
    assert people["S02", "fsm", "not_eligible"] == 63
    hidden = withheld(rows, "people")
    assert hidden[hidden].index.tolist() == [
        ("S01", "fsm", "eligible"),
        ("S01", "fsm", "not_eligible"),
    ]
    # Nobody is no row, since a group without anybody has no rate.
    assert ("S02", "ethnicity", "asian") not in rows.index
    assert any("Martian" in note for note in found.notes)


def test_an_empty_count_is_missing_and_not_suppressed(tmp_path: Path) -> None:
    text = PUPILS.replace("202223,3,Fir,70,30", "202223,3,Fir,70,")
    rows = read_census(written(tmp_path, text)).tables["population"]
    own = rows[(rows["site_id"] == "S02") & (rows["characteristic"] == "sex")]
    assert own["group"].tolist() == ["male"]


def test_import_writes_suppressed_counts_as_suppressed(tmp_path: Path) -> None:
    into = tmp_path / "set"
    into.mkdir()
    brought = bring_in(written(tmp_path, PUPILS), into)
    assert [path.name for path in brought.files] == ["population.csv"]
    text = (into / "population.csv").read_text(encoding="utf-8")
    assert "S01,2022-2023,fsm,eligible,*,school_census" in text
    assert "S01,2022-2023,sex,female,80,school_census" in text
    with pytest.raises(InputError, match=r"holds population\.csv already"):
        bring_in(written(tmp_path, PUPILS), into)


def test_england_is_as_published_and_never_the_sum(tmp_path: Path) -> None:
    found = read_mhsds(written(tmp_path, SERVICES))
    assert found["value"].isna().tolist() == [False, False, True, False]
    assert found["status"].dropna().tolist() == ["suppressed"]
    assert england(found, "M1") == 123
    ends = bounds(found, "M1", "Provider")
    assert (ends.low, ends.high, ends.suppressed, ends.of) == (98, 108, 1, 3)
    assert coverage(found).to_dict("list") == {
        "breakdown": ["England", "Provider"],
        "numbers": [1, 2],
        "zero": [0, 1],
        "withheld": [0, 1],
    }
    only_parts = found[found["breakdown"] != "England"]
    assert england(only_parts, "M1") is None


def test_a_value_that_is_no_number_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="neither a number nor a shorthand"):
        read_mhsds(written(tmp_path, SERVICES.replace(",*", ",many")))


def test_statistics_of_services_are_told_and_become_no_table(tmp_path: Path) -> None:
    brought = bring_in(written(tmp_path, SERVICES), tmp_path / "set")
    assert brought.files == ()
    assert "M1: 123 published for England; 98 to 108 over 3 of Provider, 1 suppressed." in (
        brought.notes
    )


@needs_real
def test_the_waits_of_2024_stay_as_published() -> None:
    found = read_mhsds(REAL / "monitoring" / "mhsds_four_week_wait_2024_09.csv")
    by = coverage(found).set_index("breakdown")
    assert len(found) == 18_942
    assert by.loc["Provider", "withheld"] == 11_618
    assert by.loc["Provider", "zero"] == 11
    below = found[(found["breakdown"] != "England") & found["name"].str.startswith("Number")]
    assert (below["value"].dropna() % 5 == 0).all()
    published = england(found, "MRS11")
    ends = bounds(found, "MRS11", "Provider")
    assert published == 162_022
    assert ends.low <= published <= ends.high
    providers = found[(found["measure"] == "MRS11") & (found["breakdown"] == "Provider")]
    assert providers["value"].sum() != published


@needs_real
def test_register_and_census_of_sixty_schools(tmp_path: Path) -> None:
    for name in ("gias", "census_pupils"):
        cells = pd.read_csv(REAL / "schools" / f"{name}.csv", dtype=str, keep_default_na=False)
        cells["site_id"] = ["S01"] * 30 + ["S02"] * 30
        cells["team_id"] = ["T01"] * 30 + ["T02"] * 30
        cells.to_csv(tmp_path / f"{name}.csv", index=False)
    settings = read_gias(tmp_path / "gias.csv").tables["settings"]
    assert len(settings) == 60
    people = read_census(tmp_path / "census_pupils.csv").tables["population"]
    assert set(people["characteristic"]) == {"ethnicity", "fsm", "sex"}
    cells["all"] = cells["headcount of pupils"].astype(int)
    totals = people[people["characteristic"] == "fsm"].groupby("site_id")["people"].sum()
    assert totals.to_dict() == cells.groupby("site_id")["all"].sum().to_dict()
