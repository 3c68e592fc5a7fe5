"""`flowrules rules`: what each rule of `lint` means, and why; one with its examples and sources."""

import json
import sys
from collections.abc import Iterator
from textwrap import fill

import click

from flowrules.cli.files import NOT_RUN
from flowrules.finding import near
from flowrules.formats.page import Page, about, as_markdown, as_plain, as_text, in_a_list, page_of
from flowrules.lint import PACKS, Rule, all_rules


@click.command("rules", short_help="what each rule of lint means, and why")
@click.argument("rules", nargs=-1, metavar="[RULE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, markdown for a page with all of them.",
)
def command(rules: tuple[str, ...], form: str) -> None:
    """Lists the rules of `flowrules lint`, pack by pack, or tells all about each RULE.

    RULE is a code, such as FR701, or a name: what is wrong and why that matters, how the rule knows, a
    procedure that breaks it and one that keeps it. For law: the sources, and the day they were last
    checked. Exit code: 0, or 2 where there is no such rule.

    \b
    Example:
      flowrules rules FR301
    """
    pages = [_named(name) for name in rules] or [page_of(rule) for rule in by_code()]
    click.echo(_say(pages, form, whole=bool(rules)), nl=False)


def by_code() -> list[Rule]:
    """Every rule, pack by pack, in the order of the codes."""
    return sorted(all_rules().values(), key=lambda rule: (PACKS.index(rule.pack), rule.code))


def _named(name: str) -> Page:
    known = all_rules()
    codes = {rule.code: rule for rule in known.values()}
    found = known.get(name.lower()) or codes.get(name.upper())
    if found is None:
        help = near(name.lower(), known) or "`flowrules rules` lists them all"
        click.echo(f"flowrules: there is no rule called `{name}`: {help}", err=True)
        sys.exit(NOT_RUN)
    return page_of(found)


def _say(pages: list[Page], form: str, *, whole: bool) -> str:
    if form == "json":
        document = {"flowrules": 1, "rules": [as_plain(page) for page in pages]}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if form == "markdown":
        return "\n".join(_sections(pages))
    return "\n".join(as_text(page) for page in pages) if whole else "\n".join(_list(pages))


def _list(pages: list[Page]) -> Iterator[str]:
    for pack in PACKS:
        yield f"{pack}\n  {about(pack).splitlines()[0]}\n"
        yield from (in_a_list(page) for page in pages if page.pack == pack)
        yield ""
    yield "flowrules rules RULE tells all about one of them\n"


def _sections(pages: list[Page]) -> Iterator[str]:
    for pack in PACKS:
        mine = [page for page in pages if page.pack == pack]
        if mine:
            yield f"## {pack}\n"
            yield "\n\n".join(fill(part, 120) for part in about(pack).split("\n\n")) + "\n"
        for page in mine:
            yield f"### {page.code} {page.name}\n"
            yield f"*{page.severity.capitalize()}.*\n\n{as_markdown(page)}"
