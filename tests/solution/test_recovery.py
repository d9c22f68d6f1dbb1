"""Recovery against targets, by hand on the tutorial and on a plan with several periods and streams."""

from dataclasses import replace

import numpy as np
import pytest

from recyclenet.solution.recovery import elements, targets_reached
from tests.cases import with_rows, with_values
from tests.solution.solved import rich_plan, tutorial_plan


def test_shares_by_hand_on_the_tutorial():
    table = targets_reached(tutorial_plan()).set_index("target")
    # all 150 t are collected; they hold 15 t of cobalt, 75 t of salt hold 0.19 x 75 = 14.25 t
    assert table.loc["collect", ["asked_share", "reached_share", "of_t", "counted_t"]].tolist() == pytest.approx([0.6, 1, 150, 150])
    assert table.loc["recover", ["asked_share", "reached_share", "of_t", "counted_t"]].tolist() == pytest.approx([0.9, 0.95, 15, 14.25])


def test_a_share_of_stated_tonnes_by_hand():
    plan = tutorial_plan()
    stated = with_values(with_values(plan.instance, "targets", "of_t", 200.0, target="collect"), "targets", "of_t", 57.0, target="recover")
    table = targets_reached(replace(plan, instance=stated)).set_index("target")
    # 150 of 200 t; 14.25 of 57 t
    assert table.loc["collect", ["reached_share", "of_t", "counted_t"]].tolist() == pytest.approx([0.75, 200, 150])
    assert table.loc["recover", ["reached_share", "of_t", "counted_t"]].tolist() == pytest.approx([0.25, 57, 14.25])


def test_elements_by_hand_on_the_tutorial():
    (row,) = elements(tutorial_plan()).itertuples()
    assert (row.element, row.period) == ("Co", "2026")
    assert (row.collected_t, row.recovered_t, row.share) == pytest.approx((15, 14.25, 0.95))


def test_shares_fall_short_by_what_the_plan_says():
    plan = rich_plan()
    table = targets_reached(plan).set_index(["target", "period"])
    short = plan["shortfalls"][plan["shortfalls"]["rule"] == "target"].set_index(["name", "period"])["amount"]
    assert len(short) > 0
    for key, amount in short.items():
        row = table.loc[key]
        assert row["asked_share"] * row["of_t"] - row["counted_t"] == pytest.approx(amount, abs=1e-3)


def test_targets_come_in_order_of_time():
    periods = targets_reached(rich_plan())["period"].tolist()
    assert periods == sorted(periods)


def test_a_share_of_nothing_is_missing():
    plan = tutorial_plan()
    row = {"target": "none", "period": "*", "metric": "recovery", "stream": "battery", "element": "Co", "share": "0.5"}
    instance = with_rows(plan.instance, "targets", row)
    empty = instance["compositions"].iloc[:0]
    bare = replace(instance, tables={**instance.tables, "compositions": empty})
    table = targets_reached(replace(plan, instance=bare)).set_index("target")
    assert np.isnan(table.loc["none", "reached_share"])
    assert elements(replace(plan, instance=bare)).empty
