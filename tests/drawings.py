"""What the tests of the drawing share: procedures to draw, and drawings as they are read back."""

import json
import struct
import zlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from geometry import Page, read_page

from flowrules.cli.gate import load_flow
from flowrules.model import parse_procedure
from flowrules.render import render, work_of
from flowrules.resolve import resolve
from flowrules.source import read

EXAMPLES = Path(__file__).parent.parent / "examples"
OAKFIELD = EXAMPLES / "oakfield" / "procedure.yaml"
LARCHWOOD = """\
flowrules: 1
procedure:
  id: larchwood-ill-health
  title: Ill-health procedure
  school: Larchwood Primary School
  version: "2026.1"
  effective_from: 2026-09-01
  review_by: 2027-08-31
  covers: {groups: [teacher, support], not: [agency worker]}
roles:
  {employee: Employee, manager: Line manager, head: Headteacher, hr: HR adviser, panel: Governors' panel,
   chair: Chair of governors}
calendar: {nation: wales, working_week: [mon, tue, wed, thu]}
counting:
  categories: {sickness: counts, disability: decide, pregnancy: never, maternity: never}
  decided_by: head
  across_the_edge: {within: whole absence, since: days inside}
contact:
  - {id: call-in, who: employee, to: manager, do: Phone in, on: day 1, by: "07:30", how: phone,
     if_missed: Phone the next of kin}
  - {id: touch, who: manager, to: employee, every: 7 days, starting: day 8, until: return,
     if_closed: next open day}
  - {id: fit-note, who: employee, to: hr, do: Send the fit note, on: [day 8, working day 20]}
  - {id: talk, who: manager, to: employee, do: Talk about the return, on: return, within: 2 working days}
events:
  oh-report: {title: a report from occupational health, by: hr, confidential: true}
triggers:
  frequent-absence:
    assessed: on return
    any: [{absences: {at_least: 3, within: 6 months}}, {bradford: {more_than: 200, within: 12 months}}]
  further-absence: {title: Further absence, working_days: {at_least: 5, since: meeting-1}}
  long-absence: {title: Away four weeks, continuous: {at_least: 28 days, expected: true}}
tracks:
  attendance: {title: Frequent absence, start: no-concern}
  long-term: {title: Long-term absence, start: not-long}
stages:
  no-concern: {track: attendance, next: [{when: frequent-absence, to: stage-1}]}
  stage-1:
    title: Stage 1
    track: attendance
    actions:
      - {id: plan, do: Agree a plan, by: manager, within: 2 weeks}
      - {id: invite-1, do: Send the invitation, by: head, within: 5 working days}
      - {id: meeting-1, do: Hold the meeting, title: the Stage 1 meeting, by: head,
         within: 10 working days, notice: 5 working days, companion: true,
         outcomes: [monitor, no-action]}
      - {id: letter-1, do: Confirm the outcome in writing, by: chair, within: 1 week, from: meeting-1}
    next:
      - {decided: {meeting-1: no-action}, to: no-concern, needs_reason: true}
      - {when: further-absence, to: hearing, needs: {oh-report: 3 months}}
      - {when: {recorded: oh-report}, after: 3 weeks, to: hearing}
      - {after: 12 weeks, from: meeting-1, to: no-concern}
  hearing:
    track: attendance
    kind: hearing
    actions:
      - {id: hear, do: Hear the case, title: the hearing, by: panel, outcomes: [dismiss, stay]}
      - {id: appeal, do: Appeal in writing, by: employee, within: 10 working days, from: hear,
         optional: true}
    next:
      - {decided: {hear: stay}, to: hearing}
      - {decided: {hear: dismiss}, to: ended, needs_reason: true}
  ended: {title: Employment has ended, track: attendance, kind: end}
  not-long: {track: long-term, next: [{when: long-absence, to: support}]}
  support:
    track: long-term
    actions: [{id: visit, do: Meet where the employee prefers, by: manager}]
    next: [{after: 4 weeks, from: return, to: not-long}]
"""
# What Larchwood leaves out.
BIRCHWOOD = """\
flowrules: 1
procedure:
  id: birchwood-ill-health
  title: Ill-health procedure
  version: "2027"
  effective_from: 2027-09-01
  law_checked_on: 2027-06-01
  policy: Staff handbook, part 4
  related: [Equality policy, Flexible working policy]
  owner: Headteacher
  retention: 6 years after leaving
  equality_impact: Assessed in June 2027
  alt: "Flowchart: a talk, a review, and help all along."
  source: https://example.org/policy
  notes: [what we took for granted, nothing else]
  replaces: {file: old.yaml, open_cases: move, stages: {formal-1: review}, earlier_absences: do not count}
support:
  - {title: Assistance line, how: phone 0800 000 000, when: at any time}
  - {title: Occupational health, how: ask your manager}
calendar:
  nation: wales
  working_week: [mon, tue, wed, thu, fri]
  terms: [{from: 2027-09-02, to: 2027-12-17}, {from: 2028-01-04, to: 2028-04-07}]
  inset: [2027-09-01]
  closures: [{from: 2027-10-25, to: 2027-10-29}, 2028-03-01]
  term_time: [teacher]
  dates: {payday: [2027-11-26, 2027-12-20]}
  leave_year: "04-01"
  hours_per_week: 37
counting:
  categories: {sickness: counts, unauthorised: never, maternity: never}
  decided_by: head
  reasons: [stress, planned-treatment]
  join: across closures too
  across_the_edge: {within: days inside, since: started inside}
  same_date_counts: true
  rest_days: inside only
  part_days: {make_an_absence: false, lose: half or whole}
  part_time: {scaled: [working_days, hours_lost, continuous], round: nearest half}
contact:
  - {id: call-in, who: employee, to: manager, do: Phone in, on: day 1, by: 30 minutes before start,
     instead: a relative in an emergency}
  - {id: early, who: employee, to: manager, do: Say how things are, every: 1 day, starting: day 2,
     until: day 7, by: start, group: [teacher]}
events:
  report: {title: the report, by: oh, confidential: true}
triggers:
  often: {title: Often away, absences: {at_least: 3, within: 6 months, each: {less_than: 28 days}}}
  edges:
    title: Beside the weekend
    all:
      - pattern: {beside: [weekend, payday, refused leave], at_least: 3, in: leave year}
      - any: [group: teacher, service: {less_than: 2 years}]
  unsaid: {title: Without leave, absences: {at_least: 1, within: 12 months, only: [unauthorised]}}
  days: {title: Many days, any: [working_days: {at_least: 6, in: term, scaled: false},
         calendar_days: {at_least: 14, within: 12 months, not_used_before: true},
         all: [hours_lost: {at_least: 74, within: 12 months}, absent: true]]}
tracks:
  attendance: {title: Attendance, start: fine}
  long: {title: Long absence, start: at-work}
stages:
  fine:
    track: attendance
    row: 2
    column: 3
    next:
      - {when: often, to: review, group: [teacher, support]}
      - {when: unsaid, to: review}
      - {when: {any: [recorded: report, all: [absent: true, reason: [stress]]]}, to: review}
  review:
    track: attendance
    kind: formal
    pauses: [closure, {in_stage: away}]
    row: 1
    actions:
      - {id: talk, title: the talk, do: Talk, by: manager, within: 3 term weeks}
      - {id: prepare, do: Prepare, by: manager, before: meeting, within: 5 working days}
      - {id: read-up, do: Read the report, by: hr, before: meeting, if: {recorded: report},
         confidential: true}
      - {id: meeting, title: the meeting, do: Meet, by: head, within: 8 weeks, from: talk,
         notice: 5 working days, companion: true, postponement: 5 working days, differs_from: [talk],
         new_evidence: true, outcomes: [monitor, fine]}
      - {id: check, do: Check, by: manager, every: 4 weeks}
      - {id: check-2, do: Check again, by: manager, within: 1 week, every: 6 weeks, if: days}
      - {id: check-3, do: Check at last, by: manager, every: 1 week, from: meeting,
         if: {any: [absent: true, recorded: report]}}
      - {id: ask, do: Ask for a review, by: employee, from: meeting, group: [support]}
    next:
      - {decided: {meeting: fine}, to: fine}
      - {when: {any: [edges, {target_missed: meeting}]}, after: 6 months, to: warned}
      - {decided: {meeting: monitor}, after: 6 weeks, to: warned}
  warned: {title: Final stage, track: attendance, kind: warning, pauses: [closure],
           next: [{after: 12 months, to: fine}]}
  at-work: {track: long, next: [{when: {continuous: {at_least: 20 working days, expected: true}}, to: away}]}
  away: {title: Away for long, track: long, next: [{when: {absent: false}, to: at-work}]}
"""
AWKWARD = '"\\N\\" <script>alert(1)</script> & ]]> <b> --> £180 isn’t – résumé Ŵ'
WIDE = "W" * 400
WORDY = ("Unreasonably long words " * 20)[:400]


