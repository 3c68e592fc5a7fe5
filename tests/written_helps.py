"""A help -> the text that it proposes to be written, so that tests can write it."""

import re


def shown_in(help):
    """What a help shows as text to be written, of two ways the first: it is in backticks, with a colon."""
    first = re.split(r", or |; or, | in place of ", help)[0]
    return [one for one in re.findall(r"`([^`]+)`", first) if ": " in one and "…" not in one]
