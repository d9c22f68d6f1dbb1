"""Faults planted in the model one at a time, each of which the oracle must see; and the model without them, which must agree."""

from functools import cache

import pytest

from recyclenet.model.build import FAMILIES, family_name
from recyclenet.network.weights import build_periods
from tests.cases import tutorial
from tests.faults.in_flows import FLOWS
from tests.faults.in_network import NETWORK
from tests.faults.in_rules import RULES
from tests.generators import tiny
from tests.oracle_all.search import cheapest_of_all
from tests.planting import planted
from tests.relating import INFEASIBLE, least_cost, same

FAULTS = (*FLOWS, *RULES, *NETWORK)
pytestmark = pytest.mark.slow


@cache
def true_cost(seed: int, features: tuple[str, ...]) -> float:
    """Return what the oracle finds for an instance made up."""
    cost = cheapest_of_all(tiny(seed, features))
    return INFEASIBLE if cost is None else cost


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.what for fault in FAULTS])
def test_a_planted_fault_is_caught(fault):
    with planted(fault.module, fault.text, fault.instead) as ran:
        cost = least_cost(tiny(fault.seed, fault.features))
    assert ran
    assert not same(cost, true_cost(fault.seed, fault.features))


@pytest.mark.parametrize(("seed", "features"), sorted({(fault.seed, fault.features) for fault in FAULTS}))
def test_without_a_fault_the_model_agrees(seed, features):
    assert same(least_cost(tiny(seed, features)), true_cost(seed, features))


def test_a_fault_is_gone_when_its_time_is_over():
    # the first period's costs are paid at once: its first year weighs 1, with discounting a year off 1 / 1.05
    instance = tiny(5, [])
    rate = instance.settings.discount_rate
    assert rate > 0
    with planted("network.weights", "-np.arange(years.sum())", "-(1 + np.arange(years.sum()))") as ran:
        assert build_periods(instance)["opening_weight"].iloc[0] == pytest.approx(1 / (1 + rate))
        assert len(ran) == 1
    assert build_periods(instance)["opening_weight"].iloc[0] == 1
    assert len(ran) == 1


def test_a_fault_that_finds_no_place_says_so():
    with (
        pytest.raises(AssertionError, match="holds 0 times 'years of plenty': plant this fault anew"),
        planted("network.weights", "years of plenty", ""),
    ):
        least_cost(tutorial())


def test_every_family_has_a_fault():
    spoiled = {fault.module.rpartition(".")[2] for fault in FAULTS if fault.module.startswith("model.families")}
    elsewhere = {"service", "requires"}  # their rows are spoiled where network.nearness says who is near what
    assert spoiled == {family_name(family) for family in FAMILIES} - elsewhere
