"""Charts to be placed: procedure-like ones from dice, wholly random ones, and short ways to write one."""

from random import Random

from flowrules.render.layout import Node, Out

END = None


def chart(*boxes, stages=None, columns=()):
    """Boxes by where their ways lead: `chart([1], [END, 2], [END])`; a way `END` goes to an end."""
    wishes = dict(columns)
    return [
        Node(
            stages[at] if stages else 0,
            54.0 if len(ways) > 1 else 49.5,
            tuple(Out(to) for to in ways),
            wishes.get(at),
        )
        for at, ways in enumerate(boxes)
    ]


def stages_of(dice, size):
    stages = []
    while len(stages) < size:
        stages += [stages[-1] + 1 if stages else 0] * dice.randint(2, 9)
    return stages[:size]


def procedure(size, seed):
    """Stages of 2 to 9 boxes; questions with an end, a way back or a way ahead at the side."""
    dice = Random(seed)
    questions, ends, backs = dice.uniform(0.3, 0.5), dice.uniform(0.2, 0.4), dice.uniform(0.03, 0.12)
    called, boxes = {0}, []
    for at in range(size):
        ways = [_onward(dice, at, size, called)]
        if dice.random() < questions:
            sides = 2 if dice.random() < 0.06 else 1
            ways += [_sideways(dice, at, size, ends, backs) for _ in range(sides)]
            dice.shuffle(ways)
        called.update(to for to in ways if to is not None)
        boxes.append(ways)
    stages = stages_of(dice, size)
    return [_node(dice, stage, ways) for stage, ways in zip(stages, boxes, strict=True)]


def _onward(dice, at, size, called):
    if at == size - 1:
        return END
    if at + 1 not in called or dice.random() < 0.6:
        return at + 1
    return min(size - 1, at + dice.randint(1, 10))


def _sideways(dice, at, size, ends, backs):
    chance = dice.random()
    if at == size - 1 or chance < ends:
        return END
    if chance < ends + 2 * backs:
        return dice.randint(0, at)
    return min(size - 1, at + dice.randint(1, 10))


def _node(dice, stage, ways):
    height = 54.0 if len(ways) > 1 else 26.5 + 11.5 * dice.randint(1, 3)
    return Node(stage, height, tuple(Out(to, dice.choice((28.0, 40.0))) for to in ways))


def tangle(size, seed, *, wishes=0.0):
    """Ways to anywhere, none or up to three of a box, itself and the same box twice among them."""
    dice = Random(seed)
    stages = stages_of(dice, size)
    return [
        _node(
            dice, stage, [dice.choice([END, dice.randrange(size)]) for _ in range(dice.randint(0, 3))]
        )._replace(column=dice.randrange(3) if dice.random() < wishes else None)
        for stage in stages
    ]
