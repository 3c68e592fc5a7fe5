"""What was guessed of an export -> a mapping as YAML, with the reasons, for a person to correct.

Words that few rows have are not written down: they could be somebody's own; but for staff groups.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any

from flowrules.tables.dates import Shown
from flowrules.tables.gather import Gatherer
from flowrules.tables.guess import Guess
from flowrules.tables.layout import Layout
from flowrules.tables.mapping import KINDS, LEAVE_OUT, NOT_OF_HEALTH, PARTS, WORDS
from flowrules.tables.words import Kind, as_text, squeezed
from flowrules.words import join_words, say_number

_FEWEST = 3  # rows that have a word, for it to be shown
_MOST = 50  # words that say nothing about health, which are shown however few rows have them
_MOST_NAMED = 12
_LEFT = {"category": "more, each in a row or two", **dict.fromkeys(NOT_OF_HEALTH, "more")}
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ()/._?&+'-]*[A-Za-z0-9)?.]|[A-Za-z]")
_NO_TEXT = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")
_TOO = "take the first # off this line too, once a word below has its meaning"
_HEAD = """\
# What the columns and words of this export are, as `flowrules map` made it out: {files}.
# Correct it, and give it with --map. Each line that was guessed says why.
flowrules_map: 1
"""


def mapping_text(gatherer: Gatherer, kinds: dict[str, Kind]) -> str:
    """The whole file; of several tables of one kind, what can be said of all of them."""
    files = [PurePath(layout.file.partition(" [")[0]).name for layout in gatherer.layouts]
    lines = [_HEAD.format(files=join_words(list(dict.fromkeys(map(_comment, files)))))]
    for kind in KINDS:
        of_kind = [place for place, layout in enumerate(gatherer.layouts) if layout.kind == kind]
        if of_kind:
            lines += ["\n", f"{kind}:\n", *_table(gatherer, of_kind, kinds)]
    return "".join(lines)


def _table(gatherer: Gatherer, places: list[int], kinds: dict[str, Kind]) -> Iterator[str]:
    layouts = [gatherer.layouts[place] for place in places]
    guesses = [gatherer.guesses[place] for place in places]
    yield from _where(layouts, len(gatherer.layouts))
    yield "  columns:\n"
    for field in dict.fromkeys(field for guess in guesses for field in guess.columns):
        yield from _column(field, layouts, guesses)
    yield from _unused(guesses)
    yield from _dates([gatherer.shown[place] for place in places])
    yield from _flags(layouts)
    yield from _values([(gatherer.layouts[place], gatherer.words[place]) for place in places], kinds)


def _where(layouts: list[Layout], tables: int) -> Iterator[str]:
    """Which table it is, where there are several; a file's name has its figures left open."""
    if tables < 2 or len(layouts) > 1:
        return
    file, _, sheet = layouts[0].file.partition(" [")
    if sheet:
        yield f"  sheet: {_scalar(sheet.removesuffix(']'))}\n"
    else:
        name = re.sub("[0-9]+", "*", PurePath(file).name)
        yield f"  file: {_scalar(name)}  # `*` stands for any letters\n"


def _column(field: str, layouts: list[Layout], guesses: list[Guess]) -> Iterator[str]:
    pairs = zip(layouts, guesses, strict=True)
    names = dict.fromkeys(
        one.headings[guess.columns[field]] for one, guess in pairs if field in guess.columns
    )
    why = next(guess.reasons[field] for guess in guesses if field in guess.reasons)
    said = [_scalar(name) for name in names]
    yield _line(f"    {field}: {said[0] if len(said) == 1 else '[' + ', '.join(said) + ']'}", why)


def _line(said: str, why: str) -> str:
    return f"{said:<44}  # {why}\n"


def _unused(guesses: Iterable[Guess]) -> Iterator[str]:
    left = {heading: why for guess in guesses for heading, why in guess.unused.items()}
    for heading, why in left.items():
        yield f"    # not used: {_comment(heading)}: {why}\n"


