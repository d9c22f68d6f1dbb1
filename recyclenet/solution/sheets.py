"""All numbers of a report as tables, each column with its unit: what a workbook of a plan holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from recyclenet.instance.schema import SCHEMA
from recyclenet.solution.figures import KeyFigures
from recyclenet.solution.report import Report
from recyclenet.solution.solution import TABLE_COLUMNS

SUM = "sum = cost of the plan"
"""The last row of tables of costs."""

PLAN_UNITS: Mapping[str, str] = MappingProxyType({
    "capacity_t": "t/yr", "throughput_t": "t/yr", "distance_km": "km", "flow_t": "t/yr", "uncollected_t": "t/yr", "withheld_t": "t/yr",
    "stock_t": "t", "sold_t": "t/yr", "emitted_t": "t/yr", "amount": "unit of the rule", "cost": "currency, discounted",
})  # fmt: skip
"""Units of the plan's tables."""


@dataclass(frozen=True)
class Sheet:
    """One table: its name (31 signs at most), what it says, its rows, and the unit of each column that has one."""

    name: str
    title: str
    rows: pd.DataFrame
    units: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def heading(self, column: str) -> str:
        """Return a column's name with its unit."""
        unit = self.units.get(column, "")
        return f"{column} [{unit}]" if unit else column


def sheets(report: Report) -> Iterator[Sheet]:
    """Yield the tables of the report, then those of the plan, then those of the instance."""
    yield from _of_report(report, report.figures.currency)
    for name in TABLE_COLUMNS:
        units = {column: _money(unit, report) for column, unit in PLAN_UNITS.items()}
        yield Sheet(f"plan_{name}", f"table {name} of the plan", report.plan[name], units)
    for name, table in SCHEMA.items():
        rows = report.plan.instance[name]
        if len(rows):
            units = {column.name: _money(column.unit, report) for column in table.columns}
            yield Sheet(f"instance_{name}", table.doc, rows, units)


def _of_report(report: Report, money: str) -> Iterator[Sheet]:
    discounted, tonnes = f"{money}, discounted", {"amount_t": "t", "emitted_t": "t", "collected_t": "t", "recovered_t": "t"}
    yield Sheet("key_figures", "what is asked first", key_rows(report.figures))
    yield Sheet(
        "costs", "cost by component and period", cost_rows(report.figures), dict.fromkeys([*report.figures.years, "all"], discounted)
    )
    components = dict.fromkeys(report.figures.cost_by_component, discounted)
    units = {"collected_t": "t, all years", "cost": discounted, "cost_per_t": f"{money}/t, levelised", **components}
    yield Sheet(
        "cost_to_serve", "every cost laid on the goods it is spent on; a row without a region is laid on none", report.served, units
    )
    yield Sheet("chain", "mass through the chain, all years of each period", report.chain, tonnes)
    yield Sheet("targets", "what targets ask and what is reached", report.targets,
                {"asked_share": "share", "reached_share": "share", "of_t": "t/yr", "counted_t": "t/yr"})  # fmt: skip
    yield Sheet("elements", "elements in what is collected, and in what buyers take", report.elements, {**tonnes, "share": "share"})
    used = {"capacity_t": "t/yr", "added_t": "t/yr", "throughput_t": "t/yr", "used_share": "share"}
    yield Sheet("standing", "what stands in each period, and what happens to it", report.standing, used)
    yield Sheet("utilisation", "how much of what stands is used, by technology", report.utilisation, used)
    yield Sheet("nearby", "share of people, or supply, near a collection point", report.nearby, {"within_km": "km", "share": "share"})
    yield Sheet("emissions", "emissions by source, all years of each period", report.emissions, tonnes)
    if report.marginal is not None:
        yield Sheet("marginal_values", "what one more unit changes in the cost, in money of a year of the period", report.marginal,
                    {"value_per_unit": "as in the column unit"})  # fmt: skip
    yield Sheet("assumptions", "where the numbers are from, and which are placeholders", report.assumptions)
    yield Sheet(
        "provenance", "what the plan was made from, and how surely", pd.DataFrame(report.provenance.items(), columns=["what", "value"])
    )


def key_rows(figures: KeyFigures) -> pd.DataFrame:
    """Return the key figures: figure, period ("" for all years), value, unit."""
    rows: list[tuple[str, str, float, str]] = [("cost", "", figures.cost, f"{figures.currency}, discounted")]
    rows += [("proven bound", "", figures.bound, f"{figures.currency}, discounted")] if figures.bound is not None else []
    rows += [("gap", "", figures.gap, "share")] if figures.gap is not None else []
    rows += [("years", period, count, "years") for period, count in figures.years.items()]
    by_period = {
        "supplied": figures.supplied_t_by_period, "collected": figures.collected_t_by_period,
        "left behind": figures.uncollected_t_by_period, "dealt with on the spot": figures.on_the_spot_t_by_period,
        "recovered": figures.recovered_t_by_period, "emitted": figures.emitted_t_by_period,
    }  # fmt: skip
    for name, amounts in by_period.items():
        rows += [(f"{name}: {label}", period, value, "t") for period, labels in amounts.items() for label, value in labels.items()]
    for name, counts in (("opened", figures.opened), ("standing", figures.standing)):
        rows += [(f"{name}: {kind}", period, count, "number") for kind, periods in counts.items() for period, count in periods.items()]
    return pd.DataFrame(rows, columns=["figure", "period", "value", "unit"])


def cost_rows(figures: KeyFigures) -> pd.DataFrame:
    """Return discounted cost by component (rows) and period, with sums in the last row and column."""
    rows = {
        component: [*(figures.cost_by_period[period].get(component, 0.0) for period in figures.years), total]
        for component, total in figures.cost_by_component.items()
    }
    rows[SUM] = [*(sum(figures.cost_by_period[period].values()) for period in figures.years), figures.cost]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=[*figures.years, "all"])
    return table.rename_axis("component").reset_index()


def _money(unit: str, report: Report) -> str:
    return unit.replace("currency", report.figures.currency)
