"""Networks of one echelon made up at random: regions send packs and magnets to works, which make metal and slag of them."""

from random import Random
from typing import Any

from recyclenet.instance.importers.rows import tables_of
from recyclenet.instance.instance import Instance, Settings

Row = dict[str, Any]


def rows_of(seed: int) -> dict[str, list[Row]]:
    """Return the rows of an instance by table: two to four regions, works at up to five sites, all that may be linear about them."""
    dice = Random(seed)  # noqa: S311 - made-up data need no secrets
    regions, sites = [f"R{number}" for number in range(dice.randint(2, 4))], [f"S{number}" for number in range(dice.randint(1, 5))]
    given: dict[str, list[Row]] = {
        "periods": [{"period": "p1", "years": dice.randint(1, 3)}],
        "regions": [_at(dice, region=region, cost_factor=dice.choice([0.5, 1, 2])) for region in regions],
        "sites": [_at(dice, site=site, region=dice.choice(regions)) for site in sites],
        "materials": [{"material": material, "goods_class": goods, "stream": "battery"}
                      for material, goods in (("pack", "heavy"), ("magnet", "heavy"), ("metal", "light"), ("slag", "light"))],
        "supplies": [{"region": region, "material": "pack", "period": "p1", "supply_t": dice.randint(3, 15) * 10,
                      "acquisition_cost_per_t": dice.choice([0, 50, -50])} for region in regions],
        "technologies": [{"technology": "works", "kind": "recycling"}],
        "conversions": [{"technology": "works", "recipe": recipe, "material": material, "period": "p1", "t_per_t": amount}
                        for recipe, amounts in (("crush", {"pack": -1, "metal": 0.4, "slag": 0.6}),
                                                ("press", {"magnet": -1, "metal": 0.7, "slag": 0.3}))
                        for material, amount in amounts.items()],
        "modes": [{"mode": mode, "detour": detour} for mode, detour in (("road", 1.3), ("rail", 1.1))],
        "mode_rates": [{"mode": mode, "goods_class": goods, "cost_per_tkm": dice.randint(1, 6), "handling_cost_per_t": handling}
                       for mode, handling in (("road", 10), ("rail", 150)) for goods in ("heavy", "light")],
        "outlets": [_at(dice, outlet=outlet, kind=kind)
                    for outlet, kind in (("buyer", "buyer"), ("other", "buyer"), ("dump", "disposal"))],
        "sales": [{"outlet": outlet, "material": material, "period": "p1", "price_per_t": price}
                  for outlet, material, price in (("buyer", "metal", dice.randint(0, 900)), ("other", "metal", dice.randint(0, 900)),
                                                  ("dump", "slag", -dice.randint(10, 200)))],
    }  # fmt: skip
    total = sum(row["supply_t"] for row in given["supplies"])
    if dice.random() < 0.5:
        given["supplies"].append({"region": "R0", "material": "magnet", "period": "p1", "supply_t": dice.randint(1, 9) * 10})
    if dice.random() < 0.7:
        given["uncollected"] = [
            {"material": material, "period": "*", "cost_per_t": dice.randint(100, 2500)} for material in ("pack", "magnet")
        ]
        if dice.random() < 0.4:
            given["uncollected"][0]["limit_share"] = 0.5
    mean = dice.choice([0.9, 1.0, 1.5, 3.0]) * total / len(sites)
    given["candidates"] = [
        {"site": site, "technology": "works", "size": "one", "capacity_t": max(10, round(mean * dice.uniform(0.4, 1.6))),
         "opening_cost": dice.randint(0, 90) * 1000, "fixed_cost_per_year": dice.randint(0, 30) * 1000,
         "variable_cost_per_t": dice.randint(0, 200), "status": dice.choice(["candidate"] * 6 + ["existing", "required", "forbidden"])}
        for site in sites
    ]  # fmt: skip
    given["candidates"][-1]["status"] = "candidate"  # so that there is something to decide
    return given


def network(seed: int, **more: list[Row]) -> Instance:
    """Return the instance of a seed, with further rows or other tables."""
    return Instance(Settings("made up", "CNY", 2025, 0.05), tables_of(rows_of(seed) | more))


def _at(dice: Random, **row: object) -> Row:
    return {**row, "lat_deg": 27 + dice.random(), "lon_deg": 115 + dice.random()}
