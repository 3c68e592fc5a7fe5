"""The pages of a drawing, read back -> the moves that somebody reads off them, compared with those of the file.

Who reads a flowchart knows boxes by their numbers: a line leads from a number to a number, to an end, or
to a round box that names a number and a page. Stages are known by their bands.
"""

import re
from itertools import islice
from typing import NamedTuple

from faults import band_of, own_line

from flowrules.flow import Flow
from flowrules.words import plain

_NUMBER = re.compile(r"(\d+)\. ")
_JUMP = re.compile(r"(To|Back to) step (\d+)(?: \(page (\d+)\))?")
_FROM = re.compile(r"From (?:several steps|steps? ([\d, and]+?))(?: \(page (\d+)\))?")


class Step(NamedTuple):
    number: int
    page: int
    stage: str | None
    first: bool
    asks: bool
    words: str


class Way(NamedTuple):
    """From a step, with an answer (or none), to the step `to` or to an end; `jumps`, or is a line."""

    of: int
    answer: str
    to: int | None
    end: tuple[str, str]
    jumps: bool
    key: str


class Read(NamedTuple):
    """What is read off all pages, the steps that a line leads to, and what makes no sense by itself."""

    steps: dict[int, Step]
    ways: list[Way]
    entered: set[int]
    faults: list[str]


def read_all(pages):
    steps, faults = {}, []
    for at, page in enumerate(pages, 1):
        for shape in page.of("box"):
            found = _NUMBER.match(shape.words)
            number = int(found[1]) if found else 0
            if not found or number in steps:
                faults.append(f"{shape.key} has no number of its own")
            first = shape.key.endswith("/1")
            steps[number] = Step(number, at, band_of(page, shape), first, shape.asks, shape.words)
    if sorted(steps) != list(range(1, len(steps) + 1)):
        faults.append("the numbers of the steps have gaps")
    ways, came = [], []
    for at, page in enumerate(pages, 1):
        answers = _answers(page)
        for line in page.lines:
            tail, head = page.shapes.get(line.tail), page.shapes.get(line.head)
            if tail is None or head is None:
                continue
            to, end = _goal(head)
            if tail.kind == "box" and (found := _NUMBER.match(tail.words)):
                way = Way(int(found[1]), answers.get(line, ""), to, end, head.kind == "jump", line.head)
                ways.append(way)
            else:
                came.append((at, tail, to, end))
            if head.kind == "jump" and to in steps:
                faults += _jump_faults(at, head, _origin(tail), steps)
    faults += [said for one in came for said in _came_faults(*one, steps, ways)]
    faults += _unsaid(pages, steps, ways)
    return Read(steps, ways, _entered(pages), faults)


def _entered(pages):
    heads = [page.shapes[line.head] for page in pages for line in page.lines if line.head in page.shapes]
    return {to for head in heads if head.kind == "box" and (to := _goal(head)[0]) is not None}


def _answers(page):
    return {own_line(page, label): label.words for label in page.of("label")}


def _goal(head):
    if head.kind == "box":
        found = _NUMBER.match(head.words)
        return (int(found[1]) if found else None), ("", "")
    if head.kind == "jump":
        found = _JUMP.fullmatch(head.words)
        return (int(found[2]) if found else None), ("", "")
    bold = " ".join(text.words for text in head.texts if text.bold)
    return None, (
        _squeezed(bold),
        _squeezed(" ".join(text.words for text in head.texts if not text.bold)),
    )


def _squeezed(words):
    """Lines of a wrapped text are joined by nothing: a long word may be cut."""
    return "".join(words.split())


def _origin(tail):
    """The number that a line, or the part of one on this page, comes from."""
    found = _NUMBER.match(tail.words) or _FROM.fullmatch(tail.words)
    return int(found[1]) if found and found[1] and found[1].isdigit() else 0


# What jumps say ---------------------------------------------------------------------------------------


