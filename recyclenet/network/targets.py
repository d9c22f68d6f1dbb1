"""The targets of a network: what counts towards each, and how much is needed."""

import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.instance.schema import EVERY
from recyclenet.network.expand import by_period


def build_targets(instance: Instance, supplies: pd.DataFrame, sales: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables `collection_targets`, `collection_counts`, `recovery_targets`, `recovery_counts`, `recovery_products`.

    Targets are indexed by target and period with `share`, `of_t`, `shortfall_cost_per_t` and `base_t`: what is supplied, in t/yr of
    material or of the element. Counts (target, material, period) and products (target, outlet, material, period) hold the content counted
    per tonne, `t_per_t`, and the target's `share`: 0 where it is a share of stated tonnes.
    """
    targets = by_period(instance, "targets").reset_index()
    streams = instance["materials"][["material", "stream"]]
    scope = pd.concat([streams, streams.assign(stream=EVERY)]).dropna()
    supplied = supplies.groupby(["material", "period"], as_index=False)["supply_t"].sum()
    tables: dict[str, pd.DataFrame] = {}
    for metric in ("collection", "recovery"):
        rows = targets[targets["metric"] == metric]
        counted = rows.merge(scope, on="stream")
        if metric == "recovery":
            counted = counted.merge(instance["compositions"].rename(columns={"share": "t_per_t"}), on=["material", "element"])
        else:
            counted = counted.assign(t_per_t=1.0)
        sources = counted.merge(supplied, on=["material", "period"])
        base = (sources["t_per_t"] * sources["supply_t"]).groupby([sources["target"], sources["period"]]).sum()
        totals = rows.set_index(["target", "period"])[["share", "of_t", "shortfall_cost_per_t"]]
        tables[f"{metric}_targets"] = totals.assign(base_t=base.reindex(totals.index).fillna(0.0))
        counted["share"] = counted["share"].where(counted["of_t"].isna(), 0.0)
        tables[f"{metric}_counts"] = counted.set_index(["target", "material", "period"])[["t_per_t", "share"]]
        if metric == "recovery":
            bought = sales.index.to_frame(index=False).merge(instance["outlets"][["outlet", "kind"]], on="outlet")
            products = counted.merge(bought[bought["kind"] == "buyer"].drop(columns="kind"), on=["material", "period"])
            tables["recovery_products"] = products.set_index(["target", "outlet", "material", "period"])[["t_per_t"]]
    return tables
