"""Mappings for exports whose columns are documented, by the name that `--map` knows them by."""

from importlib.resources import files
from pathlib import PurePath

NAMES = tuple(
    sorted(PurePath(one.name).stem for one in files(__name__).iterdir() if one.name.endswith(".yaml"))
)


def shipped(name: str) -> bytes | None:
    """A shipped mapping; None where there is none of that name."""
    return files(__name__).joinpath(f"{name}.yaml").read_bytes() if name in NAMES else None
