"""The model says what the mathematics says: rows as printed, optima worked out by hand and by trying all."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recyclenet.errors import UsageError
from recyclenet.instance.instance import Instance
from recyclenet.model.build import FAMILIES, build_formulation, family_name
from recyclenet.model.document import document
from recyclenet.network.network import build_network
from recyclenet.solution.verify import violations
from recyclenet.solve.highs import solve
from tests.cases import ROOT, formulate, starter, tutorial, with_rows, with_table, with_values, without
from tests.oracles import cheapest


def test_the_tutorial_costs_what_its_readme_works_out():
    # openings 6 600 + ways 3 500 + 2 750 - works 1 500, see instances/tutorial/README.md
    plan = solve(formulate(tutorial()), gap=0.0)
    assert plan.cost == pytest.approx(11350)
    assert plan.bound == pytest.approx(11350)
    assert violations(plan.instance, plan).empty


def test_with_dear_point_q_all_goes_by_p():
    # Q dearer by 650 or more: 12 000 with P alone beats 11 350 + 650 = 12 000 only just above it
    instance = with_values(tutorial(), "candidates", "opening_cost", 1251.0, site="Q")
    plan = solve(formulate(instance), gap=0.0)
    assert plan.cost == pytest.approx(12000)
    assert list(plan["openings"]["site"]) == ["P", "W"]


@pytest.mark.parametrize(
    ("constraint", "label", "row"),
    [
        ("capacity", ("P", "point", "one", "2026"),
         "processing.throughput[P,point,one,gather,2026] - 200.0*siting.open[P,point,one,2026]  <=  0.0"),
        ("standing", ("P", "point", "one", "2026"), "siting.open[P,point,one,2026] - siting.build[P,point,one,2026]  ==  0.0"),
        ("balance", ("B", "packs", "2026"),
         "- uncollected.uncollected[B,packs,2026] - haulage.flow[B,P,packs,road,2026] - haulage.flow[B,Q,packs,road,2026]  ==  -50.0"),
        ("balance", ("buyer", "salt", "2026"), "haulage.flow[W,buyer,salt,road,2026] - outlets.sold[buyer,salt,2026]  ==  0.0"),
        ("collection", ("collect", "2026"), "-60.0  <=  - uncollected.uncollected[A,packs,2026] - uncollected.uncollected[B,packs,2026]"),
        ("recovery", ("recover", "2026"), "13.5  <=  0.19*outlets.sold[buyer,salt,2026] + 0.09"),
        ("supply_reach", ("A", "P", "2026"), "haulage.flow[A,P,packs,road,2026] - 100.0*siting.open[P,point,one,2026]  <=  0.0"),
    ],
)  # fmt: skip
def test_a_row_reads_as_the_mathematics(constraint, label, row):
    printed = str(formulate(tutorial()).constraints[constraint][label].expr).replace("'", "")
    assert row in printed


def binding() -> Instance:
    """Return the starter instance with every family of limits made to bind."""
    instance = starter()
    instance = with_values(instance, "sales", "limit_t", 500.0, material="nickel-salt")
    instance = with_values(instance, "targets", "share", 0.6, period="2029-2031")
    return with_rows(instance, "network_size", {"kind": "collection", "period": "*", "least": "3", "most": "3"})


def test_tightening_changes_no_optimum_and_helps_the_bound():
    for instance in (tutorial(), starter(), binding()):
        with_it, without_it = (solve(formulate(instance, left_out), gap=1e-9).cost for left_out in (frozenset(), frozenset({"tightening"})))
        assert with_it == pytest.approx(without_it, rel=1e-8)


def test_a_family_with_meaning_cannot_be_left_out():
    with pytest.raises(UsageError, match="only tightening may be left out of the model, not balance"):
        build_formulation(build_network(tutorial()), {"balance"})


amounts = st.integers(1, 200).map(float)


@settings(max_examples=25, deadline=None)
@given(supply=st.tuples(amounts, amounts), opening=st.tuples(*[st.integers(0, 6000).map(float)] * 3), left=st.integers(0, 300).map(float),
       share=st.sampled_from([0.0, 0.3, 0.9, 1.0]), capacity=amounts)  # fmt: skip
def test_the_optimum_is_the_best_of_all_subsets(supply, opening, left, share, capacity):
    instance = tutorial()
    for region, amount in zip("AB", supply, strict=True):
        instance = with_values(instance, "supplies", "supply_t", amount, region=region)
    for site, cost in zip("PQW", opening, strict=True):
        instance = with_values(instance, "candidates", "opening_cost", cost, site=site)
    instance = with_values(instance, "uncollected", "cost_per_t", left)
    instance = with_values(instance, "candidates", "capacity_t", capacity, site="Q")
    instance = with_values(instance, "candidates", "capacity_t", 400.0, site="W")
    instance = with_values(instance, "candidates", "capacity_t", 400.0, site="P")
    instance = with_values(instance, "targets", "share", share, target="collect")
    plan = solve(formulate(instance), gap=0.0)
    assert plan.cost == pytest.approx(cheapest(instance), rel=1e-6, abs=1e-3)
    assert violations(instance, plan).empty


def test_discounting_follows_the_years():
    # 2 periods of 3 years at 5 %: a yearly cost of 1 in the first weighs 1 + 1/1.05 + 1/1.1025 = 2.859410, opening in the second 1.05^-3
    periods = build_network(starter())["periods"]
    assert periods["annual_weight"].tolist() == pytest.approx([2.8594104308, 2.8594104308 * 0.8638375985])
    assert periods["opening_weight"].tolist() == pytest.approx([1.0, 0.8638375985])


def test_doubling_all_prices_doubles_the_cost():
    instance = starter()
    money = {"candidates": ["opening_cost", "fixed_cost_per_year", "variable_cost_per_t"], "sales": ["price_per_t"],
             "uncollected": ["cost_per_t"], "mode_rates": ["cost_per_tkm", "handling_cost_per_t"]}  # fmt: skip
    for table, columns in money.items():
        instance = with_table(instance, table, instance[table].assign(**{column: 2 * instance[table][column] for column in columns}))
    assert solve(formulate(instance), gap=1e-9).cost == pytest.approx(2 * solve(formulate(starter()), gap=1e-9).cost)


def test_row_order_does_not_matter():
    instance = starter()
    turned = replace(instance, tables={name: frame if name == "periods" else frame.iloc[::-1] for name, frame in instance.tables.items()})
    assert solve(formulate(turned), gap=1e-9).cost == pytest.approx(solve(formulate(instance), gap=1e-9).cost)


def test_an_instance_without_optional_tables_is_solved():
    instance = tutorial()
    for table in ("targets", "network_size", "compositions", "uncollected"):
        instance = without(instance, table)
    assert solve(formulate(instance), gap=0.0).cost == pytest.approx(11350)


def test_the_document_holds_every_family():
    assert all(f"## {family_name(family)}\n" in document() for family in FAMILIES)


def test_formulation_md_is_current():
    assert (ROOT / "FORMULATION.md").read_text(encoding="utf-8") == document()
