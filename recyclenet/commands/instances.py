"""Commands on instances: make one, check one, write one in another form."""

import shutil
from dataclasses import asdict
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recyclenet.commands.common import Format, InstanceSource, OutputFormat, accepted, print_json, say
from recyclenet.errors import InstanceError, UsageError

if TYPE_CHECKING:
    from recyclenet.instance.instance import Instance

Target = Annotated[
    Path, typer.Argument(metavar="TARGET", help="What to write: a name that ends in .xlsx or .json, else a folder that is new or empty.")
]


class Origin(StrEnum):
    """Whose files can be read besides our own."""

    relog = "relog"
    orlib = "orlib"


class Metric(StrEnum):
    """How RELOG's distances may be taken."""

    euclidean = "euclidean"


def new(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make, or FILE.xlsx with --excel; it must not be there yet.")],
    excel: Annotated[bool, typer.Option("--excel", help="Make a workbook to fill in, with notes and drop-downs.")] = False,
) -> None:
    """Make a small commented instance to start from."""
    if excel != (target.suffix.lower() == ".xlsx"):
        raise UsageError(f"{target}: a workbook takes --excel and a name that ends in .xlsx")
    _refuse_to_replace(target, "give a folder that is new or empty")
    if excel:
        from recyclenet.instance.files import write_template

        write_template(target)
    else:
        with resources.as_file(resources.files("recyclenet.instance") / "starter") as starter:
            shutil.copytree(starter, target, dirs_exist_ok=True, copy_function=shutil.copyfile)
    say(f"made {target}; look {'into it' if excel else 'at its files'}, then: recyclenet solve {target}")


def validate(source: InstanceSource, form: OutputFormat = Format.text) -> None:
    """Check an instance and list all its problems.

    Each comes with file, line, column, what was found and what to write instead.
    """
    from recyclenet.instance.files import check_instance
    from recyclenet.terminal import warn

    instance, problems = check_instance(source)
    if form is Format.json:
        rows = {name: len(table) for name, table in instance.tables.items() if len(table)} if instance else {}
        listed = [{**asdict(problem), "place": problem.place} for problem in problems]
        presets = dict(instance.presets) if instance else {}
        print_json({"valid": instance is not None, "problems": listed, "rows": rows, "presets": presets})
        raise typer.Exit(0 if instance else InstanceError.exit_code)
    found = accepted(instance, problems)
    warn(problems)
    of_presets = ", ".join(f"{count} of {preset}" for preset, count in found.presets.items())
    notes = {"targets": f" ({of_presets})"} if of_presets else {}
    counts = (f"{len(table)} {name}{notes.get(name, '')}" for name, table in found.tables.items() if len(table))
    say(f"{found.settings.name} is sound: {', '.join(counts)}")


def convert(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="The instance: a folder, an .xlsx or a .json; or a file for --from.")],
    target: Target,
    origin: Annotated[Origin | None, typer.Option("--from", help="Whose file SOURCE is, if not recyclenet's.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a TARGET that is there already.")] = False,
    expand: Annotated[
        bool, typer.Option("--expand", help="Write the rows of the presets of targets into the table of targets, to be read and changed.")
    ] = False,
    capacity: Annotated[float | None, typer.Option(min=0.0, metavar="T", help="orlib: for the word capacity in the file [t/yr].")] = None,
    km_digits: Annotated[
        int | None, typer.Option(min=0, max=9, help="relog: decimals of distances in km, 3 if not said (RELOG before 0.6: 2).")
    ] = None,
    distance: Annotated[Metric | None, typer.Option(help="relog: take straight lines, though the file asks for driving distances.")] = None,
) -> None:
    """Write an instance as a folder, a workbook or one JSON file; nothing is lost on the way.

    From folder to folder screening.toml, layers and notes go along; a workbook or JSON file does not hold them, and a warning says so.
    With --from, files of RELOG and of OR-Library become instances.
    """
    from recyclenet.instance import files
    from recyclenet.terminal import warn

    given = {"--capacity": (capacity, Origin.orlib), "--km-digits": (km_digits, Origin.relog), "--distance": (distance, Origin.relog)}
    for option, (value, needed) in given.items():
        if value is not None and origin is not needed:
            raise UsageError(f"{option} belongs to --from {needed.value}")
    if expand and origin is not None:
        raise UsageError("--expand is for instances of recyclenet: files of other programmes name no presets")
    if not replace:
        _refuse_to_replace(target, "give another name, or --replace")
    if origin is None:
        warn(files.convert(source, target, expand=expand))
    else:
        if not source.is_file():
            raise UsageError(f"'{source}' is no file; give a file of {origin.value}")
        warn(files.write_imported(_imported(source, origin, capacity, km_digits, straight=distance is not None), target))
    say(f"wrote {target}")


def _imported(source: Path, origin: Origin, capacity: float | None, km_digits: int | None, *, straight: bool) -> "Instance":
    """Return the instance in a file of another programme."""
    from recyclenet.instance.importers.orlib import read_orlib
    from recyclenet.instance.importers.relog import read_relog

    if origin is Origin.orlib:
        return read_orlib(source, capacity=capacity)
    return read_relog(source, km_digits=3 if km_digits is None else km_digits, straight=straight)


def _refuse_to_replace(target: Path, remedy: str) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is there already; {remedy}")
