"""What stands when: openings, expansions and closings by period, and how much of it is used."""

from dataclasses import replace

import pytest

from recyclenet.solution.standing import standing, utilisation
from tests.solution.solved import rich_plan, tutorial_plan


def test_openings_by_hand_on_the_tutorial():
    table = standing(tutorial_plan()).set_index("site")
    assert set(table["event"]) == {"opens"}
    assert table["site_name"].to_dict() == {"P": "Point P", "Q": "Point Q", "W": "Works W"}
    # P takes 100 of 200, Q 50 of 100, the works 150 of 300 t/yr
    assert table["used_share"].to_dict() == pytest.approx({"P": 0.5, "Q": 0.5, "W": 0.5})


def test_use_of_a_technology_is_that_of_all_that_stands():
    table = utilisation(standing(tutorial_plan())).set_index("technology")
    assert table.loc["point", ["number", "capacity_t", "throughput_t"]].tolist() == pytest.approx([2, 300, 150])
    assert table["used_share"].to_dict() == pytest.approx({"point": 0.5, "works": 0.5})


def test_what_is_added_and_used_is_what_the_plan_says():
    plan = rich_plan()
    table, key = standing(plan), ["site", "technology", "size", "period"]
    said = plan["openings"].set_index(key)
    assert table.set_index(key)["capacity_t"].to_dict() == said["capacity_t"].to_dict()
    base = plan.instance.keyed("candidates")["capacity_t"]
    by_candidate = table.groupby(key[:3])
    added = by_candidate["added_t"].sum()
    last = by_candidate["capacity_t"].last() - base.reindex(added.index)
    assert added.to_numpy() == pytest.approx(last.to_numpy())
    assert (added > 0).any()


def test_what_is_closed_has_its_last_period_marked():
    plan = rich_plan()
    first, second, _ = plan.instance.periods
    closable = plan.instance["candidates"].assign(closing_cost=1.0)
    openings = plan["openings"]
    one = openings["site"] == openings["site"].iloc[0]
    instance = replace(plan.instance, tables={**plan.instance.tables, "candidates": closable})
    table = standing(replace(plan, instance=instance, tables={**plan.tables, "openings": openings[~one | (openings["period"] <= second)]}))
    closed = table[table["closes"] == "yes"]
    assert set(closed["site"]) == {openings["site"].iloc[0]}
    assert set(closed["period"]) == {second}
    assert first < second


def test_rows_come_in_order_of_time():
    periods = standing(rich_plan())["period"].tolist()
    assert periods == sorted(periods)
