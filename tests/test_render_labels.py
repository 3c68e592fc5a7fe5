"""The words in the boxes of the drawing and in its text version: what the file says, they say."""

import pytest
from drawings import drawn, drawn_of, every, known, minimal, squeeze, work

from flowrules.render import work_of
from flowrules.render.chart import chart
from flowrules.render.wording import details


def bands(flow):
    return {band.key: band for part in chart(flow).parts for band in part.bands}


def boxes(flow):
    return {box.key: box for band in bands(flow).values() for box in band.boxes}


def full(action, name="birchwood"):
    """Everything that the text version says of an action."""
    flow = known(name)
    return tuple(details(flow, flow.actions[action]))


def flow_with(triggers=None, **more):
    action = {"id": "x", "do": "Do it", "by": "manager"} | more
    other = {"id": "y", "title": "the other", "do": "Do the other", "by": "head"}
    stages = {"a": {"actions": [action, other], "next": [{"after": "3 weeks", "to": "b"}]}, "b": {}}
    return minimal(stages=stages, triggers=triggers or {})


def one_action(triggers=None, **more):
    flow = flow_with(triggers, **more)
    return tuple(details(flow, flow.actions["x"]))


@every
def test_all_the_words_of_every_way_are_drawn(name):
    found = drawn(name)
    for box in boxes(known(name)).values():
        for way in box.ways:
            if way.end is not None:
                said = found.words(f"{way.key}/end")
                assert said == squeeze(f"{way.end.title} {way.end.note}")
            if way.label:
                assert found.words(f"{way.key}/label") == way.label


# Actions


def test_an_action_without_more_says_nothing_more():
    assert one_action() == ()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"within": "3 term weeks"}, "Within 3 term weeks"),
        ({"within": "1 week", "from": "y"}, "Within 1 week of the other"),
        ({"within": "1 week", "from": "return"}, "Within 1 week of the last return to work"),
        ({"within": "1 week", "from": "left b"}, "Within 1 week of leaving “B”"),
        ({"from": "y"}, "After the other, with no last day"),
        ({"before": "y"}, "Before the other"),
        ({"before": "y", "within": "3 working days"}, "At least 3 working days before the other"),
        ({"every": "4 weeks"}, "Every 4 weeks"),
        ({"every": "1 term week"}, "Every term week"),
        ({"every": "4 weeks", "from": "y"}, "Every 4 weeks from the other"),
        ({"every": "6 weeks", "within": "1 week"}, "First within 1 week, then every 6 weeks"),
        (
            {"every": "6 weeks", "within": "1 week", "from": "y"},
            "First within 1 week of the other, then every 6 weeks",
        ),
        ({"group": "support"}, "Only for the staff group “support”"),
        ({"group": ["support", "site-team"]}, "Only for the staff groups “support” and “site team”"),
        ({"notice": "5 working days"}, "Notice: 5 working days"),
        ({"postponement": "5 days"}, "May be put off by up to 5 days"),
        ({"differs_from": ["y"]}, "Not by anyone who did: the other"),
        ({"new_evidence": True}, "New medical evidence may be brought"),
        ({"confidential": True}, "Confidential"),
        ({"optional": True}, "If wished"),
        ({"outcomes": ["go-on", "stop"]}, "To decide: go on or stop"),
        ({"if": {"absent": False}}, "Only if no longer away"),
    ],
)
def test_the_text_version_says_each_thing_that_the_file_says_of_an_action(more, said):
    assert one_action(**more) == (said,)


def test_a_date_moves_when_the_companion_cannot_come():
    assert one_action(companion=True, postponement="5 working days") == (
        "A companion may come",
        "May be put off by up to 5 working days if the companion cannot come",
    )


def test_an_action_owed_only_at_a_trigger_point_names_it():
    often = {"often": {"title": "Often away", "absences": {"at_least": 3, "within": "6 months"}}}
    assert one_action(often, **{"if": "often"}) == ("Only if trigger point “Often away” is reached",)


