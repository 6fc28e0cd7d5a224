"""What the dictionary says of a column, in words: for pages, forms and downloads alike."""

from __future__ import annotations

from collections.abc import Mapping

from trailblazer.data.dictionary import FieldSpec, FieldType, TableSpec

SENSITIVITY_WORDS: Mapping[str, str] = {
    "public": "may be published",
    "internal": "for the evaluation team",
    "personal": "about a person: published only in counts",
}


TYPE_WORDS: Mapping[FieldType, str] = {
    "string": "Text",
    "integer": "Whole number",
    "number": "Number",
    "boolean": "true or false (yes or no)",
    "date": "Date (year-month-day)",
}


def form_in_words(spec: TableSpec, field: FieldSpec) -> str:
    """The type of a column and what its values must satisfy, for somebody who fills it in.

    A pattern is left out: the description of the column says the form, with an example.
    """
    plain = {name: rule for name, rule in field.constraints.items() if name != "pattern"}
    values = values_in_words(spec, field.model_copy(update={"constraints": plain}))
    return f"{TYPE_WORDS[field.type]}: {values}."


def values_in_words(spec: TableSpec, field: FieldSpec) -> str:
    """What a value of a column must satisfy, in words."""
    rules = field.constraints
    said = [
        "must be given" if spec.must_have(field) else "may be left empty",
        *(["unlike in every other row"] if rules.get("unique") else []),
        *([f"one of: {', '.join(map(str, rules['enum']))}"] if "enum" in rules else []),
        *([f"at least {rules['minimum']}"] if "minimum" in rules else []),
        *([f"at most {rules['maximum']}"] if "maximum" in rules else []),
        *([f"in the form {rules['pattern']}"] if "pattern" in rules else []),
        *(["or a shorthand such as * for a number withheld"] if field.may_be_suppressed else []),
    ]
    if field.claim_ids:
        said.append("found in the list of claims")
    homes = [key.table or spec.name for key in spec.foreign_keys if field.name in key.fields]
    return "; ".join([*said, *(f"found in the table {home}" for home in homes)])
