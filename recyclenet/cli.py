"""The command line: the commands by name. A command imports what it needs when it is called, so that `--help` answers at once."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from recyclenet import __version__
from recyclenet.commands import arisings, distances, installation, instances, maps, plans, presets, reports, sites

app = typer.Typer(
    name="recyclenet",
    help="Plans collection and recycling networks for end-of-life magnets and batteries.",
    epilog="Exit codes: 0 done, 2 wrong call, 3 invalid data, 4 no plan can obey the rules, 5 stopped without a plan, 70 internal error.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command()(instances.new)
app.command()(instances.validate)
app.command()(instances.convert)
app.command()(presets.presets)
app.command()(arisings.arisings)
app.command()(sites.sites)
app.command()(distances.distances)
app.command()(plans.solve)
app.command("map")(maps.draw_map)
app.command()(reports.report)
app.command()(installation.formulation)
app.command()(installation.doctor)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a name may hold signs that the terminal's encoding lacks
    try:
        app(args=given, prog_name="recyclenet")
        code: object = 0
    except SystemExit as end:
        code = end.code
    except Exception as error:  # noqa: BLE001 - the last resort: every error leaves with a code and a line
        from recyclenet.terminal import report

        code = report(error, debug="--debug" in given)
    _leave(code)


def _leave(code: object) -> NoReturn:
    """Leave with an exit code; at once where a search is still at work that would not stop, for leaving in order would wait for it."""
    search = sys.modules.get("recyclenet.solve.search")
    if search is not None and search.left_behind():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))
    sys.exit(code)  # type: ignore[arg-type]  # what SystemExit carried


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"recyclenet {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,
) -> None:
    """Plan collection and recycling networks for end-of-life magnets and batteries."""
