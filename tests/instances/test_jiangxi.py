"""Jiangxi: the tables are those the facts give, its numbers are worked out again by hand, and its plan holds."""

import filecmp
import math
import os
import shutil
import subprocess
import sys
from functools import cache

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, shape

from recyclenet.instance.files import check_instance, read_instance
from recyclenet.instance.screened import screened
from recyclenet.solution.verify import violations
from recyclenet.solve.highs import solve
from tests.cases import ROOT, formulate

FOLDER = ROOT / "instances" / "jiangxi"
FACTS = ROOT.parent / "shared" / "data"
YEARS = {"2026-2030": range(2026, 2031), "2031-2035": range(2031, 2036), "2036-2040": range(2036, 2041)}


@pytest.fixture
def facts():
    """Return the folder of facts; where it is absent a test skips, but never in CI."""
    if not FACTS.exists():
        assert "CI" not in os.environ, "the collected facts are absent"
        pytest.skip("the collected facts (../shared/data) are absent")
    return FACTS / "tables"


@cache
def jiangxi():
    return read_instance(FOLDER)


@pytest.mark.usefixtures("facts")
def test_the_facts_give_the_committed_files_byte_for_byte(tmp_path):
    build(FACTS, tmp_path)
    made = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    kept = [path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.suffix in (".csv", ".toml", ".geojson")]
    assert made == sorted(kept)
    assert filecmp.cmpfiles(tmp_path, FOLDER, made, shallow=False) == (made, [], [])


def test_nothing_is_odd_about_it():
    assert check_instance(FOLDER)[1] == []


def test_it_is_what_was_asked_for():
    instance = jiangxi()
    assert len(instance["regions"]) == len(instance.polygons) == 100
    assert instance["regions"]["group"].nunique() == 11
    assert instance.periods == tuple(YEARS)
    assert set(instance["technologies"]["kind"]) == {"collection", "dismantling", "pretreatment", "recycling"}
    points = instance["candidates"].query("technology == 'collection-point'")
    assert points.groupby("size")["site"].nunique().to_dict() == {"outlet": 100, "hub": 100}
    assert dict(points.groupby("size")["capacity_t"].unique().map(list)) == {"outlet": [5 * 52], "hub": [30 * 52]}  # stock x turns a year


def test_people_of_the_counties_are_those_of_the_census(facts):
    census = pd.read_csv(facts / "jiangxi_cities.csv").set_index("name_en")["pop_census_2020_persons"]
    counted = jiangxi()["regions"].groupby("group")["population"].sum()
    for city, persons in census.rename({"Fuzhou (Jiangxi)": "Fuzhou"}).items():
        assert counted[city] == pytest.approx(persons, abs=2000)  # counties are rounded to a hundred


def weibull(age, shape, scale):
    return 1 - math.exp(-((max(age, 0) / scale) ** shape))


def test_e_bike_packs_are_sales_by_lifetime_by_people(facts):
    # 54.6 million a year x 9 % with lithium x 4 kg x 3.2 % of the nation's people: 629 t sold a year; Weibull 3, 4.5 years; half obtainable
    lives = pd.read_csv(facts / "product_lifetimes.csv").set_index("product").loc["E-bike Li-ion battery"]
    shape, scale = float(lives["weibull_shape"]), float(lives["weibull_scale_y"])
    sold_t = 54.6e6 * 0.09 * 0.032 * 4 / 1000
    retired = [
        sum(weibull(year - sold + 0.5, shape, scale) - weibull(year - sold - 0.5, shape, scale) for sold in range(2005, year + 1))
        for year in YEARS["2026-2030"]
    ]
    province = sold_t * sum(retired) / 5 * 0.50
    assert province == pytest.approx(629 * 0.5, rel=0.01)  # sales are level, so what is retired is what is sold
    supplies = jiangxi()["supplies"].query("material == 'ebike_pack_owner' and period == '2026-2030'").set_index("region")["supply_t"]
    assert supplies.sum() == pytest.approx(province, rel=1e-4)
    # Zhanggong has 1 129 200 of 45 188 600 people
    assert supplies["360702"] == pytest.approx(province * 1_129_200 / 45_188_600, rel=1e-3)


