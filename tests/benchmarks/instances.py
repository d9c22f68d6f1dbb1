"""Made-up instances of a wanted size: regions, collection points and plants of several sizes, buyers and disposal, five periods."""

from typing import Any

import numpy as np
import pandas as pd

from recyclenet.instance.instance import Instance, Settings
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.tables import frame_of

PERIODS = 5
BUYERS = 4

Rows = list[dict[str, Any]]


def made_up(flows: int) -> Instance:
    """Return an instance with about so many flow variables."""
    points = max(3, round((flows / PERIODS) ** 0.5 / 5))
    plants = points // 5 + 1
    beyond = 2 * points * plants + 2 * plants * BUYERS + plants
    regions = max(2, round((flows / PERIODS - beyond) / (2 * points)))
    draw = np.random.default_rng(1)
    periods = [f"{2026 + 3 * k}-{2028 + 3 * k}" for k in range(PERIODS)]
    tables: dict[str, Rows] = {
        "periods": [{"period": period, "years": 3} for period in periods],
        "regions": _places("region", regions, draw),
        "sites": [*_places("point", points, draw, key="site"), *_places("plant", plants, draw, key="site")],
        "outlets": [
            *({**row, "kind": "buyer"} for row in _places("buyer", BUYERS, draw, key="outlet")),
            *({**row, "kind": "disposal"} for row in _places("landfill", 1, draw, key="outlet")),
        ],
        "candidates": _candidates(points, plants, regions),
        "supplies": [
            {"region": f"region-{k}", "material": material, "period": period, "supply_t": round(float(draw.uniform(50, 150)) * growth, 3)}
            for k in range(regions)
            for material in ("packs", "magnets")
            for period, growth in zip(periods, (1.0, 1.2, 1.4, 1.6, 1.8), strict=True)
        ],
        **_rules(regions),
    }
    frames = {name: _frame(name, tables.get(name, [])) for name in SCHEMA}
    return Instance(Settings(f"made-up-{flows}", "EUR", 2026, 0.05), {name: frame.reset_index(drop=True) for name, frame in frames.items()})


def _frame(name: str, rows: Rows) -> pd.DataFrame:
    return frame_of([{column: str(cell) for column, cell in row.items()} for row in rows], range(len(rows)), SCHEMA[name])


def _places(label: str, count: int, draw: np.random.Generator, key: str = "") -> Rows:
    lat, lon = draw.uniform(25, 30, count).round(5), draw.uniform(113, 118, count).round(5)
    return [{key or label: f"{label}-{k}", "lat_deg": float(lat[k]), "lon_deg": float(lon[k])} for k in range(count)]


def _candidates(points: int, plants: int, regions: int) -> Rows:
    """Return three sizes of each point and two of each plant; all of the largest could take three times the supply of the last period."""
    supply = 2 * 100 * 1.8 * regions
    rows: Rows = []
    for site, technology, count, sizes in (("point", "collect", points, (1, 2, 4)), ("plant", "hydro", plants, (2, 4))):
        for k in range(count):
            for size in sizes:
                capacity = 3 * supply / count * size / max(sizes)
                rows.append(
                    {"site": f"{site}-{k}", "technology": technology, "size": f"size-{size}", "capacity_t": round(capacity, 3),
                     "opening_cost": round(900 * capacity**0.8), "fixed_cost_per_year": round(60 * capacity**0.8),
                     "variable_cost_per_t": 40 + 5 / size}
                )  # fmt: skip
    return rows


def _rules(regions: int) -> dict[str, Rows]:
    recipes: dict[tuple[str, str], dict[str, float]] = {
        ("collect", "packs"): {"packs": -1, "packs-gathered": 1},
        ("collect", "magnets"): {"magnets": -1, "magnets-gathered": 1},
        ("hydro", "packs"): {"packs-gathered": -1, "salt": 0.5, "residue": 0.4},
        ("hydro", "magnets"): {"magnets-gathered": -1, "oxide": 0.3, "residue": 0.7},
    }
    return {
        "materials": [
            {"material": name, "goods_class": goods, "stream": stream}
            for name, goods, stream in (
                ("packs", "pickup", "battery"), ("magnets", "pickup", "magnet"), ("packs-gathered", "dangerous", "battery"),
                ("magnets-gathered", "general", "magnet"), ("salt", "general", "battery"), ("oxide", "general", "magnet"),
                ("residue", "general", ""),
            )
        ],
        "compositions": [
            {"material": material, "element": element, "share": share}
            for material, element, share in (("packs", "Ni", 0.1), ("packs-gathered", "Ni", 0.1), ("salt", "Ni", 0.2))
        ],
        "uncollected": [{"material": name, "period": "*", "cost_per_t": 1500} for name in ("packs", "magnets")],
        "technologies": [{"technology": "collect", "kind": "collection"}, {"technology": "hydro", "kind": "recycling"}],
        "conversions": [
            {"technology": technology, "recipe": recipe, "material": material, "period": "*", "t_per_t": amount}
            for (technology, recipe), amounts in recipes.items()
            for material, amount in amounts.items()
        ],
        "modes": [{"mode": "road", "detour": 1.3}],
        "mode_rates": [
            {"mode": "road", "goods_class": goods, "cost_per_tkm": cost, "handling_cost_per_t": 10}
            for goods, cost in (("pickup", 1.1), ("dangerous", 0.5), ("general", 0.2))
        ],
        "sales": [
            *(
                {"outlet": f"buyer-{k}", "material": name, "period": "*", "price_per_t": price - 50 * k, "limit_t": 40 * regions}
                for k in range(BUYERS)
                for name, price in (("salt", 3000), ("oxide", 40000))
            ),
            {"outlet": "landfill-0", "material": "residue", "period": "*", "price_per_t": -90},
        ],
        "targets": [
            {"target": "collect", "period": "*", "metric": "collection", "stream": "*", "share": 0.6},
            {"target": "recover", "period": "*", "metric": "recovery", "stream": "battery", "element": "Ni", "share": 0.7},
        ],
        "network_size": [{"kind": "recycling", "period": "*", "least": 1, "most": 20}],
    }  # fmt: skip
