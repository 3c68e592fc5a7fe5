"""The day-by-day walk: "every day, in date order: what the record says of that day (a `placed`
first), then each track in file order until it rests; if any moved, all are looked at again"."""

from naive_conditions import evaluate, named_triggers
from naive_time import DAY, as_list, days_between
from naive_windows import Context
from naive_world import State


class Walk:
    """Walks one record through the procedure, up to a day."""

    def __init__(self, world, on):
        self.world = world
        first = world.first_day() or on  # "where there is none, from the day before
        self.state = State(world, first - DAY)  # the day asked about"
        self.today = set()
        self.pending = []
        for day in days_between(first, on):
            self.one_day(day)

    # -- one day

    def one_day(self, day):
        """ "What the record says of that day (a `placed` first), then each track in file order
        until it rests; if any moved, all are looked at again." """
        self.today = set()
        self.place(day)
        self.pending = [e for e in self.world.events if e.read == day and e.action]
        self.attach(day)
        moved = True
        while moved:
            moved = False
            for track in self.world.tracks:
                while self.try_moves(track, day):
                    moved = True
        self.settle()
        self.note_held(day)

    def place(self, day):
        """`placed` puts a person in a stage by decision."""
        for event in self.world.events:
            if event.placed and event.on == day:
                for track in self.world.tracks:
                    if track in event.placed:
                        self.state.enter(track, event.placed[track], day)

    # -- to which stay an action belongs

    def attach(self, day):
        """Give each action of the day its stay, as soon as there is one."""
        waiting = []
        for event in self.pending:
            stay = self.stay_for(event, day)
            if stay is None:
                waiting.append(event)
            else:
                stay.events.append(event)
        self.pending = waiting

    def stay_for(self, event, day):
        """ "An action recorded on a day belongs to its stage if the person is in it at any time
        that day: to the earlier stay, if there are two." A late one: "to the stay in its stage
        that the person was in on its own day or, if there was none, to the present stay, if that
        is in its stage"."""
        stage = self.world.action_stage[event.action]
        for stay in self.state.all_stays(stage):
            if stay.includes(event.on):
                return stay
        present = self.state.present(self.world.stage_track[stage])
        if event.on < day and present.stage == stage:
            return present
        return None

    def settle(self):
        """ "An action of a stage already left is done; it decides nothing and gives no anchor a
        day": it belongs to no stay. One of a stage that had not been reached does not fit."""
        for event in self.pending:
            stays = self.state.all_stays(self.world.action_stage[event.action])
            if not any(s.entered <= event.on for s in stays):
                self.state.misfits.append(event.action)

    # -- moves

    def try_moves(self, track, day):
        """ "Moves are tried in the order written, and the first that holds is taken. A move is
        taken at most once a day." """
        stay = self.state.present(track)
        for index, move in enumerate(self.world.moves(stay.stage)):
            key = (stay.stage, index)
            if key in self.today:
                continue
            found = holding(self.world, self.state, stay, index, move, day)
            if found is None:
                continue
            if lacking(self.world, move, day):
                if by_itself(move):
                    stay.latched[index] = found
                continue
            self.take(stay, key, move, found, day)
            return True
        return False

    def note_held(self, day):
        """ "Without it the move is held: the missing piece is ... due since the day the move was
        first held (anew, if it did not hold in between)." Looked at when all tracks rest."""
        for track in self.world.tracks:
            stay = self.state.present(track)
            for index, move in enumerate(self.world.moves(stay.stage)):
                if (
                    lacking(self.world, move, day)
                    and holding(self.world, self.state, stay, index, move, day) is not None
                ):
                    stay.held.setdefault(index, day)
                else:
                    stay.held.pop(index, None)

    def take(self, stay, key, move, found, day):
        """Take a move: what took it does not take it again, and what its `when` counted is used
        up for `not_used_before`."""
        things, counted = found
        self.today.add(key)
        self.state.taken[key] = self.state.taken.get(key, frozenset()) | things
        self.state.used[stay.track] |= counted
        self.state.enter(stay.track, move["to"], day)
        self.attach(day)


# ---------------------------------------------------------------- whether a move holds


def context(world, state, track, day, key=None):
    """A condition read for a track on a day (and for a move, which some absences took before)."""
    return Context(world, state, day, track, state.taken.get(key, frozenset()))


def by_itself(move):
    """A `when` beside neither `decided` nor `after` takes the move by itself."""
    return "when" in move and not move.get("decided") and not move.get("after")


def holding(world, state, stay, index, move, day):
    """ "A move names ... what must hold; all that it names must hold", its `needs` aside. None when
    the move does not hold; else the things that take it and the lines it used. A held move with a
    `when` alone is taken "by what first met it", and only that."""
    if not may_take(world, move) or not decided(stay, move):
        return None
    if not period_over(world, state, stay, index, move, day):
        return None
    if "when" not in move:
        return frozenset(), frozenset()
    if index in stay.latched:
        return stay.latched[index]
    result = evaluate(move["when"], context(world, state, stay.track, day, (stay.stage, index)))
    if not by_itself(move):
        return (frozenset(), frozenset()) if result.true else None
    return (result.things, result.counted) if result.met else None


def may_take(world, move):
    """`group`: "only for people of these staff groups"."""
    return "group" not in move or world.person.in_groups(move["group"])


def decided(stay, move):
    """`decided`: "the last outcome recorded of that action in this stay"."""
    return all(
        stay.last_outcome(action) in as_list(outcome)
        for action, outcome in (move.get("decided") or {}).items()
    )


def after_end(world, state, stay, move, day):
    """The anchor and the last day of the period of `after`; None while it does not run."""
    anchor = state.anchor(move.get("from", "entered"), stay.track, day)
    if anchor is None:
        return None, None
    return anchor, state.period_end(stay, anchor, move["after"])


def period_over(world, state, stay, index, move, day):
    """ "A move is taken the day after" the last day of its period. "Where another move of the
    stage is assessed on return, it waits for an absence begun in the period that counts or is to
    be decided, and holds from the day after that absence's day of return." """
    if not move.get("after"):
        return True
    anchor, end = after_end(world, state, stay, move, day)
    if end is None or end >= day:
        return False
    if not another_on_return(world, stay.stage, index):
        return True
    for a in world.view(day).absences():
        if world.view(day).status(a.lines[0]) == "never":
            continue
        if anchor < a.first <= end and (a.return_day is None or a.return_day >= day):
            return False
    return True


def another_on_return(world, stage, index):
    """Whether "another move of the stage is assessed on return"."""
    for other, move in enumerate(world.moves(stage)):
        if other != index and "when" in move:
            for name in named_triggers(move["when"], world):
                if world.triggers[name].get("assessed") == "on return":
                    return True
    return False


def needs_of(move):
    """`needs: {oh-report: 3 months}` as pairs of a name and how old it may be."""
    needs = move.get("needs") or {}
    if isinstance(needs, dict):
        return list(needs.items())
    return [(name, None) for name in as_list(needs)]


def lacking(world, move, day):
    """The pieces of `needs` that are not "on record and no older"."""
    return [name for name, age in needs_of(move) if not on_record(world, name, age, day)]


def on_record(world, name, age, day):
    """ "That action or event is on record and no older (three months ago to the day is still in
    time)." """
    first = None if age is None else world.calendar.before(day, age)
    return any(
        e.name == name and e.on <= day and (first is None or e.on >= first)
        for e in world.view(day).events
    )
