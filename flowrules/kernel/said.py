"""Flow -> Said: the tracks, stages and moves that steps name, those of the versions before it too."""

from typing import NamedTuple

from flowrules.finding import Path
from flowrules.flow import Flow


class Said(NamedTuple):
    """Each list has the flow's own first, in their order; those that only earlier ones have follow."""

    tracks: list[str]
    stages: list[str]
    rules: list[Path]


def said_by(flow: Flow) -> Said:
    """The names in the steps of anybody under a flow."""
    versions = flow.chain()[::-1]
    return Said(
        list(dict.fromkeys(track.id for one in versions for track in one.tracks)),
        list(dict.fromkeys(stage for one in versions for stage in one.stages)),
        list(dict.fromkeys(path for one in versions for path in _rules(one))),
    )


def _rules(flow: Flow) -> list[Path]:
    return [move.path for stage in flow.stages.values() for move in stage.moves]
