"""Decision -> the same Decision with its lines and its sentences; and the sentences themselves."""

from datetime import date

from flowrules.conditions import figure_of
from flowrules.decision import Choice, Coming, Decision, Distance, Item, Reason, Unknown
from flowrules.facts import Figure, fill
from flowrules.finding import Path
from flowrules.flow import Flow, alternatives, conditions_of
from flowrules.source import Source
from flowrules.view import Condition
from flowrules.words import (
    Names,
    join_words,
    say_amount,
    say_day,
    say_days,
    say_number,
    say_weekday,
    spoken,
)

_UNKNOWN = {
    "working-pattern": (
        "no working pattern is given: the school's working week was taken; ask for the pattern"
    ),
    "service": (
        "the first day of service is not given: nothing that depends on it was applied; ask for it"
    ),
    "hours": (
        "the hours of some working days are not given: they were left out of hours lost; ask for them"
    ),
    "staff-group": (
        "no staff group is given: the person was taken to be covered, and what is for certain groups "
        "was not applied; ask for the group"
    ),
}


def complete(decision: Decision, flow: Flow, source: Source) -> Decision:
    """Fills in the line of every path, and what comes up and what is not known in words."""
    flow, source = flow.of_version(decision.version, source)

    def line(path: Path) -> int | None:
        return source.locate(path).line if path else None

    def line_in(version: str | None, path: Path) -> int | None:
        _, its = flow.of_version(version, source)
        return its.locate(path).line if path else None

    def lined(item: Item) -> Item:
        return item._replace(line=line(item.path))

    names = flow.names()
    return decision._replace(
        next=decision.next and lined(decision.next),
        agenda=tuple(lined(item) for item in decision.agenda),
        steps=tuple(
            step._replace(
                line=line_in(step.version, step.path),
                because=tuple(
                    one._replace(line=line_in(step.version, one.path)) for one in step.because
                ),
            )
            for step in decision.steps
        ),
        coming=tuple(
            one._replace(line=line(one.path), what=say_coming(one, flow, names))
            for one in decision.coming
        ),
        not_known=tuple(one._replace(what=say_unknown(one, names)) for one in decision.not_known),
    )


def say_title(trigger: str | None, flow: Flow) -> str:
    """What a trigger is called."""
    if trigger is None:
        return "its condition"
    return f"“{flow.triggers[trigger].title or trigger}”"


def say_coming(one: Coming, flow: Flow, names: Names) -> str:
    stage = f"“{names.stage(one.stage)}”"
    if one.kind == "move":
        ended = f"the period of {stage} has ended; next stage “{names.stage(one.to or '')}”"
        waits = [names.thing(name) for name in one.waits_for]
        return ended + (f", once this is on record: {join_words(waits)}" if waits else "")
    if one.kind == "reaches-length":
        title = say_title(one.trigger, flow)
        if _is_enough(one.path, one.trigger, flow):
            return f"the absence in progress reaches {title}, if it goes on"
        return f"the absence in progress is as long as {title} asks for, if it goes on; it asks for more"
    absence = say_days(*one.absence) if one.absence else ""
    rule = names.phrase(conditions_of(flow)[one.path])
    title = say_title(one.trigger, flow)
    return f"the absence of {absence} no longer counts towards {title} ({rule})"


def _is_enough(path: Path, trigger: str | None, flow: Flow) -> bool:
    """Whether a condition alone meets the trigger that it is a part of, if it is of one."""
    if trigger is None:
        return True
    return any(one.path == path for one, _ in alternatives(flow.triggers[trigger].condition))


def say_unknown(one: Unknown, names: Names) -> str:
    days = say_days(*one.absence) if one.absence else ""
    if one.kind == "no-day":
        return (
            f"there is no day for {names.anchor(one.anchor or '')}, from which a move of "
            f"“{names.stage(one.stage or '')}” counts: put it on record, or decide on another step"
        )
    if one.kind == "working-pattern" and one.on is not None:
        return (
            f"the working pattern before {say_day(one.on)} is not given: the school's working week was "
            "taken until then; ask for the earlier one"
        )
    if one.kind in _UNKNOWN:
        return _UNKNOWN[one.kind]
    if one.kind == "pattern-changed":
        day = say_day(one.on) if one.on else ""
        return f"the working pattern changed on {day}: bounds are scaled to the one of the day looked at"
    if one.kind == "days-lost-differ":
        return (
            f"the absence of {days} is said to have lost "
            f"{say_number(one.given or 0, 'working day')}, and comes to "
            f"{say_number(one.computed or 0, 'day')} by its days and the working pattern: what is said "
            "was taken; check which is right"
        )
    if one.kind == "no-day-worked":
        return (
            f"the absence of {days} has no day on which the person works: check its days, and the "
            "working pattern"
        )
    if one.kind == "term-dates":
        return f"term dates are given for {days}: other days were taken as open; ask for the dates"
    if one.kind == "absence-undecided":
        return f"whether the absence of {days} counts is not decided: it was left out; ask who decides"
    day = say_day(one.on) if one.on else ""
    return f"the procedure applies from {day}: this day is before it"


def say_reason(reason: Reason, condition: Condition | None, names: Names) -> str:
    """One reason in a sentence: the figure, then the rule it was held against."""
    if reason.condition == "decided":
        (name, day), *_ = reason.events
        return f"decided at {names.thing(name)} on {say_day(day)}: {spoken(reason.outcome or '')}"
    if reason.condition == "placed":
        return "placed there by a recorded decision"
    if reason.condition == "needs":
        (name, day), *_ = reason.events
        return f"on record: {names.thing(name)}, {say_day(day)} (no older than {reason.period})"
    if reason.condition == "after":
        return _say_period(reason, names)
    if reason.condition == "version":
        return f"moved to version {reason.outcome} of the procedure, in force from that day"
    return _say_condition(reason, condition, names)


