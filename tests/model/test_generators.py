"""Instances made up are sound, and the rules in them bind: without a rule the optimum is another one often enough."""

from collections import Counter
from collections.abc import Callable

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recyclenet.instance.checks import problems_across
from recyclenet.instance.instance import Instance
from tests.asked import LIMITS
from tests.cases import without
from tests.features import FEATURES
from tests.generators import seeded, tiny
from tests.oracle_all.search import cheapest_of_all
from tests.relating import INFEASIBLE, same, with_number

SEEDS = range(8)
SAMPLE = range(60)


def emptied(table: str, *columns: str) -> Callable[[Instance], Instance]:
    """Return the edit that leaves cells of a table empty."""

    def edit(instance: Instance) -> Instance:
        for column in columns:
            instance = with_number(instance, table, column, lambda cells: pd.Series(None, cells.index, cells.dtype))
        return instance

    return edit


def left_out(table: str) -> Callable[[Instance], Instance]:
    """Return the edit that leaves out a table."""
    return lambda instance: without(instance, table)


WITHOUT: dict[str, Callable[[Instance], Instance]] = {
    **{name: left_out("limits") for name in LIMITS},
    "collection_target": left_out("targets"),
    "recovery_target": left_out("targets"),
    **{name: left_out(name) for name in ("network_size", "service", "exclusive", "requires", "single_source", "splits", "standards")},
    **{name: left_out(name) for name in ("access", "returns", "storage", "haulage_costs", "candidate_costs")},
    "stated_ways": left_out("distances"),
    "expansion": emptied("candidates", "most_capacity_t"),
    "closing": emptied("candidates", "closing_cost"),
    "least_utilisation": emptied("candidates", "least_utilisation"),
    "windows": emptied("candidates", "first_period", "last_period"),
    "sales_limit": emptied("sales", "limit_t"),
    "left_share": emptied("uncollected", "limit_share"),
    "site_capacity": emptied("sites", "capacity_t"),
    "two_modes": emptied("mode_rates", "reach_km"),
}
"""Features with the edit that takes their limit away."""

LEAST_SHARE = {"windows": 0.125}
"""Of the sample, the least share in which a limit binds; a quarter where nothing else is said."""


def oracle(instance: Instance) -> float:
    cost = cheapest_of_all(instance)
    return INFEASIBLE if cost is None else cost


@pytest.mark.slow
@pytest.mark.parametrize("feature", sorted(WITHOUT))
def test_a_limit_binds_in_its_share_of_the_sample(feature):
    binds = [not same(oracle(tiny(seed, [feature])), oracle(WITHOUT[feature](tiny(seed, [feature])))) for seed in SEEDS]
    assert sum(binds) >= LEAST_SHARE.get(feature, 0.25) * len(binds), binds


@settings(max_examples=40, deadline=None, derandomize=True, print_blob=True)
@given(seed=st.integers(0, 10_000), features=st.sets(st.sampled_from(sorted(FEATURES)), max_size=8))
def test_the_instances_made_up_are_without_fault(seed, features):
    assert not [problem for problem in problems_across(tiny(seed, features).tables) if problem.severity == "error"]


def test_the_mixed_sample_has_every_feature_and_both_outcomes():
    counts = Counter(feature for seed in SAMPLE for feature in seeded(seed, 4)[1])
    assert set(counts) == set(FEATURES)
    outcomes = Counter(cheapest_of_all(seeded(seed, 4)[0]) is None for seed in list(SAMPLE)[:30])
    assert outcomes[True] >= 2
    assert outcomes[False] >= 20
