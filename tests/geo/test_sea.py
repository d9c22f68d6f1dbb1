"""Ways by sea, against distances published for ships."""

import sys

import pytest

from recyclenet.errors import UsageError
from recyclenet.geo.sea import sea_km, sea_source


@pytest.mark.parametrize(
    ("start", "end", "published_km"),
    [
        ((31.23, 121.90), (51.95, 4.05), 19_400),  # Shanghai to Rotterdam by Suez: 10 500 nautical miles, as tables for ships round it
        ((31.23, 121.90), (34.00, -118.25), 10_600),  # Shanghai to Los Angeles: 5 710 nautical miles
    ],
)
def test_ways_are_within_five_per_cent_of_those_of_ships(start, end, published_km):
    way, leg, last_leg = sea_km(*start, *end)
    assert way + leg + last_leg == pytest.approx(published_km, rel=0.05)
    assert leg < 60


def test_a_place_inland_has_a_long_leg():
    assert sea_km(28.68, 115.86, 31.23, 121.90)[1] > 300  # Nanchang


def test_the_source_tells_the_version():
    assert sea_source().startswith("searoute 1.")


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "searoute", None)
    with pytest.raises(UsageError, match=r"ways by sea need searoute: pip install 'recyclenet\[sea\]'"):
        sea_km(0, 0, 1, 1)
