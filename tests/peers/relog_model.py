"""RELOG's two models written out in loops from its description, as an oracle: no table, network or model of recyclenet is used.

`least_cost` reads the JSON of either dialect and returns the least cost, or None where nothing is feasible. Sums of years, undiscounted.
"""

from math import cos, inf, radians, sin, sqrt

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

Terms = dict[tuple[object, ...], list[tuple[float, int]]]


class Programme:
    """A mixed-integer programme that grows variable by variable and row by row."""

    def __init__(self):
        self.cost, self.lower, self.upper, self.whole, self.rows, self.sides = [], [], [], [], [], []
        self.constant = 0.0

    def variable(self, cost=0.0, upper=inf, whole=0):
        self.cost.append(cost)
        self.lower.append(0.0)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, terms, least, most):
        self.rows.append(terms)
        self.sides.append((least, most))

    def solve(self):
        cells = [(number, column, value) for number, terms in enumerate(self.rows) for value, column in terms]
        numbers, columns, values = zip(*cells, strict=True)
        matrix = coo_array((values, (numbers, columns)), shape=(len(self.rows), len(self.cost))).tocsr()  # repeated cells add up
        least, most = np.array(self.sides).T
        answer = milp(
            self.cost, integrality=self.whole, bounds=Bounds(self.lower, self.upper), constraints=LinearConstraint(matrix, least, most),
            options={"mip_rel_gap": 0.0},
        )  # fmt: skip
        return float(answer.fun) + self.constant if answer.status == 0 else None


def chord_km(here, there, digits):
    """Return the straight line through the Earth between two points on the WGS 84 ellipsoid."""

    def earth_centred(point):
        lat, lon = radians(point["latitude (deg)"]), radians(point["longitude (deg)"])
        a, e2 = 6378.137, 0.0066943799901413165
        n = a / sqrt(1 - e2 * sin(lat) ** 2)
        return n * cos(lat) * cos(lon), n * cos(lat) * sin(lon), n * (1 - e2) * sin(lat)

    return round(sqrt(sum((x - y) ** 2 for x, y in zip(earth_centred(here), earth_centred(there), strict=True))), digits)


def least_cost(data, digits=3):
    """Return the least cost of a RELOG file as read by json.load."""
    return _least_cost_b(data, digits) if "centers" in data else _least_cost_a(data, digits)


def _plant(p, years, building, sizes, initial, variable_cost):
    """Add a plant's siting: open, opened, capacity added; return the throughput of each year, bounded by capacity."""
    small, large = sizes[0], sizes[-1]
    room = large["size"] - small["size"]
    slope = {key: [(b - a) / room if room else 0.0 for a, b in zip(small[key], large[key], strict=True)] for key in ("opening", "fixed")}
    first = max(0.0, initial - small["size"])
    through: list[dict[str, int]] = []
    for t in years:
        opened = p.variable(small["opening"][t], 1.0 if t + 1 in building and not initial else 0.0, 1)
        is_open = p.variable(small["fixed"][t], 1.0, 1)
        added = p.variable(slope["opening"][t])
        total = p.variable(slope["fixed"][t], room)
        before = [(-1.0, through[-1]["open"])] if through else []
        p.row([(1.0, is_open), (-1.0, opened), *before], *[(1.0 if initial else 0.0) if t == 0 else 0.0] * 2)
        before = [(-1.0, through[-1]["total"])] if through else []
        p.row([(1.0, total), (-1.0, added), *before], *[first if t == 0 else 0.0] * 2)
        p.row([(1.0, total), (-room, is_open)], -inf, 0.0)
        processed = p.variable(variable_cost[t])
        p.row([(1.0, processed), (-small["size"], is_open), (-1.0, total)], -inf, 0.0)
        through.append({"open": is_open, "total": total, "processed": processed})
    return [year["processed"] for year in through]


def _least_cost_a(data, digits):  # noqa: C901 - read from top to bottom
    p = Programme()
    years = range(data["parameters"]["time horizon (years)"])
    building = data["parameters"].get("building period (years)", [1])
    nothing = [0.0 for _ in years]
    plants = [
        {**site, "input": plant["input"], "outputs": {m: x for m, x in plant.get("outputs (tonne/tonne)", {}).items() if x > 0}}
        for plant in data["plants"].values() for site in plant["locations"].values()
    ]  # fmt: skip
    arriving: dict[tuple[int, int], list[tuple[float, int]]] = {(n, t): [] for n in range(len(plants)) for t in years}

    def send(origin, material, t, itself=None):
        price = data["products"][material]["transportation cost ($/km/tonne)"][t]
        leaving = []
        for n, plant in enumerate(plants):
            if plant["input"] == material and n != itself:
                flow = p.variable(price * chord_km(origin, plant, digits))
                arriving[n, t].append((1.0, flow))
                leaving.append((1.0, flow))
        return leaving

    for material, product in data["products"].items():
        limit, cost = product.get("disposal limit (tonne)", nothing), product.get("disposal cost ($/tonne)", nothing)
        paid = product.get("acquisition cost ($/tonne)", nothing)
        for t in years:
            disposed = []
            for centre in product.get("initial amounts", {}).values():
                gone = p.variable(cost[t] - paid[t])
                p.constant += paid[t] * centre["amount (tonne)"][t]
                p.row([*send(centre, material, t), (1.0, gone)], *[centre["amount (tonne)"][t]] * 2)
                disposed.append((1.0, gone))
            if disposed:
                p.row(disposed, 0.0, limit[t])
    for plant in plants:
        sizes = sorted(
            ({"size": float(size), "opening": found["opening cost ($)"], "fixed": found["fixed operating cost ($)"],
              "variable": found["variable operating cost ($/tonne)"]} for size, found in plant["capacities (tonne)"].items()),
            key=lambda size: size["size"],
        )  # fmt: skip
        plant["through"] = _plant(p, years, building, sizes, plant.get("initial capacity (tonne)", 0), sizes[0]["variable"])
    for n, plant in enumerate(plants):
        for material, share in plant["outputs"].items():
            rule = plant.get("disposal", {}).get(material, {"cost ($/tonne)": nothing, "limit (tonne)": nothing})
            for t in years:
                gone = p.variable(rule["cost ($/tonne)"][t], rule.get("limit (tonne)", [1e8 for _ in years])[t])
                p.row([*send(plant, material, t, n), (1.0, gone), (-share, plant["through"][t])], 0.0, 0.0)
    for n, plant in enumerate(plants):
        storage = plant.get("storage", {"cost ($/tonne)": nothing, "limit (tonne)": 0.0})
        most = storage["limit (tonne)"][0] if isinstance(storage["limit (tonne)"], list) else storage["limit (tonne)"]
        stock = [p.variable(storage["cost ($/tonne)"][t], 0.0 if t == years[-1] else most) for t in years]
        for t in years:
            before = [(-1.0, stock[t - 1])] if t else []
            p.row([(1.0, stock[t]), *before, (1.0, plant["through"][t]), *[(-x, flow) for x, flow in arriving[n, t]]], 0.0, 0.0)
    return p.solve()


