"""Whether what Parquet needs is installed; looked at without loading any of it."""

from importlib.util import find_spec
from pathlib import Path

from flowrules.cli.files import stop


def is_parquet(name: str) -> bool:
    """Whether a name is that of a file in Parquet."""
    return Path(name).suffix.lower() == ".parquet"


def expect_installed() -> None:
    """Ends where it is not."""
    if not all(find_spec(name) for name in ("pyarrow", "numba")):
        stop("Parquet needs more than is installed here: pip install 'flowrules[fast]'")
