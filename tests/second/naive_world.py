"""The procedure and the record together, and where a person stands on the way."""

from dataclasses import dataclass, field
from datetime import date

from naive_absence import View
from naive_person import Person
from naive_record import Counting, losses_of_line
from naive_time import DAY, Calendar, as_list


class World:
    """What does not change while the days go by."""

    def __init__(self, procedure, record, holidays, lines, events, hindsight=False):
        self.hindsight = hindsight
        self.procedure = procedure
        self.record = record
        self.calendar = Calendar(procedure.get("calendar"), holidays)
        self.counting = Counting(procedure.get("counting"))
        self.person = Person(record, self.calendar)
        self.triggers = procedure.get("triggers") or {}
        self.stages = procedure["stages"]
        self.contacts = as_list(procedure.get("contact"))
        self.adjustments = as_list(record.get("adjustments"))
        self._read_tracks(procedure.get("tracks"))
        self._read_actions()
        self.take(lines, events)

    def take(self, lines, events):
        """Use these lines and events; forget what was worked out from others."""
        self.lines, self.events = lines, events
        self._views, self._losses = {}, {}

    def supposing(self, lines):
        """The same world with other lines of absence."""
        other = object.__new__(World)
        other.__dict__.update(self.__dict__)
        other.take(lines, self.events)
        return other

    def _read_tracks(self, tracks):
        """ "Without `tracks` there is one, `main`, which starts in the first stage of the file." """
        names = list(tracks) if tracks else ["main"]
        self.stage_track = {s: (data or {}).get("track", names[0]) for s, data in self.stages.items()}
        self.tracks = {}
        for name in names:
            own = [s for s, t in self.stage_track.items() if t == name]
            start = ((tracks or {}).get(name) or {}).get("start")
            self.tracks[name] = start or own[0]

    def _read_actions(self):
        """Each action, and the stage it stands in: ids mean one thing in a record."""
        self.action_stage, self.actions = {}, {}
        for stage, data in self.stages.items():
            for action in as_list((data or {}).get("actions")):
                self.action_stage[action["id"]] = stage
                self.actions[action["id"]] = action

    def stage_actions(self, stage):
        """The actions of a stage, in file order."""
        return as_list((self.stages[stage] or {}).get("actions"))

    def moves(self, stage):
        """The moves out of a stage, in the order written."""
        return as_list((self.stages[stage] or {}).get("next"))

    def pauses(self, stage):
        """What stops a stage's clock."""
        return as_list((self.stages[stage] or {}).get("pauses"))

    def view(self, day):
        """The record as it is seen from a day."""
        if day not in self._views:
            self._views[day] = View(self, day)
        return self._views[day]

    def parts(self, d):
        """Whether a day between two lines parts them."""
        if self.person.works(d):
            return True
        return self.counting.join == "across non-working days" and self.person.closure_parts(d)

    def line_losses(self, line, end, day):
        """What a line loses on each day, worked out once."""
        key = (line.id, end or day, end is not None)
        if key not in self._losses:
            self._losses[key] = losses_of_line(line, end, day, self.person, self.counting.half_or_whole)
        return self._losses[key]

    def first_day(self):
        """The day on which "the first line of the record became known, of those looked at" (with
        hindsight its own day)."""
        days = [x.known for x in self.lines] + [e.read for e in self.events]
        return min(days) if days else None


# ---------------------------------------------------------------- where a person stands


