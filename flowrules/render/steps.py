"""Stage -> Boxes: what is done in a stage, then its moves as a chain of questions.

The order of the questions is the file's, which is the order in which the engine tries the moves. A
question's Yes is its move; its No leads to the next. The last move needs no question where it is what
remains: the last outcome that can be decided, or the passing of time.
"""

from collections.abc import Sequence
from typing import NamedTuple

from flowrules.finding import Path
from flowrules.flow import Action, Flow, Move, Stage
from flowrules.render.wording import brief, in_short, is_plain, period, question
from flowrules.words import sentence, spoken

WITHIN = 134.0  # points: the width that the words of a step have
_LONGEST = 130  # letters: of a question that stands for several moves


class End(NamedTuple):
    """Where a way ends: `good` (back at the start), `end` (nothing follows) or `stay` (for now)."""

    look: str
    title: str
    note: str = ""


class Way(NamedTuple):
    """A way out of a box: to the box of that key, or to an end of its own.

    `moves` are the places in the file of the moves that it is: several, where one question asks for
    each. `lit`: somebody went along it.
    """

    key: str
    label: str
    to: str | None
    end: End | None
    moves: tuple[Path, ...] = ()
    lit: bool = False


class Box(NamedTuple):
    """A numbered box: something done (`do`), a question (`ask`), or time to pass (`wait`).

    `said` is what, `details` the small print; `action` is what is done in a `do`. `marks` are what one
    person's record says of it, and `lit` is `past`, `now`, `may` or nothing.
    """

    key: str
    kind: str
    stage: str
    role: str
    who: str
    said: tuple[str, ...]
    details: tuple[str, ...]
    action: str
    ways: tuple[Way, ...]
    marks: tuple[str, ...] = ()
    lit: str = ""


def first_box(stage: Stage) -> str | None:
    """The key of the box at which a stage is entered; None for one in which nothing happens."""
    return f"{stage.id}/1" if stage.actions or stage.moves else None


def boxes_of(flow: Flow, stage: Stage) -> tuple[Box, ...]:
    """The boxes of a stage, each with its ways out."""
    boxes = [_do(flow, stage, action) for action in stage.actions]
    left = _left_over(flow, stage)
    asked = _questions(flow, stage.moves if left is None else stage.moves[:-1])
    lasts = [*[None] * (len(asked) - 1), left]
    boxes += [_ask(flow, stage, *pair) for pair in zip(asked, lasts, strict=False)]
    if left is not None and _needs_box(flow, left, boxes):
        boxes.append(_wait(flow, stage, left))
    keyed = [box._replace(key=f"{stage.id}/{at}") for at, box in enumerate(boxes, 1)]
    return tuple(_linked(flow, stage, keyed, asked, left))


# What is done -----------------------------------------------------------------------------------------


def _do(flow: Flow, stage: Stage, action: Action) -> Box:
    who = flow.roles[action.by]
    said, details = (sentence(action.do),), (brief(flow, action),)
    return Box("", "do", stage.id, action.by, who, said, details, action.id, ())


# Questions --------------------------------------------------------------------------------------------


def _questions(flow: Flow, moves: Sequence[Move]) -> list[list[Move]]:
    """Moves that stand together and lead to one stage are one question, while it is short."""
    asked: list[list[Move]] = []
    for move in moves:
        if asked and _may_share(flow, [*asked[-1], move]):
            asked[-1].append(move)
        else:
            asked.append([move])
    return asked


def _may_share(flow: Flow, moves: Sequence[Move]) -> bool:
    if len({move.to for move in moves}) > 1 or any(move.needs or move.groups for move in moves):
        return False
    return len(question(flow, moves)) <= _LONGEST


def _ask(flow: Flow, stage: Stage, moves: Sequence[Move], left: Move | None) -> Box:
    """The question of some moves; `left` is the move that its No is, if it is the last."""
    details = in_short(flow, moves)
    if left is not None and left.decided and _end(flow, left) is None:
        details = (*details, f"If no: {_outcome(left)}")
    return Box("", "ask", stage.id, "", "", (f"{question(flow, moves)}?",), details, "", ())


def _left_over(flow: Flow, stage: Stage) -> Move | None:
    """The last move, if it needs no question: the passing of time, or the last outcome there is.

    An outcome that leads where the one before it does has a share in that one's question.
    """
    if not stage.moves:
        return None
    last = stage.moves[-1]
    if last.when or last.needs or last.groups:
        return None
    if last.after is not None:
        return None if last.decided or last.needs_reason else last
    if not _is_last_outcome(stage, last) or _may_share(flow, stage.moves[-2:]):
        return None
    return last


