"""What all tests share."""

import os
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, settings

from flowrules.cores import cores

pytest.register_assert_rewrite("coincidences")  # so that it says what was decided instead

# `HYPOTHESIS_PROFILE=long` for a long search; the everyday run tries the same examples every time.
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
_PLAIN = settings(
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=_SLOW,
)
settings.register_profile("ci", _PLAIN, max_examples=100, derandomize=True)
settings.register_profile("long", _PLAIN, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


_MOST_PROCESSES = 4  # some files of tests take a gigabyte


def pytest_xdist_auto_num_workers(config):
    """The whole suite takes every core; some files or tests are quicker in this process."""
    whole = config.args_source is not pytest.Config.ArgsSource.ARGS
    return min(cores(), _MOST_PROCESSES) if whole else 0


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="write the golden files anew")


class Day(date):
    """The day on which `lint` is asked in every test, whatever the day of the run."""

    @classmethod
    def today(cls):
        return date(2026, 11, 21)


@pytest.fixture(autouse=True)
def one_day(monkeypatch):
    """Rules that look at the day would else say more from one year to the next."""
    for command in ("lint", "new"):
        monkeypatch.setattr(f"flowrules.cli.{command}.date", Day)


@pytest.fixture
def golden(request):
    """`golden(path, text)`: the file at `path` says exactly `text`; with --update it is made to."""

    def compare(path, text):
        if request.config.getoption("--update"):
            path.write_text(text, encoding="utf-8", newline="\n")
        said = path.read_bytes().decode() if path.exists() else None
        again = f"python -m pytest {request.node.nodeid} --update"
        assert said == text, f"{path} is out of date; run `{again}` and look at the difference"

    return compare
