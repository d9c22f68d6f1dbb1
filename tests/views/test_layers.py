"""What a map is given of a plan: columns in which every label has become a position."""

import json
from dataclasses import replace
from itertools import product

import pandas as pd
import pytest

from recyclenet.errors import UsageError
from recyclenet.solution.solution import TABLE_COLUMNS
from recyclenet.views.layers import compared_layers, layers
from tests.views.made_up import PERIODS, made_up_plan


@pytest.fixture(scope="module")
def drawn():
    return layers(made_up_plan())


def table(name, lines):
    return pd.DataFrame(lines, columns=list(TABLE_COLUMNS[name]))


def rows(table):
    return list(zip(*table.values(), strict=True))


def test_it_is_plain_json_without_anything_that_is_not_a_number(drawn):
    assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn


def test_columns_of_a_table_are_of_one_length(drawn):
    tables = {name: columns for name, columns in drawn.items() if isinstance(columns, dict) and name not in {"colours", "regions"}}
    assert len(tables) == 16
    for name, columns in tables.items():
        assert len({len(column) for column in columns.values()}) == 1, name


def test_supplies_come_with_what_is_left_behind(drawn):
    table = drawn["supplies"]
    found = {key: amounts for *key, supply, left in rows(table) for key, amounts in [(tuple(key), (supply, left))]}
    assert found[2, 0, 0] == (300.0, 75.0)  # R2, pack, early: a quarter of 300
    assert found[2, 0, 1] == (600.0, 0.0)
    assert found[2, 3, 0] == (10.0, 0.0)  # magnets are all collected


def test_flows_count_places_through_regions_sites_and_outlets(drawn):
    flows = rows(drawn["flows"])
    assert (2, 3, 0, 0, 150.0, 225.0) in flows  # R2 (2) to C (3): 300 x 0.75 packs
    assert (4, 7, 2, 1, 120.0, 720.0) in flows  # P (4) to D (7): 0.6 x 1200 slag in the late period
    assert len(flows) == 2 * (2 * 3 + 4)


def test_a_flow_of_less_than_half_a_kilogram_is_not_drawn():
    plan = made_up_plan()
    flows = plan["flows"].copy()
    flows.loc[0, "flow_t"] = 0.0004
    thinned = replace(plan, tables={**plan.tables, "flows": flows})
    assert len(layers(thinned)["flows"]["flow_t"]) == len(flows) - 1


def test_candidates_that_were_forbidden_are_not_shown(drawn):
    assert drawn["candidates"]["site"] == [0, 1, 2]
    assert drawn["candidates"]["status"] == ["candidate", "existing", "candidate"]


def test_openings_refer_to_their_candidates(drawn):
    assert rows(drawn["openings"]) == [
        (0, 0, 1, 1500.0, 480.0),  # the point opens in the early period: 450 packs and 30 magnets go through it
        (1, 0, 0, 2000.0, 450.0),
        (0, 1, 0, 1500.0, 1230.0),
        (1, 1, 0, 2000.0, 1200.0),
    ]


def test_technologies_say_what_they_take_and_make(drawn):
    assert drawn["technologies"]["materials"] == [[0, 3], [0, 1, 2]]


def test_elements_recovered_are_per_year_beside_what_was_collected_of_them():
    plan = made_up_plan()
    contents = plan.instance["compositions"]
    held = pd.concat([contents, contents.assign(material="pack", share=0.1)], ignore_index=True)
    drawn = layers(replace(plan, instance=replace(plan.instance, tables={**plan.instance.tables, "compositions": held})))
    # of black mass 0.2 x 180 and 0.2 x 480; of packs 0.1 x 450 and 0.1 x 1200
    assert rows(drawn["recovered"]) == [("Co", 0, 36.0, 45.0), ("Co", 1, 96.0, 120.0)]


