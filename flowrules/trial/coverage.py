"""What was seen while examples were tried -> Coverage: what of a procedure no example shows.

Shown are the stages that somebody was in on any day, the moves that were taken, and the conditions
that were found both to hold and not to hold. What is never shown is not wrong, only untried.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from flowrules.decision import Decision
from flowrules.explain.sentences import say_title
from flowrules.finding import Path
from flowrules.flow import Flow, Move, conditions_of
from flowrules.view import Condition
from flowrules.words import Names, join_words, spoken

Missing = Literal["reached", "taken", "holds", "fails"]


class Piece(NamedTuple):
    """A stage, move or condition in words, and what no example shows of it."""

    kind: Literal["stage", "move", "condition"]
    path: Path
    what: str
    missing: tuple[Missing, ...]


class Share(NamedTuple):
    """So many shown, of so many."""

    shown: int
    of: int


class Coverage(NamedTuple):
    """How much of a procedure its examples show; `conditions` are those shown both ways."""

    stages: Share
    moves: Share
    conditions: Share
    unshown: tuple[Piece, ...]

    @property
    def percent(self) -> int:
        """Of all stages, moves and conditions together, rounded down: 100 is everything."""
        shares = (self.stages, self.moves, self.conditions)
        return 100 * sum(share.shown for share in shares) // sum(share.of for share in shares)


class Seen:
    """What was seen of one procedure: filled while its examples are tried."""

    def __init__(self, flow: Flow) -> None:
        self._starts = {track.start for track in flow.tracks}
        self.stages: set[str] = set()
        self.moves: set[Path] = set()
        self.asked: set[tuple[Path, bool]] = set()

    def watch(self, condition: Condition, true: bool) -> None:  # noqa: FBT001
        """Notes a condition that was asked, and whether it held."""
        self.asked.add((condition.path, true))

    def add(self, decision: Decision) -> None:
        """Notes the stages and moves of one decision; of a person not decided there are none.

        What an earlier version did shows nothing of this one, but where it left the person.
        """
        if decision.version is not None:
            return
        self.stages |= {where.stage for where in decision.tracks.values()}
        steps = [step for step in decision.steps if step.version is None]
        for step in steps:
            self.stages |= {step.to} if step.because[0].condition == "version" else {step.from_, step.to}
            self.moves.add(step.path)
        if decision.tracks and len(steps) == len(decision.steps):
            self.stages |= self._starts


def coverage_of(flow: Flow, seen: Seen) -> Coverage:
    """The shares, and what is missing, in the order of the procedure's pieces."""
    names = flow.names()
    kinds = [
        list(_stages(flow, seen, names)),
        list(_moves(flow, seen, names)),
        list(_conditions(flow, seen, names)),
    ]
    stages, moves, conditions = (_share(pieces) for pieces in kinds)
    unshown = tuple(piece for pieces in kinds for piece in pieces if piece.missing)
    return Coverage(stages, moves, conditions, unshown)


def _share(pieces: list[Piece]) -> Share:
    return Share(sum(not piece.missing for piece in pieces), len(pieces))


def _missing(*wanted: tuple[Missing, bool]) -> tuple[Missing, ...]:
    return tuple(what for what, shown in wanted if not shown)


def _stages(flow: Flow, seen: Seen, names: Names) -> Iterator[Piece]:
    for stage in flow.stages.values():
        missing = _missing(("reached", stage.id in seen.stages))
        yield Piece("stage", stage.path, f"“{names.stage(stage.id)}”", missing)


def _moves(flow: Flow, seen: Seen, names: Names) -> Iterator[Piece]:
    for stage in flow.stages.values():
        for move in stage.moves:
            ends = f"“{names.stage(stage.id)}” to “{names.stage(move.to)}”"
            what = f"{ends}: {join_words(list(_causes(flow, move, names)))}"
            yield Piece("move", move.path, what, _missing(("taken", move.path in seen.moves)))


def _causes(flow: Flow, move: Move, names: Names) -> Iterator[str]:
    """What a move asks for, so that two between the same stages are told apart."""
    for action, outcome in move.decided:
        yield f"decided at {names.thing(action)}: {spoken(outcome)}"
    if move.trigger is not None:
        yield say_title(move.trigger, flow)
    elif move.when is not None:
        yield names.phrase(move.when)
    if move.after is not None:
        yield f"{move.after} after {names.anchor(move.anchor)}"


def _conditions(flow: Flow, seen: Seen, names: Names) -> Iterator[Piece]:
    for one in _told_apart(conditions_of(flow).values()):
        missing = _missing(
            ("holds", (one.path, True) in seen.asked), ("fails", (one.path, False) in seen.asked)
        )
        yield Piece("condition", one.path, names.phrase(one), missing)


def _told_apart(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """Without the names of triggers, whose conditions stand at their own place, and without `not`,
    which is shown both ways where its member is.
    """
    return (one for one in conditions if one.word not in ("trigger", "not"))
