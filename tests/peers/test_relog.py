"""RELOG's cases, read through our own schema: published costs reached, made-up cases as cheap as RELOG's own model, faults named."""

import copy
import json

import pytest

from recyclenet.errors import InfeasibleError, InstanceError
from recyclenet.instance.files import read_instance, write_instance
from recyclenet.instance.importers.relog import read_relog
from recyclenet.solution.verify import violations
from recyclenet.solve.highs import solve
from tests.cases import ROOT, formulate
from tests.peers.relog_model import least_cost
from tests.peers.test_orlib import folder_or_skip

FOLDER = ROOT.parent / "shared" / "benchmarks" / "relog"

PUBLISHED = [
    ("s1_v05.json", 2, 1_871_178.961663),  # total of the peer's stored solution
    ("storage.json", 3, 775.0),  # asserted by the peer's tests: 600, 75, 100 by year
    ("s1.json", 3, 1_872_656.335105),
    ("s1_collection_disposal.json", 3, 1_868_668.695105),
]


@pytest.fixture
def folder():
    """Return the folder of the peer's cases; where it is absent a test skips, but never in CI."""
    return folder_or_skip(FOLDER)


def plan_of(file, tmp_path, **options):
    """Solve a file by the way a planner goes: imported, written, read, solved, checked."""
    write_instance(read_relog(file, straight=True, **options), tmp_path / "instance")
    instance = read_instance(tmp_path / "instance")
    plan = solve(formulate(instance), gap=1e-9)
    assert violations(instance, plan).empty
    return plan


def saved(data, tmp_path, name="made-up.json"):
    (tmp_path / name).write_text(json.dumps(data), encoding="utf-8")
    return tmp_path / name


@pytest.mark.parametrize(("name", "digits", "cost"), PUBLISHED)
def test_the_published_cost_is_reached_and_proven(folder, tmp_path, name, digits, cost):
    plan = plan_of(folder / name, tmp_path, km_digits=digits)
    assert plan.cost == pytest.approx(cost, rel=1e-9)
    assert plan.bound == pytest.approx(cost, rel=1e-9)


@pytest.mark.parametrize(("name", "digits", "cost"), PUBLISHED)
def test_relogs_model_written_in_loops_reaches_the_published_cost_too(folder, name, digits, cost):
    """The oracle for cases of our own is right where the peer's answer is known."""
    assert least_cost(json.loads((folder / name).read_text(encoding="utf-8")), digits) == pytest.approx(cost, rel=1e-9)


def test_yearly_costs_are_those_of_the_peer(folder, tmp_path):
    plan = plan_of(folder / "storage.json", tmp_path)
    # 100 t in year 1, 50 t may be kept: 50 x 10 + 50 x 2 = 600; year 2 keeps them at 1.5: 75; year 3 processes them at 2: 100
    assert dict(plan.costs("period")) == pytest.approx({"year 1": 600, "year 2": 75, "year 3": 100})


def test_disposal_at_all_centres_together_is_what_the_peer_asserts(folder, tmp_path):
    plan = plan_of(folder / "s1.json", tmp_path)
    sold = plan["sales"]
    at_centres = sold[sold["outlet"].isin(plan.instance["regions"]["region"])]
    assert list(at_centres.groupby("period")["sold_t"].sum()) == pytest.approx([1.0, 1.0])


def test_a_thousand_times_the_supply_is_infeasible(folder, tmp_path):
    data = json.loads((folder / "s1.json").read_text(encoding="utf-8"))
    for centre in data["products"]["P1"]["initial amounts"].values():
        centre["amount (tonne)"] = [1000 * amount for amount in centre["amount (tonne)"]]
    with pytest.raises(InfeasibleError):
        plan_of(saved(data, tmp_path), tmp_path)


# ------------------------------------------------------------------------------------------------------------ made-up cases


def centre(lat, lon, *, takes=None, gives=(), **other):
    """Return a center of RELOG 0.8; what is not said costs and gives nothing."""
    nothing = dict.fromkeys(gives, 0)
    return {
        "latitude (deg)": lat, "longitude (deg)": lon, "input": takes, "outputs": list(gives), "fixed output (tonne)": nothing,
        "variable output (tonne/tonne)": nothing, "revenue ($/tonne)": 0 if takes else None, "collection cost ($/tonne)": nothing,
        "operating cost ($)": 0, "disposal limit (tonne)": dict.fromkeys(gives, 0), "disposal cost ($/tonne)": nothing, **other,
    }  # fmt: skip


