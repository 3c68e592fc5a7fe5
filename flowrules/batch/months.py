"""Answers with their steps -> the stage of each track on the last day of every month, for back-testing.

The stage on a day is what the last step on or before it led to: what is learnt later, even of what was
long before, moves nobody before the day it was learnt. Where one version of a procedure followed
another and they do not all begin in the same stages, every month is asked for itself.
"""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from flowrules.batch.interpreting import interpret
from flowrules.batch.lines import as_numpy
from flowrules.flow import Flow
from flowrules.kernel.said import said_by
from flowrules.months import month_ends

_NAME = pa.dictionary(pa.int16(), pa.string())


class Months:
    """Adds the stages at the end of every month to answers, under one procedure."""

    def __init__(self, flow: Flow, on: date, since: date) -> None:
        self.flow = flow
        self.days = [*month_ends(since, on)]
        self.starts = {track.id: track.start for track in flow.tracks}
        self.stages = said_by(flow).stages

    @property
    def field(self) -> pa.Field:
        """The column that is added."""
        tracks = [(track, _NAME) for track in self.starts]
        return pa.field("history", pa.list_(pa.struct([("on", pa.date32()), *tracks])))

    def added(self, batch: pa.RecordBatch, answers: pa.RecordBatch) -> pa.RecordBatch:
        """The answers with their history: nothing for whom nothing is decided."""
        decided = as_numpy(answers.column("decided"))
        grids = self._grids(answers)
        if not self.flow.begins_as_before():
            for person in np.flatnonzero(decided).tolist():
                for track, row in self._asked(batch, person).items():
                    grids[track][person] = row
        return answers.append_column(self.field, self._column(grids, decided))

    def _grids(self, answers: pa.RecordBatch) -> dict[str, Any]:
        """For each track a row for each person: the place of the stage at the end of each month."""
        lists = answers.column("steps")
        many = as_numpy(pc.fill_null(pc.list_value_length(lists), 0))
        steps = lists.flatten()
        person = np.repeat(np.arange(len(answers)), many)
        days = as_numpy(steps.field("on").view(pa.int32()))
        ends = np.array(self.days, "datetime64[D]").astype(np.int32)
        month = np.searchsorted(ends, days)
        tracks, to = _words(steps.field("track")), self._places(steps.field("to"))
        return {
            track: self._grid(len(answers), track, tracks == track, person, month, to)
            for track in self.starts
        }

    def _grid(self, people: int, track: str, of_it: Any, person: Any, month: Any, to: Any) -> Any:
        """One track: each step stands in its month, and holds until the next."""
        seen = of_it & (month < len(self.days))
        latest = np.zeros((people, len(self.days)), np.int32)
        latest[person[seen], month[seen]] = np.flatnonzero(seen) + 1  # of several, the last stays
        np.maximum.accumulate(latest, axis=1, out=latest)
        return np.concatenate([[self.stages.index(self.starts[track])], to])[latest]

    def _places(self, names: pa.Array) -> Any:
        known = np.array([self.stages.index(one.as_py()) for one in names.dictionary], np.int16)
        return known[as_numpy(names.indices)]

    def _asked(self, batch: pa.RecordBatch, person: int) -> dict[str, list[int]]:
        """The same of one person, each month asked for itself."""
        rows: dict[str, list[int]] = {track: [] for track in self.starts}
        for day in self.days:
            decision = interpret(batch, person, self.flow, day).decision
            for track, start in self.starts.items():
                standing = decision.tracks.get(track)
                rows[track].append(self.stages.index(standing.stage if standing else start))
        return rows

    def _column(self, grids: dict[str, Any], decided: Any) -> pa.Array:
        people = int(decided.sum())
        ends = np.tile(np.array(self.days, "datetime64[D]").astype(np.int32), people)
        names = pa.array(self.stages, pa.string())
        stages = [
            pa.DictionaryArray.from_arrays(pa.array(grid[decided].ravel().astype(np.int16)), names)
            for grid in grids.values()
        ]
        fields = [*self.field.type.value_type]
        values = pa.StructArray.from_arrays([pa.array(ends).view(pa.date32()), *stages], fields=fields)
        offsets = np.concatenate([[0], np.cumsum(np.where(decided, len(self.days), 0))])
        return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), values)


def _words(column: pa.Array) -> Any:
    return as_numpy(column.cast(pa.string()))
