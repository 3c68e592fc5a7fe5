"""The words in the boxes of the drawing: what an action, a move or a stage says, it says there."""

import pytest
from drawings import drawn, every, known, minimal, squeeze

from flowrules.render.chart import chart


def bands(flow):
    return {band.key: band for lane in chart(flow).lanes for band in lane.bands}


def box(action, name="birchwood"):
    """The small print of one action."""
    flow = known(name)
    band = bands(flow)[flow.actions[action].stage]
    (found,) = [one for one in band.boxes if one.key.endswith(f"/{action}")]
    return found.details


def one_action(triggers=None, **more):
    action = {"id": "x", "do": "Do it", "by": "manager"} | more
    other = {"id": "y", "title": "the other", "do": "Do the other", "by": "head"}
    stages = {"a": {"actions": [action, other], "next": [{"after": "3 weeks", "to": "b"}]}, "b": {}}
    return bands(minimal(stages=stages, triggers=triggers or {}))["a"].boxes[0].details


@every
def test_all_the_words_of_every_box_are_drawn(name):
    flow, svg = known(name), drawn(name)
    for band in bands(flow).values():
        where = svg.nodes[f"{band.key}/{'title' if band.boxes else 'spot'}"].words
        assert [note for note in band.notes if squeeze(note) not in where] == []
        for one in (*band.boxes, *band.ways):
            said = one.details if one in band.boxes else one.words
            assert [words for words in said if squeeze(words) not in svg.nodes[one.key].words] == []


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
        ({"differs_from": ["y"]}, "Not by anyone who did step 2"),
        ({"new_evidence": True}, "New medical evidence may be brought"),
        ({"confidential": True}, "Confidential"),
        ({"optional": True}, "If wished; never required"),
        ({"outcomes": ["go-on", "stop"]}, "To decide: go on or stop"),
        ({"if": {"absent": False}}, "Only if no longer away"),
    ],
)
def test_a_box_says_each_thing_that_the_file_says_of_an_action(more, said):
    assert one_action(**more) == (said,)


def test_a_date_moves_when_the_companion_cannot_come():
    assert one_action(companion=True, postponement="5 working days") == (
        "A companion may come",
        "May be put off by up to 5 working days if the companion cannot come",
    )


def test_an_action_owed_only_at_a_trigger_point_names_it():
    often = {"often": {"title": "Often away", "absences": {"at_least": 3, "within": "6 months"}}}
    assert one_action(often, **{"if": "often"}) == ("Only if trigger point “Often away” is reached",)


def test_an_action_owed_in_one_of_several_cases_lists_them():
    assert box("check-3") == (
        "Only if one of these:",
        "– away",
        "– on record: the report",
        "Every week from the meeting",
    )


def test_everything_that_is_said_of_a_meeting_is_in_its_box():
    assert box("meeting") == (
        "Within 8 weeks of the talk",
        "Notice: 5 working days",
        "A companion may come",
        "May be put off by up to 5 working days if the companion cannot come",
        "Not by anyone who did step 1",
        "New medical evidence may be brought",
        "To decide: monitor or fine",
    )


# Moves


def ways(stage, name="birchwood"):
    return [way.words for way in bands(known(name))[stage].ways]


def test_a_move_for_some_staff_says_for_whom():
    assert ways("fine")[0] == (
        "Trigger point “Often away” reached",
        "only for the staff groups “teacher” and “support”",
    )


def test_a_condition_without_a_name_has_a_line_for_each_way_to_meet_it():
    assert ways("fine")[2] == (
        "On record: the report",
        "or both away and absent because of “stress”",
    )


def test_what_must_hold_besides_is_not_taken_for_one_of_the_ways():
    first, *items, last = ways("review")[1]
    assert first == "One of these:"
    assert [item[:2] for item in items] == ["– ", "– "]
    assert last == "and 6 months after this stage began"


def test_a_decision_and_a_period_are_joined():
    assert ways("review")[2] == (
        "Decided at the meeting: monitor",
        "and 6 weeks after this stage began",
    )


# Stages


def test_a_stage_whose_clock_stops_says_when_and_the_signs_say_what_that_means():
    found = chart(known("birchwood"))
    assert (
        "The clock stops during closures and while in “Away for long”"
        in bands(known("birchwood"))["review"].notes
    )
    assert any(sign.startswith("Where the clock of a stage stops") for sign in found.signs)
    assert not any(sign.startswith("Where the clock") for sign in chart(known("larchwood")).signs)


def test_a_stage_without_actions_says_so_too():
    notes = bands(known("birchwood"))["warned"].notes
    assert notes == ("A warning", "The clock stops during closures")
    for note in notes:
        assert squeeze(note) in drawn("birchwood").nodes["warned/spot"].words


def test_the_kind_of_a_stage_is_said_where_its_title_leaves_it_out():
    stages = {
        "a": {"kind": "formal", "title": "Stage 1", "next": [{"after": "1 week", "to": "b"}]},
        "b": {"kind": "warning", "title": "First warning", "next": [{"after": "1 week", "to": "c"}]},
        "c": {"kind": "end", "title": "Over"},
    }
    found = bands(minimal(stages=stages))
    assert [found[name].notes for name in "abc"] == [("A formal stage",), (), ()]


def test_term_weeks_are_explained_where_they_are_used():
    assert "Term weeks: " in " ".join(chart(known("birchwood")).signs)
    assert "Term weeks: " not in " ".join(chart(known("larchwood")).signs)
