"""Made-up two-echelon networks with economies of scale: regions, collection points of three sizes, plants of two technologies.

A map of 1000 x 1000 km around the equator; 70 % of the regions lie about one of some cities, people are spread log-normally. Four materials
arise by population; all may be collected, the last is not taken by the first technology; all may be left behind at a price. Opening costs
grow with the square root of capacity, so that size is a choice as hard as place.
"""

from typing import Any

import numpy as np
import pandas as pd

from recyclenet.instance.instance import Instance, Settings
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.tables import frame_of

SIDE_KM, KM_PER_DEG = 1000.0, 111.195
MIX = {"packs": 0.35, "modules": 0.30, "magnets": 0.20, "mixed": 0.15}
REVENUE_PER_T = {"first": (20, 35, 90, 10), "second": (45, 60, 60, 55)}
PROCESSING_PER_T = {"first": 60, "second": 85}
POINT_SIZES, PLANT_SIZES = (0.5, 1, 2), (0.75, 1.5, 3)
SPARE = 2.5
"""Capacity of all places at their middle size, relative to what arises in the first period."""

Rows = list[dict[str, Any]]


def two_echelon(regions: int, points: int, plants: int, periods: int, seed: int = 1) -> Instance:
    """Return an instance with so many regions, collection points, plants and periods."""
    draw = np.random.default_rng(seed)
    region_km, people = _settled(regions, draw)
    supply = people[:, None] * np.array(list(MIX.values())) * draw.uniform(0.8, 1.2, (regions, len(MIX))) * 100
    share = people / people.sum()
    point_km = region_km[draw.choice(regions, points, p=share)] + draw.normal(0, 8, (points, 2))
    plant_km = region_km[draw.choice(regions, plants, p=share)] + draw.normal(0, 30, (plants, 2))
    names = [f"{2026 + period}" for period in range(periods)]
    tables: dict[str, Rows] = {
        "periods": [{"period": name, "years": 1} for name in names],
        "regions": _places("region", "region", region_km),
        "sites": [*_places("site", "point", point_km), *_places("site", "plant", plant_km)],
        "candidates": [*_points(points, float(supply.sum()), draw), *_plants(plants, float(supply.sum()), draw)],
        "supplies": [
            {"region": f"region-{r}", "material": material, "period": name, "supply_t": round(float(supply[r, m]) * 1.03**t, 4)}
            for r in range(regions)
            for m, material in enumerate(MIX)
            for t, name in enumerate(names)
        ],
        "sales": _sales(draw.uniform(5, 25, plants)),
        **_rules(),
    }
    frames = {name: _frame(name, tables.get(name, [])) for name in SCHEMA}
    settings = Settings(f"two-echelon-{regions}-{points}-{plants}-{periods}-{seed}", "EUR", 2026, 0.06)
    return Instance(settings, {name: frame.reset_index(drop=True) for name, frame in frames.items()})


def _frame(name: str, rows: Rows) -> pd.DataFrame:
    return frame_of([{column: str(cell) for column, cell in row.items()} for row in rows], range(len(rows)), SCHEMA[name])


def _settled(regions: int, draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return where regions lie [km] and their people, relative to the average."""
    cities = draw.uniform(0, SIDE_KM, (max(1, regions // 25), 2))
    about = cities[draw.integers(0, len(cities), regions)] + draw.normal(0, 40, (regions, 2))
    place_km = np.where((draw.random(regions) < 0.7)[:, None], about, draw.uniform(0, SIDE_KM, (regions, 2)))
    people = draw.lognormal(0, 1, regions)
    return place_km, people / people.mean()


def _places(column: str, label: str, place_km: np.ndarray) -> Rows:
    deg = (place_km - SIDE_KM / 2) / KM_PER_DEG
    return [{column: f"{label}-{k}", "lat_deg": round(float(y), 6), "lon_deg": round(float(x), 6)} for k, (x, y) in enumerate(deg)]


def _points(count: int, total_t: float, draw: np.random.Generator) -> Rows:
    factor = 1.25 * draw.uniform(0.8, 1.25, count) * 10 * np.sqrt(total_t / count)
    return [
        _candidate(f"point-{k}", "collect", size, SPARE * total_t / count * size, float(factor[k]), 0)
        for k in range(count)
        for size in POINT_SIZES
    ]


def _plants(count: int, total_t: float, draw: np.random.Generator) -> Rows:
    factor = 0.8 * draw.uniform(0.85, 1.2, count) * (200 / 6) * np.sqrt(total_t / count)
    return [
        _candidate(f"plant-{k}", technology, size, SPARE * total_t / count * size, float(factor[k]) * dearer, PROCESSING_PER_T[technology])
        for k in range(count)
        for technology, dearer in (("first", 1.0), ("second", 1.6))
        for size in PLANT_SIZES
    ]


def _candidate(site: str, technology: str, size: float, capacity_t: float, factor: float, variable: float) -> dict[str, Any]:
    opening = factor * float(np.sqrt(capacity_t))
    return {
        "site": site, "technology": technology, "size": f"x{size}", "capacity_t": round(capacity_t, 3), "opening_cost": round(opening, 2),
        "fixed_cost_per_year": round(0.08 * opening, 2), "variable_cost_per_t": variable,
    }  # fmt: skip


def _sales(outbound: np.ndarray) -> Rows:
    """Return what plants are paid for products on the spot, less what taking them away costs."""
    return [
        {"outlet": f"plant-{k}", "material": f"{material}-{technology}", "period": "*", "price_per_t": round(float(price - outbound[k]), 4)}
        for k in range(len(outbound))
        for technology, prices in REVENUE_PER_T.items()
        for material, price in zip(MIX, prices, strict=True)
        if _taken(technology, material)
    ]


def _taken(technology: str, material: str) -> bool:
    return technology != "first" or material != list(MIX)[-1]


def _rules() -> dict[str, Rows]:
    recipes = [("collect", material, material, f"{material}-gathered") for material in MIX] + [
        (technology, material, f"{material}-gathered", f"{material}-{technology}")
        for technology in REVENUE_PER_T
        for material in MIX
        if _taken(technology, material)
    ]
    products = [made for technology, _, _, made in recipes if technology != "collect"]
    goods = {"pickup": list(MIX), "bulk": [f"{material}-gathered" for material in MIX], "product": products}
    return {
        "materials": [{"material": name, "goods_class": goods_class} for goods_class, names in goods.items() for name in names],
        "uncollected": [{"material": material, "period": "*", "cost_per_t": 160} for material in MIX],
        "technologies": [
            {"technology": "collect", "kind": "collection"},
            *({"technology": technology, "kind": "recycling"} for technology in REVENUE_PER_T),
        ],
        "conversions": [
            {"technology": technology, "recipe": recipe, "material": material, "period": "*", "t_per_t": amount}
            for technology, recipe, taken, made in recipes
            for material, amount in ((taken, -1), (made, 1))
        ],
        "modes": [{"mode": "road", "detour": 1.25}],
        "mode_rates": [
            {"mode": "road", "goods_class": "pickup", "cost_per_tkm": 0.9, "handling_cost_per_t": 3},
            {"mode": "road", "goods_class": "bulk", "cost_per_tkm": 0.35, "handling_cost_per_t": 2},
        ],
    }
