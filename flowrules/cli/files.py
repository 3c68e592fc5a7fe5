"""Paths on the command line -> bytes, and bytes -> whole files; and the exit codes."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, NoReturn

import click

from flowrules.source import MOST_BYTES

WELL, FOUND, NOT_RUN, NOTHING = 0, 1, 2, 3
_YAML = (".yaml", ".yml")
_RECORDS = (*_YAML, ".json", ".jsonl")  # a table in a folder may be anything: it is named itself
# The line that makes a file a procedure; before it, at most a mark that Windows puts there.
_PROCEDURE = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?flowrules[ \t]*:", re.MULTILINE)


def stop(message: str) -> NoReturn:
    """Ends with one line and exit code 2: it could not be run."""
    click.echo(f"flowrules: {message}", err=True)
    raise SystemExit(NOT_RUN)


def stop_at(path: str | Path, what: str, error: OSError) -> NoReturn:
    """Ends because of the machine: `p.yaml: cannot be read (no such file or directory)`."""
    stop(f"{path}: {what} ({(error.strerror or 'no reason given').lower()})")


def read_bytes(name: str) -> bytes:
    """A file, or standard input for `-`; one byte more than may be read shows that it is too large."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1) if sys.stdin else b""
        return _read_to_limit(Path(name))
    except OSError as error:
        stop_at(name, "cannot be read", error)


def _read_to_limit(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def beside(name: str) -> Callable[[str], bytes | None] | None:
    """A reader of the files beside a procedure; none for standard input, which lies in no folder."""
    return None if name == "-" else partial(_read_in, Path(name).parent)


def _read_in(folder: Path, name: str) -> bytes | None:
    try:
        # What is no file (a folder, a device) could be waited for without end.
        return _read_to_limit(folder / name) if (folder / name).is_file() else None
    except OSError:
        return None


def find(names: Iterable[str], *, procedures: bool) -> Iterator[str]:
    """Files as named, and those in folders: only procedures, or only what is no procedure."""
    suffixes = _YAML if procedures else _RECORDS
    for name in names:
        if name != "-" and Path(name).is_dir():
            for path in sorted(Path(name).rglob("*")):
                if path.suffix.lower() in suffixes and _is_wanted(path, procedures=procedures):
                    yield str(path)
        else:
            yield name


def _is_wanted(path: Path, *, procedures: bool) -> bool:
    """Also a link that leads nowhere: it cannot be read, which is said when it is tried."""
    if path.is_symlink() and not path.exists():
        return True
    return path.is_file() and _is_procedure(path) == procedures


def _is_procedure(path: Path) -> bool:
    """Also one saved as UTF-16, which has an empty byte at every letter: it is found, and refused."""
    return bool(_PROCEDURE.search(read_bytes(str(path)).replace(b"\0", b"")))


def write_whole(target: Path, content: bytes, *, private: bool = False) -> None:
    """Writes a file whole or not at all."""
    with writing(target, private=private) as file:
        file.write(content)


@contextmanager
def writing(target: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """A file that is there once all is written, and not before; `private`: for its owner alone."""
    import tempfile  # for writing alone

    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".flowrules-")
    except OSError as error:
        stop_at(target, "cannot be written", error)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(name, 0o600 if private else 0o644)  # noqa: PTH101
        os.replace(name, target)  # noqa: PTH105
    except OSError as error:
        stop_at(target, "cannot be written", error)
    finally:
        Path(name).unlink(missing_ok=True)


def expect_new(target: Path, ours: bytes) -> None:
    """Ends unless a file may be put there: new, empty, or one that begins as ours do."""
    if target.is_dir():
        stop(f"{target}: is a folder")
    if not target.parent.is_dir():
        stop(f"{target}: there is no folder `{target.parent}`")
    if target.exists():
        try:
            with target.open("rb") as file:
                start = file.read(max(1, len(ours)))
        except OSError as error:
            stop_at(target, "cannot be read", error)
        if start and not (ours and start.startswith(ours)):
            stop(f"{target}: is there already, and is nothing of this kind; choose another name")


def worst(codes: Iterable[int]) -> int:
    return max(codes, default=WELL)
