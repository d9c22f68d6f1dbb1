"""The checker: a plan held against the instance's own tables, by code that shares nothing with the model that made it.

A violation is a row that says which rule is broken, where, and by how much. A plan without one is believed.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.instance.schema import EVERY
from recyclenet.solution.case import SITE, Case, ways
from recyclenet.solution.solution import TABLE_COLUMNS, Solution

AMOUNT_T = 1e-3
"""How far amounts [t/yr] may be off: a thousand times HiGHS's feasibility tolerance of 1e-6, for rows of many terms."""

SHARE = 1e-6
"""How far amounts, costs and ways may be off relative to their size."""


def violations(instance: Instance, plan: Solution) -> pd.DataFrame:
    """Return every rule the plan breaks: rule, place, period, what, amount, unit. Empty: the plan is believed."""
    case = Case(instance, plan)
    broken = list(sane(case))
    if not broken:
        broken = [row for rule in RULES for row in rule(case)]
    return pd.DataFrame(broken, columns=["rule", "place", "period", "what", "amount", "unit"])


Row = tuple[str, str, str, str, float, str]


def sane(case: Case) -> list[Row]:
    """Numbers are finite and not negative, keys do not repeat, names are known."""
    found: list[Row] = []
    for name, columns in TABLE_COLUMNS.items():
        table = case.plan[name]
        numbers = table.select_dtypes("number")
        if not np.isfinite(numbers.to_numpy()).all() or (name != "costs" and (numbers < 0).any(axis=None)):
            found.append(("numbers", "", "", name, float(numbers.min().min()), "t/yr"))
        key = [column for column in columns if column not in numbers.columns and column != "opens"]
        if name != "costs" and table.duplicated(key).any():
            found.append(("keys", "", "", name, float(table.duplicated(key).sum()), "rows"))
        if not table["period"].isin(case.instance.periods).all():
            found.append(("names", "", "", name, float((~table["period"].isin(case.instance.periods)).sum()), "rows"))
    return found


def balance(case: Case) -> list[Row]:
    """What comes to a place, arises or is made there leaves it or is used there."""
    flows, key = case.plan["flows"], ["place", "material", "period"]

    def part(frame: pd.DataFrame, place: str, amount: str, sign: float) -> pd.DataFrame:
        return frame.rename(columns={place: "place"})[key].assign(amount=sign * frame[amount])

    parts = pd.concat([
        part(case.instance["supplies"], "region", "supply_t", 1), part(case.plan["uncollected"], "region", "uncollected_t", -1),
        part(flows, "destination", "flow_t", 1), part(flows, "origin", "flow_t", -1), part(case.used, "site", "amount", 1),
        part(case.plan["sales"], "outlet", "sold_t", -1),
    ])  # fmt: skip
    totals = parts.groupby(key)["amount"].agg(["sum", lambda amounts: amounts.abs().max()])
    off = totals[totals["sum"].abs() > AMOUNT_T + SHARE * totals.iloc[:, 1]]
    return [
        ("balance", str(place), str(period), str(material), float(row["sum"]), "t/yr") for (place, material, period), row in off.iterrows()
    ]


def arcs(case: Case) -> list[Row]:
    """Every flow is on a way its mode may go, as long as it says, from where the material is to where it is taken."""
    flows, instance = case.plan["flows"], case.instance
    goods = instance["materials"].set_index("material")["goods_class"]
    rates = instance.keyed("mode_rates")
    pairs = pd.MultiIndex.from_arrays([flows["mode"], flows["material"].map(goods)])
    reach = rates["reach_km"].fillna(np.inf).reindex(pairs).to_numpy()
    length = ways(case, flows)
    wrong = {
        "mode": np.isnan(reach),
        "reach": flows["distance_km"].to_numpy() > reach * (1 + SHARE),
        "distance": np.abs(flows["distance_km"].to_numpy() - length) > 1e-6 + SHARE * length,
        "origin": ~flows["origin"].isin([*instance["regions"]["region"], *instance["sites"]["site"]]).to_numpy(),
        "destination": ~flows["destination"].isin([*instance["sites"]["site"], *instance["outlets"]["outlet"]]).to_numpy(),
    }
    return [
        (rule, f"{row.origin} -> {row.destination}", str(row.period), str(row.material), float(row.distance_km), "km")
        for rule, mask in wrong.items() for row in flows[mask].itertuples()
    ]  # fmt: skip


