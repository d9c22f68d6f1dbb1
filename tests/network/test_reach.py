"""What can reach a place: bounds worked out by hand, never too low where a recipe makes two materials at once."""

import numpy as np
import pytest

from recyclenet.network import reach
from recyclenet.network.network import build_network
from tests.cases import starter, tutorial, with_rows, with_values
from tests.model.families.by_hand import over


def processed(instance):
    """Return the most processed by site and technology in the only period."""
    return build_network(instance)["reach_processed"]["most_t"].droplevel("period").to_dict()


def test_supply_is_followed_to_the_end():
    # A has 100 t and B 50, either point may get all of it; so may the works, once and not from both points
    assert processed(tutorial()) == {("P", "point"): 150, ("Q", "point"): 150, ("W", "works"): 150}


def test_of_two_ways_the_one_that_leaves_more_counts():
    # a point that loses half of what it takes: all may still come by the other recipe
    lossy = with_rows(
        tutorial(), "conversions",
        {"technology": "point", "recipe": "waste", "material": "packs", "period": "*", "t_per_t": "-1"},
        {"technology": "point", "recipe": "waste", "material": "collected", "period": "*", "t_per_t": "0.5"},
    )  # fmt: skip
    assert processed(lossy)["W", "works"] == 150


def test_what_a_recipe_makes_at_once_adds_up():
    # 150 t of packs give 75 t collected and 75 t of spread; the works take both, each by a recipe of its own
    two = with_values(tutorial(), "conversions", "t_per_t", 0.5, technology="point", material="collected")
    two = with_rows(two, "materials", {"material": "spread", "goods_class": "general", "stream": "battery"})
    two = with_rows(
        two, "conversions",
        {"technology": "point", "recipe": "gather", "material": "spread", "period": "*", "t_per_t": "0.5"},
        {"technology": "works", "recipe": "melt", "material": "spread", "period": "*", "t_per_t": "-1"},
        {"technology": "works", "recipe": "melt", "material": "residue", "period": "*", "t_per_t": "1"},
    )  # fmt: skip
    assert processed(two)["W", "works"] == pytest.approx(150)


def test_what_is_made_of_both_again_adds_up():
    # the same two, both turned into salt by a third technology at P; 75 t each of collected and spread go through it
    two = with_values(tutorial(), "conversions", "t_per_t", 0.5, technology="point", material="collected")
    two = with_rows(two, "materials", {"material": "spread", "goods_class": "general", "stream": "battery"})
    two = with_rows(two, "technologies", {"technology": "mill", "kind": "pretreatment"})
    two = with_rows(
        two, "conversions",
        {"technology": "point", "recipe": "gather", "material": "spread", "period": "*", "t_per_t": "0.5"},
        {"technology": "mill", "recipe": "grind", "material": "spread", "period": "*", "t_per_t": "-1"},
        {"technology": "mill", "recipe": "grind", "material": "collected", "period": "*", "t_per_t": "1"},
    )  # fmt: skip
    two = with_rows(two, "candidates", {"site": "W", "technology": "mill", "size": "one", "capacity_t": "300", "opening_cost": "0",
                                        "fixed_cost_per_year": "0", "variable_cost_per_t": "0"})  # fmt: skip
    assert processed(two)["W", "mill"] == pytest.approx(75)
    assert processed(two)["W", "works"] == pytest.approx(150)


def test_of_what_is_kept_in_stock_there_may_be_any_amount():
    kept = with_rows(over(tutorial(), {"2026": 1, "2027": 1}), "storage",
                     {"place": "A", "material": "packs", "period": "*", "cost_per_t": "1"})  # fmt: skip
    assert set(build_network(kept)["reach_processed"]["most_t"]) == {np.inf}


def test_nothing_is_said_where_recipes_go_in_circles():
    circle = with_rows(
        tutorial(), "conversions",
        {"technology": "works", "recipe": "back", "material": "residue", "period": "*", "t_per_t": "-1"},
        {"technology": "works", "recipe": "back", "material": "collected", "period": "*", "t_per_t": "1"},
    )  # fmt: skip
    assert processed(circle) == {}


def test_sources_followed_a_few_at_a_time_reach_what_they_reach_together(monkeypatch):
    network = build_network(starter())
    monkeypatch.setattr(reach, "SOURCES_AT_ONCE", 1)
    alone = build_network(starter())
    for table in ("reach_sent", "reach_processed", "reach_ties"):
        assert len(network[table]) > 1
        assert alone[table]["most_t"].to_dict() == pytest.approx(network[table]["most_t"].to_dict(), rel=1e-12)
