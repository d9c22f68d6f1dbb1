"""The map as a file: self-contained, shut, the same every time, and deaf to what names say."""

import json
import re

import folium
import pytest
from folium.plugins import MarkerCluster

from recyclenet.views.inline import UnmappedAddressError
from recyclenet.views.maps import PlanMap, data_json, save_map
from tests.views.made_up import made_up_plan

HOSTILE = (
    "${alert(1)}",
    "`${window.__pwned = 1}`",
    "</script><script>window.__pwned = 1</script>",
    "<img src=x onerror='window.__pwned = 1'>",
    "{{ 7 * 7 }}{% for a in b %}{# c #}",
    '"; window.__pwned = 1; "',
    "\u2028window.__pwned = 1\u2029",
    "<!--<script>",
    "]]>&lt;b&gt;",
    "\udcff",
)


def page_of(plan):
    return PlanMap(plan).get_root().render()


def data_of(page):
    (data,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    return data


@pytest.fixture(scope="module")
def page():
    return page_of(made_up_plan())


def test_the_map_is_saved_as_one_file_in_a_folder_made_for_it(tmp_path, page):
    path = save_map(made_up_plan(), tmp_path / "maps" / "map.html")
    assert path == tmp_path / "maps" / "map.html"
    assert path.read_text("utf-8") == page
    assert list(path.parent.iterdir()) == [path]


def test_it_is_a_folium_map(page):
    plan_map = PlanMap(made_up_plan())
    assert isinstance(plan_map, folium.Map)
    assert "L.map(" in page


def test_nothing_in_it_leads_outside(page):
    markup = re.sub(r"(<script)[^>]*>.*?</script>", r"\1>", page, flags=re.DOTALL)
    assert re.findall(r"\b(?:src|href|srcset|action|data|poster)\s*=", markup) == []
    assert re.findall(r"url\((?!data:|#)", page) == []
    assert re.findall(r"<(?:link|img|iframe|object|embed)\b", markup) == []


def test_the_network_is_shut(page):
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src &#x27;none&#x27;; script-src &#x27;sha256-")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_neither_jquery_nor_bootstrap_nor_icon_fonts_are_in_it(page):
    assert not re.search(r"jquery|bootstrap|font-?awesome|glyphicon", page, re.IGNORECASE)


def test_the_same_plan_gives_the_same_bytes(page):
    assert page_of(made_up_plan()) == page


def test_drawing_twice_gives_the_same_page(page):
    plan_map = PlanMap(made_up_plan())
    assert [plan_map.get_root().render() for _ in range(2)] == [page, page]


def test_it_is_small(page):
    assert len(page.encode()) < 400_000  # Leaflet is 150 kB, our own scripts and styles are 60 kB


def test_fifty_thousand_flows_stay_below_five_megabytes():
    assert len(page_of(made_up_plan(regions=12_500)).encode()) < 5_000_000


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_data_for_every_reader_of_the_page(name):
    plan = made_up_plan(names=dict.fromkeys(("R0", "C", "P", "B", "pack", "collect", "group", "stream"), name), title=name)
    page = page_of(plan)
    data = data_of(page)
    assert json.loads(data)["regions"]["name"][0] == name
    assert re.findall(r"[<>&\u2028\u2029]|\$\{|\{\{|\{%|\{#", data) == []
    assert page.count("<script") == page_of(made_up_plan()).count("<script")
    assert data.isascii()
    assert page.encode("utf-8")


def test_the_title_is_text():
    assert "<title>&lt;/title&gt;&lt;b&gt; {{ 7 * 7 }}</title>" in page_of(made_up_plan(title="</title><b> {{ 7 * 7 }}"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("<>&", r'"\u003c\u003e\u0026"'),
        ("${a}", r'"$\u007ba}"'),
        ("{{a}}", r'"\u007b{a}}"'),
        ("{%a%}{#b#}", r'"\u007b%a%}\u007b#b#}"'),
        ("\u2028赣", r'"\u2028\u8d63"'),
        ({"a": {"b": {}}}, '{"a":{"b":{}}}'),
    ],
)
def test_json_means_nothing_to_html_or_templates(value, expected):
    assert data_json(value) == expected
    assert json.loads(data_json(value)) == value


def test_what_is_not_a_number_is_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        data_json(float("nan"))


def test_further_layers_of_folium_can_be_added():
    plan_map = PlanMap(made_up_plan())
    folium.CircleMarker([25.5, 110.5], radius=4).add_to(plan_map)
    assert "L.circleMarker" in plan_map.get_root().render()


def test_a_layer_that_needs_the_network_is_refused():
    plan_map = PlanMap(made_up_plan())
    MarkerCluster().add_to(plan_map)
    with pytest.raises(UnmappedAddressError, match="asks for 'https://"):
        plan_map.get_root().render()


def test_tiles_are_not_fetched_unasked(page):
    assert "tileLayer(" not in page.split("recyclenet.main.show(map_plan")[0].split("const map_plan")[-1]


def test_a_notebook_shows_the_self_contained_page():
    shown = PlanMap(made_up_plan())._repr_html_()
    assert shown.startswith('<div style="width:100%;">')
    assert "Content-Security-Policy" in shown
    assert "https://cdn" not in shown


def test_regions_without_polygons_still_have_a_map():
    assert '"polygons":[null,null,null]' in page_of(made_up_plan(polygons=False))