def openings(case: Case) -> list[Row]:
    """What is open is a candidate, opens in its window, stays open, and is the only size of its technology at its site."""
    plan, candidates = case.plan["openings"], case.instance.keyed("candidates")
    found: list[Row] = []
    stands = {tuple(key): set(rows["period"].map(case.order)) for key, rows in plan.groupby(SITE)}
    opened = {tuple(key): list(rows["period"].map(case.order)) for key, rows in plan[plan["opens"] == "yes"].groupby(SITE)}
    last = len(case.order) - 1

    def broken(rule: str, key: tuple[object, ...]) -> None:
        found.append((rule, str(key[0]), "", " ".join(map(str, key[1:])), 1.0, "candidate"))

    for key in stands.keys() - set(candidates.index):
        broken("candidate", key)
    for key, row in zip(candidates.index, candidates.itertuples(), strict=True):
        when, start = stands.get(key, set()), opened.get(key, [])
        earliest = case.order.get(row.first_period, 0)
        latest = case.order.get(row.last_period, last)
        deadline = latest if row.last_period in case.order else earliest
        existing = row.status == "existing"
        if when and (when != set(range(min(when), last + 1)) or (existing and min(when) != 0)):
            broken("stays open", key)
        if start != ([] if existing or not when else [min(when)]) or (start and not earliest <= start[0] <= latest):
            broken("window", key)
        if (row.status == "forbidden" and when) or (existing and not when) or (row.status == "required" and deadline not in when):
            broken("status", key)
    for (site, technology, period), count in plan.groupby(["site", "technology", "period"]).size().items():
        if count > 1:
            found.append(("one size", str(site), str(period), str(technology), float(count), "sizes"))
    return found


def capacities(case: Case) -> list[Row]:
    """Throughput stays within the capacity of what is open, and the plan's sums of it are right."""
    key = [*SITE, "period"]
    plan = case.plan["openings"].set_index(key)
    used = case.plan["throughputs"].groupby(key)["throughput_t"].sum()
    capacity = case.instance.keyed("candidates")["capacity_t"].reindex(plan.index.droplevel("period"))
    room = pd.Series(capacity.to_numpy(), plan.index).reindex(used.index).fillna(0.0)
    over = used[used > room * (1 + SHARE) + AMOUNT_T]
    found: list[Row] = [("capacity", str(k[0]), str(k[3]), f"{k[1]} {k[2]}", float(v), "t/yr") for k, v in over.items()]
    differs = (plan["throughput_t"] - used.reindex(plan.index).fillna(0.0)).abs() > AMOUNT_T
    differs |= (plan["capacity_t"] - capacity.to_numpy()).abs() > SHARE * plan["capacity_t"]
    recipes = pd.MultiIndex.from_frame(
        case.rows("conversions", ["technology", "recipe", "material"]).reset_index()[["technology", "recipe", "period"]]
    )
    unknown = ~pd.MultiIndex.from_frame(case.plan["throughputs"][["technology", "recipe", "period"]]).isin(recipes)
    found += [
        ("recipe", str(row.site), str(row.period), str(row.recipe), float(row.throughput_t), "t/yr")
        for row in case.plan["throughputs"][unknown].itertuples()
    ]
    return found + [("sums", str(k[0]), str(k[3]), f"{k[1]} {k[2]}", float(v), "t/yr") for k, v in plan["throughput_t"][differs].items()]


def limits(case: Case) -> list[Row]:
    """What stays behind and what outlets take is allowed, and within limits."""
    supply = case.instance.keyed("supplies")["supply_t"]
    left = case.plan["uncollected"].set_index(["region", "material", "period"])["uncollected_t"]
    allowed = case.rows("uncollected", ["material"])["limit_share"].fillna(1.0)
    most = allowed.reindex(left.index.droplevel("region")).fillna(0.0).to_numpy() * supply.reindex(left.index).fillna(0.0)
    sold = case.plan["sales"].set_index(["outlet", "material", "period"])["sold_t"]
    takes = case.rows("sales", ["outlet", "material"])["limit_t"].fillna(np.inf).reindex(sold.index).fillna(0.0)
    found: list[Row] = []
    for rule, amount, limit in (("uncollected", left, most), ("outlet limit", sold, takes)):
        over = amount[amount > limit * (1 + SHARE) + AMOUNT_T]
        found += [(rule, str(k[0]), str(k[2]), str(k[1]), float(v), "t/yr") for k, v in over.items()]
    return found


def targets(case: Case) -> list[Row]:
    """Targets for collection and recovery are reached."""
    supply = case.instance["supplies"].groupby(["material", "period"])["supply_t"].sum()
    left = case.plan["uncollected"].groupby(["material", "period"])["uncollected_t"].sum()
    kinds = case.instance.keyed("outlets")["kind"]
    bought = case.plan["sales"][case.plan["sales"]["outlet"].map(kinds) == "buyer"].groupby(["material", "period"])["sold_t"].sum()
    stream, share = case.instance.keyed("materials")["stream"], case.instance.keyed("compositions")["share"]
    found: list[Row] = []
    for (target, period), row in case.rows("targets", ["target"]).iterrows():
        content = {
            m: share.get((m, row["element"]), 0.0) if row["metric"] == "recovery" else 1.0
            for m in stream.index
            if row["stream"] in (EVERY, stream[m])
        }

        def total(amounts: pd.Series, when: object = period, weights: dict[str, float] = content) -> float:
            return sum(weight * float(amounts.get((material, when), 0.0)) for material, weight in weights.items())

        collected = total(supply) - total(left)
        got, base = (collected, total(supply)) if row["metric"] == "collection" else (total(bought), collected)
        if got < row["share"] * base * (1 - SHARE) - AMOUNT_T:
            found.append((str(row["metric"]), "", str(period), str(target), float(row["share"] * base - got), "t/yr"))
    return found


