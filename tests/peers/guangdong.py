"""The Guangdong study's files as ordinary instances, and a command that solves its scenarios.

    python -m tests.peers.guangdong FOLDER SCENARIO...

prints one JSON line per scenario: scenario, emergency_t [t/yr], cost and bound [yuan/yr]. The study plans one year: batteries go from 21
cities to collection, and on to second use (echelon) or recycling; what is not collected goes to emergency outsourcing, first as little as
possible, then at least cost.

How the study's terms are said here: emergency = `uncollected`, limited in total; the two ways to run a city's collection point = two
sizes of one technology; re-use : recycling = two recipes that split; the stages of haulage = goods classes, each with its rate and reach;
roles of one company = technologies at one site; P01's expansions = further sizes of P01, each with the capacity and the yearly cost of
both. Where the study's description leaves a choice, its published results decided, as comments say.
"""

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from recyclenet.instance.files import read_instance, write_instance
from recyclenet.instance.instance import Instance, Objective, Settings
from recyclenet.instance.schema import EVERY, SCHEMA
from recyclenet.instance.tables import frame_of
from recyclenet.model.build import build_formulation
from recyclenet.network.network import build_network
from recyclenet.solution.solution import Solution
from recyclenet.solve.highs import solve

Rows = list[dict[str, Any]]
Scenario = Mapping[str, Any]

PERIOD, MODE = "2025", "truck"
GAP = 1e-7
"""Relative gap: the instances are small, so that they are solved to the end."""

OBJECTIVES = {"lexicographic": (Objective("uncollected", slack=1e-6), Objective("cost"))}
"""First least emergency, held within a slack [t], then least cost; no scenario asks for another order."""

EXPANSIONS_T = (2000.0, 5000.0)
"""Capacity that P01 may add [t/yr], one of them."""

EXPANSION_COST_PER_T = 3904.65 * (0.14902948869707533 + 0.04)
"""Yearly cost of a t/yr of P01's expansion [yuan/t]: building cost times annuity and upkeep."""

STAGES = {"battery": "source_collection", "for re-use": "collection_echelon", "for recycling": "collection_recycling"}
"""The stage of haulage of each material; a goods class of that name."""

KINDS = {"collection": "collection", "echelon": "reuse", "recycling": "recycling"}
"""The kind of technology of each of the study's roles."""

SIZES = {"self_build": "self", "entrusted": "entrusted"}
"""The prefix of the cost factors of each way to run a collection point; `<prefix>_only` is the policy that allows no other."""


