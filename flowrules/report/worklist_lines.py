"""Decision -> Lines: what there is to do for one person, by whom, by when and why, in words."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from flowrules.decision import Choice, Decision, Item, Step, Unknown
from flowrules.explain.outstanding import outstanding
from flowrules.explain.sentences import say_coming, say_unknown
from flowrules.report.worklist import DUE, MISSED, OFFERED, OVERDUE, UNDATED, WAITING, Line, Who
from flowrules.report.worklist_rules import Edition
from flowrules.words import Names, join_words, say_day, say_days, sentence, spoken


def lines_of(edition: Edition, decision: Decision, who: Who) -> Iterator[Line]:
    """The lines of one person, in the words of an edition."""
    return _together(_One(edition, decision, who).lines())


class _One:
    """One person's decision in the words of an edition."""

    def __init__(self, edition: Edition, decision: Decision, who: Who) -> None:
        self._its = edition
        self._decision = decision
        self._who = who
        self._keys: set[tuple[str, ...]] = set()
        self._told: dict[tuple[str | None, str | None], str] = {}

    def lines(self) -> Iterator[Line]:
        """A line for each thing that is to be done."""
        for item, choice in outstanding(self._decision, self._its.flow):
            yield self._line(item, choice)

    def _line(self, item: Item, choice: Choice | None) -> Line:
        rank, status = _standing(item, self._decision.on)
        names = self._its.names
        employee, name, school, manager = self._who
        return Line(
            status=status,
            due=item.due,
            overdue=item.overdue_days if rank == OVERDUE else None,
            who=names.role(item.by) if item.by else "Whoever the school names",
            employee=employee,
            name=name,
            school=school,
            manager=manager,
            what=self._what(item),
            decide=self._to_decide(choice) if choice else "",
            how=sentence("; ".join(self._how(item))),
            waits=", ".join(names.anchor(one) for one in item.waits_for),
            track=self._its.tracks[item.track] if item.track else "",
            stage=names.stage(item.stage) if item.stage else "",
            why=sentence(self._why(item)),
            comes=self._comes(item.track),
            unknown=self._not_known,
            rule=self._its.rule(item.path),
            rank=rank,
            key=self._key(item),
        )

    def _what(self, item: Item) -> str:
        names = self._its.names
        if item.kind == "evidence":
            return f"Needed before “{names.stage(item.to or '')}”: {names.thing(item.action)}"
        if item.kind == "decision" and item.absence:
            return f"Decide whether the absence of {say_days(*item.absence)} counts"
        return f"{item.do} (by {item.at})" if item.at else item.do

    def _to_decide(self, choice: Choice) -> str:
        """The answers that a person may give, and where those about an absence would lead."""
        if choice.absence is None:
            return sentence(join_words([spoken(one) for one in choice.outcomes], "or"))
        said = []
        for answer, outlook in (choice.leads_to or {}).items():
            changes = [
                f"{self._its.tracks[track]}: “{self._its.names.stage(stage)}”"
                for track, stage in outlook.tracks.items()
                if self._decision.tracks[track].stage != stage
            ]
            word = "it counts" if answer == "true" else "it does not count"
            said.append(f"{word} (then {', '.join(changes) or 'no stage changes'})")
        return sentence("; or ".join(said))

    def _how(self, item: Item) -> Iterator[str]:
        """How it is to be done, and what the procedure says where it was not."""
        if item.if_missed:
            yield f"the procedure then says: {item.if_missed}"
        if item.notice:
            yield f"{item.notice}' notice"
        if item.companion:
            later = f", and the date may move by {item.postponement}" if item.postponement else ""
            yield f"a companion may come{later}"
        if item.differs_from:
            done = [self._its.names.thing(name) for name in item.differs_from]
            yield f"not by anyone who did {join_words(done, 'or')}"
        if item.new_evidence:
            yield "new medical evidence may be brought"
        if item.instead:
            yield f"instead: {item.instead}"
        if item.confidential:
            yield "confidential"

    def _why(self, item: Item) -> str:
        if item.kind == "contact" and item.absence:
            return self._absence(*item.absence)
        if item.kind == "decision" and item.absence:
            return "whether an absence of its kind counts is for a person to decide"
        stage = item.track, item.stage
        if stage not in self._told:
            self._told[stage] = self._step_to(item)
        return self._told[stage]

    def _step_to(self, item: Item) -> str:
        """Why the stage of an item was come to."""
        step = self._step(item)
        if step is None:
            return ""
        counted = self._counted_before(step)
        before = f". Before that, {self._its.told(counted)}" if counted else ""
        return f"{self._its.told(step)}{before}"

    def _counted_before(self, step: Step) -> Step | None:
        """The step that rests on a count, where the one after it was somebody's decision or a day."""
        if any(reason.value is not None for reason in step.because):
            return None
        earlier = self._decision.steps[: self._decision.steps.index(step)]
        for one in reversed(earlier):
            if one.track == step.track and any(reason.value is not None for reason in one.because):
                return one
        return None

    def _absence(self, first: date, last: date) -> str:
        absent = self._decision.absent
        if absent is None or absent.since != first:
            return f"the absence of {say_days(first, last)}"
        until = f", expected until {say_day(absent.expected_until)}" if absent.expected_until else ""
        return f"absent since {say_day(first)}{until}"

    def _step(self, item: Item) -> Step | None:
        """The last step to the stage of an item."""
        steps = reversed(self._decision.steps)
        return next((one for one in steps if (one.track, one.to) == (item.track, item.stage)), None)

    def _comes(self, track: str | None) -> str:
        """The next move of the track, if nothing else happens."""
        for one in self._decision.coming:
            if one.track == track and one.kind == "move":
                return f"{say_day(one.on)}: {say_coming(one, self._its.flow, self._its.names)}"
        return ""

    @cached_property
    def _not_known(self) -> str:
        """What was not told, briefly: it may stand beside every line of a worklist."""
        asked = [one for one in self._decision.not_known if _is_open(one)]
        return sentence("; ".join([_say_briefly(one, self._its.names) for one in asked]))

    def _key(self, item: Item) -> tuple[str, ...]:
        """What makes this line this line, also on another day, and once a date was put right.

        So it names no day where it can do without: the stay by how many there were in its stage, and
        a contact that is due by no absence, as there is one in progress.
        """
        is_present = item.kind == "contact" and item.status != "missed"
        absence = item.absence[0].isoformat() if item.absence and not is_present else ""
        stay = (item.track or "", item.stage or "", self._which_stay(item))
        what = ("missed" if item.status == "missed" else item.kind, item.action, absence)
        key: tuple[str, ...] = (self._its.flow.header.id, self._who[0], *stay, *what)
        while key in self._keys:  # left over from an earlier stay in the same stage
            key = (*key, "earlier")
        self._keys.add(key)
        return key

    def _which_stay(self, item: Item) -> str:
        """Which stay in its stage something is to be done in, from 1 on."""
        steps = [one for one in self._decision.steps if one.because[0].condition != "version"]
        return str(sum((one.track, one.to) == (item.track, item.stage) for one in steps))


