"""Ranges and draws."""

import numpy as np
import pandas as pd
import pytest

from recyclenet.arisings.ranges import Band, Range, Sampled, over_years

RANGE = Range(np.array([1.0, 10.0]), np.array([2.0, 10.0]), np.array([4.0, 30.0]))


def test_a_position_is_a_place_between_low_base_and_high():
    # half way down from 2 to 1: 1.5; half way up from 2 to 4: 3, from 10 to 30: 20
    assert RANGE.at(np.array([-1, -0.5, 0, 0.5, 1])).tolist() == [[1, 10], [1.5, 10], [2, 10], [3, 20], [4, 30]]


def test_what_has_no_ends_is_certain():
    found = over_years(
        pd.DataFrame({"year": [2020.0, 2022.0], "x": [1.0, 3.0], "low_x": [0.5, np.nan], "high_x": [np.nan, 5.0]}),
        "x",
        np.arange(2019.0, 2024),
    )
    assert found.base.tolist() == [1, 1, 2, 3, 3]
    assert found.low.tolist() == [0.5, 0.5, 1.75, 3, 3]
    assert found.high.tolist() == [1, 1, 3, 5, 5]


def test_samples_are_as_often_below_as_above_the_base_and_most_often_near_it():
    places = Sampled(20_000, 3).position("mass", "lamp")
    assert np.mean(places < 0) == pytest.approx(0.5, abs=0.02)
    assert np.mean(np.abs(places) < 0.5) == pytest.approx(0.75, abs=0.02)  # 1 - 0.5^2 of a triangle


def test_numbers_are_drawn_each_on_its_own():
    mass, life = (Sampled(2000, 3).position(kind, "lamp") for kind in ("mass", "lifetime"))
    assert abs(np.corrcoef(mass, life)[0, 1]) < 0.1


def test_in_the_band_losses_are_high_where_amounts_are_low():
    assert (Band().position("loss", "") == -Band().position("mass", "")).all()


def test_draws_in_blocks_are_the_same_draws():
    whole = Sampled(10, 3)
    parts = [block.position("mass", "lamp") for block in whole.blocks(4)]
    assert [len(part) for part in parts] == [4, 4, 2]
    assert np.concatenate(parts).tolist() == whole.position("mass", "lamp").tolist()
