"""Tables about interviews, focus groups and documents: who was heard, and how it was coded."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.assessors import AssessorAgreement
from trailblazer.estimates.code_agreement import CodeAgreement, theme_of
from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.material import KINDS, REST, Material
from trailblazer.findings.numbers import number
from trailblazer.findings.register import load_register
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import NOT_APPLICABLE, column, finish, percent, ratio, whole
from trailblazer.present.words import NO_LABELS, label

_KINDS = {"interview": "Interviews", "focus_group": "Focus groups", "document": "Documents"}
_CONTACT = {
    "met": "Had met a team", "not_met": "Had not met a team", "unknown": "Not known",
}  # fmt: skip
REST_WORDS = "Other groups, taken together"


def sources_by_group(material: Material, *, labels: Mapping[str, str] = NO_LABELS) -> Table | None:
    """Interviews, focus groups and documents by the level they speak for and the group."""
    rows = material.by_group
    if rows.empty:
        return None
    names = [
        f"{label(level, labels)}: {label(group, labels)}"
        for level, group in zip(rows["level"], rows["group"], strict=True)
    ]
    columns = {"Level and group": [*names, "All"]}
    for kind in KINDS:
        columns[_KINDS[kind]] = column([*rows[kind], *material.all_sources[kind]], whole)
    return finish(
        columns,
        "Interviews, focus groups and documents, by the level they speak for and the group of the "
        "people. A document counts under the group that wrote it.",
        data=rows,
    )


def people_by_age(material: Material) -> Table | None:
    """Members of focus groups by age band and by whether they had met a team."""
    rows = material.people
    if rows.empty:
        return None
    columns = {"Age": [*(band or "Not known" for band in rows["age_band"]), "All"]}
    for kind, words in _CONTACT.items():
        columns[words] = column([*rows[kind], *material.all_people[kind]], whole)
    return finish(
        columns,
        "Children and young people in focus groups, by age and by whether they had met a team.",
        data=rows,
    )


def agreement_by_code(agreement: CodeAgreement) -> Table | None:
    """Agreement on every code: units, prevalence, raw agreement, kappa and alpha, and a reading."""
    rows, bars = agreement.by_code, load_register().agreement
    if rows.empty:
        return None
    return finish(
        {
            "Code": list(rows["name"]),
            "Units": column(rows["units"], whole),
            "Given (%)": column(rows["prevalence"], percent),
            "Alike (%)": column(rows["same"], percent),
            **_with_limits("Kappa", rows, "kappa"),
            **_with_limits("Alpha", rows, "alpha"),
            "Reading": [reading(value) for value in rows["alpha"]],
        },
        "Agreement between coders, code by code. A unit is one segment of text judged for one "
        "code. Given: judgements that gave the code. Alike: units on which both coders judged "
        f"alike. {_limits_are(agreement.alpha)} The reading is of alpha: conclusions are firm from "
        f"{bars.firm:.3f} and tentative from {bars.tentative:.3f}. {bars.reason}",
        words=("Reading",),
        data=rows,
    )


def reading(value: float | None) -> str:
    """What a value of alpha allows, in words: Krippendorff's two customary levels."""
    bars = load_register().agreement
    if value is None or pd.isna(value):
        return NOT_APPLICABLE
    if value >= bars.firm:
        return "Firm"
    return "Tentative" if value >= bars.tentative else "Not to be relied on"


def assessors_agree(found: Mapping[str, AssessorAgreement]) -> Table | None:
    """Agreement of assessors, a row for each thing judged, named by the key."""
    known = {name: a for name, a in found.items() if a.pair.same.n}
    if not known:
        return None
    rows = pd.DataFrame(
        {
            "judged": list(known),
            "claims": [a.pair.same.n for a in known.values()],
            "same": [a.pair.same.value for a in known.values()],
            **_three("kappa", [a.pair.kappa for a in known.values()]),
            **_three("alpha", [a.alpha for a in known.values()]),
        }
    )
    return finish(
        {
            "What was judged": list(known),
            "Claims judged twice": column(rows["claims"], whole),
            "Judged alike (%)": column(rows["same"], percent),
            **_with_limits("Cohen's kappa", rows, "kappa"),
            **_with_limits("Krippendorff's alpha", rows, "alpha"),
        },
        "Agreement between assessors. A unit is one claim. Kappa for confidence counts a "
        "difference of two levels as twice one of one level; alpha takes the levels as names. "
        f"{_limits_are(*(a.alpha for a in known.values()))}",
        data=rows,
    )


