"""Tables of what people said: stances of young people, and who held a view, by group and site."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from trailblazer.estimates.awareness import Awareness
from trailblazer.estimates.rounds import Rounds
from trailblazer.estimates.universal import Experience
from trailblazer.present.charts.awareness import CONTACT, KNEW
from trailblazer.present.exhibit import Table
from trailblazer.present.tables.cells import base, column, finish, percent, total, whole
from trailblazer.present.words import NO_LABELS, label


def experience_counts(experience: Experience) -> Table | None:
    """Young people by contact with a team and by what they said of it; ``None`` when uncoded."""
    if experience.by_group.empty or experience.participants.value is None:
        return None
    counts = experience.by_group.set_index("stance")["people"]
    rows = {
        "Took part": experience.participants.value,
        "Had met a team": experience.with_contact.value,
        **{f"Spoke of it: {label(s, NO_LABELS).lower()}": float(n) for s, n in counts.items()},
        "Had met a team and did not speak of it": experience.silent.value,
    }
    return finish(
        {
            "Young people": list(rows),
            "Number": column(pd.Series(list(rows.values()), dtype=float), whole),
        },
        "Young people in focus groups, by contact with a team and by what they said of it; each "
        "counts by the least favourable thing they said.",
    )


def awareness_counts(awareness: Awareness) -> Table | None:
    """Young people by what they knew of the team and whether they had met one."""
    if awareness.by_contact.empty:
        return None
    counts = awareness.by_contact.pivot(index="level", columns="contact", values="people")
    counts = counts.reindex(list(KNEW))
    met, other = (list(counts[contact]) for contact in CONTACT)
    both = [total(pair) for pair in zip(met, other, strict=True)]
    return finish(
        {
            "Young people": [*KNEW.values(), "All asked"],
            **{
                name: column([*part, total(part)], whole)
                for name, part in (*zip(CONTACT.values(), (met, other), strict=True),
                                   ("All", both))
            },
        },
        "Young people in focus groups by what they knew of the team in their school or college, "
        "and whether they had met someone from it.",
    )  # fmt: skip


def prominence_by_group(
    by_group: pd.DataFrame, *, view: str, labels: Mapping[str, str] = NO_LABELS
) -> Table | None:
    """Interviews asked and what they said, by group of interviewees; groups not asked are left out.

    ``by_group`` has ``group, asked, supporting, qualifying, against``. ``view`` says, after
    "that", what the view is: the interviews may have been asked about something wider.
    """
    asked = by_group[by_group["asked"] != 0]
    if asked.empty:
        return None
    return finish(
        {
            "Group": [label(group, labels) for group in asked["group"]],
            "Interviews asked": column(asked["asked"], whole),
            "Expressed the view": column(asked["supporting"], whole),
            "Qualified it": column(asked["qualifying"], whole),
            "Spoke against it": column(asked["against"], whole),
        },
        f"Interviews in which this was asked about, by group. The view is that {view}."
        f"{base(asked['asked'], 'interview')} An interview may express a view and also qualify it.",
        data=asked,
    )


def stances_by_round(views: Mapping[str, Rounds]) -> Table | None:
    """What interviews said of several views in each round; ``None`` when none was asked.

    ``views`` maps how a view is named to its rounds, as in the figure of the same name.
    """
    found = [rounds.by_round.assign(view=view) for view, rounds in views.items()]
    rows = pd.concat(found, ignore_index=True)
    rows = rows[rows["asked"] != 0]
    if rows.empty:
        return None
    share = rows["supporting"] / rows["asked"]
    names = [f"{v}, round {r}" for v, r in zip(rows["view"], rows["round"], strict=True)]
    return finish(
        {
            "View and round": names,
            "Interviews asked": column(rows["asked"], whole),
            "Expressed the view": column(rows["supporting"], whole),
            "Share of those asked (%)": column(share, percent),
            "Qualified it": column(rows["qualifying"], whole),
            "Spoke against it": column(rows["against"], whole),
        },
        "Interviews by what they said of each view, in each round. The people of the two rounds "
        "are not linked. An interview may express a view and also qualify it.",
        data=rows,
    )


def views_by_code(by_code: pd.DataFrame) -> Table | None:
    """What a view was about: interviews in which each code was heard; ``None`` when uncoded.

    ``by_code`` has ``name, asked, supporting, against``.
    """
    if by_code.empty:
        return None
    return finish(
        {
            "What was said": list(by_code["name"]),
            "Interviews asked": column(by_code["asked"], whole),
            "Said so": column(by_code["supporting"], whole),
            "Share of those asked (%)": column(by_code["supporting"] / by_code["asked"], percent),
            "Spoke against it": column(by_code["against"], whole),
        },
        "Interviews by what they spoke of, as coded. An interview may be in several rows.",
        data=by_code,
    )


def prominence_by_site(
    by_site: pd.DataFrame, *, labels: Mapping[str, str] = NO_LABELS
) -> Table | None:
    """Interviews asked and those that expressed the view, by case-study site.

    ``by_site`` has ``site_id, asked, reporting, share``; ``labels`` are the names of the
    case-study sites that readers see.
    """
    asked = by_site[by_site["asked"] != 0]
    names = [label(site, labels) for site in asked["site_id"]]
    if asked.empty:
        return None
    return finish(
        {
            "Site": names,
            "Interviews asked": column(asked["asked"], whole),
            "Expressed the view": column(asked["reporting"], whole),
            "Share of those asked (%)": column(asked["share"], percent),
        },
        f"Interviews that expressed the view, by case-study site."
        f"{base(asked['asked'], 'interview')}",
        data=asked.drop(columns="site_id").assign(site=names),
    )
