"""People nearby: who counts, which way is measured, what is near enough; by hand on the tutorial without its second point."""

from dataclasses import replace

import pytest

from recyclenet.solution.nearby import nearby
from tests.cases import with_rows, with_values, without
from tests.solution.solved import tutorial_plan


def shares(instance=None, *, points=("P",)):
    plan = tutorial_plan()
    openings = plan["openings"]
    kept = openings[openings["site"].isin([*points, "W"])]
    changed = replace(plan, instance=instance or plan.instance, tables={**plan.tables, "openings": kept})
    table = nearby(changed)
    return table.set_index("within_km")["share"].to_dict(), table["of"].iloc[0]


def test_both_points_are_near_everybody():
    assert shares(points=("P", "Q")) == ({10: 1, 25: 1, 50: 1}, "people")  # 5 km stated from A to P and from B to Q


def test_people_count_by_region():
    instance = with_values(
        with_values(tutorial_plan().instance, "regions", "population", 200.0, region="A"), "regions", "population", 600.0, region="B"
    )
    # A has P within 5 km, B only after 50 km: 200 of 800 people
    assert shares(instance) == ({10: 0.25, 25: 0.25, 50: 1}, "people")


def test_supply_counts_where_a_region_states_no_inhabitants():
    instance = with_values(tutorial_plan().instance, "regions", "population", float("nan"), region="B")
    found, of = shares(instance)
    assert of == "supply"
    assert found == pytest.approx({10: 100 / 150, 25: 100 / 150, 50: 1})


def test_without_a_stated_way_it_is_the_great_circle_times_the_detour():
    instance = without(tutorial_plan().instance, "distances")
    # B to P: 0.58 degrees of longitude at 50 degrees north, 0.58 x 111.19 x 0.6428 = 41.45 km; times 1.2 it is 49.7 km, times 1.25 51.8 km
    assert shares(instance)[0] == pytest.approx({10: 2 / 3, 25: 2 / 3, 50: 1})
    assert shares(with_values(instance, "modes", "detour", 1.25))[0] == pytest.approx({10: 2 / 3, 25: 2 / 3, 50: 2 / 3})


def test_nobody_is_near_where_nothing_stands():
    assert shares(points=())[0] == {10: 0, 25: 0, 50: 0}


def test_the_mode_of_a_rule_of_service_is_taken():
    instance = with_rows(tutorial_plan().instance, "modes", {"mode": "walk", "name": "Walk", "detour": "9"})
    rule = {"service": "s", "period": "*", "kind": "collection", "within_km": "90", "mode": "walk", "share": "0.1"}
    # no way is stated for walking: A to P is 0.05 x 111.19 x 0.6428 x 9 = 32.2 km
    assert shares(with_rows(instance, "service", rule))[0] == pytest.approx({10: 0, 25: 0, 50: 2 / 3})
