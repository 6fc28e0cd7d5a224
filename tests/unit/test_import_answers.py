"""What a project does not say is asked, and the answers make tables that pass the check."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from qdpx_sample import Project, Text, selection

from trailblazer.data.check import check
from trailblazer.data.dictionary import load_dictionary
from trailblazer.data.imports.answers import draft, read_answers
from trailblazer.data.imports.bring import bring_in, send_out
from trailblazer.data.imports.filling import answered
from trailblazer.data.imports.imported import Imported
from trailblazer.data.imports.qdpx import read_qdpx
from trailblazer.data.imports.qdpx_export import write_qdpx
from trailblazer.data.load import open_set
from trailblazer.data.mapping.text import read_mapping
from trailblazer.data.written import as_csv
from trailblazer.errors import InputError
from trailblazer.places import SETS

VARIABLE = "00000000-0000-4000-8000-0000000000e1"
CASES = ("00000000-0000-4000-8000-0000000000d1", "00000000-0000-4000-8000-0000000000d2")
PART = """
every_source: {kind: interview, level: site, site_id: S01, topics_asked: retention}
from_variables:
  group: {variable: Role, values: {Teacher: education_staff}}
sources:
  IV002:
    {name: Talk 2, level: national, group: national_lead, date: 2021-02-03, participants: 2,
     topics_asked: retention;awareness}
codes:
  waiting_times: {claim_id: retention, stance: contradicts}
