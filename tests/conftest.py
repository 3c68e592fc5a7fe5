"""What all tests share."""

import pytest


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="write the golden files anew")


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
