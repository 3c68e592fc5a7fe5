"""A made-up trust: some sixty people at four schools, drawn from a seed, each at work or away."""

from datetime import date, timedelta
from random import Random

from asking import record_of

from flowrules.answer import Asked, answer
from flowrules.model import parse_procedure, parse_record
from flowrules.people import Person
from flowrules.report.dashboard import Asking, dashboard
from flowrules.resolve import resolve
from flowrules.source import read

ON = date(2026, 11, 20)
EVIL = '</script><img src="x" onerror="alert(1)">'
SCHOOLS = ("Ash Primary School", "Beech & Birch <b>Academy</b>", "Cedar High School")
TRUST = """\
flowrules: 1
procedure: {id: trust, title: Ill-health procedure, school: The Trees Trust, version: "3"}
counting:
  categories: {sickness: counts, disability: decide, pregnancy: never}
  decided_by: head
  reasons: [infection, back, mental-health, operation, headache, other]
contact:
  - {id: call-in, do: Phone in, who: employee, to: manager, on: day 1}
  - {id: keep-in-touch, do: Keep in touch, who: manager, to: employee, every: 7 days, starting: day 8,
     until: return}
  - {id: talk, do: Hold the return-to-work talk, who: manager, to: employee, on: return,
     within: 2 working days}
triggers:
  often: {title: Often away, assessed: on return, absences: {at_least: 3, within: 6 months}}
  long: {title: Away for four weeks, continuous: {at_least: 28 days}}
  back: {title: Back at work, not: long}
tracks:
  attendance: {title: Frequent absence, start: no-concern}
  long-term: {title: Long-term absence, start: not-long}
stages:
  no-concern: {title: No concern, track: attendance, next: [{when: often, to: review}]}
  review:
    title: Informal review
    track: attendance
    actions:
      - {id: meet, title: the informal meeting, do: Meet and agree what would help, type: meeting,
         by: manager, within: 10 working days, outcomes: [monitor, no-action]}
      - {id: note, title: the note, do: Send a note of what was agreed, type: letter, by: hr,
         within: 5 working days, from: meet}
    next:
      - {decided: {meet: monitor}, to: monitoring}
      - {decided: {meet: no-action}, to: no-concern}
  monitoring:
    title: Monitoring
    track: attendance
    actions:
      - {id: look, title: the midway review, do: Hold the midway review, type: review, by: manager,
         within: 6 weeks}
    next: [{after: 12 weeks, to: no-concern}]
  not-long: {title: No long-term absence, track: long-term, next: [{when: long, to: support}]}
  support:
    title: Long-term support
    track: long-term
    actions:
      - {id: support-meeting, title: the support meeting, do: Meet about what would help, type: meeting,
         by: head, within: 10 working days}
    next: [{when: back, to: not-long}]
"""


class Nowhere:
    """The places of records that are in no file."""

    def placed(self, findings):
        return []


def trust():
    """The procedure, and its file."""
    source, findings = read(TRUST, "trust.yaml")
    assert source is not None, findings
    procedure, findings = parse_procedure(source.data)
    assert procedure is not None, findings
    flow, findings = resolve(procedure, source.sha256)
    assert flow is not None, findings
    return flow, source


def person(id, *, school=None, name=None, manager=None, **record):
    """Somebody with a record written short."""
    made = record_of(employee=f"{{id: {id}, group: {record.pop('group', 'teacher')}}}", **record)
    return Person(id, made, f"hash of {id}", Nowhere(), (), (), 1, 0, school, name, manager)


def people(count=60, seed=5):
    """Drawn people; the last two are at a school of their own."""
    dice = Random(seed)
    for at in range(count):
        school = "Dell Nursery" if at >= count - 2 else SCHOOLS[at % 3]
        yield _drawn(dice, at, school)


def _drawn(dice, at, school):
    id = f"E{7001 + at}"
    name = EVIL if at == 3 else f"Marker{at} Name"
    record, findings = parse_record(
        {
            "employee": {"id": id, "group": dice.choice(["teacher", "teacher", "support"])},
            "absences": (absences := list(_absences(dice))),
            "events": list(_events(dice, absences)),
        }
    )
    assert record is not None, findings
    return Person(
        id, record, f"hash of {id}", Nowhere(), school=school, name=name, manager=f"Boss{at % 7}"
    )


def _absences(dice):
    day = ON - timedelta(days=dice.randint(300, 420))
    while (day := day + timedelta(days=dice.randint(20, 130))) < ON - timedelta(days=9):
        long = dice.choice([1, 1, 2, 3, 5, 5, 40 if dice.random() < 0.2 else 1])
        last = day + timedelta(days=long - 1)
        line = {
            "from": str(day),
            "category": dice.choice(["sickness"] * 9 + ["disability", "pregnancy"]),
        }
        if line["category"] != "pregnancy":
            line["reason"] = dice.choice(
                ["infection"] * 6 + ["back"] * 3 + ["mental-health", "operation"]
            )
        if last < ON:
            line["to"] = str(last)
        yield line
        if last >= ON:
            return
        day = last
    if dice.random() < 0.12:
        yield {"from": str(ON - timedelta(days=dice.randint(0, 8))), "reason": "infection"}


def _events(dice, absences):
    for line in absences:
        yield {"on": line["from"], "contact": "call-in"}
        if "to" in line and dice.random() < 0.85:
            on = min(ON, date.fromisoformat(line["to"]) + timedelta(days=dice.choice([1, 2, 3, 3, 8])))
            yield {"on": str(on), "contact": "talk"}


def everyone(flow, some, on=ON):
    """Everybody decided; a few who came to the review were met."""
    asked = Asked(on)
    for one in some:
        answered = answer(_met(one, answer(one, flow, asked)), flow, asked)
        assert not answered.findings, answered
        yield answered


def _met(one, answered):
    """The person, having been met after their first step to the review, more or less in time."""
    steps = [step for step in answered.decision.steps if step.to == "review"]
    dice = Random(one.id)
    if one.record is None or not steps or dice.random() < 0.3:
        return one
    day = steps[0].on + timedelta(days=dice.choice([5, 9, 12, 20]))
    if day >= ON:
        return one
    outcome = dice.choice(["monitor", "monitor", "no-action"])
    line = {"on": str(day), "action": "meet", "outcome": outcome, "because": "agreed together"}
    record = one.record.model_dump(mode="json", by_alias=True, exclude_none=True)
    made, findings = parse_record(record | {"events": [*record.get("events", []), line]})
    assert made is not None, findings
    return one._replace(record=made)


def made_page(some=None, **how):
    """The page of a trust."""
    flow, source = trust()
    answers = everyone(flow, people() if some is None else some)
    return dashboard(answers, Asking(flow, source, Asked(ON), **how))
