"""Lanes -> columns of bands: track after track, cut between bands so that the columns are even."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from flowrules.render.bands import BAND_GAP, WIDTH, band_sheet, led_on
from flowrules.render.chart import Band, Lane
from flowrules.render.label import PALE, SHADE, TRACK, flush, words
from flowrules.render.sheet import Shape, Sheet, column, only

_TRACK_GAP = 14.0
_TITLE_GAP = 4.0


class Piece(NamedTuple):
    """A band of a track, at its place there, as it is drawn without an arrow to another."""

    lane: Lane
    at: int
    sheet: Sheet

    @property
    def band(self) -> Band:
        return self.lane.bands[self.at]


def pieces(lanes: Sequence[Lane]) -> list[Piece]:
    """Every band of every track, drawn."""
    return [
        Piece(lane, at, band_sheet(band, (PALE, SHADE)[at % 2]))
        for lane in lanes
        for at, band in enumerate(lane.bands)
    ]


def columns(bands: Sequence[Piece], across: int) -> list[Sheet]:
    """At most so many columns, the tallest of them as low as can be."""
    whole = int(sum(_room(piece) for piece in bands)) + 1
    limit = bisect_left(range(whole), x=True, key=lambda high: len(_fill(bands, high)) <= across)
    return [_column(part) for part in _fill(bands, limit)]


def _room(piece: Piece) -> float:
    title = 2 * _TRACK_GAP if piece.at == 0 else 0
    return piece.sheet.height + BAND_GAP + title


def _fill(bands: Sequence[Piece], limit: float) -> list[list[Piece]]:
    """Bands in order, a new column wherever the limit is passed."""
    filled: list[list[Piece]] = []
    left = 0.0
    for piece in bands:
        room = _room(piece)
        if not filled or room > left:
            filled.append([])
            left = limit
        filled[-1].append(piece)
        left -= room
    return filled


def _column(part: Sequence[Piece]) -> Sheet:
    tracks = [list(group) for _, group in groupby(part, key=lambda piece: piece.lane.key)]
    return column([_track(track) for track in tracks], _TRACK_GAP)


def _track(part: Sequence[Piece]) -> Sheet:
    """A track, or what of it stands in one column."""
    following = [piece.band.key for piece in part[1:]]
    bands = [
        led_on(piece.band, piece.sheet, after) for piece, after in zip(part, following, strict=False)
    ]
    bands.append(part[-1].sheet)
    return column([*_title(part[0]), column(bands, BAND_GAP)], _TITLE_GAP)


def _title(first: Piece) -> Iterator[Sheet]:
    if first.lane.title is None:
        return
    title = first.lane.title + (" (continued)" if first.at else "")
    block = flush(words(title, WIDTH, TRACK), WIDTH)
    yield only(Shape(f"Track/{first.lane.key}/{first.at}", 0, 0, WIDTH, block.height, block.html))
