"""Two versions of a procedure -> findings: whether the new one says what becomes of every stage."""

from collections.abc import Iterator

from flowrules.finding import Finding, Path, near
from flowrules.flow import Flow

_REPLACES: Path = ("procedure", "replaces")


def misfits(flow: Flow, before: Flow) -> Iterator[Finding]:
    """What does not fit between a version and the one that it replaces."""
    replaces = flow.header.replaces
    assert replaces is not None
    yield from _days(flow, before)
    for old, new in replaces.stages.items():
        if old not in before.stages:
            message = f"the version before has no stage called `{old}`"
            yield _finding((*_REPLACES, "stages", old), message, near(old, before.stages), on_key=True)
        elif new not in flow.stages:
            message = f"there is no stage called `{new}`"
            yield _finding((*_REPLACES, "stages", old), message, near(new, flow.stages))
    starts = {track.start for track in before.tracks}
    for stage in before.stages.values():
        if stage.id not in {*starts, *replaces.stages, *flow.stages}:
            message = f"nothing says what becomes of those in `{stage.id}` of the version before"
            help = f"add it under `stages:`, such as `{stage.id}: {next(iter(flow.stages))}`"
            yield _finding(_REPLACES, message, help, on_key=True)
    yield from _together(flow, before)


def _together(flow: Flow, before: Flow) -> Iterator[Finding]:
    """A person may be away from the start of two tracks at once, and can go on in one stage of each."""
    replaces = flow.header.replaces
    assert replaces is not None
    taken: dict[str, str] = {}
    for stage in before.stages.values() if replaces.open_cases == "move" else ():
        now = flow.stages.get(replaces.stages.get(stage.id, stage.id))
        if now is None or stage.id in (track.start for track in before.tracks):
            continue
        if taken.setdefault(now.track, stage.track) != stage.track:
            message = (
                f"the tracks `{taken[now.track]}` and `{stage.track}` of the version before would go on "
                f"in one track, `{now.track}`, and a person may be on both"
            )
            help = "map their stages to different tracks, or let open cases finish"
            yield _finding(_REPLACES, message, help, on_key=True)
            return


def _days(flow: Flow, before: Flow) -> Iterator[Finding]:
    first, earlier = flow.header.effective_from, before.header.effective_from
    place: Path = ("procedure", "effective_from")
    if first is not None and earlier is not None and first <= earlier:
        yield _finding(
            place, "this version begins no later than the one it replaces", "correct one of the dates"
        )
    if flow.header.version in (one.header.version for one in before.chain()):
        message = f"a version before is called `{flow.header.version}` too"
        yield _finding(("procedure", "version"), message, "give this one another `version`")


def _finding(path: Path, message: str, help: str, *, on_key: bool = False) -> Finding:
    return Finding("FR228", "versions-do-not-fit", "error", path, message, help, on_key)
