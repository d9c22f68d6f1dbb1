"""What we chose for this instance, and placeholders, each with its unit; SOURCE.md says why. All else is read from the facts."""

PERIODS = {f"{first}-{first + 4}": range(first, first + 5) for first in (2026, 2031, 2036)}

# ---------------------------------------------------------------------------------------------------------------------- money and places
EUR_PER_USD, CNY_PER_EUR = 0.92, 7.8
DISCOUNT_RATE = 0.05  # per year
APART_KM = 160.0  # cities of a country that stand for regions lie so far apart
DISTRICTS = (  # parts of a city that the list of cities has too
    "Brent", "Islington", "City of Westminster", "Bexley", "Barking", "Archway", "Wandsbek", "Hamburg-Nord", "Hamburg-Mitte", "Marienthal",
    "Eimsbüttel", "Altona", "Neue Neustadt", "Eixample", "Latina", "Carabanchel", "Puente de Vallecas", "Fuencarral", "Sant Martí",
    "Ciudad Lineal", "Fuencarral-El Pardo", "Sector 1", "Sector 2", "Sector 3", "Sector 4", "Sector 5", "Sector 6", "Pest", "Buda",
    "Mokotów", "Favoriten", "Paris 15 Vaugirard", "South Dublin",
)  # fmt: skip
CITY_WEIGHT = 0.5  # of a country's people live as its large cities do, the rest as its area lies
SMALLEST_ISLAND_KM2 = 500  # parts of a country that are smaller, and hold no city, are left out of the polygons
CAPITALS = {"MLT": (35.90, 14.51), "LUX": (49.61, 6.13), "ISL": (64.10, -21.70), "LIE": (47.16, 9.54)}  # too small for the list of cities

