"""The codings of a project as rows of ``codings``, each one either in or accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from trailblazer.data.imports.coders import Coders
from trailblazer.data.imports.counting import Counting, Positions
from trailblazer.data.imports.frames import Row
from trailblazer.data.imports.imported import IN, Tally
from trailblazer.data.imports.labelled import read_labelled
from trailblazer.data.imports.qdpx_nodes import SELECTIONS, Given, Selection, SourceNode
from trailblazer.data.imports.qdpx_texts import Held

UNCHECKED = "in, at positions that could not be checked because the text is not there"
NO_CODE = "without a code"
NO_SUCH_CODE = "whose code is not in the codebook"
OF_A_CASE = "which says which case a passage belongs to"
OUT_OF_TEXT = "at positions outside the text"
NO_TEXT = "of a whole source whose text is not there"
TWICE = "given twice to the same passage by the same coder"
SAME_AS_TEXT = "made on a page of a PDF and again in its text"
WHOLE_NOT_TEXT = "of a whole source that is not text"


@dataclass
class Span:
    """A stretch of a source that belongs to a case; no positions: the whole source."""

    case: str
    source_id: str
    start: int | None = None
    end: int | None = None


@dataclass
class Codings:
    """Fills the rows of ``codings`` from the texts, keeping account of every coding met.

    ``codes`` and ``cases`` give the ids in the tables by the ids in the project. ``ours``: the
    project is our own export, whose ids, stances and participants are kept.
    """

    codes: Mapping[str, str]
    cases: Mapping[str, str]
    coders: Coders
    tally: Tally
    ours: bool = False
    rows: list[Row] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    placed: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    _seen: set[tuple[str, ...]] = field(default_factory=set)

    def of_text(self, held: Held, source_id: str, counting: Counting) -> None:
        """Every coding of one text: those of its selections, and those of the whole."""
        selections = held.node.selections
        for selection, place in zip(selections, _places(held, counting), strict=True):
            self._of_selection(selection, source_id, place, checked=held.text is not None)
        for given in held.node.given:
            if held.text is not None:
                self._give(given, source_id, (0, len(held.text)), "", IN)
            else:
                self.tally.add("coding", NO_TEXT)

    def elsewhere(self, source: SourceNode) -> None:
        """The codings of a source that are not in text: left out, with the reason."""
        in_text = {s.guid for text in source.texts for s in text.selections if s.guid}
        for selection in source.elsewhere:
            reason = SELECTIONS[selection.tag] or "in what is not a text"
            if selection.guid in in_text:
                reason = SAME_AS_TEXT
            self.tally.add("selection", reason)
            self.tally.add("coding", reason, len(selection.given))
        self.tally.add("coding", WHOLE_NOT_TEXT, len(source.given))

    def _of_selection(
        self, selection: Selection, source_id: str, place: tuple[int, int], *, checked: bool
    ) -> None:
        if place[0] < 0:
            self.tally.add("selection", OUT_OF_TEXT)
            self.tally.add("coding", OUT_OF_TEXT, len(selection.given))
            return
        outcome = IN if checked else UNCHECKED
        if selection.guid:
            self.placed[selection.guid] = (source_id, *place)
        got = [self._give(g, source_id, place, selection.comment, outcome) for g in selection.given]
        came = next((o for o in got if o == outcome), got[0] if got else NO_CODE)
        self.tally.add("selection", came)

    def _give(
        self, given: Given, source_id: str, place: tuple[int, int], comment: str, outcome: str
    ) -> str:
        """Add one coding, or account for it; what became of it."""
        coder = self.coders.of(given.user)
        if given.code in self.cases:
            self.spans.append(Span(self.cases[given.code], source_id, *place))
            outcome = OF_A_CASE
        elif given.code not in self.codes:
            outcome = NO_SUCH_CODE
        else:
            said = read_labelled(comment) if self.ours else {}
            row = {
                "coding_id": said.get("Coding id", ""),
                "source_id": source_id,
                "participant_id": said.get("Participant", ""),
                "code_id": self.codes[given.code],
                "start": str(place[0]),
                "end": str(place[1]),
                "coder_id": coder,
                "stance": said.get("Stance", ""),
            }
            # Our own codings are told apart by their ids: two may say the same of a passage.
            same = tuple(value for name, value in row.items() if self.ours or name != "coding_id")
            if same in self._seen:
                outcome = TWICE
            else:
                self._seen.add(same)
                self.rows.append(row)
        self.tally.add("coding", outcome)
        return outcome


def numbered(rows: list[Row]) -> list[Row]:
    """The rows with ids: their own, in order, where each has one, else numbers from ``G00001``."""
    own = [row["coding_id"] for row in rows]
    if rows and all(own) and len(set(own)) == len(own):
        return sorted(rows, key=lambda row: row["coding_id"])
    return [row | {"coding_id": f"G{number:05d}"} for number, row in enumerate(rows, start=1)]


def _places(held: Held, counting: Counting) -> Iterator[tuple[int, int]]:
    """Where each selection is in code points of the text; (-1, -1) where it fits nowhere.

    Without the text, the project's own positions are kept: which source was coded with what
    stays known, and that is what prominence counts.
    """
    selections = held.node.selections
    if held.text is None:
        for s in selections:
            yield (s.start, s.end) if 0 <= s.start < s.end else (-1, -1)
        return
    positions = Positions(held.text, marked=held.marked)
    starts = np.array([s.start for s in selections], dtype=np.int64)
    ends = np.array([s.end for s in selections], dtype=np.int64)
    first, last = positions.spans(starts, ends, counting)
    yield from zip(first.tolist(), last.tolist(), strict=True)
