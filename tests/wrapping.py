"""A page of Markdown -> the same with its prose wrapped; tables, headings and what is fenced stay."""

import re
import textwrap

WIDTH = 105
_ITEM = re.compile(r"(\s*(?:- |\d+\. )?)(.*)")
_CODE = re.compile(r"`[^`]*`")


def wrapped(page):
    parts = re.split(r"(^```.*?^```$)", page, flags=re.MULTILINE | re.DOTALL)
    return "".join(part if part.startswith("```") else _prose(part) for part in parts)


def is_long(page):
    return any(len(line) > WIDTH for line in page.splitlines() if not line.startswith("|"))


def _prose(text):
    blocks = re.split(r"((?:^|(?<=\n))(?:[|#<].*|\s*)\n)", text)
    return "".join(block if re.match(r"[|#<]|\s*$", block) else _items(block) for block in blocks)


def _items(block):
    """A paragraph, or the items of a list that follow one another."""
    items = re.split(r"\n(?=\s*(?:- |\d+\. ))", block.rstrip("\n"))
    return "\n".join(map(_one, items)) + block[len(block.rstrip("\n")) :]


def _one(item):
    indent, words = _ITEM.fullmatch(" ".join(item.split()) if item[0] != " " else _flat(item)).groups()
    # A span of code is one word: its spaces are put aside while the lines are made.
    kept = _CODE.sub(lambda match: match[0].replace(" ", "\0"), words)
    filled = textwrap.fill(
        kept,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * len(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace("\0", " ")


def _flat(item):
    return item[: len(item) - len(item.lstrip())] + " ".join(item.split())
