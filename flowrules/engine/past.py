"""Past: what has happened up to the day, as one stay in one stage sees it. The History of its views."""

from collections.abc import Mapping, Set
from datetime import date
from typing import TYPE_CHECKING

from flowrules.calendar import Duration
from flowrules.engine.stay import Stay
from flowrules.view import Cause, Target

if TYPE_CHECKING:
    from flowrules.engine.day import Run


_FOR_EVER = date.max.toordinal()


class Past:
    """The days that names stand for, and where the person is and was."""

    def __init__(self, run: "Run", stay: Stay) -> None:
        self._run = run
        self._stay = stay

    @property
    def recorded(self) -> Mapping[str, list[int]]:
        return self._run.recorded

    @property
    def spent(self) -> Set[Cause]:
        return self._run.spent.on(self._stay.stage.track)

    def anchor(self, name: str) -> int | None:
        """The day that a name stands for; None while there is none."""
        if name == "entered":
            return self._stay.entered
        if name == "return":
            return self._latest_return()
        kind, _, rest = name.rpartition(" ")
        if kind == "left":
            return self._run.left.get(rest)
        if kind == "target":
            target = self.target(rest)
            return target.since if target else None
        stay = self._latest_stay(name)
        return max((one.day for one in stay.done.get(name, ())), default=None) if stay else None

    def _latest_return(self) -> int | None:
        """None from the first day of an absence to its day of return."""
        run = self._run
        if any(not spell.over or (spell.returns or 0) > run.day for spell in run.counted):
            return None
        return max((spell.returns or 0 for spell in run.counted), default=None)

    def _latest_stay(self, action: str) -> Stay | None:
        """The present or latest stay in the stage of an action."""
        stage = self._run.flow.stages[self._run.flow.actions[action].stage]
        stays = [one for one in self._run.stays[stage.track] if one.stage is stage]
        return stays[-1] if stays else None

    def target(self, action: str) -> Target | None:
        stay = self._latest_stay(action)
        given = [one.target for one in stay.done.get(action, ()) if one.target] if stay else []
        return given[-1] if given else None

    def in_stage(self, stage: str) -> bool:
        return any(stays[-1].stage.id == stage for stays in self._run.stays.values())

    def last_in(self, stage: str) -> int | None:
        return self._run.day if self.in_stage(stage) else self._run.left.get(stage)

    def end_of(self, day: int, length: Duration) -> int:
        """The last day of a period of the stay; far away while nothing tells when it will end."""
        end = self.period_end(day, length, by=self._run.day)
        return self._run.day if end is None else end

    def period_end(self, day: int, length: Duration, by: int | None = None) -> int | None:
        """The last day of a period of the stay counted from a day, as far as it can be known.

        A decision may have set another end; days on which the clock of the stage stands still do not
        count. None, too, where it does not end `by` a day.
        """
        if self._stay.until is not None:
            return self._stay.until
        end = self._run.plan.deadline(day, length)
        if end is None or not self._stay.stage.pauses:
            return end
        return self._with_pauses(day, end - day, by)

    def earliest_end(self, day: int, length: Duration) -> int | None:
        """A day before which such a period surely does not end; None where it cannot be known."""
        if self._stay.until is not None:
            return self._stay.until
        end = self._run.plan.deadline(day, length)
        if end is None or not self._stay.stage.pauses:
            return end
        at, counted = self._stay.clocks.get((day, end - day), (day, 0))
        return at + end - day - counted

    def _with_pauses(self, day: int, days: int, by: int | None) -> int | None:
        """The day on which so many days without a pause have passed since a day."""
        today = self._run.day
        at, counted = self._stay.clocks.get((day, days), (day, 0))
        while counted < days:
            if by is not None and at >= by:
                return None
            if at > today and (self._is_elsewhere(today) or not self._run.flow.calendar.knows(at)):
                return None
            at += 1
            counted += not self.is_paused(at)
            if at < today:  # today is not over yet
                self._stay.clocks[day, days] = at, counted
        return at

    def is_paused(self, day: int) -> bool:
        """Whether a day does not count for the clock of the stage."""
        pauses = self._stay.stage.pauses
        closed = None in pauses and self._run.flow.calendar.is_closed(day)
        return closed or self._is_elsewhere(min(day, self._run.day), still=day > self._run.day)

    def _is_elsewhere(self, day: int, *, still: bool = True) -> bool:
        """Whether the person is, on a day, in a stage that stops the clock; `still`: and stays there."""
        for name in self._stay.stage.pauses:
            if name is None:
                continue
            stays = self._run.stays[self._run.flow.stages[name].track]
            for stay in stays:
                gone = still and stay.left is not None
                if stay.stage.id == name and stay.holds(day) and not gone:
                    return True
        return False


class Supposed(Past):
    """What would be past, were the person away on from the day asked about: there is no return."""

    def anchor(self, name: str) -> int | None:
        return None if name == "return" else super().anchor(name)

    def last_in(self, stage: str) -> int | None:
        """Where the person is now they are thought to stay."""
        return _FOR_EVER if self.in_stage(stage) else super().last_in(stage)

    def end_of(self, day: int, length: Duration) -> int:
        """Days to come are looked at, so that the period may end on one of them."""
        end = self.period_end(day, length)
        return _FOR_EVER if end is None else end