@dataclass
class Stay:
    """One stay of a track in a stage: "a person is in exactly one stage of each"."""

    track: str
    stage: str
    entered: date
    left: date | None = None
    events: list = field(default_factory=list)  # the actions that belong to it
    held: dict = field(default_factory=dict)  # move -> since when it is held
    latched: dict = field(default_factory=dict)  # move -> what first met its `when`

    def includes(self, d):
        """Whether the person is in it at any time that day."""
        return self.entered <= d and (self.left is None or d <= self.left)

    def records(self, action):
        """This action's records in this stay, in date order."""
        return sorted((e for e in self.events if e.action == action), key=lambda e: (e.on, e.id))

    def last_outcome(self, action):
        """ "The last outcome recorded of that action in this stay." """
        outcomes = [e.outcome for e in self.records(action) if e.outcome is not None]
        return outcomes[-1] if outcomes else None

    def until(self):
        """ "A recorded decision may carry `until: DATE` ... the last such date in the stay holds." """
        said = [e for e in sorted(self.events, key=lambda e: (e.on, e.id)) if e.until is not None]
        return said[-1].until if said else None


class State:
    """Every stay so far, what took which move, and what was used up."""

    def __init__(self, world, start):
        self.world = world
        self.stays = {t: [Stay(t, s, start)] for t, s in world.tracks.items()}
        self.steps = []
        self.taken = {}  # (stage, move) -> things that took it
        self.used = {t: set() for t in world.tracks}  # lines used up, by track
        self.misfits = []

    def present(self, track):
        """The present stay of a track."""
        return self.stays[track][-1]

    def present_stages(self):
        """The stage of each track."""
        return [self.present(t).stage for t in self.stays]

    def all_stays(self, stage):
        """Every stay in a stage, in order."""
        return [s for s in self.stays[self.world.stage_track[stage]] if s.stage == stage]

    def enter(self, track, stage, day):
        """Leave the present stage of the track, and enter another."""
        old = self.present(track)
        old.left = day
        self.stays[track].append(Stay(track, stage, day))
        self.steps.append((day, track, old.stage, stage))

    # -- anchors

    def action_anchor(self, action):
        """ "An action's id: the last day it was recorded done in the present stay in its stage or,
        while the person is not in that stage, in the latest one." """
        found = self.action_records(action)
        return found[-1].on if found else None

    def action_records(self, action):
        """The records of an action that its anchor looks at, in date order: those of the latest
        stay in its stage, which is the present one while the person is in it."""
        stays = self.all_stays(self.world.action_stage[action])
        return stays[-1].records(action) if stays else []

    def anchor(self, name, track, day, world=None):
        """ "An anchor is a day with a name." """
        if name == "entered":
            return self.present(track).entered
        if name == "return":
            return self.return_anchor(day, world)
        if name.startswith("left "):
            lefts = [s.left for s in self.all_stays(name[5:].strip()) if s.left is not None]
            return max(lefts) if lefts else None
        return self.action_anchor(name)

    def return_anchor(self, day, world=None):
        """ "The latest day of return from an absence that counts; none from the first day of such
        an absence until its day of return." """
        latest = None
        for a in (world or self.world).view(day).chosen():
            if a.return_day is None or a.return_day > day:
                return None
            latest = max(latest, a.return_day) if latest else a.return_day
        return latest

    # -- periods

    def pausing_stays(self, stay):
        """The stays of other tracks that stop this stage's clock."""
        return [
            s
            for pause in self.world.pauses(stay.stage)
            if pause != "closure"
            for name in as_list(pause["in_stage"])
            for s in self.all_stays(name)
        ]

    def period_end(self, stay, anchor, text):
        """The last day of a period of the stage's clock (`after`, or a `for`); None when, "as if
        the person stayed where they are", it never ends. "A day that is a closure, or on which
        the person is at any time in that stage of another track, does not count towards the
        periods ..., which grow by as many days." """
        if stay.until() is not None:
            return stay.until()
        end = self.world.calendar.add(anchor, text)
        if not self.world.pauses(stay.stage):
            return end
        closures = "closure" in self.world.pauses(stay.stage)
        stays = self.pausing_stays(stay)
        missing, d = (end - anchor).days, anchor
        while missing > 0:
            d += DAY
            paused_by = [s for s in stays if s.includes(d)]
            if any(s.left is None for s in paused_by):
                return None
            if not paused_by and not (closures and self.world.calendar.closure(d)):
                missing -= 1
        return d
