"""Report -> JUnit XML, as build servers read it: a suite for each file, a case for each example and day.

Nothing is in it but the author's own examples, and no time or machine: the same files give the same
bytes.
"""

from collections.abc import Iterable
from io import BytesIO

from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from flowrules.placed import Placed, place_all
from flowrules.trial import Trial
from flowrules.trial.report import Report, Tried
from flowrules.words import say_day


def junit_of(reports: Iterable[Report]) -> bytes:
    """The XML of one run. A file with mistakes is a suite of one case, which is an error."""
    suites = [
        _suite(file, report.files[0].source.name)
        for report in reports
        for file in report.files
        if file.trials or file.findings
    ]
    return junit("flowrules test", suites)


def junit(name: str, suites: list[TestSuite]) -> bytes:
    """The XML of some suites, under the name of the command that made them."""
    xml = JUnitXml(name)
    for suite in suites:
        xml.add_testsuite(suite)
    # By hand: the library would add `skipped`, which one strict reader refuses here.
    xml.tests = sum(suite.tests for suite in suites)
    xml.failures = sum(suite.failures for suite in suites)
    xml.errors = sum(suite.errors for suite in suites)
    written = BytesIO()
    xml.write(written, pretty=True)
    return written.getvalue()


def _suite(file: Tried, procedure: str) -> TestSuite:
    suite = TestSuite(file.source.name)
    if file.findings:
        suite.add_testcase(_unusable(file, procedure))
    for trial in file.trials:
        suite.add_testcase(_case(trial, file, procedure))
    return suite


def _unusable(file: Tried, procedure: str) -> TestCase:
    case = TestCase("the file itself", procedure)
    placed = place_all(list(file.findings), file.source, file.source.name)
    error = Error(placed[0].message, placed[0].rule)
    error.text = "\n".join(_said(one) for one in placed)
    case.result = [error]
    return case


def _case(trial: Trial, file: Tried, procedure: str) -> TestCase:
    case = TestCase(f"{trial.title}, on {say_day(trial.on)}", procedure)
    placed = place_all(list(trial.findings), file.source, file.source.name)
    if placed:
        failure = Failure(placed[0].message, placed[0].rule)
        failure.text = "\n".join(_said(one) for one in placed)
        case.result = [failure]
    return case


def _said(one: Placed) -> str:
    help = f" ({one.help})" if one.help else ""
    return f"{one.file}:{one.line}:{one.column}: {one.message}{help}"
