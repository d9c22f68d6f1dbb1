"""The schema of an instance: every table, its key, and for every column its kind, unit, limits and meaning.

This is the one place that says what an instance may hold. The reader, the checks, the templates and the documentation follow it.
What arises, stands and moves is here; further details are in recyclenet.instance.details, the rules of a plan in
recyclenet.instance.rules.
"""

from recyclenet.instance.columns import (
    EVERY,
    KINDS,
    LATITUDE,
    LONGITUDE,
    NAME,
    NO,
    STATUSES,
    YES,
    Column,
    Kind,
    Table,
    period_column,
)
from recyclenet.instance.details import DETAILS
from recyclenet.instance.rules import RULES

__all__ = ["EVERY", "KINDS", "NO", "PLACES", "SCHEMA", "STATUSES", "YES", "Column", "Kind", "Table"]

FLOWS: tuple[Table, ...] = (
    Table(
        "periods",
        "Runs of like years, in order of time.",
        ("period",),
        (
            Column("period", "name", "label, such as 2026-2028"),
            Column("years", "whole", "number of years in it", "years", least=1, most=100),
            Column("building", "flag", "may anything be opened in it", optional=True, default=YES),
            Column(
                "first_year",
                "whole",
                "calendar year it begins in, for presets of targets, where its label does not say, as 2026-2030 does",
                optional=True,
                least=1900,
                most=2200,
            ),
        ),
    ),
    Table(
        "regions",
        "Where end-of-life material arises; polygons by the same names may stand in regions.geojson.",
        ("region",),
        (
            Column("region", "name", "label"),
            NAME,
            LATITUDE,
            LONGITUDE,
            Column("population", "number", "inhabitants", "persons", optional=True, least=0),
            Column("group", "text", "larger unit it belongs to, such as its prefecture", optional=True),
            Column(
                "cost_factor",
                "number",
                "what opening, running and closing cost at its sites, relative to candidates.csv",
                "1",
                optional=True,
                default="1",
                above=0,
                most=100,
            ),
        ),
    ),
    Table(
        "sites",
        "Places where something may stand.",
        ("site",),
        (
            Column("site", "name", "label"),
            NAME,
            LATITUDE,
            LONGITUDE,
            Column("region", "name", "the region it lies in", optional=True, refers_to=("regions",)),
            Column("capacity_t", "number", "largest throughput of all that stands there together", "t/yr", optional=True, least=0),
        ),
    ),
    Table(
        "materials",
        "Streams, each at one stage: a pack at its owner and a pack at a collection point are two materials.",
        ("material",),
        (
            Column("material", "name", "label"),
            NAME,
            Column("goods_class", "name", "class for haulage, as in mode_rates"),
            Column("stream", "name", "the family it belongs to, such as battery or magnet", optional=True),
        ),
    ),
    Table(
        "compositions",
        "Elements contained in a material.",
        ("material", "element"),
        (
            Column("material", "name", "the material", refers_to=("materials",)),
            Column("element", "name", "chemical element, such as Nd"),
            Column("share", "number", "mass of the element per mass of the material", "t/t", above=0, most=1),
        ),
        optional=True,
    ),
    Table(
        "supplies",
        "Tonnes per year that could be collected.",
        ("region", "material", "period"),
        (
            Column("region", "name", "where it arises", refers_to=("regions",)),
            Column("material", "name", "what arises", refers_to=("materials",)),
            Column("period", "name", "when", refers_to=("periods",)),
            Column("supply_t", "number", "amount; 0 where only returns arise, for their acquisition cost", "t/yr", least=0),
            Column("acquisition_cost_per_t", "number", "paid per tonne collected", "currency/t", optional=True, default="0"),
        ),
    ),
    Table(
        "uncollected",
        "Supply that may be left behind, at a price. A material without a row here must be collected in full.",
        ("material", "period"),
        (
            Column("material", "name", "the material", refers_to=("materials",)),
            period_column(),
            Column(
                "cost_per_t",
                "number",
                "what a tonne left behind costs; negative where it is dealt with on the spot at a gain",
                "currency/t",
            ),
            Column("limit_share", "number", "largest share of a region's supply left behind", "share", optional=True, least=0, most=1),
        ),
        optional=True,
    ),
    Table(
        "technologies",
        "Ways to gather or change material.",
        ("technology",),
        (
            Column("technology", "name", "label"),
            NAME,
            Column("kind", "choice", "its role", choices=KINDS),
        ),
    ),
    Table(
        "conversions",
        "Recipes: tonnes in (negative) and out (positive) per tonne of throughput. The inputs of a recipe add up to -1; "
        "the recipes of a technology share its capacity.",
        ("technology", "recipe", "material", "period"),
        (
            Column("technology", "name", "the technology", refers_to=("technologies",)),
            Column("recipe", "name", "label of the recipe within the technology"),
            Column("material", "name", "what goes in or comes out", refers_to=("materials",)),
            period_column(),
            Column("t_per_t", "number", "in negative, out positive", "t/t", nonzero=True, least=-1, most=10),
        ),
    ),
    Table(
        "candidates",
        "A technology of a size at a site: what stands, may be opened, must be, or must not be. Of the sizes of one technology at one "
        "site at most one is open. Once open it stays open, unless it has a closing cost; what was closed stays closed.",
        ("site", "technology", "size"),
        (
            Column("site", "name", "where", refers_to=("sites",)),
            Column("technology", "name", "what", refers_to=("technologies",)),
            Column("size", "name", "label of the size"),
            Column("capacity_t", "number", "largest throughput, before any expansion", "t/yr", least=0),
            Column("opening_cost", "number", "paid once, when it opens", "currency", least=0),
            Column("fixed_cost_per_year", "number", "paid every year it is open", "currency/yr", least=0),
            Column("variable_cost_per_t", "number", "paid per tonne of throughput; negative where it earns more", "currency/t"),
            Column(
                "status",
                "choice",
                "candidate (may open), existing (open from the start, no opening cost), required (must open), forbidden (must not)",
                optional=True,
                default="candidate",
                choices=STATUSES,
            ),
            Column("first_period", "name", "earliest period in which it may open", optional=True, refers_to=("periods",)),
            Column("last_period", "name", "latest period in which it may open", optional=True, refers_to=("periods",)),
            Column(
                "least_utilisation", "number", "least share of its capacity used while it is open", "share", optional=True, least=0, most=1
            ),
            Column("most_capacity_t", "number", "capacity up to which it may be expanded", "t/yr", optional=True, least=0),
            Column(
                "expansion_step_t",
                "number",
                "expansion comes in whole steps of this size; empty = any amount",
                "t/yr",
                optional=True,
                above=0,
            ),
            Column(
                "expansion_cost_per_t",
                "number",
                "paid once per t/yr of capacity added",
                "currency/(t/yr)",
                optional=True,
                default="0",
                least=0,
            ),
            Column(
                "expansion_fixed_cost_per_t",
                "number",
                "paid every year per t/yr of capacity added",
                "currency/t",
                optional=True,
                default="0",
                least=0,
            ),
            Column(
                "closing_cost", "number", "paid once, when it closes; empty = once open it stays open", "currency", optional=True, least=0
            ),
            Column("salvage_value", "number", "received once, when it closes", "currency", optional=True, default="0", least=0),
            Column("jobs", "number", "people who work there while it is open", "persons", optional=True, default="0", least=0),
        ),
    ),
    Table(
        "modes",
        "Ways to move material.",
        ("mode",),
        (
            Column("mode", "name", "label"),
            NAME,
            Column("detour", "number", "way travelled per great-circle distance", "km/km", optional=True, default="1", least=1, most=10),
        ),
    ),
    Table(
        "mode_rates",
        "What haulage costs. A mode carries only the goods classes it has a row for.",
        ("mode", "goods_class"),
        (
            Column("mode", "name", "the mode", refers_to=("modes",)),
            Column("goods_class", "name", "the goods class of materials"),
            Column("cost_per_tkm", "number", "cost of moving a tonne one km", "currency/(t km)", least=0),
            Column(
                "handling_cost_per_t", "number", "cost of loading and unloading a tonne", "currency/t", optional=True, default="0", least=0
            ),
            Column("reach_km", "number", "longest way travelled", "km", optional=True, above=0),
        ),
    ),
    Table(
        "distances",
        "Ways travelled, where they are known; they replace great circle x detour.",
        ("origin", "destination", "mode"),
        (
            Column("origin", "name", "region, site or outlet", refers_to=("regions", "sites", "outlets")),
            Column("destination", "name", "region, site or outlet", refers_to=("regions", "sites", "outlets")),
            Column("mode", "name", "the mode", refers_to=("modes",)),
            Column("distance_km", "number", "way travelled", "km", least=0),
        ),
        optional=True,
    ),
    Table(
        "outlets",
        "Where material leaves the network: buyers and disposal.",
        ("outlet",),
        (
            Column("outlet", "name", "label"),
            NAME,
            Column("kind", "choice", "buyer (what goes there counts as recovered) or disposal", choices=("buyer", "disposal")),
            LATITUDE,
            LONGITUDE,
        ),
    ),
    Table(
        "sales",
        "What an outlet takes, at what price; a negative price is paid to be rid of it.",
        ("outlet", "material", "period"),
        (
            Column(
                "outlet",
                "name",
                "the outlet; or a site or region that is rid of its own material on the spot, as disposal",
                refers_to=("outlets", "sites", "regions"),
            ),
            Column("material", "name", "what it takes", refers_to=("materials",)),
            period_column(),
            Column("price_per_t", "number", "received per tonne, negative where paid", "currency/t"),
            Column("limit_t", "number", "largest amount it takes", "t/yr", optional=True, least=0),
        ),
    ),
)

SCHEMA: dict[str, Table] = {table.name: table for table in (*FLOWS, *DETAILS, *RULES)}

PLACES = ("regions", "sites", "outlets")
"""Tables whose keys are places; a name may stand in one of them only."""
