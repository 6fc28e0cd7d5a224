"""Values recorded from R, beside the script that made each, and the small made data behind them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def recorded(name: str) -> Any:
    """What R gave, as the script ``<name>.R`` wrote it to ``<name>.json``."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
