"""The agenda: actions, missing evidence, what is still owed, decisions and contacts."""

from naive_conditions import evaluate
from naive_contacts import contacts
from naive_items import DUE, OPTIONAL, WAITING, item
from naive_walk import context, lacking


class Asking:
    """Everything that is asked about one day."""

    def __init__(self, world, state, day):
        self.world, self.state, self.day = world, state, day

    def held_pieces(self, track):
        """The missing pieces of "every move held", each with "the first day such a move was
        held"."""
        stay, pieces = self.state.present(track), {}
        for index, move in enumerate(self.world.moves(stay.stage)):
            if index in stay.held:
                for name in lacking(self.world, move, self.day):
                    pieces[name] = min(pieces.get(name, self.day), stay.held[index])
        return pieces

    def true(self, condition, track):
        """ "In an action's `if`, a condition is read as a plain state of affairs." """
        return evaluate(condition, context(self.world, self.state, track, self.day)).true


# ---------------------------------------------------------------- when an action is due


def wanted(ask, action, stay):
    """ "An action whose `if` is untrue or whose `group` is another is not listed, unless a held move
    needs it." """
    if needed_since(ask, action, stay) is not None:
        return True
    if "group" in action and not ask.world.person.in_groups(action["group"]):
        return False
    return "if" not in action or ask.true(action["if"], stay.track)


def counted_from(ask, action, stay):
    """The anchor of an action: the day the stage was entered, or its `from`."""
    name = action.get("from", "entered")
    if name == "entered":
        return stay.entered
    if name in ask.world.action_stage and stay.left is not None:
        return done_there(stay, name)
    return ask.state.anchor(name, stay.track, ask.day)


def own_day(ask, action, stay):
    """The day an action is due by itself, and whether it waits: "`waiting` is one whose anchor
    has no day (or, with `before`, whose other action waits)"."""
    if action.get("before"):
        other = ask.world.actions[action["before"]]
        day, waits = due_day(ask, other, stay)
        if waits or day is None:
            return None, waits
        return (ask.world.calendar.before(day, action["within"]) if action.get("within") else day), False
    anchor = counted_from(ask, action, stay)
    if anchor is None:
        return None, True
    if action.get("every"):
        return next_repeat(ask, action, stay, anchor), False
    if action.get("within"):
        return ask.world.calendar.add(anchor, action["within"]), False
    return None, False


def due_day(ask, action, stay):
    """The same, where a held move needs it: "due by the earlier of its own day and the first day
    the move was held; ... one done in this stay too long ago is owed again, due since that first
    day"."""
    day, waits = own_day(ask, action, stay)
    since = needed_since(ask, action, stay)
    if since is None:
        return day, waits
    if day is None or done(action, stay):
        return since, False
    return min(day, since), False


def done(action, stay):
    """Whether an action is "done in this stay" (one with `every` is never done for good)."""
    return bool(stay.records(action["id"])) and not action.get("every")


def needed_since(ask, action, stay):
    """The first day a held move of the present stage needed this action of it; None if none."""
    if stay is not ask.state.present(stay.track):
        return None
    return ask.held_pieces(stay.track).get(action["id"])


def next_repeat(ask, action, stay, anchor):
    """`every`: "the first is due at the end of `within` (without it, of one `every`) from the
    anchor, the others so long after the first. One recorded settles all due by its day; if none
    was due, the next." """
    calendar = ask.world.calendar
    first = calendar.add(anchor, action.get("within") or action["every"])

    def repeat(index):
        return calendar.add(first, action["every"], index) if index else first

    index = 0
    for event in stay.records(action["id"]):
        index = settle(index, event.on, repeat)
    if action.get("optional"):
        while repeat(index) < ask.day:
            index += 1
    return repeat(index)


def settle(index, on, repeat):
    """The first that is still open after one was recorded on a day."""
    if repeat(index) > on:
        return index + 1
    while repeat(index) <= on:
        index += 1
    return index


