"""The relaxation: whole numbers forgotten, solved by an interior point method without crossover, which large programmes can afford."""

from dataclasses import dataclass

import highspy
import numpy as np

from recyclenet.solve.handover import Floats, Programme, to_highs
from recyclenet.solve.search import Highs, Search
from recyclenet.solve.stage import Stage, set_option, set_options


@dataclass(frozen=True)
class Relaxed:
    """An answer of the relaxation: values of columns, duals of rows [as the programme's cost]; near the optimum, not proven."""

    values: Floats
    duals: Floats


def relaxed(programme: Programme, unit: float, stage: Stage) -> Relaxed | None:
    """Return an answer of the relaxation, its costs told in `unit`; None where there is none in time, or at Ctrl-C."""
    highs = Highs()  # type: ignore[no-untyped-call]  # HiGHS leaves it untyped
    set_options(highs, gap=0.0, threads=stage.threads, seed=stage.seed)
    wanted: dict[str, str | bool] = {"solver": "ipx", "run_crossover": "off", "solve_relaxation": True}
    for name, option in wanted.items():
        set_option(highs, name, option)
    left = stage.left()
    if left is not None:
        set_option(highs, "time_limit", left)
    to_highs(programme, highs, money_unit=unit)
    if not Search(highs).run(highs, time_limit=left, stop=stage.stop) or not highs.getSolution().dual_valid:
        return None
    if highs.getModelStatus() not in {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnknown}:
        return None
    answer = highs.getSolution()
    values, duals = np.array(answer.col_value, dtype=float), np.array(answer.row_dual, dtype=float) * unit
    return Relaxed(values, duals) if np.all(np.isfinite(values)) and np.all(np.isfinite(duals)) else None