def size(tonnes, opening, fixed, variable):
    return {"size (tonne)": tonnes, "opening cost ($)": opening, "fixed operating cost ($)": fixed,
            "variable operating cost ($/tonne)": variable}  # fmt: skip


def product(cost, limit=None, gases=None):
    return {"transportation cost ($/km/tonne)": cost, "transportation energy (J/km/tonne)": 1, "disposal limit (tonne)": limit,
            "transportation emissions (tonne/km/tonne)": gases or {}}  # fmt: skip


GOODS = {
    "parameters": {"time horizon (years)": 4, "building period (years)": [1, 2], "distance metric": "Euclidean"},
    "products": {"new": product(0.01), "old": product([0.02, 0.02, 0.03, 0.03]), "lye": product(0.01), "cells": product(0.005),
                 "scrap": product(0.01, [30, 30, 12, 12])},
    "centers": {
        "maker": centre(50, 10, gives=["new"], **{"fixed output (tonne)": {"new": [60, 80, 100, 40]}, "operating cost ($)": [9, 9, 9, 7]}),
        "shop": centre(50, 11, takes="new", gives=["old"], **{
            "fixed output (tonne)": {"old": [5, 0, 0, 0]}, "variable output (tonne/tonne)": {"old": [0, 0.6, 0.3]},
            "revenue ($/tonne)": 30, "collection cost ($/tonne)": {"old": [4, 4, 5, 6]}, "operating cost ($)": 20,
            "disposal limit (tonne)": {"old": [5, 10, 10, 10]}, "disposal cost ($/tonne)": {"old": 90}}),
        "far shop": centre(54, 14, takes="new", gives=["old"], **{
            "variable output (tonne/tonne)": {"old": 0.1}, "revenue ($/tonne)": [31, 36, 31, 31],
            "disposal limit (tonne)": {"old": None}, "disposal cost ($/tonne)": {"old": 250}}),
        "supplier": centre(49, 10, gives=["lye"], **{"fixed output (tonne)": {"lye": 40}, "disposal limit (tonne)": {"lye": None},
                                                     "disposal cost ($/tonne)": {"lye": 2}}),
        "buyer": centre(51, 12, takes="cells", **{"revenue ($/tonne)": [100, 110, 120, 130]}),
    },
    "plants": {
        "works": {
            "latitude (deg)": 50.5, "longitude (deg)": 11.5, "input mix (%)": {"old": [80, 80, 75, 75], "lye": [20, 20, 25, 25]},
            "output (tonne)": {"cells": 0.6, "scrap": [0.3, 0.3, 0.3, 0.25]}, "processing emissions (tonne)": {},
            "storage cost ($/tonne)": {"old": 3, "lye": 0}, "storage limit (tonne)": {"old": 20, "lye": 0},
            "disposal cost ($/tonne)": {"cells": 0, "scrap": 15}, "disposal limit (tonne)": {"cells": 0, "scrap": None},
            "capacities": [size(30, [500, 400, 400, 400], 50, [10, 9, 8, 8]), size(90, 1100, [80, 80, 80, 86], [10, 9, 8, 8])],
            "initial capacity (tonne)": 0,
        },
        "stove": {
            "latitude (deg)": 52, "longitude (deg)": 10, "input mix (%)": {"old": 100}, "output (tonne)": {"scrap": 0.5},
            "processing emissions (tonne)": {}, "storage cost ($/tonne)": {"old": 0}, "storage limit (tonne)": {"old": 0},
            "disposal cost ($/tonne)": {"scrap": 5}, "disposal limit (tonne)": {"scrap": [8, 8, 8, 8]},
            "capacities": [size(10, 1, 40, 1), size(40, 61, 70, 1)], "initial capacity (tonne)": 14,
        },
    },
}  # fmt: skip

