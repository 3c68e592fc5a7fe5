"""A meeting is due before the notice of it can have run.

Whoever keeps the deadline breaks the promise of notice: the employee comes without time to prepare or
to find a companion. Whoever keeps the notice is always late, and the answer says so. A letter written
before the meeting, whose own last day counts from the same day, is taken for its invitation; where the
stage has no letter before it, one of a stage that leads there may have gone in time.

Proved: over lengths of time, in weeks in which the school is closed on no day of its working week.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions:
          - {id: invite, do: Invite to the meeting, type: letter, by: manager, within: 5 working days}
          - {id: meet, do: Meet and listen, type: meeting, by: manager, within: 10 working days,
             notice: 10 working days}
        next: [{after: 6 months, to: fine}]

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review:
        actions:
          - {id: invite, do: Invite to the meeting, type: letter, by: manager, within: 5 working days}
          - {id: meet, do: Meet and listen, type: meeting, by: manager, within: 15 working days,
             notice: 10 working days}
        next: [{after: 6 months, to: fine}]
"""

from collections.abc import Iterator

from flowrules.calendar import Duration
from flowrules.finding import Problem
from flowrules.flow import Action, Flow, Stage
from flowrules.lengths import fewest_days, in_units, most_days

CODE = "FR325"
SEVERITY = "warning"


def check(flow: Flow) -> Iterator[Problem]:
    week = sum(flow.calendar.week)
    for stage in flow.stages.values():
        for place, action in enumerate(stage.actions):
            if action.within is None or action.notice is None or action.before is not None:
                continue
            invitation = _invitation(stage, place)
            if _is_too_short(action.within, [action.notice], week):
                if _letters(stage, place) or not _was_invited_before(flow, stage):
                    yield _say(action)
            elif invitation is not None and invitation.within is not None:
                needed = [invitation.within, action.notice]
                if _is_too_short(action.within, needed, week):
                    yield _say_of_both(action, invitation)


def _invitation(stage: Stage, place: int) -> Action | None:
    """The letter that comes last before an action and is due from the same day."""
    anchor = stage.actions[place].anchor
    due = [
        one
        for one in _letters(stage, place)
        if one.before is None and one.anchor == anchor and one.within
    ]
    return due[-1] if due else None


def _letters(stage: Stage, place: int) -> list[Action]:
    """The letters of a stage that come before an action, and to everybody whom that is for."""
    groups = stage.actions[place].groups
    return [
        one
        for one in stage.actions[:place]
        if one.type == "letter" and not one.optional and one.groups in ((), groups)
    ]


def _was_invited_before(flow: Flow, stage: Stage) -> bool:
    """Whether a letter of a stage that leads here may have been the invitation."""
    leading = [one for one in flow.stages.values() if stage.id in (move.to for move in one.moves)]
    return any(
        action.type in ("letter", "notice") and action.anchor not in {one.id for one in there.actions}
        for there in leading
        for action in there.actions
        if there.id != stage.id
    )


def _is_too_short(within: Duration, needed: list[Duration], week: int) -> bool:
    """Whether a length is surely over before all that is needed, one after the other, has passed."""
    units = {in_units(one)[0] for one in (within, *needed)}
    if len(units) == 1:
        return in_units(within)[1] < sum(in_units(one)[1] for one in needed)
    most = _most(within, week)
    return most is not None and most < sum(_fewest(one, week) for one in needed)


def _most(length: Duration, week: int) -> int | None:
    """The most days it comes to: working days begun on the last day of a school week."""
    if length.unit != "working day":
        return most_days(length)
    whole, rest = divmod(length.n, week)
    return 7 * whole + (7 - week + rest if rest else 0)


def _fewest(length: Duration, week: int) -> int:
    """The fewest days it comes to: working days begun on the eve of a school week."""
    if length.unit != "working day":
        return fewest_days(length)
    whole, rest = divmod(length.n - 1, week)
    return 7 * whole + rest + 1


def _say(action: Action) -> Problem:
    return Problem(
        (*action.path, "within"),
        f"`{action.id}` is due within {action.within}, and needs {action.notice} of notice",
        "give it longer than its notice, or shorten the notice",
        related=(((*action.path, "notice"), "the notice"),),
    )


def _say_of_both(action: Action, invitation: Action) -> Problem:
    return Problem(
        (*action.path, "within"),
        f"`{action.id}` is due within {action.within}: the invitation may take {invitation.within}, "
        f"and then needs {action.notice} of notice",
        f"give `{action.id}` as long as both together, or let `{invitation.id}` be sent sooner",
        related=(
            ((*invitation.path, "within"), "the last day for the invitation"),
            ((*action.path, "notice"), "the notice"),
        ),
    )
