"""Actions and moves -> the words in their boxes."""

from collections.abc import Iterator, Sequence

from flowrules.calendar import Duration
from flowrules.flow import Action, Flow, Move
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
    """What a box on the chart says of an action, besides what is done."""
    parts = [sentence(part) for part in _by_when(flow, action)]
    parts += [f"To decide: {_outcomes(action)}"] if not _is_asked(flow, action) else []
    return ". ".join(parts)


def is_plain(move: Move) -> bool:
    """Whether a decision alone takes a move."""
    return not (move.when or move.after or move.needs or move.groups)


def _is_asked(flow: Flow, action: Action) -> bool:
    """Whether the questions of its stage name every outcome of an action, so that its box need not."""
    moves = flow.stages[action.stage].moves
    asked = {outcome for move in moves for name, outcome in move.decided if name == action.id}
    return len(set(action.outcomes) - asked) == 0


def _by_when(flow: Flow, action: Action) -> Iterator[str]:
    """In which cases, for whom, by when, and with whom an action is owed."""
    names = flow.names()
    if action.condition:
        yield f"Only if {_case(flow, action.condition, names)}"
    if action.groups:
        yield sentence(only_for(action.groups))
    yield from _deadline(action, names)
    if action.notice:
        yield f"Notice: {action.notice}"
    if action.companion:
        yield "A companion may come"
    if action.optional:
        yield "If wished"


def details(flow: Flow, action: Action) -> Iterator[str]:
    """Everything that the file says of an action, besides who does what."""
    names = flow.names()
    yield from _by_when(flow, action)
    if action.postponement:
        cause = " if the companion cannot come" if action.companion else ""
        yield f"May be put off by up to {action.postponement}{cause}"
    if action.differs_from:
        others = join_words([names.thing(name) for name in action.differs_from], "or")
        yield f"Not by anyone who did: {others}"
    if action.new_evidence:
        yield "New medical evidence may be brought"
    if action.confidential:
        yield "Confidential"
    if action.outcomes:
        yield f"To decide: {_outcomes(action)}"


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
        yield sentence(f"{lead} {names.thing(action.before)}")
    elif action.every and within:
        yield f"First {within}, then {again(action.every)}"
    elif action.every:
        yield sentence(f"{again(action.every)}{start and f' from {start}'}")
    elif within:
        yield sentence(within)
    elif start:
        yield f"After {start}, with no last day"


_LONGEST = 70  # letters: a longer condition with a name is asked by its name


def question(flow: Flow, moves: Sequence[Move]) -> str:
    """What must hold for one of the moves, as a question is asked: in words or, if long, by its name."""
    names = flow.names()
    asked = []
    for move in moves:
        reason = " (with the reason on record)" if move.needs_reason and len(moves) > 1 else ""
        causes = list(_causes(flow, move, names))
        words = ", and ".join(causes)
        asked.append((f"({words})" if len(moves) > 1 and len(causes) > 1 else words) + reason)
    return sentence(", or ".join(asked))


def in_full(flow: Flow, moves: Sequence[Move]) -> str:
    """The same, with nothing left to a table."""
    names = flow.names()
    said = [(_asked(flow, move, names), names.phrase(plain(move.when))) for move in moves if move.when]
    terms = [f"{name}: {words}" for name, words in dict(said).items() if name != words]
    return question(flow, moves) + (f" ({'; '.join(terms)})" if terms else "")


def _causes(flow: Flow, move: Move, names: Names) -> Iterator[str]:
    """Each thing that must hold."""
    for name, outcome in move.decided:
        where = "" if _decides_alone(flow, name) else f" at {names.thing(name)}"
        yield f"decided{where}: {spoken(outcome)}"
    if move.when:
        words = _asked(flow, move, names)
        beside = move.decided or move.after
        is_either = plain(move.when).word == "any" and words == names.phrase(plain(move.when))
        yield f"({words})" if beside and is_either else words
    if move.after:
        yield period(flow, move)


def _decides_alone(flow: Flow, name: str) -> bool:
    """Whether nothing else is decided in the stage, so that the decision need not be named."""
    stage = flow.stages[flow.actions[name].stage]
    return sum(bool(action.outcomes) for action in stage.actions) == 1


def _asked(flow: Flow, move: Move, names: Names) -> str:
    words = names.phrase(plain(move.when))
    if not move.trigger or len(words) <= _LONGEST:
        return words
    title = trigger_title(flow, move.trigger)
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def period(flow: Flow, move: Move) -> str:
    """`12 weeks after the Stage 1 meeting`."""
    return f"{move.after} after {flow.names().anchor(move.anchor)}"


def reservations(flow: Flow, moves: Sequence[Move]) -> tuple[str, ...]:
    """What a move needs besides: evidence not too old, a staff group, a reason."""
    if len(moves) > 1:
        return ()
    (move,) = moves
    names = flow.names()
    said = [f"Needs {names.thing(thing)}, no older than {age}" for thing, age in move.needs]
    said += [sentence(only_for(move.groups))] if move.groups else []
    said += ["With the reason on record"] if move.needs_reason else []
    return tuple(said)


def in_short(flow: Flow, moves: Sequence[Move]) -> tuple[str, ...]:
    """The same, as a box has room for it; moves that share a question say it there."""
    if len(moves) > 1:
        return ()
    (move,) = moves
    named = move.trigger and question(flow, moves) != in_full(flow, moves)
    needed = join_words([flow.names().thing(thing) for thing, _ in move.needs])
    said = ["See trigger points"] if named else []
    said += [f"Needs: {needed}"] if move.needs else []
    said += [sentence(only_for(move.groups))] if move.groups else []
    said += ["With the reason on record"] if move.needs_reason else []
    return tuple(said)
