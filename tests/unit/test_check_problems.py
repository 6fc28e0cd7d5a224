"""The list of problems a user sees: grouped, short and safe to print."""

from __future__ import annotations

from trailblazer.data.problems import Problem, problems_error


def problem(row: int, column: str = "percent", value: str = "fifty") -> Problem:
    return Problem("time_use.csv", row, column, value, "is not a number", "Write 52.5.", "time_use")


def test_the_first_three_of_a_kind_are_shown_and_the_rest_counted() -> None:
    lines = str(problems_error([problem(row) for row in range(2, 22)])).splitlines()
    assert lines[0] == "20 problems in the data:"
    assert [line.split(":")[0] for line in lines[1:4]] == [
        f'time_use.csv, row {row}, column "percent"' for row in (2, 3, 4)
    ]
    assert lines[4:] == ["  and 17 more rows of time_use.csv like these"]


def test_one_more_row_is_said_in_the_singular() -> None:
    lines = str(problems_error([problem(row) for row in range(2, 6)])).splitlines()
    assert lines[-1] == "  and 1 more row of time_use.csv like these"


def test_a_long_list_is_cut_at_about_forty_lines() -> None:
    many = [problem(2, column=f"c{n:03}") for n in range(100)]
    lines = str(problems_error(many)).splitlines()
    assert len(lines) == 38
    assert lines[0] == "100 problems in the data:"
    assert lines[-1] == "and 64 more lines: mend these and check again."


def test_a_value_is_made_fit_to_print() -> None:
    line = str(problem(2, value="\x1b[31mred\nline" + "x" * 100))
    assert line == (
        'time_use.csv, row 2, column "percent": " [31mred line'
        + "x" * 47
        + '…" is not a number. Write 52.5.'
    )
