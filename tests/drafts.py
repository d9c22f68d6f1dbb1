"""Tiny instances made up at random: two periods, a handful of places, and any of the rules a planner may ask, at numbers that bind.

Recipes lose no mass, and money is counted in hundreds and thousands per tonne: HiGHS tells reduced costs apart to 0.1.
"""

from random import Random
from typing import Any

from recyclenet.instance.instance import Instance, Objective, Settings
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.tables import frame_of

Row = dict[str, Any]
PERIODS = ("p1", "p2")
COMMON: dict[str, tuple[str, dict[str, float]]] = {
    "gather": ("point", {"pack": -1, "sorted": 1}),
    "crush": ("works", {"magnet": -1, "metal": 0.4, "slag": 0.6}),
}
RECIPES: dict[str, tuple[str, dict[str, float]]] = {
    **COMMON,
    "smelt": ("works", {"sorted": -1, "metal": 0.6, "slag": 0.4}),
    "leach": ("works", {"sorted": -1, "metal": 0.5, "salt": 0.3, "slag": 0.2}),
    "blend": ("works", {"sorted": -0.6, "magnet": -0.4, "metal": 0.5, "slag": 0.5}),
}


class Draft:
    """The rows of an instance while it is made up, and the dice that are thrown for it."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)  # noqa: S311 - made-up data need no secrets
        self.rows: dict[str, list[Row]] = {name: [] for name in SCHEMA}
        self.discount_rate = self.dice.choice([0.0, 0.05, 0.2])

    def add(self, table: str, **row: object) -> None:
        """Add a row."""
        self.rows[table].append(row)

    def some(self, table: str, **where: object) -> Row:
        """Return one of the rows that match."""
        return self.dice.choice([row for row in self.rows[table] if all(row.get(key) == value for key, value in where.items())])

    def one(self, *choices: Any) -> Any:
        """Return one of the choices."""
        return self.dice.choice(choices)

    def between(self, least: int, most: int, step: int = 1) -> int:
        """Return a whole number."""
        return self.dice.randrange(least, most + 1, step)

    def maybe(self, chance: float = 0.5) -> bool:
        """Return yes with a chance."""
        return self.dice.random() < chance

    def supply_t(self) -> float:
        """Return the supply of packs in the richest period [t/yr]."""
        packs = [row for row in self.rows["supplies"] if row["material"] == "pack"]
        return float(max(sum(row["supply_t"] for row in packs if row["period"] == period) for period in PERIODS))

    def instance(self) -> Instance:
        """Return the instance."""
        texts = {name: [{key: str(cell) for key, cell in row.items()} for row in rows] for name, rows in self.rows.items()}
        tables = {name: frame_of(rows, list(range(2, len(rows) + 2)), SCHEMA[name]) for name, rows in texts.items()}
        return Instance(Settings("tiny", "CNY", 2025, self.discount_rate, objectives=(Objective("cost"),)), tables)


def core(d: Draft) -> None:
    """Packs go to points, sorted ones to works, metal to a buyer; magnets go to works as they are."""
    places(d)
    supplies(d)
    recipes(d)
    sites = [row["site"] for row in d.rows["sites"]]
    candidate(d, "X", "point", "small", 0.7)
    candidate(d, sites[-1], "point", "small", 0.8)
    candidate(d, d.one(*sites), "works", "small", 0.9)
    if d.maybe(0.4):
        candidate(d, d.some("candidates", technology=d.one("point", "works"))["site"], "works", "large", 1.8)
    d.add("modes", mode="road", detour=d.one(1, 1.3))
    for goods in ("heavy", "light"):
        d.add("mode_rates", mode="road", goods_class=goods, cost_per_tkm=d.between(2, 12), handling_cost_per_t=d.between(0, 90, 10))
    outlets(d)


def places(d: Draft) -> None:
    """Periods, two or three regions with a site each."""
    third = d.maybe(0.4)
    for period in PERIODS:
        d.add("periods", period=period, years=d.between(1, 3))
    for number, region in enumerate("ABC" if third else "AB"):
        lat, lon = 27.0 + 0.01 * d.between(-40, 40), 115.0 + 0.7 * number + 0.01 * d.between(-10, 10)
        people, group = d.between(0, 9) * 1000, d.one("east", "west")
        group = {"A": "west", "B": "east"}.get(region, group)  # both groups have a region: a rule may name either
        d.add("regions", region=region, lat_deg=lat, lon_deg=lon, population=people, group=group)
        d.add("sites", site="XYZ"[number], lat_deg=lat + 0.01 * d.between(-15, 15), lon_deg=lon + 0.08, region=region)


def supplies(d: Draft) -> None:
    """Materials, what arises of them, and what leaving it behind costs."""
    for material, goods, stream in (("pack", "heavy", "battery"), ("sorted", "light", "battery"), ("magnet", "heavy", "magnet"),
                                    ("metal", "light", "battery"), ("salt", "light", "battery"), ("slag", "light", "waste")):  # fmt: skip
        d.add("materials", material=material, goods_class=goods, stream=stream)
        share = {"metal": 0.15, "salt": 0.05, "slag": 0.02}.get(material, 0.1)
        d.add("compositions", material=material, element="Ni", share=share)
    for period in PERIODS:
        for region in d.rows["regions"]:
            d.add("supplies", region=region["region"], material="pack", period=period, supply_t=d.between(30, 150, 10))
        if d.maybe(0.7):
            d.add("supplies", region=d.one("A", "B"), material="magnet", period=period, supply_t=d.between(10, 60, 10))
    d.add("uncollected", material="pack", period="*", cost_per_t=d.between(1000, 4000, 100))
    d.add("uncollected", material="magnet", period="*", cost_per_t=d.between(500, 4000, 100))


def recipes(d: Draft) -> None:
    """Points, works, and four of their recipes."""
    for technology, kind in (("point", "collection"), ("works", "recycling")):
        d.add("technologies", technology=technology, kind=kind)
    for recipe in [*COMMON, *d.dice.sample(["smelt", "leach", "blend"], k=2)]:
        technology, amounts = RECIPES[recipe]
        for material, amount in amounts.items():
            d.add("conversions", technology=technology, recipe=recipe, material=material, period="*", t_per_t=amount)


def outlets(d: Draft) -> None:
    """A buyer for metal and salt, a landfill for slag and whatever else."""
    for outlet, kind in (("buyer", "buyer"), ("dump", "disposal")):
        d.add("outlets", outlet=outlet, kind=kind, lat_deg=27.0 + 0.01 * d.between(-40, 40), lon_deg=115.4)
    for material in ("metal", "salt"):
        d.add("sales", outlet="buyer", material=material, period="*", price_per_t=d.between(1000, 6000, 100))
    for material in ("slag", "metal", "sorted", "magnet"):
        d.add("sales", outlet="dump", material=material, period="*", price_per_t=-d.between(100, 1500, 100))


def candidate(d: Draft, site: str, technology: str, size: str, share: float) -> None:
    """A candidate for a share of the supply of packs."""
    costs = {"opening_cost": d.between(5, 90, 5) * 1000, "fixed_cost_per_year": d.between(2, 30) * 1000}
    d.add("candidates", site=site, technology=technology, size=size, capacity_t=round(share * d.supply_t()), **costs,
          variable_cost_per_t=d.between(50, 500, 50), jobs=d.between(1, 9))  # fmt: skip


def gases(d: Draft) -> None:
    """Two gases, with what processing and haulage emit of them."""
    if d.rows["gases"]:
        return
    for gas in ("CO2e", "SO2"):
        d.add("gases", gas=gas, period="*", price_per_t=d.between(0, 900, 300))
    d.add("gases", gas="CO2e", period="p2", price_per_t=d.between(100, 1500, 100))
    d.add("processing_emissions", technology="works", gas="CO2e", period="*", t_per_t=d.one(0.5, 1.5, -0.4))
    d.add("processing_emissions", technology="point", gas="SO2", period="p1", t_per_t=0.2)
    d.add("haulage_emissions", mode="road", goods_class="light", gas="CO2e", period="*", t_per_tkm=0.01)
    d.add("haulage_emissions", mode="road", goods_class="heavy", gas="SO2", period="*", t_per_tkm=0.005)
