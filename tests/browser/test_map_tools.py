"""The tools of the map in a browser: search, measure, print; what an address asks for; access, enlargement, costs and shortfalls."""

from dataclasses import replace

import pandas as pd
import pytest

from recyclenet.solution.solution import TABLE_COLUMNS
from recyclenet.views.palette import STATUS_COLOURS
from tests.views.made_up import SOUTH, WEST, made_up_plan

pytestmark = pytest.mark.browser

ESCAPE, RETURN, DOWN = "\ue00c", "\ue007", "\ue015"

HOSTILE = "<img src=x onerror='window.__pwned = 1'>${window.__pwned = 1}"


@pytest.fixture
def page(opened):
    return opened(made_up_plan())


def with_tables(plan, **tables):
    """Return the plan with rows in some of its tables."""
    made = {name: pd.DataFrame(lines, columns=list(TABLE_COLUMNS[name])) for name, lines in tables.items()}
    return replace(plan, tables={**plan.tables, **made})


def tool(page, name):
    return page.one(f".rn-buttons [aria-label='{name}']")


def find(page, letters):
    tool(page, "Search for a place").click()
    box = page.one(".rn-search input")
    box.send_keys(letters)
    return box


def found(page):
    return [line.text.replace("\n", " | ") for line in page.all("#rn-found li")]


def test_search_lists_places_and_what_they_are(page):
    find(page, "p")
    assert found(page) == ["P | smelt, stood before"]
    page.one(".rn-search input").send_keys("x")
    assert page.text(".rn-search [role=status]") == "No such place."


def test_what_is_found_can_be_chosen_from_the_keyboard_and_is_told_of(page):
    box = find(page, "r")
    assert found(page) == ["R0 | region, West", "R1 | region, West", "R2 | region, East"]
    box.send_keys(DOWN, RETURN)
    assert page.popup("h2") == "R1"
    assert not page.one("#rn-board").is_displayed()
    middle = page.run("const c = map_plan.getCenter(); return Math.abs(c.lng - arguments[0])", WEST + 1.5)
    assert middle < 0.5


def test_what_is_found_can_be_chosen_with_the_pointer(page):
    find(page, "b")
    page.one("#rn-found li").click()
    assert page.popup("h2") == "B"


def test_search_knows_no_case_and_no_accents_and_knows_chinese(opened):
    page = opened(made_up_plan(names={"R0": "Ganzhou 赣州市", "R1": "Évora"}))
    box = find(page, "赣州")
    assert found(page) == ["Ganzhou 赣州市 | region, West"]
    box.clear()
    box.send_keys("EVO")
    assert found(page) == ["Évora | region, West"]


def test_search_names_no_more_than_fit_and_says_so(opened):
    page = opened(made_up_plan(regions=30))
    find(page, "r")
    assert len(found(page)) == 6
    assert page.text(".rn-search [role=status]") == "6 of 30 places"


def test_escape_and_the_button_close_the_search(page):
    find(page, "r").send_keys(ESCAPE)
    assert not page.one("#rn-board").is_displayed()
    find(page, "r")
    tool(page, "Search for a place").click()
    assert not page.one("#rn-board").is_displayed()


def test_a_name_that_is_found_is_text(opened):
    page = opened(made_up_plan(names={"R0": HOSTILE}))
    find(page, "<img")
    assert found(page) == [f"{HOSTILE} | region, West"]
    assert page.run("return window.__pwned === undefined") is True


def test_a_way_is_measured_from_click_to_click(page):
    tool(page, "Measure a distance").click()
    assert tool(page, "Measure a distance").get_attribute("aria-pressed") == "true"
    assert "Click points on the map" in page.text("#rn-board")
    page.click_at(SOUTH + 0.5, WEST + 0.6)
    page.click_at(SOUTH + 0.5, WEST + 1.6)
    page.wait("document.querySelectorAll('.leaflet-tape-pane path').length === 3")  # two knots and the line between them
    # a degree of longitude at 25.5 degrees north: 111.195 km x cos 25.5 = 100.4 km, less what pixels round
    said = page.text("#rn-board strong").split()
    assert abs(float(said[0]) - 100.4) < 1.5
    assert said[1:] == ["km", "as", "the", "crow", "flies."]
    assert page.all(".leaflet-popup") == []  # what lies below is not told of
    page.click_at(SOUTH + 0.8, WEST + 1.6)
    page.wait("document.getElementById('rn-board').textContent.includes('(last 33')")  # 0.3 degrees of latitude are 33.4 km
    page.one("body").send_keys(ESCAPE)
    page.wait("document.querySelectorAll('.leaflet-tape-pane path').length === 0")
    assert not page.one("#rn-board").is_displayed()
    page.click_at(SOUTH + 0.8, WEST + 0.25)
    assert page.popup("h2") == "R0"


