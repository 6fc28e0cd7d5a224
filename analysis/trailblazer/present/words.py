"""Words on figures and tables: labels of codes, counted nouns, alt texts that fit."""

from __future__ import annotations

import string
import textwrap
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from trailblazer.estimates.estimate import Estimate

ALT_LENGTH = 150
NO_LABELS: Mapping[str, str] = MappingProxyType({})


def label(code: object, labels: Mapping[str, str]) -> str:
    """The words for a code: from the set's code lists, else the code made readable."""
    text = str(code)
    return labels.get(text) or text.replace("_", " ").strip().capitalize()


def case_study_names(site_ids: Iterable[str]) -> dict[str, str]:
    """What readers call the case-study sites: ``Case-study site A`` and on, in the order of ids.

    Nothing else on a page names these sites, so that words said in one cannot be laid beside its
    figures among all the sites. After Z come numbers.
    """
    letters = string.ascii_uppercase
    return {
        site: f"Case-study site {letters[n] if n < len(letters) else n + 1}"
        for n, site in enumerate(sorted(site_ids))
    }


def inside(text: str) -> str:
    """A label as it stands within a sentence: a small first letter, unless it is an acronym."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def sentence(text: str) -> str:
    """A text with a capital to begin with; what follows stays as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def wrapped(text: str, width: int, lines: int = 3) -> str:
    """Text broken into short lines for a figure; what does not fit ends in an ellipsis."""
    return "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder="…"))


def counted(number: float, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 team``, ``58 teams``, ``3 people``."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,.0f} {noun}"


def times(ratio: float) -> str:
    """How many times as much: ``30 times``, with a decimal below ten."""
    return f"{ratio:.0f} times" if ratio >= 10 else f"{ratio:.1f} times"


def spanning(low: str, high: str) -> str:
    """A range in words, or the one value when both ends are the same."""
    return low if low == high else f"from {low} to {high}"


def quoted(question: str) -> str:
    """A survey question as it stands within a sentence."""
    return f"\u201c{question.strip().rstrip('.')}\u201d"


def alt(*versions: str) -> str:
    """The first version short enough for an alternative text; the last one cut if none is."""
    for version in versions:
        if len(version) <= ALT_LENGTH:
            return version
    return textwrap.shorten(versions[-1], ALT_LENGTH, placeholder="…")


def level_of(*estimates: Estimate) -> str:
    """What the intervals on a figure are: ``95% confidence intervals``; empty without any."""
    level = next((e.level for e in estimates if e.level is not None), None)
    return "" if level is None else f"{100 * level:g}% confidence intervals"


def joined(parts: list[str]) -> str:
    """A list as a sentence has it: ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
