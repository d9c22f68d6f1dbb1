"""Plans of every family are believed: what the model holds is what the checker, which knows only the tables, demands."""

from dataclasses import replace

import pytest

from recyclenet.instance.instance import Instance, Objective
from recyclenet.solution.verify import violations
from recyclenet.solve.highs import solve
from tests.cases import formulate, tutorial, with_rows, with_values, without

ROAD = {"mode": "road"}
ACCESS = {**ROAD, "access": "bring", "stream": "battery", "kind": "collection"}
SERVICE = {**ROAD, "service": "near", "period": "*", "kind": "collection"}
LIMIT = {"limit": "asked", "period": "*", "breach_cost_per_unit": "1"}
LAB = [
    ("technologies", {"technology": "lab", "kind": "innovation"}),
    ("conversions", {"technology": "lab", "recipe": "keep", "material": "collected", "period": "*", "t_per_t": "-1"}),
    ("conversions", {"technology": "lab", "recipe": "keep", "material": "residue", "period": "*", "t_per_t": "1"}),
    ("candidates", {"site": "Q", "technology": "lab", "size": "one", "capacity_t": "10", "opening_cost": "70",
                    "fixed_cost_per_year": "1", "variable_cost_per_t": "1"}),
]  # fmt: skip
BETTER = [
    ("conversions", {"technology": "works", "recipe": "better", "material": "collected", "period": "*", "t_per_t": "-1"}),
    ("conversions", {"technology": "works", "recipe": "better", "material": "salt", "period": "*", "t_per_t": "0.52"}),
    ("conversions", {"technology": "works", "recipe": "better", "material": "residue", "period": "*", "t_per_t": "0.48"}),
]
GAS = [
    ("gases", {"gas": "CO2e", "period": "*", "price_per_t": "50"}),
    ("processing_emissions", {"technology": "works", "gas": "CO2e", "period": "*", "t_per_t": "2"}),
    ("haulage_emissions", {**ROAD, "goods_class": "general", "gas": "CO2e", "period": "*", "t_per_tkm": "0.01"}),
]
BACK = {"outlet": "buyer", "material": "salt", "region": "A", "returned": "packs", "lag_periods": "1", "share": "0.1"}
WORKS = {"site": "W"}

ROWS = {
    "acquisition": [("supplies", {"region": "A", "material": "packs", "period": "third", "supply_t": "40",
                                  "acquisition_cost_per_t": "7"})],
    "access": [("access", {**ACCESS, "within_km": "10", "share": "0.9"}), ("access", {**ACCESS, "within_km": "60", "share": "0.7"})],
    "access that falls and rises": [
        ("access", {**ACCESS, "within_km": "10", "share": "0.7"}), ("access", {**ACCESS, "within_km": "60", "share": "0.9"}),
    ],
    "service": [("service", {**SERVICE, "within_km": "10", "share": "0.7"})],
    "requires the technology at the site": [*LAB, ("requires", {"technology": "point", "needs_kind": "innovation", "scope": "site"})],
    "requires within a way": [
        *LAB, ("requires", {**ROAD, "technology": "works", "needs_kind": "innovation", "scope": "within_km", "within_km": "80"}),
    ],
    "requires in a group": [*LAB, ("requires", {"technology": "works", "needs_kind": "innovation", "scope": "group"})],
    "requires in a group in which nothing is open": [
        *LAB, ("requires", {"technology": "lab", "needs_kind": "reuse", "scope": "group"}),
    ],
    "requires for a recipe": [
        *LAB, *BETTER, ("requires", {"technology": "works", "recipe": "better", "needs_kind": "innovation", "scope": "anywhere"}),
    ],
    "standards": [
        ("standards", {"technology": "works", "period": "*", "admissible": "yes"}),
        ("standards", {"technology": "works", "period": "third", "admissible": "no"}),
    ],
    "standards of groups": [
        ("groups", {"group": "basin", "place": "A"}), ("groups", {"group": "east", "place": "B"}),
        ("standards", {"technology": "point", "group": "basin", "period": "third", "admissible": "no"}),
        ("standards", {"technology": "point", "period": "*", "admissible": "yes"}),
    ],
    "exclusive": [("exclusive", {"exclusive": "one", "site": site, "technology": "point"}) for site in ("P", "Q")],
    "single source": [("single_source", {"material": "packs"})],
    "splits at sites": [*BETTER, ("splits", {"technology": "works", "recipe": "better", "period": "*", "scope": "site",
                                             "most_share": "0.4"})],
    "splits over the network": [*BETTER, ("splits", {"technology": "works", "recipe": "leach", "period": "*", "scope": "network",
                                                     "least_share": "0.3"})],
    "network size of a group": [
        ("groups", {"group": "basin", "place": "A"}),
        ("network_size", {"kind": "collection", "group": "basin", "period": "*", "most": "0"}),
    ],
    "storage": [
        ("storage", {"place": "P", "material": "collected", "period": "*", "cost_per_t": "1"}),
        ("storage", {"place": "A", "material": "packs", "period": "*", "cost_per_t": "1", "limit_t": "30"}),
        ("storage", {"place": "W", "material": "salt", "period": "*", "cost_per_t": "1"}),
        ("sales", {"outlet": "buyer", "material": "salt", "period": "second", "price_per_t": "300"}),
    ],
    "emissions": GAS,
    "haulage by period": [("haulage_costs", {**ROAD, "goods_class": "general", "period": "second", "cost_per_tkm": "2"})],
    "returns": [("returns", BACK)],
    "sales on the spot at a region": [("sales", {"outlet": "B", "material": "packs", "period": "*", "price_per_t": "10",
                                                 "limit_t": "20"})],
    "sales on the spot at a site": [("sales", {"outlet": "W", "material": "residue", "period": "*", "price_per_t": "-5"})],
    "a target with a price": [("targets", {"target": "all", "period": "*", "metric": "recovery", "stream": "battery", "element": "Co",
                                           "share": "1", "shortfall_cost_per_t": "3"})],
    "costs by period": [
        ("candidate_costs", {**WORKS, "technology": "works", "size": "one", "period": "*", "fixed_cost_per_year": "9"}),
        ("candidate_costs", {**WORKS, "technology": "works", "size": "one", "period": "second", "variable_cost_per_t": "15"}),
    ],
    "limits on what is collected": [("limits", {**LIMIT, "metric": "collected", "material": "packs", "most": "100"})],
    "limits on what is uncollected": [("limits", {**LIMIT, "metric": "uncollected", "stream": "battery", "least": "5"})],
    "limits on throughput": [("limits", {**LIMIT, "metric": "throughput", "kind": "recycling", "material": "collected", "most": "90"})],
    "limits on capacity": [("limits", {**LIMIT, "metric": "capacity", "technology": "point", "most": "150"})],
    "limits on sales": [("limits", {**LIMIT, "metric": "sold", "outlet": "buyer", "most": "40"})],
    "limits on emissions": [*GAS, ("limits", {**LIMIT, "metric": "emissions", "gas": "CO2e", "most": "200"})],
    "limits on emissions of a material": [*GAS, ("limits", {**LIMIT, "metric": "emissions", "material": "salt", "least": "1"})],
    "limits on investment": [("limits", {**LIMIT, "metric": "investment", "kind": "recycling", "most": "100"})],
    "limits on haulage": [("limits", {**LIMIT, "metric": "haulage", "stream": "battery", "most": "1000"})],
    "limits on jobs": [("limits", {**LIMIT, "metric": "jobs", "least": "10"})],
}  # fmt: skip


