"""The map in a browser: every control is used and its effect seen, with the network cut off."""

from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest

from recyclenet.views.maps import PlanMap
from recyclenet.views.palette import STREAM_COLOURS
from tests.views.made_up import SOUTH, WEST, made_up_plan

pytestmark = pytest.mark.browser

HOSTILE = (
    "${window.__pwned = 1}",
    "</script><script>window.__pwned = 1</script>",
    "<img src=x onerror='window.__pwned = 1'>",
    "{{ 7 * 7 }}{% raw %}",
    "\"><svg onload='window.__pwned = 1'>",
    "赣州市 Ganzhou",
)

BATTERY, MAGNET = STREAM_COLOURS[:2]

REGION_0 = (SOUTH + 0.8, WEST + 0.25)
"""A spot of region R0 that no flow and no sign covers."""


@pytest.fixture
def page(opened):
    return opened(made_up_plan())


def signs(page):
    return {element.get_attribute("aria-label") for element in page.all(".rn-sign")}


def figures(page):
    names, values = page.all("#rn-figures dt"), page.all("#rn-figures dd")
    return {name.text.replace("\u202f", " "): value.text.replace("\u202f", " ") for name, value in zip(names, values, strict=True)}


def names(page):
    return {name.get_property("textContent") for name in page.all(".rn-name")}


def layer(page, name):
    return page.one(f"[data-layer={name}]")


def boxes(page):
    """Return the choice of materials by name."""
    page.run("document.querySelectorAll('.rn-stream details').forEach((more) => (more.open = true))")
    return {label.text: label.find_element("tag name", "input") for label in page.all(".rn-stream label")}


def test_it_opens_with_the_plan_and_its_proof(page):
    assert page.driver.title == "A made-up plan"
    assert page.text("h1") == "A made-up plan"
    assert page.text("#rn-proof") == "CNY 1.5 bn discounted, prices of 2025 · proven within 0.1 % of the optimum"
    assert figures(page) == {
        "collected a year": "480 t",  # 450 packs and 30 magnets
        "of 630 t supply": "76.2 %",  # 480 / 630
        "points open": "1 +1",
        "plants open": "1",
        "left behind a year": "150 t",
        # (75 + 10) x 50 + (150 + 10) x 100 + (225 + 10) x 150 from the regions, 450 x 180 to the plant, 30 x 260 + 180 x 110 + 270 x 120
        # to the outlets: 196 500 t km, over 480 + 450 + 30 + 180 + 270 = 1410 t
        "mean haul": "139 km",
    }
    assert page.text("#rn-recovery").split("\n") == ["Recovered a year and share of collected", "Co", "36 t"]


def test_regions_are_coloured_by_supply_on_the_scale_of_the_legend(page):
    fills = page.run("return [...document.querySelectorAll('path.leaflet-interactive')].map((path) => path.getAttribute('fill'))")
    steps = page.run("return [...document.querySelectorAll('.rn-swatch-step')].map((step) => step.style.background)")
    assert len(set(fills)) == 3  # supplies of 110, 210 and 310 t fall into classes of their own
    as_rgb = [f"rgb({int(fill[1:3], 16)}, {int(fill[3:5], 16)}, {int(fill[5:7], 16)})" for fill in fills]
    assert set(as_rgb) <= set(steps)


def test_the_legend_has_only_what_is_drawn(page):
    assert page.text("#rn-legend-flows").split() == ["Flows,", "t/yr", "1,000", "200", "20", "battery", "magnet"]
    legend = " ".join(page.text("#rn-legend-signs").split())
    assert "collection point 1" in legend
    assert "opens now" in legend
    assert "dismantling" not in legend
    assert "not chosen" not in legend


def test_a_later_period_changes_figures_statuses_and_legend(page):
    page.slide("#rn-period", 1)
    assert page.text("#rn-period-name") == "late"
    assert figures(page)["collected a year"] == "1,230 t"
    assert figures(page)["points open"] == "1"
    assert "C: collect, opened earlier" in signs(page)
    assert "opens now" not in page.text("#rn-legend-signs")


def test_play_goes_through_the_periods_and_stops_at_the_last(page):
    play = page.one("#rn-play")
    play.click()
    assert page.text("#rn-period-name") == "late"
    assert play.get_attribute("aria-label") == "Stop"
    page.wait("document.getElementById('rn-play').getAttribute('aria-label') === 'Play the periods'")
    play.click()
    assert page.text("#rn-period-name") == "early"
    play.click()
    assert play.get_attribute("aria-label") == "Play the periods"


