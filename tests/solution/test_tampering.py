"""A rich plan, tampered with or held against stricter rules than it was made for, is caught by the rule that is broken."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from recyclenet.solution.solution import TABLE_COLUMNS, Solution
from recyclenet.solution.verify import violations
from recyclenet.solve.highs import solve
from tests.cases import formulate, with_rows, with_values, without
from tests.solution.rich import LATE, POINT, ROAD, ROWS, SMALL, rich

FIRST, SECOND = "2026-2028", "2029-2031"
BIG = {"site": "mid-yard", "technology": POINT, "size": "large"}
OLD = {"site": "south-yard", "size": "old"}


@pytest.fixture(scope="module")
def plan() -> Solution:
    """Return the rich instance's optimum, which is believed."""
    best = solve(formulate(rich()), gap=1e-9)
    assert violations(best.instance, best).empty
    return best


def broken(instance, plan):
    return set(violations(instance, plan)["rule"])


def with_tables(plan, **tables):
    return replace(plan, tables={**plan.tables, **tables})


def test_the_rich_plan_uses_every_table(plan):
    assert all(len(plan[name]) for name in TABLE_COLUMNS)
    components = {
        "haulage", "acquisition", "opening", "fixed", "processing", "sales", "uncollected", "closing", "salvage", "expansion",
        "expansion_fixed", "storage", "emissions", "target_shortfall", "limit_breach",
    }  # fmt: skip
    assert set(plan["costs"]["component"]) == components


