"""The cheapest openings that obey a cover are those that trying all of them finds, and no other opening costs less than is said."""

from itertools import permutations, product

import numpy as np
import pytest

from recyclenet.solve.horizon.cover import assigned, cheapest, deadlines


@pytest.mark.parametrize("seed", range(60))
def test_an_assignment_is_the_cheapest_of_all(seed):
    draw = np.random.default_rng(seed)
    cost = draw.integers(0, 20, (int(draw.integers(1, 5)), int(draw.integers(5, 7)))).astype(float)
    match, rows, columns = assigned(cost)
    least = min(sum(cost[row, column] for row, column in enumerate(order)) for order in permutations(range(cost.shape[1]), cost.shape[0]))
    assert len(set(match.tolist())) == len(match)
    assert cost[np.arange(len(match)), match].sum() == least
    assert rows.sum() + columns.sum() == pytest.approx(least)
    assert (columns <= 0).all()
    assert (rows[:, None] + columns <= cost + 1e-9).all()


@pytest.mark.parametrize("seed", range(60))
def test_openings_are_the_cheapest_of_all_and_others_cost_what_is_said_more(seed):
    draw = np.random.default_rng(seed)
    periods, sites = 3, 4
    price = draw.integers(-8, 20, (periods, sites)).astype(float)
    idle = draw.random(sites) < 0.8
    least = np.maximum.accumulate(draw.integers(0, 3, periods))
    choice = cheapest(price, idle, deadlines(least))
    padded = np.vstack([price, np.where(idle, 0.0, np.inf)])
    every = np.array(list(product(range(periods + 1), repeat=sites)))
    standing = (np.arange(periods)[None, :, None] >= every[:, None, :]).sum(axis=2)
    plans = every[(standing >= least).all(axis=1)]
    costs = padded[plans, np.arange(sites)].sum(axis=1)
    assert choice.cost == pytest.approx(costs.min())
    assert padded[choice.opened, np.arange(sites)].sum() == pytest.approx(costs.min())
    assert (choice.cost + choice.extra[plans, np.arange(sites)] <= costs[:, None] + 1e-9).all()


def test_deadlines_are_the_first_periods_that_need_so_many():
    # one from the first period, two more in the third
    assert deadlines(np.array([1, 1, 3])).tolist() == [0, 2, 2]
