"""What the path model takes a programme for: its paths, links and plans; and what it leaves to others."""

import numpy as np
import pytest

from recyclenet.solve.handover import compile_model
from recyclenet.solve.paths.recognise import recognise
from tests.benchmarks.two_echelon import MIX, two_echelon
from tests.cases import formulate, with_rows
from tests.solve.paths.made_up import BEYOND, recognised


@pytest.mark.parametrize("feature", BEYOND)
def test_a_programme_that_lets_through_what_is_no_path_is_refused(feature):
    assert all(recognised(seed, [feature])[2] is None for seed in range(3))


def test_a_recipe_that_mixes_two_materials_is_refused():
    instance = two_echelon(6, 3, 2, 1)
    mixed = with_rows(
        instance, "conversions",
        *({"technology": "second", "recipe": "mix", "material": material, "period": "*", "t_per_t": amount}
          for material, amount in (("packs-gathered", "-0.5"), ("magnets-gathered", "-0.5"), ("packs-second", "1"))),
    )  # fmt: skip
    assert recognised_of(instance) is not None
    assert recognised_of(mixed) is None


def test_a_chain_of_three_recipes_is_refused():
    """The second technology takes a product of the first: gathered, then made, then made again."""
    instance = with_rows(
        two_echelon(6, 3, 2, 1), "conversions",
        *({"technology": "second", "recipe": "again", "material": material, "period": "*", "t_per_t": amount}
          for material, amount in (("packs-first", "-1"), ("packs-second", "1"))),
    )  # fmt: skip
    assert recognised_of(instance) is None


def test_sources_facilities_and_plans_are_those_of_the_instance():
    """6 regions x 4 materials x 2 periods; 3 points and 2 plants of 2 technologies; 3 sizes that open in either of 2 periods."""
    case = recognised_of(two_echelon(6, 3, 2, 2))
    assert case.sources.supply.size == 6 * len(MIX) * 2
    assert case.facilities == 3 + 2 * 2
    assert case.plans.cost.size == case.facilities * 3 * 2


def test_a_path_costs_what_its_ways_and_recipes_cost_by_hand():
    """Every path of the single period is looked up: the way in, gathering (nothing), the way on, processing, less the price on the spot."""
    formulation = formulate(two_echelon(6, 3, 2, 1))
    programme = compile_model(formulation.model)
    case = recognise(formulation, programme)
    network = formulation.network
    haulage, costs, sales = network["haulage"]["cost_per_t"], network["costs"]["variable_cost_per_t"], network["sales"]["price_per_t"]
    expected = [
        haulage[region, point, material, "road"]
        + haulage[point, plant, f"{material}-gathered", "road"]
        + costs[plant, technology, "x1.5", period]
        - sales[plant, f"{material}-{technology}", period]
        for region, material, period in network["supplies"].index
        for point in ("point-0", "point-1", "point-2")
        for plant in ("plant-0", "plant-1")
        for technology in ("first", "second")
        if (plant, f"{material}-{technology}", period) in sales.index
    ]
    assert case is not None
    cheaper = sorted(cost for cost in expected if cost < 160)  # leaving a tonne behind costs 160
    assert len(cheaper) > 0
    assert np.allclose(np.sort(case.paths.cost), cheaper)


def test_a_row_out_of_force_is_not_kept():
    formulation = formulate(two_echelon(6, 3, 2, 1))
    row = formulation.constraints["one_size"]
    row[row.labels[0]].deactivate()
    assert recognise(formulation, compile_model(formulation.model)) is None


def recognised_of(instance):
    """Return the case of an instance."""
    formulation = formulate(instance)
    return recognise(formulation, compile_model(formulation.model))