def test_a_stream_left_out_leaves_map_figures_and_legend(page):
    assert page.ink(BATTERY) > 1000
    boxes(page)["battery"].click()
    assert page.ink(BATTERY) == 0
    assert page.ink(MAGNET) > 1000
    assert figures(page)["collected a year"] == "30 t"
    assert figures(page)["plants open"] == "0"  # the plant takes packs only
    assert signs(page) == {"C: collect, opens now", "B: buyer"}
    assert "battery" not in page.text("#rn-legend-flows")
    assert page.text("#rn-hidden") == "all 4 flows shown"


def test_materials_of_a_stream_can_be_chosen_one_by_one(page):
    choice = boxes(page)
    choice["pack"].click()
    assert choice["battery"].get_property("indeterminate") is True
    assert figures(page)["collected a year"] == "30 t"  # black mass and slag are not collected, magnets are
    assert page.text("#rn-hidden") == "all 6 flows shown"  # 3 + 1 of magnets, black mass, slag
    choice["battery"].click()
    assert choice["pack"].is_selected()
    assert figures(page)["collected a year"] == "480 t"


def test_nothing_chosen_is_said(page):
    for stream in ("battery", "magnet"):
        boxes(page)[stream].click()
    assert page.ink() == 0
    assert "No supply of the materials selected." in page.text("#rn-legend-regions")
    assert page.text("#rn-legend-flows").endswith("None shown.")
    assert signs(page) == set()
    boxes(page)["magnet"].click()
    assert page.ink() > 0


@pytest.mark.parametrize(("name", "count"), [("collecting", 4), ("between", 9), ("selling", 7)])
def test_flows_can_be_left_out_by_stage(page, name, count):
    before = page.ink()
    layer(page, name).click()
    assert page.ink() < before
    assert page.text("#rn-hidden") == f"all {count} flows shown"  # of 6 from regions, 1 between sites, 3 to outlets
    layer(page, name).click()
    assert page.ink() == before


@pytest.mark.parametrize(
    ("name", "gone"),
    [("points", {"C: collect, opens now"}), ("plants", {"P: smelt, stood before"}), ("outlets", {"B: buyer", "D: disposal"})],
)
def test_signs_can_be_left_out_by_kind(page, name, gone):
    before = signs(page)
    assert gone <= before
    layer(page, name).click()
    assert signs(page) == before - gone


def test_candidates_not_chosen_are_shown_on_request(page):
    assert "N: smelt, not chosen" not in signs(page)
    layer(page, "candidates").click()
    assert "N: smelt, not chosen" in signs(page)
    assert "N: collect, not chosen" not in signs(page)  # it was forbidden
    assert "not chosen" in page.text("#rn-legend-signs")
    assert figures(page)["plants open"] == "1"


def test_names_of_groups_give_way_to_names_of_regions_and_can_be_left_out(page):
    assert names(page) == {"West", "East"}
    page.run("map_plan.setZoom(10, {animate: false})")
    assert names(page) == {"R0", "R1", "R2"}
    layer(page, "names").click()
    assert names(page) == set()


def test_names_never_lie_over_each_other(opened):
    plan = made_up_plan(regions=40)  # regions of a degree, some 20 pixels wide on this map
    regions = plan.instance["regions"].assign(group=[f"Prefecture {number}" for number in range(40)])
    page = opened(replace(plan, instance=replace(plan.instance, tables={**plan.instance.tables, "regions": regions})))
    boxes = page.run(
        "return [...document.querySelectorAll('.rn-name span:not(.rn-crowded)')].map((name) => name.getBoundingClientRect())"
        ".map((box) => [box.left, box.right])"
    )
    assert 3 < len(boxes) < 40
    boxes.sort()
    assert all(before[1] <= after[0] for before, after in pairwise(boxes))


def test_regions_can_be_coloured_by_the_share_collected(page):
    page.one("#rn-measure option[value=share]").click()
    assert "Share collected" in page.text("#rn-legend-regions")
    fills = page.run("return [...document.querySelectorAll('path.leaflet-interactive')].map((path) => path.getAttribute('fill'))")
    assert len(set(fills)) == 1  # 77 %, 76 % and 76 % of supply: one class, from 60 % to 80 %
    page.slide("#rn-period", 1)
    later = page.run("return [...document.querySelectorAll('path.leaflet-interactive')].map((path) => path.getAttribute('fill'))")
    assert len(set(later)) == 1
    assert later[0] != fills[0]


