"""The draft of an instance from a RELOG file: rows by table, labels that are unique, and what both dialects of the file share."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from recyclenet.geo.distance import chord_km
from recyclenet.instance.columns import EVERY, NO, YES
from recyclenet.instance.grammar import folded
from recyclenet.instance.importers.relog_json import Node
from recyclenet.instance.importers.rows import Row
from recyclenet.instance.tables import meant

MODE = "transport"
MOST_YIELD = 10.0
"""Largest t/t that a recipe may put out, as in the schema."""


class Labels:
    """Labels of one kind: each printable, and no two alike."""

    def __init__(self) -> None:
        """Begin with none."""
        self._taken: set[str] = set()

    def new(self, name: str, within: str = "") -> str:
        """Return a label for a name: the name itself where it is free, else with what it belongs to, else with a number."""
        clean = "".join(sign if sign.isprintable() else " " for sign in name).strip()
        clean = clean if clean not in ("", EVERY) else "unnamed"
        belongs = "".join(sign if sign.isprintable() else " " for sign in within).strip()
        tries = [clean, *([f"{clean} ({belongs})"] if belongs else [])]
        number = 2
        while folded(tries[0]) in self._taken:
            tries = tries[1:] or [f"{clean} ({belongs}) {number}" if belongs else f"{clean} {number}"]
            number += 1
        self._taken.add(folded(tries[0]))
        return tries[0]


@dataclass
class Draft:
    """Rows of the instance to be, with the labels already given and the ends of every way that may be travelled."""

    periods: list[str]
    rows: dict[str, list[Row]] = field(default_factory=dict)
    places: Labels = field(default_factory=Labels)
    rules: Labels = field(default_factory=Labels)
    gas_labels: Labels = field(default_factory=Labels)
    points: dict[str, tuple[float, float]] = field(default_factory=dict)
    materials: dict[str, str] = field(default_factory=dict)
    gases: dict[str, str] = field(default_factory=dict)
    senders: dict[str, list[str]] = field(default_factory=dict)
    takers: dict[str, list[str]] = field(default_factory=dict)

    def add(self, table: str, **values: object) -> None:
        """Add a row."""
        self.rows.setdefault(table, []).append(values)

    def spread(self, series: Sequence[float]) -> list[tuple[str, float]]:
        """Return a series by period: one row for every period where it is constant."""
        return [(EVERY, series[0])] if len(set(series)) == 1 else list(zip(self.periods, series, strict=True))

    def place(self, table: str, node: Node, name: str, within: str, **values: object) -> str:
        """Add a place with its coordinates and return its label; names that had to be changed are shown as they were."""
        label = self.places.new(name, within)
        if node.has("location"):
            node.get("location").fault("it stands for a place in a database", "write latitude (deg) and longitude (deg) instead")
            node = Node(None, node.path, node.findings)
        lat, lon = node.get("latitude (deg)").number(None), node.get("longitude (deg)").number(None)
        self.points[label] = (lat, lon)
        usual = (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else _usual(lat, lon)
        key = {"regions": "region", "sites": "site", "outlets": "outlet"}[table]
        shown = {} if label == name else {"name": "".join(sign if sign.isprintable() else " " for sign in name).strip()}
        self.add(table, **{key: label}, **shown, lat_deg=usual[0], lon_deg=usual[1], **values)
        if usual != (lat, lon):
            node.note(f"({lat:g}, {lon:g}) is written as ({usual[0]:g}, {usual[1]:g}), the same point")
        return label

    def gas(self, name: str, prices: Sequence[float] = (0.0,)) -> str:
        """Return the label of a gas, with a price by period when it is first met."""
        if name not in self.gases:
            self.gases[name] = self.gas_labels.new(name)
            for period, price in self.spread(prices):
                self.add("gases", gas=self.gases[name], period=period, price_per_t=price)
        return self.gases[name]

    def haulage(self, material: str, costs: Sequence[float], emissions: Sequence[tuple[str, Sequence[float]]]) -> None:
        """Add a material with a goods class of its own, what moving it costs by year, and what that emits."""
        self.add("materials", material=material, goods_class=material)
        self.add("mode_rates", mode=MODE, goods_class=material, cost_per_tkm=costs[0], handling_cost_per_t=0.0)
        for period, cost in zip(self.periods[1:], costs[1:], strict=True):
            if cost != costs[0]:
                self.add("haulage_costs", mode=MODE, goods_class=material, period=period, cost_per_tkm=cost)
        for gas, rates in emissions:
            for period, rate in self.spread(rates):
                self.add("haulage_emissions", mode=MODE, goods_class=material, gas=self.gas(gas), period=period, t_per_tkm=rate)

    def distances(self, digits: int) -> None:
        """Add the ways between all that may send a material and all that may take it."""
        ways = ((start, end) for material, starts in self.senders.items() for start in starts for end in self.takers.get(material, ()))
        pairs = dict.fromkeys((start, end) for start, end in ways if start != end)
        if not pairs:
            return
        starts, ends = (np.array([self.points[pair[side]] for pair in pairs]) for side in (0, 1))
        for (start, end), km in zip(pairs, np.round(chord_km(*starts.T, *ends.T), digits), strict=True):
            self.add("distances", origin=start, destination=end, mode=MODE, distance_km=float(km))


def draft_of(parameters: Node, *, straight: bool) -> Draft:
    """Return a draft with the periods of a file: years, in some of which nothing may be opened."""
    parameters.only("time horizon (years)", "building period (years)", "distance metric")
    years = parameters.get("time horizon (years)")
    count = years.number(1.0)
    if count != int(count) or count > 100:
        years.fault(f"found {count:g}", "write a whole number from 1 to 100")
    periods = [f"year {number + 1}" for number in range(min(int(count), 100))]
    building = [node.number(1.0) for node in parameters.get("building period (years)", [1]).elements()]
    metric = str(parameters.get("distance metric", "Euclidean").value)
    if metric.lower() != "euclidean" and not straight:
        hint = meant(metric, ["Euclidean"]) if metric.lower() != "driving" else ""
        remedy = hint or "call with --distance euclidean for straight lines, and put ways by road into distances.csv"
        parameters.get("distance metric").fault(f"'{metric}' needs data on roads that only RELOG has", remedy)
    draft = Draft(periods)
    for number, period in enumerate(periods, start=1):
        draft.add("periods", period=period, years=1, building=YES if number in building else NO)
    draft.add("modes", mode=MODE, detour=1.0)
    return draft


def add_candidate(draft: Draft, node: Node, sizes: Sequence[Node], key: str, initial: Node, site: str, technology: str) -> None:
    """Add a plant of one or two sizes: it opens with the smaller one and may be expanded, linearly, to the larger."""
    if not 1 <= len(sizes) <= 2:
        node.fault(f"{len(sizes)} sizes", "give one size, or the least and the most")
        return
    before = len(node.findings.problems)
    found = sorted(((_size(size, key), size) for size in sizes), key=lambda pair: pair[0])
    (small, low), (large, high) = found[0], found[-1]
    costs = {name: (low.get(name).series(least), high.get(name).series(least)) for name, least in
             (("opening cost ($)", 0.0), ("fixed operating cost ($)", 0.0), ("variable operating cost ($/tonne)", None))}  # fmt: skip
    room, standing = large - small, initial.number()
    if len(node.findings.problems) > before:
        return
    variable = costs["variable operating cost ($/tonne)"]
    if variable[0] != variable[1]:
        high.get("variable operating cost ($/tonne)").fault("it is not that of the other size", "write the same cost for both sizes")
    if standing > large or large <= 0:
        initial.fault(f"found {standing:g} for a plant of at most {large:g} t", "write no more than the largest size, which is above 0")
        return
    slopes = {name: [(most - least) / room if room else 0.0 for least, most in zip(*costs[name], strict=True)] for name in list(costs)[:2]}
    for name, slope in slopes.items():
        if min(slope) < 0:
            high.get(name).fault(
                "it is less than that of the smaller size", "write at least as much: a tonne of expansion may cost nothing"
            )
    capacity = max(standing, small)
    fixed = [
        base + (capacity - small) * slope
        for base, slope in zip(costs["fixed operating cost ($)"][0], slopes["fixed operating cost ($)"], strict=True)
    ]
    by_year = {"opening_cost": costs["opening cost ($)"][0], "fixed_cost_per_year": fixed, "variable_cost_per_t": variable[0]}
    if large > capacity:
        by_year |= {"expansion_cost_per_t": slopes["opening cost ($)"], "expansion_fixed_cost_per_t": slopes["fixed operating cost ($)"]}
    row: Row = {"site": site, "technology": technology, "size": "one"}
    room_row: Row = {"most_capacity_t": large} if large > capacity else {}
    status = "existing" if standing > 0 else "candidate"
    draft.add("candidates", **row, capacity_t=capacity, status=status, **room_row, **{name: series[0] for name, series in by_year.items()})
    for number, period in enumerate(draft.periods):
        own = {name: series[number] for name, series in by_year.items() if series[number] != series[0]}
        if own:
            draft.add("candidate_costs", **row, period=period, **own)


def add_on_the_spot(draft: Draft, place: str, material: str, costs: Sequence[float], limits: Sequence[float | None]) -> None:
    """Add disposal of a material at the place where it is, in the years in which there may be any."""
    rows = list(zip(draft.periods, costs, limits, strict=True))
    if len(set(costs)) == len(set(limits)) == 1:
        rows = [(EVERY, costs[0], limits[0])]
    for period, cost, limit in rows:
        if limit is None or limit > 0:
            draft.add("sales", outlet=place, material=material, period=period, price_per_t=-cost, limit_t=limit)


def safe_name(text: str) -> str:
    """Return a name for the instance that may name a folder."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-") or "relog"


def _usual(lat: float, lon: float) -> tuple[float, float]:
    """Return a point whose latitude lies beyond a pole, or whose longitude beyond the date line, with the usual coordinates [deg]."""
    up, out = math.sin(math.radians(lat)), math.cos(math.radians(lat))
    east, north = out * math.cos(math.radians(lon)), out * math.sin(math.radians(lon))
    return round(math.degrees(math.atan2(up, math.hypot(east, north))), 9), round(math.degrees(math.atan2(north, east)), 9)


def _size(node: Node, key: str) -> float:
    """Return the size of a plant, stated within, or by its key as text."""
    if key:
        return node.get(key).number()
    try:
        return Node(float(node.path[-1]), node.path, node.findings).number()
    except ValueError:
        node.fault(f"'{node.path[-1]}' is no size", 'write tonnes per year, such as "1000"')
        return 0.0