def test_an_action_owed_in_one_of_several_cases_names_them():
    assert full("check-3") == ("Only if away, or on record: the report", "Every week from the meeting")


def test_everything_that_is_said_of_a_meeting_is_in_the_text_version():
    assert full("meeting") == (
        "Within 8 weeks of the talk",
        "Notice: 5 working days",
        "A companion may come",
        "May be put off by up to 5 working days if the companion cannot come",
        "Not by anyone who did: the talk",
        "New medical evidence may be brought",
        "To decide: monitor or fine",
    )


def test_a_box_says_what_it_has_room_for_and_what_is_confidential():
    found = boxes(known("birchwood"))
    (said,) = found["review/4"].details
    assert said == ". ".join(full("meeting")[:3])
    assert found["review/3"].details == (
        "Only if on record: the report. Before the meeting. Confidential",
    )


def test_a_box_leaves_to_the_questions_what_they_ask_of_a_decision():
    (said,) = boxes(known("larchwood"))["stage-1/3"].details
    assert said.endswith("To decide: monitor or no action")
    assert "To decide" not in boxes(known("birchwood"))["review/4"].details[0]


@every
def test_every_action_has_a_box_of_its_own_in_the_order_of_the_file(name):
    flow = known(name)
    done = [box for band in bands(flow).values() for box in band.boxes if box.kind == "do"]
    for stage in flow.stages.values():
        own = [box for box in done if box.stage == stage.id]
        assert [(box.action, box.role) for box in own] == [(one.id, one.by) for one in stage.actions]


def test_moves_to_one_stage_that_stand_together_are_one_question_while_it_is_short():
    moves = [{"when": {"absent": answer}, "to": "b"} for answer in (True, False)]
    moves += [{"when": {"recorded": "e"}, "to": "c"}]
    stages = {"a": {"next": moves}, "b": {}, "c": {}}
    found = boxes(minimal(events={"e": {"title": "the report"}}, stages=stages))
    assert [box.said for box in found.values()] == [
        ("Away, or no longer away?",),
        ("On record: the report?",),
    ]


# Moves


def asked(stage, name="birchwood"):
    """The sentences of the questions of a stage, as the text version has them."""
    made = work(name)
    steps = {
        one.number: one for chapter in made.chapters for part in chapter.sections for one in part.steps
    }
    found = [
        steps[number] for key, number in made.drawing.numbers.items() if key.startswith(f"{stage}/")
    ]
    return [step.said for step in sorted(found) if not step.who]


def test_a_move_for_some_staff_says_for_whom():
    assert asked("fine")[0] == (
        "3 or more absences of under 28 days in 6 months?",
        "Only for the staff groups “teacher” and “support”.",
    )


def test_a_condition_without_a_name_says_each_way_to_meet_it():
    (said,) = asked("fine")[-1]
    assert said.endswith("on record: the report, or both away and absent because of “stress”?")


def test_a_decision_and_a_period_are_joined():
    (said,) = asked("review")[2]
    assert said.startswith("Decided: monitor, and 6 weeks after this stage began, not counting ")


def test_evidence_and_a_reason_that_a_move_needs_are_named():
    assert asked("stage-1", "larchwood")[:2] == [
        ("Decided: no action?", "With the reason on record."),
        (
            "5 or more working days lost since the Stage 1 meeting?",
            "Needs a report from occupational health, no older than 3 months.",
        ),
    ]


def test_a_question_names_all_that_it_needs():
    assert boxes(known("larchwood"))["stage-1/6"].details == (
        "Needs: a report from occupational health",
    )
    needs = {"report": "3 months", "advice": "6 months", "note": "3 months"}
    events = {name: {"title": f"the {name}"} for name in needs}
    moves = [{"when": {"absent": True}, "needs": needs, "to": "b"}]
    found = boxes(minimal(events=events, stages={"a": {"next": moves}, "b": {}}))
    assert found["a/1"].details == ("Needs: the report, the advice and the note",)


