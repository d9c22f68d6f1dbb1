"""screening.toml: what it may say, and how each fault is told."""

import pytest

from recyclenet.errors import InstanceError
from recyclenet.geo.rules import Rule, Screening, screening_of

LAKES = {"name": "lakes", "kind": "exclude", "file": "lakes.geojson", "buffer_km": 2}
TWICE = "file: what the rule is about is missing, or said twice; give a file, or lat_deg and lon_deg of one point"
PORT = {"name": "port", "kind": "near", "lat_deg": 29.7, "lon_deg": 116, "within_km": 30}


def test_it_says_where_to_look_and_what_to_obey():
    found = {
        "spacing_km": 10,
        "apart_km": 5.5,
        "settlements": "towns.csv",
        "greenfield": {"suggestions": 4, "weight": "population", "seed": 3},
        "rules": [{**LAKES, "column": "name", "values": ["Poyang"]}, PORT],
    }  # fmt: skip
    lakes = Rule("lakes", "exclude", 2.0, file="lakes.geojson", column="name", values=("Poyang",))
    port = Rule("port", "near", 30.0, lat_deg=29.7, lon_deg=116)
    read = screening_of(found)
    assert read.rules[0] == lakes
    assert (read.rules[1].lat_deg, read.rules[1].limit, read.rules[1].file) == (port.lat_deg, port.limit, "")
    assert read == Screening(read.rules, 10, "towns.csv", 5.5, 4, "population", 3)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({}, ("no candidates are asked for; write spacing_km = 10 for a grid, settlements = a file of places, or "
             "[greenfield] suggestions = 5")),
        ({"spacing": 3}, "spacing: the key is unknown; the keys here are spacing_km, settlements, apart_km, greenfield, rules"),
        ({"spacing_km": 0}, "spacing_km: found 0; write a number from 0.1 to 1000"),
        ({"spacing_km": "ten"}, "spacing_km: found 'ten'; write a number from 0.1 to 1000"),
        ({"greenfield": {"suggestions": 2.5}}, "greenfield.suggestions: found 2.5; write a whole number from 0 to 1000"),
        ({"greenfield": {"suggestions": 2, "weight": "gdp"}}, "greenfield.weight: found 'gdp'; write one of supply, population"),
        ({"greenfield": 3}, "greenfield: found 3; write it as a table: [greenfield]"),
        ({"rules": {}}, "rules: it is no list of tables; begin each rule with a line [[rules]]"),
        ({"settlements": ""}, "settlements: found ''; write a text"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_remedy(found, said):
    with pytest.raises(InstanceError) as error:
        screening_of(found)
    assert said in [str(problem).removeprefix("screening.toml").lstrip(":, ") for problem in error.value.problems]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "avoid"}, "kind: found 'avoid'; write one of exclude, near, slope"),
        ({"name": None}, "name: the key is missing; write name = ..."),
        ({"buffer_km": None}, "buffer_km: the key is missing; kind exclude takes buffer_km"),
        ({"within_km": 3}, "within_km: it does not go with kind exclude; kind exclude takes buffer_km"),
        ({"file": None}, TWICE),
        ({"lat_deg": 29, "lon_deg": 115},
         TWICE),
        ({"values": ["Gan"]}, 'column: column and values go together; write both, such as column = "name", values = ["Gan"]'),
        ({"column": "name", "values": []}, 'values: found []; write a list, such as ["Gan", "Fu"]'),
        ({"buffer_km": -1}, "buffer_km: found -1; write a number from 0 to 1000"),
    ],
)  # fmt: skip
def test_a_fault_in_a_rule_is_told_with_its_place_and_remedy(changed, said):
    rule = {key: value for key, value in {**LAKES, **changed}.items() if value is not None}
    with pytest.raises(InstanceError) as error:
        screening_of({"spacing_km": 10, "rules": [rule]})
    assert [str(problem) for problem in error.value.problems] == [f"screening.toml, rules[1].{said}"]


def test_two_rules_have_two_names():
    with pytest.raises(InstanceError, match=r"rules\[2\]\.name: 'lakes' is the name of an earlier rule; give it a name of its own"):
        screening_of({"spacing_km": 10, "rules": [LAKES, LAKES]})
