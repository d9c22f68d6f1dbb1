"""The search of a network over periods finds what HiGHS finds, whatever step is left out, and proves no more than is true."""

from random import Random

import pytest

from recyclenet.errors import InfeasibleError, RecyclenetError
from recyclenet.solve.handover import compile_model
from recyclenet.solve.highs import solve
from recyclenet.solve.horizon import recognise, search_horizon
from recyclenet.solve.horizon.tree import STEPS
from tests.benchmarks.hard_peer import PLANT_T, hard_peer
from tests.cases import formulate, with_values
from tests.generators import seeded


def drawn(seed, kind="plain"):
    """Return a small instance of a seed: sites of several capacities, some existing, required or forbidden."""
    dice = Random(seed)  # noqa: S311 - made-up data need no secrets
    instance = hard_peer(kind, sources=4, sites=6 if dice.random() < 0.5 else 12, periods=3, seed=seed)
    for plant in range(6):
        place = f"plant-{plant}"
        instance = with_values(instance, "candidates", "capacity_t", PLANT_T * dice.choice([1.0, 2.5, 4.0, 6.0]), site=place)
        instance = with_values(instance, "candidates", "opening_cost", 1e6 * dice.randint(1, 40), site=place)
    for status in ("existing", "required", "forbidden"):
        if dice.random() < 0.3:
            instance = with_values(instance, "candidates", "status", status, site=f"plant-{dice.randrange(6)}")
    return instance


def optimum(formulation):
    """Return the optimum that HiGHS finds, or None where there is no plan."""
    try:
        return solve(formulation, gap=0.0, threads=1).cost
    except InfeasibleError:
        return None


def searched(formulation, gap=0.0, steps=STEPS):
    """Return what our search finds, or None where it says that there is no plan."""
    programme = compile_model(formulation.model)
    case = recognise(formulation, programme)
    assert case is not None
    try:
        return search_horizon(case, formulation, programme, gap=gap, steps=steps)
    except InfeasibleError:
        return None


@pytest.mark.parametrize("kind", ["plain", "outputs"])
@pytest.mark.parametrize("seed", range(20))
def test_the_search_finds_the_optimum(kind, seed):
    formulation = formulate(drawn(seed, kind))
    truth, best = optimum(formulation), searched(formulation)
    assert (truth is None) == (best is None)
    if best is not None:
        assert best.cost == pytest.approx(truth, rel=1e-7)
        assert best.bound == pytest.approx(truth, rel=1e-7)


@pytest.mark.parametrize("step", sorted(STEPS))
@pytest.mark.parametrize("seed", range(6))
def test_without_a_step_the_optimum_is_the_same(step, seed):
    formulation = formulate(drawn(seed))
    whole, less = searched(formulation), searched(formulation, steps=STEPS - {step})
    assert (whole is None) == (less is None)
    if whole is not None:
        assert less.cost == pytest.approx(whole.cost, rel=1e-7)


@pytest.mark.parametrize("seed", range(20, 40))
def test_a_bound_of_a_loose_gap_is_never_above_the_optimum(seed):
    formulation = formulate(drawn(seed))
    truth, best = optimum(formulation), searched(formulation, gap=0.05)
    assert (truth is None) == (best is None)
    if best is not None:
        assert best.bound <= truth * (1 + 1e-9)
        assert best.cost <= truth * (1 + 0.05 / 0.95 + 1e-9)


def test_storage_is_not_recognised():
    formulation = formulate(hard_peer("storage", sources=4, sites=6, periods=3))
    assert recognise(formulation, compile_model(formulation.model)) is None


@pytest.mark.parametrize("seed", range(40))
def test_what_is_recognised_of_instances_made_up_has_the_optimum_of_highs(seed):
    instance, _ = seeded(seed)
    try:
        formulation = formulate(instance)
    except RecyclenetError:
        return
    programme = compile_model(formulation.model)
    case = recognise(formulation, programme)
    if case is None:
        return
    assert search_horizon(case, formulation, programme, gap=0.0).cost == pytest.approx(optimum(formulation), rel=1e-7)


def test_a_search_stopped_at_once_says_what_it_has():
    formulation = formulate(hard_peer("plain", sources=8, sites=20, periods=5))
    programme = compile_model(formulation.model)
    case = recognise(formulation, programme)
    assert case is not None
    best = search_horizon(case, formulation, programme, gap=0.0, stopping=lambda: True)
    assert best.bound <= optimum(formulation) <= best.cost * (1 + 1e-9)
