"""Where no plan can obey an instance, what falls short is told in tonnes, and with as much allowed there is a plan."""

import re

import pytest

from recyclenet.errors import InfeasibleError
from recyclenet.solve.explain import shortfalls
from recyclenet.solve.highs import solve
from tests.cases import formulate, tutorial, with_rows, with_values, without


def test_supply_beyond_all_capacity_is_told_in_tonnes():
    # P takes 200 t/yr and Q 100, the works 300: of 1 000 + 50 t/yr that must be collected, 750 can go nowhere; 0.6 x 1 050 - 300 = 330
    instance = with_values(without(tutorial(), "uncollected"), "supplies", "supply_t", 1000.0, region="A")
    with pytest.raises(InfeasibleError):
        solve(formulate(instance))
    supply, target = shortfalls(instance)
    assert re.match(
        r"750.00 t/yr of packs in (A|2 regions, most of it in A) can be taken by nothing in 2026; add capacity or reach", supply
    )
    assert target.startswith("target 'collect' is missed by 330.00 t/yr in 2026")


def test_a_target_out_of_reach_is_told_with_what_it_lacks():
    # a tonne of packs holds 0.1 t of Co, of which 0.5 x 0.19 = 0.095 t are sold; at least 0.6 x 150 = 90 t must be collected: 0.45 t lack
    instance = with_values(tutorial(), "targets", "share", 1.0, metric="recovery")
    with pytest.raises(InfeasibleError):
        solve(formulate(instance))
    (sentence,) = shortfalls(instance)
    assert sentence == "target 'recover' is missed by 0.45 t/yr in 2026; lower it, or let more be collected and sold"
    with_a_price = with_values(instance, "targets", "shortfall_cost_per_t", 1e6, metric="recovery")
    assert solve(formulate(with_a_price), gap=0.0)["shortfalls"]["amount"].sum() == pytest.approx(0.45)


def test_a_limit_and_a_share_are_told_by_name():
    instance = with_values(without(tutorial(), "targets"), "uncollected", "limit_share", 0.1)
    instance = with_rows(instance, "limits", {"limit": "cap", "period": "*", "metric": "throughput", "technology": "works", "most": "100"})
    with pytest.raises(InfeasibleError):
        solve(formulate(instance))
    sentences = shortfalls(instance)
    # 135 t at least come to the works, 35 more than the cap; or 35 t more than a tenth stay behind: either is the least that is missed
    assert len(sentences) == 1
    assert "35.0" in sentences[0]
    assert ("limit 'cap' is passed by" in sentences[0]) or ("more of packs than limit_share" in sentences[0])


def test_rules_on_what_stands_that_contradict_each_other_are_told_as_such():
    instance = with_rows(tutorial(), "network_size", {"kind": "collection", "period": "*", "least": "3"})  # there are two candidates
    with pytest.raises(InfeasibleError):
        solve(formulate(instance))
    (sentence,) = shortfalls(instance)
    assert "rules on what stands contradict each other" in sentence
