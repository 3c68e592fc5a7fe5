"""Small procedures and records written as text -> what the engine answers, for tests of meaning."""

from datetime import date, timedelta
from textwrap import dedent

from flowrules.engine import decide
from flowrules.model import parse_procedure, parse_record
from flowrules.resolve import resolve
from flowrules.source import read

HEADER = "flowrules: 1\nprocedure: {id: small, title: A small procedure}\n"


def flow_of(text, header=HEADER):
    """A procedure from its text, without the head of the file."""
    return whole_flow(header + dedent(text))


def whole_flow(text):
    source, findings = read(text)
    assert source is not None, findings
    procedure, findings = parse_procedure(source.data)
    assert procedure is not None, findings
    flow, findings = resolve(procedure, source.sha256)
    assert flow is not None, findings
    return flow


def one_move(condition, rest=""):
    """Two stages and one move on a condition; `rest` is what else the file says."""
    stages = f"""\
    stages:
      clear: {{next: [{{when: {condition}, to: stage-1}}]}}
      stage-1: {{}}
    """
    return flow_of(dedent(rest) + "\n" + dedent(stages))


def plain(text):
    source, findings = read(text)
    assert source is not None, findings
    return source.data


def lines_of(away):
    """`2025-01-06, 2025-03-03..2025-03-07, 2025-04-01..` -> a day, some days, and one with no end."""
    for span in filter(None, away.split(", ")):
        first, dots, last = span.partition("..")
        yield {"from": first} | ({} if dots and not last else {"to": last or first})


def record_of(*, away="", **parts):
    """A record of absences written short, or as YAML with the other parts of a record."""
    data = {name: plain(dedent(text)) for name, text in parts.items()}
    record, findings = parse_record(data | {"absences": [*lines_of(away), *data.get("absences", [])]})
    assert record is not None, findings
    return record


def ask(flow, on, *, known_on=None, hindsight=False, whole=True, **parts):
    """What is decided for a day, or what is wrong with the record."""
    known = date.fromisoformat(known_on) if known_on else None
    how = {"known_on": known, "hindsight": hindsight, "whole": whole}
    return decide(flow, record_of(**parts), date.fromisoformat(on), **how)


def answer(flow, on, **parts):
    """What is decided for a day; the record must be one that can be right."""
    decision = ask(flow, on, **parts)
    assert decision.findings == ()
    return decision


def agenda(flow, on, **parts):
    """What is outstanding on a day, as `meeting-1 2025-03-17 due`."""
    items = answer(flow, on, **parts).agenda
    return [f"{item.action} {item.due or '-'} {item.status}" for item in items]


def codes(flow, on, **parts):
    """What is wrong with a record, as (code, path)."""
    return [(finding.code, finding.path) for finding in ask(flow, on, **parts).findings]


def unknown(flow, on, **parts):
    """The kinds of what was not known."""
    return [one.kind for one in answer(flow, on, **parts).not_known]


def way(flow, on, **parts):
    """Every move up to a day, as `2025-03-03 stage-1`."""
    return [f"{step.on} {step.to}" for step in answer(flow, on, **parts).steps]


def stages(flow, on, **parts):
    """Where each track stands on a day."""
    return {track: where.stage for track, where in answer(flow, on, **parts).tracks.items()}


def first_met(condition, until, rest="", **parts):
    """The first day on which a condition takes a move, or `never`, looked for up to a day."""
    steps = answer(one_move(condition, rest), until, **parts).steps
    return str(steps[0].on) if steps else "never"


def looked_at(count, on, rest="", **parts):
    """The reason of a count on one day, on which there must be an absence that it counts."""
    flow = flow_of(
        f"{dedent(rest)}\n"
        "stages:\n"
        "  not-looked-at: {actions: [{id: meeting, do: Meet, by: head}]}\n"
        f"  looked-at: {{next: [{{when: {count}, to: not-looked-at}}]}}\n"
    )
    placed = f"- {{on: {on}, placed: {{main: looked-at}}, because: the figure of this day is wanted}}"
    events = parts.pop("events", "")
    steps = answer(flow, on, events=f"{dedent(events)}\n{placed}", **parts).steps
    assert len(steps) == 2, f"nothing was counted on {on}"
    return steps[-1].because[0]


def figure(count, on, rest="", **parts):
    """The number that a count comes to on one day."""
    return looked_at(count, on, rest, **parts).value


def working_days(first, count):
    """So many days of Monday to Friday in a row, bank holidays not looked at."""
    day, days = date.fromisoformat(first), []
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day += timedelta(days=1)
    return days
