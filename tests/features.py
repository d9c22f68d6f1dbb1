"""What an instance made up may have besides its core: details, states of candidates, and what a planner may ask."""

from collections.abc import Callable

from tests.asked import LIMITS, RULES
from tests.drafts import PERIODS, Draft, gases

# ------------------------------------------------------------------------------------------------- features: details


def two_modes(d: Draft) -> None:
    d.add("modes", mode="rail", detour=1.5)
    d.add("mode_rates", mode="rail", goods_class="light", cost_per_tkm=1, handling_cost_per_t=d.between(50, 300, 50))
    if d.maybe():
        d.add("mode_rates", mode="rail", goods_class="heavy", cost_per_tkm=1, handling_cost_per_t=d.between(50, 300, 50),
              reach_km=d.between(40, 160, 20))  # fmt: skip
    d.some("mode_rates", mode="road")["reach_km"] = d.between(40, 200, 20)


def stated_ways(d: Draft) -> None:
    for _ in range(4):
        origin, destination = d.some("regions")["region"], d.some("sites")["site"]
        if d.maybe(0.4):
            origin, destination = d.some("sites")["site"], d.one("buyer", "dump")
        if not any(row["origin"] == origin and row["destination"] == destination for row in d.rows["distances"]):
            d.add("distances", origin=origin, destination=destination, mode="road", distance_km=d.between(1, 150))


def cost_factor(d: Draft) -> None:
    for row in d.rows["regions"]:
        row["cost_factor"] = d.one(0.5, 0.8, 1.5, 3)


def site_capacity(d: Draft) -> None:
    d.some("sites", site=d.some("candidates")["site"])["capacity_t"] = round(d.one(0.3, 0.6) * d.supply_t())


def candidate_costs(d: Draft) -> None:
    for _ in range(2):
        row = d.some("candidates")
        key = {name: row[name] for name in ("site", "technology", "size")}
        if any(all(row[name] == label for name, label in key.items()) for row in d.rows["candidate_costs"]):
            continue
        own = {"opening_cost": d.between(0, 60, 5) * 1000, "fixed_cost_per_year": d.between(1, 30) * 1000,
               "variable_cost_per_t": d.between(0, 900, 50)}  # fmt: skip
        d.add("candidate_costs", **key, period=d.one(*PERIODS), **{name: cost for name, cost in own.items() if d.maybe(0.7)})


def haulage_costs(d: Draft) -> None:
    d.add("haulage_costs", mode="road", goods_class=d.one("heavy", "light"), period=d.one(*PERIODS), cost_per_tkm=d.between(0, 25),
          **({"handling_cost_per_t": d.between(0, 200, 50)} if d.maybe() else {}))  # fmt: skip


def storage(d: Draft) -> None:
    for place, material in (("A", "pack"), ("X", "sorted"), (d.some("candidates", technology="works")["site"], "metal")):
        limit = {"limit_t": round(d.one(0.1, 0.3) * d.supply_t())} if d.maybe(0.6) else {}
        d.add("storage", place=place, material=material, period="*", cost_per_t=d.between(0, 100, 50), **limit)
    d.add("sales", outlet="buyer", material="metal", period=d.one(*PERIODS), price_per_t=d.between(1000, 7000, 500))
    d.some("supplies", region="A", material="pack", period="p1")["supply_t"] = 250


def acquisition(d: Draft) -> None:
    for row in d.rows["supplies"]:
        row["acquisition_cost_per_t"] = d.between(-300, 1500, 300)


def left_share(d: Draft) -> None:
    d.some("uncollected")["limit_share"] = d.one(0, 0.2, 0.5)
    d.add("uncollected", material="pack", period="p2", cost_per_t=d.between(0, 4000, 500), limit_share=d.one(0.3, 0.6))


def sales_limit(d: Draft) -> None:
    d.some("sales", outlet="buyer", material="metal")["limit_t"] = round(d.one(0.1, 0.3) * d.supply_t())
    d.add("sales", outlet="dump", material="slag", period="p2", price_per_t=-d.between(0, 800, 100), limit_t=d.between(10, 50))


def on_the_spot(d: Draft) -> None:
    d.add(
        "sales", outlet=d.some("candidates", technology="works")["site"], material="slag", period="*", price_per_t=-d.between(0, 900, 100)
    )
    d.add("sales", outlet="A", material="pack", period=d.one("*", *PERIODS), price_per_t=-d.between(500, 2500, 100),
          **({"limit_t": d.between(10, 60, 10)} if d.maybe() else {}))  # fmt: skip


def recipes_by_period(d: Draft) -> None:
    for material, amount in (("pack", -1), ("sorted", 0.8), ("slag", 0.2)):
        d.add("conversions", technology="point", recipe="gather", material=material, period="p2", t_per_t=amount)


# ------------------------------------------------------------------------------------------------- features: candidates


def statuses(d: Draft) -> None:
    d.some("candidates")["status"] = d.one("existing", "required", "forbidden")
    if d.maybe():
        d.rows["periods"][d.between(0, 1)]["building"] = "no"


def windows(d: Draft) -> None:
    row = d.some("candidates")
    row[d.one("first_period", "last_period")] = d.one(*PERIODS)
    if d.maybe(0.3):
        row["status"] = "required"


def least_utilisation(d: Draft) -> None:
    for row in d.rows["candidates"]:
        row["least_utilisation"] = d.one(0.5, 0.8, 1)


def sizes(d: Draft) -> None:
    for row in d.rows["candidates"][:3]:
        row["capacity_t"] = max(10, round(row["capacity_t"] * 0.5))
        more = round(row["capacity_t"] * d.one(0.8, 1.4))
        d.add("candidates", **row | {"size": "other", "capacity_t": more, "opening_cost": d.between(0, 20, 5) * 1000})


def expansion(d: Draft) -> None:
    for row in d.dice.sample(d.rows["candidates"], k=2):
        row["capacity_t"] = max(10, round(row["capacity_t"] * d.one(0.2, 0.4)))
        row["most_capacity_t"] = row["capacity_t"] + round(d.supply_t() * d.one(0.2, 0.5, 1))
        row["expansion_cost_per_t"] = d.between(50, 1000, 50)
        row["expansion_fixed_cost_per_t"] = d.between(0, 200, 50)
        if d.maybe():
            row["expansion_step_t"] = d.between(20, 60, 10)


def closing(d: Draft) -> None:
    for row in d.rows["candidates"][:2]:
        row |= {"closing_cost": d.between(0, 8) * 1000, "salvage_value": d.between(0, 10) * 1000,
                "fixed_cost_per_year": d.between(20, 40) * 1000, "opening_cost": d.between(0, 20, 5) * 1000}  # fmt: skip
        if d.maybe(0.4):
            row["status"] = "existing"
    for row in d.rows["supplies"]:
        if row["period"] == d.one("p2", "p2", "p1"):
            row["supply_t"] = max(5, row["supply_t"] // 10)


DETAILS = (
    two_modes, stated_ways, cost_factor, site_capacity, candidate_costs, haulage_costs, gases, storage, acquisition, left_share,
    sales_limit, on_the_spot, recipes_by_period, statuses, windows, least_utilisation, expansion, closing,
)  # fmt: skip
FEATURES: dict[str, Callable[[Draft], None]] = {feature.__name__: feature for feature in (*DETAILS, *RULES)} | LIMITS
"""What an instance may have besides its core, in the order in which it is added."""
