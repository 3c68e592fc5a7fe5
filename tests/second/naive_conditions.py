"""Conditions: the words about the absence in progress, the other words, and combinations."""

from naive_counts import Result, count, either, joined, target_missed
from naive_time import DAY, as_list
from naive_windows import (
    COUNTS,
    OTHERS,
    adjusted_bounds,
    bounds_of,
    compare,
    holds,
    inside,
    length_sign,
    share_of,
    window_of,
)


def parts_of(condition):
    """The words of a condition, as (word, what stands beside it)."""
    return [(w, x) for w, x in condition.items() if w in COUNTS or w in OTHERS]


# ---------------------------------------------------------------- words about the absence in progress


def absences_result(found, ctx, counted=False):
    """ "The same absence never takes the same move twice (by a count, `continuous` or `reason`)":
    an absence is new when none of its lines took the move."""
    things = joined(a.ids for a in found)
    new = any(not a.ids & ctx.taken for a in found)
    return Result(bool(found), new, things=things, new=new, counted=things if counted else frozenset())


def going_on_after(absence, arg, after):
    """The days a `continuous` looks at: "with `expected: true` also the days the absence is known
    to be going to last; with `since: ANCHOR` only its days after the anchor"."""
    first, last = absence.first, absence.expected_last if arg.get("expected") else absence.last
    if after is not None:
        first = max(first, after + DAY)
    return (first, last) if first <= last else None


def continuous(arg, ctx):
    """ "The absence in progress has lasted so long." """
    raw, adjusted = adjusted_bounds("continuous", arg, ctx)
    share = share_of("continuous", arg, ctx, adjusted)
    after = None
    if "since" in arg:
        after = ctx.anchor(arg["since"])
        if after is None:
            return Result(False, False)

    def so_long(absence):
        span = going_on_after(absence, arg, after)
        return holds(lambda text: length_sign(span, text, ctx, share), raw)

    found = [
        a for a in ctx.view.chosen(arg.get("only"), arg.get("excluding")) if a.in_progress and so_long(a)
    ]
    return absences_result(found, ctx, counted=True)


def reason(arg, ctx):
    """The absence in progress (or an absence in the window) has one of these reasons."""
    if isinstance(arg, dict):
        names = as_list(arg["any_of"])
        window = window_of(arg, ctx)
        if window is None:
            return Result(False, False)
        seen = [a for a in ctx.view.chosen() if inside(a, window)]
    else:
        names = as_list(arg)
        seen = [a for a in ctx.view.chosen() if a.in_progress]
    return absences_result([a for a in seen if any(x.reason in names for x in a.lines)], ctx)


def plain(true):
    """A word for which "it is enough to be true"."""
    return Result(bool(true), bool(true))


def absent(arg, ctx):
    """ "An absence of any category is not yet over; none is." """
    return plain(bool(ctx.view.in_progress()) == bool(arg))


def return_missed(arg, ctx):
    """ "An absence is in progress, a last day is expected of it, and the first working day after
    that has been reached." """
    missed = False
    for a in ctx.view.in_progress():
        if a.expected_until is not None:
            back = ctx.world.person.next_working_day(a.expected_until)
            missed = missed or (back is not None and back <= ctx.day)
    return plain(missed == bool(arg))


# ---------------------------------------------------------------- the other words


def recorded(arg, ctx):
    """ "That action or event is in the record; ... lately; ... after that day." """
    names = as_list(arg["what"] if isinstance(arg, dict) else arg)
    window = window_of(arg if isinstance(arg, dict) else {}, ctx)
    if window is None:
        return Result(False, False)
    found = [e for e in ctx.view.events if e.name in names and window.first <= e.on <= window.last]
    things = frozenset(f"E{e.id}" for e in found)
    new = bool(things - ctx.taken)  # "nor does the same recorded event"
    return Result(bool(found), new, things=things, new=new)


def in_stage(arg, ctx):
    """ "Another track is in that stage (or one of a list)." """
    stages = ctx.state.present_stages()
    return plain(any(s in stages for s in as_list(arg)))


def was_in(arg, ctx):
    """ "A person in the stage at the moment counts. The day of leaving it must lie in the window
    as in a rolling count." """
    window = window_of(arg, ctx)
    for name in as_list(arg["stage"]):
        for stay in ctx.state.all_stays(name):
            if stay.left is None or (window and window.first <= stay.left <= window.last):
                return plain(True)
    return plain(False)


def service(arg, ctx):
    """ "So long since the employee `started`"; where the record does not say, it does not hold."""
    started = ctx.world.person.started
    if started is None:
        return plain(False)
    return plain(
        holds(lambda text: compare(ctx.day, ctx.world.calendar.add(started, text)), bounds_of(arg))
    )


# ---------------------------------------------------------------- combinations


def together(results):
    """ "`all` is met when every member is true and, if there are counts among them, one of them is
    met that day. Without counts, an `all` takes a move again as soon as one of its absences or
    events is new." """
    counts = [r for r in results if r.count]
    if not all(r.true for r in results):
        return Result(False, False, count=bool(counts))
    things = joined(r.things for r in results)
    new = any(r.new for r in counts or results)
    met = any(r.met for r in counts) if counts else new or not things
    return Result(True, met, bool(counts), things, new, joined(r.counted for r in results))


def negation(inner, ctx):
    """For `not` "it is enough to be true"."""
    return plain(not evaluate(inner, ctx).true)


SIMPLE = {
    "target_missed": target_missed,
    "continuous": continuous,
    "reason": reason,
    "absent": absent,
    "return_missed": return_missed,
    "recorded": recorded,
    "in_stage": in_stage,
    "was_in": was_in,
    "service": service,
}


def evaluate_word(word, arg, ctx):
    """One word of a condition, as in the table of the page."""
    if word in COUNTS:
        return count(word, arg, ctx)
    if word == "group":
        return plain(ctx.world.person.in_groups(arg))
    if word == "any":
        return either([evaluate(x, ctx) for x in arg])
    if word == "all":
        return together([evaluate(x, ctx) for x in arg])
    if word == "not":
        return negation(arg, ctx)
    return SIMPLE[word](arg, ctx)


def evaluate(condition, ctx):
    """A condition, or the name of a trigger."""
    if isinstance(condition, str):
        trigger = ctx.world.triggers[condition]
        on_return = ctx.on_return or trigger.get("assessed") == "on return"
        return evaluate(trigger, ctx.inside(condition, on_return))
    results = [evaluate_word(w, x, ctx) for w, x in parts_of(condition)]
    return results[0] if len(results) == 1 else together(results)


# ---------------------------------------------------------------- looking into a condition


def leaves(condition, world, trigger=None, inside_not=False):
    """Every single word of a condition, those of the triggers it names too, as (word, what stands
    beside it, the trigger it stands in, whether it stands inside a `not`)."""
    if isinstance(condition, str):
        yield from leaves(world.triggers[condition], world, condition, inside_not)
        return
    for word, arg in parts_of(condition):
        if word in ("any", "all"):
            for member in arg:
                yield from leaves(member, world, trigger, inside_not)
        elif word == "not":
            yield from leaves(arg, world, trigger, True)
        else:
            yield word, arg, trigger, inside_not


def named_triggers(condition, world):
    """The triggers a condition names, in their turn too."""
    if isinstance(condition, str):
        yield condition
        yield from named_triggers(world.triggers[condition], world)
        return
    for word, arg in parts_of(condition):
        for member in arg if word in ("any", "all") else [arg] if word == "not" else []:
            yield from named_triggers(member, world)