def _least_cost_b(data, digits):  # noqa: C901, PLR0912, PLR0915 - read from top to bottom
    p = Programme()
    years = range(data["parameters"]["time horizon (years)"])
    building = data["parameters"]["building period (years)"]

    def series(value):
        return value if isinstance(value, list) else [value for _ in years]

    def at(value, t):
        found = series(value)[t]
        return inf if found is None else found

    gases = data.get("emissions", {})
    emitted: Terms = {(gas, t): [] for gas in gases for t in years}
    disposed: Terms = {(m, t): [] for m in data["products"] for t in years}
    arriving: Terms = {}
    plants, centers = data["plants"], data["centers"]

    def emit(rates, t, tonnes, variable):
        for gas, rate in rates.items():
            if gas in gases:
                emitted[gas, t].append((at(rate, t) * tonnes, variable))
                p.cost[variable] += at(rate, t) * tonnes * at(gases[gas]["penalty ($/tonne)"], t)

    def send(name, origin, material, t, extra=0.0):
        product, leaving = data["products"][material], []
        takers = [other for other, plant in plants.items() if material in plant["input mix (%)"] and other != name]
        takers += [other for other, center in centers.items() if center["input"] == material]
        for other in takers:
            there = plants.get(other) or centers[other]
            km = chord_km(origin, there, digits)
            earned = at(there["revenue ($/tonne)"], t) if other in centers else 0.0
            flow = p.variable(km * at(product["transportation cost ($/km/tonne)"], t) + extra - earned)
            emit(product["transportation emissions (tonne/km/tonne)"], t, km, flow)
            arriving.setdefault((other, material, t), []).append((1.0, flow))
            leaving.append((1.0, flow))
        return leaving

    def gone(rules, material, t):
        cost, limit = at(rules["disposal cost ($/tonne)"][material], t), at(rules["disposal limit (tonne)"][material], t)
        variable = p.variable(cost, limit)
        disposed[material, t].append((1.0, variable))
        return [(1.0, variable)]

    leaving = {}
    for name, plant in plants.items():
        sizes = [{"size": size["size (tonne)"], "opening": series(size["opening cost ($)"]),
                  "fixed": series(size["fixed operating cost ($)"]),
                  "variable": series(size["variable operating cost ($/tonne)"])} for size in plant["capacities"]]  # fmt: skip
        plant_through = _plant(p, years, building, sizes, plant["initial capacity (tonne)"], sizes[0]["variable"])
        leaving[name] = plant_through
        for t in years:
            emit(plant["processing emissions (tonne)"], t, 1.0, plant_through[t])
            for material, share in plant["output (tonne)"].items():
                p.row([*send(name, plant, material, t), *gone(plant, material, t), (-at(share, t), plant_through[t])], 0.0, 0.0)
    outgoing = {}
    for name, center in centers.items():
        for t in years:
            p.constant += at(center["operating cost ($)"], t)
            for material in center["outputs"]:
                collect = at(center["collection cost ($/tonne)"][material], t)
                outgoing[name, material, t] = [*send(name, center, material, t, collect), *gone(center, material, t)]
    for (name, material, t), terms in outgoing.items():
        center = centers[name]
        back = series(center["variable output (tonne/tonne)"][material])
        returned = [
            (-back[k] * x, flow) for k in range(min(len(back), t + 1)) for x, flow in arriving.get((name, center["input"], t - k), [])
        ]
        p.row([*terms, *returned], *[at(center["fixed output (tonne)"][material], t)] * 2)
    for name, plant in plants.items():
        for material, mix in plant["input mix (%)"].items():
            stock = [p.variable(at(plant["storage cost ($/tonne)"][material], t),
                                0.0 if t == years[-1] else at(plant["storage limit (tonne)"][material], t)) for t in years]  # fmt: skip
            for t in years:
                before = [(-1.0, stock[t - 1])] if t else []
                came = [(-x, flow) for x, flow in arriving.get((name, material, t), [])]
                p.row([(1.0, stock[t]), *before, (at(mix, t) / 100, leaving[name][t]), *came], 0.0, 0.0)
    for rules, found, key in ((data["products"], disposed, "disposal limit (tonne)"), (gases, emitted, "limit (tonne)")):
        for (name, year), terms in found.items():
            if terms and at(rules[name][key], year) < inf:
                p.row(terms, -inf, at(rules[name][key], year))
    return p.solve()
