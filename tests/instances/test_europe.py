"""Europe: the tables are those the facts give, its numbers are worked out again by hand, and its plan holds."""

import csv
import filecmp
import math
import os
import subprocess
import sys
from functools import cache

import pandas as pd
import pytest
from shapely.geometry import shape

from recyclenet.instance.files import check_instance
from recyclenet.solution.verify import violations
from recyclenet.solve.highs import solve
from tests.cases import ROOT, formulate

FOLDER = ROOT / "instances" / "europe"
FACTS = ROOT.parent / "shared" / "data"
LATE = "2031-2035"


@pytest.fixture
def facts():
    """Return the folder of facts; where it is absent a test skips, but never in CI."""
    if not FACTS.exists():
        assert "CI" not in os.environ, "the collected facts are absent"
        pytest.skip("the collected facts (../shared/data) are absent")
    return FACTS / "tables"


@cache
def checked():
    return check_instance(FOLDER)


def europe():
    instance = checked()[0]
    assert instance is not None
    return instance


def statistic(name):
    with (FOLDER / "arisings" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("facts")
def test_the_facts_give_the_committed_files_byte_for_byte(tmp_path):
    command = [sys.executable, "-m", "instances.europe.build", str(FACTS), str(tmp_path)]
    report = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert report.returncode == 0, report.stderr
    for part, kinds in ((".", (".csv", ".toml", ".geojson")), ("arisings", (".csv", ".toml"))):
        made = sorted(path.name for path in (tmp_path / part).iterdir() if path.is_file())
        assert made == sorted(path.name for path in (FOLDER / part).iterdir() if path.suffix in kinds)
        assert filecmp.cmpfiles(tmp_path / part, FOLDER / part, made, shallow=False) == (made, [], [])


def test_nothing_is_odd_about_it_but_what_the_law_asks_of_streams_it_does_not_have():
    places = [(problem.severity, problem.found.split("'")[1]) for problem in checked()[1]]
    assert places == [("warning", "EU-2023-1542 collect portable batteries"), ("warning", "EU-2023-1542 recover Pb")]


def test_it_is_what_was_asked_for():
    instance = europe()
    assert instance["regions"]["group"].nunique() == 32
    assert set(instance["regions"]["region"]) == set(instance.polygons)
    assert instance.periods == ("2026-2030", LATE, "2036-2040")
    # two shares of e-bike packs, three each of Co, Cu, Li, Ni; nine elements in two periods
    assert instance.presets == {"EU-2023-1542": 2 + 4 * 3, "EU-CRMA": 9 * 2}
    assert set(instance["materials"]["stream"]) >= {"EV battery", "e-bike battery", "magnet", "black mass"}
    works = instance["candidates"].query("technology == 'hydromet-nmc'")
    assert works.groupby("size")["site"].nunique().to_dict() == {"large": 8, "small": 8}


def test_people_of_the_regions_are_those_of_their_countries(facts):
    stated = pd.read_csv(facts / "eu_countries.csv").set_index("name")["population_persons"]
    counted = europe()["regions"].groupby("group")["population"].agg(["sum", "size"])
    for country, persons in stated.items():
        assert counted.at[country, "sum"] == pytest.approx(persons, abs=50 * int(counted.at[country, "size"]))  # rounded to a hundred


@pytest.mark.usefixtures("facts")
def test_polygons_of_a_country_are_the_country_divided():
    """Areas in square degrees: those of the regions are that of the country without its small islands, and no two overlap."""
    instance = europe()
    of = instance["regions"].groupby("group")["region"].apply(list)
    shapes = {region: shape(polygon) for region, polygon in instance.polygons.items()}
    whole = {feature["properties"]["name"]: shape(feature["geometry"])
             for feature in pd.read_json(FACTS / "geo" / "eu_countries_ne50m.geojson")["features"]}  # fmt: skip
    for country in ("Germany", "France", "Italy", "Poland", "Sweden"):
        parts = [shapes[region] for region in of[country]]
        assert sum(part.area for part in parts) == pytest.approx(whole[country].area, rel=0.01)
        together = parts[0]
        for part in parts[1:]:
            assert together.intersection(part).area < 1e-3
            together = together.union(part)


def weibull(age, mean, shape_of_it):
    return 1 - math.exp(-((max(age, 0) / (mean / math.gamma(1 + 1 / shape_of_it))) ** shape_of_it))


def linear(by_year, year):
    """Return what holds in a year: linear between stated years, level outside."""
    years = sorted(by_year)
    if year <= years[0] or year >= years[-1]:
        return by_year[min(max(year, years[0]), years[-1])]
    after = next(other for other in years if other > year)
    before = max(other for other in years if other <= year)
    return by_year[before] + (by_year[after] - by_year[before]) * (year - before) / (after - before)


def test_packs_of_a_region_are_sales_by_lifetime_by_mass():
    """LFP packs of Oslo in 2031-2035, in loops of our own: what is sold in Norway, as the statistics of the folder state it."""
    tonnes = 0.0
    for product, variant_share, kg in (
        ("battery electric car", {2020: 0.02, 2022: 0.06, 2024: 0.10, 2027: 0.25, 2030: 0.40, 2035: 0.50}, 400),
        ("plug-in hybrid car", {2024: 0.0, 2030: 0.2}, 140),
    ):
        rows = [row for row in statistic("sales") if row["product"] == product and row["area"] == "Norway"]
        sold = {int(row["year"]): float(row["units"]) for row in rows}
        for year in range(2026, 2041):
            growth = {"battery electric car": (0.12, 0.06, 0.0), "plug-in hybrid car": (0.0, -0.2, 0.0)}[product]
            sold[year] = sold[year - 1] * (1 + growth[0 if year <= 2030 else 1 if year <= 2035 else 2])
        for year in range(2031, 2036):
            for vintage, units in sold.items():
                gone = weibull(year - vintage + 0.5, 12.6, 3.5) - weibull(year - vintage - 0.5, 12.6, 3.5)
                tonnes += units * linear(variant_share, vintage) * kg / 1000 * gone / 5
    tonnes *= 0.8  # a fifth is exported
    people = europe()["regions"].query("group == 'Norway'").set_index("region")["population"]
    supplies = europe().keyed("supplies")["supply_t"]
    assert supplies["NOR-oslo", "lfp_pack_owner", LATE] == pytest.approx(tonnes * people["NOR-oslo"] / people.sum(), rel=1e-3)


def test_cars_are_shared_out_by_registrations_of_2024(facts):
    countries = pd.read_csv(facts / "eu_countries.csv").set_index("iso3")
    cars: dict[str, float] = {}
    for row in statistic("keys"):
        if row["key"] == "cars":
            cars[row["region"][:3]] = cars.get(row["region"][:3], 0.0) + float(row["value"])
    known = countries["bev_registrations_2024_units"].dropna()
    assert {iso3: cars[iso3] for iso3 in known.index} == {iso3: pytest.approx(units) for iso3, units in known.items()}
    assert sum(cars[iso3] for iso3 in countries.index[countries["eu27"]]) == pytest.approx(1_447_934)  # ACEA


def test_a_hydromet_works_costs_what_everbatt_says_of_the_united_states():
    # 10 kt of packs: 66 698 455 with, 19 878 065 USD without pre-treatment below it; a year 18 532 787 and 8 654 067; at 0.92
    works = europe().keyed("candidates").loc[("city-DEU-köln", "hydromet-nmc", "small")]
    assert works["opening_cost"] == pytest.approx((66_698_455 - 19_878_065) * 0.92, rel=1e-3)
    assert works["fixed_cost_per_year"] == pytest.approx((18_532_787 - 8_654_067) * 0.92, rel=1e-3)
    # 50 kt more cost, straight up to there, 110 932 149 - 36 902 202 USD in all
    added = works["most_capacity_t"] - works["capacity_t"]
    assert works["opening_cost"] + added * works["expansion_cost_per_t"] == pytest.approx((110_932_149 - 36_902_202) * 0.92, rel=1e-3)


def test_lorries_cost_and_emit_what_the_facts_say(facts):
    rates = europe().keyed("mode_rates")
    assert rates.at[("lorry", "general"), "cost_per_tkm"] == 0.09
    assert rates.at[("lorry", "dangerous"), "cost_per_tkm"] == 0.25
    assert rates.at[("van", "pickup-dangerous"), "cost_per_tkm"] == pytest.approx(0.25 * 0.1784 / 0.0628, abs=1e-3)
    factors = pd.read_csv(facts / "transport_emission_factors.csv").set_index("mode")["kgCO2e_per_t_km"]
    emitted = europe().keyed("haulage_emissions")["t_per_tkm"].droplevel(["gas", "period"])
    assert emitted["lorry", "dangerous"] == pytest.approx(float(factors["articulated >33 t"]) / 1000, rel=1e-5)


@pytest.mark.slow
def test_the_plan_is_checked_collects_what_it_must_and_misses_only_copper():
    instance = europe()
    plan = solve(formulate(instance), gap=0.05, time_limit=600, threads=1)
    assert violations(instance, plan).empty
    assert set(plan["shortfalls"].query("amount > 1")["name"]) == {"EU-2023-1542 recover Cu"}
    supply = instance["supplies"].merge(instance["materials"][["material", "stream"]], on="material").query("stream == 'EV battery'")
    left = plan["uncollected"][plan["uncollected"]["material"].isin(["nmc_pack_owner", "lfp_pack_owner"])]
    supplied, behind = supply.groupby("period")["supply_t"].sum(), left.groupby("period")["uncollected_t"].sum()
    assert (1 - behind.reindex(supplied.index, fill_value=0.0) / supplied >= 0.95 - 1e-6).all()
    assert plan.gap <= 0.05
