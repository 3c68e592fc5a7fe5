"""`lint --fix`: a procedure's bytes -> those with every certain edit, written where they came from."""

import stat
from datetime import date
from pathlib import Path

import click

from flowrules.cli.files import beside, read_bytes, write_whole
from flowrules.fixes import Fixed, Mended, difference, fix
from flowrules.formats.run import look
from flowrules.placed import Placed

_MARK = b"\xef\xbb\xbf"  # that Windows puts before a text


def mend(name: str, content: bytes, today: date) -> bytes:
    """The file as it is now: with its edits, each of which is told of, or as it was."""
    fixed = _fixed(name, content, today)
    mended = _bytes_of(content, fixed)
    if mended != content and name != "-":
        if problem := _unwritable(name, content):
            click.echo(f"{name}: {problem}, and is left as it is", err=True)
            return content
        _write(Path(name), mended)
    for one in fixed.mended:
        click.echo(_said(one), err=True)
    if name == "-":
        click.echo(mended, nl=False)
    return mended


def show_edits(name: str, content: bytes, today: date) -> None:
    """The edits as a difference between two texts; nothing is written."""
    fixed = _fixed(name, content, today)
    if fixed.mended:
        click.echo(difference(name, content.decode("utf-8-sig"), fixed.text), nl=False)


def _fixed(name: str, content: bytes, today: date) -> Fixed:
    def found(text: str) -> list[Placed]:
        return list(look(text.encode(), name, beside=beside(name), today=today).findings)

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Fixed("", ())
    return fix(text, found)


def _bytes_of(content: bytes, fixed: Fixed) -> bytes:
    """Whatever was not edited stays byte for byte."""
    if not fixed.mended:
        return content
    return (_MARK if content.startswith(_MARK) else b"") + fixed.text.encode()


def _unwritable(name: str, content: bytes) -> str | None:
    """A link would be put in the place of what it leads to; a file may have changed meanwhile."""
    if Path(name).is_symlink() or not Path(name).is_file():
        return "is a link or no file"
    return None if read_bytes(name) == content else "has changed meanwhile"


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all, and open to those to whom it was open."""
    mode = stat.S_IMODE(target.stat().st_mode)
    write_whole(target, content, private=not mode & 0o077)
    target.chmod(mode)


def _said(one: Mended) -> str:
    place = f"{one.finding.file}:{one.finding.line}:{one.finding.column}"
    return f"{place}: mended {_shown(one.old)}: now {_shown(one.new)} ({one.finding.rule})"


def _shown(text: str) -> str:
    if not text:
        return "nothing"
    if text == " ":
        return "a space"
    return f"`{text}`" if text.isprintable() else " ".join(f"U+{ord(one):04X}" for one in text)