def test_the_threshold_says_how_much_it_hides(page):
    before = page.ink()
    steps = page.run("const s = document.getElementById('rn-threshold'); return Number(s.max)")
    page.slide("#rn-threshold", steps)
    assert page.text("#rn-threshold-value") == "1,000 t/yr"  # the largest step below the largest flow of all periods, 1200
    assert page.text("#rn-hidden") == "10 of 10 flows hidden: 1,410 t/yr, 100 % of the tonnes moved"
    assert page.ink() == 0
    while page.text("#rn-threshold-value") != "20 t/yr":
        page.one("#rn-threshold").send_keys("\ue012")
    assert page.text("#rn-hidden") == "3 of 10 flows hidden: 30 t/yr, 2.1 % of the tonnes moved"  # magnets from the regions; 30 / 1410
    assert 0 < page.ink() < before


def test_a_region_tells_what_arises_and_what_is_collected(page):
    page.click_at(*REGION_0)
    assert page.popup("h2") == "R0"
    rows = [row.text for row in page.all(".rn-popup > table tr")]
    assert rows == ["t/yr supply collected left", "pack 100 75 25", "magnet 10 10 0", "all 110 85 25"]
    assert page.one(".rn-bars").get_attribute("aria-label") == "Collected of supply, t/yr. early: 85 of 110; late: 210 of 210"
    page.slide("#rn-period", 1)
    assert [row.text for row in page.all(".rn-popup > table tr")][-1] == "all 210 210 0"


def test_a_station_tells_its_size_and_use(page):
    page.one("[aria-label='C: collect, opens now']").click()
    said = page.popup()
    for line in ("collect · collection point, opens now", "std", "1,500 t/yr", "480 t/yr", "32 %", "early"):  # 480 / 1500
        assert line in said
    assert "arrives at the site t/yr\npack 450\nmagnet 30" in said
    page.slide("#rn-period", 1)
    assert "82 %" in page.popup()  # 1230 / 1500


def test_an_outlet_tells_what_it_takes(page):
    page.one("[aria-label='B: buyer']").click()
    assert page.popup().startswith("B\nbuyer · early\ntakes t/yr\nblack_mass 180\nmagnet 30\n")
    assert page.one(".rn-bars").get_attribute("aria-label") == "Taken by period, t/yr. early: 210; late: 510"  # 180 + 30, 480 + 30


def test_what_was_closed_is_shown_as_such_on_request(opened):
    plan = made_up_plan()
    stays = plan["openings"].query("site != 'P' or period != 'late'").reset_index(drop=True)
    page = opened(replace(plan, tables={**plan.tables, "openings": stays}))
    layer(page, "candidates").click()
    assert "P: smelt, stood before" in signs(page)
    page.slide("#rn-period", 1)
    assert "P: smelt, closed" in signs(page)
    assert "closed" in page.text("#rn-legend-signs")
    page.one("[aria-label='P: smelt, closed']").click()
    assert "stood until" in page.text(".leaflet-popup")
    assert "early" in page.text(".leaflet-popup")


def test_what_stands_at_one_place_stands_in_rows_and_what_is_idle_is_small(opened):
    plan = made_up_plan()
    sites, candidates, openings = plan.instance["sites"], plan.instance["candidates"], plan["openings"]
    idle = [f"I{number}" for number in range(6)]  # six plants that do nothing, all where the plant P works: rows of 4 and 3
    tables = {
        "sites": pd.concat([sites, *(sites[sites["site"] == "P"].assign(site=name) for name in idle)], ignore_index=True),
        "candidates": pd.concat(
            [candidates, *(candidates[candidates["site"] == "P"].assign(site=name) for name in idle)], ignore_index=True
        ),
    }
    standing = [openings[openings["site"] == "P"].assign(site=name, throughput_t=0.0) for name in idle]
    page = opened(
        replace(
            plan,
            instance=replace(plan.instance, tables={**plan.instance.tables, **tables}),
            tables={**plan.tables, "openings": pd.concat([openings, *standing], ignore_index=True)},
        )
    )
    signs = page.run(
        "return [...document.querySelectorAll('.rn-sign')].map((sign) => [sign.getAttribute('aria-label'), sign.getBoundingClientRect()])"
        ".map(([label, box]) => [label, box.x + box.width / 2, box.y + box.height / 2, box.width])"
    )
    plants = [sign for sign in signs if ": smelt" in sign[0]]
    assert sorted(sign[0].endswith(", idle") for sign in plants) == [False] + 6 * [True]
    assert [sign[3] for sign in plants if sign[0].endswith(", idle")] == 6 * [13]
    rows = sorted(len([1 for other in plants if abs(other[2] - height) < 2]) for height in {round(sign[2]) for sign in plants})
    assert rows == [3, 4]


