"""Rule -> Page: what a rule means, from its docstring and its law, for people, Markdown and programs.

The docstring of a rule is the only place in which it is described: the command, the printed reference
and what code scanning shows beside a finding all come from here.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from textwrap import dedent, fill, indent
from typing import Any, NamedTuple

from flowrules.explain.document import to_plain
from flowrules.law import READ, Entry, Fact, Law
from flowrules.lint import Rule
from flowrules.words import say_day, sentence

_WIDTH, _WIDE = 100, 120  # of a screen, and of a page in the docs
_BASIS = re.compile(r"^((?:Proved|Searched): .+(?:\n.+)*)\n*", re.MULTILINE)
NOT_ADVICE = "This says what somebody should check. It is not legal advice."


class Page(NamedTuple):
    """All that is said of a rule; `basis` is how a rule of logic knows, `bad` and `good` procedures."""

    code: str
    name: str
    pack: str
    severity: str
    says: str
    why: str
    basis: str | None
    bad: str
    good: str
    can_be_allowed: bool
    law: Entry | None


def page_of(rule: Rule) -> Page:
    """The page of one rule."""
    says, _, rest = rule.module.__doc__.partition("\n\n")
    head, _, examples = rest.partition("\nBad:\n")
    bad, _, good = examples.partition("\nGood:\n")
    basis = _BASIS.search(head)
    return Page(
        code=rule.code,
        name=rule.name,
        pack=rule.pack,
        severity=rule.severity,
        says=says.strip(),
        why="\n\n".join(_on_one_line(part) for part in _BASIS.sub("", head).strip().split("\n\n")),
        basis=_on_one_line(basis[1]) if basis else None,
        bad=dedent(bad).strip() + "\n",
        good=dedent(good).strip() + "\n",
        can_be_allowed=rule.can_be_declined,
        law=rule.law,
    )


def _on_one_line(text: str) -> str:
    """A paragraph without the ends of its lines."""
    return " ".join(text.split())


def about(pack: str) -> str:
    """What the rules of a pack are about."""
    said = import_module(f"flowrules.lint.{pack.replace('-', '_')}").__doc__ or ""
    return "\n\n".join(_on_one_line(part) for part in said.strip().split("\n\n"))


def in_a_list(page: Page) -> str:
    """A rule as it stands in a list of all: its code, severity and name, and what is wrong."""
    return _wrap(f"  {page.code}  {page.severity:7}  {page.name}: {page.says}", " " * 18)


def as_text(page: Page) -> str:
    """The page as it is read on a screen."""
    head = f"{page.code} {page.name} ({page.severity}, pack {page.pack})"
    parts = [head, _wrap(page.says), *(_wrap(part) for part in _prose(page))]
    if page.law:
        parts.append("\n".join(_wrap(f"- {line}", "  ") for line in law_lines(page.law)))
        parts.append(NOT_ADVICE)
    parts += [
        f"Bad:\n{indent(page.bad, '    ')}".rstrip(),
        f"Good:\n{indent(page.good, '    ')}".rstrip(),
    ]
    if page.can_be_allowed:
        parts.append("To decide against it:\n" + indent(allowing(page), "    ").rstrip())
    return "\n\n".join(parts) + "\n"


def as_markdown(page: Page) -> str:
    """The page without its heading."""
    parts = [_wrap(part, width=_WIDE) for part in (page.says, *_prose(page))]
    if page.law:
        parts.append("\n".join(_wrap(f"- {line}", "  ", _WIDE) for line in law_lines(page.law)))
    parts += [f"Bad:\n\n{_fenced(page.bad)}", f"Good:\n\n{_fenced(page.good)}"]
    return "\n\n".join(parts) + "\n"


def as_plain(page: Page) -> dict[str, Any]:
    """The page for programs."""
    plain: dict[str, Any] = to_plain(page)
    return plain


def allowing(page: Page) -> str:
    """What is written in a procedure to decide against a rule."""
    return f"allow:\n  - {{rule: {page.name}, because: WHY, until: DAY}}\n"


def law_lines(entry: Entry) -> Iterator[str]:
    """What a rule of law rests on, how that is known, and since when."""
    yield entry.says
    yield from (_source(one) for one in entry.sources)
    yield from (_fact(one) for one in entry.facts)
    checked, review = say_day(entry.checked), say_day(entry.review_by)
    yield f"Last checked on {checked}; to be looked at again by {review}."
    if entry.unsure:
        yield f"Not certain: {_ended(entry.unsure)}"


def _source(one: Law) -> str:
    how = ": ".join(part for part in (READ[one.read], one.where) if part)
    return f"{one.text} ({how})." if how else _ended(one.text)


def _fact(one: Fact) -> str:
    since = f"From {say_day(one.from_)}" if one.from_ else ""
    until = f"until {say_day(one.until)}" if one.until else ""
    when = sentence(" ".join(part for part in (since, until) if part))
    return f"{when}: {_ended(one.says)}" if when else _ended(sentence(one.says))


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _prose(page: Page) -> Iterator[str]:
    yield from page.why.split("\n\n")
    if page.basis:
        yield page.basis


def _wrap(text: str, hanging: str = "", width: int = _WIDTH) -> str:
    return fill(text, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)


def _fenced(text: str) -> str:
    return f"```yaml\n{text}```"