def network_size(case: Case) -> list[Row]:
    """As many of a kind are open as must and may be."""
    kinds = case.plan["openings"]["technology"].map(case.instance.keyed("technologies")["kind"])
    count = case.plan["openings"].groupby([kinds, "period"]).size()
    rows = case.rows("network_size", ["kind"])
    numbers = count.reindex(rows.index).fillna(0)
    off = numbers[(numbers < rows["least"].fillna(0)) | (numbers > rows["most"].fillna(np.inf))]
    return [("network size", "", str(k[1]), str(k[0]), float(v), "open") for k, v in off.items()]


def costs(case: Case) -> list[Row]:
    """Every component of cost, recomputed by period, is as the plan says, and they add up to its cost; its bound is no higher."""
    recomputed = _recomputed(case)
    said = case.plan["costs"].groupby(["component", "period"])["cost"].sum()
    both = pd.concat([recomputed.rename("own"), said.rename("said")], axis=1).fillna(0.0)
    scale = float(both.abs().sum().max())
    off = both[(both["own"] - both["said"]).abs() > SHARE * np.maximum(both.abs().max(axis=1), 1e-3 * scale) + 1e-6]
    found: list[Row] = [("cost", "", str(k[1]), str(k[0]), float(row["own"] - row["said"]), "money") for k, row in off.iterrows()]
    plan = case.plan
    if abs(float(recomputed.sum()) - plan.cost) > SHARE * scale + 1e-6:
        found.append(("total cost", "", "", "cost", float(recomputed.sum()) - plan.cost, "money"))
    if plan.bound > plan.cost + SHARE * scale or abs(plan.gap - (plan.cost - plan.bound) / max(abs(plan.cost), 1e-9)) > SHARE:
        found.append(("bound", "", "", "bound", plan.bound - plan.cost, "money"))
    return found


def _recomputed(case: Case) -> pd.Series:
    """Return discounted cost by component and period, from the plan's amounts and the instance's prices."""
    instance, plan = case.instance, case.plan
    candidates = instance.keyed("candidates")
    goods = plan["flows"]["material"].map(instance.keyed("materials")["goods_class"])
    rates = instance.keyed("mode_rates").reindex(pd.MultiIndex.from_arrays([plan["flows"]["mode"], goods]))
    per_t = ways(case, plan["flows"]) * rates["cost_per_tkm"].to_numpy() + rates["handling_cost_per_t"].to_numpy()

    def of(frame: pd.DataFrame, column: str) -> np.ndarray:
        return np.asarray(candidates[column].reindex(pd.MultiIndex.from_frame(frame[SITE])))

    opens = plan["openings"][plan["openings"]["opens"] == "yes"]
    prices = case.rows("sales", ["outlet", "material"])["price_per_t"].reindex(
        pd.MultiIndex.from_frame(plan["sales"][["outlet", "material", "period"]])
    )
    left = case.rows("uncollected", ["material"])["cost_per_t"].reindex(
        pd.MultiIndex.from_frame(plan["uncollected"][["material", "period"]])
    )
    years = instance["periods"]["years"].to_numpy()
    ends = np.cumsum(years)
    factor = [
        [(1 + instance.settings.discount_rate) ** -k for k in range(end - count, end)] for end, count in zip(ends, years, strict=True)
    ]
    yearly, once = ({p: weigh(f) for p, f in zip(instance.periods, factor, strict=True)} for weigh in (sum, lambda f: f[0]))
    parts = (
        ("haulage", plan["flows"], plan["flows"]["flow_t"] * per_t, yearly),
        ("opening", opens, of(opens, "opening_cost"), once),
        ("fixed", plan["openings"], of(plan["openings"], "fixed_cost_per_year"), yearly),
        ("processing", plan["throughputs"], plan["throughputs"]["throughput_t"] * of(plan["throughputs"], "variable_cost_per_t"), yearly),
        ("sales", plan["sales"], -plan["sales"]["sold_t"] * prices.to_numpy(), yearly),
        ("uncollected", plan["uncollected"], plan["uncollected"]["uncollected_t"] * left.to_numpy(), yearly),
    )
    blocks = [
        pd.DataFrame({"component": name, "period": frame["period"], "cost": np.asarray(cost) * frame["period"].map(weight).astype(float)})
        for name, frame, cost, weight in parts
    ]
    return pd.concat(blocks).groupby(["component", "period"])["cost"].sum()


RULES: tuple[Callable[[Case], list[Row]], ...] = (balance, arcs, openings, capacities, limits, targets, network_size, costs)
