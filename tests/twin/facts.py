"""The facts of an instance as plain dictionaries, worked out in loops; nothing is shared with recyclenet's network.

Rows for every period (`*`) are written out, ways are measured, and every dictionary has a label tuple as its key.
"""

import math
from dataclasses import dataclass, field
from typing import Any

from recyclenet.instance.instance import Instance

Label = tuple[str, ...]
EARTH_KM = 6371.0088


@dataclass
class Facts:
    """What is true of an instance: amounts, costs and possibilities by label."""

    annual: dict[str, float] = field(default_factory=dict)
    opening: dict[str, float] = field(default_factory=dict)
    role: dict[str, str] = field(default_factory=dict)
    kind: dict[str, str] = field(default_factory=dict)
    supply: dict[Label, float] = field(default_factory=dict)
    uncollected: dict[Label, tuple[float, float]] = field(default_factory=dict)
    candidates: dict[Label, dict[str, Any]] = field(default_factory=dict)
    standing: dict[Label, tuple[bool, bool, bool]] = field(default_factory=dict)
    recipes: dict[Label, None] = field(default_factory=dict)
    conversions: dict[Label, float] = field(default_factory=dict)
    arcs: dict[Label, float] = field(default_factory=dict)
    sales: dict[Label, tuple[float, float | None]] = field(default_factory=dict)
    targets: dict[Label, dict[str, Any]] = field(default_factory=dict)
    network_size: dict[Label, dict[str, Any]] = field(default_factory=dict)
    stream: dict[str, str] = field(default_factory=dict)
    content: dict[Label, float] = field(default_factory=dict)
    buyers: set[str] = field(default_factory=set)


def facts_of(instance: Instance) -> Facts:
    """Return the facts of an instance."""
    facts = Facts()
    _weights(instance, facts)
    _materials(instance, facts)
    _candidates(instance, facts)
    for row in rows_of(instance, "sales"):
        facts.sales[row["outlet"], row["material"], row["period"]] = (row["price_per_t"], row["limit_t"])
    for row in rows_of(instance, "targets"):
        facts.targets[row["target"], row["period"]] = row
    for row in rows_of(instance, "network_size"):
        facts.network_size[row["kind"], row["group"], row["period"]] = row
    _arcs(instance, facts)
    return facts