def flow_of(text):
    source, findings = read(text)
    assert not findings
    procedure, findings = parse_procedure(source.data)
    assert not findings
    flow, findings = resolve(procedure, source.sha256)
    assert not findings
    return flow


@cache
def known(name):
    """A procedure of this file, or one under `examples` by its folder."""
    if name in WRITTEN:
        return flow_of(WRITTEN[name])
    flow, _ = load_flow(str(EXAMPLES / name / "procedure.yaml"))
    return flow


WRITTEN = {"larchwood": LARCHWOOD, "birchwood": BIRCHWOOD}
FOLDERS = sorted(
    str(path.parent.relative_to(EXAMPLES)).replace("\\", "/")
    for path in EXAMPLES.rglob("procedure.yaml")
)
each = pytest.mark.parametrize("name", [*WRITTEN, "oakfield"])
every = pytest.mark.parametrize("name", [*WRITTEN, *FOLDERS])


class Drawn(NamedTuple):
    """All pages of a drawing as they were read back, not as we think they are."""

    pages: tuple[Page, ...]

    def of(self, *kinds):
        return [shape for page in self.pages for shape in page.of(*kinds)]

    def words(self, key):
        """What a shape says, wherever it stands."""
        return squeeze("".join(page.shapes[key].words for page in self.pages if key in page.shapes))

    def said(self, prefix):
        found = [shape for page in self.pages for shape in page.shapes.values()]
        return squeeze("".join(shape.words for shape in found if shape.key.startswith(prefix)))


