"""Commands on instances: make one, check one."""

import shutil
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from recyclenet.commands.common import Format, InstanceFolder, OutputFormat, accepted, print_json, say
from recyclenet.errors import InstanceError, UsageError


def new(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make; it must not hold anything yet.")]) -> None:
    """Make a small commented instance to start from."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already; give a folder that is new or empty")
    with resources.as_file(resources.files("recyclenet.instance") / "starter") as starter:
        shutil.copytree(starter, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    say(f"made {folder}; look at its files, then: recyclenet solve {folder}")


def validate(folder: InstanceFolder, form: OutputFormat = Format.text) -> None:
    """Check an instance and list all its problems.

    Each comes with file, line, column, what was found and what to write instead.
    """
    from recyclenet.instance.files import check_instance
    from recyclenet.terminal import warn

    instance, problems = check_instance(folder)
    if form is Format.json:
        rows = {name: len(table) for name, table in instance.tables.items() if len(table)} if instance else {}
        print_json({"valid": instance is not None, "problems": [asdict(problem) for problem in problems], "rows": rows})
        raise typer.Exit(0 if instance else InstanceError.exit_code)
    found = accepted(instance, problems)
    warn(problems)
    counts = (f"{len(table)} {name}" for name, table in found.tables.items() if len(table))
    say(f"{found.settings.name} is sound: {', '.join(counts)}")
