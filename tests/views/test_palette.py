"""Colours of the map, as readers with each kind of colour blindness see them."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from recyclenet.views.palette import (
    DIFFERENCE_COLOURS,
    OTHER_COLOUR,
    REGION_COLOURS,
    STATUS_COLOURS,
    STREAM_COLOURS,
    stream_colours,
)

# How linear RGB is seen without one of the three kinds of cone (Machado, Oliveira and Fernandes 2009, severity 1).
SIGHT = {
    "full": np.eye(3),
    "no red cones": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "no green cones": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "no blue cones": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}
RGB_TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
WHITE = RGB_TO_XYZ.sum(axis=1)


def lab(colour, sight):
    """Return CIE L*a*b* of a colour such as #0072b2, as seen."""
    coded = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(RGB_TO_XYZ @ np.clip(SIGHT[sight] @ linear, 0, 1) / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one, other, sight):
    """Return the CIE 1976 colour difference; about 2 is just noticed, 10 is plain at a glance."""
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


@pytest.mark.parametrize("sight", SIGHT)
def test_statuses_differ_plainly(sight):
    assert min(difference(*pair, sight) for pair in combinations(STATUS_COLOURS.values(), 2)) > 15


@pytest.mark.parametrize("sight", SIGHT)
def test_regions_get_darker_step_by_step(sight):
    lightness = [lab(colour, sight)[0] for colour in REGION_COLOURS]
    assert all(4 < before - after < 12 for before, after in pairwise(lightness))


@pytest.mark.parametrize("sight", SIGHT)
def test_flows_stand_out_from_every_region(sight):
    assert min(difference(flow, region, sight) for flow in (*STREAM_COLOURS, OTHER_COLOUR) for region in REGION_COLOURS) > 20


@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_streams_look_alike(sight):
    assert min(difference(*pair, sight) for pair in combinations((*STREAM_COLOURS, OTHER_COLOUR), 2)) > 15


@pytest.mark.parametrize("sight", SIGHT)
def test_two_plans_and_what_they_share_differ_plainly(sight):
    assert min(difference(*pair, sight) for pair in combinations(DIFFERENCE_COLOURS["plans"], 2)) > 25


@pytest.mark.parametrize("sight", SIGHT)
def test_differences_of_regions_part_from_the_middle_to_both_sides(sight):
    colours = DIFFERENCE_COLOURS["regions"]
    assert min(difference(*pair, sight) for pair in combinations(colours, 2)) > 15
    assert min(difference(flow, region, sight) for flow in DIFFERENCE_COLOURS["plans"] for region in colours) > 15
    lightness = [lab(colour, sight)[0] for colour in colours]
    assert lightness[0] < lightness[1] < lightness[2] > lightness[3] > lightness[4]


def test_streams_beyond_the_last_colour_share_black():
    names = [f"stream {number}" for number in range(len(STREAM_COLOURS) + 2)]
    assert list(stream_colours(names).values()) == [*STREAM_COLOURS, OTHER_COLOUR, OTHER_COLOUR]
