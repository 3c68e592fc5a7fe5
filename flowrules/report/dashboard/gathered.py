"""Answers on many people -> Gathered: every figure of the page, and who was read."""

from collections.abc import Iterable
from typing import NamedTuple

from flowrules.answer import Answered, Asked
from flowrules.flow import Flow
from flowrules.metrics.approaching import Approaching
from flowrules.metrics.away import AbsentNow
from flowrules.metrics.bradford import Bradford
from flowrules.metrics.consistency import Consistency
from flowrules.metrics.contacts import ContactsOnTime
from flowrules.metrics.due import DueItems
from flowrules.metrics.lost import DaysLost
from flowrules.metrics.reasons import BroadReasons
from flowrules.metrics.seen import Seen, look
from flowrules.metrics.standing import PeopleAtStages
from flowrules.metrics.waiting import DaysToMeeting
from flowrules.people import Stray
from flowrules.report.dashboard.panels import Panel, panel_of
from flowrules.report.dashboard.roll import Entry, entry_of
from flowrules.source import Source


class Asking(NamedTuple):
    """What the page is made of and how: `names` shows who people are, `bradford` their scores.

    `missing`: a file of records could not be opened.
    """

    flow: Flow
    source: Source
    asked: Asked
    names: bool = False
    bradford: bool = False
    missing: bool = False


class Undecided(NamedTuple):
    """Somebody on whom nothing was decided: how many lines were at fault, and how."""

    at: int
    faults: int
    codes: tuple[str, ...]


class Gathered:
    """All that is known once everybody has been seen."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.entries: list[Entry] = []
        self.panels: list[Panel] = []
        self.undecided: list[Undecided] = []
        self.not_covered = 0
        self.stray_rows = 0
        self.unread_files = asking.missing
        self.decided = 0
        self.any_contact = self.any_action = False  # of anybody; else figures on them say nothing
        self.due = DueItems()
        self.standing = PeopleAtStages()
        self.approaching = Approaching()
        self.away = AbsentNow()
        self.lost = DaysLost()
        self.reasons = BroadReasons()
        self.consistency = Consistency()
        self.waiting = DaysToMeeting()
        self.contacts = ContactsOnTime()
        self.bradford = Bradford()

    def add(self, answered: Answered) -> None:
        """One more person."""
        at = len(self.entries)
        self.entries.append(entry_of(answered.person))
        record = answered.person.record
        for event in record.events if record else ():
            self.any_contact |= event.contact is not None
            self.any_action |= event.action is not None
        if answered.findings:
            codes = tuple(sorted({one.code for one in answered.findings}))
            self.undecided.append(Undecided(at, len(answered.findings), codes))
        elif not answered.decision.covered:
            self.not_covered += 1
        else:
            self._add_seen(look(at, answered, self.asking.flow, self.asking.asked))

    def _add_seen(self, seen: Seen) -> None:
        self.decided += 1
        for figure in (
            self.due,
            self.standing,
            self.approaching,
            self.away,
            self.lost,
            self.reasons,
            self.consistency,
            self.waiting,
            self.contacts,
        ):
            figure.add(seen)
        if self.asking.bradford:
            self.bradford.add(seen)
        panel = panel_of(seen, self.asking.flow, self.asking.source)
        if panel.has_something:
            self.panels.append(panel)


def gather(everyone: Iterable[Answered | Stray], asking: Asking) -> Gathered:
    """Everybody, one after another."""
    gathered = Gathered(asking)
    for one in everyone:
        if isinstance(one, Stray):
            if any(found.severity == "error" for found in one.findings):
                gathered.stray_rows += one.rows
                gathered.unread_files |= not one.rows
        else:
            gathered.add(one)
    return gathered
