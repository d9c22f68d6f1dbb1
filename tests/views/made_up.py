"""A made-up plan for tests of the map: square regions in a row, one collection point, one plant, two outlets, two periods.

The numbers of `made_up_plan(regions=3)`, in t/yr, early and late:

    supply of packs     100 x (i + 1) in region i, twice that in the late period: 600, 1200 in all
    left behind         a quarter of the packs in the early period, nothing later: 150, 0
    supply of magnets   10 in every region in both periods: 30, 30; none is left behind
    collected           480, 1230: that is also what goes through the collection point
    to the plant        packs 450, 1200; what it makes: 40 % black mass (sold): 180, 480, and 60 % slag (disposed of): 270, 720
    magnets             go from the collection point to the buyer as they are: 30, 30
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from recyclenet.instance.instance import Instance, Settings
from recyclenet.instance.schema import SCHEMA
from recyclenet.solution.solution import TABLE_COLUMNS, Solution

PERIODS = ("early", "late")

WEST, SOUTH = 110.0, 25.0
"""The corner of the first region [deg]; every region is a square of one degree."""


def made_up_plan(*, regions: int = 3, names: Mapping[str, str] | None = None, polygons: bool = True, **settings: Any) -> Solution:
    """Return the plan; `names` gives places, materials, technologies and groups other names, `settings` replace the instance's."""
    instance = _instance(regions, names or {}, settings, polygons=polygons)
    tables = {table: pd.DataFrame(rows, columns=list(TABLE_COLUMNS[table])) for table, rows in _decisions(regions).items()}
    return Solution(instance, "optimal", 1.5e9, 1.4985e9, 0.001, 2.0, tables, {"seed": 0})


def _instance(count: int, names: Mapping[str, str], settings: dict[str, Any], *, polygons: bool) -> Instance:
    labels = [f"R{number}" for number in range(count)]
    tables = {}
    for table, rows in _rows(labels, names).items():
        tables[table] = pd.DataFrame(rows, columns=[column.name for column in SCHEMA[table].columns])
        if "name" in tables[table]:
            key = SCHEMA[table].key[0]
            tables[table]["name"] = [names.get(label) for label in tables[table][key]]
    stated = {"name": "made-up", "currency": "CNY", "price_year": 2025, "discount_rate": 0.05, "title": "A made-up plan", **settings}
    shapes = {label: _square(number) for number, label in enumerate(labels)} if polygons else {}
    return Instance(Settings(**stated), tables, shapes)


def _square(number: int) -> dict[str, object]:
    west, east, south, north = WEST + number, WEST + number + 1, SOUTH, SOUTH + 1
    return {"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]]}


def _rows(labels: list[str], names: Mapping[str, str]) -> dict[str, list[dict[str, object]]]:
    """Return the rows of the instance's tables; `name` is filled in later."""
    candidate = {"size": "std", "opening_cost": 1.0, "fixed_cost_per_year": 1.0, "variable_cost_per_t": 1.0}
    middle = {"lat_deg": SOUTH + 0.5}
    rows: dict[str, list[dict[str, object]]] = {table: [] for table in SCHEMA}
    rows["periods"] = [{"period": "early", "years": 2}, {"period": "late", "years": 3}]
    rows["regions"] = [
        {"region": label, **middle, "lon_deg": WEST + number + 0.5, "group": names.get("group", "West") if number < 2 else "East"}
        for number, label in enumerate(labels)
    ]
    rows["sites"] = [
        {"site": "C", "lat_deg": SOUTH + 0.2, "lon_deg": WEST + 0.2},
        {"site": "P", "lat_deg": SOUTH + 0.8, "lon_deg": WEST + 1.8},
        {"site": "N", "lat_deg": SOUTH + 0.2, "lon_deg": WEST + 1.5},
    ]
    rows["materials"] = [
        {"material": "pack", "goods_class": "dangerous", "stream": "battery"},
        {"material": "black_mass", "goods_class": "general", "stream": "battery"},
        {"material": "slag", "goods_class": "general", "stream": "battery"},
        {"material": "magnet", "goods_class": "general", "stream": names.get("stream", "magnet")},
    ]
    rows["compositions"] = [{"material": "black_mass", "element": "Co", "share": 0.2}]
    for number, label in enumerate(labels):
        for period, factor in (("early", 1), ("late", 2)):
            rows["supplies"].append({"region": label, "material": "pack", "period": period, "supply_t": 100.0 * (number + 1) * factor})
            rows["supplies"].append({"region": label, "material": "magnet", "period": period, "supply_t": 10.0})
    rows["technologies"] = [{"technology": "collect", "kind": "collection"}, {"technology": "smelt", "kind": "recycling"}]
    rows["conversions"] = [
        {"technology": technology, "recipe": recipe, "material": material, "period": "*", "t_per_t": share}
        for technology, recipe, material, share in (
            ("collect", "magnets", "magnet", -1.0),
            ("collect", "packs", "pack", -1.0),
            ("smelt", "packs", "pack", -1.0),
            ("smelt", "packs", "black_mass", 0.4),
            ("smelt", "packs", "slag", 0.6),
        )
    ]
    rows["candidates"] = [
        {"site": "C", "technology": "collect", "capacity_t": 1500.0, "status": "candidate", **candidate},
        {"site": "P", "technology": "smelt", "capacity_t": 2000.0, "status": "existing", **candidate},
        {"site": "N", "technology": "smelt", "capacity_t": 2000.0, "status": "candidate", **candidate},
        {"site": "N", "technology": "collect", "capacity_t": 2000.0, "status": "forbidden", **candidate},
    ]
    rows["outlets"] = [
        {"outlet": "B", "kind": "buyer", **middle, "lon_deg": WEST + 2.8},
        {"outlet": "D", "kind": "disposal", "lat_deg": SOUTH + 0.1, "lon_deg": WEST + 2.6},
    ]
    return rows


def _decisions(regions: int) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of the plan's tables."""
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in TABLE_COLUMNS}
    for period, factor, kept in (("early", 1, 0.75), ("late", 2, 1.0)):
        packs = [100.0 * (number + 1) * factor for number in range(regions)]
        gathered, magnets = sum(packs) * kept, 10.0 * regions
        for number, supply in enumerate(packs):
            if kept < 1:
                rows["uncollected"].append((f"R{number}", "pack", period, supply * (1 - kept)))
            rows["flows"].append((f"R{number}", "C", "pack", "road", period, 50.0 * (number + 1), supply * kept))
            rows["flows"].append((f"R{number}", "C", "magnet", "road", period, 50.0 * (number + 1), 10.0))
        rows["flows"] += [
            ("C", "P", "pack", "road", period, 180.0, gathered),
            ("C", "B", "magnet", "road", period, 260.0, magnets),
            ("P", "B", "black_mass", "road", period, 110.0, 0.4 * gathered),
            ("P", "D", "slag", "road", period, 120.0, 0.6 * gathered),
        ]
        rows["sales"] += [
            ("B", "black_mass", period, 0.4 * gathered),
            ("B", "magnet", period, magnets),
            ("D", "slag", period, 0.6 * gathered),
        ]
        rows["openings"] += [
            ("C", "collect", "std", period, "yes" if period == "early" else "no", 1500.0, gathered + magnets),
            ("P", "smelt", "std", period, "no", 2000.0, gathered),
        ]
        rows["costs"].append(("haulage", period, "R0", 0.75e9))
    return rows
