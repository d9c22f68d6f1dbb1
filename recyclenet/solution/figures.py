"""Key figures of a plan: the few numbers a planner asks for first, worked out in one place for text, JSON and map."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recyclenet.solution.solution import Solution, Status

ByPeriod = dict[str, dict[str, float]]
"""Amounts by period, then by the label of what is counted."""


@dataclass(frozen=True)
class Opening:
    """One candidate that stands in the plan: where, what, how large, and since when (`opens` is None where it stood before)."""

    site: str
    site_name: str
    technology: str
    technology_name: str
    kind: str
    size: str
    opens: str | None
    capacity_t: float
    most_used_t: float


@dataclass(frozen=True)
class KeyFigures:
    """Key figures of a plan.

    `years` maps every period to its number of years. Tonnes are summed over all years of a period (`..._by_period`) or of the whole
    horizon. What is supplied, goods that come back included, is collected, stays uncollected (left behind by the plan, or kept by people
    because no point is near) or is dealt with on the spot. `recovered_t_by_period` counts an element in all that buyers take;
    `emitted_t_by_period` is by gas. `shortfalls` tell by how much rules with a price are missed, `objectives` what was made best before
    cost. `opened` and `standing` map kind of technology, then period, to the number of candidates that are opened in it, and that stand in
    it. Costs are discounted; they add up to `cost`. `bound` and `gap` are None where nothing is proven.
    """

    name: str
    title: str
    status: Status
    currency: str
    price_year: int
    cost: float
    bound: float | None
    gap: float | None
    seconds: float
    years: Mapping[str, int]
    supplied_t_by_period: ByPeriod
    uncollected_t_by_period: ByPeriod
    on_the_spot_t_by_period: ByPeriod
    recovered_t_by_period: ByPeriod
    emitted_t_by_period: ByPeriod
    cost_by_period: ByPeriod
    shortfalls: tuple[Mapping[str, object], ...]
    objectives: tuple[Mapping[str, object], ...]
    openings: tuple[Opening, ...]
    opened: Mapping[str, Mapping[str, int]]
    standing: Mapping[str, Mapping[str, int]]

    @property
    def collected_t_by_period(self) -> ByPeriod:
        """Tonnes collected, by period and material."""
        left, dealt_with = self.uncollected_t_by_period, self.on_the_spot_t_by_period
        return {
            period: {
                material: supply - left[period].get(material, 0.0) - dealt_with[period].get(material, 0.0)
                for material, supply in supplies.items()
            }
            for period, supplies in self.supplied_t_by_period.items()
        }

    @property
    def cost_by_component(self) -> dict[str, float]:
        """Discounted cost of the horizon by component; the values add up to `cost`."""
        return over_periods(self.cost_by_period)

    def lines(self) -> dict[str, str]:
        """Return what is asked first, in words by name."""
        collected, supplied = _total(self.collected_t_by_period), _total(self.supplied_t_by_period)
        last = list(self.years)[-1]
        share = f" ({collected / supplied:.1%} of what arises)" if supplied else ""
        return {
            "cost": f"{self.cost:,.0f} {self.currency} of {self.price_year}, discounted",
            "proven bound": "none" if self.bound is None else f"{self.bound:,.0f} {self.currency}: no plan costs less",
            "gap": "none proven" if self.gap is None else f"{self.gap:.3%}",
            "collected": f"{collected:,.0f} t{share}",
            "recovered": ", ".join(f"{element} {tonnes:,.4g} t" for element, tonnes in over_periods(self.recovered_t_by_period).items()),
            "emitted": ", ".join(f"{gas} {tonnes:,.0f} t" for gas, tonnes in over_periods(self.emitted_t_by_period).items()),
            f"standing in {last}": ", ".join(f"{periods[last]} {kind}" for kind, periods in self.standing.items() if periods[last]),
            "cost by component": ", ".join(f"{name} {amount:,.0f}" for name, amount in self.cost_by_component.items()),
            "missed at a price": ", ".join(f"{row['name']} in {row['period']}" for row in self.shortfalls),
        }

    def as_json(self) -> dict[str, object]:
        """Return the figures as one JSON object of finite numbers."""
        collected = self.collected_t_by_period
        return {
            "name": self.name,
            "status": self.status,
            "cost": self.cost,
            "bound": self.bound,
            "gap": self.gap,
            "currency": self.currency,
            "price_year": self.price_year,
            "seconds": self.seconds,
            "years": dict(self.years),
            "opened": {kind: dict(periods) for kind, periods in self.opened.items()},
            "standing": {kind: dict(periods) for kind, periods in self.standing.items()},
            "supplied_t": _total(self.supplied_t_by_period),
            "collected_t": _total(collected),
            "uncollected_t": _total(self.uncollected_t_by_period),
            "on_the_spot_t": _total(self.on_the_spot_t_by_period),
            "recovered_t": over_periods(self.recovered_t_by_period),
            "emitted_t": over_periods(self.emitted_t_by_period),
            "collected_t_by_period": collected,
            "uncollected_t_by_period": self.uncollected_t_by_period,
            "on_the_spot_t_by_period": self.on_the_spot_t_by_period,
            "recovered_t_by_period": self.recovered_t_by_period,
            "emitted_t_by_period": self.emitted_t_by_period,
            "cost_by_component": self.cost_by_component,
            "cost_by_period": self.cost_by_period,
            "shortfalls": [dict(row) for row in self.shortfalls],
            "objectives": [dict(row) for row in self.objectives],
        }


def over_periods(amounts: ByPeriod) -> dict[str, float]:
    """Return amounts by label, summed over the periods, labels in order of appearance."""
    sums: dict[str, float] = {}
    for labels in amounts.values():
        for label, amount in labels.items():
            sums[label] = sums.get(label, 0.0) + amount
    return sums


def key_figures(plan: Solution) -> KeyFigures:
    """Return the key figures of a plan."""
    instance, settings = plan.instance, plan.instance.settings
    years = {str(period): int(count) for period, count in instance.keyed("periods")["years"].items()}
    openings = _openings(plan)
    return KeyFigures(
        name=settings.name,
        title=settings.title or settings.name,
        status=plan.status,
        currency=settings.currency,
        price_year=settings.price_year,
        cost=float(plan.cost),
        bound=_finite(plan.bound),
        gap=_finite(plan.gap),
        seconds=float(plan.seconds),
        years=years,
        supplied_t_by_period=_tonnes(_supplied(plan), "material", "amount_t", years),
        uncollected_t_by_period=_tonnes(kept(plan), "material", "kept_t", years),
        on_the_spot_t_by_period=_tonnes(on_the_spot(plan), "material", "sold_t", years),
        recovered_t_by_period=_tonnes(_elements_sold(plan), "element", "element_t", years),
        emitted_t_by_period=_tonnes(plan["emissions"], "gas", "emitted_t", years),
        cost_by_period=_by_period(plan["costs"], "component", "cost", years),
        shortfalls=tuple(plan["shortfalls"].to_dict("records")),
        objectives=tuple(plan.run.get("objectives", ())),  # type: ignore[arg-type]  # a list of mappings, as the solve wrote it
        openings=openings,
        opened=_counts(plan, years, opened=True),
        standing=_counts(plan, years, opened=False),
    )


def kept(plan: Solution) -> pd.DataFrame:
    """Return what stays with its owners, left behind or withheld: region, material, period, kept_t [t/yr]."""
    parts = [
        plan["uncollected"].rename(columns={"uncollected_t": "kept_t"}),
        plan["withheld"].rename(columns={"withheld_t": "kept_t"}),
    ]
    return pd.concat(parts).groupby(["region", "material", "period"], sort=False, as_index=False)["kept_t"].sum()


def on_the_spot(plan: Solution) -> pd.DataFrame:
    """Return what regions are rid of on the spot: region, material, period, sold_t [t/yr]."""
    sales = plan["sales"]
    return sales[sales["outlet"].isin(plan.instance["regions"]["region"])].rename(columns={"outlet": "region"})


def _supplied(plan: Solution) -> pd.DataFrame:
    """Return what arises: the instance's supply, and goods sold by the plan that come back (material, period, amount_t)."""
    supply = plan.instance["supplies"].rename(columns={"supply_t": "amount_t"})[["material", "period", "amount_t"]]
    order = pd.Series(plan.instance.periods)
    sold = plan["sales"].merge(plan.instance["returns"], on=["outlet", "material"])
    later = sold["period"].map({period: number for number, period in enumerate(order)}) + sold["lag_periods"]
    back = sold.assign(amount_t=sold["sold_t"] * sold["share"], period=later.map(order)).dropna(subset="period")
    return pd.concat([supply, back.drop(columns="material").rename(columns={"returned": "material"})[["material", "period", "amount_t"]]])


