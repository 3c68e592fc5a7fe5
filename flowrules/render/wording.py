"""Actions and moves -> the words in their boxes."""

from collections.abc import Iterator, Mapping, Sequence

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


def details(flow: Flow, action: Action, numbers: Mapping[str, int]) -> Iterator[str]:
    """The small print of an action; `numbers` are those of the boxes."""
    names = flow.names()
    if action.condition:
        yield from _only_if(flow, action.condition, names)
    if action.groups:
        yield sentence(only_for(action.groups))
    yield from _deadline(action, names)
    if action.notice:
        yield f"Notice: {action.notice}"
    yield from _companion(action)
    if action.differs_from:
        steps = join_words([str(numbers[name]) for name in action.differs_from], "or")
        yield f"Not by anyone who did step {steps}"
    if action.new_evidence:
        yield "New medical evidence may be brought"
    if action.confidential:
        yield "Confidential"
    if action.optional:
        yield "If wished; never required"
    if action.outcomes:
        yield "To decide: " + join_words([spoken(name) for name in action.outcomes], "or")


def _only_if(flow: Flow, condition: Condition, names: Names) -> Iterator[str]:
    """What must be so; a trigger by its title, as a table says what it is."""
    if condition.word == "trigger":
        name, _ = condition.settings
        yield f"Only if trigger point “{trigger_title(flow, name)}” is reached"
    elif plain(condition).word == "any":
        first, *others = _lines(condition, names)
        yield f"Only if {first}"
        yield from others
    else:
        yield f"Only if {names.phrase(condition)}"


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


def _companion(action: Action) -> Iterator[str]:
    if action.companion:
        yield "A companion may come"
    if action.postponement:
        cause = " if the companion cannot come" if action.companion else ""
        yield f"May be put off by up to {action.postponement}{cause}"


def way_words(flow: Flow, move: Move) -> Iterator[str]:
    """What must hold, all of it: the first in words of its own, the others joined to it."""
    names = flow.names()
    if move.when and not (move.trigger or move.decided or move.after):
        yield from alternatives(move.when, names)
    else:
        yield from _joined(list(_causes(flow, move, names)), "and")
    yield from (f"needs {names.thing(thing)}, no older than {age}" for thing, age in move.needs)
    if move.groups:
        yield only_for(move.groups)
    if move.needs_reason:
        yield "with the reason on record"


def _causes(flow: Flow, move: Move, names: Names) -> Iterator[list[str]]:
    """Each thing that must hold, on as many lines as it takes."""
    for name, outcome in move.decided:
        yield [f"decided at {names.thing(name)}: {spoken(outcome)}"]
    if move.trigger:
        yield [f"trigger point “{trigger_title(flow, move.trigger)}” reached"]
    elif move.when:
        yield _lines(move.when, names)
    if move.after:
        yield [f"{move.after} after {names.anchor(move.anchor)}"]
