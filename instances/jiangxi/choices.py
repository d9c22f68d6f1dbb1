"""What we chose for this instance, and placeholders, each with its unit; SOURCE.md says why. All else is read from the facts."""

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
COUNTIES = (  # in order of their codes
    "Donghu", "Xihu", "Qingyunpu", "Qingshanhu", "Xinjian", "Honggutan", "Nanchang", "Anyi", "Jinxian", "Changjiang", "Zhushan",
    "Fuliang", "Leping", "Anyuan", "Xiangdong", "Lianhua", "Shangli", "Luxi", "Lianxi", "Xunyang", "Chaisang", "Wuning", "Xiushui",
    "Yongxiu", "De'an", "Duchang", "Hukou", "Pengze", "Ruichang", "Gongqingcheng", "Lushan", "Yushui", "Fenyi", "Yuehu", "Yujiang",
    "Guixi", "Zhanggong", "Nankang", "Ganxian", "Xinfeng", "Dayu", "Shangyou", "Chongyi", "Anyuan", "Dingnan", "Quannan", "Ningdu",
    "Yudu", "Xingguo", "Huichang", "Xunwu", "Shicheng", "Ruijin", "Longnan", "Jizhou", "Qingyuan", "Ji'an", "Jishui", "Xiajiang",
    "Xingan", "Yongfeng", "Taihe", "Suichuan", "Wan'an", "Anfu", "Yongxin", "Jinggangshan", "Yuanzhou", "Fengxin", "Wanzai", "Shanggao",
    "Yifeng", "Jing'an", "Tonggu", "Fengcheng", "Zhangshu", "Gao'an", "Linchuan", "Dongxiang", "Nancheng", "Lichuan", "Nanfeng",
    "Chongren", "Le'an", "Yihuang", "Jinxi", "Zixi", "Guangchang", "Xinzhou", "Guangfeng", "Guangxin", "Yushan", "Yanshan", "Hengfeng",
    "Yiyang", "Yugan", "Poyang", "Wannian", "Wuyuan", "Dexing",
)  # fmt: skip
POPULATION = {  # persons, 2020-2021; known counties, the rest of a city is shared out
    "360121": 1452502, "361028": 95826, "361128": 1184100, "361127": 840500, "361103": 775400, "361104": 748300, "361102": 545100,
    "361130": 315000, "360981": 1066000, "360702": 1129200, "360731": 906300, "360729": 169500,
    "360703": 890000, "360704": 560000, "360722": 690000, "360723": 250000, "360724": 260000, "360725": 170000, "360726": 340000,
    "360728": 210000, "360730": 700000, "360732": 720000, "360733": 450000, "360734": 290000, "360735": 280000, "360781": 610000,
}  # fmt: skip
PLANTS: dict[
    str, tuple[str, dict[str, float], str]
] = {  # how its name begins in the facts: site, {technology: share of its capacity, or t/yr where none is known}, what is counted
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

# ---------------------------------------------------------------------------------------------------------------------------- emissions
LORRIES = {True: "rigid truck 3.5-7.5 t", False: "rigid truck >17 t"}  # picking up or not: the lorry in the facts
PROCESS_IMPACTS = {  # technology: stream and names in the facts, of which the mean is taken
    "hydromet-nmc": ("battery", ("Medium emission hydro NMC",)),
    "hydromet-lfp": ("battery", ("Low emission hydro LFP", "High emission hydro LFP")),
    "magnet-long-loop": ("magnet", ("hydromet long loop to oxide",)),
    "magnet-short-loop": ("magnet", ("HPMS short loop (sintered cut block)",)),
}
