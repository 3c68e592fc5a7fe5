"""Flow + Source -> Edition: one version of a procedure, and why it says what it says, in a sentence.

Nothing here tells what somebody is ill with (`explain/discreet.py`).
"""

from functools import cached_property
from typing import Any

from flowrules.decision import Reason, Step
from flowrules.explain.discreet import asks_for_a_kind, open_absences, say_discreetly
from flowrules.finding import Path
from flowrules.flow import Flow, conditions_of
from flowrules.source import Source
from flowrules.view import Condition
from flowrules.words import Names, say_day

_ELSEWHERE = "`flowrules evaluate` on the record names the absences of that kind"


class Edition:
    """One version of the procedure; `main` is the file whose lines are given without its name."""

    def __init__(self, flow: Flow, source: Source, main: str) -> None:
        self.flow = flow
        self.names = _remembering(flow.names())
        self.tracks = {track.id: track.title for track in flow.tracks}
        self._source = source
        self._main = main
        self._rules: dict[Path, str] = {}
        self._before: dict[str, Edition] = {}

    @cached_property
    def _conditions(self) -> dict[Path, Condition]:
        return conditions_of(self.flow)

    def of(self, version: str | None) -> "Edition":
        """The version that took a step: this one, or one before it."""
        if version is None or version == self.flow.header.version:
            return self
        if version not in self._before:
            flow, source = self.flow.of_version(version, self._source)
            self._before[version] = Edition(flow, source, self._main)
        return self._before[version]

    def rule(self, path: Path) -> str:
        """`line 97`: where the procedure says so."""
        if path not in self._rules:
            file = "" if self._source.name == self._main else f" of {self._source.name}"
            self._rules[path] = f"line {self._source.locate(path).line}{file}" if path else ""
        return self._rules[path]

    def told(self, step: Step) -> str:
        """Why a stage was come to: the figures, the rule and its line, and the absences counted."""
        its = self.of(step.version)
        because = "; ".join(its._reason(one) for one in step.because) or its.rule(step.path)  # noqa: SLF001
        counted = its._counted(step)  # noqa: SLF001
        version = f" (version {step.version})" if step.version else ""
        return f"“{its.names.stage(step.to)}” since {say_day(step.on)}{version}: {because}{counted}"

    def _counted(self, step: Step) -> str:
        """The absences counted, but for those of a kind that the rule asks for."""
        asked = [(one, self._conditions.get(one.path)) for one in step.because]
        absences = dict.fromkeys(said for one in asked for said in open_absences(*one))
        counted = f". Absences: {'; '.join(absences)}" if absences else ""
        kept = any(one.absences and asks_for_a_kind(condition) for one, condition in asked)
        return f"{counted}. {_ELSEWHERE}" if kept else counted

    def _reason(self, reason: Reason) -> str:
        """A reason and its line."""
        place = f" [{self.rule(reason.path)}]" if reason.path else ""
        return say_discreetly(reason, self._conditions.get(reason.path), self.names, place)


def _remembering(names: Names) -> Names:
    """Names that put the conditions of the file into words once."""
    said: dict[Path, str] = {}

    def tell(condition: Any, _: Names) -> str:
        if condition.path not in said:
            said[condition.path] = names.phrase(condition)
        return said[condition.path]

    return names._replace(tell=tell)