"""


def project(path: Path) -> Imported:
    cases = "".join(
        f'<Case guid="{case}" name="Person {n}"><VariableValue>'
        f'<VariableRef targetGUID="{VARIABLE}"/><TextValue>Teacher</TextValue></VariableValue>'
        f'<SelectionRef targetGUID="00000000-0000-4000-8000-{n:012d}"/></Case>'
        for n, case in enumerate(CASES, start=1)
    )
    before = (
        f'<Variables><Variable guid="{VARIABLE}" name="Role" typeOfVariable="Text"/></Variables>'
        f"<Cases>{cases}</Cases>"
    )
    other = "00000000-0000-4000-8000-0000000000f2"
    staff = "00000000-0000-4000-8000-0000000000c2"
    texts = [
        Text("IV001", b"One two three.", selection(1, 0, 3) + selection(2, 4, 7, code=staff)),
        Text("IV002", b"Four five.", selection(3, 0, 4), other),
    ]
    return read_qdpx(Project("NVivo", texts, before_sources=before).write(path))


def test_the_draft_asks_for_all_that_is_missing_and_nothing_else(tmp_path: Path) -> None:
    part = draft(project(tmp_path / "p.qdpx"))
    assert part["sources"]["IV001"] == {
        "name": "IV001", "kind": "", "level": "", "site_id": "", "group": "", "topics_asked": "",
    }  # fmt: skip
    assert part["codes"]["staff"] == {"name": "Staff", "claim_id": "", "stance": ""}
    assert part["variables_of_the_project"] == ["Role"]
    assert part["cases"] == ""
    assert part["every_source"] == {
        "kind": "", "level": "", "site_id": "", "group": "", "topics_asked": "",
    }  # fmt: skip
    assert part["every_code"] == {"claim_id": "", "stance": ""}
    assert read_answers(yaml.safe_load(yaml.safe_dump(part))).cases == ""


def test_the_draft_lists_the_claims_that_may_be_named(tmp_path: Path) -> None:
    project(tmp_path / "p.qdpx")
    bring_in(tmp_path / "p.qdpx", tmp_path)
    draft_text = (tmp_path / "mapping.yml").read_text(encoding="utf-8")
    [ids] = [line for line in draft_text.splitlines() if line.startswith("# ids of claims: ")]
    assert "retention" in ids.removeprefix("# ids of claims: ").split(", ")


def test_answers_fill_the_tables(tmp_path: Path) -> None:
    found = project(tmp_path / "p.qdpx")
    tables = answered(found, read_answers(yaml.safe_load(PART + "cases: people")))
    sources = tables["sources"].set_index("source_id")
    assert sources["group"].to_dict() == {"IV001": "education_staff", "IV002": "national_lead"}
    assert sources["level"].to_dict() == {"IV001": "site", "IV002": "national"}
    assert str(sources.loc["IV002", "date"].date()) == "2021-02-03"
    assert sources.loc["IV002", "participants"] == 2
    assert sources["topics_asked"].tolist() == ["retention", "retention;awareness"]
    codings = tables["codings"]
    assert codings["stance"].tolist() == ["contradicts", "neutral", "contradicts"]
    assert codings["participant_id"].fillna("").tolist() == ["case_1", "case_2", ""]
    assert tables["participants"]["participant_id"].tolist() == ["case_1", "case_2"]
    other = answered(found, read_answers(yaml.safe_load(PART)))
    assert "participants" not in other
    assert found.tables["sources"]["kind"].isna().all()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("{}", "needs its kind"),
        ("{every_source: {kind: interview, level: site, group: other}}", "needs its site_id"),
        ("{codes: {waiting_times: {claim_id: retention}}}", "needs its stance"),
        ("{sources: {IV003: {kind: interview}}}", "is not one of the imported sources"),
        ("{codes: {waiting_tims: {stance: neutral}}}", 'Did you mean "waiting_times"'),
        ("{from_variables: {group: {variable: Rolle}}}", 'Did you mean "Role"'),
        ("{every_source: {round: first}}", "holds a value of another kind"),
        ("{every_source: {topics: retention}}", 'Did you mean "topics_asked"'),
        ("{sources: {IV001: {knid: interview}}}", 'Did you mean "kind"'),
        ("{from_variables: {colour: {variable: Role}}}", "is not something a source is asked"),
        ("{codes: [1, 2]}", "mapping.yml: qualitative > codes"),
        ("{codings: {}}", "mapping.yml: qualitative > codings"),
    ],
)
def test_what_is_open_or_unknown_is_said(tmp_path: Path, part: str, words: str) -> None:
    with pytest.raises(InputError, match=words.replace(".", r"\.")):
        answered(project(tmp_path / "p.qdpx"), read_answers(yaml.safe_load(part)))


def test_a_set_that_went_out_and_came_back_passes_the_check(tmp_path: Path) -> None:
    held = open_set("synthetic")
    tables = {name: held[name] for name in ("sources", "codes", "codings")}
    write_qdpx(tmp_path / "set.qdpx", tables)
    found = answered(read_qdpx(tmp_path / "set.qdpx"), read_answers({}))
    folder = tmp_path / "set"
    shutil.copytree(SETS / "synthetic", folder)
    for name in tables:
        text = as_csv(found[name], load_dictionary().tables[name])
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    assert check(folder).problems == []


def test_a_project_is_brought_in_by_way_of_the_mapping_file(tmp_path: Path) -> None:
    project(tmp_path / "p.qdpx")
    into = tmp_path / "set"
    first = bring_in(tmp_path / "p.qdpx", into)
    assert "give the same command again" in first.then
    assert sorted(path.name for path in into.iterdir()) == ["mapping.yml"]
    text = (into / "mapping.yml").read_text(encoding="utf-8")
    assert "# kind: interview, focus_group, document" in text
    with pytest.raises(InputError, match="needs its kind"):
        bring_in(tmp_path / "p.qdpx", into)
    (into / "mapping.yml").write_text(yaml.safe_dump({"qualitative": yaml.safe_load(PART)}))
    done = bring_in(tmp_path / "p.qdpx", into)
    assert [path.name for path in done.files] == ["sources.csv", "codes.csv", "codings.csv"]
    with pytest.raises(InputError, match=r"sources\.csv, codes\.csv, codings\.csv already"):
        bring_in(tmp_path / "p.qdpx", into)
    before = (into / "codings.csv").read_bytes()
    bring_in(tmp_path / "p.qdpx", into, replace=True)
    assert (into / "codings.csv").read_bytes() == before
    assert b"Person" not in b"".join(path.read_bytes() for path in into.glob("*.csv"))


NO_MAPPING = (
    "a: [", "- 1", "\0", "a: &a [*a", "qualitative: 3",
    "a: &a [x, x]\nb: &b [*a, *a]\nqualitative: {cases: *b}",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_MAPPING)
def test_a_mapping_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    project(tmp_path / "p.qdpx")
    (tmp_path / "mapping.yml").write_text(text)
    with pytest.raises(InputError, match=r"mapping\.yml"):
        bring_in(tmp_path / "p.qdpx", tmp_path)
    assert read_mapping(tmp_path / "absent.yml") == {}


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no file of coded material"):
        bring_in(tmp_path / "talk.docx", tmp_path)


def test_a_set_is_sent_out_as_a_project_or_a_codebook(tmp_path: Path) -> None:
    send_out("synthetic", tmp_path / "set.qdpx")
    found = read_qdpx(tmp_path / "set.qdpx")
    assert len(found.tables["codings"]) == len(open_set("synthetic")["codings"])
    send_out("synthetic", tmp_path / "codes.qdc")
    assert (tmp_path / "codes.qdc").exists()
    with pytest.raises(InputError, match=r"neither \.qdpx nor \.qdc"):
        send_out("synthetic", tmp_path / "set.zip")
    shutil.copytree(SETS / "synthetic", tmp_path / "set")
    (tmp_path / "set" / "codings.csv").unlink()
    with pytest.raises(InputError, match="no codings"):
        send_out(tmp_path / "set", tmp_path / "out.qdpx")
