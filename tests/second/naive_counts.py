"""Counts: the words of the first eight rows of the table, and `target_missed`."""

from dataclasses import dataclass
from fractions import Fraction

from naive_time import DAY, WEEKDAYS, as_list, day_of, days_between, number
from naive_windows import (
    COUNTS,
    LOWER,
    Window,
    adjusted_bounds,
    bounds_of,
    holds,
    inside,
    is_lower,
    length_sign,
    number_holds,
    rolling_start,
    rounded,
    share_of,
    window_of,
)

OPPOSITE = {
    "at_most": "more_than",
    "less_than": "at_least",
    "at_least": "less_than",
    "more_than": "at_most",
}


@dataclass
class Result:
    """true: as a plain state of affairs. met: it takes a move today. count: it is, or holds, a
    count. things: the absences and events it rests on. new: one of them has not taken this move.
    counted: the lines of the absences that were counted."""

    true: bool
    met: bool
    count: bool = False
    things: frozenset = frozenset()
    new: bool = False
    counted: frozenset = frozenset()


def joined(sets):
    """Several sets as one."""
    return frozenset().union(*sets)


# ---------------------------------------------------------------- what a count sees


def seen_by(arg, ctx):
    """ "Which absences a count sees": `only`, `excluding`, `each`, `not_used_before`."""
    out = ctx.view.chosen(arg.get("only"), arg.get("excluding"))
    if arg.get("each"):
        out = [a for a in out if each_holds(a, arg["each"], ctx)]
    if arg.get("not_used_before"):
        out = [a for a in out if not a.ids & ctx.state.used[ctx.track]]
    return out


def each_holds(absence, bounds, ctx):
    """ "Only absences of that whole length. One that is not over has the length expected of it, or
    its length so far if that is longer." "The length of an absence (`continuous`, `each`,
    `longest_absence`) always runs from its first to its last day." """
    span = absence.first, absence.expected_last
    return holds(lambda text: length_sign(span, text, ctx), bounds_of(bounds))


def counted_in(word, arg, window, ctx):
    """The absences a count counts, each with the days by which it does. "An absence that lost
    nothing of what is counted in the window is no part of the count." """
    spans = ((a, counted_days(a, word, arg, window, ctx)) for a in seen_by(arg, ctx))
    return [(a, span) for a, span in spans if span is not None]


def counted_days(a, word, arg, window, ctx):
    """The days by which an absence counts; None if it is no part of the count."""
    span = inside(a, window)
    if word == "lost_time":
        span = since_started(span, ctx)
    if span is None or not lost_some(word, a, span):
        return None
    if word == "absences" and not makes_an_absence(a, ctx):
        return None
    if word == "pattern" and not fits_pattern(a, span, arg, ctx):
        return None
    return span


def since_started(span, ctx):
    """`lost_time`: due is working time "from the day they `started` if that is later; time lost
    before that is no part of it"."""
    started = ctx.world.person.started
    if span is None or started is None or span[0] >= started:
        return span
    return (started, span[1]) if started <= span[1] else None


def lost_some(word, absence, span):
    """ "For most words that is working time (rest days and bank holidays lose none), for
    `hours_lost` hours that are known, for `calendar_days` the days that `rest_days` leaves. For
    `longest_absence` any day is enough." """
    if word == "longest_absence":
        return True
    if word == "calendar_days":
        return calendar_count(absence, span) > 0
    return (absence.hours_lost if word == "hours_lost" else absence.lost)(*span) > 0


def makes_an_absence(absence, ctx):
    """`make_an_absence: false`: "an absence of part days alone is not an absence in `absences`
    and `bradford`; its days are lost all the same"."""
    return ctx.world.counting.parts_make_an_absence or not absence.part_days_alone


def calendar_span(absence, span):
    """The first and the last calendar day of an absence among the days by which it counts: "the
    days that `rest_days` leaves". None when none is left."""
    whole = absence.calendar_days()
    if whole is None:
        return None
    first, last = max(whole[0], span[0]), min(whole[1], span[1])
    return (first, last) if first <= last else None


