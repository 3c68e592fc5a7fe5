"""Decision -> a page of text: the next action first, then why, what is due and what comes up."""

from collections.abc import Iterator
from textwrap import wrap

from flowrules.decision import Decision, Item, Step
from flowrules.explain.sentences import (
    complete,
    say_absences,
    say_choice,
    say_distance,
    say_due,
    say_reason,
)
from flowrules.flow import Flow, conditions_of
from flowrules.source import Source
from flowrules.words import Names, say_day, say_days, say_weekday

_WIDTH = 100


def explain(decision: Decision, flow: Flow, source: Source, record: str | None = None) -> str:
    """The answer for one person, for a person to read. `source` gives the lines of the procedure."""
    told = complete(decision, flow, source)
    its, source = flow.of_version(decision.version, source)
    page = _Page(its, source)
    page.title(told, record)
    page.version(told, flow)
    if not told.covered:
        group = told.not_covered_because
        page.add(
            f"Not covered: this procedure is not for the staff group `{group}`. Ask HR which one is."
        )
        return page.text()
    page.next(told)
    page.standing(told)
    page.why(told.steps)
    page.agenda(told)
    page.section("For a person to decide", [say_choice(one, page.names) for one in told.decisions])
    page.leads_to(told)
    page.section(
        "Coming up, if nothing else happens",
        [f"{say_weekday(one.on)}: {one.what}" for one in told.coming],
    )
    page.section(
        "Trigger points from here (each is a prompt to talk, not a judgement)",
        [say_distance(one, its) for one in told.distance],
    )
    page.section("Not known", [one.what for one in told.not_known])
    page.misfits(told)
    page.support(told)
    page.close()
    return page.text()


def _left(step: Step, flow: Flow) -> str:
    """The stage that a step left: at a change of version, one of the version before."""
    handed_over = any(reason.condition == "version" for reason in step.because)
    before = flow.before.flow if handed_over and flow.before else flow
    return before.names().stage(step.from_)


