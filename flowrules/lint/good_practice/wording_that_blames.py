"""A word blames somebody for being ill.

People read these words about themselves when they are least well. Words from courts and school reports
say that illness is a fault; they are no help to anyone, and sound harsh when they are read aloud at a
hearing.

Bad:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {title: Persistent offender, absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}

Good:
    flowrules: 1
    procedure: {id: small, title: Small procedure}
    triggers: {often: {title: Frequent absence, absences: {at_least: 3, within: 6 months}}}
    stages:
      fine: {next: [{when: often, to: review}]}
      review: {next: [{after: 6 months, to: fine}]}
"""

from collections.abc import Iterator

from flowrules.finding import Path
from flowrules.flow import Flow
from flowrules.lint.texts import everything, said_in

CODE = "FR806"
SEVERITY = "warning"

# Each with what to write; nothing where it is better left out. `failure` alone may be of a heart.
_WORDS = {
    "offender": "employee", "offenders": "employees", "culprit": "employee", "culprits": "employees",
    "absentee": "employee", "absentees": "employees", "absenteeism": "absence",
    "problem employee": "employee", "problem employees": "employees", "problem staff": "staff",
    "poor attender": "employee", "bad attender": "employee", "poor attendance": "attendance",
    "guilty": "", "guilt": "", "malingering": "", "malingerer": "", "malingerers": "",
    "skiving": "", "skiver": "", "skivers": "", "shirking": "", "shirker": "", "shirkers": "",
    "lazy": "", "work-shy": "", "workshy": "", "swinging the lead": "", "throwing a sickie": "",
    "excuse": "reason", "excuses": "reasons",
    "punish": "", "punished": "", "punishment": "outcome", "punishments": "outcomes",
}  # fmt: skip
# What people are said to have failed to do; a treatment may fail to help, and a lift to come.
_FAILING = {"fails to": "does not", "fail to": "do not", "failed to": "did not",
            "failing to": "not able to", "failure to": "not able to"}  # fmt: skip
_DEEDS = ("achieve", "adhere", "attend", "comply", "contact", "cooperate", "co-operate", "engage",
          "follow", "improve", "inform", "maintain", "meet", "notify", "phone", "provide", "reach",
          "report", "return", "ring", "send", "submit", "sustain")  # fmt: skip
_WORDS |= {
    f"{fails} {deed}": f"{instead} {deed}" for fails, instead in _FAILING.items() for deed in _DEEDS
}
_OUTCOMES = {"fail": "not met", "failed": "not met", "guilty": "", "failure": "not met"}


def check(flow: Flow) -> Iterator[tuple[Path, str, str]]:
    for path, text in everything(flow):
        found = [one for one in said_in(text, _WORDS) if not one.is_denied()]
        if found:
            words, instead = found[0].words, _WORDS[found[0].phrase]
        elif text.lower() in _OUTCOMES:
            words, instead = text, _OUTCOMES[text.lower()]
        else:
            continue
        help = f"write `{instead}`" if instead else "leave it out, and say what happened"
        yield path, f"the words “{words}” make somebody out to be at fault for being ill", help
