"""What an instance's tables say, looked up row by row, and what counts towards limits and targets."""

from collections.abc import Iterator
from math import acos, cos, isnan, radians, sin
from typing import Any

from recyclenet.instance.instance import Instance

Row = dict[str, Any]
EARTH_RADIUS_KM = 6371.0088


def blank(cell: object) -> bool:
    """Return whether an optional cell is empty."""
    return cell is None or (isinstance(cell, float) and isnan(cell))


class Facts:
    """What an instance's tables say, looked up row by row."""

    def __init__(self, instance: Instance) -> None:
        self.tables: dict[str, list[Row]] = {name: frame.to_dict("records") for name, frame in instance.tables.items()}
        self.rate = instance.settings.discount_rate
        self.known: dict[tuple[str, str], list[Row]] = {}
        self.periods = [row["period"] for row in self["periods"]]
        self.region = {row["site"]: row["region"] for row in self["sites"] if not blank(row["region"])}
        self.point = {row[key]: (row["lat_deg"], row["lon_deg"]) for table, key in
                      (("regions", "region"), ("sites", "site"), ("outlets", "outlet")) for row in self[table]}  # fmt: skip
        self.kind = {row["technology"]: row["kind"] for row in self["technologies"]}
        self.materials = {row["material"]: row for row in self["materials"]}
        self.candidates = [row for row in self["candidates"] if row["status"] != "forbidden"]
        self.supply = {(row["region"], row["material"], row["period"]): row["supply_t"] for row in self["supplies"]}

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables[table]

    def when(self, table: str, period: str, *key: str) -> list[Row]:
        """Return the rows that hold in a period: one of its own goes before one for every period."""
        if (table, period) not in self.known:
            found: dict[tuple[Any, ...], Row] = {}
            for wanted in ("*", period):
                for row in self[table]:
                    if row["period"] == wanted:
                        found[tuple(row[name] for name in key)] = row
            self.known[table, period] = list(found.values())
        return self.known[table, period]

    def years(self, period: str) -> list[float]:
        """Return the worth of each year of a period at the start of the first."""
        before = 0
        for row in self["periods"]:
            if row["period"] == period:
                return [(1 + self.rate) ** -(before + year) for year in range(row["years"])]
            before += row["years"]
        raise KeyError(period)

    def way(self, origin: str, destination: str, mode: str) -> float:
        """Return the way between two places by a mode [km]: as stated, else great circle (law of cosines) times detour."""
        for row in self["distances"]:
            if (row["origin"], row["destination"], row["mode"]) == (origin, destination, mode):
                return float(row["distance_km"])
        if origin == destination:
            return 0.0
        (lat, lon), (to_lat, to_lon) = ([radians(angle) for angle in self.point[place]] for place in (origin, destination))
        angle = acos(min(1.0, sin(lat) * sin(to_lat) + cos(lat) * cos(to_lat) * cos(to_lon - lon)))
        return float(angle * EARTH_RADIUS_KM * next(row["detour"] for row in self["modes"] if row["mode"] == mode))

    def inside(self, place: str, group: str) -> bool:
        """Return whether a place is in a group: named there, or through its region, whose own group counts too."""
        if group == "*":
            return True
        for own in (place, self.region.get(place)):
            if any(row["group"] == group and row["place"] == own for row in self["groups"]):
                return True
            if any(row["region"] == own and row["group"] == group for row in self["regions"]):
                return True
        return False

    def may_run(self, site: str, technology: str, period: str) -> bool:
        """Return whether standards let a technology run: those for groups of the site go before those for all, no before yes."""
        rows = [row for row in self.when("standards", period, "technology", "group") if row["technology"] == technology]
        own = [row["admissible"] for row in rows if row["group"] != "*" and self.inside(site, row["group"])]
        return "no" not in (own or [row["admissible"] for row in rows if row["group"] == "*"])

    def room(self, candidate: Row) -> float:
        """Return how far the capacity of a candidate may be expanded [t/yr]."""
        most = candidate["most_capacity_t"]
        return 0.0 if blank(most) else float(max(most - candidate["capacity_t"], 0.0))

    def counted(self, metric: str, period: str, labels: Row) -> Iterator[tuple[Any, float]]:
        """Yield the rows of limits and targets that what has these labels counts towards, and how much a unit of it counts."""
        for rule in self.when("limits", period, "limit"):
            if rule["metric"] == metric and in_scope(self, rule, labels):
                yield ("limit", rule["limit"], period), 1.0
        for rule in self.when("targets", period, "target"):
            if share := target_share(self, rule, metric, labels):
                yield ("target", rule["target"], period), share

    def cost(self, candidate: Row, name: str, period: str) -> float:
        """Return a cost of a candidate in a period, with its region's factor; what is received has none."""
        value = candidate[name]
        for row in self.when("candidate_costs", period, "site", "technology", "size"):
            if all(row[key] == candidate[key] for key in ("site", "technology", "size")):
                value = value if blank(row[name]) else row[name]
        factors = [row["cost_factor"] for row in self["regions"] if row["region"] == self.region.get(candidate["site"])]
        return float(value) * (1.0 if name == "salvage_value" else (factors or [1.0])[0])


def in_scope(facts: Facts, rule: Row, labels: Row) -> bool:
    """Return whether what has these labels counts towards a limit; what lacks a label does not count where the limit names one."""
    technology, material = labels.get("technology"), labels.get("material")
    stream = facts.materials[material]["stream"] if material else None
    return (
        facts.inside(labels["place"], rule["group"])
        and rule["outlet"] in ("*", labels["place"])
        and (blank(rule["kind"]) or (technology is not None and rule["kind"] == facts.kind[technology]))
        and rule["technology"] in ("*", technology)
        and rule["material"] in ("*", material)
        and (rule["stream"] == "*" or rule["stream"] == stream)
        and rule["gas"] in ("*", labels.get("gas"))
    )


def target_share(facts: Facts, rule: Row, metric: str, labels: Row) -> float:
    """Return how much a unit of a metric counts towards a target: what is got +, the share of what is due -, unless that is stated."""
    material = labels.get("material")
    if material is None or rule["stream"] not in ("*", facts.materials[material]["stream"]):
        return 0.0
    due = -float(rule["share"]) if blank(rule["of_t"]) else 0.0
    if rule["metric"] == "collection":
        return {"collected": 1.0, "supplied": due}.get(metric, 0.0)
    content = [row["share"] for row in facts["compositions"] if (row["material"], row["element"]) == (material, rule["element"])]
    return {"bought": 1.0, "collected": due}.get(metric, 0.0) * float((content or [0.0])[0])
