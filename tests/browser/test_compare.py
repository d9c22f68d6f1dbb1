"""The map of two plans in a browser: either of them, and what differs between them."""

from dataclasses import replace

import pandas as pd
import pytest

from recyclenet.views.maps import save_map
from recyclenet.views.palette import DIFFERENCE_COLOURS
from tests.views.made_up import made_up_plan

pytestmark = pytest.mark.browser

MORE_IN_A, MORE_IN_B, _ = DIFFERENCE_COLOURS["plans"]

HOSTILE = "<img src=x onerror='window.__pwned = 1'>${window.__pwned = 1}"


def moved_plant(plan):
    """Return the plan with the plant at N instead of P, and magnets that stay with their owners.

    In the early period 450 t of packs go from C to N, what N makes goes on from there, and 480 - 30 = 450 t are collected.
    """

    def elsewhere(table, *columns):
        moved = plan[table].copy()
        for column in columns:
            moved[column] = moved[column].replace("P", "N")
        return moved

    flows = elsewhere("flows", "origin", "destination").query("material != 'magnet'")
    kept = pd.DataFrame([(f"R{at}", "magnet", period, 10.0) for at in range(3) for period in ("early", "late")])
    kept.columns = plan["uncollected"].columns
    openings = elsewhere("openings", "site")
    openings.loc[(openings["site"] == "N") & (openings["period"] == "early"), "opens"] = "yes"
    openings.loc[openings["site"] == "C", "throughput_t"] -= 30.0
    tables = {
        "flows": flows.reset_index(drop=True),
        "openings": openings,
        "uncollected": pd.concat([plan["uncollected"], kept], ignore_index=True),
        "sales": plan["sales"].query("material != 'magnet'").reset_index(drop=True),
    }
    return replace(plan, cost=1.2e9, gap=0.0, tables={**plan.tables, **tables})


@pytest.fixture
def page(opened, tmp_path):
    plan = made_up_plan()
    return opened(None, path=save_map(plan, tmp_path / "two.html", compare=moved_plant(plan), names=("base", "moved")))


def signs(page):
    return {element.get_attribute("aria-label") for element in page.all(".rn-sign")}


def choose(page, number):
    page.one(f"#rn-plans input[value='{number}']").click()


def table(page, selector="#rn-figures tr"):
    return [row.text.replace("\u202f", " ") for row in page.all(selector)]


def test_it_opens_with_the_key_figures_side_by_side(page):
    assert page.text("h1") == "Two plans compared"
    assert [label.text for label in page.all("#rn-plans label")] == ["A: base", "B: moved", "difference"]
    assert table(page)[:8] == [
        "A B B − A",
        "cost, CNY 1.5 bn 1.2 bn −300 M",
        "proven gap 0.1 % 0 %",
        "supply a year 630 t 630 t 0",
        "collected a year 480 t 450 t −30 t",
        "share collected 76.2 % 71.4 % −4.8 %",  # 480 / 630, 450 / 630
        "points open 1 1 0",
        "plants open 1 1 0",
    ]


def test_what_stands_in_one_plan_only_is_told_apart(page):
    assert signs(page) == {"C: collect, in both plans", "P: smelt, only in A", "N: smelt, only in B", "B: buyer", "D: disposal"}
    legend = page.text("#rn-legend-signs")
    for word in ("in both plans", "only in A", "only in B"):
        assert word in legend


def test_flows_are_the_differences(page):
    # magnets: 3 from regions and 1 to the buyer; packs to P and to N; black mass and slag from P and from N: 4 + 2 + 4
    assert page.text("#rn-hidden") == "all 10 flows shown"
    assert page.text("#rn-legend-flows").split("\n")[0] == "Difference in flows, t/yr"
    assert page.text("#rn-legend-flows").split("\n")[-2:] == ["more in A", "more in B"]
    assert page.ink(MORE_IN_A) > 500
    assert page.ink(MORE_IN_B) > 500


