"""The command that draws the map of a plan, or of two."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recyclenet.commands.common import RunFolder, say
from recyclenet.errors import UsageError

if TYPE_CHECKING:
    from recyclenet.solution.solution import Solution


def draw_map(
    run: RunFolder,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write it; if not said, map.html in the run folder, or compare.html with --compare."),
    ] = None,
    compare: Annotated[
        Path | None, typer.Option(metavar="RUN", help="Draw this plan too: either of the two, or the difference between them.")
    ] = None,
    png: Annotated[Path | None, typer.Option(metavar="FILE", help="Take a picture too, 2800 x 1800 dots; needs a Chromium.")] = None,
    pdf: Annotated[Path | None, typer.Option(metavar="FILE", help="Print it too, on a sheet of A4; needs a Chromium.")] = None,
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help="Period that --png and --pdf show; the first if not said.")] = None,
) -> None:
    """Draw the map of a saved plan.

    It is one HTML file that needs no network. With --compare RUN it shows two plans of the same regions and periods: what opens, flows and
    costs in one, the other or both.
    """
    from recyclenet import read_solution, save_map
    from recyclenet.views.picture_files import save_picture

    for option, path in ((".png", png), (".pdf", pdf)):
        if path is not None and path.suffix.lower() != option:
            raise UsageError(f"--{option[1:]} {path}: give a name that ends in {option}")
    plan = read_solution(run)
    other = None if compare is None else read_solution(compare)
    _refuse_unknown(period, plan.instance.periods)
    target = output or run / ("map.html" if other is None else "compare.html")
    save_map(plan, target, compare=other, names=() if other is None or compare is None else _names((plan, other), (run, compare)))
    say(f"map: {target}")
    for path in filter(None, (png, pdf)):
        say(f"picture: {save_picture(target, path, period=period)}")


def _refuse_unknown(period: str | None, periods: Sequence[str]) -> None:
    if period is not None and period not in periods:
        raise UsageError(f"--period {period} is none of the plan's periods; give one of {', '.join(periods)}")


def _names(plans: "Sequence[Solution]", runs: Sequence[Path]) -> tuple[str, ...]:
    """Return names of plans: the titles of their instances, or their run folders where these are alike."""
    titles = tuple(plan.instance.settings.title or plan.instance.settings.name for plan in plans)
    return titles if len(set(titles)) == len(titles) else tuple(run.resolve().name for run in runs)
