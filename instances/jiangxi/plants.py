"""What stands, and what may be opened: collection points, named plants, new plants at the seats of prefectures."""

import math
from collections.abc import Iterable
from functools import partial
from typing import Any

import pandas as pd
from choices import MAGNET_PROCESSING, MOST_OUTLETS, NEW_SIZES, OUTLET_OPENING_COST, OXIDES, PLANTS, PROJECTS, SPREAD_KM, STOCK_TURNS
from facts import Facts, Recipes, Rows
from money import LARGEST_T, plant_costs


def per_pack(made: Recipes, technology: str) -> float:
    """Return throughput of a battery plant per tonne of packs it stands for [t/t]: modules of packs, black mass of packs, else 1."""
    chemistry = "lfp" if technology == "hydromet-lfp" else "nmc"
    modules = made["dismantling", f"{chemistry}_pack"][f"{chemistry}_module"]
    if technology.startswith("hydromet"):
        return modules * made["pretreatment", f"{chemistry}_module"][f"{chemistry}_black_mass"]
    return modules if technology == "pretreatment" else 1.0


def candidate(site: str, technology: str, size: str, capacity_t: float, costs: Iterable[float], **more: Any) -> dict[str, Any]:
    """Return a candidate's row; money rounded to four digits."""
    opening, fixed, variable = (float(f"{cost:.4g}") for cost in costs)
    return {"site": site, "technology": technology, "size": size, "capacity_t": float(f"{capacity_t:.6g}"), "opening_cost": opening,
            "fixed_cost_per_year": fixed, "variable_cost_per_t": variable, **more}  # fmt: skip


def collection_points(facts: Facts, counties: pd.DataFrame) -> Rows:
    """Return an outlet and a hub for every county: stock of the rules x turns a year; the costs of Guangdong's centres by size."""
    limit = partial(facts.value, "storage_and_facility_limits", "value")
    stock = {"outlet": limit(item="collection-type outlet max stock"), "hub": limit(item="central storage outlet min capability")}
    capacity = {size: tonnes * STOCK_TURNS for size, tonnes in stock.items()}
    texts = facts.table("storage_and_facility_limits").set_index("item")["value"]
    own, entrusted = (float(cost) for cost in texts["collection centre unit cost self / entrusted"].split("/"))
    low, base, high = (float(amount) * 1e6 for amount in texts["collection centre investment low/base/high"].split("/"))
    per_year = {name: limit(item=f"collection centre annual fixed cost, {name}") for name in ("entrusted", "self-built")}
    outlet, hub = per_year["entrusted"] / 1_000, per_year["self-built"] / 3_000  # CNY/yr per t/yr
    hub_opening = low + (base - low) * (capacity["hub"] - 1_000) / 2_000
    costs = {"outlet": (OUTLET_OPENING_COST, outlet * capacity["outlet"], entrusted), "hub": (hub_opening, hub * capacity["hub"], own)}
    more = {
        "outlet": {"most_capacity_t": capacity["outlet"] * MOST_OUTLETS, "expansion_cost_per_t": OUTLET_OPENING_COST / capacity["outlet"],
                   "expansion_fixed_cost_per_t": outlet},
        "hub": {"most_capacity_t": 5_000.0, "expansion_cost_per_t": (high - hub_opening) / (5_000 - capacity["hub"]),
                "expansion_fixed_cost_per_t": hub},
    }  # fmt: skip
    return [candidate(f"point-{county}", "collection-point", size, capacity[size], costs[size], **more[size])
            for county in counties.index for size in costs]  # fmt: skip


