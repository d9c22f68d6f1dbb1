"""Command on presets of targets: what a law's rules are, and where they are from."""

from typing import Annotated

import typer

from recyclenet.commands.common import Format, OutputFormat, print_json, say
from recyclenet.errors import UsageError


def presets(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="One of them; all if not said.")] = None,
    form: OutputFormat = Format.text,
) -> None:
    """Show the presets of targets that come with recyclenet.

    An instance that says targets = "NAME" in instance.toml has their rules as rows of targets, for the years of its periods and the
    materials it has.
    """
    from recyclenet.instance.preset_files import PRESETS, preset_rules, readings_of
    from recyclenet.instance.tables import meant

    if name is not None and name not in PRESETS:
        raise UsageError(f"there is no preset '{name}'; {meant(name, PRESETS) or 'the presets are ' + ', '.join(PRESETS)}")
    rules = {preset: preset_rules(preset) for preset in ([name] if name else PRESETS)}
    if form is Format.json:
        print_json({preset: frame.astype(object).where(frame.notna(), None).to_dict("records") for preset, frame in rules.items()})
        return
    from rich.table import Table

    from recyclenet.terminal import out

    for preset, frame in rules.items():
        table = Table(title=preset, title_justify="left", title_style="bold", box=None)
        for head in ("target", "from", "metric", "share", "verified", "source; note"):
            table.add_column(head, justify="right" if head == "share" else "left")
        for row in frame.to_dict("records"):
            told = f"{row['source']}; {row['note']}"
            table.add_row(row["target"], str(row["from_year"]), row["metric"], f"{row['share']:.0%}", row["verified"], told)
        out().print(table)
        for reading in readings_of(frame):
            say(f"read as: {reading}")
