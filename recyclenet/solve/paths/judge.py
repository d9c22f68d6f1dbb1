"""The judge: what is open is fixed in the whole programme, and HiGHS works out the rest; so every plan obeys every rule."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recyclenet.model.formulation import Formulation
from recyclenet.solve.handover import Floats, Programme, to_highs
from recyclenet.solve.paths.case import Case, Ints
from recyclenet.solve.paths.columns import Columns, columns_of
from recyclenet.solve.paths.limits import NOBODY, Limits, Listener, prepared, run_highs
from recyclenet.solve.stage import money_unit


@dataclass(frozen=True)
class Verdict:
    """A plan of the whole programme: values of all columns and their cost; or what is proven where there is none."""

    values: Floats | None
    cost: float
    bound: float


class Judge:
    """A programme in which plans of its case are tried."""

    def __init__(self, case: Case, formulation: Formulation, programme: Programme) -> None:
        """Remember which columns say what is open, and which run or carry only where something is."""
        self.name = formulation.network.instance.settings.name
        self.case, self.programme = case, programme
        known = columns_of(formulation, programme)
        self._flow, self._throughput, self._opened = known["flow"], known["throughput"], known["open"]
        self._said = case.plans.opened >= 0
        self._run_open = _matching(self._throughput, known["open"])

    def of(self, choice: Ints, limits: Limits) -> Verdict:
        """Return the best plan of the programme with a choice, worked out without arcs to sites where nothing is open."""
        opened = self._open(choice)
        found = self._solved(opened, opened, limits, gap=0.0, lean=True)
        if found.values is None and not limits.over():
            found = self._solved(opened, opened, limits, gap=0.0, lean=False)
        return found

    def among(self, allowed: NDArray[np.bool_], closed: NDArray[np.bool_], limits: Limits, gap: float, *, start: Floats | None = None,
              listener: Listener = NOBODY) -> Verdict:  # fmt: skip
        """Return the best plan of the programme in which facilities take plans allowed, or stay closed where they may."""
        plans = self.case.plans
        highest, lowest = np.zeros(plans.opened.shape), np.ones(plans.opened.shape)
        for plan in np.flatnonzero(allowed):
            facility, first, size = plans.facility[plan], plans.first_period[plan], plans.size[plan]
            highest[facility, first:, size] = 1.0
            lowest[facility, :first, size] = 0.0
            lowest[facility, :, np.arange(plans.opened.shape[-1]) != size] = 0.0
        lowest[closed | ~np.isin(np.arange(closed.size), plans.facility[allowed])] = 0.0
        return self._solved(lowest, highest, limits, gap=gap, lean=False, start=start, listener=listener)

    def _open(self, choice: Ints) -> Floats:
        """Return what is open, by facility, period and size."""
        plans, opened = self.case.plans, np.zeros(self.case.plans.opened.shape)
        for facility in np.flatnonzero(choice >= 0):
            plan = choice[facility]
            opened[facility, plans.first_period[plan] :, plans.size[plan]] = 1.0
        return opened

    def _solved(self, lowest: Floats, highest: Floats, limits: Limits, *, gap: float, lean: bool, start: Floats | None = None,
                listener: Listener = NOBODY) -> Verdict:  # fmt: skip
        """Return what HiGHS finds with bounds on what is open; `lean`: without arcs to sites where nothing can be open."""
        programme = self._bounded(lowest, highest)
        kept = self._useful(programme, lean)
        unit = money_unit(programme.cost)
        highs = prepared(limits, gap)
        to_highs(_columns_kept(programme, kept), highs, money_unit=unit)

        def whole(values: Floats) -> Floats:
            everything = np.zeros(kept.size)
            everything[kept] = values
            return everything

        first = None if start is None else start[kept]
        heard = Listener(lambda values: listener.better(whole(values)), listener.proven)
        found = run_highs(highs, limits, unit, start=first, listener=heard)
        if found.values is None:
            return Verdict(None, np.inf, found.bound)
        values = whole(found.values)
        return Verdict(values, programme.total(values), found.bound)

    def _bounded(self, lowest: Floats, highest: Floats) -> Programme:
        """Return the programme with bounds on what is open, by facility, period and size; what is fixed need not be whole."""
        programme = self.programme
        lower, upper, integer = programme.lower.copy(), programme.upper.copy(), programme.integer.copy()
        column = self.case.plans.opened[self._said]
        upper[column] = np.minimum(upper[column], highest[self._said])
        lower[column] = np.minimum(np.maximum(lower[column], lowest[self._said]), upper[column])
        integer[column[lower[column] == upper[column]]] = False
        return replace(programme, lower=lower, upper=upper, integer=integer)

    def _useful(self, programme: Programme, lean: bool) -> NDArray[np.bool_]:
        """Return the columns that need not be nothing: throughput where something may be open, arcs to where it may."""
        kept = np.ones(programme.cost.size, dtype=bool)
        run = np.arange(self._throughput.start, self._throughput.start + len(self._throughput))
        kept[run] = programme.upper[self._run_open] > 0
        if lean:
            opened, flow = self._opened, self._flow
            may = programme.upper[opened.start : opened.start + len(opened)] > 0
            idle = np.setdiff1d(opened.codes["site"], opened.codes["site"][may])
            kept[flow.start : flow.start + len(flow)] = ~np.isin(flow.codes["destination"], idle)
        return kept | (programme.lower > 0)


def _matching(run: Columns, opened: Columns) -> Ints:
    """Return, for every throughput, the programme's column that says whether its candidate is open."""
    names = ("site", "technology", "size", "period")
    spans = [int(opened.codes[name].max(initial=0)) + 1 for name in names]
    key = np.ravel_multi_index([opened.codes[name] for name in names], spans)
    order = np.argsort(key)
    own = np.ravel_multi_index([run.codes[name] for name in names], spans)
    return np.asarray(opened.start + order[np.searchsorted(key[order], own)])


def _columns_kept(programme: Programme, kept: NDArray[np.bool_]) -> Programme:
    """Return a programme with some of its columns; all others are nothing."""
    entries = np.repeat(kept, np.diff(programme.starts))
    starts = np.zeros(int(kept.sum()) + 1, dtype=np.int32)
    starts[1:] = np.cumsum(np.diff(programme.starts)[kept])
    return replace(
        programme, cost=programme.cost[kept], lower=programme.lower[kept], upper=programme.upper[kept], integer=programme.integer[kept],
        starts=starts, indices=programme.indices[entries], values=programme.values[entries], columns=[], others={},
    )  # fmt: skip
