"""What comes up if nothing else happens, and how far each trigger is."""

from dataclasses import replace
from datetime import timedelta

from naive_conditions import evaluate, leaves
from naive_counts import counted_days, counted_in
from naive_record import Line, continuation
from naive_time import DAY, day_of, iso
from naive_walk import after_end, context, decided, lacking, may_take
from naive_windows import COUNTS, is_lower, window_of

# ---------------------------------------------------------------- what comes up


def coming(ask):
    """ "What comes up, for the moves of the present stages that the person's group may take, in
    file order, each line once, sorted by day." What a move will lack is part of its line, so two
    that differ in this alone are two."""
    found = []
    for track in ask.world.tracks:
        stay = ask.state.present(track)
        for move in ask.world.moves(stay.stage):
            if may_take(ask.world, move):
                found += [(x, will_lack(ask, move, x)) for x in coming_move(ask, stay, move)]
                found += [(x, []) for x in coming_by_when(ask, stay, move)]
    once = [pair for index, pair in enumerate(found) if pair not in found[:index]]
    return sorted((x for x, _ in once), key=lambda x: x["on"])


def will_lack(ask, move, line):
    """ "... with what its `needs` will lack on that day"."""
    return sorted(lacking(ask.world, move, day_of(line["on"])))


def notice(stay, kind, on, to=None, trigger=None):
    """One thing that comes up."""
    return {
        "on": iso(on),
        "kind": kind,
        "track": stay.track,
        "stage": stay.stage,
        "to": to,
        "trigger": trigger,
    }


def coming_move(ask, stay, move):
    """ "A move with `after` whose period ends on the day asked about or later, whose decisions are
    recorded and which has no `when`: taken the day after the period." """
    if not move.get("after") or "when" in move or not decided(stay, move):
        return []
    _, end = after_end(ask.world, ask.state, stay, move, ask.day)
    if end is None or end < ask.day:
        return []
    return [notice(stay, "move", end + DAY, to=move["to"])]


def coming_by_when(ask, stay, move):
    """What comes up for the lengths and counts in the `when` of a move, by the name that its
    `when` is (none where it is a condition written out)."""
    out, when = [], move.get("when")
    name = when if isinstance(when, str) else None
    for word, arg, trigger, _ in leaves(when, ask.world) if when is not None else []:
        day, kind = None, None
        if word == "continuous":
            day, kind = reaches_length(ask, stay, arg, trigger), "reaches-length"
        elif word in COUNTS and is_lower(arg) and "within" in arg:
            day, kind = leaves_window(ask, stay, word, arg, trigger), "absence-leaves-window"
        if day is not None:
            out.append(notice(stay, kind, day, trigger=name))
    return out


def reaches_length(ask, stay, arg, trigger):
    """ "For a `continuous` in its `when`, not true now, while an absence is in progress that reaches
    the day asked about: the first of the next 365 days on which it would be true if the absence
    went on." """
    current = reaching(ask)
    if current is None or true_on(ask.world, ask, stay.track, {"continuous": arg}, ask.day, trigger):
        return None
    world = going_on(ask.world, current)
    for step in range(1, 366):
        day = ask.day + step * DAY
        if true_on(world, ask, stay.track, {"continuous": arg}, day, trigger):
            return day
    return None


def reaching(ask):
    """ "An absence ... in progress that reaches the day asked about": not one whose last known day
    lies before it."""
    found = [a for a in ask.world.view(ask.day).in_progress() if a.last >= ask.day]
    return found[-1] if found else None


def true_on(world, ask, track, condition, day, trigger=None):
    """Whether a condition would be true on a day, read as a plain state of affairs."""
    ctx = context(world, ask.state, track, day)
    ctx.trigger = trigger
    return evaluate(condition, ctx).true


