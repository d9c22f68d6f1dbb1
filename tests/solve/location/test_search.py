"""The search for the best location: the optimum of enumeration, whatever steps are left out, and a bound that never lies above it."""

import numpy as np
import pytest

from recyclenet.solve.location.ascent import ascend
from recyclenet.solve.location.bound import Relaxation, first_prices
from recyclenet.solve.location.problem import ABSENT, Choice, Location
from recyclenet.solve.location.search import STEPS, Search
from tests.solve.location.made_up import cheapest, location, optimum


def searched(problem, gap=1e-9, stopping=lambda: False, **more):
    told = []
    search = Search(problem, gap=gap, report=lambda *line: told.append(line), stopping=stopping, **more)
    search.run()
    return search, told


def by_hand(**more):
    """Two candidates of 10 t for two sources of 6 t: one cannot take both."""
    given = {
        "supply_t": np.array([6.0, 6.0]), "cost_per_t": np.array([[1.0, 2.0], [4.0, 1.0]]), "capacity_t": np.array([10.0, 10.0]),
        "fixed_cost": np.array([30.0, 20.0]), "required": np.zeros(2, bool), "allowed": np.ones(2, bool),
        "left_cost_per_t": np.full(2, ABSENT), "left_most_t": np.zeros(2),
    }  # fmt: skip
    return Location(**given | more)


def test_both_stand_where_one_cannot_take_all():
    search, _ = searched(by_hand())
    assert search.incumbent.cost == pytest.approx(30 + 20 + 6 * 1 + 6 * 1)


def test_supply_stays_behind_where_that_is_cheaper_than_a_second_candidate():
    # both: 62. The second alone takes 6 t at 1 and 4 t at 4, 2 t stay at 8: 20 + 6 + 16 + 16 = 58. The first alone: 30 + 6 + 8 + 16 = 60.
    search, _ = searched(by_hand(left_cost_per_t=np.array([8.0, 8.0]), left_most_t=np.array([6.0, 6.0])))
    assert search.incumbent.cost == pytest.approx(58)
    assert search.incumbent.stands.tolist() == [False, True]


def test_what_is_required_stands_though_it_is_not_worth_it():
    # 12 t of room at the second would do: 20 + 24 + 6 = 50; the first must stand: 30 more, less 6 t x 3 saved.
    search, _ = searched(by_hand(capacity_t=np.array([10.0, 12.0]), required=np.array([True, False])))
    assert search.incumbent.cost == pytest.approx(50 + 30 - 18)


def test_too_little_capacity_is_found_hopeless():
    search, _ = searched(by_hand(capacity_t=np.array([5.0, 6.0])))
    assert search.hopeless


def test_a_source_without_a_way_is_found_hopeless_though_capacity_would_do():
    search, _ = searched(by_hand(cost_per_t=np.array([[1.0, ABSENT], [4.0, ABSENT]])))
    assert search.hopeless


@pytest.mark.parametrize("seed", range(150))
def test_the_optimum_is_that_of_enumeration(seed):
    problem = location(seed)
    best = optimum(seed)
    search, told = searched(problem)
    assert search.hopeless == (best is None)
    if best is not None:
        assert search.incumbent.cost == pytest.approx(best, rel=1e-7, abs=1e-6)
        assert search.bound == pytest.approx(best, rel=1e-6, abs=1e-5)
        assert all(bound <= best + 1e-6 * (1 + abs(best)) for _, bound, _ in told)
        assert all(incumbent >= best - 1e-6 * (1 + abs(best)) for incumbent, _, _ in told)


@pytest.mark.parametrize("step", sorted(STEPS))
def test_a_step_left_out_changes_no_optimum(step):
    for seed in range(15):
        problem = location(seed)
        whole, less = searched(problem)[0], searched(problem, without=frozenset({step}))[0]
        assert whole.hopeless == less.hopeless
        assert less.incumbent.cost == pytest.approx(whole.incumbent.cost, rel=1e-7, abs=1e-6) or whole.hopeless


def test_all_steps_left_out_change_no_optimum():
    for seed in range(15, 35):
        problem = location(seed)
        best, search = optimum(seed), searched(problem, without=STEPS)[0]
        assert search.hopeless if best is None else search.incumbent.cost == pytest.approx(best, rel=1e-7, abs=1e-6)


def test_no_prices_prove_more_than_the_optimum():
    for seed in range(150):
        problem = location(seed)
        best, dice = optimum(seed), np.random.default_rng(seed)
        choice, relaxation = Choice(problem.required, problem.allowed), Relaxation(problem)
        for _ in range(10):
            prices = dice.uniform(-5, 80, problem.supply_t.size)
            assert best is None or relaxation.at(prices, choice).proven <= best + 1e-9 * (1 + abs(best))


def test_what_a_point_says_of_a_candidate_changed_holds_for_every_plan_that_changes_it():
    for seed in range(40):
        problem = location(seed)
        choice = Choice(problem.required, problem.allowed)
        climb = ascend(
            Relaxation(problem), first_prices(problem, choice), choice,
            target=np.inf, steps=30, settle=lambda _, kept: kept, stopping=lambda: False,
        )  # fmt: skip
        assert climb is not None
        taken, changed = climb.best.taken.taken, climb.best.changed()
        for candidate in np.flatnonzero(choice.free & ((taken == 0) | (taken == 1))):
            settled = choice.with_open(int(candidate)) if taken[candidate] == 0 else choice.with_closed(int(candidate))
            best = cheapest(with_choice(problem, settled))
            assert best is None or changed[candidate] <= best + 1e-9 * (1 + abs(best))


def with_choice(problem, choice):
    given = {name: getattr(problem, name) for name in Location.__dataclass_fields__}
    return Location(**given | {"required": choice.stands, "allowed": choice.may})


def test_a_wish_to_stop_is_heard_and_the_bound_still_holds():
    problem = location(7)
    best, looks = optimum(7), iter(range(1000))
    assert best is not None
    search, _ = searched(problem, stopping=lambda: next(looks) >= 3)
    assert next(looks) < 20
    assert search.bound <= best + 1e-6


def test_a_gap_asked_for_is_reached_and_no_more_is_claimed():
    for seed in range(40):
        problem = location(seed)
        best, search = optimum(seed), searched(problem, gap=0.05)[0]
        if best is not None:
            assert search.bound <= best + 1e-6
            assert search.incumbent.cost - search.bound <= 0.05 * abs(search.incumbent.cost) + 1e-6
