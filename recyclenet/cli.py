"""The command line. A command imports what it needs when it is called, so that `--help` and typing errors answer at once."""

import json
import math
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from recyclenet import __version__
from recyclenet.errors import InstanceError, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from recyclenet.errors import Problem
    from recyclenet.instance.instance import Instance
    from recyclenet.solution.solution import Solution

app = typer.Typer(
    name="recyclenet",
    help="Plans collection and recycling networks for end-of-life magnets and batteries.",
    epilog="Exit codes: 0 done, 2 wrong call, 3 invalid data, 4 no plan can obey the rules, 5 stopped without a plan, 70 internal error.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """How an answer is printed: for people or for programs."""

    text = "text"
    json = "json"


InstanceFolder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the instance (instance.toml and tables).")]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="Run folder that a solve left behind.")]
OutputFormat = Annotated[Format, typer.Option("--format", help="text for people, json for programs.")]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a name may hold signs that the terminal's encoding lacks
    try:
        app(args=given, prog_name="recyclenet")
    except Exception as error:  # noqa: BLE001 - the last resort: every error leaves with a code and a line
        from recyclenet.terminal import report

        sys.exit(report(error, debug="--debug" in given))
    sys.exit(0)


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


@app.command()
def new(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make; it must not hold anything yet.")]) -> None:
    """Make a small commented instance to start from."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already; give a folder that is new or empty")
    with resources.as_file(resources.files("recyclenet.instance") / "starter") as starter:
        shutil.copytree(starter, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    _say(f"made {folder}; look at its files, then: recyclenet solve {folder}")


@app.command()
def validate(folder: InstanceFolder, form: OutputFormat = Format.text) -> None:
    """Check an instance and list all its problems.

    Each comes with file, line, column, what was found and what to write instead.
    """
    from recyclenet.instance.files import check_instance
    from recyclenet.terminal import warn

    instance, problems = check_instance(folder)
    if form is Format.json:
        rows = {name: len(table) for name, table in instance.tables.items() if len(table)} if instance else {}
        _print_json({"valid": instance is not None, "problems": [asdict(problem) for problem in problems], "rows": rows})
        raise typer.Exit(0 if instance else InstanceError.exit_code)
    found = _accepted(instance, problems)
    warn(problems)
    counts = (f"{len(table)} {name}" for name, table in found.tables.items() if len(table))
    _say(f"{found.settings.name} is sound: {', '.join(counts)}")


@app.command()
def solve(
    folder: InstanceFolder,
    out: Annotated[Path, typer.Option(metavar="RUNS", help="Folder in which the run folder is made.")] = Path("runs"),
    gap: Annotated[float, typer.Option(min=0.0, max=1.0, help="Stop when the plan is proven to be within this share of the best.")] = 1e-3,
    time_limit: Annotated[
        float | None, typer.Option(min=0.0, metavar="S", help="Stop after so many seconds with the best plan found.")
    ] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Number of threads.")] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed; with the same threads it repeats a run exactly.")] = 0,
    form: OutputFormat = Format.text,
    draw: Annotated[bool, typer.Option("--map/--no-map", help="Draw the map into the run folder.")] = True,
) -> None:
    """Find, prove, check and save the cheapest plan.

    The run folder holds the plan's tables, how it was found, the checker's verdict and a map.
    """
    from recyclenet import build_formulation, build_network, violations
    from recyclenet import solve as solve_formulation
    from recyclenet.instance.files import check_instance
    from recyclenet.terminal import follow, warn

    if math.isnan(gap) or (time_limit is not None and not math.isfinite(time_limit)):
        raise UsageError("--gap and --time-limit take numbers, such as --gap 0.001 --time-limit 60")
    _make_writable(out)
    found, problems = check_instance(folder)
    instance = _accepted(found, problems)
    warn(problems)
    formulation = build_formulation(build_network(instance))
    with follow(instance.settings.currency) as view:
        plan = solve_formulation(
            formulation, gap=gap, time_limit=time_limit, threads=threads, seed=seed, progress=view.update if view else None
        )
    faults = violations(instance, plan)
    _finish(plan, faults, out, form, draw=draw)
    if len(faults):
        raise typer.Exit(70)


@app.command("map")
def draw_map(
    run: RunFolder,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it; map.html in the run folder if not said.")] = None,
) -> None:
    """Draw the map of a saved plan.

    It is one HTML file that needs no network.
    """
    from recyclenet import read_solution, save_map

    target = output or run / "map.html"
    save_map(read_solution(run), target)
    _say(f"map: {target}")


@app.command()
def formulation(
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it; to the screen if not said.")] = None,
) -> None:
    """Write out the mathematics of the model."""
    from recyclenet.model.document import document

    if output:
        output.write_text(document(), encoding="utf-8")
    else:
        typer.echo(document(), nl=False)


@app.command()
def doctor() -> None:
    """Check that this installation works.

    The last check solves a small instance.
    """
    from recyclenet.doctor import findings

    well = True
    for finding in findings(Path.cwd()):
        well = well and finding.well
        _say(f"{'ok  ' if finding.well else 'BAD '} {finding.what}: {finding.state}{'' if finding.well else f'; {finding.remedy}'}")
    if not well:
        raise typer.Exit(70)


def _accepted(instance: "Instance | None", problems: "Sequence[Problem]") -> "Instance":
    """Return an instance that passed the checks; raise with all its errors where it did not."""
    if instance is None:
        raise InstanceError([problem for problem in problems if problem.severity == "error"])
    return instance


def _finish(plan: "Solution", faults: "pd.DataFrame", out: Path, form: Format, *, draw: bool) -> None:
    """Save the plan with its verdict and map, and print its key figures."""
    from recyclenet import write_solution
    from recyclenet.solution.figures import key_figures
    from recyclenet.terminal import out as screen
    from recyclenet.views.tables import summary

    checked = not len(faults)
    plan = replace(plan, run={**plan.run, "checked": checked, "violations": len(faults)})
    figures = key_figures(plan)
    files = {"figures.json": _as_json(figures.as_json()).encode(), "violations.csv": faults.to_csv(index=False).encode()}
    if draw:
        files["map.html"] = _map_of(plan)
    run = write_solution(plan, out, extra_files=files)
    if form is Format.json:
        _print_json({**figures.as_json(), "checked": checked, "run": str(run), "map": str(run / "map.html") if draw else None})
        return
    console = screen()
    for part in summary(figures, checked=checked, faults=len(faults), run=str(run), map_file=str(run / "map.html") if draw else None):
        console.print(part)


def _map_of(plan: "Solution") -> bytes:
    from recyclenet import save_map

    with tempfile.TemporaryDirectory() as folder:
        save_map(plan, Path(folder) / "map.html")
        return (Path(folder) / "map.html").read_bytes()


def _make_writable(folder: Path) -> None:
    """Make the folder for runs, and find out before the solve, not after it, if nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UsageError(f"--out {folder} cannot be written to ({error.strerror}); give another folder") from None


def _as_json(value: dict[str, object]) -> str:
    return json.dumps(value, indent=2, allow_nan=False)


def _print_json(value: dict[str, object]) -> None:
    typer.echo(_as_json(value))


def _say(line: str) -> None:
    from recyclenet.views.plain import plain

    typer.echo(plain(line))
