"""Actions and moves -> the words in their boxes."""

from collections.abc import Iterator, Sequence

from flowrules.calendar import Duration
from flowrules.flow import Action, Flow, Move, walk
from flowrules.view import Condition
from flowrules.words import Names, join_words, members, plain, quoted, sentence, spoken


def trigger_title(flow: Flow, name: str) -> str:
    """What a trigger is called; one without a title, by its id."""
    return flow.triggers[name].title or sentence(spoken(name))


def only_for(groups: Sequence[str]) -> str:
    """To which staff groups something is limited."""
    noun = "staff group" if len(groups) == 1 else "staff groups"
    return f"only for the {noun} {join_words([quoted(name) for name in groups])}"


def again(every: Duration) -> str:
    """`every 4 weeks`, `every day`."""
    return f"every {every.unit}" if every.n == 1 else f"every {every}"


def alternatives(condition: Condition, names: Names) -> list[str]:
    """A condition on several lines: each member of the outermost `any` or `all` on one of its own.

    A member of an `all` that is itself an `any` has lines of its own too.
    """
    said = plain(condition)
    if said.word not in ("any", "all"):
        return [sentence(names.phrase(said))]
    if said.word == "any":
        return _joined([[names.part(one, "any")] for one in members(said)], "or")
    return _joined([_lines(one, names) for one in members(said)], "and")


def _lines(condition: Condition, names: Names) -> list[str]:
    """A member of an `all`: on one line, or as a list of which one will do."""
    said = plain(condition)
    if said.word != "any":
        return [names.part(said, "all")]
    return ["one of these:", *(f"– {names.part(one, 'list')}" for one in members(said))]


def _joined(parts: Sequence[Sequence[str]], word: str) -> list[str]:
    """Parts of one or more lines, each but the first with this word before it."""
    (first, *rest), *others = parts
    return [sentence(first), *rest, *(line for one in others for line in (f"{word} {one[0]}", *one[1:]))]


def brief(flow: Flow, action: Action) -> str:
    """What a box on the chart has room to say of an action, besides what is done."""
    decided = () if _is_asked(flow, action) else _decided(action)
    said = (*_by_when(flow, action), *_with_whom(action), *_aside(action), *decided)
    return ". ".join(map(sentence, said))


def is_plain(move: Move) -> bool:
    """Whether a decision alone takes a move."""
    return not (move.when or move.after or move.needs or move.groups)


def _is_asked(flow: Flow, action: Action) -> bool:
    """Whether the questions of its stage name every outcome of an action, so that its box need not."""
    moves = flow.stages[action.stage].moves
    asked = {outcome for move in moves for name, outcome in move.decided if name == action.id}
    return len(set(action.outcomes) - asked) == 0


def details(flow: Flow, action: Action) -> list[str]:
    """Everything that the file says of an action, besides who does what."""
    said = (*_by_when(flow, action), *_with_whom(action), *_how(flow, action), *_aside(action))
    return [sentence(part) for part in (*said, *_decided(action))]


def _by_when(flow: Flow, action: Action) -> Iterator[str]:
    """In which cases, for whom and by when an action is owed."""
    names = flow.names()
    if action.condition:
        yield f"only if {_case(flow, action.condition, names)}"
    if action.groups:
        yield only_for(action.groups)
    yield from _deadline(action, names)
    if action.notice:
        yield f"notice: {action.notice}"


def _with_whom(action: Action) -> Iterator[str]:
    if action.companion:
        yield "a companion may come"
    if action.optional:
        yield "if wished"


def _how(flow: Flow, action: Action) -> Iterator[str]:
    """Whether it may be later, who must not do it, and what may be brought to it."""
    if action.postponement:
        cause = " if the companion cannot come" if action.companion else ""
        yield f"may be put off by up to {action.postponement}{cause}"
    if action.differs_from:
        others = [flow.names().thing(name) for name in action.differs_from]
        yield f"not by anyone who did: {join_words(others, 'or')}"
    if action.new_evidence:
        yield "new medical evidence may be brought"


def _aside(action: Action) -> Iterator[str]:
    if action.confidential:
        yield "confidential"


def _decided(action: Action) -> Iterator[str]:
    if action.outcomes:
        yield f"to decide: {_outcomes(action)}"


def _outcomes(action: Action) -> str:
    return join_words([spoken(name) for name in action.outcomes], "or")


def _case(flow: Flow, condition: Condition, names: Names) -> str:
    """What must be so; a trigger by its title, as a table says what it is."""
    if condition.word == "trigger":
        name, _ = condition.settings
        return f"trigger point “{trigger_title(flow, name)}” is reached"
    return names.phrase(plain(condition))