def test_packs_of_one_county_worked_out_again(facts):
    """LFP packs of Yudu in 2031-2035, from the series in loops of our own."""
    sales = pd.read_csv(facts / "china_nev_sales.csv").set_index("year")["nev_sales_units"].astype(float)
    for year in range(2026, 2041):
        sales[year] = sales[year - 1] * (1.05 if year <= 2030 else 1)
    shares = pd.read_csv(facts / "battery_chemistry_shares_china.csv").query("chemistry == 'LFP'")
    lives = pd.read_csv(facts / "battery_lifetime_and_pack_mass_china.csv").query("chemistry == 'LFP'").set_index("vehicle")
    tonnes = 0.0
    for segment, vehicle, part in (("PEV", "passenger", 0.95), ("CEV", "commercial", 0.05)):
        for drive in ("BEV", "PHEV"):
            known = shares[(shares["segment"] == segment) & (shares["drivetrain"] == drive)].set_index("year")["share_of_units"]
            life = lives.loc[f"{drive} {vehicle}"]
            mass_kg = 20_000 / 135 if (drive, vehicle) == ("PHEV", "passenger") else life["pack_mass_kg"]
            for sold, units in sales.items():
                chemistry = known[min(max(sold, known.index.min()), known.index.max())]
                for year in YEARS["2031-2035"]:
                    gone = weibull(year - sold + 0.5, life["weibull_shape"], life["weibull_scale_y"])
                    gone -= weibull(year - sold - 0.5, life["weibull_shape"], life["weibull_scale_y"])
                    tonnes += units * 0.88 * part * chemistry * gone * mass_kg / 1000 / 5
    # of 260 million cars Ganzhou has 12.25 per 100 of 8 970 014 people; Yudu has 906 300 of Ganzhou's 8 970 000; 75 % obtainable
    expected = tonnes * 0.75 * 0.1225 * 8_970_014 / 260e6 * 906_300 / 8_970_000
    supplies = jiangxi().keyed("supplies")["supply_t"]
    assert supplies["360731", "lfp_pack_owner", "2031-2035"] == pytest.approx(expected, rel=1e-3)


