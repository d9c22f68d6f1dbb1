"""Every cost is discounted once: yearly ones by the years of their period, others by its first year."""

import pytest

from recyclenet.instance.instance import Instance
from tests.cases import tutorial, with_rows, with_table, with_values
from tests.model.families.by_hand import amounts, candidate, over, plan_of

YEARLY, ONCE = {"2026": 1.5, "2027": 0.375}, {"2026": 1.0, "2027": 0.25}
"""At 100 % a year, over two periods of two years: 1 + 1/2, 1/4 + 1/8; 1, 1/4."""


def eventful() -> Instance:
    """Return the tutorial with every kind of cost in it.

    2026: Q (existing) takes B's 50 t and 50 t of A's 100; of the rest 20 t are kept for later, 10 a year, and 40 a year left. 2027: only
    one point may be open: P opens and Q closes; P takes A's 120 t, 10 a year from stock, and B's 50; the works (100 t) is expanded by 80.
    """
    instance = with_values(over(tutorial(), {"2026": 2, "2027": 2}, rate=1.0), "supplies", "acquisition_cost_per_t", 30.0, region="A")
    instance = with_values(instance, "supplies", "supply_t", 120.0, region="A", period="2027")
    instance = candidate(instance, "P", first_period="2027", fixed_cost_per_year=300.0)
    instance = candidate(instance, "Q", status="existing", closing_cost=100.0, salvage_value=40.0)
    instance = candidate(instance, "W", status="existing", capacity_t=100.0, most_capacity_t=200.0, expansion_cost_per_t=20.0,
                         expansion_fixed_cost_per_t=5.0)  # fmt: skip
    instance = with_rows(instance, "network_size", {"kind": "collection", "period": "2027", "most": "1"})
    instance = with_rows(instance, "storage", {"place": "A", "material": "packs", "period": "*", "cost_per_t": "3", "limit_t": "20"})
    instance = with_rows(instance, "gases", {"gas": "CO2e", "period": "*", "price_per_t": "100"})
    instance = with_rows(instance, "processing_emissions", {"technology": "works", "gas": "CO2e", "period": "*", "t_per_t": "0.1"})
    instance = with_table(instance, "targets", instance["targets"].query("target == 'collect'").assign(share=0.9, shortfall_cost_per_t=1.0))
    return with_rows(
        instance, "limits",
        {"limit": "busy", "period": "*", "metric": "throughput", "kind": "recycling", "most": "90", "breach_cost_per_unit": "2"},
        {"limit": "budget", "period": "*", "metric": "investment", "most": "1000", "breach_cost_per_unit": "0.5"},
    )  # fmt: skip


COSTS = {
    ("haulage", "2026"): 2500 + 250 + 4000 + 500,  # A-Q 50 x 50, B-Q 50 x 5, Q-W 100 x 40, residue 50 x 10
    ("haulage", "2027"): 650 + 2500 + 3600 + 900,  # A-P 130 x 5, B-P 50 x 50, P-W 180 x 20, residue 90 x 10
    ("acquisition", "2026"): 50 * 30,  # what is kept has not left its owners
    ("acquisition", "2027"): 130 * 30,
    ("processing", "2026"): 100 * 10 + 100 * 20,
    ("processing", "2027"): 180 * 10 + 180 * 20,
    ("fixed", "2027"): 300,
    ("sales", "2026"): -50 * 100 + 50 * 30,
    ("sales", "2027"): -90 * 100 + 90 * 30,
    ("uncollected", "2026"): 40 * 200,
    ("storage", "2026"): 20 * 3,
    ("emissions", "2026"): 10 * 100,
    ("emissions", "2027"): 18 * 100,
    ("target_shortfall", "2026"): 135 - 110,  # 90 % of 150 t; 40 are left
    ("expansion_fixed", "2027"): 80 * 5,
    ("limit_breach", "2026"): 10 * 2,
}  # fmt: skip
"""Costs of a year, by component and period."""

COSTS_ONCE = {
    ("opening", "2027"): 1000,
    ("expansion", "2027"): 80 * 20,
    ("closing", "2027"): 100,
    ("salvage", "2027"): -40,
}


def test_every_cost_is_discounted_once():
    expected = {key: cost * YEARLY[key[1]] for key, cost in COSTS.items()} | {key: cost * ONCE[key[1]] for key, cost in COSTS_ONCE.items()}
    # both limits are missed in 2027: 90 t too busy in each year, 1 600 over the budget of 1 000 once
    expected["limit_breach", "2027"] = 90 * 2 * YEARLY["2027"] + 1600 * 0.5 * ONCE["2027"]
    plan = plan_of(eventful())
    assert amounts(plan, "costs", "component", "period") == pytest.approx(expected)
    assert plan.cost == pytest.approx(sum(expected.values()))


def test_every_component_of_cost_is_there():
    # emissions of haulage and processing are one component, and so are the steps of an expansion and any amount of it
    components = {component for component, _ in (*COSTS, *COSTS_ONCE)}
    assert components == {
        "haulage", "acquisition", "processing", "fixed", "opening", "closing", "salvage", "expansion", "expansion_fixed", "sales",
        "uncollected", "storage", "emissions", "target_shortfall", "limit_breach",
    }  # fmt: skip
