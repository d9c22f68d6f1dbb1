"""A programme is recognised only where every bound, row and entry is what a single-echelon network over periods has."""

from dataclasses import replace

import numpy as np
import pytest
from pyomo.environ import Constraint

from recyclenet.solve.handover import compile_model
from recyclenet.solve.horizon import recognise
from tests.benchmarks.hard_peer import PLANT_T, hard_peer
from tests.cases import formulate, with_rows, with_values


def small():
    return hard_peer("plain", sources=3, sites=4, periods=2)


def recognised(instance):
    """Return the case of an instance, or None."""
    formulation = formulate(instance)
    return recognise(formulation, compile_model(formulation.model))


def test_the_arrays_are_those_of_the_instance():
    instance = small()
    case = recognised(instance)
    assert case is not None
    assert case.haul.shape == (2, 4, 3)
    assert np.allclose(case.capacity, PLANT_T)
    assert np.allclose(case.supply.T.ravel(), instance["supplies"]["supply_t"])
    assert np.allclose(case.process, [[50.0], [50.0 / 1.05]])  # 50 per tonne, a year later worth 1 / 1.05
    plant = instance["candidates"].iloc[0]
    standing = plant["fixed_cost_per_year"] / 1.05
    last = plant["opening_cost"] / 1.05 + standing  # opened in the second year
    first = plant["opening_cost"] + plant["fixed_cost_per_year"] + standing
    assert case.path[:, 0] == pytest.approx([first, last])


def test_products_sold_on_the_spot_are_folded_into_what_a_tonne_costs():
    instance = hard_peer("outputs", sources=3, sites=4, periods=2)
    case = recognised(instance)
    made = instance["conversions"].set_index("material")["t_per_t"].drop("module")
    prices = instance["sales"].drop_duplicates("material").set_index("material")["price_per_t"]
    assert case is not None
    assert np.allclose(case.process[0], 50.0 - float((made * prices).sum()))


CHANGES = {
    "supply may stay behind": lambda i: with_rows(i, "uncollected", {"material": "module", "period": "*", "cost_per_t": "900"}),
    "a site has less room": lambda i: with_values(i, "sites", "capacity_t", 9000.0, site="plant-1"),
    "a plant may close": lambda i: with_values(i, "candidates", "closing_cost", 1e6, site="plant-1"),
    "a plant may grow": lambda i: with_values(i, "candidates", "most_capacity_t", 2.0 * PLANT_T, site="plant-1"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_does_not_fit_is_not_recognised(change):
    assert recognised(change(small())) is None


def test_a_row_added_to_the_model_is_not_overlooked():
    formulation = formulate(small())
    first = formulation.variables["open"]
    formulation.model.mine = Constraint(expr=first[first.labels[0]] <= 0)
    assert recognise(formulation, compile_model(formulation.model)) is None


@pytest.mark.parametrize("part", ["capacity", "standing", "balance"])
def test_an_entry_that_is_another_is_not_overlooked(part):
    """Entries of what the plants stand for, and of the balance of sources, are all one: doubled, they are no network of this kind."""
    formulation = formulate(small())
    programme = compile_model(formulation.model)
    rows = next(where for component, where in programme.rows if component.local_name == part)
    entry = int(np.flatnonzero((programme.indices >= rows.start) & (programme.indices < rows.stop) & (programme.values == 1.0))[0])
    values = programme.values.copy()
    values[entry] = 2.0
    assert recognise(formulation, replace(programme, values=values)) is None


@pytest.mark.parametrize("variable", ["flow", "throughput", "build"])
def test_a_bound_on_an_amount_is_not_overlooked(variable):
    formulation = formulate(small())
    programme = compile_model(formulation.model)
    where = next(where for component, where in programme.columns if component.local_name == variable)
    upper = programme.upper.copy()
    upper[where.start] = 0.5
    assert recognise(formulation, replace(programme, upper=upper)) is None