def test_every_named_plant_stands_with_its_capacity_or_may_be_opened_where_it_is_a_project(facts):
    plants = pd.read_csv(facts / "jiangxi_existing_plants.csv").set_index("plant")
    rows = jiangxi().keyed("candidates")
    recipe = jiangxi().keyed("conversions")["t_per_t"]
    oxides = ("neodymium_praseodymium_oxide", "dysprosium_oxide", "terbium_oxide")
    oxide = sum(recipe["magnet-long-loop", "ev_magnet", name, "*"] for name in oxides)
    modules = {c: recipe["dismantling", f"{c}_pack", f"{c}_module", "*"] for c in ("nmc", "lfp")}
    masses = {c: modules[c] * recipe["pretreatment", f"{c}_module", f"{c}_black_mass", "*"] for c in modules}
    expected = {  # plant: (site, technology, throughput per unit of its stated capacity, status)
        "Huahong: Ji'an Xintai + Jiangxi Wanhong + Jishui Jincheng (3 separation bases)": [("huahong-jian", "magnet-long-loop", 1 / oxide)],
        "Shenghe Resources Jiangxi scrap plant": [("shenghe-ganzhou", "magnet-long-loop", 1)],
        "Shenghe Resources 3,300 t REO project": [("shenghe-3300", "magnet-long-loop", 1 / oxide)],
        "Longnan Baogang Xinli Renewable Resources": [("baogang-xinli-longnan", "magnet-long-loop", 1 / oxide)],
        "Xinfeng Baogang Xinli Rare Earth": [("baogang-xinli-xinfeng", "magnet-long-loop", 1 / oxide)],
        "Ganzhou Rare Earth Youli (China Southern RE)": [("youli-ganxian", "magnet-long-loop", 1)],
        "Jiangxi Jucheng": [("jucheng-ganxian", "magnet-long-loop", 0.8)],  # 2 000 t of magnets + 500 t of phosphor
        "Ganfeng Recycling Xinyu": works("ganfeng-xinyu", modules, masses),
        "Tianqi Jintaige": works("tianqi-jintaige-longnan", modules, masses),
        "Ganzhou Highpower (Haopeng)": works("highpower-ganzhou", modules, masses),
        "Ganzhou Lidao New Energy": [("lidao-chongyi", "pretreatment", modules["nmc"]), ("lidao-chongyi", "hydromet-lfp", masses["lfp"])],
        "Jiangxi Longsheng New Materials": [("longsheng-longnan", "hydromet-nmc", masses["nmc"])],
        "Tengyuan Cobalt battery scrap project": [("tengyuan-ganxian", "pretreatment", modules["nmc"])],
        "Huahong: Ganzhou Huazhuo scrap pre-treatment": [("huahong-huazhuo", "dismantling", 1)],
    }
    for plant, parts in expected.items():
        row = plants.loc[plant]
        project = row["status"].startswith(("project", "under construction", "EIA"))
        for site, technology, factor in parts:
            stands = rows.loc[site, technology, "named"]
            assert stands["capacity_t"] == pytest.approx(row["capacity_value"] * factor, rel=1e-4)
            assert stands["status"] == ("candidate" if project else "existing")
    # the others have no stated capacity (placeholders), or take ore or electrode sheets and no end-of-life stream
    others = set(plants.index) - set(expected)
    assert others == {
        "Shenghe Resources dismantling plant Fengcheng", "JL MAG: Yinhai New Materials (51%)", "Ganzhou Hengyuan Technology",
        "Ganzhou Longkai",
        "Ganzhou Rare Earth Longnan Smelting Separation", "Jiangxi Lingye New Energy",
    }  # fmt: skip
    for site in ("shenghe-fengcheng", "jl-mag-yinhai", "hengyuan-ganzhou", "longkai-ganzhou"):
        assert set(rows.loc[site]["status"]) == {"existing"}


def works(site, modules, masses):
    """Return what a works for both chemistries stands for: all packs as modules, half of them as black mass of each chemistry."""
    lines = [(site, f"hydromet-{chemistry}", masses[chemistry] / 2) for chemistry in masses]
    return [(site, "pretreatment", modules["nmc"]), *lines]


@pytest.mark.slow
def test_the_plan_is_proven_checked_and_meets_its_targets():
    instance = jiangxi()
    plan = solve(formulate(instance), gap=1e-3, time_limit=300)
    assert plan.gap <= 1e-3
    assert violations(instance, plan).empty
    supply = instance["supplies"].merge(instance["materials"][["material", "stream"]], on="material")
    left = plan["uncollected"].groupby(["material", "period"])["uncollected_t"].sum()
    supplied = supply.groupby(["stream", "material", "period"])["supply_t"].sum().rename("supply_t").reset_index()
    supplied["left_t"] = left.reindex(pd.MultiIndex.from_frame(supplied[["material", "period"]])).fillna(0.0).to_numpy()
    sums = supplied.groupby(["stream", "period"])[["supply_t", "left_t"]].sum()
    collected = 1 - sums["left_t"] / sums["supply_t"]
    assert (collected["EV battery"] >= 0.95 - 1e-6).all()
    # EU 2023/1542: 51 % and 61 % of all e-bike packs that arise, of which 65 % and 80 % can be had
    assert collected["e-bike battery", "2031-2035"] >= 0.51 / 0.65 - 1e-3
    assert collected["e-bike battery", "2036-2040"] >= 0.61 / 0.80 - 1e-3
    share = instance["compositions"].set_index(["material", "element"])["share"].unstack(fill_value=0.0)
    sold = plan["sales"].merge(instance["outlets"].query("kind == 'buyer'")[["outlet"]], on="outlet")
    got = (sold.set_index("period")["sold_t"] * share.reindex(sold["material"])["Ni"].to_numpy()).groupby(level=0).sum()
    kept = supplied.assign(
        ni_t=(supplied["supply_t"] - supplied["left_t"]) * share["Ni"].reindex(supplied["material"]).fillna(0).to_numpy()
    )
    recovered = got / kept.groupby("period")["ni_t"].sum()
    assert recovered["2036-2040"] >= 0.95
    opened = plan["openings"].query("technology == 'magnet-long-loop'")["size"]
    assert set(opened) == {"named"}  # no net new capacity for oxides


