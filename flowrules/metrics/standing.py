"""Where people are: how many are at each stage of each track, and who."""

from collections import Counter
from typing import NamedTuple

from flowrules.metrics.seen import Seen

COUNTED = "Everybody decided, once in each track, at the stage where the procedure puts them on the day."


class Place(NamedTuple):
    """A stage; `version` is that of an earlier procedure which still decides."""

    track: str
    stage: str
    version: str | None = None


class Standings(NamedTuple):
    """How many are at each stage, and who is at those beyond the start of a track."""

    counts: dict[Place, int]
    people: dict[Place, list[int]]


class PeopleAtStages:
    """People at each stage."""

    def __init__(self) -> None:
        self._counts: Counter[Place] = Counter()
        self._people: dict[Place, list[int]] = {}

    def add(self, seen: Seen) -> None:
        decision = seen.answered.decision
        starts = {track.id: track.start for track in seen.flow.tracks}
        for track, standing in decision.tracks.items():
            place = Place(track, standing.stage, decision.version)
            self._counts[place] += 1
            if standing.stage != starts.get(track):
                self._people.setdefault(place, []).append(seen.at)

    def result(self) -> Standings:
        return Standings(dict(self._counts), self._people)
