"""What we chose for this instance, and placeholders, each with its unit; SOURCE.md says why. Places and people stand in given/."""

FIRST_YEAR, LAST_YEAR = 2026, 2040
RUNS = (1, 3, 5, 15)  # numbers of periods these years fall into evenly
DISCOUNT_RATE = 0.06  # per year
CNY_PER_USD = 7.2
MIDDLE = (39.77, -86.16)  # deg; a smaller instance holds the counties nearest to it (Indianapolis), as dense as the whole
RURAL_SHARE = 0.10  # least share of a state's people who live in no place that is known

# ---------------------------------------------------------------------------------------------------------------- points and plants
POINTS, POINTS_APART_KM = 300, 60.0
PLANTS, PLANTS_APART_KM = 60, 180.0
DETOUR = {"road": 1.2, "rail": 1.3}
PICKUP_REACH_KM, COLLECTED_REACH_KM = 250.0, 1600.0  # a lorry's day out and home; two days one way
PACKS_PER_BLACK_MASS = 1 / 0.46  # t of packs for a tonne of black mass, both chemistries
EVERBATT = {  # USD, USD/yr at 5 and 50 kt of packs a year, USD/t of packs; hydromet is the plant with pre-treatment less that without
    "pretreatment": ((16_904_198, 36_902_202), (8_341_633, 10_773_014), 49.5),
    "hydromet": ((56_241_548 - 16_904_198, 110_932_149 - 36_902_202), (17_799_557 - 8_341_633, 22_181_821 - 10_773_014), 438.7 - 49.5),
}  # fmt: skip
EVERBATT_T = (5_000, 50_000)
LONG_LOOP_T, LONG_LOOP_CNY_PER_T, US_TO_CHINA, LONG_LOOP_PROCESSING = (1_000, 5_000), 40_500, 1.64, 5_000  # t/yr, CNY/(t/yr), 1, USD/t
FIXED_SHARE = 0.10  # of opening cost, per year, where no operating cost by scale is known
POINT_SIZES = {  # size: t/yr with which it opens, up to which it grows, USD, USD/yr, USD/t, USD/(t/yr) and USD/t a year for growing
    "depot": (1_000, 5_000, 300_000, 120_000, 150, 150, 60),
    "hub": (5_000, 60_000, 1_200_000, 450_000, 100, 120, 50),
}

# -------------------------------------------------------------------------------------------------------------------------- streams
MATERIALS = {  # material: name, goods class, stream
    "nmc_pack_owner": ("NMC pack at its owner", "pickup-dangerous", "EV battery"),
    "lfp_pack_owner": ("LFP pack at its owner", "pickup-dangerous", "EV battery"),
    "small_pack_owner": ("E-bike pack at its owner", "pickup-dangerous", "small battery"),
    "magnet_owner": ("NdFeB magnet at its owner", "pickup-general", "magnet"),
    "nmc_pack": ("NMC pack", "collected-dangerous", "EV battery"),
    "lfp_pack": ("LFP pack", "collected-dangerous", "EV battery"),
    "small_pack": ("E-bike pack", "collected-dangerous", "small battery"),
    "magnet": ("NdFeB magnet", "collected-general", "magnet"),
    "nmc_black_mass": ("NMC black mass", "dangerous", "black mass"),
    "lfp_black_mass": ("LFP black mass", "dangerous", "black mass"),
    "nickel_sulphate": ("Nickel sulphate", "general", "battery salt"),
    "cobalt_sulphate": ("Cobalt sulphate", "general", "battery salt"),
    "lithium_carbonate": ("Lithium carbonate", "general", "battery salt"),
    "rare_earth_oxides": ("Nd, Pr and Dy oxides", "general", "magnet"),
    "metals": ("Mixed copper, aluminium and steel scrap", "general", "scrap metal"),
    "residue": ("Residue", "general", "residue"),
}
OWNED = {name: name.removesuffix("_owner") for name in MATERIALS if name.endswith("_owner")}
PACK_ELEMENTS = {"nmc_pack": {"Ni": 0.10092, "Co": 0.03378, "Li": 0.02037}, "lfp_pack": {"Li": 0.01368}}  # EverBatt 2023
MAGNET_ELEMENTS = {"Nd": 0.23, "Pr": 0.06, "Dy": 0.02}
BLACK_MASS, METALS = {"nmc": 0.451, "lfp": 0.472}, {"nmc": 0.17, "lfp": 0.18}  # t per t of packs
POWDER_YIELD, OXIDE_YIELD = 0.98, 0.95
SALTS = {"nickel_sulphate": ("Ni", 0.223, 0.98), "cobalt_sulphate": ("Co", 0.2097, 0.98), "lithium_carbonate": ("Li", 0.1879, 0.90)}
ELEMENT_PER_OXIDE = {"Nd": 0.8574, "Pr": 0.8277, "Dy": 0.8713}

