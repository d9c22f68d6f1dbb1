"""What a planner may ask of an instance made up: rules, and limits on every metric."""

from collections.abc import Callable

from tests.drafts import PERIODS, Draft, Row, candidate, gases


def collection_target(d: Draft) -> None:
    d.add("targets", target="collect", period="*", metric="collection", stream=d.one("battery", "*"), share=d.one(0.5, 0.8, 0.95),
          **soft(d, 2000, 8000))  # fmt: skip
    for row in d.rows["uncollected"]:
        row["cost_per_t"] //= 4
    if d.maybe():
        d.add("targets", target="collect", period="p2", metric="collection", stream="battery", share=d.one(0.1, 0.9))


def recovery_target(d: Draft) -> None:
    d.add("targets", target="recover", period=d.one("*", "p2"), metric="recovery", stream="battery", element="Ni",
          share=d.one(0.5, 0.8, 0.9), **soft(d, 20000, 60000))  # fmt: skip
    d.some("sales", outlet="dump", material="sorted")["price_per_t"] = -100
    d.some("sales", outlet="buyer", material="metal")["price_per_t"] = d.between(100, 900, 100)


def soft(d: Draft, least: int, most: int, name: str = "shortfall_cost_per_t") -> Row:
    """Return a price for missing a rule, or none."""
    return {name: d.between(least, most, 100)} if d.maybe() else {}


def groups(d: Draft) -> None:
    if not d.rows["groups"]:
        for place in ("A", "buyer", d.rows["sites"][-1]["site"]):
            d.add("groups", group="basin", place=place)


def own_group(d: Draft) -> str:
    """Return the group of some region."""
    return str(d.some("regions")["group"])


def network_size(d: Draft) -> None:
    groups(d)
    d.add(
        "network_size", kind="collection", group="*", period=d.one("*", "p1"), **d.one({"least": 2}, {"most": 1}, {"least": 1, "most": 1})
    )
    if d.maybe(0.6):
        d.add("network_size", kind=d.one("collection", "recycling"), group=d.one(own_group(d), "basin"), period=d.one("*", *PERIODS),
              **d.one({"most": 0}, {"least": 1}))  # fmt: skip


def access(d: Draft) -> None:
    near = d.between(15, 25)
    for within, share in ((near, d.one(0.9, 1)), (near + d.between(50, 80), d.one(0.3, 0.6)), (400, d.one(0, 0.2))):
        d.add("access", access="bring", within_km=within, share=share, stream=d.one("battery", "battery"), kind="collection", mode="road")


def service(d: Draft) -> None:
    for row in d.rows["regions"]:
        row["population"] = row["population"] or 500
    d.add("service", service="near", period=d.one("*", *PERIODS), kind="collection", within_km=d.between(10, 40, 10), mode="road",
          share=d.one(0.3, 0.6, 1))  # fmt: skip


def exclusive(d: Draft) -> None:
    for pair in {(row["site"], row["technology"]) for row in d.rows["candidates"] if row["technology"] == d.one("point", "point", "works")}:
        d.add("exclusive", exclusive="either", site=pair[0], technology=pair[1])


def requires(d: Draft) -> None:
    d.add("technologies", technology="lab", kind="innovation")
    for material, amount in (("magnet", -1), ("slag", 1)):
        d.add("conversions", technology="lab", recipe="try", material=material, period="*", t_per_t=amount)
    candidate(d, d.some("sites")["site"], "lab", "small", 0.1)
    d.rows["candidates"][-1]["opening_cost"] = d.between(0, 30, 5) * 1000
    better = d.one(*sorted({row["recipe"] for row in d.rows["conversions"] if row["technology"] == "works"}))
    scope = d.one("site", "group", "within_km", "anywhere", "anywhere")
    more = {"within_km": d.between(20, 80, 20), "mode": "road"} if scope == "within_km" else {}
    d.add("requires", technology=d.one("works", "works", "point"), recipe="*", needs_kind="innovation", scope=scope, **more)
    if d.maybe():
        d.rows["requires"][0] |= {"technology": "works", "recipe": better}


def single_source(d: Draft) -> None:
    for material in d.one(("pack",), ("pack", "sorted"), ("sorted", "metal")):
        d.add("single_source", material=material)


