"""Bringing every quotable value of an edition together in ``values.json``."""

from __future__ import annotations

import json
import shutil
import tomllib
from datetime import datetime
from pathlib import Path

from trailblazer import files
from trailblazer.data.check import Checked
from trailblazer.data.package import SetMeta
from trailblazer.data.problems import Notice
from trailblazer.findings.context import published
from trailblazer.findings.policy import POLICIES
from trailblazer.findings.record import read_all
from trailblazer.findings.register import load_register
from trailblazer.findings.wording import Value
from trailblazer.places import REPOSITORY
from trailblazer.present.disclosure import choose_policy, in_words, stamp
from trailblazer.publish.order import Order


def collect(edition: Path, order: Order, meta: SetMeta, checked: Checked) -> None:
    """Write ``values.json`` from what the notebooks left.

    A claim gives ``<claim>.<name>``, the groups quoted by notebooks ``<group>.<name>``, the set
    ``edition.<name>`` and the register's facts ``fact.<name>``.
    """
    values: dict[str, object] = {**_of_facts(), **_of_set(order, meta)}
    for claim, finding in read_all(edition / "findings").items():
        values |= {f"{claim}.{k}": v.model_dump() for k, v in finding.values.items()}
    for path in sorted((edition / "values").glob("*.json")):
        values |= json.loads(path.read_text(encoding="utf-8"))
    shutil.rmtree(edition / "values", ignore_errors=True)
    document = {
        "synthetic": meta.synthetic,
        "policy": choose_policy(order.policy, synthetic=meta.synthetic),
        "site": order.site,
        "settings": dict(sorted(order.settings.items())),
        "notices": [with_claims(n) for n in checked.notices],
        "values": dict(sorted(values.items())),
    }
    text = json.dumps(document, indent=2, ensure_ascii=False)
    files.write_text(edition / "values.json", text + "\n")


def _of_facts() -> dict[str, object]:
    facts = load_register().facts
    return {f"fact.{name}": published(fact).model_dump() for name, fact in facts.items()}


def _of_set(order: Order, meta: SetMeta) -> dict[str, object]:
    words = {
        "title": meta.title,
        "version": meta.version,
        "stamp": stamp(synthetic=meta.synthetic, site=order.site, policy=order.policy),
        "claims": f"{len(load_register().claims)}",
        "policy": in_words(POLICIES[choose_policy(order.policy, synthetic=meta.synthetic)]),
        "from": _day(meta.period_start),
        "to": _day(meta.period_end),
        "observed": meta.observed,
        "contact": meta.contact,
        "python": _oldest_python(),
    }
    values = {f"edition.{k}": Value(text=v).model_dump() for k, v in words.items()}
    objectives = len({claim.objective for claim in load_register().claims.values()})
    about = Value(text=f"{objectives}", number=objectives)
    return {**values, "edition.objectives": about.model_dump()}


def _oldest_python() -> str:
    """The oldest Python that the project runs on."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["requires-python"]).removeprefix(">=")


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def with_claims(notice: Notice) -> str:
    """A notice of the check, and the claims it touches where it is about the whole of a table."""
    touched = load_register().touched(notice.table) if notice.whole else ""
    return f"{notice} {touched}".strip()
