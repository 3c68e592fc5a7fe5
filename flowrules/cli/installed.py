"""Whether what Parquet and Dask need is installed; looked at without loading any of it."""

from importlib.util import find_spec
from pathlib import Path

from flowrules.cli.files import stop

_EXTRAS = {"fast": ("Parquet", ("pyarrow", "numba")), "dask": ("Dask", ("dask", "distributed"))}


def is_parquet(name: str) -> bool:
    """Whether a name is that of a file in Parquet."""
    return Path(name).suffix.lower() == ".parquet"


def expect_installed(extra: str) -> None:
    """Ends where what an extra brings is not there."""
    what, names = _EXTRAS[extra]
    if not all(find_spec(name) for name in names):
        how = f"pip install '.[{extra}]', in the folder of flowrules"
        stop(f"{what} needs more than is installed here: {how}")
