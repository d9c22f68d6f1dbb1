"""What commands share: their arguments, how they print, and how they refuse an instance that is not sound."""

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recyclenet.errors import InstanceError

if TYPE_CHECKING:
    from recyclenet.errors import Problem
    from recyclenet.instance.instance import Instance


class Format(StrEnum):
    """How an answer is printed: for people or for programs."""

    text = "text"
    json = "json"


InstanceSource = Annotated[
    Path, typer.Argument(metavar="INSTANCE", help="The instance: a folder (instance.toml and tables), an .xlsx or a .json.")
]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="Run folder that a solve left behind.")]
OutputFormat = Annotated[Format, typer.Option("--format", help="text for people, json for programs.")]


def accepted(instance: "Instance | None", problems: "Sequence[Problem]") -> "Instance":
    """Return an instance that passed the checks; raise with all its errors where it did not."""
    if instance is None:
        raise InstanceError([problem for problem in problems if problem.severity == "error"])
    return instance


def as_json(value: dict[str, object]) -> str:
    """Return an answer as JSON text; it holds no NaN."""
    return json.dumps(value, indent=2, allow_nan=False)


def print_json(value: dict[str, object]) -> None:
    """Print an answer for programs."""
    typer.echo(as_json(value))


def say(line: str) -> None:
    """Print a line for people; what a terminal would obey in it is made visible."""
    from recyclenet.views.plain import plain

    typer.echo(plain(line))
