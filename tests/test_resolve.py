"""The names gate: every name that is nobody's, and words that do not go together."""

import copy
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import flowrules
from flowrules.cli.files import beside
from flowrules.finding import Finding
from flowrules.flow import Flow
from flowrules.model import parse_procedure
from flowrules.resolve import resolve
from flowrules.scope import MOST_CONDITIONS
from flowrules.source import MOST_FINDINGS, read
from flowrules.term_dates import with_term_dates

EXAMPLES = Path(__file__).parent.parent / "examples"
HEAD = "flowrules: 1\nprocedure: {id: a, title: A}\n"
COUNT = "absences: {at_least: 3, within: 6 months}"


def bind(text):
    source, findings = read(text)
    assert findings == []
    procedure, findings = parse_procedure(source.data)
    assert findings == []
    return source, *resolve(procedure, source.sha256)


def only(text):
    """The one finding of a text, which stands where the text has the mark `§`."""
    source, flow, findings = bind(text.replace("§", ""))
    assert flow is None
    assert len(findings) == 1, findings
    (finding,) = findings
    assert finding.severity == "error"
    span = source.locate(finding.path, on_key=finding.on_key)
    before = text.partition("§")[0].split("\n")
    assert (span.line, span.column) == (len(before), len(before[-1]) + 1), finding
    return finding


def stages(first, more=""):
    return HEAD + f"stages:\n  one: {{{first}}}\n  two: {{}}\n{more}\n"


def move(words):
    return stages("next: [{to: two, " + words + "}]")


def moves(words):
    return stages("next: [" + words + "]")


def meeting(words, next=""):
    return stages(f"actions: [{{id: meet, do: Meet, by: head, {words}}}], next: [{next}]")


def triggers(lines, first=""):
    return stages(first, "triggers:\n" + "".join(f"  {line}\n" for line in lines))


def tracks(one, two, starts="{title: A, start: one}"):
    return (
        HEAD
        + f"tracks: {{x: {starts}, y: {{title: B, start: two}}}}\nstages:\n  one: {one}\n  two: {two}\n"
    )


def contact(words):
    return stages("", "contact: [{id: call, who: employee, to: head, " + words + "}]")


def example(expect):
    return stages("", "examples: [{title: t, on: 2026-01-01, record: {}, expect: {" + expect + "}}]")


BOUND = "add `at_least`, `more_than`, `at_most` or `less_than`"
REPEAT = "`every: 7 days` with `starting: day 8`"
FEWER = "a trigger that is named counts with all that it is made of; make it of fewer"
COVERS = "flowrules: 1\nprocedure: {id: a, title: A, covers: {groups: [teacher, support]}}\n"
REPLACED = "file: old.yaml, open_cases: move, earlier_absences: count"
ANCHORS = "it can be `entered`, `return`"

