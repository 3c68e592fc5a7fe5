"""The shape of a condition, put together from the files of `conditions/`: one word each."""

from typing import Annotated, Any, Union

from pydantic import Field, create_model

from flowrules.conditions import WORDS
from flowrules.part import Id, Part, Text

# A trigger's name, or a condition written out.
Member = Union[Id, "Condition"]
_MEMBERS = {"list": Annotated[tuple[Member, ...], Field(min_length=1)], "one": Member}


def _fields() -> dict[str, Any]:
    fields = {}
    for word, module in WORDS.items():
        shape = _MEMBERS.get(module.MEMBERS) if hasattr(module, "MEMBERS") else module.Shape
        if shape is not None:
            about = module.__doc__.split("\n")[0].partition(": ")[2]
            about = about[:1].upper() + about[1:]
            fields[f"{word}_"] = (shape | None, Field(default=None, alias=word, description=about))
    return fields


Condition: Any = create_model(
    "Condition",
    __base__=Part,
    __module__=__name__,
    __doc__="One condition: exactly one of these words.",
    **_fields(),
)


class Trigger(Condition):  # type: ignore[misc]
    """A condition with a name of its own: when it is met, people look at what to do."""

    title: Text | None = Field(default=None, description="What it is called on the flowchart.")
    assessed: Annotated[str, Field(pattern="^on return$", examples=["on return"])] | None = Field(
        default=None, description="`on return`: looked at on the day of return, not on the days away."
    )


def words_of(shape: Any) -> list[str]:
    """The condition words that a shape uses, in alphabetical order of their files."""
    return [word for word in WORDS if getattr(shape, f"{word}_", None) is not None]
