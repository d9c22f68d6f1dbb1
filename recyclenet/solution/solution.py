"""The solution: one plan for one instance, as tidy tables, with its cost, its proven bound and how it was found."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import pandas as pd

from recyclenet.cards import card, plain
from recyclenet.instance.instance import Instance

Status = Literal["optimal", "feasible"]

TABLE_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "openings": ("site", "technology", "size", "period", "opens", "capacity_t", "throughput_t"),
        "throughputs": ("site", "technology", "size", "recipe", "period", "throughput_t"),
        "flows": ("origin", "destination", "material", "mode", "period", "distance_km", "flow_t"),
        "uncollected": ("region", "material", "period", "uncollected_t"),
        "withheld": ("region", "material", "period", "withheld_t"),
        "stocks": ("place", "material", "period", "stock_t"),
        "sales": ("outlet", "material", "period", "sold_t"),
        "emissions": ("component", "gas", "period", "place", "emitted_t"),
        "shortfalls": ("rule", "name", "period", "amount"),
        "costs": ("component", "period", "place", "cost"),
    }
)
"""The tables of a plan. Amounts are t/yr of a year of the period, stocks tonnes at its end.

`openings` has a row for each candidate open in a period, `opens` = "yes" in the period it is opened by this plan (an existing one
never is), else "no"; `capacity_t` includes what expansion added; what is closed has no row from then on. `uncollected` is left behind by
the plan, `withheld` kept by people because no point is near. `sales` at a region or site are dealt with on the spot. `emissions` come by
component (processing at the site, haulage at the origin). `shortfalls` tell by how much a rule with a price is missed: `rule` target,
least or most (of a limit), in the rule's unit. `costs` are discounted, in the instance's currency, over the whole period; their sum is the
plan's cost; `place` is the region, site or outlet where it falls (the origin, for haulage), or empty for the price of a rule."""

HISTORY_COLUMNS = ("seconds", "phase", "unit", "incumbent", "bound", "memory_mb")
"""The history of a search, in order of time: what it was doing, cost of the best plan and proven bound, memory of the process [MB].

NaN: not known yet. `unit` is empty for the instance's currency; an objective before cost has its own, made small (see
recyclenet.solve.stage.Progress). The last row, of phase "plan", is the plan itself."""


KNOWN = "plan[table] gives a table as a data frame, plan.costs(...) sums; save_map(plan, file) and save_report(plan, file) show it"
"""Said below the key figures in a notebook."""


@dataclass(frozen=True)
class Solution:
    """One plan.

    `cost` and `bound` are in the instance's currency, discounted to the start of the first period; `bound` is proven: no plan costs less.
    `gap` is (cost - bound) / max(|cost|, 1e-9). `status` is "optimal" when the gap asked for was reached, else "feasible".
    `run` holds what is needed to repeat the run: options, seed, threads, versions, hash of the instance; and `objectives`, one entry per
    priority of the instance in order: measure, of, value and bound [currency, else t over the horizon], the slack left to later ones.
    `history` tells how the search went (see HISTORY_COLUMNS); empty where that is not known.
    """

    instance: Instance
    status: Status
    cost: float
    bound: float
    gap: float
    seconds: float
    tables: Mapping[str, pd.DataFrame]
    run: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    history: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(HISTORY_COLUMNS)))

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return one of the plan's tables (see TABLE_COLUMNS)."""
        return self.tables[table]

    def __repr__(self) -> str:
        """Return the plan in a line."""
        settings = self.instance.settings
        gap = f"gap {self.gap:.3%}" if math.isfinite(self.gap) else "nothing proven"
        return f"Solution({plain(settings.name)}: {self.status}, cost {self.cost:,.0f} {plain(settings.currency)}, {gap})"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the key figures."""
        from recyclenet.solution.figures import key_figures  # noqa: PLC0415 - figures are made of a solution

        return card(f"Plan: {self.instance.settings.title or self.instance.settings.name}", key_figures(self).lines(), KNOWN)

    def costs(self, *by: str) -> pd.Series:
        """Return the discounted cost grouped by columns of the costs table, such as "component", "period"; its sum is the plan's cost."""
        return self.tables["costs"].groupby(list(by), sort=False)["cost"].sum()
