"""Edits: an instance with other rules. Each returns a new instance; nothing is changed in place."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.instance.schema import EVERY, SCHEMA
from recyclenet.instance.tables import frame_of

DESIGN_RULES = ("network_size", "exclusive", "service", "requires")
"""Tables of rules on which candidates stand; they are of no use where that is given."""


LEFT_BEHIND = " left behind"
"""Ending of the names of limits that stand for a share that may stay behind."""


def with_tables(instance: Instance, tables: Mapping[str, pd.DataFrame]) -> Instance:
    """Return the instance with some of its tables replaced."""
    return replace(instance, tables={**instance.tables, **{name: frame.reset_index(drop=True) for name, frame in tables.items()}})


def with_rows(instance: Instance, table: str, rows: list[dict[str, str]]) -> Instance:
    """Return the instance with further rows in a table, each given as text by column."""
    added = frame_of(rows, list(range(len(rows))), SCHEMA[table])
    return with_tables(instance, {table: pd.concat([instance[table], added])})


def shortfalls_priced(instance: Instance, cost_per_unit: float) -> Instance:
    """Return the instance with a price on every rule on amounts that a plan may fail.

    All supply may stay uncollected; targets and limits may be missed: each at `cost_per_unit` [currency per t, or per unit of the limit's
    metric] where the instance has no price of its own. What may stay behind up to a share stays so, over all regions together; beyond it
    costs as much more.
    """
    targets = instance["targets"].fillna({"shortfall_cost_per_t": cost_per_unit})
    limits = instance["limits"].fillna({"breach_cost_per_unit": cost_per_unit})
    return _all_may_stay_behind(with_tables(instance, {"targets": targets, "limits": limits}), cost_per_unit)


def sites_given(instance: Instance) -> Instance:
    """Return the instance without rules on what stands (DESIGN_RULES) and without least utilisation: the sites are given."""
    bare = {name: instance[name].iloc[:0] for name in DESIGN_RULES}
    return with_tables(instance, {**bare, "candidates": instance["candidates"].assign(least_utilisation=float("nan"))})


def _all_may_stay_behind(instance: Instance, cost_per_unit: float) -> Instance:
    """Return the instance with a price on supply that had to be collected, and on what exceeds the share that may stay behind."""
    own = instance["uncollected"]
    supplied = instance["supplies"].groupby(["material", "period"], sort=False)["supply_t"].sum()
    stated = {(row.material, row.period) for row in own.itertuples()}
    missing = [
        {"material": material, "period": period, "cost_per_t": repr(cost_per_unit)}
        for material, period in supplied.index
        if not {(material, period), (material, EVERY)} & stated
    ]
    shares = own.dropna(subset="limit_share").set_index(["material", "period"])["limit_share"]
    limits = []
    for material, period in supplied.index:
        share = shares.get((material, period), shares.get((material, EVERY)) if (material, period) not in stated else None)
        if share is not None:
            name = f"{material}{LEFT_BEHIND}"
            most = repr(float(share * supplied[material, period]))
            limits.append({"limit": name, "period": period, "metric": "uncollected", "material": material, "most": most,
                           "breach_cost_per_unit": repr(cost_per_unit)})  # fmt: skip
    unlimited = with_tables(instance, {"uncollected": own.assign(limit_share=float("nan"))})
    return with_rows(with_rows(unlimited, "uncollected", missing), "limits", limits)
