"""What an author expects + Decision -> findings: expected, found, and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from flowrules.decision import Decision, Item, Step
from flowrules.explain.sentences import say_choice, say_distance, say_reason
from flowrules.finding import Finding, Path
from flowrules.flow import Flow, conditions_of
from flowrules.words import join_words, say_day


def compare(flow: Flow, expect: Mapping[str, Any], decision: Decision, path: Path) -> Iterator[Finding]:
    """Only what is expected is compared; the person is covered and decided."""
    flow = flow.version_called(decision.version)
    for name, expected in expect.items():
        otherwise: _Compare = _WORDS.get(name, _stage)
        for message, help in otherwise(flow, name, expected, decision):
            yield _fails((*path, name), message, help)


def not_covered(expect: Mapping[str, Any], decision: Decision, path: Path) -> Iterator[Finding]:
    """All that can be expected of a person whom the procedure is not for."""
    if expect.get("covered") is not False or len(expect) > 1:
        group = decision.not_covered_because
        yield _fails(
            path,
            f"the procedure is not for the staff group `{group}`, so nothing is decided",
            "change the `group` of the record, or whom the procedure `covers`; "
            "or expect `covered: false` and nothing else",
        )


def _fails(path: Path, message: str, help: str) -> Finding:
    return Finding("FR401", "example-fails", "error", path, message, help)


# What came out otherwise, and why; and what finds that, given the procedure, the word and its value.
Otherwise = Iterator[tuple[str, str]]
_Compare = Callable[[Flow, str, Any, Decision], Otherwise]


def _stage(flow: Flow, track: str, expected: str, decision: Decision) -> Otherwise:
    if track not in decision.tracks:
        version, known = flow.header.version, ", ".join(f"`{one}`" for one in decision.tracks)
        yield (
            f"there is no track `{track}` in version `{version}`, which decides on that day",
            f"its tracks are {known}",
        )
        return
    found = decision.tracks[track].stage
    if found != expected:
        on = f" on the track `{track}`" if len(flow.tracks) > 1 else ""
        message = f"expected `{expected}`{on}, but the procedure leads to `{found}`"
        yield message, _reasons(flow, decision, track)


def _covered(_flow: Flow, _name: str, expected: bool, _decision: Decision) -> Otherwise:  # noqa: FBT001
    if not expected:
        yield (
            "expected that the procedure is not for this person, but it is",
            "change the `group` of the record, or whom the procedure `covers`",
        )


def _next(_flow: Flow, _name: str, expected: str, decision: Decision) -> Otherwise:
    found = decision.next.action if decision.next else "none"
    if found == expected:
        return
    if expected == "none":
        message = f"expected nothing to do next, but the next action is `{found}`"
    elif found == "none":
        message = f"expected the next action `{expected}`, but there is nothing to do"
    else:
        message = f"expected the next action `{expected}`, but it is `{found}`"
    yield message, _outstanding(decision)


def _due(_flow: Flow, _name: str, expected: Any, decision: Decision) -> Otherwise:
    item = decision.next
    if item is not None and item.due == expected:
        return
    wanted = f"expected the next action to be due on {say_day(expected)}"
    if item is None:
        message = f"{wanted}, but there is nothing to do"
    elif item.due is None:
        message = f"{wanted}, but no day is set for `{item.action}`"
    else:
        message = f"{wanted}, but `{item.action}` is due on {say_day(item.due)}"
    yield message, _outstanding(decision)


def _agenda(_flow: Flow, _name: str, expected: Sequence[str], decision: Decision) -> Otherwise:
    found = [item.action for item in decision.agenda if item.status == "due"]
    if found != list(expected):
        message = f"expected {_listed(expected)} to be due, but it is {_listed(found)}"
        yield message, _outstanding(decision)


def _decide(flow: Flow, _name: str, expected: Sequence[str], decision: Decision) -> Otherwise:
    found = [choice.action for choice in decision.decisions]
    if found != list(expected):
        message = f"expected {_listed(expected)} to be decided, but it is {_listed(found)}"
        waiting = "; ".join(say_choice(choice, flow.names()) for choice in decision.decisions)
        day = say_day(decision.on)
        yield message, f"to decide on {day}: {waiting}" if waiting else f"nothing to decide on {day}"


_WORDS: dict[str, _Compare] = {
    "covered": _covered,
    "next": _next,
    "due": _due,
    "agenda": _agenda,
    "decide": _decide,
}


def _listed(names: Sequence[str]) -> str:
    """The names in their order."""
    return join_words([f"`{name}`" for name in names], "then") if names else "nothing"


def _outstanding(decision: Decision) -> str:
    said = "; ".join(_item(item) for item in decision.agenda)
    day = say_day(decision.on)
    return f"outstanding on {day}: {said}" if said else f"nothing is outstanding on {day}"


def _item(item: Item) -> str:
    when = f"due {say_day(item.due)}" if item.due else "no day set"
    return f"`{item.action}` ({when})" if item.status == "due" else f"`{item.action}` ({item.status})"


def _reasons(flow: Flow, decision: Decision, track: str) -> str:
    """What led to the stage a track is in, or how far away the ways on are."""
    steps = [step for step in decision.steps if step.track == track]
    if steps:
        because = "; ".join(_because(flow.version_called(steps[-1].version), steps[-1]))
        return f"it came to `{steps[-1].to}` on {say_day(steps[-1].on)}: {because}"
    ways = [say_distance(one, flow) for one in decision.distance if one.track == track]
    return "; ".join(["no move was taken", *ways])


def _because(flow: Flow, step: Step) -> Iterator[str]:
    """Why a step was taken, by the procedure that took it."""
    names, conditions = flow.names(), conditions_of(flow)
    for reason in step.because:
        yield say_reason(reason, conditions.get(reason.path), names)