GASES = {
    "parameters": {"time horizon (years)": 2, "building period (years)": [1], "distance metric": "euclidean"},
    "products": {"pack": product(0.02, None, {"CO2": 0.0002, "dust": 1e-6}), "ore": product(0.03, None, {"CO2": [0.0001, 0.0003]})},
    "centers": {
        "town": centre(30, 110, gives=["pack"], **{"fixed output (tonne)": {"pack": [100, 120]}, "disposal limit (tonne)": {"pack": 40},
                                                   "disposal cost ($/tonne)": {"pack": [300, 200]}}),
        "mill": centre(31, 111, takes="ore", **{"revenue ($/tonne)": [200, -20]}),
    },
    "plants": {
        name: {
            "latitude (deg)": lat, "longitude (deg)": 110.5, "input mix (%)": {"pack": 100}, "output (tonne)": {"ore": 0.4},
            "processing emissions (tonne)": {"CO2": co2, "noise": 1}, "storage cost ($/tonne)": {"pack": 1},
            "storage limit (tonne)": {"pack": None}, "disposal cost ($/tonne)": {"ore": 5}, "disposal limit (tonne)": {"ore": [None, 12]},
            "capacities": [size(tonnes, 800, 10, variable)], "initial capacity (tonne)": 0,
        }
        for name, lat, co2, tonnes, variable in (("clean", 30.2, [0.1, 0.1], 100, 90), ("dirty", 30.4, [0.9, 0.5], 150, 20))
    },
    "emissions": {"CO2": {"limit (tonne)": [None, 55], "penalty ($/tonne)": [30, 60]},
                  "dust": {"limit (tonne)": None, "penalty ($/tonne)": 5}},
}  # fmt: skip


def each(*amounts):
    """Return a series for two years; one number holds for both."""
    return list(amounts) if len(amounts) == 2 else [amounts[0]] * 2


TYPES = {
    "parameters": {"time horizon (years)": 2, "building period (years)": [2]},
    "products": {
        "A": {
            "transportation cost ($/km/tonne)": each(0.02, 0.05), "transportation energy (J/km/tonne)": each(1),
            "transportation emissions (tonne/km/tonne)": {"CO2": each(0.1, 0.2)}, "disposal limit (tonne)": each(0, 30),
            "disposal cost ($/tonne)": each(7), "acquisition cost ($/tonne)": each(3, -2),
            "initial amounts": {
                "=town": {"latitude (deg)": 40, "longitude (deg)": -80, "amount (tonne)": each(12, 90)},
                "Lima": {"latitude (deg)": 41, "longitude (deg)": -82, "amount (tonne)": each(0, 40)},
            },
        },
        "B": {"transportation cost ($/km/tonne)": each(0.01)},
        "b": {"transportation cost ($/km/tonne)": each(0.03),
              "initial amounts": {"Lima": {"latitude (deg)": 42, "longitude (deg)": -82, "amount (tonne)": each(5)}}},
    },
    "plants": {
        "Sort": {
            "input": "A", "outputs (tonne/tonne)": {"B": 0.7, "b": 0}, "energy (GJ/tonne)": each(1),
            "emissions (tonne/tonne)": {"CO2": each(0.5)},
            "locations": {
                "Lima": {
                    "latitude (deg)": 41.5, "longitude (deg)": -81, "initial capacity (tonne)": 60,
                    "disposal": {"B": {"cost ($/tonne)": each(-1, 4), "limit (tonne)": each(10, 20)}, "A": {"cost ($/tonne)": each(0)}},
                    "storage": {"cost ($/tonne)": each(0.5), "limit (tonne)": [4]},
                    "capacities (tonne)": {
                        "120": {"opening cost ($)": each(900, 600), "fixed operating cost ($)": each(80, 90),
                                "variable operating cost ($/tonne)": each(5, 6)},
                        "50.0": {"opening cost ($)": each(400, 300), "fixed operating cost ($)": each(30, 20),
                                 "variable operating cost ($/tonne)": each(5, 6)},
                    },
                },
            },
        },
        "Use": {"input": "B", "locations": {"Lima": {"latitude (deg)": 95, "longitude (deg)": 10, "capacities (tonne)": {
            "200": {"opening cost ($)": each(0, 44), "fixed operating cost ($)": each(10),
                    "variable operating cost ($/tonne)": each(-400)}}}}},
        "Burn": {"input": "b", "locations": {"L": {"latitude (deg)": 42, "longitude (deg)": -81, "initial capacity (tonne)": 9,
            "capacities (tonne)": {"9": {"opening cost ($)": each(1), "fixed operating cost ($)": each(1),
                                         "variable operating cost ($/tonne)": each(2)}}}}},
    },
    "case builder": {"x": 1},
}  # fmt: skip
"""A case of RELOG 0.7 in which names clash."""