STRICTER_ROWS = [
    ("service", "service", {**ROAD, "service": "all", "period": "*", "kind": "collection", "within_km": "20", "share": "1"}),
    ("requires", "requires", {"technology": "magnet-plant", "needs_kind": "dismantling", "scope": "anywhere"}),
    ("requires", "requires", {"technology": "lab", "recipe": "test", "needs_kind": "collection", "scope": "site"}),
    ("requires", "requires", {**ROAD, "technology": POINT, "needs_kind": "innovation", "scope": "within_km", "within_km": "20"}),
    ("requires", "requires", {"technology": "lab", "needs_kind": "innovation", "scope": "anywhere"}),
    ("standard", "standards", {"technology": "battery-plant", "group": "south", "period": SECOND, "admissible": "no"}),
    ("standard", "standards", {"technology": "lab", "period": "*", "admissible": "no"}),
    ("exclusive", "exclusive", {"exclusive": "one", "site": "mid-yard", "technology": POINT}),
    ("network size", "network_size", {"kind": "recycling", "group": "valley", "period": "*", "most": "1"}),
    ("network size", "network_size", {"kind": "innovation", "group": "south", "period": LATE, "least": "2"}),
    ("network size", "network_size", {"kind": "innovation", "group": "buyers", "period": LATE, "least": "1"}),
    ("split", "splits", {"technology": "battery-plant", "recipe": "leach-better", "period": "*", "scope": "site", "most_share": "0.01"}),
    ("split", "splits", {"technology": POINT, "recipe": "magnets", "period": "*", "scope": "network", "least_share": "0.5"}),
    ("status", "candidates", {"site": "park", "technology": POINT, "size": "new", "capacity_t": "9", "opening_cost": "1",
                              "fixed_cost_per_year": "1", "variable_cost_per_t": "1", "status": "required"}),
    ("status", "candidates", {"site": "park", "technology": POINT, "size": "new", "capacity_t": "9", "opening_cost": "1",
                              "fixed_cost_per_year": "1", "variable_cost_per_t": "1", "status": "existing"}),
    ("emissions", "processing_emissions", {"technology": "lab", "gas": "SOx", "period": "*", "t_per_t": "0.1"}),
    ("balance", "returns", {"outlet": "smelter", "material": "rare-earth-oxide", "region": "southtown", "returned": "magnet",
                            "lag_periods": "1", "share": "0.2"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "table", "row"), STRICTER_ROWS)
def test_a_plan_that_knows_nothing_of_a_further_row_is_caught(plan, rule, table, row):
    assert rule in broken(with_rows(plan.instance, table, row), plan)


STRICTER_VALUES = [
    ("withheld", "access", "share", 0.9, {"within_km": 15.0}),
    ("withheld", "access", "within_km", 30.0, {"within_km": 60.0}),
    ("service", "service", "share", 0.9, {"period": LATE}),
    ("standard", "standards", "admissible", "no", {"technology": "battery-plant"}),
    ("utilisation", "candidates", "least_utilisation", 0.9, BIG),
    ("utilisation", "candidates", "least_utilisation", 1.0, SMALL),
    ("site capacity", "sites", "capacity_t", 1000.0, {"site": "park"}),
    ("exclusive", "exclusive", "site", "mid-yard", {"site": "south-yard"}),
    ("network size", "network_size", "least", 2.0, {"group": "south"}),
    ("outlet limit", "sales", "limit_t", 100.0, {"outlet": "smelter", "material": "nickel-salt"}),
    ("outlet limit", "sales", "limit_t", 1.0, {"outlet": "southtown"}),
    ("stock", "storage", "limit_t", 10.0, {"material": "magnet-collected"}),
    ("stock", "storage", "place", "north-yard", {"material": "magnet-collected"}),
    ("uncollected", "uncollected", "limit_share", 0.1, {"material": "battery"}),
    ("collection", "targets", "share", 1.0, {"target": "collect magnets"}),
    ("recovery", "targets", "share", 0.95, {"target": "recover Nd"}),
    ("collection", "targets", "of_t", 1e6, {"target": "collect magnets"}),
    ("recovery", "targets", "of_t", 1e6, {"target": "recover Nd"}),
    ("shortfall", "targets", "shortfall_cost_per_t", np.nan, {"target": "recover Nd"}),
    ("shortfall", "limits", "breach_cost_per_unit", np.nan, {"limit": "left"}),
    ("expansion", "candidates", "most_capacity_t", 1200.0, SMALL),
    ("expansion", "candidates", "most_capacity_t", np.nan, SMALL),
    ("expansion", "candidates", "expansion_step_t", 300.0, SMALL),
    ("expansion", "candidates", "capacity_t", 900.0, SMALL),
    ("status", "candidates", "closing_cost", np.nan, OLD),
    ("status", "candidates", "status", "forbidden", BIG),
    ("status", "candidates", "status", "existing", {"site": "south-yard", "size": "large"}),
    ("window", "candidates", "status", "existing", BIG),
    ("window", "candidates", "first_period", SECOND, BIG),
    ("window", "candidates", "last_period", FIRST, {"technology": "magnet-plant"}),
    ("window", "periods", "building", "no", {"period": SECOND}),
    ("reach", "mode_rates", "reach_km", 10.0, {"goods_class": "dangerous"}),
    ("mode", "mode_rates", "goods_class", "heavy", {"goods_class": "dangerous"}),
    ("distance", "modes", "detour", 1.31, {"mode": "road"}),
    ("recipe", "conversions", "period", FIRST, {"technology": "lab"}),
    ("balance", "returns", "share", 0.06, {"returned": "battery"}),
    ("balance", "returns", "lag_periods", 2, {"returned": "battery"}),
    ("balance", "supplies", "supply_t", 401.0, {"region": "northtown", "period": LATE}),
    ("balance", "periods", "years", 4, {"period": SECOND}),
    ("limit", "limits", "least", 600.0, {"limit": "collect south"}),
    ("limit", "limits", "most", 39.0, {"limit": "left"}),
    ("limit", "limits", "most", 1250.0, {"limit": "leach"}),
    ("limit", "limits", "most", 1499.0, {"limit": "big"}),
    ("limit", "limits", "most", 649.0, {"limit": "sell"}),
    ("limit", "limits", "most", 999.0, {"limit": "co2"}),
    ("limit", "limits", "most", 1199000.0, {"limit": "money"}),
    ("limit", "limits", "least", 5.0, {"limit": "work"}),
    ("limit", "limits", "most", 1000.0, {"limit": "trucks"}),
    ("emissions", "processing_emissions", "t_per_t", 0.02, {"gas": "SOx"}),
    ("emissions", "haulage_emissions", "t_per_tkm", 0.0002, {"goods_class": "general"}),
]


@pytest.mark.parametrize(("rule", "table", "column", "value", "where"), STRICTER_VALUES)
def test_a_plan_made_for_laxer_rules_is_caught(plan, rule, table, column, value, where):
    assert rule in broken(with_values(plan.instance, table, column, value, **where), plan)


def test_what_must_be_open_in_a_group_is_looked_for_in_the_groups_of_the_sites_region(plan):
    """The laboratory stands in midtown: with northtown in a group of its own, the point there has none, that of midtown has."""
    asked = {"technology": POINT, "needs_kind": "innovation", "scope": "group"}
    together = with_rows(plan.instance, "requires", asked)
    assert "requires" not in broken(together, plan)
    found = violations(with_values(together, "regions", "group", "north", region="northtown"), plan)
    assert set(found.loc[found["rule"] == "requires", "place"]) == {"north-yard"}


DEARER = [
    ("acquisition", "supplies", "acquisition_cost_per_t", {"period": LATE}),
    ("emissions", "gases", "price_per_t", {"gas": "CO2e"}),
    ("storage", "storage", "cost_per_t", {"place": "park"}),
    ("haulage", "mode_rates", "handling_cost_per_t", {"goods_class": "pickup"}),
    ("haulage", "mode_rates", "cost_per_tkm", {"goods_class": "general"}),
    ("haulage", "haulage_costs", "cost_per_tkm", {"period": SECOND}),
    ("haulage", "haulage_costs", "handling_cost_per_t", {"period": SECOND}),
    ("processing", "candidate_costs", "variable_cost_per_t", {"period": SECOND}),
    ("processing", "candidates", "variable_cost_per_t", {"technology": "lab"}),
    ("fixed", "candidate_costs", "fixed_cost_per_year", {"period": "*"}),
    ("expansion", "candidate_costs", "expansion_cost_per_t", {"period": SECOND}),
    ("expansion_fixed", "candidates", "expansion_fixed_cost_per_t", SMALL),
    ("closing", "candidates", "closing_cost", OLD),
    ("salvage", "candidates", "salvage_value", OLD),
    ("opening", "candidates", "opening_cost", BIG),
    ("opening", "regions", "cost_factor", {"region": "midtown"}),
    ("uncollected", "uncollected", "cost_per_t", {"material": "battery"}),
    ("sales", "sales", "price_per_t", {"outlet": "southtown"}),
    ("target_shortfall", "targets", "shortfall_cost_per_t", {"target": "recover Nd"}),
    ("limit_breach", "limits", "breach_cost_per_unit", {"limit": "money"}),
]


@pytest.mark.parametrize(("component", "table", "column", "where"), DEARER)
def test_a_price_that_changed_shows_in_its_component(plan, component, table, column, where):
    rows = plan.instance[table]
    for key, label in where.items():
        rows = rows[rows[key] == label]
    found = violations(with_values(plan.instance, table, column, float(rows[column].iloc[0]) * 1.01, **where), plan)
    assert component in {what.split()[0] for what in found.loc[found["rule"] == "cost", "what"]}


def test_two_rules_of_access_to_the_same_supply_must_both_hold(plan):
    """What people keep is right by one of them, so it is wrong by another that says something else."""
    same = with_rows(plan.instance, "access", *({**row, "access": "again"} for row in ROWS["access"]))
    assert "withheld" not in broken(same, plan)
    assert "withheld" in broken(with_values(same, "access", "share", 0.5, access="again"), plan)


def test_a_cost_that_is_said_to_fall_elsewhere_is_caught(plan):
    costs = plan["costs"].copy()
    row = costs.index[costs["component"] == "processing"][0]
    costs.loc[row, "place"] = "south-yard"
    found = violations(plan.instance, with_tables(plan, costs=costs))
    assert set(found["rule"]) == {"cost"}
    assert set(found["place"]) == {plan["costs"].loc[row, "place"], "south-yard"}


def test_stock_after_the_last_period_is_caught(plan):
    stocks = pd.concat([plan["stocks"], plan["stocks"].iloc[:1].assign(period=LATE)], ignore_index=True)
    assert {"stock", "balance"} <= broken(plan.instance, with_tables(plan, stocks=stocks))


def test_a_second_destination_is_caught(plan):
    """Battery packs leave a region for one point: half of a flow sent to the other point has the rule named."""
    flows = plan["flows"]
    first = flows[(flows["material"] == "battery") & (flows["destination"] == "mid-yard")].iloc[:1]
    half = flows.assign(flow_t=flows["flow_t"].where(flows.index != first.index[0], flows["flow_t"] / 2))
    other = first.assign(destination="north-yard", flow_t=first["flow_t"] / 2)
    assert "single source" in broken(plan.instance, with_tables(plan, flows=pd.concat([half, other], ignore_index=True)))


def test_what_opens_again_after_it_closed_is_caught(plan):
    openings = plan["openings"]
    gap = openings[~((openings["site"] == "north-yard") & (openings["period"] == SECOND))]
    closable = with_values(plan.instance, "candidates", "closing_cost", 1.0, site="north-yard", size="small")
    assert "stays open" in broken(closable, with_tables(plan, openings=gap))


def test_what_closes_without_a_closing_cost_is_caught(plan):
    openings = plan["openings"]
    gone = openings[~((openings["site"] == "north-yard") & (openings["period"] == LATE))]
    assert "stays open" in broken(plan.instance, with_tables(plan, openings=gone))


def test_capacity_that_shrinks_is_caught(plan):
    openings = plan["openings"].copy()
    openings.loc[(openings["technology"] == "battery-plant") & (openings["period"] == LATE), "capacity_t"] = 1050.0
    found = violations(plan.instance, with_tables(plan, openings=openings))
    assert (LATE, "battery-plant small") in set(zip(found["period"], found["what"], strict=True))
    assert "expansion" in set(found["rule"])


def test_a_shortfall_of_a_rule_that_is_not_there_is_caught(plan):
    row = pd.DataFrame({"rule": ["most"], "name": ["no such limit"], "period": [FIRST], "amount": [1.0]})
    assert "shortfall" in broken(plan.instance, with_tables(plan, shortfalls=pd.concat([plan["shortfalls"], row], ignore_index=True)))


def test_a_site_that_cannot_use_a_material_is_no_destination(plan):
    """Residue is dealt with at the park on the spot: it may leave from there, nothing of it may be brought there."""
    flows = plan["flows"]
    wrong = flows[flows["destination"] == "landfill"].iloc[:1].assign(origin="mid-yard", destination="park", material="residue")
    assert "destination" in broken(plan.instance, with_tables(plan, flows=pd.concat([flows, wrong], ignore_index=True)))


@pytest.mark.parametrize(
    ("key", "change", "what"),
    [
        ("value", 1.5, "bound beyond value"),  # of nickel, more is better: a bound below the value bounds nothing
        ("value", 0.5, "slack"),  # a fifth of half the value is not the slack that was left
        ("bound", 0.5, "bound beyond value"),
        ("slack", 2.0, "slack"),
    ],
)
def test_an_objective_that_is_not_as_recorded_is_caught(plan, key, change, what):
    entries = [dict(entry) for entry in plan.run["objectives"]]
    entries[0][key] *= change
    found = violations(plan.instance, replace(plan, run={**plan.run, "objectives": entries}))
    assert set(found["rule"]) == {"objectives"}
    assert what in set(found["unit"])


def test_objectives_left_out_or_in_another_order_are_caught(plan):
    entries = list(plan.run["objectives"])
    for other in ([], entries[:1], entries[::-1]):
        assert broken(plan.instance, replace(plan, run={**plan.run, "objectives": other})) == {"objectives"}


def test_a_plan_that_gives_up_more_than_the_slack_is_caught(plan):
    """With no slack the plan, which gave up some nickel for its cost, no longer holds the first objective."""
    first, *others = plan.instance.settings.objectives
    strict = replace(plan.instance, settings=replace(plan.instance.settings, objectives=(replace(first, slack_share=0.0), *others)))
    entries = [{**plan.run["objectives"][0], "slack": 0.0}, *plan.run["objectives"][1:]]
    found = violations(strict, replace(plan, run={**plan.run, "objectives": entries}))
    assert "worse than the slack allows" in set(found["unit"])


@pytest.mark.parametrize(
    ("rule", "table", "change"),
    [
        ("columns", "stocks", lambda frame: frame.drop(columns="stock_t")),
        ("numbers", "stocks", lambda frame: frame.assign(stock_t=frame["stock_t"].astype(str))),
        ("numbers", "withheld", lambda frame: frame.assign(withheld_t=-frame["withheld_t"])),
        ("numbers", "emissions", lambda frame: frame.assign(emitted_t=np.inf)),
        ("names", "sales", lambda frame: frame.assign(outlet=frame["outlet"].where(frame.index > 0))),
        ("names", "openings", lambda frame: frame.assign(opens="perhaps")),
        ("keys", "emissions", lambda frame: pd.concat([frame, frame])),
    ],
)
def test_a_table_that_is_no_table_of_a_plan_is_caught(plan, rule, table, change):
    found = violations(plan.instance, with_tables(plan, **{table: change(plan[table])}))
    assert set(found["rule"]) == {rule}
    assert set(found["what"]) == {table}


def tampered(plan: Solution, random: np.random.Generator) -> tuple[str, Solution]:
    """Return the plan with one cell changed, or one row dropped or repeated, and what was done."""
    name = str(random.choice(list(TABLE_COLUMNS)))
    frame = plan[name].copy()
    row, column = int(random.integers(len(frame))), str(random.choice(TABLE_COLUMNS[name]))
    way = random.choice(["cell", "cell", "cell", "drop", "repeat"])
    amount = next((label for label in ("flow_t", "emitted_t", "cost", "capacity_t") if label in frame), frame.columns[-1])
    if way == "drop" and abs(frame.loc[row, amount]) > 0.1:
        return f"{name} without row {row}", with_tables(plan, **{name: frame.drop(index=row)})
    if way == "repeat":
        return f"{name} row {row} twice", with_tables(plan, **{name: pd.concat([frame, frame.iloc[[row]]])})
    if pd.api.types.is_numeric_dtype(frame[column]):
        frame.loc[row, column] = frame.loc[row, column] * random.choice([0.5, 0.99, 1.01, 2.0]) + random.choice([0.1, 1.0])
    else:
        labels = {label for table in plan.tables.values() if column in table for label in table[column]} | {"elsewhere"}
        frame.loc[row, column] = random.choice(sorted(labels - {frame.loc[row, column]}))
    return f"{name} row {row} {column}: {plan[name].loc[row, column]} -> {frame.loc[row, column]}", with_tables(plan, **{name: frame})


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(24))
def test_whatever_is_tampered_with_at_random_is_caught(plan, seed):
    """24 x 10 = 240 tamperings, all of more than the tolerances."""
    random = np.random.default_rng(seed)
    tried = [tampered(plan, random) for _ in range(10)]
    assert not [what for what, other in tried if violations(plan.instance, other).empty]


def test_a_rule_left_out_of_the_instance_is_not_asked(plan):
    """Without stated standards, requirements and the like the same plan breaks nothing of them."""
    bare = plan.instance
    for table in ("standards", "requires", "service", "exclusive", "single_source", "network_size"):
        bare = without(bare, table)
    assert violations(bare, plan).empty
