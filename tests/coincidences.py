"""What the tests of coincidences share: small procedures, and whether one is decided on its day.

A case is a procedure, the parts of a record, and a day on which a talk is due. The answer is that of
every day lived, with the evidence and without; where the kernel answers, it says the same, as it does
when it lives every day.
"""

import re
from datetime import date

from asking import flow_of, record_of
from kernel_answers import coded_for, columns_of_all

from flowrules.engine import decide
from flowrules.kernel import day as kernel_day
from flowrules.kernel.kernel import interpreted
from flowrules.kernel.reading import told_of
from flowrules.numbers import fields as f

ON = date(2026, 8, 1)
COUNTING = "    counting: {categories: {sickness: counts, disability: decide}, decided_by: head}\n"
KINDS = "    counting: {categories: {sickness: counts, unauthorised: never}, reasons: [stress, flu]}\n"
CONCERN = "    events: {concern: {title: a concern}}\n"
JOIN_NEVER = "    counting: {join: never}\n"
REASON = """
    counting: {across_the_edge: {within: days inside, since: days inside}, reasons: [stress, flu],
               categories: {sickness: counts, disability: decide}, decided_by: head}
    stages:
      clear: {actions: [{id: meeting, do: Meet, by: head}],
              next: [{when: {reason: {any_of: [stress], since: meeting}}, to: talk}]}
      talk: {}
"""
SHORT = """
    triggers:
      often: {assessed: on return,
        absences: {at_least: 2, within: 6 months, each: {less_than: 28 days}}}
    stages: {clear: {next: [{when: often, to: talk}]}, talk: {}}
"""


def when(condition, move=""):
    """A talk once a condition is met; `move` is what else the move says."""
    return f"""
    stages: {{clear: {{next: [{{{move}when: {{{condition}}}, to: talk}}]}}, talk: {{}}}}
    """


def once(first, condition, actions=""):
    """The same, in a stage that another leads to; `actions` are those of that one."""
    return f"""
    stages:
      before: {{{actions}next: [{{{first}, to: clear}}]}}
      clear: {{next: [{{when: {{{condition}}}, to: talk}}]}}
      talk: {{}}
    """


def let_go(condition, after=None):
    """A talk once a condition no longer holds, `after` it did, perhaps with another bound."""
    before = condition if after is None else re.sub(r"at_least: \d+", after, condition)
    return once(f"when: {{{before}}}", f"not: {{{condition}}}")


def back(condition, talk):
    """A talk once a condition is met, and a move that leads back from it."""
    return f"""
    stages:
      clear: {{next: [{{when: {{{condition}}}, to: talk}}]}}
      talk: {{next: [{{{talk}, to: clear}}]}}
    """


def _kernel_steps(flow, record):
    """The days and stages of the steps that the kernel tells; None where it gives the person up."""
    coded = coded_for(flow, ON)
    (told,) = told_of(coded, interpreted(coded, columns_of_all([record], coded)))
    return told and [(one[0].isoformat(), one[3]) for one in told.steps]


def _tomorrow(t, w, a, e, s):
    """As if nothing were known of the next day on which something can change."""
    for move in range(t[f.MANY_MOVES]):
        s[s[f.MOVE_ROWS] + move * f.MOVE_ROW + f.MOVE_NEXT] = 0
    for node in range(t[f.MANY_NODES]):
        s[s[f.NODE_ROWS] + node * f.NODE_ROW + f.NODE_LATER] = 0
    return s[f.DAY] + 1


def decided_on_its_day(case, monkeypatch):
    """Asks about a case by looking ahead and by every day, the engine and the kernel."""
    text, parts, day = case
    flow, record = flow_of(text), record_of(**parts)
    for whole in (True, False):
        decision = decide(flow, record, ON, whole=whole)
        assert decision == decide(flow, record, ON, whole=whole, watch=lambda *_: None)
        steps = [(one.on.isoformat(), one.to) for one in decision.steps]
        assert (day, "talk") in steps
    told = _kernel_steps(flow, record)
    monkeypatch.setattr(kernel_day, "_wakes", _tomorrow)
    assert told == _kernel_steps(flow, record)
    assert told in (None, steps)
