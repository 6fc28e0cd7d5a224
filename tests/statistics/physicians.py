"""Real spells in post, reshaped to the table of staff spells.

812 physicians in post between 1 January 1990 and 30 September 1992 (Singer and Willett, Applied
Longitudinal Data Analysis; R package alda; CC0). Those in post on the first day had begun
before, so leaving delayed entry out of account gives a figure that is known to be wrong.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tests.statistics.made import typed

PHYSICIANS = Path(__file__).parents[2].parent / "shared" / "real" / "workforce" / "physicians.csv"
START, END = pd.Timestamp("1990-01-01"), pd.Timestamp("1992-09-30")


def physicians_as_spells(path: Path = PHYSICIANS) -> pd.DataFrame:
    """The physicians as ``staff_spells``: who was still there at the end has no end date."""
    rows = pd.read_csv(path, parse_dates=["start_date", "end_date"])
    stayed = rows["censor"] == 1
    return typed(
        "staff_spells",
        {
            "spell_id": "P" + rows["id"].astype(str),
            "staff_id": "W" + rows["id"].astype(str),
            "team_id": "T01",
            "role": "emhp",
            "fte": (1 - 0.5 * rows["part_time"]),
            "start_date": rows["start_date"],
            "end_date": rows["end_date"].mask(stayed),
            "exit_destination": pd.Series("unknown", index=rows.index).mask(stayed),
        },
    )