def leaves_window(ask, stay, word, arg, trigger):
    """ "The first day on which the oldest absence counted now, if it is over, is no part of the
    count, as what the rule for its edge leaves of it in the window has lost nothing of what is
    counted (looked for over five years)." """
    ctx = context(ask.world, ask.state, stay.track, ask.day)
    window = window_of(arg, ctx)
    counted = counted_in(word, arg, window, ctx) if window else []
    if not counted:
        return None
    oldest = min((a for a, _ in counted), key=lambda a: a.first)
    if oldest.in_progress:
        return None
    for step in range(1, 366 * 5 + 1):
        day = ask.day + step * DAY
        ctx = context(ask.world, ask.state, stay.track, day)
        window = window_of(arg, ctx)
        if window is None or counted_days(oldest, word, arg, window, ctx) is None:
            return day
    return None


# ---------------------------------------------------------------- how far each trigger is


def going_on(world, absence):
    """The world in which an absence in progress "went on without an end"."""
    if not absence.closed:
        return world
    last = max(absence.lines, key=lambda x: x.first)
    return world.supposing([*world.lines, continuation(last, absence.last + DAY)])


def beginning(world, first):
    """The world in which a new absence begins on a day: "of the first category that counts"."""
    category = world.counting.first_category_that_counts()
    if category is None:
        return None
    return world.supposing([*world.lines, Line(id="new", first=first, category=category, known=first)])


def counting_in_progress(ask):
    """ "An absence in progress that counts"; None where there is none."""
    found = [a for a in ask.world.view(ask.day).chosen() if a.in_progress]
    return found[-1] if found else None


def others_ended(ask, absence):
    """ "Other absences end by the day asked about." """
    own = absence.ids if absence else frozenset()
    return ask.world.supposing(
        [
            x if x.last or x.id in own else replace(x, last=ask.day, days_lost=None)
            for x in ask.world.lines
        ]
    )


def distance(ask):
    """ "For each trigger that is the `when` of a move of a present stage (the first such move of
    the track that the person's group may take, for each trigger) and holds, outside any `not`, a
    count or a `continuous` with a lower bound." """
    out = []
    for track in ask.world.tracks:
        seen = set()
        for move in ask.world.moves(ask.state.present(track).stage):
            name = move.get("when") if may_take(ask.world, move) else None
            if isinstance(name, str) and name not in seen and measurable(ask.world, name):
                seen.add(name)
                out.append(how_far(ask, track, name))
    return out


def measurable(world, name):
    """Whether a trigger holds, outside any `not`, a count or a `continuous` with a lower bound (a
    `target_missed` is a count)."""
    return any(
        word == "target_missed" or (word in [*COUNTS, "continuous"] and is_lower(arg))
        for word, arg, _, inside_not in leaves(name, world)
        if not inside_not
    )


def how_far(ask, track, name):
    """ "The fewest working days in a row, from the person's next working day after the day asked
    about, that would make the condition true, looked for over the next 366 days. 0 when the
    absence in progress makes it true as it stands. `one_more_absence`: one day of a new absence
    is enough." """
    start = ask.world.person.next_working_day(ask.day)
    current = counting_in_progress(ask)
    result = {
        "trigger": name,
        "track": track,
        "one_more_absence": False,
        "days": None,
        "from": iso(start),
    }
    if current and true_on(ask.world, ask, track, name, ask.day):
        return {**result, "days": 0}
    if start is None:
        return result
    ended = others_ended(ask, current)
    world = going_on(ended, current) if current else beginning(ended, start)
    days = days_needed(ask, world, track, name, start) if world else None
    return {**result, "days": days, "one_more_absence": days == 1 and current is None}


def days_needed(ask, world, track, name, start):
    """How many working days in a row it takes in a world in which the absence goes on."""
    day, count = start, 0
    while day is not None and day <= ask.day + timedelta(days=366):
        count += 1
        if true_on(world, ask, track, name, day):
            return count
        day = ask.world.person.next_working_day(day)
    return None
