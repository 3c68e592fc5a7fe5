"""What is made of each person as JSON, with the stages at the end of every month."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flowrules.answer import Answered, Asked
from flowrules.cli.answers import Making, Wish
from flowrules.engine import decide
from flowrules.flow import Flow
from flowrules.months import month_ends, stages_on
from flowrules.source import Source


class Monthly(Making):
    """As `Making`, with a `history` in each document; nothing in it for whom nothing is decided."""

    def __init__(self, flow: Flow, source: Source, asked: Asked, wish: Wish, since: date) -> None:
        super().__init__(flow, source, asked, wish)
        self.since = since
        as_asked = not asked.hindsight and asked.known_on is None
        self.by_steps = as_asked and flow.begins_as_before()

    def __getstate__(self) -> dict[str, Any]:
        return super().__getstate__() | {"since": self.since, "by_steps": self.by_steps}

    def document(self, answered: Answered) -> dict[str, Any]:
        history = self._history(answered) if answered.decided else ()
        months = [{"on": day.isoformat(), "tracks": stages} for day, stages in history]
        return super().document(answered) | {"history": months}

    def _history(self, answered: Answered) -> Iterator[tuple[date, dict[str, str]]]:
        days = month_ends(self.since, self.asked.on)
        if self.by_steps:
            starts = {track.id: track.start for track in self.flow.tracks}
            yield from stages_on(days, answered.decision.steps, starts)
            return
        for day in days:
            yield day, self._asked(answered, day)

    def _asked(self, answered: Answered, day: date) -> dict[str, str]:
        record = answered.person.record
        assert record is not None, "something was decided"
        known_on, hindsight = self.asked.known_on, self.asked.hindsight
        known = known_on if hindsight or known_on is None else min(known_on, day)
        decision = decide(self.flow, record, day, known_on=known, hindsight=hindsight, whole=False)
        return {track: standing.stage for track, standing in decision.tracks.items()}
