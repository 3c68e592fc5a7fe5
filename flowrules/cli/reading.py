"""What the command line names -> how records are read: the day, the mapping, the key, open files."""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from flowrules.answer import Asked
from flowrules.cli.files import FOUND, read_bytes, stop, stop_at, write_whole
from flowrules.cli.show import show_text
from flowrules.flow import Flow
from flowrules.people import Person, Stray
from flowrules.records import Reading, is_of_everybody, read_all
from flowrules.source import text_only
from flowrules.words import join_words

if TYPE_CHECKING:
    from flowrules.tables.mapping import Mapping

on_option = click.option(
    "--on",
    callback=lambda _ctx, _param, value: day_of(value),
    metavar="DATE",
    help="The day asked about, as 2026-11-21; today if not given.",
)
map_option = click.option(
    "--map",
    "mapping",
    metavar="MAP",
    help="What the columns of an export are: a file that `flowrules map` wrote, or the name of a "
    "shipped one; guessed if not given.",
)
key_option = click.option(
    "--key",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="With a census: the key of its pseudonyms; made where there is none yet.",
)
known_on_option = click.option(
    "--known-on",
    callback=lambda _ctx, _param, value: day_of(value),
    metavar="DATE",
    help="Look only at what was known by this day; by the day asked about, if not given.",
)


def day_of(value: str | None) -> date | None:
    """A day as it is written on the command line."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter(f"`{value}` is not a date; write it as 2026-11-21") from None


def asked_of(on: date | None, known_on: date | None = None, *, hindsight: bool = False) -> Asked:
    """What is asked; today where no day is given."""
    day = on or date.today()  # noqa: DTZ011 - the day here is the user's own
    if known_on is not None and known_on > day and not hindsight:
        raise click.UsageError(
            "what became known after the day asked about is looked at only with --hindsight"
        )
    return Asked(day, known_on, hindsight)


def reading_of(
    flow: Flow, asked: Asked, mapping: str | None = None, key: Path | None = None, *, names: bool = False
) -> Reading:
    """How records are read; ends where the mapping or the key is not right."""
    return Reading(
        asked.horizon,
        flow,
        _mapping(mapping, flow) if mapping else None,
        _key(key) if key else None,
        names,
    )


def one_person(name: str, reading: Reading) -> Person:
    """The one person in a file; ends where there is none, or more than one."""
    people = []
    for one in read_all([name], opened, reading):
        show_text(one.findings if isinstance(one, Stray) else one.notes, None, err=True)
        if isinstance(one, Person):
            people.append(one)
    if len(people) != 1:
        stop(f"{name}: has {'several records' if people else 'no record'}; one is drawn at a time")
    return people[0]


def readable(names: Iterable[str]) -> tuple[list[str], bool]:
    """The files that can be opened, and whether any cannot: that is said, and the others go on.

    A table that is missing may be about anybody, so then it ends.
    """
    found, missing = [], False
    for name in names:
        try:
            opened(name).close() if name != "-" else None
            found.append(name)
        except SystemExit:
            if is_of_everybody(name):
                stop("nobody is decided, as what is missing may be about anybody")
            missing = True
    return found, missing


def opened(name: str) -> BinaryIO:
    """A file, or standard input for `-`."""
    try:
        return sys.stdin.buffer if name == "-" else Path(name).open("rb")
    except OSError as error:
        stop_at(name, "cannot be read", error)


def _mapping(name: str, flow: Flow) -> "Mapping":
    """The mapping in a file, or a shipped one of that name."""
    from flowrules.tables.check_mapping import checked_mapping
    from flowrules.tables.shipped import NAMES, shipped

    content = None if Path(name).exists() else shipped(name)
    if content is None:
        if not Path(name).exists() and not Path(name).suffix:
            stop(f"there is no file `{name}`, and no shipped mapping: those are {join_words(NAMES)}")
        content = read_bytes(name)
    mapping, source, placed = checked_mapping(content, name, flow)
    if mapping is None:
        show_text(placed, source or text_only(content, name), err=True)
        sys.exit(FOUND)
    if mapping.unverified:
        click.echo(f"mapping `{name}`: {mapping.unverified}; check some answers by hand", err=True)
    return mapping


def _key(path: Path) -> bytes:
    """The key in a file; a new one is made, and said, where there is no such file."""
    from flowrules.pseudonym import new_key, read_key, write_key

    if path.exists():
        key = read_key(read_bytes(str(path)))
        if key is None:
            stop(f"{path}: is no key of flowrules; name a file that is not there yet, to make one")
        return key
    key = new_key()
    write_whole(path, write_key(key), private=True)
    click.echo(
        f"wrote {path}: keep it, and keep it private; it gives the same pseudonyms again", err=True
    )
    return key
