"""Instances in the shape of the cases a research group logged as too hard: many places, many years, one technology of one size.

134 sources send one product to some of 268-309 plant sites over 26 years; supply grows, once open a plant stays open. Kinds: `plain`;
`outputs`, where each tonne becomes 17 materials that are sold or got rid of at the plant; `storage`, where plants may keep the product for
later at no cost. The shape is theirs, every number is drawn here.
"""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from recyclenet.instance.instance import Instance, Settings
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.tables import frame_of

Kind = Literal["plain", "outputs", "storage"]
Rows = list[dict[str, Any]]

SOURCES, PERIODS, OUTPUTS = 134, 26, 17
PLANT_T = 20_000
OPENING = 24e6
"""What a plant costs: so much that how many there are matters most, as in the cases logged, where one row on it closed the gap."""


def hard_peer(kind: Kind, *, sources: int = SOURCES, sites: int = 268, periods: int = PERIODS, seed: int = 1) -> Instance:
    """Return an instance of a kind; supply rises along an S to ten plants of PLANT_T in the last year, whatever its size."""
    draw = np.random.default_rng(seed)
    years = [str(2025 + k) for k in range(periods)]
    people = draw.lognormal(0.0, 1.0, sources)
    growth = 1.0 / (1.0 + np.exp(-(np.arange(periods) - 0.6 * periods) / (0.12 * periods)))
    supply = 9.6 * PLANT_T * np.outer(people / people.sum(), growth / growth[-1])
    outputs = [f"output-{k}" for k in range(OUTPUTS)] if kind == "outputs" else []
    shares = np.round(draw.dirichlet(np.ones(OUTPUTS)), 4).tolist() if outputs else []
    prices = draw.uniform(-40, 60, OUTPUTS).round(2)
    plants = [f"plant-{k}" for k in range(sites)]
    tables: dict[str, Rows] = {
        "periods": [{"period": year, "years": 1} for year in years],
        "regions": _places("region", [f"source-{k}" for k in range(sources)], draw),
        "sites": _places("site", plants, draw),
        "materials": [{"material": name, "goods_class": "goods"} for name in ("module", *outputs)],
        "supplies": [
            {"region": f"source-{k}", "material": "module", "period": year, "supply_t": round(float(supply[k, t]), 3)}
            for k in range(sources)
            for t, year in enumerate(years)
        ],
        "technologies": [{"technology": "recycle", "kind": "recycling"}],
        "conversions": [
            {"technology": "recycle", "recipe": "module", "material": name, "period": "*", "t_per_t": amount}
            for name, amount in (("module", -1.0), *zip(outputs, shares, strict=bool(outputs)))
        ],
        "candidates": [
            {"site": plant, "technology": "recycle", "size": "one", "capacity_t": PLANT_T, "opening_cost": round(OPENING * float(price)),
             "fixed_cost_per_year": round(OPENING / 4 * float(price)), "variable_cost_per_t": 50}
            for plant, price in zip(plants, draw.uniform(0.9, 1.2, sites), strict=True)
        ],
        "modes": [{"mode": "road", "detour": 1.2}],
        "mode_rates": [{"mode": "road", "goods_class": "goods", "cost_per_tkm": 0.06}],
        "sales": _sales(plants, outputs, prices),
        "storage": [{"place": plant, "material": "module", "period": "*", "cost_per_t": 0} for plant in plants if kind == "storage"],
    }  # fmt: skip
    frames = {name: _frame(name, tables.get(name, [])) for name in SCHEMA}
    return Instance(
        Settings(f"hard-peer-{kind}", "USD", 2025, 0.05), {name: frame.reset_index(drop=True) for name, frame in frames.items()}
    )


def _sales(plants: Sequence[str], outputs: Sequence[str], prices: np.ndarray) -> Rows:
    return [
        {"outlet": plant, "material": name, "period": "*", "price_per_t": price}
        for plant in plants
        for name, price in zip(outputs, prices.tolist(), strict=bool(outputs))
    ]


def _places(key: str, names: Sequence[str], draw: np.random.Generator) -> Rows:
    lat, lon = draw.uniform(30, 47, len(names)).round(5), draw.uniform(-120, -75, len(names)).round(5)
    return [{key: name, "lat_deg": float(north), "lon_deg": float(east)} for name, north, east in zip(names, lat, lon, strict=True)]


def _frame(name: str, rows: Rows) -> pd.DataFrame:
    return frame_of([{column: str(cell) for column, cell in row.items()} for row in rows], range(len(rows)), SCHEMA[name])