def test_a_way_can_be_measured_from_the_keyboard(page):
    tool(page, "Measure a distance").click()
    page.one("#map_plan").send_keys(RETURN)
    page.run("map_plan.panBy([100, 0], {animate: false})")
    page.one("#map_plan").send_keys(RETURN)
    page.wait("/\\d km/.test(document.getElementById('rn-board').textContent.replace(/\u202f/g, ' '))")
    tool(page, "Measure a distance").click()
    assert not page.one("#rn-board").is_displayed()


def test_regions_can_be_coloured_by_the_way_to_a_point(page):
    page.one("#rn-measure option[value=access]").click()
    # the point C is at 25.2, 110.2: R0 (25.5, 110.5) is 45 km away, R1 (111.5) 135 km, R2 (112.5) 234 km; supplies 110, 210, 310
    assert "Way to the nearest collection point" in page.text("#rn-legend-regions")
    assert page.text("#rn-legend-regions p") == "mean over all supply: 168 km"  # (110 x 45 + 210 x 135 + 310 x 234) / 630
    fills = page.run("return [...document.querySelectorAll('path.leaflet-interactive')].map((path) => path.getAttribute('fill'))")
    assert len(set(fills)) == 3


def test_where_no_point_stands_there_is_no_way_to_one(opened):
    plan = made_up_plan()
    page = opened(replace(plan, tables={**plan.tables, "openings": plan["openings"].query("site != 'C'").reset_index(drop=True)}))
    page.one("#rn-measure option[value=access]").click()
    assert page.text("#rn-legend-regions p") == "No collection point stands."


def enlarged(plan):
    """Return the plan with the plant P enlarged from 2000 to 2500 t/yr in the late period."""
    openings = plan["openings"].copy()
    openings.loc[(openings["site"] == "P") & (openings["period"] == "late"), "capacity_t"] = 2500.0
    return replace(plan, tables={**plan.tables, "openings": openings})


def test_what_is_enlarged_has_a_ring_and_says_by_how_much(opened):
    page = opened(enlarged(made_up_plan()))
    assert "enlarged now" not in page.text("#rn-legend-signs")
    page.slide("#rn-period", 1)
    sign = page.one("[aria-label='P: smelt, stood before, enlarged now']")
    assert sign.find_element("css selector", "circle").get_attribute("stroke") == STATUS_COLOURS["expanded"]
    assert "enlarged now" in page.text("#rn-legend-signs")
    sign.click()
    said = page.popup()
    assert "of it added by expansion\n500 t/yr" in said  # 2500 - 2000
    assert page.one(".rn-bars").get_attribute("aria-label") == ("Throughput of capacity, t/yr. early: 450 of 2,000; late: 1,200 of 2,500")


def test_a_place_tells_what_it_costs_emits_and_holds(opened):
    page = opened(
        with_tables(
            made_up_plan(),
            costs=[("fixed", "early", "P", 2e6), ("processing", "early", "P", 5e5), ("processing", "late", "P", 4e6)],
            emissions=[("processing", "CO2e", "early", "P", 1234.0)],
            stocks=[("P", "pack", "early", 70.0)],
        )
    )
    assert page.text("#rn-emitted") == "Emitted a year: CO2e 1,234 t"
    page.one("[aria-label='P: smelt, stood before']").click()
    page.popup()
    page.one(".rn-accounts summary").click()
    told = page.text(".rn-accounts").split("\n")
    assert told == [
        "Cost, emissions, stock of this place",
        "cost, CNY discounted early",
        "fixed 2 M",
        "processing 500,000",
        "all 2.5 M",
        "cost of all periods",
        "CNY 6.5 M",
        "emits t/yr",
        "CO2e 1,234 t/yr",
        "in stock at the end t",
        "pack 70 t",
    ]


