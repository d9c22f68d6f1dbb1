"""The model's optimum is that of an independent search over all courses of all candidates, whatever the rules asked."""

import pytest
from hypothesis import given, settings

from tests.features import FEATURES
from tests.generators import instances, seeded, tiny
from tests.oracle_all.search import cheapest_of_all
from tests.relating import INFEASIBLE, least_cost, same

SEEDS = range(25)


def agrees(instance):
    """Return the cost both find; fail where they differ."""
    cost, oracle = least_cost(instance), cheapest_of_all(instance)
    assert same(cost, INFEASIBLE if oracle is None else oracle), (cost, oracle)
    return cost


@pytest.mark.parametrize("feature", sorted(FEATURES))
def test_the_optimum_is_that_of_the_oracle_for_every_feature(feature):
    agrees(tiny(101, [feature]))


@pytest.mark.parametrize(
    ("seed", "features"),
    [
        (1205, ["candidate_costs", "recipes_by_period", "requires", "returns", "single_source"]),  # what comes back leaves for one, too
        (3, ["single_source", "storage", "returns"]),
        (6, ["cost_factor", "splits", "two_modes"]),  # a recipe stands on both sides of its share
        (17, ["limit_throughput", "returns", "stated_ways"]),
        (49, ["collection_target", "on_the_spot", "returns"]),
        (5, ["expansion", "closing", "limit_capacity", "least_utilisation"]),
        (8, ["access", "single_source", "collection_target", "left_share"]),
        (11, ["standards", "least_utilisation", "requires", "splits"]),
    ],
)
def test_the_optimum_is_that_of_the_oracle_where_rules_meet(seed, features):
    agrees(tiny(seed, features))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_optimum_is_that_of_the_oracle_for_mixed_features(seed):
    agrees(seeded(seed, 4)[0])


@settings(max_examples=10, deadline=None, derandomize=True, print_blob=True)
@given(instance=instances(more=6))
def test_the_optimum_is_that_of_the_oracle_for_features_drawn(instance):
    agrees(instance)