def _jump_faults(at, head, origin, steps):
    """A round box names the page of a step on another page, and whether it is further on or back."""
    lead, number, page = _JUMP.fullmatch(head.words).groups()
    there = steps[int(number)].page
    if page != (None if there == at else str(there)):
        yield f"{head.key}: step {number} is on page {there}, not {page}"
    if (lead == "To") != (int(number) > origin):
        yield f"{head.key}: “{lead}” is said of step {number} from step {origin}"


def _came_faults(at, tail, to, end, steps, ways):
    """A box that says where a line comes from is right about the steps and their page."""
    found = _FROM.fullmatch(tail.words)
    if found is None:
        yield f"{tail.key} says “{tail.words}”"
        return
    into = {way.of for way in ways if way.jumps and (way.to, way.end) == (to, end)}
    said = {int(one) for one in re.findall(r"\d+", found[1] or "")}
    if tail.kind == "fed" and said != into and not (len(into) > 1 and not said):
        yield f"{tail.key} says {sorted(said)}, and {sorted(into)} lead there"
    if tail.kind == "from":
        (origin,) = said or {0}
        if origin not in into:
            yield f"{tail.key}: no line goes on from step {origin}"
        if origin in steps and str(steps[origin].page) != found[2]:
            yield f"{tail.key}: step {origin} is on page {steps[origin].page}, not {found[2]}"


def _unsaid(pages, steps, ways):
    """Every round box names a step that is there, and every step has its answers."""
    for page in pages:
        for shape in page.of("jump"):
            found = _JUMP.fullmatch(shape.words)
            if found is None or int(found[2]) not in steps:
                yield f"{shape.key} says “{shape.words}”"
    for step in steps.values():
        found = sorted(way.answer for way in ways if way.of == step.number)
        if found != (["No", "Yes"] if step.asks else [""]):
            yield f"step {step.number} has the ways {found}"


# The moves --------------------------------------------------------------------------------------------


def moves_differ(flow: Flow, read: Read):
    """What is read off and is not in the file, and what is in the file and cannot be read off."""
    ways = {(way.of, way.answer): way for way in read.ways}
    yield from _unled(flow, read)
    for stage in flow.stages.values():
        steps = {one.number: one for one in read.steps.values() if one.stage == stage.id}
        first = next((one.number for one in steps.values() if one.first), None)
        if first is None:
            if stage.actions or stage.moves or steps:
                yield f"{stage.id} has no first step"
            continue
        seen, asked, last = _chain(first, steps, ways)
        if seen != set(steps):
            yield f"{stage.id}: steps {sorted(set(steps) - seen)} are in no order"
        yield from _compared(flow, stage, read, asked, last)


def _unled(flow, read):
    """Steps that no line leads to though some way does, but for that with which a track begins."""
    for track in flow.tracks:
        stages = {stage.id for stage in flow.stages_of(track.id)}
        own = sorted(step.number for step in read.steps.values() if step.stage in stages)
        for number in own[1:]:
            if number not in read.entered and any(way.to == number for way in read.ways):
                yield f"no line leads to step {number}"


def _chain(first, steps, ways):
    """From the first step of a stage along `No` and plain lines: each question, and the last way."""
    seen, asked, at = set(), [], first
    while True:
        seen.add(at)
        onward = ways.get((at, "No" if steps[at].asks else ""))
        if steps[at].asks:
            asked.append((at, ways.get((at, "Yes"))))
        if onward is None or onward.to not in steps or onward.to in seen:
            return seen, asked, onward
        at = onward.to


def _compared(flow, stage, read, asked, last):
    rests = last is not None and last.end[0] in _rests(flow, stage)
    said = [_squeezed(read.steps[number].words).lower() for number, _ in asked]
    splits = _splits(said, stage.moves, lambda words, move: not _unasked(flow, move, words))
    many = len(stage.moves) - (0 if rests else 1)
    whole = [one for one in islice(splits, 5000) if sum(map(len, one)) == many]
    split = min(whole, key=lambda one: _missing(flow, said, one), default=None)
    if split is None:
        yield f"{stage.id}: the questions of {len(asked)} steps are not its {len(stage.moves)} moves"
        return
    for words, moves, (number, way) in zip(said, split, asked, strict=True):
        for missing in _unasked(flow, moves[0], words):
            yield f"{stage.id}: step {number} does not ask “{missing}”"
        yield from _led(flow, stage, read, moves[0], way)
    if not rests:
        yield from _left(flow, stage, read, stage.moves[-1], last)


