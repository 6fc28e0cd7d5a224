"""The draft for a survey of one row a respondent: five tables out of one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from trailblazer.data.claim_ids import claim_words
from trailblazer.data.imports.drafting import (
    Drafted,
    flow,
    note,
    personal_notes,
    quoted,
    source_lines,
)
from trailblazer.data.imports.questions import Asked, Survey, read_survey
from trailblazer.data.imports.recognise import Recognised
from trailblazer.data.mapping.words import slug

NO_ID = "no column has a different value in every row: add one to the file"
OTHERS = """\
    # DECIDE: this file holds only those who answered. Without the others the report says that 100%
    # of those asked did. Take the first # of each line away and give them, from a list or here:
    # - from: ""  # a file of those who did not answer
    #   columns:
    #     case_id: ""
    #     survey_id: {{constant: {0}}}
    #     disposition: {{constant: non_contact}}
    # - given:
    #     - {{case_id: K901, survey_id: {0}, disposition: refusal}}
"""


def draft_survey(found: Recognised, file: str, lists: pd.DataFrame, *, has_lists: bool) -> Drafted:
    """The mapping of a survey file to ``surveys``, ``survey_cases``, ``_items`` and ``_answers``.

    Free text and what may tell who a person is are left out, and named.
    """
    name = slug(file.rpartition(".")[0])[:30].strip("_") or "survey"
    survey_id = name if name[0].isalpha() else f"s_{name}"
    survey = read_survey(found, lists, survey_id)
    recodes = _shared(survey.asked)
    lines = [
        *_recodes(recodes),
        "tables:",
        *_surveys(survey_id),
        *_cases(survey, survey_id, found, file),
        *_items(survey, survey_id),
        *_answers(survey, recodes, found, file),
        *_lists(survey, has_lists),
    ]
    cells = found.text.cells
    count = 0 if cells is None else len(cells)
    notes = [f"A survey of {count:,} respondents: {len(survey.asked)} questions were found."]
    if survey.free_text:
        text = ", ".join(survey.free_text)
        lines.append(note(f"Free text, left out: {text}", 3000))
        lines.append(note("(A choice among few words is known by its value labels in SPSS.)"))
        notes.append(
            f"Free text is left out ({text}): people may be named in it. "
            "Code it as qualitative material if it is needed."
        )
    if missing := _missing(survey.asked):
        notes.append(
            "What the file calls missing is kept as a reason for no answer: "
            + ", ".join(f"{word} as {code}" for word, code in missing.items())
            + ". Change it under recodes."
        )
    if survey.personal:
        left = ", ".join(survey.personal)
        lines.append(note(f"Left out, they may tell who a person is: {left}", 3000))
    return Drafted(tuple(lines), (*notes, *personal_notes(survey.personal)))


def _missing(asked: tuple[Asked, ...]) -> dict[str, str]:
    return {word: code for one in asked for word, code in (one.missing or {}).items()}


def _shared(asked: tuple[Asked, ...]) -> dict[str, Mapping[str, str]]:
    """Recodes by name: columns with the same words share one."""
    found: dict[str, Mapping[str, str]] = {}
    for one in asked:
        if one.words and one.words not in found.values():
            name = one.list_id or f"{one.item}_no_answer"
            while name in found:
                name += "_2"
            found[name] = one.words
    return found


def _recodes(recodes: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield "recodes:  # our code for each of the file's answers; change a code here and in codelists"
    for name, words in recodes.items():
        yield f"  {name}:"
        for word, code in words.items():
            yield f"    {quoted(word)}: {code}"
    if not recodes:
        yield "  {}"


def _surveys(survey_id: str) -> Iterator[str]:
    yield "  surveys:"
    yield "    given:"
    yield f"      - survey_id: {survey_id}"
    yield '        population: ""  # DECIDE: settings or key_informants'
    yield '        round: "1"'
    yield '        frame_size: ""  # DECIDE: how many were asked, with those who did not answer'
    yield '        mode: ""  # web_closed, web_open or mixed'
    yield '        opened: ""  # a date such as 2020-11-02'
    yield '        closed: ""'


def _cases(survey: Survey, survey_id: str, found: Recognised, file: str) -> Iterator[str]:
    yield "  survey_cases:"
    first, *rest = source_lines(file, found.layout, "      ")
    yield f"    - {first.lstrip()}"
    yield from rest
    yield "      columns:"
    yield f"        case_id: {_case_id(survey)}"
    yield f"        survey_id: {flow({'constant': survey_id})}"
    if survey.setting:
        yield f"        setting_id: {quoted(survey.setting)}  # a guess: is it this column?"
    left = "site_id, sector" if survey.setting else "setting_id, site_id, sector"
    yield f"        {note(f'{left}: a column that says it, with a recode')}"
    if survey.finished:
        yield "        disposition:"
        yield f"          from: {quoted(survey.finished)}"
        yield '          recode: {"True": complete, "1": complete, "False": partial, "0": partial}'
    else:
        yield f"        disposition: {flow({'constant': 'complete'})}  # every row is an answer"
    if survey.ended:
        entry = {"from": survey.ended, "date": survey.ended_form}
        yield f"        responded_on: {flow(entry)}"
    yield from OTHERS.format(survey_id).splitlines()


def _case_id(survey: Survey) -> str:
    if not survey.id:
        return f'""  # NEEDED: {NO_ID}'
    guess = "" if survey.id_sure else "a guess: does it number the respondents? "
    entry = flow({"from": survey.id, "prefix": "K"})
    return f"{entry}  # {guess}An id begins with a letter; add pad: 3 to make K001 of 1"


def _items(survey: Survey, survey_id: str) -> Iterator[str]:
    yield "  survey_items:"
    yield "    given:  # claims: the ids of the claims a question bears on, with ; between them"
    ids = ", ".join(claim_words())
    yield f"      {note(f'the ids: {ids}', 2000)}"
    for one in survey.asked:
        yield f"      - survey_id: {survey_id}"
        yield f"        item_id: {one.item}"
        yield f"        question: {quoted(one.question)}"
        yield f"        kind: {one.kind}"
        if one.list_id:
            yield f"        list_id: {one.list_id}"
        yield '        claims: ""'


def _answers(
    survey: Survey,
    recodes: Mapping[str, Mapping[str, str]],
    found: Recognised,
    file: str,
) -> Iterator[str]:
    yield "  survey_answers:"
    yield from source_lines(file, found.layout, "    ")
    yield "    columns:"
    yield f"      case_id: {_case_id(survey)}"
    yield "    melt:  # a column each becomes a row each; an empty cell becomes none"
    yield "      name: item_id"
    yield "      value: answer"
    yield "      columns:"
    for one in survey.asked:
        entry = {"item": one.item}
        if one.words:
            entry["recode"] = next(name for name, words in recodes.items() if words == one.words)
        if one.split:
            entry["split"] = one.split
        yield f"        {quoted(one.column)}: {flow(entry)}"


def _lists(survey: Survey, has_lists: bool) -> Iterator[str]:
    fresh = {one.list_id: one for one in survey.asked if one.labels and not one.listed}
    if not fresh:
        return
    yield "  codelists:"
    if has_lists:
        yield "    - from: codelists.csv"
    known = all(one.ordered for one in fresh.values())
    said = "the order is that of the file" if known else "an order may be of first use: check it"
    yield f"    - given:  # {said}"
    for list_id, one in fresh.items():
        for order, (code, label) in enumerate((one.labels or {}).items(), start=1):
            row = {"list_id": list_id, "code": code, "label": label, "order": str(order)}
            yield f"        - {flow(row)}"
