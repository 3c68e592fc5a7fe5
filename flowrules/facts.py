"""Facts: what a condition's file says of it beside the functions it gives; each may be left out."""

import re
from fractions import Fraction
from typing import Literal, NamedTuple

from flowrules.words import say_amount, say_number

# The settings under `counting` that change the figures of some conditions only.
Setting = Literal["rest_days", "part_days: make_an_absence", "part_days: lose"]
_NUMBER = re.compile("{(.*?)}")


class Figure(NamedTuple):
    """How a figure is said, and which figures there are.

    In its texts `{}` is the number, and `{day}` so many days. `said` is the figure of one person, and
    `in_working_days` the same where it is held against working days alone; `missing` is what is said
    where there is none, though no day to count from is wanting. `many` is any figure, in findings and
    documents, and `bound` one as it is written; `lost`: so many of what each absence has lost. `whole`:
    all are whole numbers; `most`: the highest.
    """

    said: str
    many: str
    bound: str = "{}"
    in_working_days: str = ""
    missing: str = ""
    lost: str = "working day"
    whole: bool = False
    most: Fraction | None = None

    @property
    def called(self) -> str:
        """What it is so many of: `working days lost`."""
        return self.many.replace("{}", "").strip()


class Facts(NamedTuple):
    """What is so of one condition.

    `figure`: how its figure is said; None where it has none, as its reasons have no `value`, so that it
    uses up no absence when it takes a move. Left out, its word is said for it; and what it used up, as
    with any figure but a count's, is left to the engine, where a procedure asks for that.

    `changed_by`: the settings that change its figure, beside those that may change any; left out, none,
    and of these none is told as left to its default.

    `elsewhere`: it looks at where the person is, or was, so that a step on another track can change it
    (that its anchor can is known). Left out, it is taken to: it is asked more often, and never too late.
    """

    figure: Figure | Literal["its word"] | None = "its word"
    changed_by: tuple[Setting, ...] = ()
    elsewhere: bool = True


def fill(text: str, number: Fraction | int) -> str:
    """A text with a number in its places."""
    return _NUMBER.sub(lambda at: say_number(number, at[1]) if at[1] else say_amount(number), text)