class _Page:
    """Lines of text, wrapped, in sections that are left out when empty."""

    def __init__(self, flow: Flow, source: Source) -> None:
        self.flow = flow
        self.source = source
        self.file = source.name
        self.names: Names = flow.names()
        self.tracks = {track.id: track.title for track in flow.tracks}
        self._lines: list[str] = []

    def text(self) -> str:
        return "\n".join(self._lines) + "\n"

    def add(self, text: str, indent: int = 0) -> None:
        """One paragraph; its further lines hang two further in."""
        pad = " " * indent
        self._lines += wrap(
            text,
            _WIDTH,
            initial_indent=pad,
            subsequent_indent=pad + "  ",
            break_long_words=False,
            break_on_hyphens=False,
        )

    def section(self, title: str, items: list[str]) -> None:
        if items:
            self._lines += ["", title]
            for item in items:
                self.add(item, 2)

    def close(self) -> None:
        self._lines += ["", "A suggestion read off the written procedure; people decide."]
        self._lines += [f"Lines in brackets: {self.file}."]

    def title(self, told: Decision, record: str | None) -> None:
        header = self.flow.header
        school = f"{header.school}, " if header.school else ""
        self.add(f"{record or 'This record'} on {say_weekday(told.on)}{self._known(told)}")
        self.add(f"{school}{header.title}, version {header.version}")
        self._lines.append("")

    def version(self, told: Decision, asked: Flow) -> None:
        """Why an earlier version decides than the one asked about."""
        if told.version is None:
            return
        headers = [one.header for one in asked.chain()]
        place = [header.version for header in headers].index(told.version)
        later = [(one.effective_from, one.version) for one in headers[place + 1 :] if one.effective_from]
        begun = [(day, version) for day, version in later if day <= told.on]
        if begun:
            day, version = begun[-1]
            self.add(
                f"Version {version} has applied since {say_day(day)}: this case was open then, and is "
                f"finished under version {told.version}."
            )
        else:
            day, version = later[0]
            self.add(
                f"Version {version} applies from {say_day(day)}: before it, version {told.version} does."
            )
        self._lines.append("")

    def _known(self, told: Decision) -> str:
        """How the record was read, where that was asked."""
        by = f"what was known by {say_day(told.known_on)}" if told.known_on else ""
        if told.hindsight:
            return ", with hindsight: each line at its own date" + (f", of {by}" if by else "")
        return f", with {by}" if by else ""

    def next(self, told: Decision) -> None:
        if told.next is None:
            self.add("Suggested next step: none")
            return
        self.add(f"Suggested next step: {self._what(told.next)}")
        self.add(self._who_and_when(told.next, told), 2)

    def _what(self, item: Item) -> str:
        if item.kind == "evidence":
            stage = self.names.stage(item.to or "")
            return f"Needed before “{stage}”: {self.names.thing(item.action)}"
        if item.absence and item.kind == "decision":
            return f"{item.do} ({say_days(*item.absence)})"
        return item.do

    def _who_and_when(self, item: Item, told: Decision) -> str:
        who = self.names.role(item.by) if item.by else "whoever the school names"
        due = say_due(item, told.on)
        stage = f"; stage “{self.names.stage(item.stage)}”" if item.stage else ""
        return f"{who}{', ' + due if due else ''}{stage}{self._place(item.line)}"

    def _place(self, line: int | None, file: str | None = None) -> str:
        """The line, and the file where it is another one than the page ends with."""
        other = f" of {file}" if file not in (None, self.file) else ""
        return f" [line {line}{other}]" if line else ""

    def standing(self, told: Decision) -> None:
        lines = []
        if told.absent is not None:
            until = told.absent.expected_until
            expected = f", expected until {say_day(until)}" if until else ""
            lines.append(f"Absent since {say_day(told.absent.since)}{expected}")
        for track, standing in told.tracks.items():
            since = f", since {say_day(standing.since)}" if standing.since else ""
            lines.append(f"{self.tracks[track]}: {self.names.stage(standing.stage)}{since}")
        self.section("Where things stand", lines)

    def why(self, steps: tuple[Step, ...]) -> None:
        if steps:
            self._lines += ["", "Why"]
        for step in steps:
            self._step(step)

    def _step(self, step: Step) -> None:
        """One step, in the words of the version that took it."""
        flow, source = self.flow.of_version(step.version, self.source)
        names, conditions = flow.names(), conditions_of(flow)
        tracks = {track.id: track.title for track in flow.tracks}
        version = f" (version {step.version})" if step.version else ""
        self.add(
            f"{say_day(step.on)}: {tracks[step.track]}: “{_left(step, flow)}” to "
            f"“{names.stage(step.to)}”{version}{self._place(step.line, source.name)}",
            2,
        )
        for reason in step.because:
            said = say_reason(reason, conditions.get(reason.path), names)
            self.add(f"{said}{self._place(reason.line, source.name)}", 4)
            for number, absence in enumerate(say_absences(reason), start=1):
                self.add(f"{number}. {absence}", 6)

    def agenda(self, told: Decision) -> None:
        missed = [item for item in told.agenda if item.status == "missed"]
        open_ = [item for item in told.agenda if item.status != "missed"]
        self.section("To do", list(self._items(open_, told)))
        self.section("Not on record", list(self._items(missed, told)))

    def _items(self, items: list[Item], told: Decision) -> Iterator[str]:
        for item in items:
            said = f"{self._what(item)}; {self._who_and_when(item, told)}"
            notes = ["offered, not owed"] if item.status == "optional" else []
            if item.if_missed:
                notes.append(f"the procedure then says: {item.if_missed}")
            if item.waits_for:
                notes.append("waits for " + ", ".join(self.names.anchor(one) for one in item.waits_for))
            if item.notice:
                notes.append(f"{item.notice}' notice")
            notes += self._manner(item)
            yield said + (f" ({'; '.join(notes)})" if notes else "")

    def _manner(self, item: Item) -> list[str]:
        """How it is to be done."""
        notes = []
        if item.companion:
            later = f", and the date may move by {item.postponement}" if item.postponement else ""
            notes.append(f"a companion may come{later}")
        if item.differs_from:
            done = " or ".join(self.names.thing(name) for name in item.differs_from)
            notes.append(f"not by anyone who did {done}")
        if item.new_evidence:
            notes.append("new medical evidence may be brought")
        if item.instead:
            notes.append(f"instead: {item.instead}")
        if item.confidential:
            notes.append("confidential")
        return notes

    def misfits(self, told: Decision) -> None:
        self.section(
            "No longer fits, with hindsight",
            [
                f"{self.names.thing(one.action)} on {say_day(one.on)}: the stage "
                f"“{self.names.stage(one.stage)}” was not reached by then"
                for one in told.misfits
            ],
        )

    def support(self, told: Decision) -> None:
        """Help that people are told of, while they are away or beyond the first stages."""
        starts = {track.id: track.start for track in self.flow.tracks}
        beyond = any(standing.stage != starts[track] for track, standing in told.tracks.items())
        if told.absent is not None or beyond:
            self.section(
                "Support",
                [
                    f"{one.title}: {one.how}" + (f" ({one.when})" if one.when else "")
                    for one in self.flow.support
                ],
            )

    def leads_to(self, told: Decision) -> None:
        """Where each answer about an absence would lead, as far as it changes anything."""
        for choice in told.decisions:
            for answer, outlook in (choice.leads_to or {}).items():
                counts = "counts" if answer == "true" else "does not count"
                changes = [
                    f"{self.tracks[track]} would be at “{self.names.stage(stage)}”"
                    for track, stage in outlook.tracks.items()
                    if told.tracks[track].stage != stage
                ]
                self.add(f"if it {counts}: {'; '.join(changes) or 'no stage changes'}", 4)