def changed(data, path, value):
    """Return the data with another value somewhere."""
    data = copy.deepcopy(data)
    *way, last = path
    there = data
    for key in way:
        there = there[key]
    assert there[last] != value
    there[last] = value
    return data


TOWN, LIMA, SIZES = (
    ("products", "A", "initial amounts", "=town", "amount (tonne)"), ("plants", "Sort", "locations", "Lima"), "capacities (tonne)"
)  # fmt: skip
VARIANTS = [
    (TYPES, ("parameters", "building period (years)"), [1]),
    (TYPES, ("products", "A", "transportation cost ($/km/tonne)"), each(0.02)),
    (TYPES, ("products", "A", "disposal cost ($/tonne)"), each(-1000)),
    (TYPES, ("products", "A", "acquisition cost ($/tonne)"), each(0)),
    (TYPES, TOWN, each(12, 80)),
    (TYPES, (*LIMA, "initial capacity (tonne)"), 40),
    (TYPES, (*LIMA, "storage", "limit (tonne)"), 0),
    (TYPES, (*LIMA, "disposal", "B", "cost ($/tonne)"), each(0, 4)),
    (TYPES, (*LIMA, SIZES, "120", "opening cost ($)"), each(900, 300)),
    (TYPES, (*LIMA, SIZES, "120", "fixed operating cost ($)"), each(80, 20)),
    (GOODS, ("parameters", "building period (years)"), [3]),
    (GOODS, ("products", "scrap", "disposal limit (tonne)"), None),
    (GOODS, ("centers", "maker", "operating cost ($)"), 0),
    (GOODS, ("centers", "shop", "variable output (tonne/tonne)"), {"old": [0.2, 0.6, 0.3]}),
    (GOODS, ("centers", "shop", "variable output (tonne/tonne)"), {"old": 0.2}),
    (GOODS, ("centers", "shop", "fixed output (tonne)"), {"old": 0}),
    (GOODS, ("centers", "shop", "collection cost ($/tonne)"), {"old": 0}),
    (GOODS, ("centers", "shop", "disposal cost ($/tonne)"), {"old": [90, -50, 90, 90]}),
    (GOODS, ("centers", "far shop", "revenue ($/tonne)"), 0),
    (GOODS, ("centers", "supplier", "fixed output (tonne)"), {"lye": 5}),
    (GOODS, ("centers", "buyer", "revenue ($/tonne)"), 0),
    (GOODS, ("plants", "works", "input mix (%)"), {"old": 100, "lye": 0}),
    (GOODS, ("plants", "works", "storage limit (tonne)"), {"old": 0, "lye": 0}),
    (GOODS, ("plants", "works", "capacities"), [size(30, 500, 50, 10)]),
    (GOODS, ("plants", "works", "capacities"), [size(0, 0, 50, -10), size(90, 1000, 50, -10)]),
    (GOODS, ("plants", "works", "initial capacity (tonne)"), 45),
    (GOODS, ("plants", "stove", "initial capacity (tonne)"), 5),
    (GOODS, ("plants", "stove", "disposal cost ($/tonne)"), {"scrap": -600}),
    (GASES, ("emissions", "CO2", "limit (tonne)"), None),
    (GASES, ("emissions", "CO2", "penalty ($/tonne)"), 0),
    (GASES, ("products", "ore", "transportation emissions (tonne/km/tonne)"), {"CO2": 0.01}),
    (GASES, ("plants", "dirty", "processing emissions (tonne)"), {"CO2": -0.5}),
    (GASES, ("plants", "dirty", "disposal limit (tonne)"), {"ore": [0, 0]}),
    (GASES, ("centers", "mill", "revenue ($/tonne)"), 200),
]


@pytest.mark.parametrize("data", [GOODS, GASES, TYPES], ids=["goods", "gases", "types"])
def test_a_made_up_case_costs_what_relogs_own_model_says(data, tmp_path):
    assert plan_of(saved(data, tmp_path), tmp_path).cost == pytest.approx(least_cost(data), rel=1e-7)


@pytest.mark.parametrize(("data", "path", "value"), VARIANTS, ids=[" ".join(path) for _, path, _ in VARIANTS])
def test_each_thing_a_file_says_is_weighed_as_relog_weighs_it(data, path, value, tmp_path):
    variant = changed(data, path, value)
    expected = least_cost(variant)
    assert expected != pytest.approx(least_cost(data), rel=1e-6)  # it matters
    assert plan_of(saved(variant, tmp_path), tmp_path).cost == pytest.approx(expected, rel=1e-7, abs=1e-6)