def calendar_count(absence, span):
    """How many these are."""
    days = calendar_span(absence, span)
    return (days[1] - days[0]).days + 1 if days else 0


def value_of(word, counted, window, ctx):
    """The figure of a count (all but `longest_absence`)."""
    if word in ("absences", "pattern"):
        return len(counted)
    if word == "calendar_days":
        return sum(calendar_count(a, s) for a, s in counted)
    if word == "hours_lost":
        return sum((a.hours_lost(*s) for a, s in counted), Fraction(0))
    lost = sum((a.lost(*s) for a, s in counted), Fraction(0))
    if word == "working_days":
        return lost
    if word == "bradford":
        number_of = len([a for a, _ in counted if makes_an_absence(a, ctx)])
        return number_of * number_of * lost
    return share_lost(lost, window, ctx)


def share_lost(lost, window, ctx):
    """`lost_time`: "due is all the working time of the person in the window, from the day they
    `started` if that is later. Where none was due, it is 0 percent." """
    person = ctx.world.person
    first = max(window.first, person.started or window.first)
    due = person.working_time(first, window.last)
    return Fraction(lost) * 100 / due if due else Fraction(0)


# ---------------------------------------------------------------- pattern


def fits_pattern(absence, span, arg, ctx):
    """ "`pattern: weekdays`: at least one day on which the absence lost time in the window is such
    a weekday"; "`pattern: beside`: ... looked at whole"."""
    if "weekdays" in arg:
        return any(
            WEEKDAYS[d.weekday()] in as_list(arg["weekdays"])
            for d in absence.losses
            if span[0] <= d <= span[1]
        )
    return any(lies_beside(absence, name, ctx) for name in as_list(arg["beside"]))


def days_off(day, step, ctx):
    """The days on which the person would not have worked (leave is a day off for this purpose),
    directly beside a day, and the working day right after them."""
    person, out = ctx.world.person, []
    d = day + step * DAY
    while (not person.works(d) or person.on_leave(d, ctx.day)) and len(out) < 400:
        out.append(d)
        d += step * DAY
    return out, d


def lies_beside(absence, name, ctx):
    """Whether such a day lies beside an absence. "`refused leave` is a day on which
    the absence lost time, and for which leave had been asked for and refused."
    "A name under `calendar: dates` is beside the absence if one of its days is in it, among those
    days off, or is the working day right before or after them." """
    person, calendar = ctx.world.person, ctx.world.calendar
    within = list(days_between(absence.first, absence.last))
    if name == "refused leave":
        return any(d in person.refused for d in absence.losses)
    off, nearest = beside(absence, ctx)
    tests = {
        "weekend": lambda d: d.weekday() >= 5,
        "bank holiday": calendar.bank_holiday,
        "closure": calendar.closure,
        "leave": lambda d: person.on_leave(d, ctx.day),
    }
    if name in tests:
        return any(tests[name](d) for d in off)
    return bool(calendar.dates.get(name, set()) & set(off + nearest + within))


def beside(absence, ctx):
    """ "The days on which the person would not have worked, directly before the first and directly
    after the last day on which it lost time (the days after only once the absence has a last day
    by the day looked at)", and the working days right before and after them."""
    lost = sorted(absence.losses)
    if not lost:
        return [], []
    off, nearest = days_off(lost[0], -1, ctx)
    if not absence.closed:
        return off, [nearest]
    after, following = days_off(lost[-1], 1, ctx)
    return off + after, [nearest, following]


# ---------------------------------------------------------------- counts


def fires(word, absence, span, ctx):
    """ "Met on a day only if absence on that very day is part of what it counts: a day ... on which
    time was lost (for `calendar_days`, any of the days counted; for `longest_absence`, any day of
    one that is itself so long), or the day on which somebody decided that the absence counts, or
    on which a line of it became known late." With `assessed: on return`, "on the day of return
    instead (or on the day something was decided or became known, if that is later)"."""
    day = ctx.day
    decided = any(
        x.decided_on == day
        for x in absence.lines
        if ctx.world.counting.categories.get(x.category) == "decide"
    )
    late = any(x.known == day and x.known > x.first for x in absence.lines)
    if ctx.on_return:
        back = absence.return_day
        return back is not None and (back == day or (back < day and (decided or late)))
    if decided or late:
        return True
    if word == "calendar_days":
        span = calendar_span(absence, span)
    if span is None or not span[0] <= day <= span[1]:
        return False
    return word in ("calendar_days", "longest_absence") or day in absence.losses


