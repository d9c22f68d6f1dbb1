"""Command on arisings: from sales or stocks and lifetimes to the supplies of an instance."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recyclenet.commands.common import Format, OutputFormat, print_json, say
from recyclenet.errors import InstanceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from recyclenet.arisings.answer import Arisings


def arisings(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with sales.csv or stocks.csv, periods.csv and tables of your own.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write the table of supplies; DIR/out/supplies.csv if not said.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a FILE that is there already.")] = False,
    form: OutputFormat = Format.text,
) -> None:
    """Work out what arises: supply by region, material and period.

    Sales or stocks by year x lifetimes x mass and material in a unit, less what is exported, hoarded or diverted. Lifetimes and contents of
    batteries and magnets come with recyclenet; rows of your own replace them. Totals, bands, yearly tonnes, elements, the balance of mass,
    what it all stands on, and a chart are written to DIR/out.
    """
    from recyclenet.arisings.files import check_arisings, write_arisings
    from recyclenet.arisings.model import arisings as worked_out
    from recyclenet.terminal import warn

    if out is not None and out.exists() and not replace:
        raise UsageError(f"{out} is there already; give another name, or --replace")
    case, problems = check_arisings(folder)
    if case is None:
        raise InstanceError([problem for problem in problems if problem.severity == "error"], "the tables of arisings")
    warn(problems)
    answer = worked_out(case)
    files = write_arisings(answer, case.settings.title, folder, supplies=out)
    if form is Format.json:
        print_json(_record(answer, files))
    else:
        _print(answer, files)


def _record(answer: "Arisings", files: "Mapping[str, Path]") -> dict[str, object]:
    """Return the answer for programs."""
    totals = answer.totals.astype({"base_t": float, "elsewhere_t": float})
    return {
        "totals": totals.to_dict("records"),
        "elements": answer.elements.to_dict("records"),
        "balance": answer.balance.to_dict("records"),
        "origins": answer.origins.to_dict("records"),
        "files": {name: str(file) for name, file in files.items()},
    }


def _print(answer: "Arisings", files: "Mapping[str, Path]") -> None:
    """Print totals, the balance, and where everything is."""
    from rich.table import Table

    from recyclenet.terminal import out as screen
    from recyclenet.views.plain import shown

    console = screen()
    sampled = [name for name in ("p05_t", "p50_t", "p95_t") if name in answer.totals]
    table = Table(title="What arises in the plan's regions, t/yr", title_justify="left", title_style="bold", box=None)
    for name in ("material", "period", "low", "base", "high", *(f"{int(name[1:3])} %" for name in sampled)):
        table.add_column(name, justify="left" if name in {"material", "period"} else "right")
    for row in answer.totals.to_dict("records"):
        amounts = (f"{float(row[name]):,.1f}" for name in ("low_t", "base_t", "high_t", *sampled))
        table.add_row(shown(row["material"]), shown(row["period"]), *amounts)
    console.print(table)
    for row in answer.balance.to_dict("records"):
        lost = "".join(f", {way} {row[f'{way}_t']:,.1f}" for way in ("exported", "hoarded", "diverted") if row[f"{way}_t"])
        say(
            f"{row['material']}: {row['put_in_t']:,.1f} t went in = {row['in_use_t']:,.1f} in use + {row['come_out_t']:,.1f} come out{lost}"
        )
    guessed = answer.origins[(answer.origins["quality"] == "placeholder")]
    if len(guessed):
        named = ", ".join(
            f"{table} of {product}" for table, product in dict.fromkeys(zip(guessed["table"], guessed["product"], strict=True))
        )
        say(f"placeholders, to be replaced by numbers of your own: {named}")
    say(f"supplies: {files['supplies']}")
    say(f"totals, bands, balance, origins, chart: {files['totals'].parent}")
