"""Checking parameters before papermill sees them.

papermill only warns about a name it does not know and runs with the default: a misspelt setting
would change nothing and nobody would notice. Here an unknown or mistyped one stops the run.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from papermill.inspection import inspect_notebook

from trailblazer.errors import ParameterError
from trailblazer.findings.record import Parameter

COMMON = ("data", "out", "site", "policy", "seed")
_TYPES: Mapping[str, str] = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "str": "text",
}


@cache
def declared(notebook: Path) -> Mapping[str, str]:
    """The parameters a notebook declares, by name, with their types (int, float, bool or str)."""
    found = inspect_notebook(str(notebook))
    return {name: str(p["inferred_type_name"]) for name, p in found.items()}


def assign(
    notebooks: Mapping[str, Path], given: Mapping[str, str]
) -> dict[str, dict[str, Parameter]]:
    """Give each notebook the settings it declares, converted to their types.

    ``given`` holds ``name: text`` as typed on the command line. A setting goes to every notebook
    that declares it. Raises :class:`~trailblazer.errors.ParameterError` for a name no notebook
    declares, for one that has an option of its own, and for a value of the wrong type.
    """
    known = {name for path in notebooks.values() for name in declared(path)}
    for name in given:
        if name in COMMON and name != "seed":
            raise ParameterError(f'"{name}" has an option of its own: use --{name}.')
        if name not in known:
            raise ParameterError(_unknown(name, known - set(COMMON) | {"seed"}))
    return {
        notebook: {
            name: convert(name, text, declared(path)[name])
            for name, text in given.items()
            if name in declared(path)
        }
        for notebook, path in notebooks.items()
    }


def convert(name: str, text: str, kind: str) -> Parameter:
    """Turn the text of a setting into its declared type, or say what was expected."""
    try:
        if kind == "int":
            return int(text)
        if kind == "float":
            return float(text)
        if kind == "bool":
            return {"true": True, "false": False}[text.lower()]
    except (ValueError, KeyError):
        expected = _TYPES[kind]
        raise ParameterError(f'--set {name}: "{text}" is not {expected}.') from None
    return text


def _unknown(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    hint = f' Did you mean "{close[0]}"?' if close else ""
    return (
        f"--set {name}: no notebook has this setting.{hint} There are: {', '.join(sorted(known))}."
    )