def test_rules_missed_at_their_price_are_told(opened):
    page = opened(with_tables(made_up_plan(), shortfalls=[("target", HOSTILE, "early", 12.0)]))
    assert page.text("#rn-missed") == f"Rules missed at their price: {HOSTILE} by 12"
    page.slide("#rn-period", 1)
    assert page.text("#rn-missed") == ""


def test_the_address_may_ask_for_a_period_and_a_colouring(page):
    address = page.driver.current_url
    page.driver.get("about:blank")
    page.driver.get(f"{address}#period=late&regions=share")
    page.wait("document.documentElement.dataset.ready === 'yes'")
    assert page.text("#rn-period-name") == "late"
    assert page.one("#rn-measure").get_property("value") == "share"
    assert "Share collected" in page.text("#rn-legend-regions")


def test_what_an_address_cannot_ask_for_is_passed_over(page):
    address = page.driver.current_url
    page.driver.get("about:blank")
    page.driver.get(f"{address}#period=never&regions=__proto__&plan=C")
    page.wait("document.documentElement.dataset.ready === 'yes'")
    assert page.text("#rn-period-name") == "early"
    assert page.one("#rn-measure").get_property("value") == "supply"


def test_in_print_the_panels_that_only_a_screen_needs_are_gone_and_come_back(page):
    before = page.run("const c = map_plan.getCenter(); return [c.lat, c.lng, map_plan.getZoom()]")
    page.run("window.dispatchEvent(new Event('beforeprint'))")
    assert not page.one("#rn-filter").is_displayed()
    assert not page.one(".rn-tools").is_displayed()
    assert page.one("#rn-legend").is_displayed()
    assert len(page.all(".leaflet-flows-pane svg path")) >= 10  # ten flows as lines, with their arrows
    assert not page.one(".leaflet-flows-pane canvas").is_displayed()
    page.run("window.dispatchEvent(new Event('afterprint'))")
    assert page.one("#rn-filter").is_displayed()
    assert page.all(".leaflet-flows-pane svg") == []
    assert page.ink() > 1000
    assert page.run("const c = map_plan.getCenter(); return [c.lat, c.lng, map_plan.getZoom()]") == pytest.approx(before, abs=0.01)


def test_the_print_button_prints(page):
    page.run("window.print = () => (window.__printed = true)")
    tool(page, "Print or save as PDF").click()
    assert page.run("return window.__printed") is True


@pytest.mark.parametrize(("width", "height"), [(390, 800), (1920, 1080)])
def test_a_popup_keeps_clear_of_the_panels_on_a_phone_and_on_a_projector(opened, width, height):
    page = opened(made_up_plan(), width=width, height=height)
    page.run("arguments[0].click()", page.one("[aria-label='C: collect, opens now']"))
    page.popup()
    popup, side, foot = (
        page.run("const r = document.querySelector(arguments[0]).getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]", part)
        for part in (".leaflet-popup-content-wrapper", ".rn-side", ".rn-foot")
    )
    assert popup[0] >= 0
    assert popup[1] >= 0
    if width == 390:
        assert side[3] <= popup[1]
        assert popup[3] <= foot[1]
    else:
        assert popup[2] <= side[0]


def test_on_a_phone_one_panel_is_open_at_a_time(opened):
    page = opened(made_up_plan(), width=390, height=800)
    page.one("#rn-filter summary").click()
    page.one("#rn-legend summary").click()
    page.wait("!document.getElementById('rn-filter').open && document.getElementById('rn-legend').open")


def test_on_a_projector_words_are_larger(opened):
    heights = []
    for width, height in ((1400, 860), (1920, 1080)):
        page = opened(made_up_plan(), width=width, height=height)
        heights.append(page.run("return document.getElementById('rn-title').getBoundingClientRect().height"))
    assert heights[1] == pytest.approx(1.2 * heights[0], rel=0.05)
