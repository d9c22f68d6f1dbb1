"""A variable stands in a row once: the solver refuses repeats, so what several terms say of it is summed."""

import numpy as np
import pytest
from pandas import MultiIndex
from pyomo.environ import NonNegativeReals

from recyclenet.model.arrays import ArrayVar, Entries
from recyclenet.model.entries import without_repeats
from recyclenet.solve.highs import solve
from tests.cases import formulate, tutorial, with_rows, with_values


def test_shares_of_recipes_read_as_the_mathematics_and_are_solved():
    # a quarter of the works' throughput is sorted out as residue: z_sort = 0.25 (z_leach + z_sort), so 0.75 z_sort - 0.25 z_leach = 0
    recipe = {"technology": "works", "recipe": "sort", "period": "*"}
    instance = with_rows(
        with_values(tutorial(), "targets", "share", 0.5, metric="recovery"),
        "conversions",
        {**recipe, "material": "collected", "t_per_t": "-1"},
        {**recipe, "material": "residue", "t_per_t": "1"},
    )
    instance = with_rows(instance, "splits", {**recipe, "scope": "site", "least_share": "0.25", "most_share": "0.25"})
    formulation = formulate(instance)
    row = str(formulation.constraints["split_site_least"]["W", "works", "sort", "2026"].expr).replace("'", "")
    assert "-0.25*processing.throughput[W,works,one,leach,2026] + 0.75*processing.throughput[W,works,one,sort,2026]" in row
    amounts = solve(formulation, gap=0.0)["throughputs"].query("technology == 'works'").set_index("recipe")["throughput_t"]
    assert amounts["sort"] == pytest.approx(0.25 * amounts.sum())
    assert amounts["sort"] > 1


@pytest.mark.parametrize(("positions", "rows", "repeated"), [([0, 0, 1], [3, 4, 0], False), ([0, 0, 1], [4, 3, 0], False),
                                                             ([1, 0, 1], [0, 2, 0], True), ([0, 0, 1], [3, 3, 0], True)])  # fmt: skip
def test_only_what_repeats_is_summed(positions, rows, repeated):
    variable = ArrayVar(MultiIndex.from_tuples([("a", "x"), ("a", "y")]), domain=NonNegativeReals)
    (block,) = without_repeats([Entries(variable, np.array(rows), np.array(positions), np.ones(3))])
    assert block.rows.size == (2 if repeated else 3)
    assert np.sum(block.coefficients) == 3


def test_a_limit_on_throughput_counts_all_that_a_recipe_takes_in_once():
    # the works takes 0.9 t collected and 0.1 t residue a tonne: one tonne, not two entries
    instance = with_values(tutorial(), "conversions", "t_per_t", -0.9, technology="works", material="collected")
    instance = with_values(instance, "conversions", "t_per_t", -0.1, technology="works", material="residue")
    instance = with_rows(instance, "limits", {"limit": "works", "period": "*", "metric": "throughput", "kind": "recycling", "most": "500"})
    row = formulate(instance).constraints["limit_most_throughput"]["works", "2026"]
    assert str(row.expr).replace("'", "") == "processing.throughput[W,works,one,leach,2026]  <=  500.0"


def test_what_cancels_is_left_out_and_what_does_not_repeat_stays_as_it_is():
    variable = ArrayVar(MultiIndex.from_product([["a", "b"], [1]], names=["x", "y"]), domain=NonNegativeReals)
    whole = Entries(variable, np.array([0, 1]), None, 0.3)
    assert without_repeats([whole]) == [whole]
    minus = Entries(variable, np.array([0]), np.array([0]), -0.3)
    (block,) = without_repeats([whole, minus])
    assert [part.tolist() for part in block.sorted_by_row()] == [[1], [1], [0.3]]
