"""What flows, is kept, added and sold: the columns and rows of a linear programme, written out in loops."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import inf
from typing import Any

import numpy as np

from tests.oracle_all.facts import Facts, Row, blank


@dataclass
class Column:
    """An amount to be chosen: its cost, what it counts in which row, bounds, and the labels it is known by."""

    what: str
    cost: float
    entries: dict[Any, float]
    most: float = inf
    whole: bool = False
    tags: Row = field(default_factory=dict)


class Programme:
    """The columns and rows that every plan of an instance shares.

    Rows are ("balance", place, material, period) and the like, with bounds; metrics are counted by `measures`.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.weights = {period: sum(facts.years(period)) for period in facts.periods}
        self.starts = {period: facts.years(period)[0] for period in facts.periods}
        self.columns: list[Column] = []
        self.bounds: dict[Any, list[float]] = defaultdict(lambda: [-inf, inf])
        for number, period in enumerate(facts.periods):
            for make in (self.haul, self.process, self.leave, self.keep, self.rule):
                make(period, number)
        for key in {key for column in self.columns for key in column.entries if key[0] in ("balance", "added")}:
            self.bounds[key] = [0.0, 0.0]
        for (region, material, period), supply in facts.supply.items():
            self.bounds["balance", region, material, period] = [-supply, -supply]

    def add(self, what: str, cost: float, entries: Mapping[Any, float], most: float = inf, *, whole: bool = False, **tags: Any) -> None:
        """Add a column, counted where limits, targets and prices of emissions count it."""
        column = Column(what, cost, dict(entries), most, whole, tags)
        period = tags["period"]
        for metric, amount, labels in measures(self.facts, column):
            if metric == "emissions":
                price = [row["price_per_t"] for row in self.facts.when("gases", period, "gas") if row["gas"] == labels["gas"]]
                column.cost += self.weights[period] * (price or [0.0])[0] * amount
            for key, share in self.facts.counted(metric, labels.get("period", period), labels):
                column.entries[key] = column.entries.get(key, 0.0) + share * amount
        self.columns.append(column)

    def ends(self, material: str) -> tuple[set[str], set[str]]:
        """Return the places that may send a material, and those that may take it."""
        facts = self.facts
        sends = {row["region"] for row in facts["supplies"] if row["material"] == material}
        sends |= {row["region"] for row in facts["returns"] if row["returned"] == material}
        takes = {row["outlet"] for row in facts["sales"] if row["material"] == material} & {row["outlet"] for row in facts["outlets"]}
        for candidate, recipe in product(facts.candidates, facts["conversions"]):
            if candidate["technology"] == recipe["technology"] and recipe["material"] == material:
                (takes if recipe["t_per_t"] < 0 else sends).add(candidate["site"])
        return sends, takes

    def haul(self, period: str, _: int) -> None:
        """Add flows."""
        facts = self.facts
        paid = {(row["region"], row["material"]): row["acquisition_cost_per_t"] for row in facts["supplies"] if row["period"] == period}
        for material, rate in product(facts.materials, facts["mode_rates"]):
            if facts.materials[material]["goods_class"] != rate["goods_class"]:
                continue
            own = [row for row in facts["haulage_costs"] if all(row[key] == rate[key] for key in ("mode", "goods_class"))]
            price = next((row for row in own if row["period"] == period), rate)
            for origin, destination in product(*self.ends(material)):
                km = facts.way(origin, destination, rate["mode"])
                if origin != destination and (blank(rate["reach_km"]) or km <= rate["reach_km"]):
                    cost = km * price["cost_per_tkm"] + price["handling_cost_per_t"] + paid.get((origin, material), 0.0)
                    entries = {("balance", origin, material, period): -1.0, ("balance", destination, material, period): 1.0}
                    self.add("flow", self.weights[period] * cost, entries, origin=origin, destination=destination, material=material,
                             mode=rate["mode"], km=km, period=period)  # fmt: skip

    def process(self, period: str, number: int) -> None:
        """Add what candidates process, and what expansion adds to them."""
        facts = self.facts
        for who, candidate in enumerate(facts.candidates):
            site, technology, least = candidate["site"], candidate["technology"], candidate["least_utilisation"]
            rows = [row for row in facts.when("conversions", period, "technology", "recipe", "material") if row["technology"] == technology]
            for recipe in {row["recipe"]: None for row in rows}:
                amounts = {row["material"]: row["t_per_t"] for row in rows if row["recipe"] == recipe}
                entries: dict[Any, float] = {("balance", site, material, period): amount for material, amount in amounts.items()}
                entries |= {("capacity", who, period): 1.0, ("use", who, period): 1.0, ("site", site, period): 1.0}
                for rule in facts.when("splits", period, "technology", "recipe"):
                    if rule["technology"] == technology:
                        for side, share in (("least", rule["least_share"]), ("most", rule["most_share"])):
                            key = ("split", side, rule["recipe"], site if rule["scope"] == "site" else "*", period)
                            if not blank(share):
                                entries[key] = (rule["recipe"] == recipe) - share
                                self.bounds[key] = [0.0, inf] if side == "least" else [-inf, 0.0]
                cost = self.weights[period] * facts.cost(candidate, "variable_cost_per_t", period)
                self.add("run", cost, entries, who=who, site=site, technology=technology, recipe=recipe, amounts=amounts, period=period)
            if facts.room(candidate):
                share = 0.0 if blank(least) or not facts.may_run(site, technology, period) else least
                yearly = self.weights[period] * facts.cost(candidate, "expansion_fixed_cost_per_t", period)
                entries = {("capacity", who, period): -1.0, ("use", who, period): -share, ("room", who, period): 1.0}
                entries |= {("added", who, period): 1.0} | {("added", who, then): -1.0 for then in facts.periods[number + 1 : number + 2]}
                self.add("added", yearly, entries, site=site, technology=technology, period=period)
                whole = not blank(candidate["expansion_step_t"])
                step, once = candidate["expansion_step_t"] if whole else 1.0, facts.cost(candidate, "expansion_cost_per_t", period)
                self.add("expand", self.starts[period] * step * once, {("added", who, period): -step}, whole=whole,
                         site=site, technology=technology, spent=step * once, period=period)  # fmt: skip

    def leave(self, period: str, number: int) -> None:
        """Add what is sold, comes back, and stays behind."""
        facts, weight = self.facts, self.weights[period]
        for row in facts.when("sales", period, "outlet", "material"):
            entries: dict[Any, float] = {("balance", row["outlet"], row["material"], period): -1.0}
            back = []
            for rule in facts["returns"]:
                then = number + rule["lag_periods"]
                if (rule["outlet"], rule["material"]) == (row["outlet"], row["material"]) and then < len(facts.periods):
                    key = ("balance", rule["region"], rule["returned"], facts.periods[then])
                    entries[key] = entries.get(key, 0.0) + rule["share"]
                    back.append(
                        {"region": rule["region"], "material": rule["returned"], "period": facts.periods[then], "share": rule["share"]}
                    )
            most = inf if blank(row["limit_t"]) else row["limit_t"]
            self.add(
                "sell",
                -weight * row["price_per_t"],
                entries,
                most,
                outlet=row["outlet"],
                material=row["material"],
                back=back,
                period=period,
            )
        prices = {row["material"]: row for row in facts.when("uncollected", period, "material")}
        for (region, material, when), supply in facts.supply.items():
            if when == period and material in prices:
                share = prices[material]["limit_share"]
                self.add("left", weight * prices[material]["cost_per_t"], {("balance", region, material, period): -1.0},
                         supply * (1.0 if blank(share) else share), region=region, material=material, period=period)  # fmt: skip

    def keep(self, period: str, number: int) -> None:
        """Add stocks at the end of a period."""
        facts = self.facts
        if number + 1 < len(facts.periods):
            later = facts.periods[number + 1]
            for row in facts.when("storage", period, "place", "material"):
                entries = {("balance", row["place"], row["material"], period): -1.0 / len(facts.years(period)),
                           ("balance", row["place"], row["material"], later): 1.0 / len(facts.years(later))}  # fmt: skip
                self.add("stock", self.weights[period] * row["cost_per_t"], entries, inf if blank(row["limit_t"]) else row["limit_t"],
                         period=period)  # fmt: skip

    def rule(self, period: str, _: int) -> None:
        """Add by how much priced limits and targets may be missed."""
        facts = self.facts
        for row in facts.when("limits", period, "limit"):
            key = ("limit", row["limit"], period)
            self.bounds[key] = [-inf if blank(row["least"]) else row["least"], inf if blank(row["most"]) else row["most"]]
            if not blank(row["breach_cost_per_unit"]):
                weight = self.starts[period] if row["metric"] == "investment" else self.weights[period]
                for side, sign in (("least", 1.0), ("most", -1.0)):
                    if not blank(row[side]):
                        self.columns.append(Column("miss", weight * row["breach_cost_per_unit"], {key: sign}))
        for row in facts.when("targets", period, "target"):
            key = ("target", row["target"], period)
            self.bounds[key] = [0.0 if blank(row["of_t"]) else row["share"] * row["of_t"], inf]
            if not blank(row["shortfall_cost_per_t"]):
                self.columns.append(Column("miss", self.weights[period] * row["shortfall_cost_per_t"], {key: 1.0}))

    @cached_property
    def keys(self) -> list[Any]:
        """The rows, in a fixed order."""
        known = {row for column in self.columns for row in column.entries} | set(self.bounds)
        return sorted(known, key=str)

    @cached_property
    def matrix(self) -> np.ndarray:
        """The coefficients, by row and column."""
        rows = {key: number for number, key in enumerate(self.keys)}
        dense = np.zeros((len(self.keys), len(self.columns)))
        for number, column in enumerate(self.columns):
            for key, amount in column.entries.items():
                dense[rows[key], number] += amount
        return dense


