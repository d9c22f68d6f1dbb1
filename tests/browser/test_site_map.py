"""The map of a screening in a browser: every spot tells its reason, and every box shows and hides what it names."""

import numpy as np
import pandas as pd
import pytest
import shapely

from recyclenet.geo.layers import Layer
from recyclenet.geo.rules import Rule
from recyclenet.geo.screening import screen
from recyclenet.instance.screened import Screened
from recyclenet.views.site_maps import save_site_map

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror='window.__pwned = 1'>${window.__pwned = 1}"


def made_up() -> Screened:
    """Return one region with a lake, a river and four spots: a kept one, a suggestion, one in the lake, one by the river."""
    region, lake = shapely.box(110, 25, 111, 26), shapely.box(110.6, 25.6, 110.8, 25.8)
    spots = pd.DataFrame(
        {
            "site": ["good", "ideal", "wet", "near"], "name": [HOSTILE, "Ideal", "Wet", "Near"], "lat_deg": [25.2, 25.4, 25.7, 25.5],
            "lon_deg": [110.2, 110.4, 110.7, 110.0], "region": "R", "origin": ["grid", "suggestion", "grid", "grid"], "weight": 0.0,
        }
    )  # fmt: skip
    rules = (Rule("lake", "exclude", 1.0, file="lake.gpkg"), Rule("river", "exclude", 2.0, file="river.gpkg"))
    river = shapely.LineString([(109.99, 25), (109.99, 26)])
    layers = {name: Layer(name, np.array([shape], dtype=object)) for name, shape in (("lake", lake), ("river", river))}
    standing = pd.DataFrame({"site": ["yard"], "name": ["Yard"], "lat_deg": [25.9], "lon_deg": [110.9]})
    result = screen(spots, rules, layers, {}, apart_km=3, standing=standing)
    return Screened(
        "made-up",
        result,
        rules,
        3.0,
        layers,
        standing,
        pd.DataFrame({"region": ["R"], "name": ["R"]}),
        {"R": region},
        ("Polygons: A", HOSTILE),
        (),
    )


@pytest.fixture
def page(opened, tmp_path):
    found = opened(None, path=save_site_map(made_up(), tmp_path / "map.html"))
    yield found
    assert found.run("return window.__pwned || 0") == 0


def at(page, lat, lon):
    x, y = page.run("const p = map_sites.latLngToContainerPoint([arguments[0], arguments[1]]); return [p.x, p.y]", lat, lon)
    return page.go(float(x), float(y))


def test_the_head_tells_how_many_were_kept(page):
    assert page.text("h1") == "Candidate sites: made-up"
    assert [value.text for value in page.all("#rn-figures dd")] == ["4", "2", "2"]
    assert [label.text for label in page.all("#rn-dropped label")] == [
        "lake (at least 1 km away): 1",
        "river (at least 2 km away): 1",
        "apart (at least 3 km): 0",
    ]


def test_it_says_whose_layers_are_drawn(page):
    assert page.text("#rn-credit") == f"Polygons: A · {HOSTILE}"


def test_a_spot_tells_why_it_was_dropped(page):
    at(page, 25.7, 110.7).click().perform()
    text = page.popup()
    assert "Wet" in text
    assert "wet · dropped by: lake" in text
    assert "in lake" in text


def test_a_kept_spot_tells_how_it_stands_to_the_rules_and_its_name_is_text(page):
    at(page, 25.2, 110.2).click().perform()
    text = page.popup()
    assert HOSTILE in text
    assert "good · kept" in text
    assert "km from lake" in text


def test_a_site_that_stands_says_so(page):
    at(page, 25.9, 110.9).click().perform()
    assert "in sites.csv already" in page.popup()


def painted(page, colour):
    """Return how many pixels of the canvas of signs have a colour."""
    count = "const drawn = document.querySelector('.leaflet-signs-pane canvas'), canvas = document.createElement('canvas');"
    count += "[canvas.width, canvas.height] = [drawn.width, drawn.height];"
    count += "const copy = canvas.getContext('2d', {willReadFrequently: true}); copy.drawImage(drawn, 0, 0);"
    count += "const data = copy.getImageData(0, 0, canvas.width, canvas.height).data, wanted = arguments[0];"
    count += "let n = 0; for (let i = 0; i < data.length; i += 4)"
    count += " if (data[i + 3] > 100 && wanted.every((value, part) => Math.abs(data[i + part] - value) < 12)) n++; return n"
    return page.run(count, [int(colour[part : part + 2], 16) for part in (1, 3, 5)])


def test_a_box_hides_what_it_names(page):
    assert painted(page, "#d55e00") > 10
    for box in page.all("#rn-dropped input"):
        box.click()
    page.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    assert painted(page, "#d55e00") == 0
    assert painted(page, "#009e73") > 10
    lines = len(page.all(".leaflet-regions-pane path"))
    for box in page.all("#rn-layers input"):
        box.click()
    assert len(page.all(".leaflet-regions-pane path")) == lines - 2