# ---------------------------------------------------------------------------------------------------------------------------- money
ACQUISITION = {"nmc_pack_owner": 0, "lfp_pack_owner": 0, "small_pack_owner": 0, "magnet_owner": 5_000}  # USD/t
LEFT_BEHIND = {"nmc_pack_owner": 800, "lfp_pack_owner": 800, "small_pack_owner": 800, "magnet_owner": 0}  # USD/t
COLLECTION = {"collect EV packs": ("EV battery", 0.60)}  # least share of what arises
PRICES = {  # USD/t
    "nickel_sulphate": 0.223 * 16_850, "cobalt_sulphate": 0.2097 * 50_350, "lithium_carbonate": 73_150 / CNY_PER_USD, "metals": 1_500,
}  # fmt: skip
NDPR_OXIDE, DY_OXIDE, RESIDUE_FEE = 624_900 / CNY_PER_USD, 1_410_000 / CNY_PER_USD, 80.0  # USD/t
RATES = {  # goods class: mode, USD/(t km), USD/t, km
    "pickup-dangerous": ("road", 2 * 0.1784, 589, PICKUP_REACH_KM), "pickup-general": ("road", 2 * 0.1704, 60, PICKUP_REACH_KM),
    "collected-dangerous": ("road", 0.0628, 40, COLLECTED_REACH_KM), "collected-general": ("road", 0.0596, 20, COLLECTED_REACH_KM),
    "dangerous": ("road", 0.0628, 20, COLLECTED_REACH_KM), "general": ("road", 0.0596, 10, None),
}  # fmt: skip
RAIL = ("general", 0.0301, 40)  # goods class, USD/(t km), USD/t
OUTLETS = {  # outlet: name, latitude, longitude, what it takes
    "cathode-west": ("Cathode makers, Nevada", 39.53, -119.81, tuple(SALTS)),
    "cathode-middle": ("Cathode makers, Kansas", 38.97, -94.97, tuple(SALTS)),
    "cathode-east": ("Cathode makers, Georgia", 33.60, -83.86, tuple(SALTS)),
    "magnets-west": ("Rare-earth metal, California", 35.48, -115.53, ("rare_earth_oxides",)),
    "magnets-south": ("Magnet makers, Texas", 32.97, -97.27, ("rare_earth_oxides",)),
    "smelter-east": ("Metal works, Pittsburgh", 40.44, -79.99, ("metals",)),
    "smelter-lakes": ("Metal works, Gary", 41.59, -87.35, ("metals",)),
    "smelter-gulf": ("Metal works, Houston", 29.76, -95.37, ("metals",)),
    "smelter-south": ("Metal works, Birmingham", 33.52, -86.80, ("metals",)),
    "smelter-west": ("Metal works, Los Angeles", 34.05, -118.24, ("metals",)),
    "smelter-northwest": ("Metal works, Seattle", 47.61, -122.33, ("metals",)),
}