def _is_last_outcome(stage: Stage, last: Move) -> bool:
    """Whether every other outcome of the same decision has led elsewhere before."""
    if len(last.decided) != 1 or len(stage.moves) == 1:
        return False
    ((action, outcome),) = last.decided
    asked = next((one for one in stage.actions if one.id == action), None)
    if asked is None or asked.optional or asked.condition or asked.groups:
        return False
    plainly = [one.decided for one in stage.moves[:-1] if is_plain(one)]
    return all(((action, other),) in plainly for other in asked.outcomes if other != outcome)


def _needs_box(flow: Flow, left: Move, boxes: Sequence[Box]) -> bool:
    """Whether the passing of time has a box of its own: else it is said where it leads."""
    return left.after is not None and (not boxes or _end(flow, left) is None)


def _wait(flow: Flow, stage: Stage, left: Move) -> Box:
    return Box("", "wait", stage.id, "", "Time", (sentence(period(flow, left)),), (), "", ())


# Ways -------------------------------------------------------------------------------------------------


def _linked(
    flow: Flow,
    stage: Stage,
    boxes: Sequence[Box],
    asked: Sequence[Sequence[Move]],
    left: Move | None,
) -> list[Box]:
    """The boxes with their ways: to the next, and from a question along its move."""
    questions = iter(asked)
    linked = []
    for at, box in enumerate(boxes):
        following = boxes[at + 1].key if at + 1 < len(boxes) else None
        if box.kind == "wait" and left is not None:
            ways = [_way(flow, f"{box.key}/on", "", [left], waited=True)]
        elif box.kind == "ask":
            ways = [_way(flow, f"{box.key}/yes", "Yes", next(questions))]
            ways.append(_onward(flow, stage, f"{box.key}/no", "No", following, left))
        else:
            ways = [_onward(flow, stage, f"{box.key}/on", "", following, left)]
        linked.append(box._replace(ways=tuple(ways)))
    return linked


def _onward(
    flow: Flow, stage: Stage, key: str, label: str, following: str | None, left: Move | None
) -> Way:
    """On to the next box; after the last, along the move left over, or nowhere for now."""
    if following is not None:
        return Way(key, label, following, None)
    if left is not None:
        return _way(flow, key, label, [left])
    return Way(key, label, None, _rest(flow, stage))


def _rest(flow: Flow, stage: Stage) -> End:
    """Nobody moves: for now or, where there is no move, for good."""
    if not stage.moves:
        return End("end", f"End: {stage.title}")
    starts = any(track.start == stage.id for track in flow.tracks)
    title = "No action for now" if starts else "Stay at this stage"
    by_absence = any(move.by_absence for move in stage.moves)
    when = "at each absence" if by_absence else "when something changes"
    return End("stay", title, f"Look again {when}")


def _way(flow: Flow, key: str, label: str, moves: Sequence[Move], *, waited: bool = False) -> Way:
    move, paths = moves[0], tuple(one.path for one in moves)
    end = _end(flow, move)
    if end is None:
        return Way(key, label, first_box(flow.stages[move.to]), None, paths)
    note = "" if label == "Yes" or waited else _unasked(flow, move)
    return Way(key, label, None, end._replace(note=note or end.note), paths)


def _unasked(flow: Flow, move: Move) -> str:
    """What takes a move that no question asks for."""
    if move.after:
        return sentence(period(flow, move))
    return f"Decided: {_outcome(move)}" if move.decided else ""


def _outcome(move: Move) -> str:
    ((_, outcome),) = move.decided
    return spoken(outcome) + (", with the reason on record" if move.needs_reason else "")


def _end(flow: Flow, move: Move) -> End | None:
    """The end that a move leads to, if it does not lead to the boxes of a stage that come after.

    That is the start of its track, a stage in which nothing happens, or its own stage once more.
    """
    target = flow.stages[move.to]
    if target.moves and move in target.moves:
        return End("stay", "This stage begins again", "Its periods run from that day")
    if any(track.start == target.id for track in flow.tracks):
        return End("good", f"Back to “{target.title}”")
    return End("end", f"End: {target.title}") if first_box(target) is None else None