# ---------------------------------------------------------------- items


def only_offered(ask, action, stay):
    """`optional: true` "is offered and never owed", unless a held move needs it."""
    return bool(action.get("optional")) and needed_since(ask, action, stay) is None


def lapsed(ask, action, stay):
    """ "... and is no longer offered once its `within` is past"."""
    day, _ = due_day(ask, action, stay)
    return only_offered(ask, action, stay) and day is not None and day < ask.day


def fallen_away(ask, action, stay):
    """`before`: "it falls away once the other is done" (unless a held move needs it)."""
    if not action.get("before") or needed_since(ask, action, stay) is not None:
        return False
    return bool(stay.records(action["before"]))


def listed(ask, action, stay):
    """An action of the present stage as it stands on the agenda, or None. "An `optional` one has
    the status `optional`, whatever it waits for, and past its day is not listed." """
    if not wanted(ask, action, stay) or lapsed(ask, action, stay):
        return None
    if fallen_away(ask, action, stay):
        return None
    day, waits = due_day(ask, action, stay)
    status = OPTIONAL if only_offered(ask, action, stay) else WAITING if waits else DUE
    return item(ask, "action", action["id"], day, status, stay.track, stay.stage)


def present_actions(ask, track):
    """ "The actions of the present stage, in file order, that are owed or offered and not done in
    this stay"; one that a held move needs, "done in this stay too long ago, is owed again"."""
    stay, out = ask.state.present(track), []
    for action in ask.world.stage_actions(stay.stage):
        found = None
        if not done(action, stay) or needed_since(ask, action, stay) is not None:
            found = listed(ask, action, stay)
        if found:
            out.append(found)
    return out


def evidence(ask, track):
    """ "For every move held, the missing pieces that are not actions of the present stage." """
    stay = ask.state.present(track)
    own = [a["id"] for a in ask.world.stage_actions(stay.stage)]
    return [
        item(ask, "evidence", name, since, DUE, track, stay.stage)
        for name, since in ask.held_pieces(track).items()
        if name not in own
    ]


def still_owed(ask, track):
    """ "When a stage is left, what is still owed falls away, except an action with `from:` an
    action already done there." """
    out = []
    for stay in ask.state.stays[track][:-1]:
        own = [a["id"] for a in ask.world.stage_actions(stay.stage)]
        for action in ask.world.stage_actions(stay.stage):
            if action.get("from") not in own or not done_there(stay, action["from"]):
                continue
            if action.get("optional") or action.get("every") or done_since(ask, action, stay):
                continue
            if action.get("before") or not wanted(ask, action, stay):
                continue
            day, _ = own_day(ask, action, stay)
            out.append(item(ask, "action", action["id"], day, DUE, track, stay.stage))
    return out


def done_there(stay, name):
    """The last day an action was done in a stay since left, before it was left."""
    days = [e.on for e in stay.records(name) if e.on <= stay.left]
    return days[-1] if days else None


def done_since(ask, action, stay):
    """Done in that stay, or recorded after it was left."""
    if stay.records(action["id"]):
        return True
    return any(e.action == action["id"] and e.on >= stay.left for e in ask.world.view(ask.day).events)


# ---------------------------------------------------------------- the whole


def agenda(ask):
    """ "All sorted by the day due, keeping this order on one day; without a day last." """
    out = []
    for track in ask.world.tracks:
        out += present_actions(ask, track) + evidence(ask, track) + still_owed(ask, track)
    for _ in ask.world.view(ask.day).undecided():
        out.append(item(ask, "decision", "counts", None, DUE))
    out += contacts(ask)
    return sorted(out, key=lambda x: (x["due"] is None, x["due"] or ask.day))


def next_step(items):
    """ "The first item of the agenda with the status `due`." """
    for x in items:
        if x["status"] == DUE:
            return x["action"]
    return None
