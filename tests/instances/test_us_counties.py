"""US counties: the case for size is made of what is committed, conserves what arises, and is built only within reach."""

import csv
import filecmp
import math
from functools import cache

import numpy as np
import pandas as pd
import pytest

from instances.us_counties import county_people
from instances.us_counties.build import us_counties
from recyclenet.instance.files import check_instance, read_instance, write_instance
from recyclenet.network.network import build_network
from tests.cases import ROOT

FOLDER = ROOT / "instances" / "us_counties"


@cache
def whole():
    return read_instance(FOLDER)


@cache
def part(periods=1):
    return us_counties(regions=250, periods=periods)


def test_what_is_given_makes_the_committed_files_byte_for_byte(tmp_path):
    write_instance(us_counties(), tmp_path)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".csv", ".toml", ".geojson"))
    assert filecmp.cmpfiles(tmp_path, FOLDER, made, shallow=False) == (made, [], [])


def test_nothing_is_odd_about_it():
    assert check_instance(FOLDER)[1] == []


def test_it_is_as_large_as_was_asked_for():
    instance = whole()
    assert len(instance["regions"]) == len(instance.polygons) == 3107
    stands = instance["candidates"].groupby("technology")["site"].nunique().to_dict()
    assert stands == {"collection-point": 300, "pretreatment": 60, "hydromet": 60, "magnet-recycler": 60}
    assert instance["supplies"]["material"].nunique() == 4
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.suffix != ".pyc") < 4e6


def test_people_of_counties_are_those_of_their_state():
    with (FOLDER / "given" / "states.csv").open(encoding="utf-8") as stream:
        states = {row["name"]: int(row["population"]) for row in csv.DictReader(stream)}
    assert sum(states.values()) == 331_449_281 - 733_391 - 1_455_271  # census 2020 without Alaska and Hawaii
    counted = whole()["regions"].groupby("group")["population"].agg(["sum", "size"])
    for state, row in counted.iterrows():
        assert row["sum"] == pytest.approx(states[state], abs=row["size"] / 2)  # counties are whole persons
    assert whole().keyed("regions").loc["06037", "population"] == 10_014_009  # a figure of given/counties.csv


def test_a_planners_figure_stands_and_the_rest_of_the_state_is_shared_out(monkeypatch):
    # 1 000 people: A has 400 by the planner. Of the 600 left 300 and 100 live in places of B and C, the other 200 by area, 1 to 3
    frame = pd.DataFrame({"place_population": ["50", "300", "100"], "area_km2": [9.0, 1.0, 3.0]}, index=["99A", "99B", "99C"])
    monkeypatch.setattr(county_people, "given", lambda _: [{"county": "99A", "population": "400"}])
    people = county_people._people(frame, pd.Series({"99": 1000.0}))
    assert people.to_dict() == {"99A": 400, "99B": 300 + 50, "99C": 100 + 150}


def weibull(age, shape, scale):
    return 1 - math.exp(-((max(age, 0) / scale) ** shape))


def test_e_bike_packs_are_the_nations_sales_by_lifetime_and_add_up():
    # 4 kg a pack as shipped, Weibull 3, 4.5 years, 30 % never come back; growth 8 % a year to 2030, then 2 %
    with (FOLDER / "statistics" / "sales.csv").open(encoding="utf-8") as stream:
        sold = {int(row["year"]): float(row["units"]) for row in csv.DictReader(stream) if row["product"] == "e-bike battery"}
    for year in range(2025, 2041):
        sold[year] = sold[year - 1] * (1.08 if year <= 2030 else 1.02)
    gone = [
        sum(units * (weibull(year - first + 0.5, 3, 4.5) - weibull(year - first - 0.5, 3, 4.5)) for first, units in sold.items())
        for year in range(2026, 2041)
    ]
    supplies = whole()["supplies"].query("material == 'small_pack_owner'").set_index("region")["supply_t"]
    nation = sum(gone) / 15 * 0.7 * 4 / 1000
    assert supplies.sum() == pytest.approx(nation, abs=0.002)  # rounded to the kilogram once
    assert supplies["06037"] == pytest.approx(nation * 10_014_009 / whole()["regions"]["population"].sum(), abs=0.002)


def test_a_part_has_the_supply_of_the_whole_and_periods_share_it():
    known = whole().keyed("supplies")["supply_t"].droplevel("period")
    fewer = part().keyed("supplies")["supply_t"].droplevel("period")
    assert len(part()["regions"]) == 250
    assert (fewer - known.reindex(fewer.index)).abs().max() <= 0.001  # the last kilogram
    by_period = part(5)["supplies"].groupby(["region", "material"])["supply_t"].sum() / 5
    assert (by_period - fewer.reindex(by_period.index)).abs().max() <= 0.0015
    assert part(5).periods == ("2026-2028", "2029-2031", "2032-2034", "2035-2037", "2038-2040")


def test_a_part_can_be_read_and_has_outlets_for_all(tmp_path):
    write_instance(part(5), tmp_path)
    assert check_instance(tmp_path)[1] == []


def test_only_pairs_within_reach_are_built_and_every_county_has_somewhere_to_go():
    instance = whole()
    network = build_network(instance)
    arcs = network["arcs"].reset_index()
    from_counties = arcs[arcs["origin"].isin(instance["regions"]["region"])]
    assert from_counties["distance_km"].max() <= 250
    pairs = len(from_counties[["origin", "destination"]].drop_duplicates())
    assert pairs < 0.05 * 3107 * 300
    assert len(network["uncollected"]) == len(network["supplies"])  # what no point can reach, and all else, may stay
    supply = instance["supplies"].groupby("region")["supply_t"].sum()
    assert supply[from_counties["origin"].unique()].sum() > 0.97 * supply.sum()


def test_recipes_make_no_element():
    made = whole().keyed("conversions")["t_per_t"]
    share = whole()["compositions"].set_index(["material", "element"])["share"].unstack(fill_value=0.0)
    for recipe, rows in made.groupby(level=["technology", "recipe"]):
        if recipe[0] in ("collection-point", "pretreatment"):  # what is dissolved binds water and oxygen
            assert rows[rows > 0].sum() == pytest.approx(1), recipe
        amounts = rows.to_numpy()[:, None] * share.reindex(rows.index.get_level_values("material")).fillna(0.0).to_numpy()
        assert (amounts.sum(axis=0) <= 1e-6).all(), recipe
        assert np.abs(amounts).sum() > 0
