"""A row of a table of events -> a line of a record: what was done, recorded, decided or said."""

from typing import Any

from pydantic import ValidationError

from flowrules.engine.horizon import Horizon
from flowrules.flow import Flow
from flowrules.tables.cells import Cells, LeftOut
from flowrules.tables.gather import Held
from flowrules.tables.made import Line, Said, said
from flowrules.tables.patterns import Worked

_WHAT = ("action", "recorded", "contact")


class EventRows:
    """Reads the rows of one table of events, as far as a horizon goes."""

    def __init__(self, cells: Cells, horizon: Horizon, flow: Flow | None) -> None:
        self.cells = cells
        self._horizon = horizon
        self._tracks = {stage.id: stage.track for stage in flow.stages.values()} if flow else {}

    def said(self, row: Held, _: Worked) -> Said | None:
        """What a row says; None where it is left out, or was known after the horizon."""
        try:
            return said("events", self._lines(row))
        except LeftOut:
            return None
        except ValidationError as error:
            raise self.cells.refuse_line(error, row) from None

    def _lines(self, row: Held) -> list[Line]:
        cells = self.cells
        if cells.is_left_out(row):
            return []
        on = cells.need_day("on", row)
        known = cells.day("known_on", row)
        if not self._horizon.sees(on, known):
            return []
        cells.expect_left_in(row)
        line: Line = {"on": on} | self._what(row)
        if (outcome := cells.word("outcome", row)) is not None:
            line["outcome"] = outcome
        if (until := cells.day("until", row)) is not None:
            line["until"] = until
        if known is not None and known != on:
            line["known_on"] = known
        for field in ("by", "because"):
            if text := cells.text(field, row):
                line[field] = text
        return [line]

    def _what(self, row: Held) -> Line:
        """The one thing that a row says happened."""
        found = {field: name for field in _WHAT if (name := self.cells.word(field, row)) is not None}
        if (named := self.cells.word("event", row)) is not None:
            kind, _, name = named.partition(" ")
            found[kind] = name
        if (stage := self.cells.word("stage", row)) is not None:
            found["placed"] = self._placed(stage, row)
        if not found:
            first = next(field for field in ("event", *_WHAT, "stage") if self.cells.has(field))
            raise self.cells.refuse("cell-empty", first, row, help="write what happened")
        return found  # of several things, the engine says that one is meant

    def _placed(self, stage: str, row: Held) -> Any:
        if stage not in self._tracks:
            raise self.cells.unknown("stage", row)
        return {self._tracks[stage]: stage}
