"""How much can leave a place at most: what arises there, or what all that may stand there can put out."""

import pandas as pd

from recyclenet.errors import RecyclenetError
from recyclenet.instance.instance import Instance
from recyclenet.network.expand import by_period

KEY = ["origin", "material", "period"]


def build_single_source(
    instance: Instance, periods: pd.DataFrame, arcs: pd.Index, sources: pd.Series, sales: pd.DataFrame, returns: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables of materials that leave a place for one destination only.

    single_source: (origin, destination, material, period) with `bound_t`: the most that can go there in a year of the period [t/yr].
    At a region that is its supply and what may come back there; at a site the largest output of what may stand there, all at once. Where
    stock may be kept, all that arose up to then may leave in one period; where the material may arrive too, all there is of it anywhere.
    """
    ways = arcs[arcs.get_level_values("material").isin(instance["single_source"]["material"])].droplevel("mode").unique()
    rows = ways.to_frame(index=False).merge(pd.DataFrame({"period": periods.index}), how="cross")
    stored = by_period(instance, "storage").index.droplevel("period").unique().rename(["origin", "material"])
    most = _most(sources, returns, sales, stored, periods["years"]) if len(rows) else sources
    arrives = most.index.droplevel("period").isin(ways.droplevel("origin").rename(KEY[:2]))
    anywhere = most.groupby(level=["material", "period"]).transform("sum")
    most = most.mask(arrives, anywhere).rename("bound_t")
    return {"single_source": rows.join(most, on=KEY).fillna({"bound_t": 0.0}).set_index(["origin", "destination", "material", "period"])}


def build_sources(supplies: pd.DataFrame, candidates: pd.DataFrame, conversions: pd.DataFrame) -> pd.Series:
    """Return the supply, and the largest output of what may stand at a site, by origin, material and period [t/yr]."""
    arising = supplies["supply_t"].rename_axis(index={"region": "origin"}).reset_index()
    made = conversions[conversions["t_per_t"] > 0]["t_per_t"].groupby(level=["technology", "material", "period"]).sum().reset_index()
    capacity = (candidates["capacity_t"] + candidates["room_t"]).groupby(level=["site", "technology"]).max().rename("capacity_t")
    put_out = made.merge(capacity.reset_index(), on="technology").rename(columns={"site": "origin"})
    put_out["supply_t"] = put_out["t_per_t"] * put_out["capacity_t"]
    return pd.concat([arising, put_out])[[*KEY, "supply_t"]].groupby(KEY)["supply_t"].sum()


def _most(sources: pd.Series, returns: pd.DataFrame, sales: pd.DataFrame, stored: pd.MultiIndex, years: pd.Series) -> pd.Series:
    """Return the most that can leave a place in a year of a period: its source, what comes back, what may have been kept [t/yr]."""
    most = _with_stock(sources, stored, years)
    for _ in range(len(returns) + 1):  # what comes back may be sold as it is, and come back again later
        before = most
        most = _with_stock(sources.add(_come_back(before, returns, sales), fill_value=0.0), stored, years)
        if most.equals(before):
            return most
    raise RecyclenetError(
        "returns.csv: goods that are sold as they come back, and come back in the same period, can be without end; single_source.csv "
        "cannot hold beside them: give them a lag_periods of 1 or more"
    )


def _come_back(most: pd.Series, returns: pd.DataFrame, sales: pd.DataFrame) -> pd.Series:
    """Return what comes back at most where that much can leave every place [t/yr]."""
    offered = most.groupby(level=["material", "period"]).sum()
    rows = returns[["share"]].join(offered.rename("offered_t"), on=["material", "period"]).join(sales["limit_t"])
    back = rows["share"] * rows.fillna({"offered_t": 0.0})[["offered_t", "limit_t"]].min(axis=1)
    return back.groupby(level=["region", "returned", "return_period"]).sum().rename_axis(KEY)


def _with_stock(amounts: pd.Series, stored: pd.MultiIndex, years: pd.Series) -> pd.Series:
    """Return amounts [t/yr] with, where stock may be kept, all that arose up to then in one period."""
    wide = amounts.unstack("period").reindex(columns=years.index).fillna(0.0)
    kept = wide.index.isin(stored)
    wide[kept] = ((wide * years).cumsum(axis=1) / years)[kept]
    return wide.stack()