def _dates(shown: list[Shown]) -> Iterator[str]:
    together = Shown()
    for one in shown:
        together = together.and_(one)
    forms = {one.form for one in shown if one.either or one.form}
    if together.is_short:
        short = say_number(together.short, "date")
        why = f"{short} with a year of two figures: refused until their form is said"
        yield f'  # dates: "%d/%m/%y"  # {why}\n'
    elif len(forms) == 1 and together.form is not None:
        proof = together.day_first or together.month_first
        yield _line(
            f"  dates: {together.form}",
            f"{say_number(proof, 'date')} can only be read so, and none the other way",
        )
    elif together.either:
        why = (
            "dates could be read both ways, and nothing shows which: they are refused until this is said"
        )
        yield f"  # dates: day first  # {why}\n"


def _flags(layouts: Iterable[Layout]) -> Iterator[str]:
    flags = {
        heading: meant for one in layouts for heading, meant in getattr(one.said, "flags", {}).items()
    }
    if flags:
        yield "  flags:  # yes makes it an absence of this category\n"
    for heading, meant in flags.items():
        yield f"    {_scalar(heading)}: {meant}\n"


def _values(
    found: list[tuple[Layout, dict[str, Counter[Any]]]], kinds: dict[str, Kind]
) -> Iterator[str]:
    fields = [field for field in sorted(WORDS) if any(field in layout.columns for layout, _ in found)]
    written = {field: list(_words(field, found, kinds)) for field in fields}
    written |= {field: list(_parts(field, [layout for layout, _ in found])) for field in PARTS}
    if any(written.values()):
        meant = any(not line.lstrip().startswith("#") for lines in written.values() for line in lines)
        yield "  values:\n" if meant else _line("  # values:", _TOO)
    for field, lines in written.items():
        if lines:
            meant = any(not line.lstrip().startswith("#") for line in lines)
            yield f"    {field}:\n" if meant else _line(f"    # {field}:", _TOO)
            yield from lines


def _parts(field: str, layouts: list[Layout]) -> Iterator[str]:
    """What figures mean in a column that says whether a day was half."""
    meanings = {word: meant for one in layouts for word, meant in one.said.values.get(field, {}).items()}
    for word, meant in meanings.items():
        yield _line(f"      {_scalar(word)}: {meant}", "beside each other, 1 and 0 are yes and no")


def _words(
    field: str, found: list[tuple[Layout, dict[str, Counter[Any]]]], kinds: dict[str, Kind]
) -> Iterator[str]:
    """Each word of a column: what it means if that is certain, else what it could be.

    Unknown words are shown of kinds of absence that some rows have, and of staff groups: others may
    tell of an illness.
    """
    counts: dict[str, int] = {}
    meant: dict[str, str] = {}
    for layout, words in found:
        meant |= layout.said.values.get(field, {})
        for cell, times in words.get(field, Counter()).items():
            if cell is not None:
                counts[as_text(cell)] = counts.get(as_text(cell), 0) + times
    kind, shown, left = kinds.get(field), 0, 0
    for word, times in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        if word in meant:
            why = _say_rows(times) + ("; not about ill health" if meant[word] == LEAVE_OUT else "")
            yield _line(f"      {_scalar(word)}: {meant[word]}", why)
        elif kind is None or kind.means(squeezed(word)):
            continue
        elif _is_shown(field, times, shown):
            shown += field in NOT_OF_HEALTH
            yield f"      # {_scalar(word)}: …  # {_say_rows(times)}; not known: {_which(field, kind)}\n"
        else:
            left += 1
    if left:
        said = _LEFT.get(field, "not known, and not shown here")
        yield f"      # and {left:,} {said}: `flowrules evaluate` says where\n"


def _is_shown(field: str, times: int, shown: int) -> bool:
    """Whether a word that is not known is shown, after so many others of its column."""
    return shown < _MOST if field in NOT_OF_HEALTH else field == "category" and times >= _FEWEST


def _which(field: str, kind: Kind) -> str:
    """What is to be said of a word; of staff groups, of which there are few, what they are called."""
    if field not in NOT_OF_HEALTH or len(kind.names) > _MOST_NAMED:
        return f"say what it is, or `{LEAVE_OUT}`"
    return f"is it {join_words([f'`{name}`' for name in kind.names], 'or')}? Or `{LEAVE_OUT}`"


def _say_rows(times: int) -> str:
    return "1 row" if times == 1 else f"{times:,} rows"


def _scalar(text: str) -> str:
    """A text as YAML: as it is where it can only be text, else in quotes."""
    text = " ".join(text.split())
    if _PLAIN.fullmatch(text) and text.lower() not in _NO_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    return " ".join(text.split())