def framework_matrix(
    rolled_up: pd.DataFrame, *, labels: Mapping[str, str] = NO_LABELS
) -> Table | None:
    """Themes by stakeholder group: sources that speak of the theme, and how many take each side."""
    if rolled_up.empty:
        return None
    groups = rolled_up.drop_duplicates("group").sort_values("asked", ascending=False, kind="stable")
    asked = dict(zip(groups["group"], groups["asked"], strict=True))
    themes = sorted(rolled_up["theme"].unique())
    cells = rolled_up.assign(cell=_cells(rolled_up)).pivot(
        index="theme", columns="group", values="cell"
    )
    columns = {"Theme": themes}
    for group, of in asked.items():
        name = REST_WORDS if group == REST else label(group, labels)
        columns[f"{name} ({of})"] = list(cells.loc[themes, group].fillna("0"))
    return finish(
        columns,
        "How many interviews and focus groups of each group speak of each theme; behind the colon "
        "how many of them support the claims of the theme, qualify them and speak against them. "
        "In brackets: interviews and focus groups of the group.",
        data=rolled_up,
    )


def codebook(codes: pd.DataFrame) -> Table | None:
    """Every code with its theme, definition, when to apply it and when not, and its claim."""
    if codes.empty:
        return None
    claims, names = load_register().claims, codes.set_index("code_id")["name"]
    themes = codes["code_id"].map(theme_of(codes)).map(names)
    leaves = codes.assign(theme=themes).loc[codes["parent_id"].notna() | codes["claim_id"].notna()]
    leaves = leaves.sort_values(["theme", "name"], kind="stable")
    titles = [
        NOT_APPLICABLE if pd.isna(c) else claims[c].title if c in claims else "Not tested here"
        for c in leaves["claim_id"]
    ]
    return finish(
        {
            "Code": list(leaves["name"]),
            "Theme": list(leaves["theme"]),
            "What it means": _text(leaves["definition"]),
            "Given when": _text(leaves["include"]),
            "Not given when": _text(leaves["exclude"]),
            "Claim it bears on": titles,
        },
        "The codebook, by theme.",
        words=("Theme", "What it means", "Given when", "Not given when", "Claim it bears on"),
        data=codes,
    )


def _cells(rolled_up: pd.DataFrame) -> list[str]:
    """Sources that speak of a theme, and behind the colon how many take each side."""
    columns = (rolled_up[name] for name in ("sources", "supports", "qualifies", "contradicts"))
    return [f"{n}: {s}, {q}, {c}" for n, s, q, c in zip(*columns, strict=True)]


def _with_limits(heading: str, rows: pd.DataFrame, name: str) -> dict[str, list[str]]:
    """A figure with its limits in one column, so that the table fits a page."""
    return {
        f"{heading} (limits)": [
            NOT_APPLICABLE if pd.isna(value) else _interval(value, low, high)
            for value, low, high in zip(
                rows[name], rows[f"{name}_low"], rows[f"{name}_high"], strict=True
            )
        ]
    }


def _interval(value: float, low: float, high: float) -> str:
    return ratio(value) if pd.isna(low) else f"{ratio(value)} ({ratio(low)} to {ratio(high)})"


def _three(name: str, estimates: list[Estimate]) -> dict[str, list[float | None]]:
    return {
        name: [e.value for e in estimates],
        f"{name}_low": [e.low for e in estimates],
        f"{name}_high": [e.high for e in estimates],
    }


def _limits_are(*estimates: Estimate) -> str:
    level = next((e.level for e in estimates if e.level is not None), None)
    if level is None:
        return "There are too few units for limits."
    return f"Limits are {number(level, 'share')} limits by the jackknife over units."


def _text(cells: pd.Series[str]) -> list[str]:
    return list(cells.fillna("").map(lambda text: text or NOT_APPLICABLE))