BAD = {
    # Two things with one name.
    "two actions": (
        stages("actions: [{id: a, do: A, by: head}, {id: §a, do: B, by: head}]"),
        "FR201", ("stages", "one", "actions", 1, "id"), "`a` is the id of two things",
        "give one of them another id"),
    "an action and an event": (
        meeting("id: §call", "").replace("id: meet, ", "") + "events: {call: {title: C}}\n",
        "FR201", ("stages", "one", "actions", 0, "id"), "`call` is the id of two things",
        "give one of them another id"),
    "an event and a contact": (
        contact("on: day 1").replace("id: call", "id: §call") + "events: {call: {title: C}}\n",
        "FR201", ("contact", 0, "id"), "`call` is the id of two things", "give one of them another id"),
    # Names that are nobody's.
    "an unknown stage": (
        moves("{to: §tow, after: 1 day}"), "FR202", ("stages", "one", "next", 0, "to"),
        "there is no stage called `tow`", "did you mean `two`?"),
    "an unknown trigger": (
        move("when: §frequent"), "FR202", ("stages", "one", "next", 0, "when"),
        "there is no trigger called `frequent`",
        ("no trigger is defined in this file: declare it under `triggers`, such as "
        "`frequent: {absences: {at_least: 3, within: 6 months}}`")),
    "a misspelt trigger": (
        triggers(["frequent: {" + COUNT + "}"], "next: [{to: two, when: {any: [frequent, §freqent]}}]"),
        "FR202", ("stages", "one", "next", 0, "when", "any", 1),
        "there is no trigger called `freqent`", "did you mean `frequent`?"),
    "an unknown trigger in a trigger": (
        triggers(["a: {not: §b}"]), "FR202", ("triggers", "a", "not"),
        "there is no trigger called `b`",
        ("it can be `a`; or declare it under `triggers`, such as "
        "`b: {absences: {at_least: 3, within: 6 months}}`")),
    "an unknown role": (
        meeting("").replace("by: head", "by: §haed"), "FR202", ("stages", "one", "actions", 0, "by"),
        "there is no role called `haed`", "did you mean `head`?"),
    "a role of the standard set where others are given": (
        meeting("").replace("by: head", "by: §head") + "roles: {boss: The boss}\n", "FR202",
        ("stages", "one", "actions", 0, "by"), "there is no role called `head`",
        "it can be `boss`; or declare it under `roles`: `head: Head`"),
    "an unknown role to tell": (
        contact("on: day 1").replace("to: head", "to: §hed"), "FR202", ("contact", 0, "to"),
        "there is no role called `hed`", "did you mean `head`?"),
    "an unknown role who calls": (
        contact("on: day 1").replace("who: employee", "who: §me"), "FR202", ("contact", 0, "who"),
        "there is no role called `me`",
        "it can be `employee`, `head`, `hr`, `manager`, `oh`, `panel`"),
    "an unknown role of an event": (
        stages("", "events: {e: {title: E, by: §pannel}}"), "FR202", ("events", "e", "by"),
        "there is no role called `pannel`", "did you mean `panel`?"),
    "an unknown role who decides": (
        stages("", "counting: {decided_by: §heads}"), "FR202", ("counting", "decided_by"),
        "there is no role called `heads`", "did you mean `head`?"),
    "an unknown anchor": (
        meeting("within: 1 day, from: §meat"), "FR202", ("stages", "one", "actions", 0, "from"),
        "there is no action to count from called `meat`", "did you mean `meet`?"),
    "an unknown anchor of a move": (
        move("after: 1 day, from: §m"), "FR202", ("stages", "one", "next", 0, "from"),
        "there is no action to count from called `m`", ANCHORS),
    "an event for an anchor": (
        move("after: 1 day, from: §e") + "events: {e: {title: E}}\n", "FR202",
        ("stages", "one", "next", 0, "from"), "there is no action to count from called `e`", ANCHORS),
    "an unknown anchor of a window": (
        move("when: {absences: {at_least: 1, since: §meat}}"), "FR202",
        ("stages", "one", "next", 0, "when", "absences", "since"),
        "there is no action to count from called `meat`", ANCHORS),
    "an unknown anchor of a long absence": (
        move("when: {continuous: {at_least: 1 day, since: §meat}}"), "FR202",
        ("stages", "one", "next", 0, "when", "continuous", "since"),
        "there is no action to count from called `meat`", ANCHORS),
    "leaving an unknown stage": (
        move("after: 1 day, from: §left three"), "FR202", ("stages", "one", "next", 0, "from"),
        "there is no stage called `three`", "it can be `one`, `two`"),
    "an unknown thing on record": (
        move("when: {recorded: §report}"), "FR202", ("stages", "one", "next", 0, "when", "recorded"),
        "there is no action or event called `report`",
        ("no action or event is defined in this file: declare it under `events`, such as "
        "`report: {title: report, by: hr}`, or make it the `id` of an action")),
    "an unknown thing lately on record": (
        move("when: {recorded: {what: §e, within: 1 day}}") + "events: {ee: {title: E}}\n", "FR202",
        ("stages", "one", "next", 0, "when", "recorded", "what"),
        "there is no action or event called `e`", "did you mean `ee`?"),
    "an unknown need": (
        move("after: 1 day, needs: {§e: 1 day}"), "FR202", ("stages", "one", "next", 0, "needs", "e"),
        "there is no action or event called `e`",
        ("no action or event is defined in this file: declare it under `events`, such as "
        "`e: {title: e, by: hr}`, or make it the `id` of an action")),
    "a decision of an action elsewhere": (
        moves("{to: two, decided: {§meet: x}}").replace(
            "two: {}", "two: {actions: [{id: meet, do: M, by: hr, outcomes: [x]}]}"),
        "FR202", ("stages", "one", "next", 0, "decided", "meet"),
        "there is no action in this stage called `meet`",
        "no action in this stage is defined in this file"),
    "an unknown outcome": (
        meeting("outcomes: [yes, no]", "{to: two, decided: {meet: §on}}"), "FR202",
        ("stages", "one", "next", 0, "decided", "meet"), "there is no outcome of `meet` called `on`",
        "it can be `no`, `yes`"),
    "an unknown start": (
        tracks("{track: x}", "{track: y}", "{title: A, start: §on}"), "FR202", ("tracks", "x", "start"),
        "there is no stage called `on`", "did you mean `one`?"),
    "an unknown track": (
        tracks("{track: x}", "{track: y}") + "  three: {track: §z}\n",
        "FR202", ("stages", "three", "track"), "there is no track called `z`", "it can be `x`, `y`"),
    "a track where there are none": (
        stages("track: §x"), "FR202", ("stages", "one", "track"), "there is no track called `x`",
        "no track is defined in this file"),
    "an example of an unknown track": (
        example("§mian: one"), "FR202", ("examples", 0, "expect", "mian"),
        "there is no track called `mian`", "did you mean `main`?"),
    "an example of an unknown stage": (
        example("main: §on"), "FR202", ("examples", 0, "expect", "main"),
        "there is no stage called `on`", "did you mean `one`?"),
    "an example of an unknown action": (
        example("next: §nothing"), "FR202", ("examples", 0, "expect", "next"),
        "there is no action, contact or event called `nothing`", "it can be `counts`, `none`"),
    # Tracks.
    "a stage on no track": (
        tracks("{track: x}", "{track: y}") + "  §three: {}\n", "FR203", ("stages", "three"),
        "`three` does not say which track it is on", "add `track:` and one of `x`, `y`"),
    "a move to another track": (
        tracks("{track: x, next: [{to: §two, after: 1 day}]}", "{track: y}"), "FR204",
        ("stages", "one", "next", 0, "to"), "`two` is not a stage of the track `x`",
        "a move stays on its own track; let the other track look at this one"),
    "a start on another track": (
        tracks("{track: x}", "{track: y}", "{title: A, start: §two}"), "FR204", ("tracks", "x", "start"),
        "`two` is not a stage of the track `x`",
        "a move stays on its own track; let the other track look at this one"),
    # Triggers.
    "a trigger of itself": (
        triggers(["a: {any: [§a]}"]), "FR205", ("triggers", "a", "any", 0),
        "the trigger `a` is part of itself", "a trigger cannot be made of triggers that are made of it"),
    "two triggers of each other": (
        triggers(["a: {not: b}", "b: {all: [§a]}"]), "FR205", ("triggers", "b", "all", 0),
        "the trigger `a` is part of itself", "a trigger cannot be made of triggers that are made of it"),
    "a circle of three, used": (
        triggers(["a: {not: b}", "b: {not: c}", "c: {not: §a}"], "next: [{to: two, when: b}]"),
        "FR205", ("triggers", "c", "not"),
        "the trigger `a` is part of itself", "a trigger cannot be made of triggers that are made of it"),
    "a trigger that doubles forty times": (
        triggers([f"t{n}: {{any: [t{n + 1}, t{n + 1}]}}" for n in range(40) if n != 34]
                 + ["§t34: {any: [t35, t35]}", "t40: {" + COUNT + "}"]),
        "FR217", ("triggers", "t34"), f"`t34` comes to more than {MOST_CONDITIONS} conditions",
        FEWER),
    "a thousand triggers in a row": (
        triggers(["§t0: {not: t1}", *(f"t{n}: {{not: t{n + 1}}}" for n in range(1, 1_000)),
                  "t1000: {" + COUNT + "}"]),
        "FR217", ("triggers", "t0"), f"`t0` comes to more than {MOST_CONDITIONS} conditions", FEWER),
    "a move on too many conditions": (
        triggers(["a: {any: [" + ", ".join(["b"] * 40) + "]}", "b: {not: c}", "c: {" + COUNT + "}"],
                 "next: [{to: two, §when: {any: [a, a]}}]"),
        "FR217", ("stages", "one", "next", 0, "when"),
        f"`when` comes to more than {MOST_CONDITIONS} conditions", FEWER),
    "a trigger with nothing to assess on return": (
        triggers(["t: {§assessed: on return, continuous: {at_least: 28 days}}"]), "FR218",
        ("triggers", "t", "assessed"), "the trigger `t` has no count to assess on return",
        "take the line out, or count absences or days with `at_least` or `more_than`"),
    # Words of the language.
    "an action called entered": (
        stages("actions: [{id: §entered, do: A, by: head}]"), "FR206",
        ("stages", "one", "actions", 0, "id"),
        "`entered` is a word of the language and cannot be an id", "choose another id"),
    "an event called return": (
        stages("", "events: {§return: {title: R}}"), "FR206", ("events", "return"),
        "`return` is a word of the language and cannot be an id", "choose another id"),
    "a track called next": (
        HEAD + "tracks: {§next: {title: A, start: one}}\nstages: {one: {track: next}}\n", "FR206",
        ("tracks", "next"), "a track cannot be called `next`",
        "`next` has a meaning of its own in `examples`; choose another id"),
    # Examples.
    "an example of no day": (
        stages("", "examples: [§{title: t, record: {}, expect: {main: one}}]"), "FR230", ("examples", 0),
        "an example has either `on` with `expect`, or `days`",
        "`on: 2026-09-10` and `expect:`, or `days: [{on: 2026-09-10, expect: {…}}]`"),
    "an example of a day twice over": (
        example("main: one").replace("[{title", "[§{title").replace(
            "expect", "days: [{on: 2026-01-02, expect: {main: one}}], expect"),
        "FR230", ("examples", 0), "an example has either `on` with `expect`, or `days`",
        "`on: 2026-09-10` and `expect:`, or `days: [{on: 2026-09-10, expect: {…}}]`"),
    # Versions.
    "a version after another from no day": (
        HEAD.replace("title: A", "title: A, §replaces: {" + REPLACED + "}") + "stages: {one: {}}\n",
        "FR225", ("procedure", "replaces"), "a version that replaces another must say from which day",
        "add `effective_from:` and its first day"),
    # The calendar, and staff groups.
    "a closure that ends before it begins": (
        stages("", "calendar: {closures: [{from: 2026-09-02, to: §2026-09-01}]}"), "FR221",
        ("calendar", "closures", 0, "to"), "it ends before it begins", "correct one of the dates"),
    "two terms that overlap": (
        stages("", "calendar: {§terms: [{from: 2026-11-02, to: 2026-12-18}, "
                   "{from: 2026-09-02, to: 2026-11-02}]}"),
        "FR221", ("calendar", "terms"), "two of the terms overlap", "correct one of the dates"),
    "a closure until a year far away": (
        stages("", "calendar: {closures: [{from: 2026-12-21, to: §2072-01-01}]}"), "FR221",
        ("calendar", "closures", 0, "to"), "a closure of 16448 days is too long to be meant",
        "is the year of the last day right?"),
    "a term until a year far away": (
        stages("", "calendar: {terms: [{from: 2027-04-12, to: §2072-07-21}]}"), "FR221",
        ("calendar", "terms", 0, "to"), "a term of 16538 days is too long to be meant",
        "is the year of the last day right?"),
    "a term of one day": (
        stages("", "calendar: {terms: [{from: 2026-09-02, to: §2026-09-02}]}"), "FR221",
        ("calendar", "terms", 0, "to"), "a term of 1 day is too short to be meant",
        "a term is one line, from its first day to its last"),
    "an INSET day in a year far from the others": (
        stages("", "calendar: {terms: [{from: 2026-09-02, to: 2026-10-23}], inset: [§2062-09-01]}"),
        "FR221", ("calendar", "inset", 0),
        "2062-09-01 lies more than ten years after 2026-09-02, the day before it in the calendar",
        "is the year of both right?"),
    "a day but a few short of eleven years after the one before": (
        stages("", "calendar: {closures: [2016-01-04, §2026-12-31]}"), "FR221",
        ("calendar", "closures", 1),
        "2026-12-31 lies more than ten years after 2016-01-04, the day before it in the calendar",
        "is the year of both right?"),
    "an INSET day beyond the years that are known": (
        stages("", "calendar: {§inset: [2126-09-01]}"), "FR221",
        ("calendar", "inset"), "it reaches beyond the years 1990 to 2100", "correct one of the dates"),
    "a day of the week twice": (
        stages("", "calendar: {working_week: [mon, tue, wed, §wed, fri]}"), "FR201",
        ("calendar", "working_week", 3), "`wed` stands here twice",
        "take it out, or write the day that is meant"),
    "an unknown date of the calendar": (
        move("when: {pattern: {beside: [weekend, §pay-day], at_least: 3, within: 1 year}}")
        + "calendar: {dates: {payday: [2026-11-27]}}\n", "FR202",
        ("stages", "one", "next", 0, "when", "pattern", "beside", 1),
        "there is no date in the calendar called `pay-day`", "did you mean `payday`?"),
    "an unknown staff group": (
        COVERS + "stages: {one: {next: [{to: one, after: 1 day, group: §techer}]}}\n", "FR202",
        ("stages", "one", "next", 0, "group"), "there is no staff group called `techer`",
        "did you mean `teacher`?"),
    "an unknown staff group of an action": (
        COVERS + "stages: {one: {actions: [{id: m, do: M, by: hr, group: [teacher, §office]}]}}\n", "FR202",
        ("stages", "one", "actions", 0, "group", 1), "there is no staff group called `office`",
        "it can be `support`, `teacher`"),
    "an unknown staff group in a condition": (
        COVERS + "stages: {one: {next: [{to: one, when: {group: §office}}]}}\n", "FR202",
        ("stages", "one", "next", 0, "when", "group"), "there is no staff group called `office`",
        "it can be `support`, `teacher`"),
    "an unknown staff group of a contact": (
        COVERS + "stages: {one: {}}\n"
        "contact: [{id: call, who: employee, to: head, on: day 1, group: §office}]\n", "FR202",
        ("contact", 0, "group"), "there is no staff group called `office`",
        "it can be `support`, `teacher`"),
    "an unknown staff group in term time": (
        COVERS + "stages: {one: {}}\ncalendar: {term_time: [§office]}\n", "FR202",
        ("calendar", "term_time", 0), "there is no staff group called `office`",
        "it can be `support`, `teacher`"),
    # Conditions.
    "an unknown reason": (
        move("when: {reason: [§stres]}") + "counting: {reasons: [stress]}\n", "FR202",
        ("stages", "one", "next", 0, "when", "reason", 0), "there is no reason called `stres`",
        "did you mean `stress`?"),
    "an unknown reason lately": (
        move("when: {reason: {any_of: [§stres], within: 1 year}}") + "counting: {reasons: [stress]}\n",
        "FR202", ("stages", "one", "next", 0, "when", "reason", "any_of", 0),
        "there is no reason called `stres`", "did you mean `stress`?"),
    "a reason over no time": (
        move("when: {§reason: {any_of: [stress]}}") + "counting: {reasons: [stress]}\n", "FR211",
        ("stages", "one", "next", 0, "when", "reason"), "`reason` does not say which time it looks at",
        "add `within: 6 months`, or `since:` and a day to count from"),
    "only an unknown category": (
        move("when: {absences: {at_least: 1, within: 1 year, only: [§sick]}}"), "FR202",
        ("stages", "one", "next", 0, "when", "absences", "only", 0),
        "there is no category or reason called `sick`", "did you mean `sickness`?"),
    "excluding an unknown category": (
        move("when: {continuous: {at_least: 1 day, excluding: [§maternit]}}"), "FR202",
        ("stages", "one", "next", 0, "when", "continuous", "excluding", 0),
        "there is no category or reason called `maternit`", "did you mean `maternity`?"),
    "being in an unknown stage": (
        move("when: {in_stage: [one, §tow]}"), "FR202",
        ("stages", "one", "next", 0, "when", "in_stage", 1), "there is no stage called `tow`",
        "did you mean `two`?"),
    "having been in an unknown stage": (
        move("when: {was_in: {stage: §tow, within: 1 year}}"), "FR202",
        ("stages", "one", "next", 0, "when", "was_in", "stage"), "there is no stage called `tow`",
        "did you mean `two`?"),
    "a target of an event": (
        move("when: {target_missed: §e}") + "events: {e: {title: E}}\n", "FR202",
        ("stages", "one", "next", 0, "when", "target_missed"), "there is no action called `e`",
        "no action is defined in this file"),
    "a pattern of nothing": (
        move("when: {§pattern: {at_least: 3, within: 1 year}}"), "FR219",
        ("stages", "one", "next", 0, "when", "pattern"),
        "`pattern` must say `weekdays` or `beside`, and not both",
        "`weekdays: [mon, fri]`, or `beside: [weekend, bank holiday]`"),
    "a pattern of both": (
        move("when: {§pattern: {weekdays: [mon], beside: [leave], at_least: 3, within: 1 year}}"), "FR219",
        ("stages", "one", "next", 0, "when", "pattern"),
        "`pattern` must say `weekdays` or `beside`, and not both",
        "`weekdays: [mon, fri]`, or `beside: [weekend, bank holiday]`"),
    "a leave year that begins on no day": (
        move("when: {absences: {at_least: 1, in: §leave year}}"), "FR220",
        ("stages", "one", "next", 0, "when", "absences", "in"),
        "the calendar does not say when a leave year begins", "add `leave_year` under `calendar`"),
    "a term where there are none": (
        move("when: {absences: {at_least: 1, in: §term}}"), "FR220",
        ("stages", "one", "next", 0, "when", "absences", "in"),
        "the calendar does not say when a term begins", "add `terms` under `calendar`"),
    "in beside within": (
        move("when: {absences: {at_least: 1, within: 1 year, in: §academic year}}"), "FR212",
        ("stages", "one", "next", 0, "when", "absences", "in"), "`in` stands alone",
        "keep `in`, or keep `within` or `since`"),
    **{
        f"{word} of nothing": (
            move("when: {§" + word + ": {" + more + "}}"), "FR210",
            ("stages", "one", "next", 0, "when", word), f"`{word}` does not say how much", BOUND)
        for word, more in [("hours_lost", "within: 1 year"), ("lost_time", "within: 1 year"),
                           ("longest_absence", "within: 1 year"), ("service", "")]
    },
    "no condition": (
        triggers(["§a: {title: A}"]), "FR209", ("triggers", "a"), "`a` holds no condition",
        "write one, or put several under `any:` or `all:`"),
    "no condition in a move": (
        moves("{to: two, §when: {}}"), "FR209", ("stages", "one", "next", 0, "when"),
        "`when` holds no condition", "write one, or put several under `any:` or `all:`"),
    "two conditions": (
        triggers(["§a: {" + COUNT + ", not: a}"]), "FR209", ("triggers", "a"),
        "`a` holds more than one condition", "write one, or put several under `any:` or `all:`"),
    "two conditions in a list": (
        move("when: {any: [§{recorded: x, continuous: {at_least: 1 day}}]}"), "FR209",
        ("stages", "one", "next", 0, "when", "any", 0), "this item holds more than one condition",
        "write one, or put several under `any:` or `all:`"),
    **{
        f"{word} of nothing": (
            move("when: {§" + word + ": {within: 1 year}}"), "FR210",
            ("stages", "one", "next", 0, "when", word), f"`{word}` does not say how much", BOUND)
        for word in ("absences", "working_days", "calendar_days", "bradford")
    },
    "a long absence of nothing": (
        move("when: {§continuous: {expected: true}}"), "FR210",
        ("stages", "one", "next", 0, "when", "continuous"), "`continuous` does not say how much", BOUND),
    "a count over no time": (
        move("when: {§working_days: {at_most: 0}}"), "FR211",
        ("stages", "one", "next", 0, "when", "working_days"),
        "`working_days` does not say which time it looks at",
        "add `within: 6 months`, or `since:` and a day to count from"),
    "for without since": (
        move("when: {absences: {at_least: 1, within: 1 year, for: §6 months}}"), "FR212",
        ("stages", "one", "next", 0, "when", "absences", "for"), "`for` goes with `since` alone",
        "say `since: meeting-1` and `for: 6 months`"),
    "for with since and within": (
        move("when: {absences: {at_least: 1, since: entered, within: 1 year, for: §6 months}}"), "FR212",
        ("stages", "one", "next", 0, "when", "absences", "for"), "`for` goes with `since` alone",
        "say `since: meeting-1` and `for: 6 months`"),
    # Moves and actions.
    "a move for no reason": (
        moves("§{to: two}"), "FR213", ("stages", "one", "next", 0),
        "nothing says when the move to `two` is taken", "add `when`, `decided` or `after`"),
    "from without after": (
        meeting("", "{to: two, when: {recorded: meet}, from: §entered}"), "FR214",
        ("stages", "one", "next", 0, "from"),
        "`from` has no `after` beside it", "say how long: `after: 12 weeks`"),
    "from beside before": (
        stages("actions: [{id: ask, do: A, by: hr, before: §meet, from: entered, within: 1 week}, "
               "{id: meet, do: Meet, by: head}]"),
        "FR214", ("stages", "one", "actions", 0, "before"),
        "`before` and `from` both say when it is due", "keep one of the two"),
    "every beside before": (
        stages("actions: [{id: ask, do: A, by: hr, before: §meet, every: 1 week}, "
               "{id: meet, do: Meet, by: head}]"),
        "FR214", ("stages", "one", "actions", 0, "before"),
        "`before` and `every` both say when it is due", "keep one of the two"),
    "an offer again and again": (
        meeting("optional: true, every: §4 weeks"), "FR214", ("stages", "one", "actions", 0, "every"),
        "what is offered and never owed has no `every`", "take out `every` or `optional`"),
    "before an action elsewhere": (
        meeting("before: §meat"), "FR202", ("stages", "one", "actions", 0, "before"),
        "there is no action in this stage called `meat`", "did you mean `meet`?"),
    "before itself": (
        meeting("before: §meet"), "FR223", ("stages", "one", "actions", 0, "before"),
        "`meet` comes before itself", "let one of these actions have a day of its own"),
    "done by the one who must not": (
        meeting("differs_from: [§meet]"), "FR224", ("stages", "one", "actions", 0, "differs_from", 0),
        "`head` does `meet` too, and nobody is to do both", "give one of them to another role"),
    "differing from an event": (
        meeting("differs_from: [§e]") + "events: {e: {title: E}}\n", "FR202",
        ("stages", "one", "actions", 0, "differs_from", 0), "there is no action called `e`",
        "it can be `meet`"),
    "a pause on its own track": (
        stages("pauses: [closure, {in_stage: §two}]"), "FR222",
        ("stages", "one", "pauses", 1, "in_stage"), "`two` is on the track of `one` itself",
        "only a stage of another track can stop the clock"),
    "a reason without a decision": (
        move("after: 1 day, needs_reason: §true"), "FR215", ("stages", "one", "next", 0, "needs_reason"),
        "`needs_reason` stands on a move that nobody decides",
        "only a decision carries a reason; take it out, or add `decided`"),
    # Contacts.
    "a contact on no day": (
        contact("how: phone").replace("[{id", "[§{id"), "FR216", ("contact", 0),
        "`call` must say `on` or `every`, and not both", "`on: day 1`, or " + REPEAT),
    "a contact on and every": (
        contact("on: day 1, every: 7 days").replace("[{id", "[§{id"), "FR216", ("contact", 0),
        "`call` must say `on` or `every`, and not both", "`on: day 1`, or " + REPEAT),
    "every without starting": (
        contact("every: 7 days").replace("[{id", "[§{id"), "FR216", ("contact", 0),
        "`every` and `starting` go together", REPEAT),
    "starting without every": (
        contact("on: day 1, starting: day 8").replace("[{id", "[§{id"), "FR216", ("contact", 0),
        "`every` and `starting` go together", REPEAT),
    "until without every": (
        contact("on: day 1, until: §return"), "FR216", ("contact", 0, "until"),
        "`until` goes with `every`", "take it out, or say `every: 7 days`"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_fit_together_is_shown_at_its_place(name):
    text, code, path, message, help = BAD[name]
    finding = only(text)
    assert (finding.code, finding.path) == (code, path)
    assert (finding.message, finding.help) == (message, help)


def codes_in_the_program():
    """All but those about two versions, which take two files to show."""
    folder = Path(flowrules.__file__).parent
    others = {folder / "check.py", folder / "resolve" / "versions.py"}
    texts = [path.read_text("utf-8") for path in set(folder.rglob("*.py")) - others]
    return {code for text in texts for code in re.findall(r"\bFR2[0-9]{2}\b", text)}


def test_every_code_of_this_gate_is_shown_above_and_stands_for_one_rule():
    assert {code for _, code, *_ in BAD.values()} == codes_in_the_program()
    pairs = {(finding.code, finding.rule) for text, *_ in BAD.values() for finding in [only(text)]}
    assert len({code for code, _ in pairs}) == len({rule for _, rule in pairs}) == len(pairs)


def test_the_second_of_two_things_names_the_place_of_the_first():
    finding = only(BAD["two actions"][0])
    assert finding.related == ((("stages", "one", "actions", 0, "id"), "the first"),)


def test_three_things_of_one_name_are_two_findings():
    _, _, findings = bind(stages("actions: [" + ", ".join(["{id: a, do: A, by: head}"] * 3) + "]"))
    assert [finding.path[3] for finding in findings] == [1, 2]


def test_every_problem_is_reported_in_one_run():
    text = """\
flowrules: 1
procedure: {id: a, title: A}
counting: {decided_by: boss}
triggers:
  often: {absences: {within: 6 months}}
stages:
  one:
    actions:
      - {id: meet, do: Meet, by: haed}
    next:
      - {to: tow, when: offten}
      - {to: one, decided: {meet: yes}}
"""
    source, _, findings = bind(text)
    lines = sorted(source.locate(finding.path, on_key=finding.on_key).line for finding in findings)
    assert lines == [3, 5, 9, 11, 11, 12]


def test_what_is_wrong_in_a_trigger_is_reported_once_however_often_it_is_used():
    uses = ", ".join(["{to: two, when: often}", "{to: two, when: {any: [often, often]}}"] * 3)
    _, _, findings = bind(
        triggers(["often: {absences: {at_least: 3}}", "again: {not: often}"], f"next: [{uses}]")
    )
    assert [finding.path for finding in findings] == [("triggers", "often", "absences")]


def test_a_trigger_may_come_to_as_many_conditions_as_said_and_no_more():
    members = ", ".join(["{recorded: meet}"] * (MOST_CONDITIONS - 1))
    meet = "actions: [{id: meet, do: Meet, by: head}]"
    _, flow, _ = bind(triggers(["t: {any: [" + members + "]}"], meet))
    assert len(flow.triggers["t"].condition.members[0].members) == MOST_CONDITIONS - 1
    _, flow, findings = bind(triggers(["t: {any: [" + members + ", {recorded: meet}]}"], meet))
    assert flow is None
    assert [finding.code for finding in findings] == ["FR217"]


def test_triggers_named_by_triggers_count_with_all_that_they_are_made_of():
    lines = [f"t{n}: {{any: [t{n + 1}, t{n + 1}]}}" for n in range(1, 6)] + ["t6: {" + COUNT + "}"]
    assert bind(triggers(lines))[2] == []  # t1 comes to 63
    assert [finding.path for finding in bind(triggers(["t0: {any: [t1, t1]}", *lines]))[2]] == [
        ("triggers", "t0")
    ]


def test_a_trigger_used_twice_keeps_the_place_of_each_use():
    text = triggers(
        ["often: {" + COUNT + "}"], "next: [{to: two, when: often}, {to: two, when: {not: often}}]"
    )
    _, flow, _ = bind(text)
    first, second = (move.when for move in flow.stages["one"].moves)
    assert first.path == ("stages", "one", "next", 0, "when")
    assert second.members[0].path == ("stages", "one", "next", 1, "when", "not")
    assert first.members == second.members[0].members
    assert first.members[0].path == ("triggers", "often", "absences")


def test_a_great_many_unknown_names_are_cut_short_and_it_is_said():
    lines = "".join(f"  s{n}: {{next: [{{to: t{n}, after: 1 day}}]}}\n" for n in range(1_000))
    _, _, findings = bind(HEAD + "stages:\n" + lines)
    assert len(findings) == MOST_FINDINGS + 1
    assert findings[-1].code == "FR016"


def test_defaults_are_bound_and_those_left_unsaid_are_listed():
    _, flow, _ = bind(HEAD + "stages: {one: {}}\n")
    assert isinstance(flow, Flow)
    assert [track.id for track in flow.tracks] == ["main"]
    assert flow.tracks[0].start == "one"
    assert flow.nation == "england"
    assert flow.counting.keeping[:3] == ("across non-working days", False, True)
    assert flow.counting.edges == {"within": "days inside", "since": "started inside"}
    assert flow.unsaid == (
        "calendar: nation", "calendar: working_week", "counting: categories", "counting: join",
        "counting: across_the_edge: within", "counting: across_the_edge: since",
        "counting: same_date_counts",
    )  # fmt: skip


def test_what_is_said_is_not_listed_as_unsaid():
    _, flow, _ = bind(
        HEAD
        + "stages: {one: {}}\ncalendar: {nation: wales, working_week: [mon]}\ncounting: {join: never, "
        "same_date_counts: false, across_the_edge: {within: whole absence}, categories: {sickness: counts}}\n"
    )
    assert flow.unsaid == ("counting: across_the_edge: since",)
    assert flow.counting.edges == {"within": "whole absence", "since": "started inside"}


@pytest.mark.parametrize(
    "words", ["on: day 1", "on: [day 1, working day 4, return]", "every: 7 days, starting: day 8"]
)
def test_a_contact_that_says_its_days_is_bound(words):
    _, flow, findings = bind(contact(words))
    assert findings == []
    assert flow.contacts[0].on


@pytest.mark.parametrize("anchor", ["entered", "return", "meet", "left two"])
def test_every_kind_of_anchor_is_known(anchor):
    assert bind(meeting("", f"{{to: two, after: 1 day, from: {anchor}}}"))[2] == []


# Whatever a procedure has become, binding it gives a Flow or findings, and never anything else.


def shipped(path):
    """The data of a procedure, with the term dates of the file beside it."""
    return with_term_dates(read(path.read_bytes())[0], beside(str(path)))[0].data


SHIPPED = [shipped(path) for path in sorted(EXAMPLES.glob("*/procedure.yaml"))]
SMALL = read(
    triggers(
        [
            "often: {any: [{" + COUNT + "}, {not: long}]}",
            "long: {continuous: {at_least: 4 weeks, since: meet}}",
        ],
        "actions: [{id: meet, do: Meet, by: head, within: 1 week, outcomes: [stay, go]}], "
        "next: [{to: two, when: often}, {to: two, decided: {meet: go}, needs: {report: 1 month}}]",
    )
    + "events: {report: {title: R}}\ncontact: [{id: call, who: hr, to: employee, on: day 1}]\n"
    + "examples: [{title: t, on: 2026-01-01, record: {}, expect: {main: one, next: none}}]\n"
)[0].data
NAMES = [
    "one",
    "two",
    "often",
    "long",
    "meet",
    "report",
    "call",
    "main",
    "head",
    "entered",
    "left one",
    "none",
]


def places(data, path=()):
    """Every path of plain data, the whole excepted."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from places(value, (*path, key))


def holder(data, path):
    for segment in path[:-1]:
        data = data[segment]
    return data


@st.composite
def changed(draw):
    """A procedure with some of its parts dropped, renamed, moved or doubled."""
    data = copy.deepcopy(draw(st.sampled_from([SMALL, SMALL, *SHIPPED])))
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(list(places(data))))
        here = holder(data, path)
        how = draw(st.sampled_from(["drop", "rename", "copy", "replace"]))
        if how == "drop":
            del here[path[-1]]
        elif how == "replace":
            here[path[-1]] = draw(st.sampled_from(NAMES))
        elif how == "copy":
            other = draw(st.sampled_from(list(places(data))))
            here[path[-1]] = copy.deepcopy(holder(data, other)[other[-1]])
        elif isinstance(here, dict):
            here[draw(st.sampled_from(NAMES))] = here.pop(path[-1])
    return data


@settings(max_examples=400)
@given(changed())
def test_binding_gives_a_flow_or_findings_whatever_a_procedure_has_become(data):
    procedure, findings = parse_procedure(data)
    if procedure is not None:
        flow, findings = resolve(procedure)
        assert (flow is None) == bool(findings)
    assert all(isinstance(finding, Finding) and finding.message for finding in findings)


@pytest.mark.parametrize("data", [SMALL, *SHIPPED])
def test_what_they_were_made_from_has_no_findings(data):
    procedure, _ = parse_procedure(data)
    flow, findings = resolve(procedure)
    assert findings == []
    assert flow