# -------------------------------------------------------------------------------------------------------------------- what is put in use
BEV_2024 = {  # registrations; those of the facts, which have the EU's total, come before these
    "SWE": 94300, "DNK": 89600, "ITA": 65600, "ESP": 57400, "AUT": 44600, "PRT": 41800, "FIN": 21800, "IRL": 17500, "POL": 16600,
    "LUX": 12700, "CZE": 11000, "ROU": 9800, "HUN": 8800, "GRC": 8700, "SVN": 3100, "SVK": 2300, "MLT": 2300, "LTU": 1900, "HRV": 1800,
    "BGR": 1700, "EST": 1500, "LVA": 1200, "CYP": 1000, "CHE": 46100, "ISL": 2600, "LIE": 200,
}  # fmt: skip
SERIES: dict[str, dict[str, dict[int, float]]] = {  # product: area: year: units
    "battery electric car": {
        "Norway": dict(zip(range(2012, 2026), (4400, 7900, 18100, 25800, 24200, 33000, 46100, 60300, 76800, 113700, 138300, 104600, 114396,
                                               172000), strict=True)),
        "Europe without Norway": dict(zip(range(2012, 2026), (19600, 30100, 40900, 64200, 67800, 103000, 155900, 300700, 670200, 1105300,
                                                              1438700, 1915400, 1878700, 2413000), strict=True)),
    },
    "plug-in hybrid car": {
        "Norway": dict(zip(range(2012, 2026), (300, 300, 1700, 8000, 20600, 29000, 26000, 19000, 29000, 38000, 14600, 10000, 3400, 3000),
                           strict=True)),
        "Europe without Norway": dict(zip(range(2012, 2026), (9000, 31000, 37000, 95000, 94000, 121000, 160000, 181000, 593000, 1009000,
                                                              1001000, 980000, 962000, 1260000), strict=True)),
    },
    "e-bike battery": {"Europe": dict(zip(range(2010, 2026), (590e3, 720e3, 850e3, 910e3, 1140e3, 1360e3, 1670e3, 2070e3, 2770e3, 3400e3,
                                                              4540e3, 5060e3, 5530e3, 5100e3, 4900e3, 4900e3), strict=True))},
    "wind turbine MW": {"offshore": dict(zip(range(2010, 2026), (880, 870, 1170, 1570, 1480, 3020, 1560, 3150, 2650, 3630, 2920, 3320, 2460,
                                                                 3760, 2600, 2600), strict=True))},
}  # fmt: skip
PRODUCTS = {  # product: key by which its areas are shared out, product whose numbers it has
    "battery electric car": ("cars", ""), "plug-in hybrid car": ("cars", ""),
    "motor of a battery electric car": ("", "battery electric car"), "motor of a plug-in hybrid car": ("", "plug-in hybrid car"),
    "e-bike battery": ("population", ""), "e-bike motor": ("", "e-bike battery"), "wind turbine MW": ("offshore wind", ""),
}  # fmt: skip
OUTLOOKS = {  # product: growth per year, until
    "battery electric car": ((0.12, 2030), (0.06, 2035), (0.0, 2040)),
    "plug-in hybrid car": ((0.0, 2030), (-0.2, 2035), (0.0, 2040)),
    "e-bike battery": ((0.02, 2030), (0.0, 2040)),
    "wind turbine MW": ((0.05, 2030), (0.0, 2040)),
}
VARIANTS = {  # product: variant: share by year of sale, linear in between
    "battery electric car": {"NMC": {2020: 0.98, 2022: 0.94, 2024: 0.90, 2027: 0.75, 2030: 0.60, 2035: 0.50},
                             "LFP": {2020: 0.02, 2022: 0.06, 2024: 0.10, 2027: 0.25, 2030: 0.40, 2035: 0.50}},
    "plug-in hybrid car": {"NMC": {2024: 1.0, 2030: 0.8}, "LFP": {2024: 0.0, 2030: 0.2}},
    "motor of a battery electric car": {"with magnets": {2012: 0.82}}, "motor of a plug-in hybrid car": {"with magnets": {2012: 0.82}},
    "wind turbine MW": {"direct drive": {2010: 0.0, 2014: 0.2, 2018: 0.6, 2025: 0.7}, "medium speed": {2010: 0.0, 2018: 0.1, 2025: 0.2}},
}  # fmt: skip
MOTOR_KG, EBIKE_MOTOR_KG = 45.0, 4.0  # a car's motor; a hub motor with 7.5 % of magnets
CONTENTS: dict[str, dict[str, dict[str, dict[int, float]]]] = {  # product: variant: material: kg by year of sale, linear in between
    "battery electric car": {"NMC": {"nmc_pack_owner": {2012: 270, 2018: 310, 2022: 385}}, "LFP": {"lfp_pack_owner": {2020: 400}}},
    "plug-in hybrid car": {"NMC": {"nmc_pack_owner": {2012: 100, 2022: 120}}, "LFP": {"lfp_pack_owner": {2024: 140}}},
    "motor of a battery electric car": {"with magnets": {"ev_motor_owner": {2012: MOTOR_KG}}},
    "motor of a plug-in hybrid car": {"with magnets": {"ev_motor_owner": {2012: MOTOR_KG}}},
    "e-bike battery": {"*": {"ebike_pack_owner": {2010: 4.0}}},
    "e-bike motor": {"*": {"ebike_motor_owner": {2010: EBIKE_MOTOR_KG}}},
    "wind turbine MW": {"direct drive": {"wind_magnet_owner": {2010: 650}}, "medium speed": {"wind_magnet_owner": {2010: 160}}},
}  # fmt: skip
MEAN_LIFE = {  # years, shape
    "battery electric car": (12.6, 3.5), "plug-in hybrid car": (12.6, 3.5), "motor of a battery electric car": (15.0, 3.5),
    "motor of a plug-in hybrid car": (15.0, 3.5), "e-bike battery": (7.0, 3.0), "e-bike motor": (10.0, 3.0),
    "wind turbine MW": (20.0, 10.0),
}  # fmt: skip
EXPORTED = 0.20  # of cars that come out of use leave Europe, or second use keeps their packs
OFFSHORE = {"GBR": ("Kingston upon Hull", 0.45), "DEU": ("Hamburg", 0.27), "NLD": ("Rotterdam", 0.12), "DNK": ("Copenhagen", 0.09),
            "BEL": ("Brussels", 0.07)}  # country: region where magnets come ashore, share of what was built  # fmt: skip