def _elements_sold(plan: Solution) -> pd.DataFrame:
    """Return what buyers take, by element and period [t/yr]: composition x sold."""
    outlets = plan.instance["outlets"]
    buyers = outlets.loc[outlets["kind"] == "buyer", "outlet"]
    sold = plan["sales"][plan["sales"]["outlet"].isin(buyers)]
    parts = sold.merge(plan.instance["compositions"], on="material")
    return parts.assign(element_t=parts["sold_t"] * parts["share"])


def _tonnes(table: pd.DataFrame, label: str, amount: str, years: Mapping[str, int]) -> ByPeriod:
    """Return tonnes over all years of each period from a table of t/yr."""
    per_year = _by_period(table, label, amount, years)
    return {period: {name: value * years[period] for name, value in labels.items()} for period, labels in per_year.items()}


def _by_period(table: pd.DataFrame, label: str, amount: str, years: Mapping[str, int]) -> ByPeriod:
    """Return an amount summed by period and label as nested mappings, every period there and in order of time."""
    sums = table.groupby(["period", label], sort=False, as_index=False)[amount].sum()
    nested: ByPeriod = {period: {} for period in years}
    for period, name, value in zip(sums["period"], sums[label], sums[amount], strict=True):
        nested[period][name] = float(value)
    return nested


