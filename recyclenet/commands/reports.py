"""The command on reports: what a saved plan says, for those who decide."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recyclenet.commands.common import RunFolder, say

if TYPE_CHECKING:
    import pandas as pd

    from recyclenet.solution.solution import Solution


def report(
    run: RunFolder,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write it, if not report.html in the run folder.")] = None,
    excel: Annotated[
        Path | None, typer.Option(metavar="FILE.xlsx", help="Write all tables of plan and instance into a workbook, too.")
    ] = None,
    live_map: Annotated[bool, typer.Option("--live-map/--no-live-map", help="Put the interactive map into it, beside the picture.")] = True,
    marginal: Annotated[
        bool, typer.Option("--marginal-values", help="Work out marginal values where the run folder has none: the plan is solved again.")
    ] = False,
) -> None:
    """Write the report of a saved plan.

    It is one HTML file that needs no network and prints on A4: key figures, map, costs, openings, mass, recovery, emissions, cost to serve,
    what binds, what was assumed, and how it was made.
    """
    from recyclenet import read_solution, save_report, save_tables
    from recyclenet.errors import UsageError
    from recyclenet.solution.files import read_marginal_values

    if excel is not None and excel.suffix.lower() != ".xlsx":
        raise UsageError(f"--excel {excel}: give a name that ends in .xlsx")
    plan = read_solution(run)
    values = read_marginal_values(run)
    if values is None and marginal:
        values = _worked_out(plan)
    say(f"report: {save_report(plan, output or run / 'report.html', marginal_values=values, live_map=live_map)}")
    if excel is not None:
        say(f"tables: {save_tables(plan, excel, marginal_values=values)}")


def _worked_out(plan: "Solution") -> "pd.DataFrame":
    """Return the marginal values of a saved plan: its sites are held, and what flows is planned again."""
    from recyclenet import build_formulation, build_network, keep_sites, marginal_values
    from recyclenet import solve as solve_formulation

    formulation = build_formulation(build_network(plan.instance))
    keep_sites(formulation, plan)
    return marginal_values(formulation, solve_formulation(formulation))
