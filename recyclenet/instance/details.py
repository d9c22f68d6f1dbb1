"""The tables of details: costs that differ by period, stock that is kept, gases that are emitted. All of them may be left out."""

from recyclenet.instance.columns import Column, Table, period_column

DETAILS: tuple[Table, ...] = (
    Table(
        "candidate_costs",
        "Costs of a candidate that differ from those in candidates.csv in some period. An empty cell keeps what is said there.",
        ("site", "technology", "size", "period"),
        (
            Column("site", "name", "where", refers_to=("sites",)),
            Column("technology", "name", "what", refers_to=("technologies",)),
            Column("size", "name", "label of the size"),
            period_column(),
            Column("opening_cost", "number", "paid once, when it opens", "currency", optional=True, least=0),
            Column("fixed_cost_per_year", "number", "paid every year it is open", "currency/yr", optional=True, least=0),
            Column(
                "variable_cost_per_t", "number", "paid per tonne of throughput; negative where it earns more", "currency/t", optional=True
            ),
            Column("expansion_cost_per_t", "number", "paid once per t/yr of capacity added", "currency/(t/yr)", optional=True, least=0),
            Column(
                "expansion_fixed_cost_per_t", "number", "paid every year per t/yr of capacity added", "currency/t", optional=True, least=0
            ),
            Column("closing_cost", "number", "paid once, when it closes", "currency", optional=True, least=0),
            Column("salvage_value", "number", "received once, when it closes", "currency", optional=True, least=0),
        ),
        optional=True,
    ),
    Table(
        "haulage_costs",
        "Costs of a mode that differ from those in mode_rates.csv in some period.",
        ("mode", "goods_class", "period"),
        (
            Column("mode", "name", "the mode", refers_to=("modes",)),
            Column("goods_class", "name", "the goods class of materials"),
            Column("period", "name", "the period", refers_to=("periods",)),
            Column("cost_per_tkm", "number", "cost of moving a tonne one km", "currency/(t km)", least=0),
            Column(
                "handling_cost_per_t", "number", "cost of loading and unloading a tonne", "currency/t", optional=True, default="0", least=0
            ),
        ),
        optional=True,
    ),
    Table(
        "gases",
        "Gases whose emissions are counted, with their price.",
        ("gas", "period"),
        (
            Column("gas", "name", "label, such as CO2e"),
            period_column(),
            Column("price_per_t", "number", "paid per tonne emitted", "currency/t", optional=True, default="0", least=0),
        ),
        optional=True,
    ),
    Table(
        "processing_emissions",
        "What processing emits.",
        ("technology", "gas", "period"),
        (
            Column("technology", "name", "the technology", refers_to=("technologies",)),
            Column("gas", "name", "the gas", refers_to=("gases",)),
            period_column(),
            Column("t_per_t", "number", "gas per tonne of throughput; negative where it avoids more than it emits", "t/t"),
        ),
        optional=True,
    ),
    Table(
        "haulage_emissions",
        "What haulage emits.",
        ("mode", "goods_class", "gas", "period"),
        (
            Column("mode", "name", "the mode", refers_to=("modes",)),
            Column("goods_class", "name", "the goods class of materials"),
            Column("gas", "name", "the gas", refers_to=("gases",)),
            period_column(),
            Column("t_per_tkm", "number", "gas per tonne and km", "t/(t km)", least=0),
        ),
        optional=True,
    ),
    Table(
        "storage",
        "Stock that may be kept at a place from one period to the next; none before the first period, none after the last. What is put by "
        "at a region counts as collected.",
        ("place", "material", "period"),
        (
            Column("place", "name", "region or site", refers_to=("regions", "sites")),
            Column("material", "name", "what is kept", refers_to=("materials",)),
            period_column(),
            Column(
                "cost_per_t", "number", "what keeping a tonne a year costs, on the stock at the period's end", "currency/(t yr)", least=0
            ),
            Column("limit_t", "number", "largest stock", "t", optional=True, least=0),
        ),
        optional=True,
    ),
)
