"""The text version has the same steps and ways as the picture, with the same numbers."""

import re

import pytest
from drawings import drawn, every, known, squeeze, work
from meaning import read_all

from flowrules.render import work_of


def steps(name):
    return [step for chapter in work(name).chapters for one in chapter.sections for step in one.steps]


def told(way):
    """A sentence of the text version, as what is read off the picture: an answer, and where it leads."""
    answer = (re.match("(Yes|No): ", way) or [""])[0].removesuffix(": ")
    said = way.removeprefix(f"{answer}: ").removeprefix("Then ")
    step = re.fullmatch(r"go (?:back )?to step (\d+)\.", said)
    return (answer, int(step[1])) if step else (answer, squeeze(said).lower())


def seen(way):
    """A way on the picture, in the words of the text version."""
    if way.to is not None:
        return way.answer, way.to
    title, note = way.end
    return way.answer, f"{title}({note}).".replace("()", "").lower()


@every
def test_the_steps_have_the_same_numbers_and_nothing_is_left_out(name):
    assert sorted(step.number for step in steps(name)) == sorted(read_all(drawn(name).pages).steps)


@every
def test_every_step_has_the_same_ways(name):
    ways = read_all(drawn(name).pages).ways
    for step in steps(name):
        pictured = sorted(map(str, (seen(way) for way in ways if way.of == step.number)))
        assert sorted(str(told(way)) for way in step.ways) == pictured, step


@every
def test_going_back_is_said_of_the_steps_before(name):
    for step in steps(name):
        for way in step.ways:
            _, goal = told(way)
            if isinstance(goal, int):
                assert ("go back" in way) == (goal <= step.number)


@every
def test_every_step_is_done_by_the_same_person(name):
    pictured = read_all(drawn(name).pages).steps
    for step in steps(name):
        assert squeeze(pictured[step.number].words).startswith(squeeze(f"{step.number}. {step.who}"))
        assert pictured[step.number].asks == (not step.who)


@every
def test_every_word_of_what_is_done_is_in_both(name):
    pictured = read_all(drawn(name).pages).steps
    flow = known(name)
    for step in steps(name):
        words = squeeze(" ".join(step.said)).lower()
        for action in flow.actions.values():
            do = squeeze(action.do).lower()
            if do in squeeze(pictured[step.number].words).lower() and step.who == flow.roles[action.by]:
                assert do in words


@every
def test_steps_stand_under_the_titles_of_the_stages_of_the_picture(name):
    flow = known(name)
    pictured = read_all(drawn(name).pages).steps
    for chapter in work(name).chapters:
        for section in chapter.sections:
            assert section.steps
            stages = {pictured[step.number].stage for step in section.steps}
            assert [flow.stages[stage].title for stage in stages] == [section.title]
            numbers = [step.number for step in section.steps]
            assert numbers == sorted(numbers)


@every
def test_the_chapters_are_the_tracks(name):
    titles = [chapter.title for chapter in work(name).chapters]
    tracks = known(name).tracks
    assert titles == ([track.title for track in tracks] if tracks[0].path[0] == "tracks" else [None])


@pytest.mark.parametrize("name", ["larchwood", "oakfield"])
def test_the_numbers_are_those_of_the_picture_however_it_is_placed(name):
    quick = work_of(known(name), preview=True)
    numbers = {key: number for plan in quick.drawing.plans for key, number in plan.numbers.items()}
    told_so = [
        step.number for chapter in quick.chapters for one in chapter.sections for step in one.steps
    ]
    assert sorted(numbers.values()) == sorted(told_so)