OFTEN = {
    "title": "Bradford score of 125",
    "bradford": {"at_least": 125, "less_than": 400, "within": "52 weeks"},
    "assessed": "on return",
}
OFTEN_IN_FULL = (
    "Bradford score of 125 (a Bradford score of 125 or more and under 400 in 52 weeks; "
    "assessed on return)"
)


def asked_of(*moves, **more):
    """The box of the question that these moves share, and the sentences of the text version."""
    stages = {"a": {"next": [one | {"to": "b"} for one in moves]}, "b": {}} | more
    flow = minimal(triggers={"often": OFTEN}, stages=stages)
    (chapter,) = work_of(flow, preview=True).chapters
    return boxes(flow)["a/1"], chapter.sections[0].steps[0].said


def test_a_name_is_said_once_as_the_file_writes_it():
    box, said = asked_of({"when": "often"})
    assert box.said == ("Bradford score of 125?",)
    assert said == (f"{OFTEN_IN_FULL}?",)


def test_a_question_that_moves_share_says_where_to_look_a_name_up():
    box, said = asked_of({"when": {"absent": True}}, {"when": "often"})
    assert box.said == ("Away, or Bradford score of 125?",)
    assert box.details == ("See trigger points",)
    assert said == (f"Away, or {OFTEN_IN_FULL}?",)


def test_the_questions_of_a_stage_are_asked_in_the_order_of_the_file():
    keys = [f"stage-1/{at}" for at in (5, 6, 7)]
    found = boxes(known("larchwood"))
    assert [found[key].kind for key in keys] == ["ask", "ask", "ask"]
    assert [found[key].ways[0].label for key in keys] == ["Yes", "Yes", "Yes"]
    assert [found[key].ways[1].to for key in keys] == ["stage-1/6", "stage-1/7", None]


def test_the_passing_of_time_is_said_where_it_leads_or_has_a_box():
    larchwood, birchwood = boxes(known("larchwood")), boxes(known("birchwood"))
    assert larchwood["stage-1/7"].ways[1].end.note == "12 weeks after the Stage 1 meeting"
    wait = birchwood["warned/1"]
    assert (wait.kind, wait.who) == ("wait", "Time")
    assert wait.said == ("12 months after this stage began, not counting closures",)


def test_a_stage_that_begins_again_says_so():
    found = boxes(known("larchwood"))["hearing/3"]
    assert [way.end.title for way in found.ways] == [
        "This stage begins again",
        "End: Employment has ended",
    ]


def test_where_nobody_moves_on_it_is_said_when_to_look_again():
    ends = {key: box.ways[-1].end for key, box in boxes(known("birchwood")).items()}
    assert ends["fine/2"][1:] == ("No action for now", "Look again at each absence")
    assert ends["review/11"][1:] == ("Stay at this stage", "Look again when something changes")


# Stages


def test_a_stage_whose_clock_stops_says_when_and_the_signs_say_what_that_means():
    found = chart(known("birchwood"))
    assert (
        "The clock stops during closures and while in “Away for long”"
        in bands(known("birchwood"))["review"].notes
    )
    assert any(sign.startswith("Where the clock of a stage stops") for sign in found.signs)
    assert not any(sign.startswith("Where the clock") for sign in chart(known("larchwood")).signs)