def test_names_that_clash_are_told_apart_and_shown_as_they_were(tmp_path):
    instance = read_relog(saved(TYPES, tmp_path))
    assert list(instance["regions"]["region"]) == ["=town", "Lima", "Lima (b)"]
    assert list(instance["sites"]["site"]) == ["Lima (Sort)", "Lima (Use)", "L"]
    assert list(instance["sites"]["name"].fillna("")) == ["Lima", "Lima", ""]
    assert list(instance["materials"]["material"]) == ["A", "B", "b 2"]
    use = instance["sites"].set_index("site").loc["Lima (Use)"]
    assert (use["lat_deg"], use["lon_deg"]) == pytest.approx((85, -170))  # 95 deg: 5 beyond the pole, down the other side


def test_what_is_not_carried_over_is_said(tmp_path):
    said = read_relog(saved(TYPES, tmp_path)).settings.provenance
    assert said["source"] == "file made-up.json of RELOG 0.3 to 0.7"
    for words in (
        "'case builder' has no effect in RELOG and is left out",
        "products > A > transportation energy (J/km/tonne): energy, which RELOG reports and does not plan with",
        "plants > Sort > energy (GJ/tonne): energy",
        "plants > Sort > locations > Lima > disposal > A: disposal of what the plant does not put out",
        "plants > Use > locations > Lima: (95, 10) is written as (85, -170), the same point",
    ):
        assert words in said["not carried over"]
    assert "2020 is a placeholder" in said["price_year"]


def test_emissions_are_counted_without_a_price(tmp_path):
    instance = read_relog(saved(TYPES, tmp_path))
    assert instance["gases"][["gas", "price_per_t"]].to_numpy().tolist() == [["CO2", 0.0]]
    assert list(instance["haulage_emissions"]["t_per_tkm"]) == [0.1, 0.2]
    assert instance["processing_emissions"][["technology", "period", "t_per_t"]].to_numpy().tolist() == [["Sort", "*", 0.5]]


# ------------------------------------------------------------------------------------------------------------ faults

CO2 = ("products", "A", "transportation emissions (tonne/km/tonne)", "CO2")
CAPACITIES = (*LIMA, SIZES)