def squeeze(words):
    """Without spaces, so that the lines of a wrapped text can be joined."""
    return "".join(words.split())


@cache
def work(name):
    """A procedure, placed: the dear part of drawing it, done once."""
    return work_of(known(name))


@cache
def content(name, suffix):
    """The content of each file of a drawing."""
    return render(work(name), suffix)


@cache
def drawn(name):
    return read_drawing(content(name, ".svg"))


def read_drawing(contents):
    return Drawn(tuple(map(read_page, contents)))


def drawn_of(flow, *, preview=False):
    return read_drawing(render(work_of(flow, preview=preview), ".svg"))


def minimal(**more):
    data = {
        "flowrules": 1,
        "procedure": {"id": "small", "title": "Small"},
        "stages": {"a": {"next": [{"after": "3 weeks", "to": "b"}]}, "b": {}},
    }
    return flow_of(json.dumps(data | more, ensure_ascii=False))


def chunks(png):
    at, found = 8, {}
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert struct.unpack(">I", png[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + data)
        found[kind] = found.get(kind, b"") + data
        at += 12 + size
    return found


def description(png):
    keyword, _, rest = chunks(png)[b"iTXt"].partition(b"\0")
    assert (keyword, rest[:2]) == (b"Description", b"\0\0")
    return rest[2:].split(b"\0")[2].decode()
