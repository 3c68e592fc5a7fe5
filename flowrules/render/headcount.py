"""Chart + counts -> the same chart with how many people are at each stage, on its first box.

Who they are is not said, and the counts come as words, so that whoever knows which may be shown has
already decided it.
"""

from collections.abc import Mapping

from flowrules.render.chart import Band, Chart


def with_counts(chart: Chart, counts: Mapping[str, str]) -> Chart:
    """The chart with a line such as `12 people here` on the first box of each stage that has one."""
    parts = tuple(
        part._replace(bands=tuple(_band(band, counts.get(band.key)) for band in part.bands))
        for part in chart.parts
    )
    return chart._replace(parts=parts)


def _band(band: Band, said: str | None) -> Band:
    if said is None:
        return band
    first, *others = band.boxes
    return band._replace(boxes=(first._replace(marks=(*first.marks, said), lit="now"), *others))
