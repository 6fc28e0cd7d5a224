"""What to build: the set, where to put the edition, and how. Standard library only."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from trailblazer.publish.fresh import key_of_edition, up_to_date


@dataclass(frozen=True)
class Order:
    """One build as it was asked for.

    ``data`` is a folder or the name of a set; ``settings`` the texts of ``--set``; ``workers`` how
    many notebooks run at a time; ``uncontrolled`` lets real data be published as
    they are; ``fresh`` to use nothing kept from earlier builds.
    """

    data: str
    out: Path
    site: str = ""
    policy: str = "auto"
    uncontrolled: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    pdf: bool = True
    kernel: Literal["warm", "plain"] = "warm"
    fresh: bool = False

    @property
    def target(self) -> Path:
        """Where the edition goes, as an absolute path."""
        return self.out.resolve()

    @property
    def key(self) -> str:
        """The key of the edition this order makes; where and how fast it runs does not count."""
        options = {"site": self.site, "policy": self.policy, "pdf": self.pdf}
        return key_of_edition(self.data, {**options, "settings": dict(self.settings)})

    def nothing_to_do(self) -> bool:
        """Whether the edition is there already, made from just this and untouched since."""
        return not self.fresh and up_to_date(self.target, self.key)