@pytest.mark.parametrize(
    ("data", "path", "value", "said"),
    [
        (TYPES, CO2, [1], "made-up.json, products > A > transportation emissions (tonne/km/tonne) > CO2: 1 numbers; write 2, one"),
        (TYPES, CO2, 5, "CO2: found 5; write a list: [...]"),
        (TYPES, CO2, [1, None], "CO2 > 2: found null; write a number"),
        (TYPES, CO2, [1, "x"], "CO2 > 2: found 'x'; write a number"),
        (TYPES, CO2, [1, True], "CO2 > 2: found true; write a number"),
        (TYPES, CO2, [1, -1], "CO2 > 2: found -1; write at least 0"),
        (TYPES, ("plants", "Use", "input"), "A2", "plants > Use > input: 'A2' is no product; did you mean 'A'?"),
        (TYPES, ("plants", "Sort", "outputs (tonne/tonne)"), {"C": 1}, "outputs (tonne/tonne) > C: 'C' is no product; write one of"),
        (TYPES, ("plants", "Sort", "outputs (tonne/tonne)"), {"A": 1}, "outputs (tonne/tonne): 'A' is the plant's input, too; give"),
        (TYPES, CAPACITIES, {}, "plants > Sort > locations > Lima > capacities (tonne): 0 sizes; give one size, or the least and the most"),
        (TYPES, CAPACITIES, {"1": {}, "2": {}, "3": {}}, "capacities (tonne): 3 sizes; give one size, or the least and the most"),
        (TYPES, (*CAPACITIES, "120", "variable operating cost ($/tonne)"), each(9), "> 120 > variable operating cost ($/tonne): it is not"),
        (TYPES, (*CAPACITIES, "120", "opening cost ($)"), each(100), "> 120 > opening cost ($): it is less than that of the smaller"),
        (TYPES, (*CAPACITIES, "120"), {}, "> 120 > fixed operating cost ($): the key is missing; add"),
        (TYPES, (*LIMA, "initial capacity (tonne)"), 121, "initial capacity (tonne): found 121 for a plant of at most 120 t; write"),
        (TYPES, (*LIMA, "storage"), {"cost ($/tonn)": 1}, "storage > cost ($/tonn): the key is unknown; did you mean 'cost ($/tonne)'?"),
        (TYPES, ("plants", "Burn", "locations", "L", "latitude (deg)"), "x", "Burn > locations > L > latitude (deg): found 'x'; write"),
        (TYPES, ("parameters", "time horizon (years)"), 2.5, "time horizon (years): found 2.5; write a whole number from 1 to 100"),
        (GOODS, ("parameters", "distance metric"), "driving", "distance metric: 'driving' needs data on roads that only RELOG has; call"),
        (GOODS, ("parameters", "distance metric"), "euclid", "distance metric: 'euclid' needs data on roads that only RELOG has; did"),
        (GOODS, ("plants", "works", "input mix (%)"), {"old": 80, "lye": 30}, "works > input mix (%): the shares of a year add up to 110"),
        (GOODS, ("plants", "works", "output (tonne)"), {"old": 0.1}, "works > output (tonne): 'old' is an input of the plant, too; give"),
        (GOODS, ("plants", "works", "storage limit (tonne)"), {"old": 20}, "works > storage limit (tonne) > lye: the key is missing; add"),
        (GOODS, ("plants", "works", "disposal cost ($/tonne)"), {"cells": [1, 2], "scrap": 0}, "> cells: 2 numbers; write 4, one for each"),
        (GOODS, ("plants", "stove", "capacities"), [{"size": 3}], "stove > capacities > 1 > size (tonne): the key is missing; add"),
        (GOODS, ("centers", "shop", "operating cost ($)"), -1, "centers > shop > operating cost ($): found -1; write at least 0"),
        (GOODS, ("centers", "shop", "outputs"), ["gold"], "centers > shop > outputs > 1: 'gold' is no product; did you mean 'old'?"),
        (GOODS, ("centers", "shop", "variable output (tonne/tonne)"), {"old": [0, -1]}, "output (tonne/tonne) > old > 2: found -1; write"),
        (GASES, ("emissions", "CO2"), {"limit (tonne)": None}, "emissions > CO2 > penalty ($/tonne): the key is missing; add"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_the_path_to_it(data, path, value, said, tmp_path):
    with pytest.raises(InstanceError) as caught:
        read_relog(saved(changed(data, path, value), tmp_path))
    assert said in str(caught.value)


def test_the_peers_file_with_a_series_too_short_is_refused_with_the_place(folder):
    with pytest.raises(InstanceError, match=r"s1-wrong-length.json, products > P1 > .*CO2: 1 numbers; write 2, one for each year"):
        read_relog(folder / "s1-wrong-length.json")


def test_driving_distances_are_refused_unless_straight_ones_are_asked_for(folder):
    with pytest.raises(InstanceError, match="'driving' needs data on roads that only RELOG has"):
        read_relog(folder / "s1.json")
    # the peer's tests count 38 arcs: 30 ways, and from each of 4 plants one to each of its 2 outputs
    assert len(read_relog(folder / "s1.json", straight=True)["distances"]) == 38 - 4 * 2


def test_a_place_in_a_database_is_refused(tmp_path):
    data = changed(TYPES, ("plants", "Burn", "locations", "L"), {"location": "us-state:IL", "capacities (tonne)": {}})
    with pytest.raises(InstanceError, match=r"L > location: it stands for a place in a database; write latitude \(deg\) and longitude"):
        read_relog(saved(data, tmp_path))


def test_all_faults_are_told_at_once(tmp_path):
    data = changed(changed(TYPES, CO2, [1]), ("plants", "Use", "input"), "Z")
    with pytest.raises(InstanceError, match="2 problems in the instance"):
        read_relog(saved(data, tmp_path))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1, "a": 2}', "a.json: it cannot be read (within one object a key stands twice: 'a'); give a JSON file of RELOG"),
        ('{"a": NaN}', "a.json: it cannot be read (NaN is no number"),
        ('{"a": 1e999}', "a.json: it cannot be read (the number 1e999 is too large)"),
        ('{"Products": {}}', "a.json: it has no parameters, products and plants; give a file of RELOG 0.3 or later"),
        ("[]", "a.json: it has no parameters, products and plants"),
    ],
)
def test_what_is_no_file_of_relog_is_refused(text, said, tmp_path):
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(InstanceError) as caught:
        read_relog(tmp_path / "a.json")
    assert said in str(caught.value)
