"""The tables of rules: what a planner may ask of a plan beyond what arises, stands and moves. All of them may be left out."""

from recyclenet.instance.columns import EVERY, KINDS, YES, Column, Table, period_column

METRICS = (
    "collected", "uncollected", "throughput", "capacity", "sold", "emissions", "investment", "jobs", "haulage",
)  # fmt: skip
"""What a limit may be on; see the column's text in `limits` for the units."""

SCOPES = ("site", "group", "within_km", "anywhere")
"""Where another kind must be open for a technology that requires it."""


def _every(name: str, doc: str, refers_to: tuple[str, ...] = ()) -> Column:
    return Column(name, "name", f"{doc}; * = all", optional=True, default=EVERY, refers_to=refers_to, every=True)


def _mode(doc: str) -> Column:
    return Column("mode", "name", doc, refers_to=("modes",))


def _kind(doc: str) -> Column:
    return Column("kind", "choice", doc, choices=KINDS)


def _within(doc: str, *, optional: bool = False) -> Column:
    return Column("within_km", "number", doc, "km", least=0, optional=optional)


RULES: tuple[Table, ...] = (
    Table(
        "targets",
        "Least shares. collection: of the supply of a stream. recovery: of an element in what was collected of a stream, reaching buyers; "
        "or either of stated tonnes.",
        ("target", "period"),
        (
            Column("target", "name", "label"),
            period_column(),
            Column("metric", "choice", "what the share is of", choices=("collection", "recovery")),
            Column("stream", "name", "stream of materials; * = all materials", every=True),
            Column("element", "name", "the element, for recovery", optional=True),
            Column("share", "number", "least share", "share", least=0, most=1),
            Column(
                "of_t",
                "number",
                "tonnes it is a share of, such as a year's consumption of the element; empty = what arises, or is in what is collected",
                "t/yr",
                optional=True,
                least=0,
            ),
            Column(
                "shortfall_cost_per_t",
                "number",
                "price of each tonne a year short of it; empty = it must be reached",
                "currency/t",
                optional=True,
                least=0,
            ),
        ),
        optional=True,
    ),
    Table(
        "network_size",
        "Least and most number of open candidates of a kind.",
        ("kind", "group", "period"),
        (
            Column("kind", "choice", "kind of technology", choices=KINDS),
            Column("group", "name", "group of places, as in groups.csv or regions.csv; * = all", optional=True, default=EVERY, every=True),
            period_column(),
            Column("least", "whole", "least number open", optional=True, least=0),
            Column("most", "whole", "most number open", optional=True, least=0),
        ),
        optional=True,
    ),
    Table(
        "groups",
        "Places that belong together beyond a region's own group: a river basin, a cluster. A place may be in several.",
        ("group", "place"),
        (
            Column("group", "name", "label"),
            Column("place", "name", "region (with its sites), site or outlet", refers_to=("regions", "sites", "outlets")),
        ),
        optional=True,
    ),
    Table(
        "access",
        "People bring things in only if a point is near: the share returned is that of the nearest band in which a point is open, and "
        "nothing beyond the widest band.",
        ("access", "within_km"),
        (
            Column("access", "name", "label of the rule; its rows are its bands"),
            _within("a point counts if the way to it is no longer than this"),
            Column("share", "number", "share of supply returned when the nearest open point is in this band", "share", least=0, most=1),
            Column("stream", "name", "stream whose supply it is about; * = all", every=True),
            _kind("kind of technology that people bring things to"),
            _mode("mode whose detour (or stated distance) measures the way"),
        ),
        optional=True,
    ),
    Table(
        "service",
        "A least share of people within reach of an open point.",
        ("service", "period"),
        (
            Column("service", "name", "label"),
            period_column(),
            _kind("kind of technology that must be near"),
            _within("how near"),
            _mode("mode whose detour (or stated distance) measures the way"),
            Column("share", "number", "least share of all inhabitants; 1 = every region", "share", above=0, most=1),
        ),
        optional=True,
    ),
    Table(
        "limits",
        "Least and most of something in a period, over all that the row's scope names. A limit that names a technology or kind counts only "
        "what technologies do; one that names a material or stream, only what is done with them.",
        ("limit", "period"),
        (
            Column("limit", "name", "label"),
            period_column(),
            Column(
                "metric",
                "choice",
                "collected, uncollected, throughput, capacity, sold, emissions [t/yr], investment [currency, in the whole period], "
                "jobs [persons], haulage [t km/yr]",
                choices=METRICS,
            ),
            Column("group", "name", "group of places, as in groups.csv or regions.csv; * = all", optional=True, default=EVERY, every=True),
            Column("kind", "choice", "kind of technology; empty = all", optional=True, choices=KINDS),
            _every("technology", "technology", ("technologies",)),
            Column("stream", "name", "stream of materials; * = all", optional=True, default=EVERY, every=True),
            _every("material", "material", ("materials",)),
            _every("outlet", "outlet (or site or region that sells or disposes on the spot)", ("outlets", "sites", "regions")),
            _every("gas", "gas, for emissions", ("gases",)),
            Column("least", "number", "least amount", "unit of the metric", optional=True),
            Column("most", "number", "most amount", "unit of the metric", optional=True),
            Column(
                "breach_cost_per_unit",
                "number",
                "price of each unit a year by which the limit may be missed; empty = it must hold",
                "currency/unit",
                optional=True,
                least=0,
            ),
        ),
        optional=True,
    ),
    Table(
        "exclusive",
        "Of the candidates of a group at most one may be open.",
        ("exclusive", "site", "technology"),
        (
            Column("exclusive", "name", "label of the group"),
            Column("site", "name", "where", refers_to=("sites",)),
            Column("technology", "name", "what", refers_to=("technologies",)),
        ),
        optional=True,
    ),
    Table(
        "requires",
        "A technology, or one of its recipes, may run only where a candidate of another kind is open, such as an innovation centre.",
        ("technology", "recipe", "needs_kind"),
        (
            Column("technology", "name", "what depends", refers_to=("technologies",)),
            Column("recipe", "name", "recipe of it that depends; * = the technology itself", optional=True, default=EVERY, every=True),
            Column("needs_kind", "choice", "kind of which another candidate must be open", choices=KINDS),
            Column("scope", "choice", "where: at the site, at a site of a common group, within within_km, anywhere", choices=SCOPES),
            _within("how near, for scope within_km", optional=True),
            Column("mode", "name", "mode whose detour (or stated distance) measures the way", optional=True, refers_to=("modes",)),
        ),
        optional=True,
    ),
    Table(
        "single_source",
        "Materials that leave a place for one destination only in each period.",
        ("material",),
        (Column("material", "name", "the material", refers_to=("materials",)),),
        optional=True,
    ),
    Table(
        "splits",
        "Shares in which the recipes of a technology divide its throughput, at each site or over the network.",
        ("technology", "recipe", "period"),
        (
            Column("technology", "name", "the technology", refers_to=("technologies",)),
            Column("recipe", "name", "the recipe"),
            period_column(),
            Column("scope", "choice", "at each site, or over the whole network", choices=("site", "network")),
            Column("least_share", "number", "least share of the throughput", "share", optional=True, least=0, most=1),
            Column("most_share", "number", "most share of the throughput", "share", optional=True, least=0, most=1),
        ),
        optional=True,
    ),
    Table(
        "standards",
        "Green standards: where and when a technology may run. Without a row it may.",
        ("technology", "group", "period"),
        (
            Column("technology", "name", "the technology", refers_to=("technologies",)),
            Column("group", "name", "group of places, as in groups.csv or regions.csv; * = all", optional=True, default=EVERY, every=True),
            period_column(),
            Column("admissible", "flag", "may it run", optional=True, default=YES),
        ),
        optional=True,
    ),
    Table(
        "returns",
        "Goods sold that come back: what an outlet buys arises at a region some periods later.",
        ("outlet", "material", "region", "returned", "lag_periods"),
        (
            Column("outlet", "name", "the outlet", refers_to=("outlets",)),
            Column("material", "name", "what it buys", refers_to=("materials",)),
            Column("region", "name", "where it comes back", refers_to=("regions",)),
            Column("returned", "name", "the material it comes back as", refers_to=("materials",)),
            Column("lag_periods", "whole", "periods later", "periods", least=0, most=100),
            Column("share", "number", "tonnes a year that come back per tonne a year sold then", "t/t", above=0, most=10),
        ),
        optional=True,
    ),
)