def splits(d: Draft) -> None:
    recipes = sorted({row["recipe"] for row in d.rows["conversions"] if row["technology"] == "works"})
    for recipe in d.dice.sample(recipes, k=d.between(1, 2)):
        d.add("splits", technology="works", recipe=recipe, period=d.one("*", *PERIODS), scope=d.one("site", "network"),
              **d.one({"least_share": 0.3}, {"most_share": 0.4}, {"least_share": 0.2, "most_share": 0.5}))  # fmt: skip


def standards(d: Draft) -> None:
    groups(d)
    technology = d.one("works", "point")
    d.add("standards", technology=technology, group=d.one("east", "west", "basin"), period=d.one("*", *PERIODS), admissible="no")
    if d.maybe():
        d.add("standards", technology=d.one("works", "point"), group="*", period=d.one(*PERIODS), admissible="no")
        d.add("standards", technology=technology, group=d.one("basin2", "east", "west"), period="p1", admissible="yes")
    d.rows["standards"] = list({(row["technology"], row["group"], row["period"]): row for row in d.rows["standards"]}.values())
    d.add("groups", group="basin2", place="B")


def returns(d: Draft) -> None:
    d.add("returns", outlet="buyer", material="metal", region=d.one("A", "B"), returned="pack", lag_periods=1, share=d.one(0.3, 0.8))
    if d.maybe():
        d.add("returns", outlet="buyer", material="metal", region="B", returned="magnet", lag_periods=0, share=0.2)


SCOPED: dict[str, tuple[Row, ...]] = {
    "collected": ({}, {"material": "pack"}, {"stream": "magnet"}, {"group": "basin"}, {"group": "east"}),
    "uncollected": ({}, {"material": "pack"}, {"stream": "battery"}, {"group": "basin"}),
    "throughput": ({"kind": "collection"}, {"technology": "works"}, {"material": "sorted"}, {"group": "basin"}, {"stream": "battery"}),
    "capacity": ({"kind": "collection"}, {"technology": "works"}, {}, {"group": "west"}),
    "sold": ({"outlet": "buyer"}, {"material": "metal"}, {"group": "basin"}, {"outlet": "dump", "material": "slag"}),
    "emissions": ({"gas": "CO2e"}, {"gas": "CO2e", "technology": "works"}, {"gas": "SO2", "stream": "battery"}, {}, {"group": "west"}),
    "investment": ({}, {"kind": "recycling"}, {"group": "basin"}),
    "jobs": ({}, {"technology": "point"}, {"group": "east"}),
    "haulage": ({}, {"material": "pack"}, {"group": "basin"}, {"stream": "battery"}),
}
"""Metrics with the scopes that are thrown for them."""


def limit(metric: str) -> Callable[[Draft], None]:
    """Return the feature of a limit on a metric, at a share of what would be usual."""

    def feature(d: Draft) -> None:
        groups(d)
        if metric == "emissions":
            gases(d)
        if metric == "uncollected":
            for row in d.rows["uncollected"]:
                row["cost_per_t"] //= 4
        supply = d.supply_t()
        opening = sum(row["opening_cost"] for row in d.rows["candidates"])
        usual, price = {
            "collected": (supply, 3000), "uncollected": (0.4 * supply, 3000), "throughput": (supply, 1000), "capacity": (2 * supply, 500),
            "sold": (0.4 * supply, 3000), "emissions": (0.6 * supply, 2000), "investment": (opening, 1), "jobs": (12, 4000),
            "haulage": (60 * supply, 30),
        }[metric]  # fmt: skip
        sides: tuple[tuple[str, ...], ...] = (("most",), ("most",), ("least",), ("least", "most"))
        amounts = {side: round(usual * (d.one(0.2, 0.4) if side == "least" else d.one(0.3, 0.5))) for side in d.one(*sides)}
        if len(amounts) == 2:
            amounts["most"] = max(amounts["most"], amounts["least"])
        if metric in ("uncollected", "emissions", "investment", "haulage"):
            amounts = {"most": round(usual * d.one(0.1, 0.2, 0.4))}
        breach = {"breach_cost_per_unit": price * d.between(1, 3)} if d.maybe(0.6) else {}
        d.add("limits", limit=f"{metric} limit", period=d.one("*", *PERIODS), metric=metric, **d.one(*SCOPED[metric]), **amounts, **breach)

    return feature


RULES = (
    collection_target, recovery_target, network_size, access, service, exclusive, requires, single_source, splits, standards, returns,
)  # fmt: skip

LIMITS = {f"limit_{metric}": limit(metric) for metric in SCOPED}
