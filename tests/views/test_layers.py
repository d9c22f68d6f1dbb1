"""What a map is given of a plan: columns in which every label has become a position."""

import json
from dataclasses import replace
from itertools import product

import pytest

from recyclenet.views.layers import layers
from tests.views.made_up import PERIODS, made_up_plan


@pytest.fixture(scope="module")
def drawn():
    return layers(made_up_plan())


def rows(table):
    return list(zip(*table.values(), strict=True))


def test_it_is_plain_json_without_anything_that_is_not_a_number(drawn):
    assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn


def test_columns_of_a_table_are_of_one_length(drawn):
    tables = {name: columns for name, columns in drawn.items() if isinstance(columns, dict) and name not in {"colours", "regions"}}
    assert len(tables) == 12
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


def test_elements_recovered_are_per_year(drawn):
    assert rows(drawn["recovered"]) == [("Co", 0, 36.0), ("Co", 1, 96.0)]  # 0.2 x 180, 0.2 x 480


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