def _deadline(action: Action, names: Names) -> Iterator[str]:
    start = "" if action.anchor == "entered" else names.anchor(action.anchor)
    within = f"within {action.within}{start and f' of {start}'}" if action.within else ""
    if action.before:
        lead = f"at least {action.within} before" if action.within else "before"
        yield f"{lead} {names.thing(action.before)}"
    elif action.every and within:
        yield f"first {within}, then {again(action.every)}"
    elif action.every:
        yield f"{again(action.every)}{start and f' from {start}'}"
    elif within:
        yield within
    elif start:
        yield f"after {start}, with no last day"


_LONGEST = 70  # letters: a longer condition with a name is asked by its name


def question(flow: Flow, moves: Sequence[Move], *, in_full: bool = False) -> str:
    """What must hold for one of the moves, as a question is asked: in words or, if long, by its name.

    `in_full` leaves nothing to a table: after a name come the words.
    """
    names = flow.names()
    asked = []
    for move in moves:
        reason = " (with the reason on record)" if move.needs_reason and len(moves) > 1 else ""
        causes = list(_causes(flow, move, names, in_full=in_full))
        words = ", and ".join(causes)
        asked.append((f"({words})" if len(moves) > 1 and len(causes) > 1 else words) + reason)
    return sentence(", or ".join(asked))


def _causes(flow: Flow, move: Move, names: Names, *, in_full: bool) -> Iterator[str]:
    """Each thing that must hold."""
    for name, outcome in move.decided:
        where = "" if _decides_alone(flow, name) else f" at {names.thing(name)}"
        yield f"decided{where}: {spoken(outcome)}"
    if move.when:
        words = names.phrase(plain(move.when))
        is_either = plain(move.when).word == "any" and (move.decided or move.after)
        if _is_named(move, names):
            title = trigger_title(flow, move.trigger or "")
            yield f"{title} ({words})" if in_full else title
        else:
            yield f"({words})" if is_either else words
    if move.after:
        yield period(flow, move)


def _is_named(move: Move, names: Names) -> bool:
    """Whether a condition is asked by its name: one that has a name and is long."""
    return bool(move.trigger) and len(names.phrase(plain(move.when))) > _LONGEST


def _decides_alone(flow: Flow, name: str) -> bool:
    """Whether nothing else is decided in the stage, so that the decision need not be named."""
    stage = flow.stages[flow.actions[name].stage]
    return sum(bool(action.outcomes) for action in stage.actions) == 1


def period(flow: Flow, move: Move) -> str:
    """`12 weeks after the Stage 1 meeting, not counting closures`."""
    paused = _paused(flow, move)
    words = f"{move.after} after {flow.names().anchor(move.anchor)}"
    return f"{words}, {paused}" if paused else words


def _paused(flow: Flow, move: Move) -> str:
    """The days on which the clock of its stage stops, if there are any."""
    pauses = flow.stage_left_by(move).pauses
    days = ["closures"] if None in pauses else []
    days += [f"days in “{flow.stages[name].title}”" for name in pauses if name]
    return f"not counting {join_words(days)}" if days else ""


def reservations(flow: Flow, moves: Sequence[Move]) -> tuple[str, ...]:
    """What is to be known of a question besides: evidence not too old, a staff group, a reason.

    Moves that share a question need no evidence.
    """
    names = flow.names()
    needed = [f"Needs {names.thing(thing)}, no older than {age}" for thing, age in moves[0].needs]
    return (*_windows(flow, moves), *needed, *_limits(moves))


def in_short(flow: Flow, moves: Sequence[Move]) -> tuple[str, ...]:
    """The same, as a box has room for it, and where to look a name up."""
    named = any(_is_named(move, flow.names()) for move in moves)
    said = ["See trigger points"] if named else []
    said += _windows(flow, moves)
    said += [_needed(flow, moves[0])] if moves[0].needs else []
    return (*said, *_limits(moves))


def _needed(flow: Flow, move: Move) -> str:
    return f"Needs: {join_words([flow.names().thing(thing) for thing, _ in move.needs])}"


def _windows(flow: Flow, moves: Sequence[Move]) -> list[str]:
    """Which days a fixed window of a condition does not count: the clock of the stage stops it too."""
    asked = [one for move in moves for one in walk(move.when)]
    windows = [getattr(one.settings, "window", None) for one in asked]
    paused = _paused(flow, moves[0])
    fixed = any(window is not None and window.length for window in windows)
    return [sentence(paused)] if paused and fixed else []


def _limits(moves: Sequence[Move]) -> list[str]:
    """The staff group of a move and its reason; moves that share a question say it there."""
    if len(moves) > 1:
        return []
    (move,) = moves
    said = [sentence(only_for(move.groups))] if move.groups else []
    return [*said, "With the reason on record"] if move.needs_reason else said
