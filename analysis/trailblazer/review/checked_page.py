"""What a check found as a page: it stands alone, and opens in any browser."""

from __future__ import annotations

from pathlib import Path

from trailblazer.data import page
from trailblazer.data.problems import shortened
from trailblazer.errors import ParameterError
from trailblazer.files import write_text
from trailblazer.review.checked import Group, Report, about, notices_in_words

ROWS = 20
HEADS = ("Where", "Value", "What is wrong", "What to do")
HIDDEN = "Values about a person are not shown here: row and column say where they stand."


def write_page(path: Path, report: Report) -> None:
    """Write the page. Raises ``ParameterError`` when the file cannot be written."""
    try:
        write_text(path, as_page(report))
    except OSError as error:
        raise ParameterError(f"{path} cannot be written: {error.strerror}.") from error


def as_page(report: Report) -> str:
    """Everything found: what is wrong by file, then what is worth knowing."""
    if report.groups:
        ends = "Nothing is built from the set until they are mended."
        body = [page.paragraph(f"{report.total}. {ends}")]
    else:
        body = [page.paragraph("No problems found. The set can be built.")]
    if any(problem.hidden for group in report.groups for problem in group.problems):
        body.append(page.paragraph(HIDDEN))
    for file, groups in report.files():
        body += _of_file(file, groups)
    if report.notices:
        body.append(page.heading("Worth knowing"))
        body.append(page.paragraph("These stop nothing."))
        body.append(page.listed(notices_in_words(report)))
    return page.page(f"Check of {report.folder}", body)


def _of_file(file: str, groups: list[Group]) -> list[str]:
    rows = [row for group in groups for row in _rows(group)]
    return [
        page.heading(file),
        *([page.paragraph(words)] if (words := about(file, groups)) else []),
        page.table(f"Problems in {file}", HEADS, rows),
    ]


def _rows(group: Group) -> list[tuple[str, str, str, str]]:
    rows = [
        (p.place or "the file", shortened(p.value), p.rule, p.fix) for p in group.problems[:ROWS]
    ]
    more = len(group.problems) - ROWS
    if more > 0:
        rows.append((f"and {more:,} more", "", group.rule, "As above."))
    return rows
