"""What a check found, told as text, as JSON and as a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from trailblazer import cli
from trailblazer.data.check import check
from trailblazer.review import checked
from trailblazer.review.checked_page import as_page

WriteSet = Callable[..., Path]
BAD_TIME = "team_id,period,function,percent,source\n<b>T1</b>,2020-Q4,direct_support,fifty,diary\n"
NAMED = """\
spell_id,staff_id,team_id,role,band,fte,start_date,end_date
P1,Jane Doe,T01,emhp,5,1,2019-01-07,
P2,W2,T01,Head of Jane,5,0.8,2019-01-07,
P3,W2,T01,emhp,5,0.8,7 Jan 2019,
P3,W3,T99,emhp,5,0.8,2019-01-07,
"""


def found(folder: Path) -> checked.Report:
    return checked.report(str(folder), check(folder))


def test_problems_are_grouped_with_the_claims_they_touch(write_set: WriteSet) -> None:
    report = found(write_set(time_use=BAD_TIME, sites=None))
    text = checked.problems_as_text(report)
    assert "\ntime_use.csv\n" in text
    assert 'row 2, column "percent": "fifty" is not a number.' in text
    assert "Claims that rest on it: Good progress was made despite challenging" in text
    assert "sites.csv\n  is missing" in text
    assert "The whole report rests on it." in text


def test_the_json_is_as_it_is_described(write_set: WriteSet) -> None:
    content = json.loads(checked.as_json(found(write_set(time_use=BAD_TIME))))
    assert content["format"] == checked.FORMAT
    assert content["usable"] is False
    assert content["problems"] == sum(group["count"] for group in content["groups"])
    group = next(group for group in content["groups"] if group["column"] == "percent")
    assert group["claims"] == ["progress", "time-use"]
    assert group["places"] == [
        {"row": 2, "value": "fifty", "hidden": False, "fix": "Write a number such as 52.5."}
    ]
    names = set(content) | {key for group in content["groups"] for key in group}
    names |= {key for remark in content["remarks"] for key in remark} | set(group["places"][0])
    assert all(f"``{name}``" in str(checked.__doc__) for name in names)


def test_the_page_is_whole_escaped_and_can_be_read_aloud(write_set: WriteSet) -> None:
    text = as_page(found(write_set(time_use=BAD_TIME)))
    document = html.document_fromstring(text)
    assert document.get("lang") == "en-GB"
    assert len(document.findall(".//h1")) == 1
    assert not document.findall(".//script")
    assert not document.findall(".//b")
    assert "<b>T1</b>" in document.text_content()
    assert all(th.get("scope") in ("row", "col") for th in document.iter("th"))
    assert all(table.find("caption") is not None for table in document.iter("table"))
    assert not document.xpath("//@src | //link")


def test_values_about_people_are_never_repeated(write_set: WriteSet) -> None:
    report = found(write_set(staff_spells=NAMED))
    shown = checked.problems_as_text(report) + checked.as_json(report) + as_page(report)
    assert "Jane" not in shown
    assert "7 Jan 2019" not in shown
    assert "T99" not in shown
    assert "a value of 8 characters (not shown) is not written in the form" in shown
    assert 'row 5, column "spell_id": a value of 2 characters (not shown) is used more' in shown


def test_notes_name_claims_only_where_a_whole_table_is_absent(write_set: WriteSet) -> None:
    sites = "site_id,site_name,region,case_study\nS01,North,london,true\nS02,South,london,no\n"
    notes = checked.notices_as_text(found(write_set(sites=sites, time_use=None)))
    (column,) = [line for line in notes.splitlines() if '"lead_body"' in line]
    assert column.endswith("its values count as missing.")
    assert checked.WHOLE not in notes
    (several,) = [line for line in notes.splitlines() if "each is absent" in line]
    assert several.startswith("Note: time_use, contacts, referrals")


@pytest.mark.parametrize(("extra", "code"), [([], 3), (["--json"], 3)])
def test_the_command_says_by_its_code_that_the_set_cannot_be_used(
    extra: list[str],
    code: int,
    write_set: WriteSet,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = write_set(time_use=BAD_TIME)
    page = folder.parent / "page.html"
    arguments = ["trailblazer", "check", str(folder), "--html", str(page), *extra]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == code
    told = capsys.readouterr()
    assert "is not a number" in told.out + told.err
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert not extra or json.loads(told.out)["usable"] is False


def test_a_set_without_problems_is_told_so(
    write_set: WriteSet, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["trailblazer", "check", str(write_set())])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    assert "No problems found." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "expected"),
    [(RuntimeError("as a class is made"), SystemExit), (ValueError("at fault"), ValueError)],
)
def test_ctrl_c_that_python_wraps_is_still_a_stop_by_hand(
    error: Exception, expected: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    error.__cause__ = KeyboardInterrupt() if expected is SystemExit else KeyError()

    def stopped() -> None:
        raise error

    monkeypatch.setattr(cli, "app", stopped)
    with pytest.raises(expected) as ended:
        cli.main()
    assert getattr(ended.value, "code", cli.STOPPED) == cli.STOPPED
