"""How far the people agree who judged the fit of the strands and the confidence in the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from trailblazer.estimates.code_agreement import alpha
from trailblazer.estimates.estimate import Estimate
from trailblazer.estimates.two_raters import TwoRaters, two_raters


@dataclass(frozen=True)
class AssessorAgreement:
    """Agreement of assessors on one thing judged of every claim; the unit is one claim.

    ``pair`` is of the two assessors with most claims in common, ``alpha`` of all of them.
    """

    pair: TwoRaters
    alpha: Estimate


def assessor_agreement(
    judgements: pd.DataFrame,
    *,
    instrument: str,
    scale: Sequence[str],
    ordered: bool = False,
    confidence_level: float = 0.95,
) -> AssessorAgreement:
    """Agreement on the overall rating of one instrument, over all claims that two people assessed.

    Ratings that are not on the ``scale`` are left out. With ``ordered`` ones kappa is weighted;
    alpha always takes ratings as names only. The intervals treat the claims as if drawn from
    others like them, and show how little so few claims can tell of how far assessors agree.
    """
    own = judgements[
        (judgements["instrument"] == instrument)
        & (judgements["component"] == "overall")
        & judgements["rating"].isin(scale)
    ]
    wide = own.pivot(index="claim_id", columns="assessor_id", values="rating")
    return AssessorAgreement(
        pair=two_raters(
            wide, scale, confidence_level=confidence_level, ordered=ordered, of="claims"
        ),
        alpha=alpha(wide, confidence_level=confidence_level),
    )
