"""Matrix entries: where terms of one variable meet in a row, the row holds their sum."""

import numpy as np
import pandas as pd
import pytest
from pyomo.environ import NonNegativeReals

from recyclenet.model.arrays import ArrayVar, Entries, combined
from recyclenet.solve.highs import solve
from tests.cases import formulate, tutorial, with_rows, with_table


def two_recipes():
    """Return the tutorial with a second recipe of the works: the same but for 0.9 t of salt, at least 40 % of what is processed."""
    instance = tutorial()
    first = instance["conversions"].query("technology == 'works'")
    second = first.assign(recipe="other", t_per_t=first["t_per_t"].where(first["t_per_t"] < 0, 0.9 * first["t_per_t"]))
    instance = with_table(instance, "conversions", pd.concat([instance["conversions"], second]))
    row = {"technology": "works", "recipe": "other", "period": "*", "scope": "site", "least_share": "0.4"}
    return with_rows(instance, "splits", row), first["recipe"].iloc[0]


def test_a_recipe_and_the_sum_it_is_part_of_are_one_entry():
    # z_other >= 0.4 (z_first + z_other) is 0.6 z_other - 0.4 z_first >= 0
    instance, first = two_recipes()
    formulation = formulate(instance)
    row = str(formulation.constraints["split_site_least"]["W", "works", "other", "2026"].expr).replace("'", "")
    assert row.count("throughput") == 2
    assert f"0.4*processing.throughput[W,works,one,{first},2026]" in row
    assert "0.6*processing.throughput[W,works,one,other,2026]" in row
    shares = solve(formulation, gap=0.0)["throughputs"].query("technology == 'works'").set_index("recipe")["throughput_t"]
    assert shares["other"] / shares.sum() == pytest.approx(0.4)


@pytest.mark.parametrize("positions", [[[0, 1, 2], [2, 1, 0]], [[0, 1, 2], [0, 0, 2]], [None, [2, 1, 0]], [[0, 0, 1], None]])
def test_meeting_entries_are_added_up_and_what_cancels_is_left_out(positions):
    variable = ArrayVar(pd.RangeIndex(3, name="place"), domain=NonNegativeReals)
    rows, values = np.array([0, 0, 1]), np.array([1.0, 2.0, 4.0])
    parts = [Entries(variable, rows, None if where is None else np.array(where), sign * values)
             for where, sign in zip(positions, (1.0, -1.0), strict=True)]  # fmt: skip
    expected = np.zeros((2, 3))
    for where, sign in zip(positions, (1.0, -1.0), strict=True):
        for row, position, value in zip(rows, where or range(3), values, strict=True):
            expected[row, position] += sign * value
    found = np.zeros((2, 3))
    for part in combined(parts):
        where = np.arange(3) if part.positions is None else part.positions
        assert np.all(found[part.rows, where] == 0)
        found[part.rows, where] = part.coefficients
    assert np.array_equal(found, expected)


def test_entries_that_do_not_meet_stay_as_they_are():
    variable = ArrayVar(pd.RangeIndex(2, name="place"), domain=NonNegativeReals)
    parts = [Entries(variable, np.array([0, 1]), None, 1.0), Entries(variable, np.array([1, 0]), None, -1.0)]
    assert combined(parts) == parts