def read_scenarios(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the settings of every scenario of the study: the baseline's, overridden."""
    baseline = yaml.safe_load((folder / "baseline.yaml").read_text(encoding="utf-8"))
    changes = yaml.safe_load((folder / "scenarios.yaml").read_text(encoding="utf-8"))["scenarios"]
    return {name: _merged(baseline, change or {}) for name, change in changes.items()}


def read_guangdong(folder: Path, name: str, scenario: Scenario) -> Instance:
    """Return a scenario of the study as an instance."""
    regions, options = _read(folder / "regions.csv"), _read(folder / "collection_options.csv")
    facilities, ways = _read(folder / "processing_facilities.csv"), _read(folder / "arcs.csv")
    share = float(scenario["partner"]["capacity_share"])
    supplies = _supplies(regions, scenario)
    given: dict[str, Rows] = {
        "periods": [{"period": PERIOD, "years": 1}],
        "regions": [{"region": row["region_id"], "name": row["name"], **_at(row)} for row in regions],
        "sites": [*_collection_sites(options), *_company_sites(facilities, share)],
        "materials": [{"material": material, "goods_class": stage} for material, stage in STAGES.items()],
        "supplies": supplies,
        "uncollected": [{"material": "battery", "period": EVERY, "cost_per_t": scenario["emergency"]["unit_cost"]}],
        "technologies": [{"technology": role, "kind": kind} for role, kind in KINDS.items()],
        "conversions": _conversions(),
        "candidates": [
            *(_collection(row, scenario) for row in options),
            *(row for facility in facilities for row in _processing(facility, scenario)),
        ],
        "modes": [{"mode": MODE}],
        "mode_rates": _rates(scenario),
        "distances": _distances(ways, facilities, scenario),
        "splits": _splits(scenario),
        "limits": [{"limit": "emergency", "period": EVERY, "metric": "uncollected",
                    "most": scenario["emergency"]["max_share"] * sum(row["supply_t"] for row in supplies)}],
        "groups": [{"group": "BYD", "place": "P01"}],
        "network_size": _network_size(scenario),
    }  # fmt: skip
    objectives = OBJECTIVES[scenario["model"]["objective_mode"]]
    settings = Settings(f"guangdong-{name}", "CNY", 2025, 0.0, objectives=objectives, provenance={"source": "a published study, MIT"})
    return Instance(settings, {table: _frame(table, given.get(table, [])) for table in SCHEMA})


def solved(folder: Path, name: str, scenario: Scenario) -> tuple[Instance, Solution]:
    """Return a scenario as it is read back from its files, as a planner's instance goes, and its plan."""
    with tempfile.TemporaryDirectory() as written:
        write_instance(read_guangdong(folder, name, scenario), written)
        instance = read_instance(written)
    return instance, solve(build_formulation(build_network(instance)), gap=GAP)


def _merged(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    both = {key: _merged(base[key], value) if isinstance(value, Mapping) else value for key, value in change.items()}
    return {**base, **both}


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _frame(table: str, rows: Rows) -> Any:
    """Return rows as a table of the schema; a number is written so that it reads back the same."""
    texts = [{column: "" if value is None else str(value) for column, value in row.items()} for row in rows]
    return frame_of(texts, range(2, len(rows) + 2), SCHEMA[table])


def _at(row: Mapping[str, str]) -> dict[str, str]:
    return {"lat_deg": row["lat"], "lon_deg": row["lon"]}


def _supplies(regions: list[dict[str, str]], scenario: Scenario) -> Rows:
    column = f"retired_battery_tons_{scenario['spatial_weight_scheme']}"
    factor = float(scenario["demand_scale"]) * float(scenario["capture_rate"])
    return [
        {"region": row["region_id"], "material": "battery", "period": PERIOD, "supply_t": float(row[column]) * factor} for row in regions
    ]


def _collection_sites(options: list[dict[str, str]]) -> Rows:
    by_site = {row["collection_id"]: row for row in options}
    return [{"site": site, "name": row["name"], **_at(row)} for site, row in by_site.items()]


def _company_sites(facilities: list[dict[str, str]], share: float) -> Rows:
    """Return the companies' sites; what roles share is limited for partners only.

    P01 alone takes 6046.9 t in the published `demand_high`, more than half of its 10 000 t: the partners' capacity share is not for it.
    """
    by_site = {row["physical_id"]: row for row in facilities}
    return [
        {"site": site, "name": row["name"], **_at(row), "capacity_t": None if site == "P01" else float(row["shared_capacity_tons"]) * share}
        for site, row in by_site.items()
    ]


def _conversions() -> Rows:
    """Return the recipes: collected batteries go on as one of two goods, and end where they are taken."""
    recipes = {
        ("collection", "re-use"): {"battery": -1, "for re-use": 1},
        ("collection", "recycle"): {"battery": -1, "for recycling": 1},
        ("echelon", "re-use"): {"for re-use": -1},
        ("recycling", "recycle"): {"for recycling": -1},
    }
    return [
        {"technology": technology, "recipe": recipe, "material": material, "period": EVERY, "t_per_t": amount}
        for (technology, recipe), amounts in recipes.items()
        for material, amount in amounts.items()
    ]


def _collection(row: Mapping[str, str], scenario: Scenario) -> dict[str, Any]:
    """Return one of the two ways to run a city's collection point; the least throughput is the scenario's, whatever the row says."""
    terms, prefix = scenario["collection"], SIZES[row["mode"]]
    capacity = float(row["capacity_tons"]) * terms["capacity_factor"]
    return {
        "site": row["collection_id"], "technology": "collection", "size": row["mode"],
        "capacity_t": capacity, "opening_cost": 0,
        "fixed_cost_per_year": float(row["fixed_cost_yuan_per_year"]) * terms[f"{prefix}_fixed_factor"],
        "variable_cost_per_t": float(row["unit_processing_cost_yuan_per_ton"]) * terms[f"{prefix}_unit_factor"],
        "status": "candidate" if terms["mode_policy"] in ("mixed", f"{prefix}_only") else "forbidden",
        "least_utilisation": _least_use(float(terms["minimum_throughput_tons"]), capacity, scenario),
    }  # fmt: skip


def _processing(row: Mapping[str, str], scenario: Scenario) -> Rows:
    """Return the sizes of a role of a company: one for a partner; for P01 one as it stands and one for each expansion."""
    partner, p01, own = scenario["partner"], scenario["p01"], row["facility_id"] == "P01"
    if own:
        scale, fixed, unit = p01["availability"], p01["fixed_factor"], p01["unit_factor"]
    else:
        scale, fixed, unit = (
            partner["capacity_share"],
            partner["fixed_factor"],
            partner["unit_factor"] * partner[f"{row['type']}_unit_factor"],
        )
    capacity = float(row["capacity_tons"]) * scale
    size = {
        "site": row["physical_id"], "technology": row["type"], "size": "as it stands",
        "capacity_t": capacity, "opening_cost": 0,
        "fixed_cost_per_year": float(row["fixed_cost_yuan_per_year"]) * fixed,
        "variable_cost_per_t": float(row["unit_processing_cost_yuan_per_ton"]) * unit,
        "least_utilisation": _least_use(float(row["min_throughput_tons"]) * scale * partner["minimum_factor"], capacity, scenario),
    }  # fmt: skip
    if not (own and p01["expansion_enabled"]):
        return [size]
    cost = EXPANSION_COST_PER_T * p01["expansion_cost_factor"]
    larger = [
        {
            **size,
            "size": f"expanded by {added:g} t",
            "capacity_t": capacity + added,
            "fixed_cost_per_year": size["fixed_cost_per_year"] + added * cost,
        }
        for added in EXPANSIONS_T
    ]
    return [size, *larger]


def _least_use(least: float, capacity: float, scenario: Scenario) -> float | None:
    return least / capacity if scenario["model"]["use_minimum_throughput"] and least > 0 else None


def _rates(scenario: Scenario) -> Rows:
    near = scenario["service_radius"] if scenario["model"]["use_service_radius"] else {}
    return [
        {"mode": MODE, "goods_class": stage, "cost_per_tkm": scenario["transport_cost"][stage], "reach_km": near.get(stage)}
        for stage in STAGES.values()
    ]


def _distances(ways: list[dict[str, str]], facilities: list[dict[str, str]], scenario: Scenario) -> Rows:
    """Return the ways. All pairs of the three stages have one; to the two roles of one company it is the same."""
    site = {row["facility_id"]: row["physical_id"] for row in facilities}
    osrm, factor = scenario["distance_source"] == "osrm", scenario["road_distance_factor"]
    km = {
        (row["origin_id"], site.get(row["destination_id"], row["destination_id"])):
            float(row["osrm_km"]) if osrm else float(row["proxy_km"]) * factor
        for row in ways
    }  # fmt: skip
    return [{"origin": origin, "destination": end, "mode": MODE, "distance_km": way} for (origin, end), way in km.items()]


def _splits(scenario: Scenario) -> Rows:
    scope = {"network": "network", "node": "site"}[scenario["model"]["reuse_split_scope"]]
    share = scenario["reuse_share"]
    return [
        {
            "technology": "collection",
            "recipe": "re-use",
            "period": EVERY,
            "scope": scope,
            "least_share": share,
            "most_share": share,
        }
    ]


def _network_size(scenario: Scenario) -> Rows:
    """Return the least and most number of each role; P01, in a group of its own, stands in one of its sizes where it is locked."""
    count = scenario["facility_count"]
    rows = [{"kind": kind, "period": EVERY, "least": count[f"{role}_min"], "most": count[f"{role}_max"]} for role, kind in KINDS.items()]
    locked = [{"kind": "recycling", "group": "BYD", "period": EVERY, "least": 1}] if scenario["p01"]["locked"] else []
    return [*rows, *locked]


def main(arguments: list[str]) -> int:
    """Solve the scenarios named and print a JSON line for each."""
    parser = argparse.ArgumentParser(prog="python -m tests.peers.guangdong", description="Solve scenarios of the Guangdong study.")
    parser.add_argument("folder", type=Path, help="the folder of the study's files")
    parser.add_argument("scenario", nargs="+", help="a scenario of scenarios.yaml")
    given = parser.parse_args(arguments)
    scenarios = read_scenarios(given.folder)
    if unknown := [name for name in given.scenario if name not in scenarios]:
        parser.error(f"no scenario is called {', '.join(unknown)}; they are {', '.join(scenarios)}")
    for name in given.scenario:
        _, plan = solved(given.folder, name, scenarios[name])
        emergency = float(plan["uncollected"]["uncollected_t"].sum())
        line = {"scenario": name, "emergency_t": emergency, "cost": plan.cost, "bound": plan.bound}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
