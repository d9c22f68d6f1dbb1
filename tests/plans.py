"""A small plan written by hand, for tests of what is shown of a plan; no solver is needed to know its figures."""

from dataclasses import replace
from typing import Any

import pandas as pd

from recyclenet.instance.instance import Instance, Settings
from recyclenet.instance.schema import SCHEMA
from recyclenet.solution.solution import TABLE_COLUMNS, Solution

INSTANCE_ROWS: dict[str, list[dict[str, object]]] = {
    "periods": [{"period": "early", "years": 2}, {"period": "late", "years": 3}],
    "regions": [{"region": "R1", "lat_deg": 27.0, "lon_deg": 115.0}],
    "sites": [
        {"site": "S1", "name": "Ganzhou", "lat_deg": 25.8, "lon_deg": 114.9},
        {"site": "S2", "lat_deg": 28.7, "lon_deg": 115.9},
        {"site": "S3", "lat_deg": 27.8, "lon_deg": 114.9},
    ],
    "materials": [{"material": "pack", "goods_class": "dangerous"}, {"material": "black_mass", "goods_class": "general"}],
    "compositions": [
        {"material": "black_mass", "element": "Co", "share": 0.2},
        {"material": "black_mass", "element": "Li", "share": 0.05},
    ],
    "supplies": [
        {"region": "R1", "material": "pack", "period": "early", "supply_t": 100.0},
        {"region": "R1", "material": "pack", "period": "late", "supply_t": 200.0},
    ],
    "technologies": [
        {"technology": "collect", "name": "collection point", "kind": "collection"},
        {"technology": "smelt", "kind": "recycling"},
    ],
    "outlets": [
        {"outlet": "B", "kind": "buyer", "lat_deg": 26.0, "lon_deg": 115.0},
        {"outlet": "D", "kind": "disposal", "lat_deg": 26.0, "lon_deg": 115.1},
    ],
}

PLAN_ROWS: dict[str, list[tuple[object, ...]]] = {
    "openings": [
        ("S1", "collect", "small", "early", "yes", 500.0, 60.0),
        ("S1", "collect", "small", "late", "no", 500.0, 200.0),
        ("S3", "smelt", "large", "early", "no", 300.0, 60.0),
        ("S3", "smelt", "large", "late", "no", 300.0, 100.0),
        ("S2", "smelt", "large", "late", "yes", 400.0, 100.0),
    ],
    "uncollected": [("R1", "pack", "early", 40.0)],
    "sales": [("B", "black_mass", "early", 10.0), ("B", "black_mass", "late", 30.0), ("D", "black_mass", "early", 5.0)],
    "costs": [
        ("haulage", "early", "R1", 70.0),
        ("haulage", "early", "S1", 30.0),
        ("haulage", "late", "R1", 50.0),
        ("opening", "early", "S1", 1000.0),
        ("sales", "late", "B", -200.0),
    ],
}


def hand_made_instance(**settings: Any) -> Instance:
    """Return the instance; `settings` replace its name, title and the like."""
    columns = {name: [column.name for column in table.columns] for name, table in SCHEMA.items()}
    tables = {name: pd.DataFrame(INSTANCE_ROWS.get(name, []), columns=columns[name]) for name in SCHEMA}
    by_hand = Settings(name="by-hand", currency="CNY", price_year=2025, discount_rate=0.0)
    return Instance(replace(by_hand, **settings), tables)


def hand_made_plan(instance: Instance | None = None, *, bound: float = 949.0, gap: float = 1 / 950) -> Solution:
    """Return the plan: 100 + 50 haulage + 1000 opening - 200 sales = 950."""
    tables = {name: pd.DataFrame(PLAN_ROWS.get(name, []), columns=list(columns)) for name, columns in TABLE_COLUMNS.items()}
    return Solution(instance or hand_made_instance(), "optimal", 950.0, bound, gap, 1.5, tables, {"seed": 0})