def test_a_candidate_not_chosen_tells_what_was_on_offer(page):
    layer(page, "candidates").click()
    page.one("[aria-label='N: smelt, not chosen']").click()
    said = page.popup()
    assert "std 2,000" in said
    assert "never in this plan" in said


def middle_of_the_flow_to_the_plant(page):
    return page.run(
        "const flows = Object.values(map_plan._layers).find((layer) => layer.paths);"
        "const path = flows.paths.find(({arc}) => arc.flow === 450);"
        "const at = (a, b, c) => 0.25 * a + 0.5 * b + 0.25 * c;"
        "const p = map_plan.layerPointToContainerPoint("
        "L.point(at(path.from.x, path.by.x, path.to.x), at(path.from.y, path.by.y, path.to.y))); return [p.x, p.y]"
    )


def test_a_flow_tells_its_ends_tonnes_and_way_under_the_pointer(page):
    page.go(*middle_of_the_flow_to_the_plant(page)).perform()
    assert page.text(".rn-hint") == "C → P\nearly · 450 t/yr over 180 km\npack\n450 t/yr"
    page.go(700, 20).perform()
    page.wait("!document.querySelector('.rn-hint')")


def test_a_flow_can_be_held_and_follows_the_period(page):
    page.go(*middle_of_the_flow_to_the_plant(page)).click().perform()
    assert "450 t/yr over 180 km" in page.popup()
    page.slide("#rn-period", 1)
    assert "late · 1,200 t/yr over 180 km" in page.popup()


def test_the_pointer_on_a_region_names_it(page):
    page.go(*page.screen(*REGION_0)).perform()
    assert page.text(".rn-hint") == "R0\nsupply 110 t/yr, collected 77.3 %"  # 85 / 110


def test_signs_can_be_reached_and_opened_from_the_keyboard(page):
    sign = page.one("[aria-label='P: smelt, stood before']")
    assert sign.get_attribute("tabindex") == "0"
    page.run("arguments[0].focus()", sign)
    sign.send_keys("\ue007")  # return
    assert page.popup("h2") == "P"


def test_every_control_has_a_name_for_those_who_cannot_see_it(page):
    unnamed = page.run(
        "return [...document.querySelectorAll('button, input, select, a, [role=button], [tabindex]')].filter((element) => !("
        "element.labels?.length || element.getAttribute('aria-label') || element.title || element.textContent.trim()"
        ") && !element.classList.contains('folium-map')).map((element) => element.outerHTML)"
    )
    assert unnamed == []


def test_zoom_and_the_way_back(page):
    start = page.run("return map_plan.getZoom()")
    page.one(".leaflet-control-zoom-in").click()
    page.wait(f"map_plan.getZoom() > {start} && !map_plan._animatingZoom")
    page.one("[aria-label='Show the whole plan']").click()
    assert page.run("return map_plan.getZoom()") == start
    assert page.text(".leaflet-control-scale").endswith("km")


def test_flows_stay_on_their_places_when_the_map_moves(page):
    page.run("map_plan.setView(arguments[0], 8.5, {animate: false}); map_plan.panBy([120, -60], {animate: false})", [SOUTH + 0.5, WEST + 1])
    x, y = page.run(
        "const c = document.querySelector('.leaflet-flows-pane canvas').getBoundingClientRect();"
        "const m = map_plan.getContainer().getBoundingClientRect();"
        "const bounds = Object.values(map_plan._layers).find((layer) => layer.paths)._bounds;"
        "const at = map_plan.layerPointToContainerPoint(bounds.min); return [c.x - m.x - at.x, c.y - m.y - at.y]"
    )
    assert max(abs(x), abs(y)) < 1


def test_full_screen(page):
    page.one("[aria-label='Full screen']").click()
    page.wait("document.fullscreenElement")
    page.one("[aria-label='Full screen']").click()
    page.wait("!document.fullscreenElement")


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_shown_and_never_run(opened, name):
    everything = ("R0", "C", "P", "B", "D", "pack", "magnet", "black_mass", "collect", "smelt", "group", "stream")
    page = opened(made_up_plan(names=dict.fromkeys(everything, name), title=name, provenance={"polygons": name}))
    assert page.text("h1") == name
    assert name in page.text("#rn-credit")
    assert name in {found.text for found in page.all(".rn-name")}
    assert name in page.text("#rn-materials")
    page.click_at(*REGION_0)
    assert page.popup("h2") == name
    for element in page.all(".rn-sign"):
        page.run("map_plan.closePopup(); arguments[0].click()", element)
        assert page.popup("h2") == name
    page.go(*middle_of_the_flow_to_the_plant(page)).perform()
    assert name in page.text(".rn-hint h2")
    assert page.run("return window.__pwned === undefined") is True


