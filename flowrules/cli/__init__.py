"""The command line: one command a file, loaded only when it is called.

The only place that reads files or the clock, or prints; but a decision log opens its own file.
"""

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, NoReturn

import click

from flowrules import __version__

_STOPPED = 130  # as a shell has it of a program that `Ctrl`+`C` ended


def _load(name: str) -> click.Command | None:
    """A command and all that it imports; None for a file that commands share.

    It lives to the end: looking for garbage in it, while loading and again on leaving, would take a
    tenth of the time of an evaluation and find none.
    """
    if name not in sys.modules:
        _leave_plugins_out()
        gc.disable()
        try:
            import_module(name)
            gc.freeze()
        finally:
            gc.enable()
        gc.set_threshold(50_000, 20, 50)  # of what many people leave behind, hardly any is garbage
    return getattr(sys.modules[name], "command", None)


def _leave_plugins_out() -> None:
    """Keeps pydantic from searching every installed package for plug-ins.

    None may change what a shape accepts, and the search alone lasts an eighth of an evaluation. A
    pydantic that has no such module is not touched by this.
    """
    plugins = ModuleType("pydantic.plugin._loader")
    plugins.get_plugins = lambda: ()  # type: ignore[attr-defined]
    sys.modules.setdefault(plugins.__name__, plugins)


class Commands(click.Group):
    """The files of this folder as commands: `flowrules lint` is `lint.py`, and is not loaded before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Those files that are a command, which shows once they are loaded."""
        names = sorted(module.name for module in iter_modules(__path__))
        return [name for name in names if self.get_command(ctx, name) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in [module.name for module in iter_modules(__path__)]:
            return None
        return _load(f"{__name__}.{cmd_name}")

    def invoke(self, ctx: click.Context) -> Any:
        """As click does, but with an exit code of its own for what is stopped: 1 says what was found."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("flowrules: stopped; no file is left half-written", err=True)
            raise SystemExit(_STOPPED) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest command for a misspelt one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from flowrules.finding import near

            nearest = near(args[0], self.list_commands(ctx)).capitalize()
            raise click.UsageError(f"{error.message} {nearest}", ctx) from None


def run() -> NoReturn:
    """The program: a command, and then out at once.

    Taking down, object by object, what lives to the end would last a fifth of an evaluation.
    """
    code: object = 0
    try:
        main(prog_name="flowrules")
    except SystemExit as end:
        code = end.code
    with suppress(OSError):  # nobody reads any more
        sys.stdout.flush()
        sys.stderr.flush()
    _end_others()
    os._exit(code if isinstance(code, int) else 1)


def _end_others() -> None:
    """Ends the processes that were started to decide, which would wait for ever for more to do."""
    if "multiprocessing.process" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.terminate()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="flowrules", message="%(prog)s %(version)s")
def main() -> None:
    """A school's ill-health procedure as a file: checked, drawn, and run.

    The program suggests; people decide. Nothing is sent over the network.

    \b
    flowrules new my-school
    flowrules lint my-school/procedure.yaml
    flowrules render my-school/procedure.yaml -o procedure.png
    flowrules evaluate my-school/procedure.yaml my-school/record.yaml
    """
