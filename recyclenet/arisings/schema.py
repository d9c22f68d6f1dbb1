"""The schema of arisings: the tables of their folder, in the grammar of an instance's tables."""

from recyclenet.instance.columns import EVERY, YES, Column, Table

QUALITIES = ("verified", "published", "placeholder")
"""Marks of a number: seen in two places or in the original; seen where it was published or quoted; no document was seen."""

WAYS = ("exported", "hoarded", "diverted")
"""Ways on which what comes out of use is lost to the plan: abroad, kept in drawers and yards (for good, or for a stated number of years),
taken by workshops outside the plan."""

PRODUCT = Column("product", "name", "the product, such as electric car")
REGIONAL_AREA = Column("area", "name", "where: a region, or a larger area that products.csv shares out by a key")
ANY_AREA = Column("area", "name", f"where; {EVERY} = every area without a row of its own", optional=True, default=EVERY, every=True)
VARIANT = Column(
    "variant", "name", f"chemistry or type, as in variants.csv; {EVERY} = every one without a row of its own",
    optional=True, default=EVERY, every=True,
)  # fmt: skip
VINTAGE = Column(
    "year", "whole", "year of sale from which it holds, linear between two stated years; empty: every year",
    optional=True, least=1900, most=2200,
)  # fmt: skip
COMING_OUT = Column(
    "year", "whole", "year of coming out from which it holds, linear between two stated years; empty: every year",
    optional=True, least=1900, most=2200,
)  # fmt: skip
MARKS = (
    Column("source", "text", "where the number is from", optional=True),
    Column("quality", "choice", "how sure it is", optional=True, choices=QUALITIES),
)


def _year(doc: str) -> Column:
    return Column("year", "whole", doc, least=1900, most=2200)


def _range(name: str, doc: str, unit: str = "", *, least: float | None = None, most: float | None = None) -> tuple[Column, ...]:
    """Return a column with those of its low and high value, which stand for what is uncertain about it."""
    stated = Column(name, "number", doc, unit, least=least, most=most)
    ends = (
        Column(f"{end}_{name}", "number", f"{end} end of {name}", unit, optional=True, least=least, most=most) for end in ("low", "high")
    )
    return stated, *ends