def named_plants(facts: Facts, made: Recipes) -> tuple[Rows, Rows]:
    """Return the sites and candidates of the plants in the facts: those that run are existing, projects may be opened.

    Existing plants charge their whole running cost per tonne (reagents, and fixed cost of the whole works at full load), and nothing for
    standing: they live on feed from elsewhere.
    """
    rows, sites = [], []
    table = facts.table("jiangxi_existing_plants")
    for beginning, (name, technologies, unit) in PLANTS.items():
        ((_, plant),) = table[table["plant"].str.startswith(beginning)].iterrows()
        crowd = [other for other in PLANTS if table.loc[table["plant"].str.startswith(other), "adcode"].item() == plant["adcode"]]
        angle = 2 * math.pi * crowd.index(beginning) / len(crowd)
        ring_deg = SPREAD_KM / 111.2 if len(crowd) > 1 else 0.0
        site = name.lower().replace(" ", "-").replace("'", "")
        lat = float(plant["lat_deg"]) + ring_deg * math.sin(angle)
        lon = float(plant["lon_deg"]) + ring_deg * math.cos(angle) / math.cos(math.radians(lat))
        sites.append({"site": site, "name": name, "lat_deg": round(lat, 4), "lon_deg": round(lon, 4)})
        existing = not plant["status"].startswith(PROJECTS)
        whole_t = float(plant["capacity_value"] or max(technologies.values()))
        for technology, part in technologies.items():
            stated_t = whole_t * part if plant["capacity_value"] else float(part)
            capacity_t, costs = _named(facts, made, technology, stated_t=stated_t, whole_t=whole_t, unit=unit, existing=existing)
            rows.append(candidate(site, technology, "named", capacity_t, costs, **({"status": "existing"} if existing else {})))
    return sites, rows


def _named(
    facts: Facts, made: Recipes, technology: str, *, stated_t: float, whole_t: float, unit: str, existing: bool
) -> tuple[float, tuple[float, float, float]]:
    """Return capacity [t/yr] and costs of a named plant from its stated capacity: of oxide, of packs, or of throughput [t/yr]."""
    if technology == "magnet-long-loop":
        oxide = sum(tonnes for material, tonnes in made["magnet-long-loop", "ev_magnet"].items() if material in OXIDES)
        return stated_t / oxide if unit == "REO" else stated_t, (0, 0, MAGNET_PROCESSING)
    opening, fixed, variable = plant_costs(facts, technology, whole_t)
    share = per_pack(made, technology)
    if existing:
        full_t = min(whole_t, LARGEST_T) if technology != "dismantling" else whole_t
        return stated_t * share, (0, 0, (variable + fixed / full_t) / share)
    if technology == "hydromet-nmc":
        opening = facts.value("capex_benchmarks_china", "investment_1e6_yuan", project="Longsheng Longnan") * 1e6
    return stated_t * share, (opening, fixed * max(stated_t / LARGEST_T, 1.0), variable / share)


def new_plants(facts: Facts, cities: pd.DataFrame, made: Recipes) -> Rows:
    """Return the plants that may be opened at the seats of prefectures; no new long-loop capacity, which the province does not allow.

    A plant opens with its least size and may grow: its costs run straight between those of the least and of the largest size.
    """
    rows = []
    for city in cities["name_en"]:
        for technology, (least_t, most_t) in NEW_SIZES.items():
            share = per_pack(made, technology)
            (opening, fixed, variable), (most_opening, most_fixed, _) = (plant_costs(facts, technology, size) for size in (least_t, most_t))
            added_t = (most_t - least_t) * share
            rows.append(candidate(
                seat(city), technology, "new", least_t * share, (opening, fixed, variable / share),
                most_capacity_t=float(f"{most_t * share:.6g}"),
                expansion_cost_per_t=float(f"{(most_opening - opening) / added_t:.4g}"),
                expansion_fixed_cost_per_t=float(f"{(most_fixed - fixed) / added_t:.4g}"),
            ))  # fmt: skip
        rows.append(candidate(seat(city), "magnet-long-loop", "new", 2_000, (68.15e6, 6.815e6, MAGNET_PROCESSING), status="forbidden"))
    return rows


def seat(city: str) -> str:
    """Return the site at a prefecture's seat."""
    return "park-" + city.removesuffix(" (Jiangxi)").lower().replace("'", "")