def count_result(true, firing, counted, ctx, lower):
    """The result of a count: "the same absence never takes the same move twice"; with upper
    bounds alone "it is enough to be true"."""
    if not true:
        return Result(False, False, count=lower)
    lines = joined(a.ids for a, _ in counted)
    if not lower:
        return Result(True, True, counted=lines)
    new = any(not a.ids & ctx.taken for a in firing)
    return Result(True, new, True, joined(a.ids for a in firing), new, lines)


def count(word, arg, ctx):
    """One of the words of the first eight rows."""
    raw, adjusted = adjusted_bounds(word, arg, ctx)
    window = window_of(arg, ctx)
    lower = is_lower(raw)
    if window is None:
        return Result(False, False, count=lower)
    share = share_of(word, arg, ctx, adjusted)
    return measure(word, arg, raw, share, window, ctx, lower)


def measure(word, arg, raw, share, window, ctx, lower):
    """What is counted in a window, held against the bounds."""
    counted = counted_in(word, arg, window, ctx)
    if word == "longest_absence":
        return longest(raw, counted, ctx, lower)
    bounds = {}
    for name, written in raw.items():
        bound = number(written)
        bounds[name] = bound if share is None else rounded(bound * share, ctx)
    true = number_holds(value_of(word, counted, window, ctx), bounds)
    firing = [a for a, span in counted if fires(word, a, span, ctx)]
    return count_result(true, firing, counted, ctx, lower)


def longest(raw, counted, ctx, lower):
    """ "The longest single absence in the window lasted so long; none is shorter than any
    length." Each bound is held against the longest by that bound's own unit."""

    def sign(text):
        return max([length_sign(span, text, ctx) for _, span in counted], default=-1)

    def so_long(span):
        return holds(lambda text: length_sign(span, text, ctx), low)

    low = {k: v for k, v in raw.items() if k in LOWER}
    firing = [a for a, span in counted if so_long(span) and fires("longest_absence", a, span, ctx)]
    return count_result(holds(sign, raw), firing, counted, ctx, lower)


def target_missed(action, ctx):
    """ "The target is the last one recorded at that action in the present stay in its stage, or
    the latest one. It is exceeded when one of its measures is. They count from the day after that
    meeting, or from the target's own `from`, by the rule for `since`." """
    records = [e for e in ctx.state.action_records(action) if e.target]
    if not records:
        return Result(False, False, count=True)
    event = records[-1]
    target = event.target
    first = day_of(target["from"]) if target.get("from") else event.on + DAY
    results = [exceeded(word, target[word], first, ctx) for word in COUNTS if word in target]
    return either(results, count=True)


def exceeded(word, arg, first, ctx):
    """One measure of a target: exceeded when a bound of it does not hold. "A target is never
    scaled"."""
    window = Window(first, ctx.day, ctx.world.counting.edge_since)
    if "for" in arg:
        window.last = min(ctx.day, ctx.world.calendar.add(first - DAY, arg["for"]))
    if "within" in arg:
        window.first = max(first, rolling_start(arg["within"], ctx))
    turned = {OPPOSITE[name]: bound for name, bound in bounds_of(arg).items()}
    return measure(word, arg, turned, None, window, ctx, True)


def either(results, count=None):
    """ "`any` is met when one member is." """
    has_count = any(r.count for r in results) if count is None else count
    holding = [r for r in results if r.true]
    if not holding:
        return Result(False, False, count=has_count)
    return Result(
        True,
        any(r.met for r in holding),
        has_count,
        joined(r.things for r in holding),
        any(r.new for r in holding),
        joined(r.counted for r in holding),
    )
