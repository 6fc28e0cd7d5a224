"""The mapping file: other names, words and shapes become tables, and messages keep theirs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trailblazer.data.cells import Meanings
from trailblazer.data.check import check
from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.load import open_set
from trailblazer.data.mapping.model import Column, read_tables
from trailblazer.data.mapping.text import read_mapping
from trailblazer.data.mapping.words import converted, slug
from trailblazer.errors import InputError
from trailblazer.places import REPOSITORY

Write = Callable[..., Path]

FORM = """\
Number;Ended;Confident?;How many;Which helped
7;20/11/2020 09:30;Agree;12;Advice, training
8;21/11/2020 10:00;don\u2019t  know;-;
9;22/11/2020 11:00;Strongly agree;3;Training
"""
SURVEY = """\
recodes:
  agree: {Agree: agree, Disagree: disagree, Don't know: _dont_know}
tables:
  survey_cases:
    from: the form.csv
    columns:
      case_id: {from: Number, prefix: K}
      survey_id: {constant: settings_r2}
      disposition: {constant: complete}
      responded_on: {from: Ended, date: dd/mm/yyyy hh:mm}
  survey_answers:
    from: the form.csv
    columns:
      case_id: {from: Number, prefix: K}
    melt:
      name: item_id
      value: answer
      columns:
        Confident?: {item: q1, recode: agree}
        How many: {item: q2, recode: {"-": _blank}}
"""


def said(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder).problems]


def with_form(write_set: Write, mapping: str = SURVEY, form: str = FORM) -> Path:
    folder = write_set(survey_cases=None, survey_answers=None)
    (folder / "the form.csv").write_text(form, encoding="utf-8")
    (folder / "mapping.yml").write_text(mapping, encoding="utf-8")
    return folder


def test_one_file_becomes_two_tables(write_set: Write) -> None:
    folder = with_form(write_set, form=FORM.replace("Strongly agree", "disagree"))
    text = (folder / "surveys.csv").read_text(encoding="utf-8")
    (folder / "surveys.csv").write_text(text.replace(",2\n", ",9\n"), encoding="utf-8")
    assert said(folder) == []
    data = open_set(folder)
    assert data["survey_cases"]["responded_on"].dt.strftime("%Y-%m-%d").tolist() == [
        "2020-11-20", "2020-11-21", "2020-11-22",
    ]  # fmt: skip
    assert data["survey_answers"].to_numpy().tolist() == [
        ["K7", "q1", "agree"], ["K7", "q2", "12"], ["K8", "q1", "_dont_know"],
        ["K8", "q2", "_blank"], ["K9", "q1", "disagree"], ["K9", "q2", "3"],
    ]  # fmt: skip


def test_a_problem_names_the_file_row_column_and_value_of_its_owner(write_set: Write) -> None:
    assert (
        'the form.csv, row 4, column "Confident?": "Strongly agree" is not written in the form '
        "this column needs."
    ) in " ".join(said(with_form(write_set)))
    folder = with_form(write_set, form=FORM.replace("22/11/2020", "22/13/2020"))
    assert (
        'the form.csv, row 4, column "Ended": "22/13/2020 11:00" is not a date. Write the year, '
        "month and day, such as 2019-09-01. (In mapping.yml it becomes responded_on.)"
    ) in said(folder)
    folder = with_form(write_set, form=FORM.replace("8;", "7;"))
    assert any(
        p.startswith('the form.csv, row 3, column "Number": "K7" is used more than once. Row 2')
        for p in said(folder)
    )


def test_answers_of_several_words_become_a_row_each(write_set: Write) -> None:
    mapping = SURVEY + '        Which helped: {item: q3, split: ",", recode: {Advice: advice}}\n'
    answers = open_set(with_form(write_set, mapping))["survey_answers"]
    several = answers[answers["item_id"] == "q3"]["answer"]
    assert several.tolist() == ["advice", "training", "Training"]
    with pytest.raises(InputError, match='"Nothing" is not a column of the form'):
        open_set(with_form(write_set, mapping + "        Nothing: q4\n"))["survey_answers"]


DONE = {
    "months": ({"date": "dd/mm/yyyy", "as": "month"}, "05/04/2020", "2020-04"),
    "quarters": ({"date": "dd/mm/yyyy", "as": "quarter"}, "05/04/2020", "2020-Q2"),
    "years": ({"as": "year"}, "2020-04-05", "2020"),
    "words taken away": ({"remove": "%"}, "52.5%", "52.5"),
    "decimal commas": ({"decimal": ","}, "52,5", "52.5"),
    "spelling of no matter": ({"recode": {"don't know": "dk"}}, "Don\u2019t  KNOW", "dk"),
    "words not listed": ({"recode": {"a": "b"}}, "c", "c"),
    "words not wanted": ({"recode": {"a": "b"}, "otherwise": "empty"}, "c", ""),
    "numbers as ids": ({"pad": 3, "prefix": "K"}, "1", "K001"),
    "longer numbers": ({"pad": 3, "prefix": "K"}, "1234", "K1234"),
    "no number": ({"pad": 3, "prefix": "K"}, "", ""),
    "a date that is none": ({"date": "dd/mm/yyyy"}, "soon", "soon"),
}


@pytest.mark.parametrize("what", DONE)
def test_what_is_done_to_a_cell(what: str) -> None:
    column, value, expected = DONE[what]
    assert converted(value, Column.model_validate(column), Meanings(), None) == expected


def test_several_files_make_one_table_and_rows_may_be_given(write_set: Write) -> None:
    folder = write_set()
    expected = open_set(folder)["teams"]
    frame = pd.read_csv(folder / "teams.csv", dtype=str, keep_default_na=False)
    (folder / "teams.csv").unlink()
    frame.iloc[:1].rename(columns={"team_id": "Team"}).to_excel(folder / "north.xlsx", index=False)
    frame.iloc[1:2].to_csv(folder / "south.csv", index=False)
    (folder / "mapping.yml").write_text(
        "tables:\n  teams:\n    - {from: north.xlsx, columns: {team_id: Team}}\n"
        "    - {from: south.csv}\n    - given:\n"
        "        - {team_id: T03, site_id: S02, funded_fte: 4, cohort_id: C1, "
        "operational_source: monitoring}\n",
        encoding="utf-8",
    )
    assert said(folder) == []
    data = open_set(folder)
    pd.testing.assert_frame_equal(data["teams"], expected)
    assert data.paths("teams")[:2] == (folder / "north.xlsx", folder / "south.csv")
    (folder / "south.csv").write_text(
        frame.iloc[1:2].replace("S02", "S99").to_csv(index=False), encoding="utf-8"
    )
    assert 'south.csv, row 2, column "site_id": "S99" is not in sites.csv.' in " ".join(
        said(folder)
    )


def test_only_some_rows_and_one_of_each(write_set: Write) -> None:
    folder = write_set(cohorts=None)
    (folder / "all.csv").write_text(
        "Kind,Cohort,training_start\nreal,C1,2019-01-07\nreal,C1,2019-01-07\ntest,C9,2019-01-07\n"
    )
    (folder / "mapping.yml").write_text(
        "tables: {cohorts: {from: all.csv, rows: {Kind: Real}, distinct: true, "
        "columns: {cohort_id: Cohort}}}"
    )
    assert said(folder) == []
    assert open_set(folder)["cohorts"]["cohort_id"].tolist() == ["C1"]


def test_a_change_of_any_part_changes_the_digest_of_what_rests_on_it(write_set: Write) -> None:
    folder = with_form(write_set)

    def keys() -> list[str]:
        return [open_set(folder).digest(n) for n in ("survey_cases", "survey_answers", "sites")]

    first = keys()
    (folder / "mapping.yml").write_text(SURVEY.replace("Agree: agree", "Agree: disagree"))
    second = keys()
    assert [a == b for a, b in zip(first, second, strict=True)] == [True, False, True]
    (folder / "the form.csv").write_text(FORM + "\n", encoding="utf-8")
    assert [a == b for a, b in zip(second, keys(), strict=True)] == [False, False, True]
    assert folder / "mapping.yml" in open_set(folder).described


WRONG = {
    "tables: {sitez: {from: sites.csv}}": '"sitez" is not a table of the dictionary. Did you mean',
    "tables: {sites: {from: ../sites.csv}}": "is not the path of a table's file inside",
    "tables: {sites: {from: none.csv}}": '"none.csv" is not there',
    "tables: {sites: {from: sites.csv, colums: {}}}": 'word of the mapping file. Did you mean "col',
    "tables: {sites: {from: sites.csv, columns: {regoin: x}}}": "is not a column of sites. Did you",
    "tables: {sites: {from: sites.csv, columns: {region: R}}}": '"R" is not a column of sites.csv.',
    "tables: {sites: {from: sites.csv, columns: {region: {from: region, recode: a}}}}": "no list",
    "tables: {sites: {columns: {}}}": "it needs a file (from) or rows (given)",
    "tables: {sites: {from: sites.csv, separator: x}}": "cannot be used",
    "tables: [1]": "cannot be used",
    "a: &a [1]\nb: *a": "it refers to another part of the file",
    "a: 1\na: 2": '"a" is there twice',
    "[" * 50: "cannot be read",
    "tables: !!python/object:os.system {}": "",
    "just words": "is not a mapping file",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_with_the_file_is_said(write_set: Write, text: str) -> None:
    folder = write_set()
    (folder / "mapping.yml").write_text(text, encoding="utf-8")
    problems = said(folder)
    if WRONG[text]:
        assert any("mapping.yml" in p and WRONG[text] in p for p in problems), problems


@settings(max_examples=40, deadline=None)
@given(text=st.text(alphabet="ab:{}[]&*- \n#'\"!|>?,\0", max_size=40))
def test_any_text_at_all_is_only_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("m") / "mapping.yml"
    path.write_text(text, encoding="utf-8")
    with suppress(InputError):
        read_tables(read_mapping(path))


def test_code_in_names_stays_text(write_set: Write) -> None:
    name = "__import__('os').system('x')"
    folder = write_set(cohorts=f'"{name}",training_start\nC1,2019-01-07\n')
    (folder / "mapping.yml").write_text(
        f'tables: {{cohorts: {{from: cohorts.csv, columns: {{cohort_id: "{name}"}}}}}}'
    )
    assert said(folder) == []


@given(st.text(max_size=30))
def test_a_code_is_always_plain(text: str) -> None:
    assert all(c.isascii() and (c.isalnum() or c == "_") for c in slug(text))


@pytest.mark.parametrize("example", [1, 2])
def test_an_example_of_the_readme_is_right(tmp_path: Path, example: int) -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    (tmp_path / "mapping.yml").write_text(text.split("```yaml\n")[example].split("```")[0])
    found, problems = read_tables(read_mapping(tmp_path / "mapping.yml"))
    assert problems == []
    tables = load_dictionary().tables
    for name, parts in found.tables.items():
        assert {n for part in parts for n in part.columns} <= set(tables[name].columns)
