"""Hand-edits about the services around the teams: their staff, and the children between them."""

from __future__ import annotations

from pathlib import Path

from tests.planted.edits import Edit, read, table

SENIOR = ["supervisor", "practitioner_senior", "team_lead"]
HOLDS, TAKES, MIXED = "holds_mild_moderate", "takes_complex", "mixed"


def seniors_from_elsewhere(folder: Path) -> None:
    """No senior person came from local mental health services."""
    with table(folder, "staff_spells") as spells:
        own = spells["role"].isin(SENIOR) & (spells["previous_employer"] == "local_cypmhs")
        spells.loc[own, "previous_employer"] = "school"


def nobody_unserved(folder: Path) -> None:
    """Every child with a need between services got some service."""
    with table(folder, "referrals") as referrals:
        own = (referrals["need_band"] == "between_services") & (
            referrals["outcome"] == "no_service"
        )
        referrals.loc[own, "referrals"] = "0"


def all_hold_their_scope(folder: Path) -> None:
    """Every team whose position is clear holds to mild and moderate needs."""
    with table(folder, "scope_positions") as positions:
        positions["stance"] = positions["stance"].replace({TAKES: HOLDS, MIXED: HOLDS})


def few_take(taking: int) -> Edit:
    """Thirty teams are known, and so few of them take complex needs."""

    def edit(folder: Path) -> None:
        positions = read(folder, "scope_positions").drop_duplicates("team_id").head(30)
        stance = [TAKES] * taking + [HOLDS] * (len(positions) - taking)
        kept = positions.assign(stance=stance)
        kept.to_csv(folder / "scope_positions.csv", index=False, lineterminator="\n")

    return edit


def all_positive_at_first(folder: Path) -> None:
    """Everybody who spoke of it in the first round saw the movement of staff as positive."""
    codes = read(folder, "codes")
    own = codes.loc[codes["claim_id"] == "staffing-positive", "code_id"]
    sources = read(folder, "sources")
    asked = sources["topics_asked"].str.split(";").map(lambda ids: "staffing-positive" in ids)
    early = sources.loc[(sources["round"] == "1") & asked, "source_id"]
    with table(folder, "codings") as codings:
        rows = codings["code_id"].isin(own) & codings["source_id"].isin(early)
        codings.loc[rows, "stance"] = "supports"