def test_a_period_names_the_days_on_which_its_clock_stops():
    away = {"title": "Away for long", "track": "long", "next": [{"when": {"absent": False}, "to": "in"}]}
    stages = {
        "in": {"track": "long", "next": [{"when": {"absent": True}, "to": "away"}]},
        "away": away,
        "a": {
            "track": "main",
            "pauses": ["closure", {"in_stage": "away"}],
            "next": [{"when": {"absent": True}, "to": "b"}, {"after": "6 months", "to": "b"}],
        },
        "b": {"track": "main", "next": [{"after": "6 months", "to": "a"}]},
    }
    tracks = {"main": {"title": "Main", "start": "b"}, "long": {"title": "Long", "start": "in"}}
    found = drawn_of(minimal(tracks=tracks, stages=stages), preview=True)
    paused = "6 months after this stage began, not counting closures and days in “Away for long”"
    assert found.words("a/1/no/end").endswith(squeeze(paused))
    assert found.words("b/1").endswith(squeeze("6 months after this stage began"))


def test_a_fixed_window_names_the_days_on_which_its_clock_stops():
    again = {"absences": {"at_least": 1, "since": "entered", "for": "12 weeks"}}
    for pauses, said in ((["closure"], ("Not counting closures",)), ([], ())):
        stage = {"pauses": pauses, "next": [{"when": again, "to": "b"}]}
        box, told = asked_of(a=stage)
        assert box.details == said
        assert told[1:] == tuple(f"{one}." for one in said)


def test_the_text_version_has_what_the_title_of_a_stage_leaves_unsaid():
    sections = {one.title: one for chapter in work("birchwood").chapters for one in chapter.sections}
    assert sections["Final stage"].notes == ("A warning", "The clock stops during closures")


def test_the_kind_of_a_stage_is_said_where_its_title_leaves_it_out():
    stages = {
        "a": {"kind": "formal", "title": "Stage 1", "next": [{"after": "1 week", "to": "b"}]},
        "b": {"kind": "warning", "title": "First warning", "next": [{"after": "1 week", "to": "c"}]},
        "c": {"kind": "hearing", "title": "Over", "next": [{"after": "1 week", "to": "a"}]},
    }
    found = bands(minimal(stages=stages))
    assert [found[name].notes for name in "abc"] == [("A formal stage",), (), ("A hearing",)]


def test_term_weeks_are_explained_where_they_are_used():
    assert "Term weeks: " in " ".join(chart(known("birchwood")).signs)
    assert "Term weeks: " not in " ".join(chart(known("larchwood")).signs)


def test_an_outcome_that_may_never_be_decided_is_asked_for_and_not_the_rest_of_another():
    stages = {
        "a": {
            "actions": [
                {"id": "hear", "do": "Hear", "by": "head", "outcomes": ["yes", "no"], "optional": True}
            ],
            "next": [{"decided": {"hear": "yes"}, "to": "b"}, {"decided": {"hear": "no"}, "to": "c"}],
        },
        "b": {"kind": "end"},
        "c": {"kind": "end"},
    }
    boxes = chart(minimal(stages=stages)).parts[0].boxes
    assert [box.said[0] for box in boxes] == ["Hear", "Decided: yes?", "Decided: no?"]
    assert boxes[2].ways[1].end.look == "stay"
    del stages["a"]["actions"][0]["optional"]
    boxes = chart(minimal(stages=stages)).parts[0].boxes
    assert [box.said[0] for box in boxes] == ["Hear", "Decided: yes?"]
    assert boxes[1].ways[1].end.note == "Decided: no"


def test_and_and_or_in_one_question_can_be_read_in_one_way_only():
    either = {"any": [{"recorded": "ask"}, {"absent": True}]}
    stages = {
        "a": {
            "actions": [
                {"id": "ask", "do": "Ask", "by": "employee", "optional": True},
                {"id": "hear", "do": "Hear", "by": "head", "outcomes": ["yes", "no", "later"]},
            ],
            "next": [
                {"decided": {"hear": "yes"}, "when": either, "to": "b"},
                {"decided": {"hear": "no"}, "to": "b"},
            ],
        },
        "b": {"kind": "end"},
    }
    asked = chart(minimal(stages=stages)).parts[0].boxes[2].said[0]
    assert asked == "(decided: yes, and (on record: “Ask”, or away)), or decided: no?"
