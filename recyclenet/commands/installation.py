"""Commands on the installation: what it says, and whether it works."""

from pathlib import Path
from typing import Annotated

import typer

from recyclenet.commands.common import say


def formulation(
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it; to the screen if not said.")] = None,
) -> None:
    """Write out the mathematics of the model."""
    from recyclenet.model.document import document

    if output:
        output.write_text(document(), encoding="utf-8")
    else:
        typer.echo(document(), nl=False)


def doctor() -> None:
    """Check that this installation works.

    The last check solves a small instance.
    """
    from recyclenet.doctor import findings

    well = True
    for finding in findings(Path.cwd()):
        well = well and finding.well
        say(f"{'ok  ' if finding.well else 'BAD '} {finding.what}: {finding.state}{'' if finding.well else f'; {finding.remedy}'}")
    if not well:
        raise typer.Exit(70)
