"""The command that finds a plan."""

import math
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from recyclenet.commands.common import Format, InstanceSource, OutputFormat, accepted, as_json, print_json
from recyclenet.errors import InfeasibleError, SolverError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from recyclenet.instance.instance import Instance
    from recyclenet.model.formulation import Formulation
    from recyclenet.solution.solution import Solution
    from recyclenet.solve.method import Method


def solve(
    source: InstanceSource,
    out: Annotated[Path, typer.Option(metavar="RUNS", help="Folder in which the run folder is made.")] = Path("runs"),
    gap: Annotated[float, typer.Option(min=0.0, max=1.0, help="Stop when the plan is proven to be within this share of the best.")] = 1e-3,
    time_limit: Annotated[
        float | None, typer.Option(min=0.0, metavar="S", help="Stop after so many seconds with the best plan found.")
    ] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Number of threads.")] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed; with the same threads it repeats a run exactly.")] = 0,
    method: Annotated[
        str,
        typer.Option(metavar="auto|mip|engine", help="How to search: HiGHS alone, what is made for large networks, or whichever pays."),
    ] = "auto",
    form: OutputFormat = Format.text,
    draw: Annotated[bool, typer.Option("--map/--no-map", help="Draw the map into the run folder.")] = True,
    keep_sites: Annotated[
        Path | None, typer.Option(metavar="RUN", help="Keep the sites of this saved plan; only what flows is planned anew.")
    ] = None,
    shortfall_cost: Annotated[
        float | None,
        typer.Option(min=0.0, metavar="X", help="With --keep-sites: price per tonne, or unit of a limit, of what the sites cannot do."),
    ] = None,
    marginal: Annotated[
        bool, typer.Option("--marginal-values", help="Tell what one more tonne of supply, or unit of a limit, changes in the cost.")
    ] = False,
) -> None:
    """Find, prove, check and save the cheapest plan.

    The run folder holds the plan's tables, how it was found, the checker's verdict and a map. Ctrl-C ends the search with the best plan so
    far. While it works, that plan is kept in a run folder ending in .incumbent, which is all that is left when the run is killed. With
    --keep-sites the run folder's name ends in -kept, or -priced where shortfalls have a price, before its hash.
    """
    from recyclenet import build_formulation, build_network, violations
    from recyclenet import solve as solve_formulation
    from recyclenet.instance.files import check_instance
    from recyclenet.terminal import follow, warn

    if math.isnan(gap) or (time_limit is not None and not math.isfinite(time_limit)):
        raise UsageError("--gap and --time-limit take numbers, such as --gap 0.001 --time-limit 60")
    if shortfall_cost is not None and keep_sites is None:
        raise UsageError("--shortfall-cost goes with --keep-sites RUN: it prices what those sites cannot do")
    _make_writable(out)
    found, problems = check_instance(source)
    instance = accepted(found, problems)
    warn(problems)
    instance = instance if keep_sites is None else _of_kept_sites(instance, shortfall_cost)
    _mention_incumbent(instance, out)
    formulation = build_formulation(build_network(instance))
    if keep_sites is not None:
        _keep_sites(formulation, keep_sites)
    with _explained(instance, kept=keep_sites is not None), follow(instance.settings.currency) as view:
        plan = solve_formulation(
            formulation, gap=gap, time_limit=time_limit, threads=threads, seed=seed, method=cast("Method", method),
            progress=view.update if view else None, keep=_keeper(out),
        )  # fmt: skip
    faults = violations(instance, plan)
    values = _marginal_values(formulation, plan) if marginal else None
    _finish(plan, faults, values, out, form, draw=draw)
    if len(faults):
        raise typer.Exit(70)


@contextmanager
def _explained(instance: "Instance", *, kept: bool) -> "Iterator[None]":
    """Say what falls short where no plan can obey an instance."""
    try:
        yield
    except InfeasibleError as error:
        from recyclenet.solve.explain import shortfalls

        more = ["with --shortfall-cost X the kept sites do what they can, and the rest has a price"] if kept else shortfalls(instance)
        raise InfeasibleError("\n".join([str(error), *more])) from None