def _missing(flow, said, split):
    return sum(len(_unasked(flow, moves[0], words)) for words, moves in zip(said, split, strict=True))


def _splits(said, moves, asks):
    """The ways to give each question its moves, in order: one or, to one stage, several that it asks."""
    if not said:
        yield []
        return
    for many in range(1, len(moves) + 1):
        if many > 1 and not (moves[many - 1].to == moves[0].to and asks(said[0], moves[many - 1])):
            return
        yield from ([moves[:many], *rest] for rest in _splits(said[1:], moves[many:], asks))


def _unasked(flow, move, said):
    """What must be read on the question of a move, and is not; moves to one stage may share a question."""
    missing = [
        words
        for words in asked_words(flow, move)
        if not any(_squeezed(one).lower() in said for one in words)
    ]
    return [words[0] for words in missing]


def _rests(flow, stage):
    starts = any(track.start == stage.id for track in flow.tracks)
    if not stage.moves:
        return [_squeezed(f"End: {stage.title}")]
    return [_squeezed("No action for now" if starts else "Stay at this stage")]


def _led(flow, stage, read, move, way):
    """A way leads to the first step of the stage of a move, or to the end that stands for it."""
    target = flow.stages[move.to]
    starts = any(track.start == target.id for track in flow.tracks)
    if way is None:
        yield f"{stage.id}: the move to {move.to} is not drawn"
    elif way.to is not None:
        step = read.steps.get(way.to)
        if step is None or step.stage != target.id or not step.first:
            yield f"{stage.id}: step {way.of} leads to step {way.to}, not to {move.to}"
    elif way.end[0] != _squeezed(_end_words(stage, target, starts)):
        yield f"{stage.id}: step {way.of} ends in “{way.end[0]}”, not in {move.to}"


def _end_words(stage, target, starts):
    if target.id == stage.id:
        return "This stage begins again"
    return f"Back to “{target.title}”" if starts else f"End: {target.title}"


def _left(flow, stage, read, move, way):
    """A move without a question: the passing of time, said where it leads, or the last outcome."""
    yield from _led(flow, stage, read, move, way)
    if move.when or move.needs or move.groups:
        yield f"{stage.id}: the move to {move.to} needs a question"
    if way is None:
        return
    before = _squeezed(read.steps[way.of].words) + way.end[1]
    if move.after and _squeezed(f"{move.after} after").lower() not in before.lower():
        yield f"{stage.id}: nothing says that {move.after} must pass"
    if move.decided and _others(stage, move) - {one.decided for one in stage.moves[:-1]}:
        yield f"{stage.id}: the move to {move.to} is not all that remains"
    if move.needs_reason and "withthereasononrecord" not in before.lower():
        yield f"{stage.id}: nothing says that the move to {move.to} needs a reason"


def _others(stage, move):
    ((action, outcome),) = move.decided
    outcomes = next(one.outcomes for one in stage.actions if one.id == action)
    return {((action, other),) for other in outcomes if other != outcome}


def asked_words(flow, move):
    """What must be read on the question of a move: of each, one of several wordings."""
    names = flow.names()
    for _, outcome in move.decided:
        yield [outcome.replace("-", " ")]
    if move.when:
        title = flow.triggers[move.trigger].title if move.trigger else None
        yield [
            names.phrase(plain(move.when)),
            *([title or move.trigger.replace("-", " ")] if move.trigger else []),
        ]
    if move.after:
        yield [f"{move.after} after {names.anchor(move.anchor)}"]
    for thing, _ in move.needs:
        yield [names.thing(thing)]
    for group in move.groups:
        yield [group.replace("-", " ")]
    if move.needs_reason:
        yield ["with the reason on record"]


def meaning(flow: Flow, pages) -> list[str]:
    read = read_all(pages)
    return [*read.faults, *moves_differ(flow, read)]