TABLES: tuple[Table, ...] = (
    Table(
        "periods",
        "Runs of years for which supply is worked out, as in the instance it is for; a supply is the mean of the years of its period.",
        ("period",),
        (
            Column("period", "name", "label, as in the instance's periods.csv"),
            Column("first_year", "whole", "first calendar year in it", least=1900, most=2200),
            Column("last_year", "whole", "last calendar year in it", least=1900, most=2200),
        ),
    ),
    Table(
        "products",
        "Products whose numbers are known for an area larger than a region, or are those of another product. Others have theirs by region.",
        ("product",),
        (
            PRODUCT,
            Column("key", "name", "key of keys.csv by which an area is shared out over its regions, such as cars", optional=True),
            Column("sold_with", "name", "product whose numbers and key it shares, such as a motor its car's", optional=True),
        ),
        optional=True,
    ),
    Table(
        "keys",
        "How an area is shared out over its regions: by population, cars, GDP, area or any other key.",
        ("key", "area", "region"),
        (
            Column("key", "name", "the key, such as population"),
            Column("area", "name", "the area, as in sales.csv or stocks.csv"),
            Column("region", "name", "a region of it; all of them together are the area"),
            Column("value", "number", "how much of the key is in the region", least=0),
            Column("planned", "flag", "no: outside the plan, takes its share without a supply", optional=True, default=YES),
        ),
        optional=True,
    ),
    Table(
        "sales",
        "Units put into use by year, history and outlook: every year from the first to the end of the last period, or of outlooks.csv.",
        ("product", "area", "year"),
        (PRODUCT, REGIONAL_AREA, _year("calendar year"), *_range("units", "units put into use in the year", "units", least=0), *MARKS),
        optional=True,
    ),
    Table(
        "stocks",
        "Units in use at the end of each year, where sales are not known; the first stock counts as new.",
        ("product", "area", "year"),
        (PRODUCT, REGIONAL_AREA, _year("calendar year"), *_range("units", "units in use at the end of the year", "units", least=0), *MARKS),
        optional=True,
    ),
    Table(
        "outlooks",
        "How sales or stocks go on after the last year stated.",
        ("product", "area", "until_year"),
        (
            PRODUCT,
            ANY_AREA,
            Column("until_year", "whole", "last calendar year with this growth", least=1900, most=2200),
            *_range("growth_share", "growth per year, such as 0.05", least=-0.99, most=10),
            *MARKS,
        ),
        optional=True,
    ),
    Table(
        "variants",
        "Shares of chemistries or types in what is sold; what is missing to 1 holds none of the materials. Without rows: one variant.",
        ("product", "variant", "year"),
        (
            PRODUCT,
            Column("variant", "name", "chemistry or type, such as LFP"),
            VINTAGE,
            Column("share", "number", "share of the units sold", least=0, most=1),
            *MARKS,
        ),
        optional=True,
    ),
    Table(
        "lifetimes",
        "How long units stay in use, from being sold to being given away for good.",
        ("product", "variant", "year"),
        (
            PRODUCT,
            VARIANT,
            VINTAGE,
            Column(
                "distribution", "choice", "weibull (mean or scale; shape), log-normal (mean, std), fixed (mean), table (survivals.csv)",
                choices=("weibull", "log-normal", "fixed", "table"),
            ),
            Column("mean_years", "number", "mean lifetime", "years", optional=True, above=0, most=200),
            Column("low_mean_years", "number", "shortest mean lifetime", "years", optional=True, above=0, most=200),
            Column("high_mean_years", "number", "longest mean lifetime", "years", optional=True, above=0, most=200),
            Column("scale_years", "number", "scale of a weibull lifetime, instead of its mean", "years", optional=True, above=0, most=300),
            Column("shape", "number", "shape of a weibull lifetime", optional=True, least=0.2, most=50),
            Column("std_years", "number", "standard deviation of a log-normal lifetime", "years", optional=True, above=0, most=200),
            *MARKS,
        ),
        optional=True,
    ),
    Table(
        "survivals",
        "Lifetimes as a table: the share of units still in use at an age.",
        ("product", "variant", "age_years"),
        (
            PRODUCT,
            VARIANT,
            Column("age_years", "number", "age; between two ages the share is linear", "years", least=0, most=200),
            Column("share", "number", "share still in use at that age", least=0, most=1),
            *MARKS,
        ),
        optional=True,
    ),
    Table(
        "contents",
        "What a unit holds of each material that the plan takes, by year of sale.",
        ("product", "variant", "material", "year"),
        (
            PRODUCT,
            VARIANT,
            Column("material", "name", "material of the instance, such as lfp_pack"),
            VINTAGE,
            *_range("mass_kg", "mass in one unit", "kg", least=0),
            *MARKS,
        ),
        optional=True,
    ),
    Table(
        "losses",
        "What comes out of use and is lost to the plan, by the year in which it comes out.",
        ("product", "area", "way", "year"),
        (
            PRODUCT,
            ANY_AREA,
            Column("way", "choice", "exported, hoarded or diverted to others", choices=WAYS),
            COMING_OUT,
            *_range("share", "share of what comes out of use", least=0, most=1),
            Column(
                "drawer_years", "whole", "hoarded: years after which it is given away after all; empty: never", "years",
                optional=True, least=1, most=100,
            ),
            *MARKS,
        ),
        optional=True,
    ),
    Table(
        "compositions",
        "Elements in a material; with it the tonnes of each element are told.",
        ("material", "element"),
        (
            Column("material", "name", "the material"),
            Column("element", "name", "chemical element, such as Nd"),
            Column("share", "number", "mass of the element per mass of the material", "t/t", above=0, most=1),
            *MARKS,
        ),
        optional=True,
    ),
)  # fmt: skip

SCHEMA: dict[str, Table] = {table.name: table for table in TABLES}

SHIPPED = {"variants": "product", "lifetimes": "product", "survivals": "product", "contents": "product", "compositions": "material"}
"""Tables that come with recyclenet, and the column by whose value a row of the user's replaces them: all rows of a product, or material."""

RANGES = {
    "sales": "units",
    "stocks": "units",
    "outlooks": "growth_share",
    "lifetimes": "mean_years",
    "contents": "mass_kg",
    "losses": "share",
}
"""Columns with a low and a high end, by table."""