def _counts(plan: Solution, years: Mapping[str, int], *, opened: bool) -> dict[str, dict[str, int]]:
    """Return how many candidates open, or stand, by kind of technology and period."""
    technologies = plan.instance["technologies"]
    kinds = dict(zip(technologies["technology"], technologies["kind"], strict=True))
    counts = {kind: dict.fromkeys(years, 0) for kind in kinds.values()}
    table = plan["openings"]
    for technology, period, opens in zip(table["technology"], table["period"], table["opens"], strict=True):
        counts[kinds[technology]][period] += not opened or opens == "yes"
    return counts


def _openings(plan: Solution) -> tuple[Opening, ...]:
    """Return all that stands in the plan, one entry per candidate, in the order of the plan's table."""
    sites, technologies = names(plan, "sites"), names(plan, "technologies")
    kinds = plan.instance.keyed("technologies")["kind"].to_dict()
    found = []
    for _, rows in plan["openings"].groupby(["site", "technology", "size"], sort=False):
        first = rows.iloc[0]
        opening = rows.loc[rows["opens"] == "yes", "period"].tolist()
        found.append(
            Opening(
                site=first["site"],
                site_name=sites[first["site"]],
                technology=first["technology"],
                technology_name=technologies[first["technology"]],
                kind=kinds[first["technology"]],
                size=first["size"],
                opens=opening[0] if opening else None,
                capacity_t=float(rows["capacity_t"].max()),
                most_used_t=float(rows["throughput_t"].max()),
            )
        )
    return tuple(found)


def names(plan: Solution, table: str) -> dict[str, str]:
    """Return the name shown for every label of a table: its name where stated, else the label."""
    names = plan.instance.keyed(table)["name"]
    return {str(label): str(name) if isinstance(name, str) and name else str(label) for label, name in names.items()}


def _total(amounts: ByPeriod) -> float:
    return float(sum(over_periods(amounts).values()))


def _finite(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None
