"""The closed set of conditions: one kind a file, and this folder their registry.

A file gives its WORD, its Shape (or MEMBERS, when it is made of other conditions), and four
functions: `resolve` (shape -> Condition), `test` (-> Truth), `reasons` (-> evidence) and `phrase`
(-> words). Members are reached through the scope, view or names they are given, never by import.

Two more let days be passed over, and may be left out: then every day is lived on which absence goes on
or, for the first, simply every day. `soonest` is a later day before which the condition is surely not
met (or true, or untrue) while nothing but absence happens; `new_evidence` one before which there is
nothing new in the lines that `reasons` names. A third, `heeds`, says whether it matters to the condition
that an absence which is over counts; where it is left out, it is taken to. A count also gives its
`MEASURE`, which is asked whether one absence has a part in it.

Four more say the same in whole numbers, so that the kernel can ask the condition of a million people,
compiled: `encode` (Condition -> numbers, or None where it has none), `holds` (the truth as bits), and
`changes` and `causes`, which may be left out: then it may change on any day, and nothing is used up.
Without `encode` the kernel leaves whoever it matters to for the engine.

What else is to be known of a condition is not listed elsewhere either: `FACTS` says how its figure is
said, which settings change that, and whether it looks at other tracks. `flowrules/facts.py` tells each
of them, and what is taken to be so of a file that does not say.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from flowrules.decision import Reason
from flowrules.facts import Facts, Figure
from flowrules.lines import Spell
from flowrules.view import Condition, Truth, View, Wanted
from flowrules.words import Names, spoken

_MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
WORDS: dict[str, Any] = {module.WORD: module for module in _MODULES}


def test(condition: Condition, view: View) -> Truth:
    """Whether a condition holds on the day of the view, and whether it is met on it."""
    truth: Truth = WORDS[condition.word].test(condition, view)
    return truth


def reasons(condition: Condition, view: View) -> list[Reason]:
    """The figures and lines of the record behind `test`."""
    found: list[Reason] = WORDS[condition.word].reasons(condition, view)
    return found


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    """A later day before which it surely does not come to be so, if nothing but absence happens."""
    look = getattr(WORDS[condition.word], "soonest", None)
    found: int = view.day + 1 if look is None else look(condition, view, wanted)
    return found


def new_evidence(condition: Condition, view: View) -> int:
    """A later day before which there is surely nothing new in the lines that `reasons` names."""
    look = getattr(WORDS[condition.word], "new_evidence", None)
    found: int = view.stirs() if look is None else look(condition, view)
    return found


def heeds(condition: Condition, spell: Spell, view: View) -> bool:
    """Whether it could be otherwise on this day, did an absence that is over count or not."""
    if condition.members:
        return any(heeds(member, spell, view) for member in condition.members)
    look = getattr(WORDS[condition.word], "heeds", None)
    return condition.anchor == "return" or look is None or look(condition, spell, view)


def has_part(condition: Condition, spell: Spell, view: View) -> bool:
    """Whether an absence is one of those that a count counts."""
    part: bool = WORDS[condition.word].MEASURE.has_part(condition, spell, view)
    return part


def phrase(condition: Condition, names: Names) -> str:
    """The condition in words."""
    words: str = WORDS[condition.word].phrase(condition, names)
    return words


def facts(word: str) -> Facts:
    """What the file of a condition says of it."""
    said: Facts = getattr(WORDS.get(word), "FACTS", Facts())
    return said


def figure_of(word: str) -> Figure | None:
    """How the figure of a condition is said, if it has one."""
    figure = facts(word).figure
    if figure != "its word":
        return figure
    text = f"{spoken(word.replace('_', '-'))} {{}}"
    return Figure(text, text)