def test_emissions_are_those_of_the_facts(facts):
    # a tonne of packs of "medium" hydromet emits 4 722.91 kg; it is modules, then black mass, of which the works takes less than a tonne
    instance = jiangxi()
    made = instance.keyed("conversions")["t_per_t"]
    black_mass = made["dismantling", "nmc_pack", "nmc_module", "*"] * made["pretreatment", "nmc_module", "nmc_black_mass", "*"]
    impacts = pd.read_csv(facts / "process_impacts.csv").set_index("technology")["value"]
    emitted = instance.keyed("processing_emissions")["t_per_t"]
    assert emitted["hydromet-nmc", "CO2e", "*"] == pytest.approx(float(impacts["Medium emission hydro NMC"]) / 1000 / black_mass, rel=1e-4)
    assert emitted["magnet-long-loop", "CO2e", "*"] == 12
    lorries = pd.read_csv(facts / "transport_emission_factors.csv").set_index("mode")["kgCO2e_per_t_km"]
    haulage = instance.keyed("haulage_emissions")["t_per_tkm"].droplevel(["mode", "gas", "period"])
    assert haulage["pickup-dangerous"] == pytest.approx(float(lorries["rigid truck 3.5-7.5 t"]) / 1000)
    assert haulage["dangerous"] == pytest.approx(float(lorries["rigid truck >17 t"]) / 1000)


def layer(name):
    return gpd.read_file(FOLDER / "layers" / f"{name}.geojson").set_crs("EPSG:4326", allow_override=True)


def test_no_plant_may_be_opened_within_a_km_of_a_main_river_or_three_of_a_lake():
    # measured in UTM zone 50, 114 to 120 E, which is true to 0.1 % here
    instance = jiangxi()
    open_ = instance["candidates"].query("status == 'candidate' and technology != 'collection-point'")["site"].unique()
    sites = instance.keyed("sites").loc[open_]
    points = gpd.GeoSeries(gpd.points_from_xy(sites["lon_deg"], sites["lat_deg"]), crs="EPSG:4326").to_crs("EPSG:32650")
    for name, least_km in (("rivers", 1), ("lakes", 3)):
        shapes = layer(name).to_crs("EPSG:32650").union_all()
        assert (points.distance(shapes) / 1000).min() >= least_km * 0.998


def test_each_plants_verdict_is_kept_and_what_stands_stays_with_a_word_in_its_name():
    verdicts = pd.read_csv(FOLDER / "layers" / "plant_sites.csv").set_index("site")
    sites = jiangxi().keyed("sites")
    plants = sites[~sites.index.str.startswith("point-")]
    assert set(verdicts.index) == set(plants.index)
    dropped = verdicts[verdicts["kept"] == "no"]
    moved = ["park-nanchang", "park-jian", "huahong-huazhuo", "tengyuan-ganxian"]
    assert set(dropped.index) == {*moved, "longkai-ganzhou"}
    assert dropped["reason"].str.fullmatch(r"0\.\d\d km from main river, asked 1").all()
    stays = plants.index.drop(moved)
    assert (plants.loc[stays, ["lat_deg", "lon_deg"]] - verdicts.loc[stays, ["lat_deg", "lon_deg"]]).abs().max(axis=None) < 0.001
    assert plants.loc["longkai-ganzhou", "name"] == "Longkai Ganzhou (within main river buffer)"
    assert plants["name"].str.contains("buffer").sum() == 1