def _say_condition(reason: Reason, condition: Condition | None, names: Names) -> str:
    if reason.condition == "recorded" and (reason.events or condition is None):
        said = ", ".join(f"{names.thing(name)} on {say_day(day)}" for name, day in reason.events)
        return f"recorded: {said}" if said else f"not recorded{_say_window(reason)}"
    if condition is None:
        return _say_figure(reason, names)
    if reason.condition == "recorded":  # in its window, outside of which it may be
        return f"not {names.phrase(condition)}"
    if figure_of(reason.condition) is None or not _bounds_of(reason):
        return f"{'' if reason.holds else 'not so: '}{names.phrase(condition)}"
    if reason.own:
        bounds = _say_bounds(reason)
        return f"{_say_figure(reason, names)}; this person's own threshold: {bounds}"
    if reason.share is not None:
        bounds = f"; for {say_amount(reason.share)} of a full week: {_say_bounds(reason)}"
    else:
        bounds = ""
    held = "the rule" if reason.holds else "so this does not apply"
    return f"{_say_figure(reason, names)}; {held}: {names.phrase(condition)}{bounds}"


def _bounds_of(reason: Reason) -> list[str]:
    """Its bounds, as they are written."""
    bounds = (reason.at_least, reason.more_than, reason.at_most, reason.less_than)
    return [str(bound) for bound in bounds if bound is not None]


def _say_bounds(reason: Reason) -> str:
    """The bounds as they were for this person."""
    said = {"at_least": "{} or more", "more_than": "more than {}",
            "at_most": "{} or fewer", "less_than": "fewer than {}"}  # fmt: skip
    given = ((text, getattr(reason, word)) for word, text in said.items())
    return join_words([text.format(say_amount(bound)) for text, bound in given if bound is not None])


def _say_period(reason: Reason, names: Names) -> str:
    anchor, day = reason.anchor or ("entered", None)
    start = "this stage began" if anchor == "entered" else names.anchor(anchor)
    ended = say_day(reason.window[1]) if reason.window else ""
    since = f" on {say_day(day)}" if day else ""
    if reason.period is None:
        return f"the period after {start}{since} ended on {ended}, the day that a decision gave it"
    return f"{reason.period} after {start}{since} ended on {ended}"


def _say_figure(reason: Reason, names: Names) -> str:
    figure = figure_of(reason.condition) or Figure("{}", "{}")
    if reason.value is None and reason.anchor is not None and reason.anchor[1] is None:
        return f"not counted: there is no day yet for {names.anchor(reason.anchor[0])}"
    if reason.value is None:
        return figure.missing or "not counted: no term has begun yet"
    working = figure.in_working_days and all("working day" in one for one in _bounds_of(reason))
    said = fill(figure.in_working_days if working else figure.said, reason.value)
    if reason.expected_until is not None:
        return f"{said}, as expected until {say_day(reason.expected_until)}"
    return f"{said}{_say_window(reason)}"


def _say_window(reason: Reason) -> str:
    if reason.window is None:
        return ""
    return f" from {say_day(reason.window[0])} to {say_day(reason.window[1])}"


def say_distance(one: Distance, flow: Flow) -> str:
    """How far a trigger is, as a fact about the rule and not as a warning to a person."""
    title = say_title(one.trigger, flow)
    if one.unknown:
        return f"{title}: not reckoned yet, as there is no day for {flow.names().anchor(one.unknown)}"
    if one.days is None and one.goes_on:  # a new one after it was not asked about
        return f"{title} would not be reached by the present absence within a year, if it goes on"
    if one.days is None:
        return f"{title} would be reached by no single absence of up to a year"
    if one.days == 0:
        if one.on_return:
            return f"{title} will be reached by the present absence, on the day of return"
        return f"{title} is reached by the present absence as it stands"
    if one.one_more_absence:
        return f"{title} would be reached by one more absence, even of a day"
    days = say_number(one.days, "more working day" if one.goes_on else "working day")
    away = "of the present absence" if one.goes_on else f"away in a row from {say_day(one.from_)}"
    return f"{title} would be reached by {days} {away}"


def say_due(item: Item, on: date) -> str:
    """When an item is due: `by Thu 19 November 2026 (2 days late)`."""
    if item.due is None:
        return ""
    if item.kind == "evidence":
        return f"needed since {say_weekday(item.due)}"
    at = f", {item.at}" if item.at else ""
    said = f"by {say_weekday(item.due)}{at}"
    if item.overdue_days and item.status != "missed":
        return f"{said} ({say_number(item.overdue_days, 'day')} late)"
    return said + (" (today)" if item.due == on else "")


def say_choice(choice: Choice, names: Names) -> str:
    by = f"{names.role(choice.by)}: " if choice.by else ""
    if choice.absence is not None:
        return f"{by}whether the absence of {say_days(*choice.absence)} counts"
    outcomes = join_words([spoken(outcome) for outcome in choice.outcomes], "or")
    return f"{by}{names.thing(choice.action)}: {outcomes}"


def say_absences(reason: Reason) -> list[str]:
    """The absences counted, each with the days it lost."""
    said = [say_days(*days) for days in reason.absences]
    figure = figure_of(reason.condition)
    if not reason.lost or figure is None:
        return said
    return [f"{days}: {say_number(n, figure.lost)}" for days, n in zip(said, reason.lost, strict=True)]
