"""How much can leave a place at most: what arises there or comes back, what all that may stand there can put out, what may arrive."""

import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.network.expand import by_period

PLACE = ["origin", "material"]


def build_single_source(
    instance: Instance,
    periods: pd.DataFrame,
    supplies: pd.DataFrame,
    candidates: pd.DataFrame,
    conversions: pd.DataFrame,
    arcs: pd.Index,
    returns: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Return the tables of materials that leave a place for one destination only.

    single_source: (origin, destination, material, period) with `bound_t`: the most that can go there in a year of the period [t/yr].
    At a region that is its supply and what may come back; at a site the largest output of what may stand there, all at once. Where stock
    may be kept, all that arose up to then may leave in one period; where the material may arrive too, all there is of it anywhere.
    """
    chosen = instance["single_source"]["material"]
    ways = arcs[arcs.get_level_values("material").isin(chosen)].droplevel("mode").unique()
    if not len(ways):
        key = pd.MultiIndex.from_arrays([[]] * 4, names=["origin", "destination", "material", "period"])
        return {"single_source": pd.DataFrame({"bound_t": pd.Series(dtype=float)}, key)}
    made = conversions[conversions["t_per_t"] > 0]["t_per_t"].groupby(level=["technology", "material", "period"]).sum().reset_index()
    capacity = (candidates["capacity_t"] + candidates["room_t"]).groupby(level=["site", "technology"]).max().rename("capacity_t")
    put_out = made.merge(capacity.reset_index(), on="technology").rename(columns={"site": "origin"})
    put_out["supply_t"] = put_out["t_per_t"] * put_out["capacity_t"]
    supplied = supplies["supply_t"].rename_axis(index={"region": "origin"}).reset_index()
    own = pd.concat([supplied, put_out])[[*PLACE, "period", "supply_t"]].groupby([*PLACE, "period"])["supply_t"].sum().unstack("period")
    most = _with_returns(instance, own.reindex(columns=periods.index).fillna(0.0), periods["years"], returns)
    total = most.groupby(level="material").sum()
    arrives = most.index.isin(ways.droplevel("origin").rename(PLACE))
    most[arrives] = total.reindex(most.index.get_level_values("material")).to_numpy()[arrives]
    rows = ways.to_frame(index=False).merge(pd.DataFrame({"period": periods.index}), how="cross")
    bounds = rows.join(most.stack().rename("bound_t"), on=[*PLACE, "period"]).fillna({"bound_t": 0.0})
    return {"single_source": bounds.set_index(["origin", "destination", "material", "period"])}


def _with_returns(instance: Instance, own: pd.DataFrame, years: pd.Series, returns: pd.DataFrame) -> pd.DataFrame:
    """Return the most there can be of a material at each place by period [t/yr], with what may have been kept and may come back."""
    stored = by_period(instance, "storage").index.droplevel("period").unique().rename(PLACE)
    limits = by_period(instance, "sales")["limit_t"]
    most = arising = own
    for _ in range(len(years) * len(instance["returns"]) + 1):  # what comes back may be sold, and come back once more
        so_far = (arising * years).cumsum(axis=1) / years
        most = arising.copy()
        most[arising.index.isin(stored)] = so_far
        if len(returns):
            there = most.groupby(level="material").sum().stack().rename("sold_t")
            sold = returns[["share"]].join(there, on=["material", "period"]).join(limits, on=["outlet", "material", "period"])
            back = sold["share"] * sold["sold_t"].fillna(0.0).clip(upper=sold["limit_t"].fillna(float("inf")))
            back = back.groupby(level=["region", "returned", "return_period"]).sum().unstack("return_period")
            arising = (
                own.add(back.rename_axis(PLACE).rename_axis(columns="period"), fill_value=0.0).reindex(columns=years.index).fillna(0.0)
            )
    return most