# What is often unknown of everybody, where there is no day to it; the last sheet says it at length.
_BRIEFLY = {
    "working-pattern": "the working pattern (the school's week was taken)",
    "staff-group": "the staff group (taken to be covered)",
    "service": "the first day of service (what depends on it was not applied)",
    "hours": "the hours of some working days (left out of hours lost)",
}


def _say_briefly(one: Unknown, names: Names) -> str:
    return (_BRIEFLY.get(one.kind) if one.on is None else None) or say_unknown(one, names)


def _together(lines: Iterable[Line]) -> Iterator[Line]:
    """The contacts of one absence that are not on record stand in one line, the last."""
    missed: dict[str, list[Line]] = {}
    for line in lines:
        if line.rank == MISSED:
            missed.setdefault(line.why, []).append(line)
        else:
            yield line
    for same in missed.values():
        yield same[0] if len(same) == 1 else _as_one(same)


def _as_one(lines: list[Line]) -> Line:
    """Several contacts that were missed as one line, by the day of the first."""
    first = lines[0]
    what = "; ".join(f"{one.what} ({say_day(one.due)})" if one.due else one.what for one in lines)
    who = join_words(list(dict.fromkeys(one.who for one in lines)))
    how = " ".join(dict.fromkeys(one.how for one in lines if one.how))
    rule = ", ".join(dict.fromkeys(one.rule for one in lines))
    return first._replace(who=who, what=what, how=how, rule=rule)


def _is_open(unknown: Unknown) -> bool:
    """Whether to say it beside every line: an absence to decide on has a line of its own."""
    return unknown.kind != "absence-undecided"


def _standing(item: Item, on: date) -> tuple[int, str]:
    """The place of an item among others, and its status in a word or two."""
    if item.status == "missed":
        return MISSED, "Not on record"
    if item.status == "optional":
        return OFFERED, "Offered"
    if item.status == "waiting":
        return WAITING, "Waiting"
    if item.due is None:
        return UNDATED, "No day set"
    if item.kind == "evidence":
        return (OVERDUE if item.overdue_days else DUE), "Needed"
    if item.overdue_days:
        return OVERDUE, "Overdue"
    return DUE, "Due today" if item.due == on else "Due"
