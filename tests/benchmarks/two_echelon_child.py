"""One search of a two-echelon network in a process of its own: prints what was known when, in CPU seconds, as lines of JSON.

`python -m tests.benchmarks.two_echelon_child METHOD REGIONS POINTS PLANTS PERIODS GAP CPU_SECONDS`
"""

import json
import sys
import time

import numpy as np

from recyclenet.model.build import build_formulation
from recyclenet.model.formulation import Formulation
from recyclenet.network.network import build_network
from recyclenet.solve.handover import Programme, compile_model, to_highs
from recyclenet.solve.paths.recognise import recognise
from recyclenet.solve.paths.search import search_paths
from recyclenet.solve.search import Event, Highs
from recyclenet.solve.stage import MONEY_UNIT, set_options
from tests.benchmarks.two_echelon import two_echelon

PATHS, HIGHS = "recyclenet, paths", "HiGHS, aggregated rows"


class Told:
    """What has been told of a search: printed when it changes."""

    def __init__(self) -> None:
        """Start the clocks."""
        self.begin, self.wall = time.process_time(), time.perf_counter()
        self.known: tuple[float | None, float | None] = (None, None)

    def __call__(self, cost: float | None, bound: float | None, _phase: str = "") -> None:
        """Print the cost of the best plan and the proven bound."""
        if (cost, bound) != self.known:
            self.known = cost, bound
            self.say()

    def say(self) -> None:
        """Print how things stand."""
        cost, bound = self.known
        print(json.dumps({"cpu_s": self.cpu_s, "wall_s": time.perf_counter() - self.wall, "cost": cost, "bound": bound}), flush=True)

    @property
    def cpu_s(self) -> float:
        """Return the CPU seconds since the start."""
        return time.process_time() - self.begin


def main() -> None:
    """Search as asked."""
    method, *numbers = sys.argv[1:]
    regions, points, plants, periods = (int(number) for number in numbers[:4])
    gap, seconds = float(numbers[4]), float(numbers[5])
    formulation = build_formulation(build_network(two_echelon(regions, points, plants, periods)), without={"tightening"})
    programme = compile_model(formulation.model)
    (_by_paths if method == PATHS else _by_highs)(formulation, programme, gap, seconds)


def _by_paths(formulation: Formulation, programme: Programme, gap: float, seconds: float) -> None:
    told = Told()
    case = recognise(formulation, programme)
    assert case is not None
    best = search_paths(
        case, formulation, programme, gap=gap, threads=1, report=told, stopping=lambda: told.cpu_s > seconds,
        deadline=time.perf_counter() + 4 * seconds,
    )  # fmt: skip
    assert abs(programme.total(best.values) - best.cost) <= 1e-6 * abs(best.cost)
    told(best.cost, best.bound)
    told.say()


def _by_highs(_: Formulation, programme: Programme, gap: float, seconds: float) -> None:
    told = Told()
    highs = Highs()
    set_options(highs, gap=gap, threads=1, seed=0)
    to_highs(programme, highs, money_unit=MONEY_UNIT)

    def asked(event: Event) -> None:
        if told.cpu_s > seconds:
            event.interrupt()

    def logged(event: Event) -> None:
        cost, bound = event.data_out.mip_primal_bound * MONEY_UNIT, event.data_out.mip_dual_bound * MONEY_UNIT
        told(float(cost) if np.isfinite(cost) else None, float(bound) if np.isfinite(bound) else None)

    highs.cbMipInterrupt += asked
    highs.cbSimplexInterrupt += asked
    highs.cbIpmInterrupt += asked
    highs.cbMipLogging += logged
    highs.run()
    told.say()


if __name__ == "__main__":
    main()
