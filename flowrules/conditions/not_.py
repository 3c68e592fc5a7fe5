"""`not`: its member does not hold; that is enough, and no absence is needed that day."""

from typing import Any

from flowrules.decision import Reason
from flowrules.facts import Facts
from flowrules.finding import Path
from flowrules.view import Condition, Truth, View, Wanted
from flowrules.words import Names, plain

WORD = "not"
MEMBERS = "one"
FACTS = Facts(elsewhere=False)


def resolve(shape: Any, path: Path, scope: Any) -> Condition:
    return Condition(WORD, path, members=(scope.bind(shape, path),), negative=True)


def test(condition: Condition, view: View) -> Truth:
    true = not view.ask(condition.members[0]).true
    return Truth(true, true)


def soonest(condition: Condition, view: View, wanted: Wanted) -> int:
    return view.soonest(condition.members[0], "true" if wanted == "untrue" else "untrue")


def reasons(condition: Condition, view: View) -> list[Reason]:
    return view.reasons(condition.members[0])


def phrase(condition: Condition, names: Names) -> str:
    said = plain(condition)
    if said.word != WORD:
        return names.phrase(said)
    return f"not {names.phrase(said.members[0])}".replace(" at some time", " at any time")