def rectangles(page):
    return page.run(
        "return [...document.querySelectorAll('.rn-card, .rn-credit, .rn-button, .leaflet-control')]"
        ".map((element) => [element.className, element.getBoundingClientRect()]).filter(([, r]) => r.width && r.height)"
        ".map(([name, r]) => [name, r.left, r.top, r.right, r.bottom])"
    )


@pytest.mark.parametrize(("width", "height"), [(1400, 860), (1920, 1080), (1024, 768), (960, 614), (390, 800), (844, 390)])
def test_panels_never_lie_over_each_other_nor_outside_the_window(opened, width, height):
    page = opened(made_up_plan(title="Magnets and batteries in Jiangxi 江西, periods to 2040"), width=width, height=height)
    found = rectangles(page)
    assert len(found) >= 10  # five tools, head, filters, legend, period, scale, credits
    for number, (one, left, top, right, bottom) in enumerate(found):
        assert (left >= 0, top >= 0, right <= width, bottom <= height) == (True,) * 4, one
        for other, other_left, other_top, other_right, other_bottom in found[number + 1 :]:
            apart = right <= other_left or other_right <= left or bottom <= other_top or other_bottom <= top
            assert apart, (one, other)
    assert page.run("return document.documentElement.scrollWidth") == width
    # the three regions of a degree each are in view, clear of the panels, and not lost in the middle
    west, east, north, south = page.run(
        "const boxes = [...document.querySelectorAll('path.leaflet-interactive')].map((path) => path.getBoundingClientRect());"
        "return [Math.min(...boxes.map((b) => b.left)), Math.max(...boxes.map((b) => b.right)),"
        " Math.min(...boxes.map((b) => b.top)), Math.max(...boxes.map((b) => b.bottom))]"
    )
    assert (west >= 0, north >= 0, east <= width, south <= height) == (True,) * 4
    assert east - west > 150
    for name, left, top, right, bottom in found:
        assert right <= west or east <= left or bottom <= north or south <= top, name


def test_on_a_phone_filters_and_legend_are_folded_and_can_be_opened(opened):
    page = opened(made_up_plan(), width=390, height=800)
    assert not page.one("#rn-measure").is_displayed()
    page.one("#rn-filter summary").click()
    assert page.one("#rn-measure").is_displayed()


def test_regions_without_polygons_are_discs(opened):
    page = opened(made_up_plan(polygons=False))
    assert len(page.all("path.leaflet-interactive")) == 3
    page.go(*page.screen(SOUTH + 0.5, WEST + 2.5)).perform()
    assert page.text(".rn-hint").startswith("R2")


def test_a_plan_of_one_period_has_no_slider(opened):
    plan = made_up_plan()
    only = {name: table[table["period"] == "early"].reset_index(drop=True) for name, table in plan.tables.items()}
    first = plan.instance["periods"].iloc[:1]
    supplies = plan.instance["supplies"]
    tables = {**plan.instance.tables, "periods": first, "supplies": supplies[supplies["period"] == "early"].reset_index(drop=True)}
    instance = type(plan.instance)(plan.instance.settings, tables, plan.instance.polygons)
    page = opened(type(plan)(instance, plan.status, plan.cost, plan.bound, plan.gap, plan.seconds, only))
    assert not page.one("#rn-time").is_displayed()
    assert figures(page)["collected a year"] == "480 t"


def test_many_flows_are_thinned_when_the_page_opens_and_it_is_said(opened):
    page = opened(made_up_plan(regions=1500))  # 3004 flows, of which 1500 of magnets are the smallest
    said = page.text("#rn-hidden")
    assert "of 3,004 flows hidden" in said
    drawn = page.run("return Object.values(map_plan._layers).find((layer) => layer.paths).paths.length")
    assert 1000 < drawn <= 2000


def test_it_shows_itself_in_a_notebook(opened, tmp_path):
    notebook = tmp_path / "notebook.html"
    shown = PlanMap(made_up_plan())._repr_html_()
    notebook.write_text(f"<!DOCTYPE html><html data-ready='yes'><body>{shown}</body></html>", encoding="utf-8")
    page = opened(made_up_plan(), path=notebook)
    page.driver.switch_to.frame(page.one("iframe"))
    page.wait("document.documentElement.dataset.ready === 'yes'")
    assert page.text("h1") == "A made-up plan"
    page.driver.switch_to.default_content()