def test_costs_emissions_and_stocks_are_told_by_place():
    plan = made_up_plan()
    tables = {
        "costs": [
            ("fixed", "early", "P", 2000.4),
            ("sales", "late", "B", -300.0),
            ("shortfall", "late", "", 7.0),
            ("opening", "late", "C", 0.3),
        ],
        "emissions": [("processing", "CO2e", "late", "P", 12.5), ("haulage", "CO2e", "late", "R0", 0.0001)],
        "stocks": [("C", "pack", "early", 30.0), ("C", "pack", "late", 0.0)],
        "shortfalls": [("target", "collect packs", "late", 4.0)],
    }
    told = layers(replace(plan, tables={**plan.tables, **{name: table(name, lines) for name, lines in tables.items()}}))
    # places count R0, R1, R2, C, P, N, B, D; what is less than a unit of money or a kilogram is not told
    assert rows(told["costs"]) == [(0, 4, "fixed", 2000), (1, 6, "sales", -300), (1, -1, "shortfall", 7)]
    assert rows(told["emissions"]) == [(1, 4, "CO2e", 12.5)]
    assert rows(told["stocks"]) == [(3, 0, 0, 30.0)]
    assert rows(told["shortfalls"]) == [(1, "target", "collect packs", 4.0)]


def test_two_plans_share_places_that_either_has():
    plan, other = made_up_plan(), made_up_plan(regions=4)
    drawn = compared_layers((plan, other), ("base", "wide"))
    assert drawn["regions"]["name"] == ["R0", "R1", "R2", "R3"]
    assert drawn["sites"]["name"] == ["C", "P", "N"]
    assert [own["plan_name"] for own in drawn["plans"]] == ["base", "wide"]
    first, second = (rows(own["flows"]) for own in drawn["plans"])
    assert (5, 8, 2, 1, 120.0, 720.0) in first  # P to D count one place further than without R3
    assert (3, 4, 3, 0, 200.0, 10.0) in second  # magnets of R3
    assert "flows" not in drawn


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"currency": "EUR"}, "different currencies: CNY of 2025, and EUR of 2025"),
        ({"price_year": 2020}, "different currencies: CNY of 2025, and CNY of 2020"),
    ],
)
def test_plans_that_count_in_different_money_are_not_compared(changes, said):
    with pytest.raises(UsageError, match=said):
        compared_layers((made_up_plan(), made_up_plan(**changes)), ("A", "B"))


def test_plans_of_different_periods_or_regions_are_not_compared():
    plan = made_up_plan()
    short = replace(plan.instance, tables={**plan.instance.tables, "periods": plan.instance["periods"].iloc[:1]})
    with pytest.raises(UsageError, match="different periods: early, late, and early; compare plans that share them"):
        compared_layers((plan, replace(plan, instance=short)), ("A", "B"))
    elsewhere = plan.instance["regions"].assign(region=["X", "Y", "Z"])
    moved = replace(plan.instance, tables={**plan.instance.tables, "regions": elsewhere})
    with pytest.raises(UsageError, match="no region in common"):
        compared_layers((plan, replace(plan, instance=moved)), ("A", "B"))


def test_streams_have_colours_and_materials_know_their_stream(drawn):
    assert drawn["materials"]["stream"] == [0, 0, 0, 1]
    assert len(set(drawn["streams"]["colour"])) == 2


def test_a_material_without_a_stream_is_one_of_its_own():
    plan = made_up_plan()
    plan.instance["materials"]["stream"] = [None, "battery", "battery", None]
    assert layers(plan)["streams"]["name"] == ["pack", "battery", "magnet"]


def test_names_are_shown_where_stated_and_labels_elsewhere():
    drawn = layers(made_up_plan(names={"R1": "赣州"}))
    assert drawn["regions"]["name"] == ["R0", "赣州", "R2"]


def test_a_region_without_a_polygon_has_none():
    assert layers(made_up_plan(polygons=False))["regions"]["polygons"] == [None, None, None]


def test_without_a_bound_no_gap_is_given():
    assert layers(replace(made_up_plan(), bound=-float("inf"), gap=float("inf")))["gap"] is None


def test_the_licence_of_the_polygons_is_given_credit():
    told = layers(made_up_plan(provenance={"polygons": "Natural Earth, public domain", "supplies": "a guess"}))
    assert told["attribution"] == ["Natural Earth, public domain"]


def test_every_material_and_period_can_be_drawn_on_its_own(drawn):
    told = {(material, period) for _, material, period, *_ in rows(drawn["supplies"])}
    assert told == set(product((0, 3), range(len(PERIODS))))
