"""Where a person is, in whole numbers."""

from flowrules.numbers.fields import (
    STAGE_TRACK,
    STAGE_WIDTH,
    STAGES,
    TRACK_ROW,
    TRACK_ROWS,
    TRACK_STAGE,
    Row,
)


def is_in(t: Row, s: Row, stage: int) -> bool:
    """Whether the person is in a stage now."""
    track = t[t[STAGES] + stage * STAGE_WIDTH + STAGE_TRACK]
    return s[s[TRACK_ROWS] + track * TRACK_ROW + TRACK_STAGE] == stage