def test_either_plan_can_be_looked_at_and_has_its_own_figures(page):
    choose(page, 1)
    assert page.text("#rn-proof") == "CNY 1.2 bn discounted, prices of 2025 · proven optimal"
    assert "N: smelt, opens now" in signs(page)
    assert "P: smelt, stood before" not in signs(page)
    assert page.text("#rn-hidden") == "all 6 flows shown"  # 3 of packs, 1 to the plant, 2 from it
    choose(page, 0)
    assert "P: smelt, stood before" in signs(page)
    assert page.text("#rn-hidden") == "all 10 flows shown"
    choose(page, 2)
    assert "P: smelt, only in A" in signs(page)


def test_regions_are_coloured_by_the_difference(page):
    assert "The same in both plans." in page.text("#rn-legend-regions")
    page.one("#rn-measure option[value=share]").click()
    assert "Share collected of a region’s supply: B less A, percentage points" in page.text("#rn-legend-regions").replace("\n", " ")
    fills = page.run("return [...document.querySelectorAll('path.leaflet-interactive')].map((path) => path.getAttribute('fill'))")
    # 10 of 110, of 210 and of 310 t less: 9.1, 4.8 and 3.2 points; much is from half of the largest on
    assert fills == [DIFFERENCE_COLOURS["regions"][0], DIFFERENCE_COLOURS["regions"][0], DIFFERENCE_COLOURS["regions"][1]]


def test_popups_tell_of_both_plans(page):
    page.one("[aria-label='C: collect, in both plans']").click()
    assert page.popup("h2") == "C"
    assert table(page, ".rn-popup .rn-both tr") == [
        "t/yr A B B − A",
        "capacity 1,500 1,500 0",
        "throughput 480 450 −30",
    ]
    page.slide("#rn-period", 1)
    page.run("map_plan.closePopup()")
    page.one("[aria-label='N: smelt, only in B']").click()
    said = page.popup()
    assert "in A\nnot chosen\nin B\nopened earlier" in said
    assert table(page, ".leaflet-popup:last-child .rn-both tr")[1] == "capacity 0 2,000 +2,000"


def test_a_popup_follows_the_choice_of_the_plan(page):
    page.one("[aria-label='B: buyer']").click()
    page.popup()
    assert table(page, ".rn-popup .rn-both tr") == ["takes t/yr A B B − A", "black_mass 180 180 0", "magnet 30 0 −30"]
    choose(page, 1)
    assert "takes t/yr\nblack_mass 180\n" in page.popup()
    assert "magnet" not in page.popup()


def test_names_of_plans_are_text(opened, tmp_path):
    plan = made_up_plan(title=HOSTILE)
    page = opened(None, path=save_map(plan, tmp_path / "two.html", compare=moved_plant(plan)))
    assert page.text("#rn-plans").startswith(f"Plan\nA: {HOSTILE} (1)\nB: {HOSTILE} (2)")
    assert page.run("return window.__pwned === undefined") is True


def test_plans_of_other_sites_are_compared_by_name(opened, tmp_path):
    page = opened(None, path=save_map(made_up_plan(), tmp_path / "two.html", compare=made_up_plan(regions=4), names=("three", "four")))
    assert table(page)[3] == "supply a year 630 t 1,040 t +410 t"  # R3 has 400 packs and 10 magnets
    fills = page.run("return [...document.querySelectorAll('path.leaflet-interactive')].map((path) => path.getAttribute('fill'))")
    ramp = DIFFERENCE_COLOURS["regions"]
    assert fills == [ramp[2], ramp[2], ramp[2], ramp[4]]  # only the supply of R3 differs


def test_a_plan_of_many_flows_is_thinned_when_it_is_turned_to(opened, tmp_path):
    plan = made_up_plan(regions=1500)
    page = opened(None, path=save_map(plan, tmp_path / "two.html", compare=plan))
    assert page.text("#rn-hidden") == "all 0 flows shown"  # nothing differs
    assert page.text("#rn-legend-flows").endswith("None shown.")
    choose(page, 0)
    assert "of 3,004 flows hidden" in page.text("#rn-hidden")
