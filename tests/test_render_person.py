"""One person's way on the chart: what was done when, where they are, what is next; and no name."""

from pathlib import Path

import pytest
from asking import answer, record_of, whole_flow
from click.testing import CliRunner
from drawings import EXAMPLES, OAKFIELD, read_drawing

from flowrules.cli import main
from flowrules.render import render, work_of
from flowrules.render.marks import Person

TALKS = """\
flowrules: 1
procedure: {id: talks, title: Talks}
triggers: {often: {title: Often away, absences: {at_least: 2, within: 6 months}}}
stages:
  fine: {title: All well, next: [{when: often, to: talk}]}
  talk:
    title: A talk
    actions:
      - {id: meet, do: Meet and listen, by: manager, within: 10 working days, outcomes: [agree, nothing]}
      - {id: note, do: Write it down, by: hr, within: 5 working days, from: meet}
    next:
      - {decided: {meet: agree}, to: watch}
      - {decided: {meet: nothing}, to: fine}
  watch:
    title: Watching
    actions: [{id: look, do: Look again together, by: manager, within: 6 weeks}]
    next:
      - {when: often, to: talk}
      - {after: 12 weeks, to: fine}
"""
AWAY = "2025-01-06, 2025-02-03"
MET = "[{action: meet, outcome: agree, on: 2025-02-10, by: Ann Other}]"


def of(on, *, called=None, **record):
    """The work of a person, and the boxes of the chart by their keys."""
    flow = whole_flow(TALKS)
    decision = answer(flow, on, **record)
    work = work_of(flow, person=Person(record_of(**record), decision, called))
    return work, {box.key: box for part in work.drawing.chart.parts for box in part.boxes}


def test_what_was_done_and_decided_is_on_the_way_with_its_day():
    work, boxes = of("2025-02-20", away=AWAY, events=MET)
    assert boxes["fine/1"].marks == ("Yes: 3 February 2025",)
    assert boxes["talk/1"].marks == ("Done 10 February 2025",)
    assert boxes["talk/3"].marks == ("Yes: 10 February 2025",)
    assert [key for key, box in boxes.items() if box.lit == "past"] == ["fine/1", "talk/1", "talk/3"]
    assert [key for key, box in boxes.items() if box.lit == "now"] == ["talk/2"]
    ways = [way.key for box in boxes.values() for way in box.ways if way.lit]
    assert ways == ["fine/1/yes", "talk/1/on", "talk/2/on", "talk/3/yes"]
    titles = [band.title for band in work.drawing.chart.parts[0].bands]
    assert titles == ["All well", "A talk", "Watching (now, since 10 February 2025)"]


def test_what_is_next_and_what_would_lead_on_is_on_the_present_stage():
    _, boxes = of("2025-02-20", away=AWAY, events=MET)
    assert boxes["watch/1"].lit == "may"
    assert boxes["watch/1"].marks == ("Due by 24 March 2025",)
    assert boxes["talk/2"].marks == ("Next: due by 17 February 2025, 3 days overdue",)
    (asked,) = (boxes[key] for key in boxes if key == "watch/2")
    assert asked.marks == ("No: from 6 May 2025, if nothing changes", "One more absence would be enough")


def test_somebody_back_at_the_start_has_no_open_case():
    nothing = MET.replace("agree", "nothing")
    work, boxes = of("2025-03-03", away=AWAY, events=nothing)
    assert [box.key for box in boxes.values() if box.lit == "past"] == []
    assert work.drawing.chart.parts[0].bands[0].title == "All well (now, since 10 February 2025)"


def test_the_pages_name_nobody_unless_asked():
    work, _ = of("2025-02-20", away=AWAY, events=MET)
    said = b"".join(one for suffix in (".svg", ".md", ".html") for one in render(work, suffix)).decode()
    assert "Where one employee stands on 20 February 2025" in said
    assert "Ann Other" not in said
    work, _ = of("2025-02-20", called="E7", away=AWAY, events=MET)
    assert "Where E7 stands on 20 February 2025" in b"".join(render(work, ".svg")).decode()


