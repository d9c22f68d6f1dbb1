"""A rich instance for the checker: the starter with rows in nearly every table, made so that most of its rules bind."""

from dataclasses import replace

from recyclenet.instance.instance import Instance, Objective
from tests.cases import starter, with_rows, with_values, without

LATE = "2032-2034"
ROAD = {"mode": "road"}
GAS = {"gas": "CO2e", "period": "*"}
SMALL = {"site": "park", "technology": "battery-plant", "size": "small"}
POINT = "collection-point"
LATE_SUPPLIES = {"battery": (400, 700, 300), "magnet": (40, 80, 35)}

ROWS: dict[str, list[dict[str, str]]] = {
    "periods": [{"period": LATE, "years": "3", "building": "no"}],
    "supplies": [
        {"region": region, "material": material, "period": LATE, "supply_t": str(amount), "acquisition_cost_per_t": "12"}
        for material, amounts in LATE_SUPPLIES.items()
        for region, amount in zip(("northtown", "midtown", "southtown"), amounts, strict=True)
    ],
    "groups": [
        {"group": "south", "place": "southtown"}, {"group": "south", "place": "midtown"}, {"group": "buyers", "place": "smelter"},
    ],
    "technologies": [{"technology": "lab", "kind": "innovation"}],
    "conversions": [
        {"technology": technology, "recipe": recipe, "material": material, "period": "*", "t_per_t": amount}
        for technology, recipe, salt, residue in (("lab", "test", "0.4", "0.5"), ("battery-plant", "leach-better", "0.5", "0.3"))
        for material, amount in (("battery-collected", "-1"), ("nickel-salt", salt), ("residue", residue))
    ],
    "candidates": [
        {"site": "park", "technology": "lab", "size": "one", "capacity_t": "50", "opening_cost": "100000", "fixed_cost_per_year": "10000",
         "variable_cost_per_t": "100", "least_utilisation": "0.1", "jobs": "5"},
        {"site": "south-yard", "technology": POINT, "size": "old", "capacity_t": "100", "opening_cost": "1", "fixed_cost_per_year": "90000",
         "variable_cost_per_t": "90", "status": "existing", "closing_cost": "1000", "salvage_value": "300", "jobs": "2"},
    ],
    "candidate_costs": [
        {**SMALL, "period": "2029-2031", "variable_cost_per_t": "300", "expansion_cost_per_t": "150"},
        {"site": "mid-yard", "technology": POINT, "size": "large", "period": "*", "fixed_cost_per_year": "28000"},
    ],
    "haulage_costs": [
        {**ROAD, "goods_class": "dangerous", "period": "2029-2031", "cost_per_tkm": "0.6", "handling_cost_per_t": "16"},
    ],
    "gases": [{**GAS, "price_per_t": "60"}, {"gas": "SOx", "period": "*"}],
    "processing_emissions": [
        {**GAS, "technology": "battery-plant", "t_per_t": "1.5"}, {**GAS, "technology": "magnet-plant", "t_per_t": "-0.5"},
        {"gas": "SOx", "period": "*", "technology": "battery-plant", "t_per_t": "0.01"},
    ],
    "haulage_emissions": [{**GAS, **ROAD, "goods_class": goods, "t_per_tkm": "0.0001"} for goods in ("pickup", "dangerous", "general")],
    "storage": [
        {"place": "park", "material": "nickel-salt", "period": "*", "cost_per_t": "5", "limit_t": "900"},
        {"place": "mid-yard", "material": "battery-collected", "period": "*", "cost_per_t": "3"},
        {"place": "mid-yard", "material": "magnet-collected", "period": "*", "cost_per_t": "3", "limit_t": "300"},
    ],
    "access": [
        {**ROAD, "access": "bring", "within_km": within, "share": share, "stream": "battery", "kind": "collection"}
        for within, share in (("15", "0.95"), ("60", "0.85"))
    ],
    "service": [
        {**ROAD, "service": "near", "period": period, "kind": "collection", "within_km": "20", "share": share}
        for period, share in (("*", "0.6"), (LATE, "0.8"))
    ],
    "targets": [
        {"target": "collect magnets", "period": "*", "metric": "collection", "stream": "magnet", "share": "0.99",
         "shortfall_cost_per_t": "300"},
        {"target": "recover Nd", "period": "*", "metric": "recovery", "stream": "magnet", "element": "Nd", "share": "0.9",
         "shortfall_cost_per_t": "5000"},
    ],
    "limits": [
        {"limit": "collect south", "period": "*", "metric": "collected", "group": "south", "material": "battery", "least": "300"},
        {"limit": "left", "period": "*", "metric": "uncollected", "stream": "battery", "most": "40", "breach_cost_per_unit": "10"},
        {"limit": "leach", "period": "2029-2031", "metric": "throughput", "kind": "recycling", "stream": "battery", "most": "1300",
         "breach_cost_per_unit": "10000"},
        {"limit": "big", "period": "*", "metric": "capacity", "group": "south", "technology": POINT, "most": "2500"},
        {"limit": "sell", "period": "*", "metric": "sold", "group": "buyers", "outlet": "smelter", "material": "nickel-salt",
         "most": "650"},
        {"limit": "co2", "period": "*", "metric": "emissions", "gas": "CO2e", "most": "1000", "breach_cost_per_unit": "200"},
        {"limit": "money", "period": "2026-2028", "metric": "investment", "most": "1200000", "breach_cost_per_unit": "2"},
        {"limit": "work", "period": "*", "metric": "jobs", "kind": "collection", "least": "4", "breach_cost_per_unit": "1000"},
        {"limit": "trucks", "period": "*", "metric": "haulage", "most": "100000", "breach_cost_per_unit": "1"},
    ],
    "exclusive": [{"exclusive": "one", "site": site, "technology": POINT} for site in ("north-yard", "south-yard")],
    "requires": [
        {"technology": "battery-plant", "recipe": "leach-better", "needs_kind": "innovation", "scope": "group"},
        {**ROAD, "technology": "magnet-plant", "needs_kind": "collection", "scope": "within_km", "within_km": "30"},
    ],
    "single_source": [{"material": "battery"}, {"material": "battery-collected"}],
    "standards": [
        {"technology": "magnet-plant", "period": LATE, "admissible": "no"},
        {"technology": "battery-plant", "group": "valley", "period": "*", "admissible": "yes"},
    ],
    "returns": [
        {"outlet": "smelter", "material": "nickel-salt", "region": "midtown", "returned": "battery", "lag_periods": "1", "share": "0.05"},
    ],
    "sales": [
        {"outlet": "southtown", "material": "magnet", "period": "*", "price_per_t": "-100", "limit_t": "4"},
        {"outlet": "park", "material": "residue", "period": "*", "price_per_t": "-80", "limit_t": "250"},
        {"outlet": "landfill", "material": "magnet-collected", "period": LATE, "price_per_t": "-150"},
    ],
    "network_size": [{"kind": "collection", "group": "south", "period": "*", "least": "1", "most": "2"}],
}  # fmt: skip