def three_periods() -> Instance:
    """Return the tutorial with two further periods, supplies that fall, then rise, one group of regions, and a discount rate."""
    instance = with_rows(tutorial(), "periods", {"period": "second", "years": "2"}, {"period": "third", "years": "3", "building": "no"})
    for period, amounts in (("second", ("60", "20")), ("third", ("", "90"))):
        for region, amount in zip("AB", amounts, strict=True):
            if amount:
                row = {"region": region, "material": "packs", "period": period, "supply_t": amount}
                instance = with_rows(instance, "supplies", row)
    instance = with_values(instance, "regions", "group", "valley")
    return replace(instance, settings=replace(instance.settings, discount_rate=0.05))


def believed(instance: Instance) -> bool:
    plan = solve(formulate(instance), gap=1e-9)
    found = violations(instance, plan)
    assert found.empty, found.to_string()
    return True


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS.keys())
def test_the_plan_of_an_instance_with_rows_of_a_family_is_believed(rows):
    instance = three_periods()
    if rows[0][0] == "standards":  # what may not run recovers nothing
        instance = without(instance, "targets")
    for table, row in rows:
        instance = with_rows(instance, table, row)
    assert believed(instance)


VALUES = {
    "cost factor": [("regions", "cost_factor", 1.7, {"region": "A"})],
    "expansion by any amount": [
        ("candidates", "capacity_t", 50.0, WORKS), ("candidates", "most_capacity_t", 120.0, WORKS),
        ("candidates", "expansion_cost_per_t", 4.0, WORKS), ("candidates", "expansion_fixed_cost_per_t", 2.0, WORKS),
    ],
    "expansion in steps, of what may close": [
        ("candidates", "capacity_t", 50.0, WORKS), ("candidates", "most_capacity_t", 120.0, WORKS),
        ("candidates", "expansion_step_t", 30.0, WORKS), ("candidates", "expansion_cost_per_t", 4.0, WORKS),
        ("candidates", "closing_cost", 10.0, {}), ("candidates", "salvage_value", 3.0, {}),
        ("candidates", "fixed_cost_per_year", 3000.0, {"site": "P"}),
    ],
    "what existed closes": [
        ("candidates", "status", "existing", {}), ("candidates", "closing_cost", 10.0, {"site": "P"}),
        ("candidates", "fixed_cost_per_year", 90000.0, {"site": "P"}),
    ],
    "required": [("candidates", "status", "required", {}), ("candidates", "last_period", "second", {"site": "P"})],
    "least utilisation": [("candidates", "least_utilisation", 0.4, {"site": "P"})],
    "site capacity": [("sites", "capacity_t", 70.0, WORKS)],
    "outlet limit": [("sales", "limit_t", 30.0, {"outlet": "buyer"})],
    "uncollected limit": [("uncollected", "limit_share", 0.3, {})],
}  # fmt: skip


@pytest.mark.parametrize("values", VALUES.values(), ids=VALUES.keys())
def test_the_plan_of_an_instance_with_values_of_a_family_is_believed(values):
    instance = three_periods()
    if values[0][0] != "candidates":
        instance = without(instance, "targets")
    for table, column, value, where in values:
        instance = with_values(instance, table, column, value, **where)
    assert believed(instance)


@pytest.mark.parametrize("measure", ["emissions", "recovered", "collected", "uncollected"])
def test_the_plan_of_an_instance_with_a_first_priority_is_believed(measure):
    instance = without(three_periods(), "targets")
    for table, row in GAS:
        instance = with_rows(instance, table, row)
    first = Objective(measure, of={"emissions": "CO2e", "recovered": "Co"}.get(measure, ""), slack_share=0.1)
    settings = replace(instance.settings, objectives=(first, Objective("cost")))
    assert believed(replace(instance, settings=settings))
