"""What arises in every county: sales x lifetimes x mass x share of the place x what can be obtained."""

import math
from collections.abc import Mapping
from functools import partial

import pandas as pd
from choices import (
    AIR_CONDITIONERS_FROM,
    AIR_CONDITIONERS_PER_YEAR,
    CARS_NATIONAL,
    COMMERCIAL_SHARE,
    COUNTIES,
    DOMESTIC_SHARE,
    EBIKE_LITHIUM_SHARE,
    EBIKE_PACK_KG,
    EBIKES_PER_YEAR,
    MAGNET_SHARE_SMALL,
    MOTOR_KG,
    OBTAINABLE,
    PERIODS,
    PHEV_KWH,
    POPULATION,
    POPULATION_SHARE,
    SALES_GROW_UNTIL,
    SALES_GROWTH,
    WH_PER_KG,
    WIND_GW_2024,
    WIND_TYPES,
)
from facts import Facts, Rows


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
                hybrid_car = (row.drivetrain, fleet) == ("PHEV", "passenger")
                mass_kg = PHEV_KWH * 1000 / WH_PER_KG[chemistry.upper()] if hybrid_car else float(life["pack_mass_kg"])
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
    """Return supply by county; less than 50 kg a year is left out.

    Vehicle parts by cars; wind by area and air conditioners by people of the city, at its largest and at its most populous county (where
    the WEEE works is); all else by people.
    """
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
