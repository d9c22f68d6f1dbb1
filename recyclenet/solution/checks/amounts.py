"""Amounts: what comes to a place leaves it or is used there; what moves, stays, is kept and is sold may do so, and is not too much."""

import numpy as np
import pandas as pd

from recyclenet.solution.case import SITE, Case
from recyclenet.solution.checks.findings import AMOUNT_T, SHARE, Row, above, findings, total


def balance(case: Case) -> list[Row]:
    """What comes to a place, arises, comes back, is made or taken from stock there leaves it, is used, sold, kept or put by."""
    plan, key = case.plan, ["place", "material", "period"]

    def part(frame: pd.DataFrame, place: str, amount: str, sign: float) -> pd.DataFrame:
        return frame.rename(columns={place: "place"})[key].assign(amount=sign * frame[amount])

    parts = pd.concat([
        part(case.instance["supplies"], "region", "supply_t", 1), part(plan["uncollected"], "region", "uncollected_t", -1),
        part(plan["withheld"], "region", "withheld_t", -1), part(case.returned, "region", "amount", 1),
        part(plan["flows"], "destination", "flow_t", 1), part(plan["flows"], "origin", "flow_t", -1),
        part(case.used, "site", "amount", 1), part(plan["sales"], "outlet", "sold_t", -1), part(drawn(case), "place", "amount", 1),
    ])  # fmt: skip
    totals = parts.groupby(key)["amount"].agg(["sum", lambda amounts: amounts.abs().max()])
    return findings("balance", totals["sum"][totals["sum"].abs() > AMOUNT_T + SHARE * totals.iloc[:, 1]])


def drawn(case: Case) -> pd.DataFrame:
    """Return what is put by (-) and drawn (+) in a year of each period: the stock at its end, and that of the period before."""
    stocks = case.plan["stocks"]
    years, following = case.periods["years"], dict(zip(case.instance.periods, case.instance.periods[1:], strict=False))
    put_by = stocks.assign(amount=-stocks["stock_t"] / stocks["period"].map(years))
    later = stocks.assign(period=stocks["period"].map(following)).dropna(subset="period")
    return pd.concat([put_by, later.assign(amount=later["stock_t"] / later["period"].map(years))])


def arcs(case: Case) -> list[Row]:
    """Every flow is on a way its mode may go, as long as it says, from where the material is to where it is taken."""
    flows, instance = case.hauled, case.instance
    rates = instance.keyed("mode_rates")["reach_km"].fillna(np.inf)
    reach = rates.reindex(pd.MultiIndex.from_frame(flows[["mode", "goods_class"]])).to_numpy()
    wrong = {
        "mode": np.isnan(reach),
        "reach": flows["way_km"] > reach * (1 + SHARE),
        "distance": (flows["distance_km"] - flows["way_km"]).abs() > 1e-6 + SHARE * flows["way_km"],
        "origin": ~flows["origin"].isin([*instance["regions"]["region"], *instance["sites"]["site"]]),
        "destination": ~pd.MultiIndex.from_frame(flows[["destination", "material", "period"]]).isin(_takers(case)),
    }
    key = ["origin", "destination", "material", "mode", "period"]
    return [row for rule, mask in wrong.items() for row in findings(rule, flows[mask].set_index(key)["distance_km"], "km")]


def _takers(case: Case) -> pd.MultiIndex:
    """Return where a material may be taken to: outlets that buy it, sites where a recipe takes it or stock of it is kept."""
    instance = case.instance
    recipes = case.rows("conversions", ["technology", "recipe", "material"]).reset_index()
    sites = instance["candidates"][["site", "technology"]].drop_duplicates().merge(recipes[recipes["t_per_t"] < 0], on="technology")
    sales = case.rows("sales", ["outlet", "material"]).reset_index()
    stocks = case.rows("storage", ["place", "material"]).reset_index()
    takers = [
        sites.rename(columns={"site": "place"}),
        sales[sales["outlet"].isin(instance["outlets"]["outlet"])].rename(columns={"outlet": "place"}),
        stocks[stocks["place"].isin(instance["sites"]["site"])],
    ]
    return pd.MultiIndex.from_frame(pd.concat([frame[["place", "material", "period"]] for frame in takers]).drop_duplicates())


def capacities(case: Case) -> list[Row]:
    """Throughput stays within the capacity of what is open, by a recipe there is, and the plan's sums of it are right."""
    key = [*SITE, "period"]
    plan, throughputs = case.plan["openings"].set_index(key), case.plan["throughputs"]
    used = total(throughputs, key, "throughput_t")
    found = findings("capacity", above(used, plan["capacity_t"].reindex(used.index).fillna(0.0)))
    summed = used.reindex(plan.index).fillna(0.0)
    found += findings("sums", plan["throughput_t"][(plan["throughput_t"] - summed).abs() > AMOUNT_T + SHARE * summed])
    recipes = case.rows("conversions", ["technology", "recipe", "material"]).reset_index()
    known = pd.MultiIndex.from_frame(throughputs[["technology", "recipe", "period"]]).isin(
        pd.MultiIndex.from_frame(recipes[["technology", "recipe", "period"]])
    )
    return found + findings("recipe", throughputs[~known].set_index([*SITE, "recipe", "period"])["throughput_t"])


def quantities(case: Case) -> list[Row]:
    """What stays behind, is sold and is kept in stock is allowed, and within limits."""
    supply = case.instance.keyed("supplies")["supply_t"]
    left = case.plan["uncollected"].set_index(["region", "material", "period"])["uncollected_t"]
    allowed = case.rows("uncollected", ["material"])["limit_share"].fillna(1.0)
    most = allowed.reindex(left.index.droplevel("region")).fillna(0.0).to_numpy() * supply.reindex(left.index).fillna(0.0)
    sold = case.plan["sales"].set_index(["outlet", "material", "period"])["sold_t"]
    takes = case.rows("sales", ["outlet", "material"])["limit_t"].fillna(np.inf)
    stock = case.plan["stocks"].set_index(["place", "material", "period"])["stock_t"]
    holds = case.rows("storage", ["place", "material"])["limit_t"].fillna(np.inf)
    holds = holds[holds.index.get_level_values("period") != case.instance.periods[-1]]
    return (
        findings("uncollected", above(left, most))
        + findings("outlet limit", above(sold, takes.reindex(sold.index).fillna(0.0)))
        + findings("stock", above(stock, holds.reindex(stock.index).fillna(0.0)), "t")
    )