def _of_kept_sites(instance: "Instance", shortfall_cost: float | None) -> "Instance":
    """Return the instance under a name of its own, with a price on what given sites cannot do where one is asked for."""
    from recyclenet.instance.edits import shortfalls_priced, sites_given

    suffix = "kept" if shortfall_cost is None else "priced"
    named = replace(instance, settings=replace(instance.settings, name=f"{instance.settings.name}-{suffix}"))
    return named if shortfall_cost is None else shortfalls_priced(sites_given(named), shortfall_cost)


def _keep_sites(formulation: "Formulation", run: Path) -> None:
    from recyclenet import read_solution
    from recyclenet.model.keep import keep_sites

    keep_sites(formulation, read_solution(run))


def _marginal_values(formulation: "Formulation", plan: "Solution") -> "pd.DataFrame | None":
    """Return the marginal values of a plan; where there are none that is said, and the plan is saved all the same."""
    from recyclenet.solve.marginal import marginal_values
    from recyclenet.terminal import complain

    try:
        return marginal_values(formulation, plan)
    except SolverError as error:
        complain(f"warning: no marginal values: {error}")
        return None


def _finish(plan: "Solution", faults: "pd.DataFrame", values: "pd.DataFrame | None", out: Path, form: Format, *, draw: bool) -> None:
    """Save the plan with its verdict, marginal values and map, and print its key figures."""
    from recyclenet import write_solution
    from recyclenet.solution.figures import key_figures
    from recyclenet.terminal import out as screen
    from recyclenet.views.tables import marginal_table, summary

    checked = not len(faults)
    plan = replace(plan, run={**plan.run, "checked": checked, "violations": len(faults)})
    figures = key_figures(plan)
    files = {"figures.json": as_json(figures.as_json()).encode(), "violations.csv": faults.to_csv(index=False).encode()}
    if values is not None:
        files["marginal_values.csv"] = values.to_csv(index=False, lineterminator="\n").encode()
    if draw:
        files["map.html"] = _map_of(plan)
    run = write_solution(plan, out, extra_files=files)
    if form is Format.json:
        more = {} if values is None else {"marginal_values": values.to_dict("records")}
        print_json({**figures.as_json(), **more, "checked": checked, "run": str(run), "map": str(run / "map.html") if draw else None})
        return
    console = screen()
    for part in summary(figures, checked=checked, faults=len(faults), run=str(run), map_file=str(run / "map.html") if draw else None):
        console.print(part)
    if values is not None:
        console.print(marginal_table(values, plan.instance.settings.currency))


def _map_of(plan: "Solution") -> bytes:
    from recyclenet import save_map

    with tempfile.TemporaryDirectory() as folder:
        save_map(plan, Path(folder) / "map.html")
        return (Path(folder) / "map.html").read_bytes()


def _mention_incumbent(instance: "Instance", out: Path) -> None:
    """Say where the best plan of an earlier run is that was killed."""
    from recyclenet.solution.files import run_folder
    from recyclenet.terminal import complain

    folder = run_folder(instance, out, incumbent=True)
    if folder.exists():
        complain(f"an earlier run was ended before its plan was saved; its best plan is in {folder}: recyclenet map {folder} draws it")
        complain("move it elsewhere to keep it: it is replaced by the first plan found now")


def _keeper(out: Path) -> "Callable[[Solution], None]":
    """Return what keeps better plans in the incumbent's folder; a full disk is said once and ends no search."""
    from recyclenet import write_solution
    from recyclenet.terminal import complain

    said: list[str] = []

    def keep(plan: "Solution") -> None:
        try:
            write_solution(plan, out, incumbent=True)
        except OSError as error:
            if not said:
                said.append(f"warning: the best plan so far cannot be kept in {out} ({error.strerror}); the search goes on")
                complain(*said)

    return keep


def _make_writable(folder: Path) -> None:
    """Make the folder for runs, and find out before the solve, not after it, if nothing can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UsageError(f"--out {folder} cannot be written to ({error.strerror}); give another folder") from None
