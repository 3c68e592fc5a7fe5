"""Flow + a day -> Coded: the procedure as a table of whole numbers, and the names that its numbers have.

What cannot be put into numbers is marked as such: where the kernel comes upon it, it gives the person
up, and the interpreter decides. A procedure that the kernel cannot read at all gives a reason instead.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flowrules.conditions import figure_of
from flowrules.engine.plan import plan_of
from flowrules.finding import Path
from flowrules.flow import (
    Action,
    Contact,
    Flow,
    Move,
    Stage,
    alternatives,
    is_assessed_on_return,
)
from flowrules.kernel import dispatch
from flowrules.kernel.calendars import Calendars
from flowrules.kernel.names import Names, groups_of
from flowrules.kernel.replacing import fill_before, fill_versions
from flowrules.kernel.said import Said, said_by
from flowrules.numbers import fields as f
from flowrules.view import Condition

_EDGES = {"days inside": f.DAYS_INSIDE, "started inside": f.STARTED_INSIDE,
          "whole absence": f.WHOLE_ABSENCE}  # fmt: skip
_JOINS = {"never": f.JOIN_NEVER, "across non-working days": f.JOIN_ACROSS_REST,
          "across closures too": f.JOIN_ACROSS_CLOSURES}  # fmt: skip
_ROUNDINGS = {"exact": f.EXACT, "nearest half": f.NEAREST_HALF, "up to half": f.UP_TO_HALF,
              "up to whole": f.UP_TO_WHOLE}  # fmt: skip
_MOMENTS = {"day": f.ON_DAY, "working day": f.ON_WORKING_DAY, "return": f.ON_RETURN}
_STATUS = {"counts": f.COUNTS, "never": f.NEVER, "decide": f.UNDECIDED}
_MOST_BITS = 60


class Coded(NamedTuple):
    """A procedure in numbers. `things` are the actions and then the events, each list in its order.

    `said` are the names in steps; `before` is the version that it replaces, where cases that began under
    that can be gone on with in numbers.
    """

    flow: Flow
    on: int
    t: list[int]
    calendars: Calendars
    tracks: list[str]
    stages: list[str]
    moves: list[Move]
    things: list[str]
    contacts: list[str]
    categories: Mapping[str, int]
    reasons: Mapping[str, int]
    outcomes: Mapping[str, int]
    groups: Mapping[str, int]
    said: Said
    before: "Coded | None" = None

    def chain(self) -> list["Coded"]:
        """The versions that decide one after the other, this one last."""
        return [*(self.before.chain() if self.before else []), self]


def code(flow: Flow, on: date) -> Coded | str:
    """The table of a procedure for one day, with those of the versions before; or why there is none."""
    coded = _code(flow, on, None)
    return coded if isinstance(coded, str) else _with_before(coded, on)


def _with_before(coded: Coded, on: date) -> Coded:
    if coded.flow.before is None:
        return coded
    before = _code(coded.flow.before.flow, on, coded)
    if isinstance(before, str) or not fill_before(coded, before):
        return coded
    return coded._replace(before=_with_before(before, on))


def _code(flow: Flow, on: date, following: Coded | None) -> Coded | str:
    """One version, and the one that replaces it."""
    kinds = len(flow.counting.categories) + len(flow.counting.reasons)
    if kinds > _MOST_BITS or len(groups_of(flow)) > _MOST_BITS - 2:
        return "it has more than sixty categories, reasons or staff groups"
    if not (flow.calendar.knows(on.toordinal()) and flow.calendar.knows(on.toordinal() + 31)):
        return "the bank holidays around that day are not known"
    coding = _Coding(flow, on.toordinal())
    coded = coding.coded()
    fill_versions(coded.t, flow, following)
    return coded if len(coding.sorts) <= _MOST_BITS else "it asks about more than sixty sorts of absence"


class _Coding(Names):
    """Gathers the rows of one procedure. It is the Coder that conditions are given."""

    def __init__(self, flow: Flow, on: int) -> None:
        super().__init__(flow, on)
        self._heeded: dict[Path, frozenset[int]] = {}  # the actions and events that a move looks at

    def coded(self) -> Coded:
        flow, t = self.flow, self.t
        stages = list(flow.stages.values())
        moves = [move for stage in stages for move in stage.moves]
        actions = [action for stage in stages for action in stage.actions]
        move_rows = [self._move(stage, move) for stage in stages for move in stage.moves]
        action_rows = [self._action(action) for action in actions]
        contact_rows = [self._contact(contact) for contact in flow.contacts]
        self._put(f.MOVES, f.MANY_MOVES, move_rows)
        self._put(f.ACTIONS, f.MANY_ACTIONS, action_rows)
        self._put(f.CONTACTS, f.MANY_CONTACTS, contact_rows)
        stage_rows = list(self._stages(stages))
        self._put(f.STAGES, f.MANY_STAGES, stage_rows)
        self._put(f.TRACKS, f.MANY_TRACKS, [[self.stages[track.start]] for track in flow.tracks])
        self._put(f.NODES, f.MANY_NODES, self.nodes)
        self._put(f.SORTS, f.MANY_SORTS, [list(sort) for sort in self.sorts])
        categories = [
            [_STATUS[status], 1 << place]
            for place, status in enumerate(flow.counting.categories.values())
        ]
        self._put(f.CATEGORIES, f.MANY_CATEGORIES, categories)
        t[f.ABSENCE_WIDTH] = f.SUMS + 3 * len(self.sorts)
        self._settings()
        self.calendars.fill(t, list(self.periods))
        reasons = {name: place + 1 for place, name in enumerate(flow.counting.reasons)}
        return Coded(
            flow,
            self.on,
            t,
            self.calendars,
            list(self.tracks),
            list(self.stages),
            moves,
            list(self.things),
            [contact.id for contact in flow.contacts],
            {name: place for place, name in enumerate(flow.counting.categories)},
            reasons,
            self.outcomes,
            self.group_bits,
            said_by(flow),
        )

    def _put(self, at: int, many: int, rows: list[list[int]]) -> None:
        self.t[at], self.t[many] = len(self.t), len(rows)
        for row in rows:
            self.t += row

    def _settings(self) -> None:
        t, counting = self.t, self.flow.counting
        t[f.REACH] = int(counting.same_date_counts)
        t[f.EDGE_WITHIN] = _EDGES[counting.edges["within"]]
        t[f.EDGE_SINCE] = _EDGES[counting.edges["since"]]
        t[f.PARTS_ARE_ABSENCES] = int(counting.keeping.parts_are_absences)
        t[f.JOIN] = _JOINS[counting.keeping.join]
        t[f.ROUNDING] = _ROUNDINGS[counting.rounding]
        statuses = counting.categories.items()
        t[f.NEVER_KINDS] = self.kinds([name for name, status in statuses if status == "never"])
        t[f.KEEPS_SPENT] = int(self.keeps_spent)

    def _stages(self, stages: list[Stage]) -> Any:
        moves = actions = 0
        for stage in stages:
            heeded = sorted(frozenset[int]().union(*(self._heeded[move.path] for move in stage.moves)))
            yield [
                self.tracks[stage.track],
                moves,
                len(stage.moves),
                actions,
                len(stage.actions),
                self.pool([f.A_CLOSURE if one is None else self.stages[one] for one in stage.pauses]),
                len(stage.pauses),
                self.pool(heeded),
                len(heeded),
            ]
            moves += len(stage.moves)
            actions += len(stage.actions)

    def _move(self, stage: Stage, move: Move) -> list[int]:
        self.heeded = set()
        decided = [
            number
            for action, outcome in move.decided
            for number in (self.thing(action), self.outcomes[outcome])
        ]
        needs = [number for name, age in move.needs for number in (self.thing(name), *self.length(age))]
        others = (other for other in stage.moves if other is not move)
        alone = [
            move.path in untouched
            for track, untouched in plan_of(self.flow).untouched.items()
            if track != stage.track
        ]
        row = [
            self.stages[move.to],
            self.tracks[stage.track],
            *self._condition(move.when, fresh=not move.is_plain),
            int(move.is_plain),
            *self.length(move.after),
            *self.anchor(move.anchor),
            self.pool(decided),
            len(move.decided),
            self.pool(needs),
            len(move.needs),
            self.groups(move.groups),
            int(any(is_assessed_on_return(other.when) for other in others)),
            int(all(alone)),
            int(self._is_any_of(move)),
            int(bool(self.heeded)),
        ]
        self._heeded[move.path] = frozenset(self.heeded)
        return row

    def _is_any_of(self, move: Move) -> bool:
        """Whether a move is taken by any of some conditions that have no members, or by the only one."""
        when = move.when
        return (
            when is not None
            and not move.is_plain
            and not any(one.members for one, _ in alternatives(when))
        )

    def _action(self, action: Action) -> list[int]:
        return [
            self.stages[action.stage],
            *self.length(action.within),
            *self.anchor(action.anchor),
            -1 if action.before is None else self.actions[action.before],
            *self.length(action.every),
            *self._condition(action.condition, fresh=False),
            self.groups(action.groups),
            int(action.optional),
            int(bool(action.outcomes)),
        ]

    def _contact(self, contact: Contact) -> list[int]:
        moments = [number for one in contact.on for number in (_MOMENTS[one.kind], one.n)]
        return [
            *self.length(contact.every),
            contact.until.n if contact.until else 0,
            *self.length(contact.within),
            int(contact.put_off),
            self.groups(contact.groups),
            self.pool(moments),
            len(contact.on),
        ]

    def _condition(self, condition: Condition | None, *, fresh: bool) -> tuple[int, int]:
        """The place of the first node of a condition, and how many it has.

        Of one that is any of some conditions without members, only these.
        """
        if condition is None:
            return -1, 0
        first, parts = len(self.nodes), list(alternatives(condition))
        if not fresh or any(one.members for one, _ in parts):
            parts = [(condition, False)]
        for one, on_return in parts:
            self._node(one, on_return=on_return, fresh=fresh)
        return first, len(self.nodes) - first

    def _spends(self, condition: Condition) -> int:
        """Which absences a condition, just put into numbers, uses up when it takes a move.

        Of one that is no count and has a figure that is not known, and the interpreter says so.
        """
        if self.counted:
            return f.SPENDS_COUNTED  # whatever its bounds are
        return f.SPENDS_NOTHING if figure_of(condition.word) is None else f.SPENDS_UNKNOWN

    def _node(self, condition: Condition, *, on_return: bool, fresh: bool) -> None:
        if condition.word == "trigger":
            _, assessed = condition.settings
            self._node(condition.members[0], on_return=on_return or assessed, fresh=fresh)
            return
        fresh = fresh and condition.word != "not"
        row = [dispatch.NUMBERS.get(condition.word, dispatch.NOT_CODED)]
        row += [0, int(condition.counts), int(condition.counts and fresh), int(on_return)]
        row.append(0)
        if row[0] > dispatch.NOT:
            self.counted = False
            own = dispatch.CODED[row[0] - 4].encode(condition, self)
            row += own or []
            row[f.NODE_SPENDS] = self._spends(condition)
            row[0] = row[0] if own is not None and len(row) <= f.NODE_WIDTH else dispatch.NOT_CODED
        row = [*row, *[0] * f.NODE_WIDTH][: f.NODE_WIDTH]
        self.nodes.append(row)
        for member in condition.members:
            self._node(member, on_return=on_return, fresh=fresh)
        row[f.NODE_END] = len(self.nodes)
