"""Contacts: "expected in every absence, whatever its category"."""

from naive_items import DUE, MISSED, item
from naive_time import DAY, as_list


def contact_absence(ask):
    """ "The contacts of the absence in progress, or of the latest one." """
    view = ask.world.view(ask.day)
    if view.current():
        return view.current()
    found = view.absences()
    return max(found, key=lambda a: a.first) if found else None


def day_in_absence(ask, absence, text):
    """`day 8` (its first day is day 1), `working day 4` (of the person's), or `return`."""
    if text == "return":
        back = absence.return_day
        return back if back is not None and back <= ask.day else None
    words = str(text).split()
    count = int(words[-1])
    if words[0] == "day":
        return absence.first + (count - 1) * DAY
    d = absence.first - DAY
    for _ in range(count):
        d = ask.world.person.next_working_day(d)
        if d is None:
            return None
    return d


def in_absence(absence, day):
    """ "One is owed only if its day lies in the absence, from its first day to its last. While no
    last day is known, the next one ahead is listed too." """
    return not absence.closed or day <= absence.last


def nominal_days(ask, contact, absence):
    """The days on which a contact falls, before any is put off."""
    if contact.get("every"):
        yield from repeated_days(ask, contact, absence)
        return
    for text in as_list(contact.get("on")):
        day = day_in_absence(ask, absence, text)
        if day is not None and (text == "return" or in_absence(absence, day)):
            yield day


def repeated_days(ask, contact, absence):
    """ "`every` repeats from `starting` until the return (or `until: day 7`, the last day it may
    fall on), each reckoned from the first." """
    first = day_in_absence(ask, absence, contact.get("starting", "day 1"))
    last = None
    if contact.get("until", "return") != "return":
        last = day_in_absence(ask, absence, contact["until"])
    index = 0
    while first is not None and index < 4000:
        day = ask.world.calendar.add(first, contact["every"], index) if index else first
        if (last is not None and day > last) or not in_absence(absence, day):
            return
        yield day
        if day > ask.day + 400 * DAY:
            return
        index += 1


def occurrences(ask, contact, absence):
    """The days of a contact: "`if_closed: next open day` puts one off when the school is closed,
    without moving those after it"; "one put off to the day of return or later is not owed"."""
    out, back = [], absence.return_day
    for nominal in nominal_days(ask, contact, absence):
        day = nominal
        if contact.get("if_closed") == "next open day":
            day = ask.world.calendar.next_open(nominal)
        if day > nominal and back is not None and nominal < back <= day:
            continue
        out.append(day)
    return sorted(out)


def contact_records(ask, contact, absence):
    """The days on which it was recorded in that absence."""
    later = [a.first for a in ask.world.view(ask.day).absences() if a.first > absence.first]
    end = min(later) if later else None
    return [
        e.on
        for e in ask.world.view(ask.day).events
        if e.contact == contact["id"] and e.on >= absence.first and (end is None or e.on < end)
    ]


def open_occurrences(ask, contact, absence):
    """ "A recorded contact settles all of its kind owed by that day in that absence; if none was
    owed, the next." """
    days = occurrences(ask, contact, absence)
    for on in sorted(contact_records(ask, contact, absence)):
        owed = [d for d in days if d <= on]
        days = days[len(owed) :] if owed else days[1:]
    return days


def contacts(ask):
    """ "The contacts in file order (of each, the last one missed, then the one due)." """
    absence = contact_absence(ask)
    out = []
    for contact in ask.world.contacts if absence else []:
        if "group" in contact and not ask.world.person.in_groups(contact["group"]):
            continue
        days = [deadline(ask, contact, d) for d in open_occurrences(ask, contact, absence)]
        missed = [d for d in days if d < ask.day]
        ahead = [d for d in days if d >= ask.day]
        if missed:
            out.append(item(ask, "contact", contact["id"], missed[-1], MISSED))
        if ahead:
            out.append(item(ask, "contact", contact["id"], ahead[0], DUE))
    return out


def deadline(ask, contact, day):
    """`within` gives it so long."""
    return ask.world.calendar.add(day, contact["within"]) if contact.get("within") else day