def rows_of(instance: Instance, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table, empty cells as None; a row for every period stands for those without a row of its key."""
    rows = [
        {name: None if isinstance(cell, float) and math.isnan(cell) else cell for name, cell in row.items()}
        for row in instance[table].to_dict("records")
    ]
    if not rows or "period" not in rows[0] or table == "periods":
        return rows
    keys = {"sales": ["outlet", "material"], "targets": ["target"], "network_size": ["kind", "group"], "uncollected": ["material"],
            "conversions": ["technology", "recipe", "material"], "supplies": ["region", "material"]}[table]  # fmt: skip
    own = {(*(row[key] for key in keys), row["period"]) for row in rows}
    spread = [row for row in rows if row["period"] != "*"]
    for row in rows:
        if row["period"] == "*":
            spread += [{**row, "period": when} for when in instance.periods if (*(row[key] for key in keys), when) not in own]
    return spread


def _weights(instance: Instance, facts: Facts) -> None:
    year = 0
    for row in rows_of(instance, "periods"):
        worth = [(1 + instance.settings.discount_rate) ** -(year + k) for k in range(row["years"])]
        facts.annual[row["period"]], facts.opening[row["period"]] = sum(worth), worth[0]
        year += row["years"]


def _materials(instance: Instance, facts: Facts) -> None:
    for row in rows_of(instance, "materials"):
        facts.stream[row["material"]] = row["stream"]
    for row in rows_of(instance, "compositions"):
        facts.content[row["material"], row["element"]] = row["share"]
    for row in rows_of(instance, "supplies"):
        facts.supply[row["region"], row["material"], row["period"]] = row["supply_t"]
    for row in rows_of(instance, "uncollected"):
        for (region, material, period), amount in facts.supply.items():
            if (material, period) == (row["material"], row["period"]):
                most = amount if row["limit_share"] is None else amount * row["limit_share"]
                facts.uncollected[region, material, period] = (row["cost_per_t"], most)


def _candidates(instance: Instance, facts: Facts) -> None:
    order = {period: number for number, period in enumerate(instance.periods)}
    for row in rows_of(instance, "technologies"):
        facts.kind[row["technology"]] = row["kind"]
    for row in rows_of(instance, "conversions"):
        facts.conversions[row["technology"], row["recipe"], row["material"], row["period"]] = row["t_per_t"]
    for row in rows_of(instance, "candidates"):
        if row["status"] == "forbidden":
            continue
        key = (row["site"], row["technology"], row["size"])
        facts.candidates[key] = row
        first = order[row["first_period"]] if row["first_period"] else 0
        last = order[row["last_period"]] if row["last_period"] else len(order) - 1
        deadline = order[row["last_period"]] if row["last_period"] else first
        for period, number in order.items():
            existing = row["status"] == "existing"
            if existing or number >= first:
                must = existing or (row["status"] == "required" and number >= deadline)
                facts.standing[(*key, period)] = (must, not existing and number <= last, existing and number == 0)
    used = {(technology, recipe, period): None for technology, recipe, _, period in facts.conversions}
    for site, technology, size, period in facts.standing:
        for other, recipe, when in used:
            if (other, when) == (technology, period):
                facts.recipes[site, technology, size, recipe, period] = None


def _arcs(instance: Instance, facts: Facts) -> None:
    points = _points(instance, facts)
    sends, takes = _ends(facts)
    stated = {(row["origin"], row["destination"], row["mode"]): row["distance_km"] for row in rows_of(instance, "distances")}
    detours = {row["mode"]: row["detour"] for row in rows_of(instance, "modes")}
    goods = {row["material"]: row["goods_class"] for row in rows_of(instance, "materials")}
    rates = rows_of(instance, "mode_rates")
    for origin, material in sends:
        for destination in [place for place, other in takes if other == material and place != origin]:
            for rate in [rate for rate in rates if rate["goods_class"] == goods[material]]:
                crow = _crow_km(points[origin], points[destination])
                way = stated.get((origin, destination, rate["mode"]), crow * detours[rate["mode"]])
                if rate["reach_km"] is None or way <= rate["reach_km"]:
                    cost = way * rate["cost_per_tkm"] + rate["handling_cost_per_t"]
                    facts.arcs[origin, destination, material, rate["mode"]] = cost


def _points(instance: Instance, facts: Facts) -> dict[str, tuple[float, float]]:
    points: dict[str, tuple[float, float]] = {}
    for table, role in (("regions", "region"), ("sites", "site"), ("outlets", "outlet")):
        for row in rows_of(instance, table):
            points[row[role]], facts.role[row[role]] = (row["lat_deg"], row["lon_deg"]), role
            if row.get("kind") == "buyer":
                facts.buyers.add(row[role])
    return points


def _ends(facts: Facts) -> tuple[list[Label], list[Label]]:
    """Return the places that may send a material, and those that may take it."""
    sends = {(region, material): None for region, material, _ in facts.supply}
    takes = {(outlet, material): None for outlet, material, _ in facts.sales}
    for site, technology, _ in facts.candidates:
        for (other, _, material, _), amount in facts.conversions.items():
            if other == technology:
                (sends if amount > 0 else takes)[site, material] = None
    return list(sends), list(takes)


def _crow_km(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the great circle by the angle between two directions."""
    (lat, lon), (to_lat, to_lon) = [(math.radians(a), math.radians(b)) for a, b in (start, end)]
    across = math.hypot(
        math.cos(to_lat) * math.sin(to_lon - lon),
        math.cos(lat) * math.sin(to_lat) - math.sin(lat) * math.cos(to_lat) * math.cos(to_lon - lon),
    )
    along = math.sin(lat) * math.sin(to_lat) + math.cos(lat) * math.cos(to_lat) * math.cos(to_lon - lon)
    return EARTH_KM * math.atan2(across, along)
