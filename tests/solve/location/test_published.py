"""OR-Library's location problems, recognised in the programme they become, and proven by the method for them."""

import pandas as pd
import pytest

from recyclenet.instance.importers.orlib import read_orlib
from recyclenet.solve.handover import compile_model
from recyclenet.solve.location.method import best_location
from tests.cases import formulate
from tests.peers.test_orlib import FOLDER, SMALL, folder_or_skip


def proven(instance, gap):
    best = best_location(compile_model(formulate(instance).model), "published", gap=gap)
    assert best is not None
    return best


def published(name):
    return pd.read_csv(folder_or_skip(FOLDER) / "optima.csv").set_index("instance").at[name, "optimal_cost"]


@pytest.mark.parametrize("name", SMALL)
def test_a_published_optimum_is_reached_and_proven(name):
    optimum = published(name)
    best = proven(read_orlib(FOLDER / f"{name}.txt"), 1e-7)
    assert best.cost == pytest.approx(optimum, rel=1e-9)
    assert best.bound == pytest.approx(optimum, rel=2e-7)


@pytest.mark.parametrize("capacity", [8000, 10000, 12000, 14000])
def test_a_large_published_optimum_is_proven_to_a_ten_thousandth(capacity):
    optimum = published(f"capa-{capacity}")
    best = proven(read_orlib(FOLDER / "capa.txt", capacity=capacity), 1e-4)
    assert best.cost == pytest.approx(optimum, rel=1e-9)
    assert optimum * (1 - 1.001e-4) <= best.bound <= optimum * (1 + 1e-9)