def measures(facts: Facts, column: Column) -> Iterator[tuple[str, float, Row]]:
    """Yield what a column counts towards: metric, amount per unit, and the labels by which scopes choose."""
    tags = column.tags
    if column.what in ("flow", "run"):
        yield from (of_haulage if column.what == "flow" else of_processing)(facts, tags)
    elif column.what == "expand":
        yield "investment", tags["spent"], {"place": tags["site"], "technology": tags["technology"]}
    elif column.what == "added":
        yield "capacity", 1.0, {"place": tags["site"], "technology": tags["technology"]}
    elif column.what == "sell":
        yield from of_sales(facts, tags)
    elif column.what == "left":
        labels = {"place": tags["region"], "material": tags["material"]}
        yield "collected", -1.0, labels
        yield "uncollected", 1.0, labels


def of_haulage(facts: Facts, tags: Row) -> Iterator[tuple[str, float, Row]]:
    """Yield what a flow counts towards."""
    labels = {"place": tags["origin"], "material": tags["material"]}
    yield "haulage", tags["km"], labels
    for row in facts.when("haulage_emissions", tags["period"], "mode", "goods_class", "gas"):
        if (row["mode"], row["goods_class"]) == (tags["mode"], facts.materials[tags["material"]]["goods_class"]):
            yield "emissions", tags["km"] * row["t_per_tkm"], labels | {"gas": row["gas"]}


def of_processing(facts: Facts, tags: Row) -> Iterator[tuple[str, float, Row]]:
    """Yield what throughput counts towards: tonnes of each input, and gases."""
    labels = {"place": tags["site"], "technology": tags["technology"]}
    for material, amount in tags["amounts"].items():
        if amount < 0:
            yield "throughput", -amount, labels | {"material": material}
    for row in facts.when("processing_emissions", tags["period"], "technology", "gas"):
        if row["technology"] == tags["technology"]:
            yield "emissions", row["t_per_t"], labels | {"gas": row["gas"]}


def of_sales(facts: Facts, tags: Row) -> Iterator[tuple[str, float, Row]]:
    """Yield what a sale counts towards, and what comes back of it."""
    labels = {"place": tags["outlet"], "material": tags["material"]}
    yield "sold", 1.0, labels
    if any(row["outlet"] == tags["outlet"] and row["kind"] == "buyer" for row in facts["outlets"]):
        yield "bought", 1.0, labels
    if any(row["region"] == tags["outlet"] for row in facts["regions"]):
        yield "collected", -1.0, labels
    for back in tags["back"]:
        for metric in ("supplied", "collected"):
            yield metric, back["share"], {"place": back["region"], "material": back["material"], "period": back["period"]}