def test_the_way_taken_is_drawn_thicker_and_the_text_version_says_it_too():
    work, _ = of("2025-02-20", away=AWAY, events=MET)
    (page, *_) = render(work, ".svg")
    assert b'stroke-width="3.4"' in page
    (text,) = render(work, ".md")
    assert "Done 10 February 2025." in text.decode()
    assert read_drawing(render(work, ".svg")).words("fine/1").endswith("Yes:3February2025")


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words], prog_name="flowrules")


def test_the_command_draws_a_record_and_stops_at_one_with_a_mistake(run):
    record = EXAMPLES / "oakfield" / "records" / "E1077.yaml"
    done = run("render", OAKFIELD, "--record", record, "--on", "2026-11-21", "-o", "p.md")
    assert done.exit_code == 0
    text = Path("p.md").read_text("utf-8")
    assert "Where one employee stands on 21 November 2026" in text
    assert "E1077" not in text
    done = run("render", OAKFIELD, "--record", record, "--on", "2026-11-21", "--with-id", "-o", "p.md")
    assert "Where E1077 stands on 21 November 2026" in Path("p.md").read_text("utf-8")
    Path("wrong.yaml").write_text("absences: [{from: 2026-02-03, to: 2026-02-01}]\n")
    done = run("render", OAKFIELD, "--record", "wrong.yaml", "--on", "2026-11-21", "-o", "q.md")
    assert done.exit_code == 1
    assert not Path("q.md").exists()


def test_there_is_nothing_to_show_of_somebody_who_is_not_covered(run):
    Path("p.yaml").write_text(TALKS.replace("title: Talks", "title: Talks, covers: {groups: [teacher]}"))
    Path("r.yaml").write_text("employee: {group: support}\n")
    done = run("render", "p.yaml", "--record", "r.yaml", "--on", "2025-02-20", "-o", "q.md")
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert "the procedure is not for this person, so there is nothing to show" in done.output


def test_who_was_placed_went_along_no_way_that_is_drawn():
    placed = "[{placed: {main: watch}, because: an agreement, on: 2025-02-12}]"
    _, boxes = of("2025-02-20", away=AWAY, events=placed)
    assert boxes["fine/1"].marks == ("Yes: 3 February 2025",)
    assert [
        way.key for key, box in boxes.items() for way in box.ways if way.lit and key != "fine/1"
    ] == []
    assert boxes["talk/3"].marks == ()


def test_an_earlier_stay_does_not_date_the_present_one():
    again = AWAY + ", 2025-03-03"
    _, boxes = of("2025-03-10", away=again, events=MET)
    assert boxes["watch/2"].marks == ("Yes: 3 March 2025",)
    assert not any(mark.startswith("Yes: ") for mark in boxes["talk/3"].marks)


def test_what_needs_a_decision_too_is_not_said_to_need_absence_alone():
    both = TALKS.replace(
        "{when: often, to: talk}\n      - {after",
        "{when: often, decided: {look: go}, to: talk}\n      - {after",
    )
    both = both.replace("within: 6 weeks}", "within: 6 weeks, outcomes: [go, stay]}")
    flow = whole_flow(both)
    decision = answer(flow, "2025-02-20", away=AWAY, events=MET)
    work = work_of(flow, person=Person(record_of(away=AWAY, events=MET), decision))
    marks = [mark for part in work.drawing.chart.parts for box in part.boxes for mark in box.marks]
    assert "One more absence would be enough" not in marks


def test_what_was_done_in_a_stage_that_was_never_entered_is_marked_too():
    start = TALKS.replace(
        "fine: {title: All well,",
        "fine: {title: All well, actions: [{id: hello, do: Say hello, by: manager}],",
    )
    flow = whole_flow(start)
    record = {"events": "[{action: hello, on: 2025-01-08}]"}
    decision = answer(flow, "2025-02-20", **record)
    work = work_of(flow, person=Person(record_of(**record), decision))
    assert work.drawing.chart.parts[0].boxes[0].marks == ("Done 8 January 2025",)