OBJECTIVES = (Objective("recovered", of="Ni", slack_share=0.2), Objective("emissions", of="CO2e", slack=900.0), Objective("cost"))


def rich() -> Instance:
    """Return the instance. Targets are for magnets alone, since batteries come back."""
    instance = without(starter(), "targets")
    for table, rows in ROWS.items():
        instance = with_rows(instance, table, *rows)
    instance = with_values(instance, "regions", "cost_factor", 1.1, region="midtown")
    instance = with_values(instance, "sites", "capacity_t", 2400.0, site="park")
    grown = {"most_capacity_t": 2000.0, "expansion_step_t": 250.0, "expansion_cost_per_t": 200.0, "expansion_fixed_cost_per_t": 20.0}
    for column, value in {**grown, "jobs": 30.0}.items():
        instance = with_values(instance, "candidates", column, value, **SMALL)
    for column, value in {"most_capacity_t": 1800.0, "expansion_cost_per_t": 50.0, "jobs": 4.0, "least_utilisation": 0.3}.items():
        instance = with_values(instance, "candidates", column, value, site="mid-yard", size="large")
    instance = with_values(instance, "candidates", "opening_cost", 6e6, technology="battery-plant", size="large")
    return replace(instance, settings=replace(instance.settings, objectives=OBJECTIVES))
