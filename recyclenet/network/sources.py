"""How much can leave a place at most: what arises there, or what all that may stand there can put out."""

import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.network.expand import by_period


def build_single_source(
    instance: Instance, periods: pd.DataFrame, supplies: pd.DataFrame, candidates: pd.DataFrame, conversions: pd.DataFrame, arcs: pd.Index
) -> dict[str, pd.DataFrame]:
    """Return the tables of materials that leave a place for one destination only.

    single_source: (origin, destination, material, period) with `bound_t`: the most that can go there in a year of the period [t/yr].
    At a region that is its supply; at a site the largest output of what may stand there, all at once. Where stock may be kept, all that
    arose up to then may leave in one period.
    """
    ways = arcs[arcs.get_level_values("material").isin(instance["single_source"]["material"])].droplevel("mode").unique()
    ways = ways.to_frame(index=False)
    key = ["origin", "material", "period"]
    arising = supplies["supply_t"].rename_axis(index={"region": "origin"}).reset_index()
    made = conversions[conversions["t_per_t"] > 0]["t_per_t"].groupby(level=["technology", "material", "period"]).sum().reset_index()
    capacity = (candidates["capacity_t"] + candidates["room_t"]).groupby(level=["site", "technology"]).max().rename("capacity_t")
    put_out = made.merge(capacity.reset_index(), on="technology").rename(columns={"site": "origin"})
    put_out["supply_t"] = put_out["t_per_t"] * put_out["capacity_t"]
    bounds = pd.concat([arising, put_out])[[*key, "supply_t"]].groupby(key)["supply_t"].sum()
    rows = ways.merge(pd.DataFrame({"period": periods.index}), how="cross")
    years = periods["years"]
    stored = by_period(instance, "storage").index.droplevel("period").unique().rename(["origin", "material"])
    wide = bounds.unstack("period").reindex(columns=periods.index).fillna(0.0)
    so_far = (wide * years).cumsum(axis=1) / years
    wide[wide.index.isin(stored)] = so_far[wide.index.isin(stored)]
    most = wide.stack().rename("bound_t")
    return {"single_source": rows.join(most, on=key).fillna({"bound_t": 0.0}).set_index(["origin", "destination", "material", "period"])}
