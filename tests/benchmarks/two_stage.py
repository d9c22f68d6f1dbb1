"""Multi-product two-stage capacitated location problems, made up as a published set was made, turned about as recycling needs them.

The set is that of Mauri, Biajoli, Rabello, Chaves, Ribeiro and Lorena (2021), International Transactions in Operational Research 28,
3069-3093, its first class: for I plants 2 I satellites and 4 I customers; demands U{10..20}; capacities by product U(2, 5) times the mean
that a plant, or a satellite, must take; fixed costs U(20 000, 30 000) of plants and U(8 000, 12 000) of satellites; costs a tonne
U{35..45} between plant and satellite and U{55..65} between satellite and customer, by product, all without geography. There products go
from plant to customer; here they come from customer to plant, which is the same problem.
"""

from typing import Any

import numpy as np

from recyclenet.instance.importers.orlib import HERE
from recyclenet.instance.importers.rows import tables_of
from recyclenet.instance.instance import Instance, Settings

PERIOD = "now"

Rows = list[dict[str, Any]]


def two_stage(plants: int, products: int, seed: int = 1) -> Instance:
    """Return an instance: customers are regions, satellites collection points, a product's capacity at a place is a limit."""
    draw = np.random.default_rng(seed)
    satellites, customers, goods = 2 * plants, 4 * plants, [f"product-{k}" for k in range(products)]
    demand = draw.integers(10, 21, (customers, products))
    regions = [f"customer-{k}" for k in range(customers)]
    points, works = [f"satellite-{k}" for k in range(satellites)], [f"plant-{k}" for k in range(plants)]
    sites = {
        "gather": (points, _capacities(demand, satellites, draw), draw.integers(8_000, 12_001, satellites)),
        "recycle": (works, _capacities(demand, plants, draw), draw.integers(20_000, 30_001, plants)),
    }
    chain = {"gather": ("", "-gathered"), "recycle": ("-gathered", "-done")}
    given: dict[str, Rows] = {
        "periods": [{"period": PERIOD, "years": 1}],
        "regions": [{"region": region, **HERE} for region in regions],
        "sites": [{"site": site, **HERE} for names, _, _ in sites.values() for site in names],
        "groups": [{"group": f"at {site}", "place": site} for names, _, _ in sites.values() for site in names],
        "materials": [{"material": f"{name}{stage}", "goods_class": name} for name in goods for stage in ("", "-gathered", "-done")],
        "supplies": [
            {"region": region, "material": name, "period": PERIOD, "supply_t": float(demand[k, product])}
            for k, region in enumerate(regions)
            for product, name in enumerate(goods)
        ],
        "technologies": [{"technology": "gather", "kind": "collection"}, {"technology": "recycle", "kind": "recycling"}],
        "conversions": [
            {"technology": technology, "recipe": name, "material": f"{name}{stage}", "period": PERIOD, "t_per_t": share}
            for technology, ends in chain.items()
            for name in goods
            for stage, share in zip(ends, (-1.0, 1.0), strict=True)
        ],
        "candidates": [
            {"site": site, "technology": technology, "size": "one", "capacity_t": float(capacity[k].sum()), "opening_cost": float(fixed[k]),
             "fixed_cost_per_year": 0.0, "variable_cost_per_t": 0.0, "status": "candidate"}
            for technology, (names, capacity, fixed) in sites.items()
            for k, site in enumerate(names)
        ],
        "limits": [
            {"limit": f"{name} at {site}", "period": PERIOD, "metric": "throughput", "group": f"at {site}", "technology": technology,
             "material": f"{name}{chain[technology][0]}", "most": float(capacity[k, product])}
            for technology, (names, capacity, _) in sites.items()
            for k, site in enumerate(names)
            for product, name in enumerate(goods)
        ],
        "modes": [{"mode": name, "detour": 1.0} for name in goods],
        "mode_rates": [{"mode": name, "goods_class": name, "cost_per_tkm": 1.0, "handling_cost_per_t": 0.0} for name in goods],
        "distances": [
            *_distances(regions, points, goods, draw.integers(55, 66, (products, customers, satellites))),
            *_distances(points, works, goods, draw.integers(35, 46, (products, satellites, plants))),
        ],
        "sales": [{"outlet": site, "material": f"{name}-done", "period": PERIOD, "price_per_t": 0.0} for site in works for name in goods],
    }  # fmt: skip
    return Instance(Settings(f"two-stage-{plants}-{products}-{seed}", "unit", 2021, 0.0), tables_of(given))


def _capacities(demand: np.ndarray, places: int, draw: np.random.Generator) -> np.ndarray:
    """Return the capacity of each place for each product: two to five times what it must take on average."""
    mean = np.ceil(demand.sum(axis=0) / places)
    return np.asarray(np.floor(draw.uniform(2.0 * mean, 5.0 * mean, (places, demand.shape[1]))))


def _distances(origins: list[str], destinations: list[str], goods: list[str], cost: np.ndarray) -> Rows:
    """Return ways whose length is what a tonne costs on them."""
    return [
        {"origin": origin, "destination": destination, "mode": name, "distance_km": float(cost[product, k, m])}
        for product, name in enumerate(goods)
        for k, origin in enumerate(origins)
        for m, destination in enumerate(destinations)
    ]