# ----------------------------------------------------------------------------------------------------------------- collection and plants
DETOUR = 1.23  # road to great circle between the 11 cities of Jiangxi
DEPOTS = 4  # of a region, which shorten the van's way
PICKUP_REACH_KM, COLLECTED_REACH_KM = 140, 500  # longest way travelled: a van; a lorry with packs
HANDLING = {"general": 8, "dangerous": 20, "pickup": 3.0}  # EUR/t to load and unload a lorry; a van's by so many times
EV_COLLECTION, SHORTFALL_COST = 0.95, 5_000  # of what can be had; EUR for each tonne a year short of a target
DEPOT_T, DEPOT_OPENING, COLLECTING = 750, 300_000, 150.0  # t/yr, EUR, EUR/t
HUB_T, HUB_EXPONENT, HUB_FROM_T = 6_000, 0.7, 15_000  # t/yr; a region of so much has hubs instead of depots
WAGE_PER_H, HOURS_PER_T, BENCH_EXPONENT, FIXED_SHARE = 35.0, 7.5, 0.85, 0.10
SIZES = {  # technology: (size, t/yr with which it opens, up to which it may grow); battery plants in tonnes of packs
    "dismantling": (("new", 1_000, 40_000),),
    "pretreatment": (("new", 5_000, 75_000),),
    "hydromet-nmc": (("small", 10_000, 50_000), ("large", 50_000, 100_000)),
    "hydromet-lfp": (("small", 10_000, 50_000), ("large", 50_000, 100_000)),
    "magnet-long-loop": (("new", 500, 3_000),),
    "magnet-short-loop": (("new", 100, 750),),
}
HOSTS = {"dismantling": 6.0e6, "pretreatment": 9.6e6, "magnet-long-loop": 15.0e6,
         "magnet-short-loop": 15.0e6}  # a region with so many people may have one  # fmt: skip
HYDROMET_HOSTS = ("SWE-stockholm", "GBR-birmingham", "DEU-köln", "DEU-berlin", "FRA-lyon", "ESP-madrid", "ITA-milan", "POL-wrocław")
"""Regions that may have a hydromet works."""
REMOTE_KM = 300  # a country from whose largest region it is so far to all these may have a yard there, too
MAGNET_CNY = {"magnet-long-loop": 22_500, "magnet-short-loop": 30_000}  # CNY/t of magnets, China
SHORT_LOOP_OPENING_USD, SHORT_LOOP_T, MAGNET_EXPONENT = 127e6, 750, 0.7
RESIDUE_FEE = 150  # EUR/t, at the gate of every plant
OUTLETS = {  # outlet: name, latitude, longitude, what it takes
    "cathode-harjavalta": ("Battery materials, Harjavalta", 61.31, 22.14, "salts"),
    "cathode-nysa": ("Battery materials, Nysa", 50.47, 17.33, "salts"),
    "cathode-schwarzheide": ("Battery materials, Schwarzheide", 51.48, 13.86, "salts"),
    "cathode-dunkirk": ("Battery materials, Dunkirk", 51.04, 2.38, "salts"),
    "magnets-narva": ("Magnet makers, Narva", 59.36, 28.19, "magnets"),
    "magnets-hanau": ("Magnet makers, Hanau", 50.13, 8.92, "magnets"),
    "oxides-la-rochelle": ("Rare-earth works, La Rochelle", 46.16, -1.15, "magnets"),
    "copper-hamburg": ("Copper smelter, Hamburg", 53.52, 10.03, "copper"),
    "copper-huelva": ("Copper smelter, Huelva", 37.26, -6.95, "copper"),
    "copper-legnica": ("Copper smelter, Legnica", 51.21, 16.16, "copper"),
    "metal-duisburg": ("Steel and aluminium works, Duisburg", 51.43, 6.76, "metal"),
    "metal-brescia": ("Steel and aluminium works, Brescia", 45.54, 10.22, "metal"),
    "metal-linz": ("Steel and aluminium works, Linz", 48.31, 14.29, "metal"),
    "metal-bilbao": ("Steel and aluminium works, Bilbao", 43.26, -2.93, "metal"),
    "metal-cardiff": ("Steel and aluminium works, Cardiff", 51.48, -3.18, "metal"),
    "metal-gavle": ("Steel and aluminium works, Gävle", 60.67, 17.14, "metal"),
}
LEFT_OUT = ("appliance_rotor_owner",)  # of Jiangxi's materials
