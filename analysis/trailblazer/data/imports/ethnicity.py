"""Labels of ethnic groups, as publications write them, in the standard form and in our groups.

Every publication punctuates in its own way, so a label is read by its words: which broad group it
names, which group within it, and whether it means the rest of one. A label with a word that no
rule knows comes back as nothing, to be asked about: it is never guessed.

Source of the standard form: Office for National Statistics, harmonised standard for ethnic groups
in England and Wales; Race Disparity Unit, Ethnicity facts and figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

UNKNOWN = "Unknown"
_CODED = re.compile(r"ethnicity_(major|minor)_")
_DETAIL = re.compile(r"\s-\s|-\s|:")
# "Chinese or other" is the rest of all groups; "Chinese - other" would be the rest of one.
_WITH_OTHER = re.compile(
    r"(mixed|asian|black|white|chinese)( / multiple)? (/|and|or) other"
    r"|other (/|and) (mixed|chinese|asian)|other (inc|including) (mixed|chinese)( )?"
)
_QUALIFIED = {"inc", "including", "exc", "excl", "excluding"}
_MARKS = re.compile(r"[^a-z/]+")
_NOISE = frozenset(
    {
        "a", "aged", "all", "and", "any", "average", "background", "backgrounds", "categories",
        "category", "england", "ethnic", "ethnicities", "ethnicity", "group", "groups", "heritage",
        "inc", "including", "is", "of", "or", "origin", "over", "pupil", "pupils", "s", "the",
        "to", "total",
    }
)  # fmt: skip
_UNKNOWN = {
    frozenset(words.split())
    for words in (
        "unknown", "unclassified", "unmatched", "unreported", "not known", "not stated",
        "not recorded", "not reported", "not known prefer say", "not known provided",
        "not recorded unknown", "not stated invalid", "not obtained", "refused", "prefer not say",
    )
}  # fmt: skip
_MINORITY = {"bame", "bme", "minority", "minorities"}
_NATIONS = frozenset({"arab", "bangladeshi", "chinese", "indian", "pakistani"})
_BRITISH = {"british", "english", "welsh", "scottish", "northern"}
_BROAD = {"white", "asian", "black", "mixed", "other", "chinese"}
_KNOWN = _BROAD | _BRITISH | {
    "african", "caribbean", "arab", "bangladeshi", "gypsy", "indian", "irish", "multiple",
    "non", "pakistani", "roma", "traveller",
}  # fmt: skip
_GROUPS: Mapping[str, str] = {
    "Arab": "other", "Any other": "other", "Other": "other", "Asian": "asian",
    "Asian other": "asian", "Bangladeshi": "asian", "Chinese": "asian", "Indian": "asian",
    "Pakistani": "asian", "Pakistani and Bangladeshi": "asian", "Black": "black",
    "Black African": "black", "Black Caribbean": "black", "Black other": "black",
    "Mixed": "mixed", "Mixed other": "mixed", "Mixed White/Asian": "mixed",
    "Mixed White/Black": "mixed", "Mixed White/Black African": "mixed",
    "Mixed White/Black Caribbean": "mixed", "White": "white", "White British": "white",
    "White Irish": "white", "White other": "white", "Gypsy/Roma": "white",
    "Irish Traveller": "white", "White Gypsy/Traveller": "white", UNKNOWN: "unknown",
}  # fmt: skip


@dataclass(frozen=True)
class Ethnicity:
    """A label in the standard form, and the group of our code list it is part of.

    ``group`` is empty for a label that is none of our groups, such as ``All``, or reaches across
    several (*Mixed or other*, *Chinese and other*): its count fits no row of a table of groups.
    """

    standard: str
    group: str


def read_ethnicity(label: str) -> Ethnicity | None:
    """The group a label means; ``None`` when no rule is sure, so that somebody has to be asked."""
    text = " ".join(label.lower().replace("&", " and ").split())
    coded = _CODED.match(text)
    text = text[coded.end() :] if coded else text
    if text == "not applicable":
        return Ethnicity("Not applicable", "")
    bare = _MARKS.sub(" ", text.replace("/", " / "))
    words = frozenset(bare.replace("/", " ").split()) - _NOISE
    if words in _UNKNOWN:
        return Ethnicity(_of_unknown(words, coded is not None), "unknown")
    standard = _standard(text, " ".join(bare.split()), words)
    if standard == "Other" and words != {"other"}:
        return Ethnicity(standard, "")
    if standard == "Any other" and coded and coded[1] == "major":
        standard = "Other"
    return Ethnicity(standard, _GROUPS.get(standard, "")) if standard else None


def unsure(labels: Iterable[str]) -> list[str]:
    """The labels that no rule is sure of, each once, in their order."""
    return [label for label in dict.fromkeys(labels) if read_ethnicity(label) is None]


def _of_unknown(words: frozenset[str], coded: bool) -> str:
    """Codes of the school census keep apart pupils it could not classify or match."""
    only = " ".join(words)
    return only.title() if only == "unmatched" or (coded and only == "unclassified") else UNKNOWN


def _standard(text: str, bare: str, words: frozenset[str]) -> str:
    """The standard form, or empty when no rule is sure."""
    if words & _MINORITY or (words == {"non", "white"}):
        return "Other"
    if bare.startswith("other than white") and words <= {"other", "than", "white", "british"}:
        return "Other than White British" if "british" in words else "Other than White"
    if words - _KNOWN or len(words & {"white", "asian", "black"}) == 3:
        whole = _BROAD | {"british"}
        return "All" if len(words & _BROAD) > 3 and words <= whole else ""
    if not words:
        return "All" if text else ""
    if not _DETAIL.search(text) and _WITH_OTHER.fullmatch(re.sub(r" ethnic group$", "", bare)):
        return "Other"
    if _QUALIFIED & {*bare.split()} or bare.endswith("and other"):
        return ""
    return _one_group(text, bare, words)


def _one_group(text: str, bare: str, words: frozenset[str]) -> str:
    for reads in (_traveller, _of_two, _of_asia):
        if found := reads(words):
            return found
    across = words & {"white", "black", "mixed"}
    if (across and words & {"asian", *_NATIONS}) or len(across) > 1:
        return ""
    parts = _DETAIL.split(text)
    last = {*_MARKS.sub(" ", parts[-1]).replace("/", " ").split()} - _NOISE
    detail = last if len(parts) > 1 else set(words)
    rest = "other" in detail
    if "mixed" in words:
        return "Mixed other" if rest else "Mixed"
    if words & {"black", "african", "caribbean"}:
        kinds = detail & {"african", "caribbean"}
        if rest:
            return "Black other"
        return f"Black {min(kinds).title()}" if len(kinds) == 1 else "Black"
    if "asian" in words:
        return "Asian other" if rest else "Asian"
    if words & {"white", "irish", "non", "british"}:
        return _of_white(detail, rest)
    if words == {"other"}:
        return "Any other" if "any" in bare.split() or len(parts) > 1 else "Other"
    return ""


def _traveller(words: frozenset[str]) -> str:
    if "other" in words or not words & {"gypsy", "roma", "traveller"}:
        return ""
    if "roma" in words:
        return "Gypsy/Roma"
    return "White Gypsy/Traveller" if "gypsy" in words else "Irish Traveller"


def _of_two(words: frozenset[str]) -> str:
    """White and another broad group: somebody of both."""
    if "white" not in words or not words & {"asian", "black"}:
        return ""
    if "asian" in words:
        return "Mixed White/Asian"
    kinds = words & {"african", "caribbean"}
    if len(kinds) == 1:
        return f"Mixed White/Black {min(kinds).title()}"
    return "Mixed White/Black" if "mixed" in words else ""


def _of_asia(words: frozenset[str]) -> str:
    """The groups that a nationality names, and Arab."""
    named = words & _NATIONS if not words & {"white", "black", "mixed"} else frozenset[str]()
    if named == {"pakistani", "bangladeshi"}:
        return "Pakistani and Bangladeshi"
    return min(named).title() if len(named) == 1 else ""


def _of_white(detail: set[str], rest: bool) -> str:
    if "non" in detail or (rest and not detail & {"british", "irish"}):
        return "White other"
    if rest:
        return ""
    if "british" in detail:
        return "White British"
    if detail & _BRITISH:
        return ""
    return "White Irish" if "irish" in detail else "White"
