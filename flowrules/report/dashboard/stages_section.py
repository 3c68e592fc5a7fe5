"""Gathered -> the section on people at each stage: the flowchart with their numbers, and who."""

from flowrules.flow import Flow
from flowrules.metrics import standing
from flowrules.metrics.standing import Place, Standings
from flowrules.metrics.suppression import hidden
from flowrules.render import work_of
from flowrules.render.document import Picture as ChartPage
from flowrules.render.document import document
from flowrules.render.html_page import inlined
from flowrules.report.dashboard.blocks import (
    NOT_SHOWN,
    Block,
    Cell,
    Folded,
    Picture,
    Row,
    Section,
    Table,
    Words,
    number,
    unseen,
)
from flowrules.report.dashboard.gathered import Gathered
from flowrules.report.dashboard.roll import Roll
from flowrules.report.dashboard.rows import people_cells


def stages_section(gathered: Gathered, roll: Roll) -> Section:
    standings, flow = gathered.standing.result(), gathered.asking.flow
    away = frozenset() if gathered.asking.names else _hidden(standings)
    tables = [_track_table(gathered, roll, *one, away) for one in _tracks(standings, flow).items()]
    note = Words(
        "Numbers of fewer than 5 people are not shown, nor those from which they could be worked out."
    )
    blocks = [*_chart(standings, flow, away), *([note] if away else []), *tables]
    return Section("stages", "People at each stage", tuple(blocks), standing.COUNTED)


def _tracks(standings: Standings, flow: Flow) -> dict[str, str]:
    """The titles of all tracks, those too that only an earlier version has."""
    titles: dict[str, str] = {}
    for track in (track for one in reversed(flow.chain()) for track in one.tracks):
        titles.setdefault(track.id, track.title)
    present = {track.id for track in flow.tracks} | {place.track for place in standings.counts}
    return {track: title for track, title in titles.items() if track in present}


def _hidden(standings: Standings) -> frozenset[Place]:
    """The stages whose numbers are not shown: of each track by itself, as each has everybody."""
    tracks = dict.fromkeys(place.track for place in standings.counts)
    sizes = ({p: n for p, n in standings.counts.items() if p.track == track} for track in tracks)
    return frozenset(place for one in sizes for place in hidden(one))


def _chart(standings: Standings, flow: Flow, away: frozenset[Place]) -> list[Block]:
    """The pages of the flowchart on which somebody is beyond a start, and the others folded."""
    here = {place.stage: place for place in standings.counts if place.version is None}
    counts = {
        stage: _HIDDEN if place in away else f"{_say_people(standings.counts[place])} here"
        for stage, place in here.items()
    }
    work = work_of(flow, counts=counts)
    made = document(work)
    pages = [block for block in made.blocks if isinstance(block, ChartPage)]
    drawn = inlined(made.charts)
    beyond = {place.stage for place in standings.people}
    pictures = [(Picture(drawn[one.at], one.caption, one.alt, wide=True), one.at) for one in pages]
    numbers = work.drawing.numbers
    parts = work.drawing.chart.parts
    firsts = {numbers[band.boxes[0].key] for part in parts for band in part.bands if band.key in beyond}
    filled = {at for _, at in pictures if firsts & set(made.charts.drawing.pages[at].steps)}
    others = tuple(picture for picture, at in pictures if at not in filled)
    shown: list[Block] = [picture for picture, at in pictures if at in filled]
    return [*shown, *([Folded("The other pages of the flowchart", others)] if others else [])]


_HIDDEN = f"Number {NOT_SHOWN}"


def _say_people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _track_table(
    gathered: Gathered, roll: Roll, track: str, title: str, away: frozenset[Place]
) -> Table:
    standings, flow = gathered.standing.result(), gathered.asking.flow
    order = {stage: at for at, stage in enumerate(flow.stages)}
    places = sorted(
        (place for place in standings.counts if place.track == track),
        key=lambda place: (place.version or "", order.get(place.stage, -1)),
    )
    rows = tuple(_stage_row(place, standings, flow, roll, hide=place in away) for place in places)
    caption = title if len(flow.tracks) > 1 else "People at each stage"
    return Table(f"stages-{track}", caption, ("Stage", "People", "Who"), rows, frozenset({1}))


def _stage_row(place: Place, standings: Standings, flow: Flow, roll: Roll, *, hide: bool) -> Row:
    its = flow.version_called(place.version) if place.version else flow
    version = f"version {place.version}" if place.version else ""
    stage = Cell(its.names().stage(place.stage), note=version)
    if hide:
        return Row((stage, unseen(), Cell(NOT_SHOWN)))
    people = standings.people.get(place)
    who = people_cells(roll, people) if people else Cell("everybody else", link="people")
    return Row((stage, number(standings.counts[place]), who))
