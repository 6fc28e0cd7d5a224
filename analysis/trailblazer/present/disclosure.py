"""Disclosure control: what may be published, and the label every artefact carries."""

from __future__ import annotations

from trailblazer.errors import ParameterError

POLICIES = ("auto", "none")
SYNTHETIC = "Synthetic data: invented to test this report, not real findings"
UNCONTROLLED = "Real data published without disclosure control"


def choose_policy(policy: str, *, synthetic: bool) -> str:
    """The policy to apply. ``auto`` is no control, which only invented data may use.

    Nobody can be identified in a synthetic set. A set of real data must be forced, with
    ``policy=none``, and says so on every page; otherwise raises
    :class:`~trailblazer.errors.ParameterError`.
    """
    if policy not in POLICIES:
        raise ParameterError(f'policy "{policy}" is not known. Use one of: {", ".join(POLICIES)}.')
    if policy == "auto" and not synthetic:
        raise ParameterError(
            "This set holds real data (its datapackage.json says synthetic: false), and small "
            "numbers could identify people. Build it with --policy none only if every table may be "
            "published as it is; each page will then say that no disclosure control was applied."
        )
    return "none"


def stamp(*, synthetic: bool, site: str = "") -> str:
    """The label for every page, figure, table, download and PDF page of an edition."""
    label = SYNTHETIC if synthetic else UNCONTROLLED
    return f"{label}. Site {site} only, not the whole programme" if site else label