def test_a_plant_that_moves_stays_in_its_county_and_goes_no_farther_than_it_must():
    verdicts = pd.read_csv(FOLDER / "layers" / "plant_sites.csv", dtype={"region": str}).set_index("site")
    moved = verdicts[verdicts["moved_km"].notna()]
    assert len(moved) == 4
    assert (moved["moved_km"] < 5).all()  # in the grid every spot has a point within 2.9 km, in two directions across the river within 5
    for row in moved.itertuples():
        assert shape(jiangxi().polygons[row.region]).covers(Point(row.to_lon_deg, row.to_lat_deg))
        there = jiangxi().keyed("sites").loc[row.Index]
        assert (there["lat_deg"], there["lon_deg"]) == (row.to_lat_deg, row.to_lon_deg)
        north_km, east_km = ((row.to_lat_deg - row.lat_deg) * 111.2, (row.to_lon_deg - row.lon_deg) * 111.2)
        km = math.hypot(north_km, east_km * math.cos(math.radians(row.lat_deg)))
        assert km == pytest.approx(row.moved_km, abs=0.06)


def test_an_official_red_line_is_one_more_rule(facts, tmp_path):
    # a red line over the whole of Yingtan's Yuehu district, and one over the works at Chongyi
    red = [shape(jiangxi().polygons["360602"]).buffer(0.01), Point(114.2238, 25.6428).buffer(0.05)]
    (tmp_path / "layers").mkdir()
    gpd.GeoDataFrame(geometry=red, crs="EPSG:4326").to_file(tmp_path / "layers" / "red.geojson")
    rule = '[[rules]]\nname = "red line"\nkind = "exclude"\nfile = "layers/red.geojson"\nbuffer_km = 0\n'
    (tmp_path / "screening.toml").write_text((FOLDER / "screening.toml").read_text(encoding="utf-8") + rule, encoding="utf-8")
    build(facts.parent, tmp_path)
    instance = read_instance(tmp_path)
    verdicts = pd.read_csv(tmp_path / "layers" / "plant_sites.csv").set_index("site")
    assert (verdicts.loc["park-yingtan", "dropped_by"], verdicts.loc["park-yingtan", "reason"]) == ("red line", "in red line")
    assert "park-yingtan" not in set(instance["sites"]["site"])  # no place is left in its county
    assert "park-yingtan" not in set(instance["candidates"]["site"])
    assert instance.keyed("sites").loc["lidao-chongyi", "name"] == "Lidao Chongyi (within red line buffer)"


def build(facts, target):
    command = [sys.executable, str(FOLDER / "build.py"), str(facts), str(target)]
    report = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert report.returncode == 0, report.stderr


def test_a_planner_can_screen_further_sites_by_the_same_rules(tmp_path):
    for name in ("regions.csv", "regions.geojson", "sites.csv", "supplies.csv", "screening.toml"):
        shutil.copy(FOLDER / name, tmp_path)
    shutil.copytree(FOLDER / "layers", tmp_path / "layers")
    found = screened(tmp_path)
    assert not found.problems
    # the rivers are some 1 000 km long in Jiangxi, their buffer two km wide, a point of the grid stands for 21.7 km2: about 90
    assert 60 < found.dropped["main river"] < 130
    named = found.spots[found.spots["origin"] == "settlement"].set_index("name")
    assert named.loc["Nanchang park", "dropped_by"] == "main river"
