"""The schema of an instance: every table, its key, and for every column its kind, unit, limits and meaning.

This is the one place that says what an instance may hold. The reader, the checks, the templates and the documentation follow it.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "text", "number", "whole", "flag", "choice"]

EVERY = "*"
"""Written in a column marked `every`: the row holds for every period (stream, ...) that has no row of its own."""

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Column:
    """One column: its kind of value and the limits on it.

    `kind`: name (a label that identifies, referred to by others), text (free), number (decimal), whole (integer), flag (yes or no),
    choice (one of `choices`). An optional column may be left out or a cell left empty: it then has `default`, or is absent.
    `least`, `above`, `most` bound a number: value >= least, > above, <= most. `refers_to` names the tables whose key holds the value.
    """

    name: str
    kind: Kind
    doc: str
    unit: str = ""
    optional: bool = False
    default: str | None = None
    least: float | None = None
    above: float | None = None
    most: float | None = None
    nonzero: bool = False
    refers_to: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    every: bool = False


@dataclass(frozen=True)
class Table:
    """One table: a file `<name>.csv` of the instance folder; the `key` columns identify a row."""

    name: str
    doc: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    optional: bool = False

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


KINDS = ("collection", "dismantling", "pretreatment", "recycling", "reuse", "innovation")
"""Roles of a technology; a role decides limits, reports and icons, never the formulas."""

STATUSES = ("candidate", "existing", "required", "forbidden")

LATITUDE = Column("lat_deg", "number", "latitude, WGS 84", "deg", least=-90, most=90)
LONGITUDE = Column("lon_deg", "number", "longitude, WGS 84", "deg", least=-180, most=180)
NAME = Column("name", "text", "name shown on maps and in reports", optional=True)


def _period(doc: str = "the period; * = every period without a row of its own") -> Column:
    return Column("period", "name", doc, refers_to=("periods",), every=True)


TABLES: tuple[Table, ...] = (
    Table(
        "periods",
        "Runs of like years, in order of time.",
        ("period",),
        (
            Column("period", "name", "label, such as 2026-2028"),
            Column("years", "whole", "number of years in it", "years", least=1, most=100),
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
            Column("supply_t", "number", "amount", "t/yr", above=0),
        ),
    ),
    Table(
        "uncollected",
        "Supply that may be left behind, at a price. A material without a row here must be collected in full.",
        ("material", "period"),
        (
            Column("material", "name", "the material", refers_to=("materials",)),
            _period(),
            Column("cost_per_t", "number", "what a tonne left behind costs", "currency/t", least=0),
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
            _period(),
            Column("t_per_t", "number", "in negative, out positive", "t/t", nonzero=True, least=-1, most=10),
        ),
    ),
    Table(
        "candidates",
        "A technology of a size at a site: what stands, may be opened, must be, or must not be. Of the sizes of one technology at one "
        "site at most one is open; once open it stays open.",
        ("site", "technology", "size"),
        (
            Column("site", "name", "where", refers_to=("sites",)),
            Column("technology", "name", "what", refers_to=("technologies",)),
            Column("size", "name", "label of the size"),
            Column("capacity_t", "number", "largest throughput", "t/yr", above=0),
            Column("opening_cost", "number", "paid once, when it opens", "currency", least=0),
            Column("fixed_cost_per_year", "number", "paid every year it is open", "currency/yr", least=0),
            Column("variable_cost_per_t", "number", "paid per tonne of throughput", "currency/t", least=0),
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
            Column("outlet", "name", "the outlet", refers_to=("outlets",)),
            Column("material", "name", "what it takes", refers_to=("materials",)),
            _period(),
            Column("price_per_t", "number", "received per tonne, negative where paid", "currency/t"),
            Column("limit_t", "number", "largest amount it takes", "t/yr", optional=True, least=0),
        ),
    ),
    Table(
        "targets",
        "Least shares. collection: of the supply of a stream. recovery: of an element in what was collected of a stream, reaching buyers.",
        ("target", "period"),
        (
            Column("target", "name", "label"),
            _period(),
            Column("metric", "choice", "what the share is of", choices=("collection", "recovery")),
            Column("stream", "name", "stream of materials; * = all materials", every=True),
            Column("element", "name", "the element, for recovery", optional=True),
            Column("share", "number", "least share", "share", least=0, most=1),
        ),
        optional=True,
    ),
    Table(
        "network_size",
        "Least and most number of open candidates of a kind.",
        ("kind", "period"),
        (
            Column("kind", "choice", "kind of technology", choices=KINDS),
            _period(),
            Column("least", "whole", "least number open", optional=True, least=0),
            Column("most", "whole", "most number open", optional=True, least=0),
        ),
        optional=True,
    ),
)

SCHEMA: dict[str, Table] = {table.name: table for table in TABLES}

PLACES = ("regions", "sites", "outlets")
"""Tables whose keys are places; a name may stand in one of them only."""
