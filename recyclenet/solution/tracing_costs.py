"""Where costs fall in the graph of a plan: every booking worked out anew, down to the flow, sale or run it is spent on."""

import numpy as np
import pandas as pd

from recyclenet.instance.schema import YES
from recyclenet.solution.case import SITE, Case
from recyclenet.solution.checks.openings import closings, expansions
from recyclenet.solution.checks.prices import haulage_price, price
from recyclenet.solution.tracing import Graph

CANDIDATE = [*SITE, "period"]


def details(case: Case, chart: Graph) -> pd.DataFrame:
    """Return costs by node: component, period, place (as they are booked), node, cost [currency, discounted as each cell is].

    Only the shares within a cell (component, period, place) matter: its sum is that of the plan. What falls on no node is left out.
    """
    parts = pd.concat([*_of_amounts(case, chart), *_of_emissions(case, chart), *_of_candidates(case, chart)], ignore_index=True)
    return parts[(parts["node"] >= 0) & (parts["cost"] != 0)]


def _part(component: str, frame: pd.DataFrame, place: str, node: np.ndarray, cost: "np.ndarray | pd.Series") -> pd.DataFrame:
    columns = {"component": component, "period": frame["period"].array, "place": frame[place].array}
    return pd.DataFrame({**columns, "node": node, "cost": np.nan_to_num(np.asarray(cost, dtype=float))})


def _at(rows: pd.Series, frame: pd.DataFrame, *key: str) -> np.ndarray:
    return np.asarray(rows.reindex(pd.MultiIndex.from_frame(frame[list(key)])))


def _of_amounts(case: Case, chart: Graph) -> list[pd.DataFrame]:
    """Return what tonnes cost that move, are bought, sold, left behind or kept; the pool they leave bears it."""
    plan, flows, instance = case.plan, case.hauled, case.instance
    sales, behind, stocks = plan["sales"], plan["uncollected"], plan["stocks"]
    bought = _at(instance.keyed("supplies")["acquisition_cost_per_t"], flows, "origin", "material", "period")
    paid = _at(case.rows("sales", ["outlet", "material"])["price_per_t"], sales, "outlet", "material", "period")
    left = _at(case.rows("uncollected", ["material"])["cost_per_t"], behind, "material", "period")
    kept = _at(case.rows("storage", ["place", "material"])["cost_per_t"], stocks, "place", "material", "period")
    origin = chart.pool(flows, "origin")
    return [
        _part("haulage", flows, "origin", origin, flows["flow_t"] * haulage_price(case)),
        _part("acquisition", flows, "origin", origin, flows["flow_t"] * bought),
        _part("sales", sales, "outlet", chart.pool(sales, "outlet"), -sales["sold_t"] * paid),
        _part("uncollected", behind, "region", chart.pool(behind, "region"), behind["uncollected_t"] * left),
        _part("storage", stocks, "place", chart.pool(stocks, "place"), stocks["stock_t"] * kept),
    ]


def _of_emissions(case: Case, chart: Graph) -> list[pd.DataFrame]:
    """Return what gases with a price cost, of runs and of flows."""
    charged = case.rows("gases", ["gas"])["price_per_t"]
    processing = case.rows("processing_emissions", ["technology", "gas"])["t_per_t"].reset_index()
    haulage = case.rows("haulage_emissions", ["mode", "goods_class", "gas"])["t_per_tkm"].reset_index()
    made = case.plan["throughputs"].merge(processing, on=["technology", "period"])
    moved = case.hauled.merge(haulage, on=["mode", "goods_class", "period"])
    of_run = made["throughput_t"] * made["t_per_t"] * _at(charged, made, "gas", "period")
    of_flow = moved["flow_t"] * moved["way_km"] * moved["t_per_tkm"] * _at(charged, moved, "gas", "period")
    return [
        _part("emissions", made, "site", chart.run(made), of_run),
        _part("emissions", moved, "origin", chart.pool(moved, "origin"), of_flow),
    ]


def _of_candidates(case: Case, chart: Graph) -> list[pd.DataFrame]:
    """Return what candidates cost, spread over the tonnes of the period, or of all periods what is paid once."""
    openings, ran, gone = expansions(case), case.plan["throughputs"], closings(case)
    new = openings[openings["opens"] == YES]
    yearly = {
        "fixed": price(case, "fixed_cost_per_year", openings),
        "expansion_fixed": openings["grown_t"].to_numpy() * price(case, "expansion_fixed_cost_per_t", openings),
    }
    once = {
        "opening": (new, price(case, "opening_cost", new)),
        "expansion": (openings, openings["added_t"].to_numpy() * price(case, "expansion_cost_per_t", openings)),
        "closing": (gone, price(case, "closing_cost", gone)),
        "salvage": (gone, -price(case, "salvage_value", gone)),
    }
    return [
        _part("processing", ran, "site", chart.run(ran), ran["throughput_t"] * price(case, "variable_cost_per_t", ran)),
        *(_spread(case, chart, component, openings.assign(cost=cost), of_period=True) for component, cost in yearly.items()),
        *(_spread(case, chart, component, rows.assign(cost=cost), of_period=False) for component, (rows, cost) in once.items()),
    ]


def _spread(case: Case, chart: Graph, component: str, costs: pd.DataFrame, *, of_period: bool) -> pd.DataFrame:
    """Return costs of candidates spread over their runs by tonnes: those of the period where there are any, else all."""
    ran = case.plan["throughputs"]
    tonnes = ran["throughput_t"] * ran["period"].map(case.periods["years"])
    runs = ran[SITE].assign(node=chart.run(ran), ran_in=ran["period"], tonnes=tonnes)[tonnes > 0]
    shares = costs[[*CANDIDATE, "cost"]].merge(runs, on=SITE)
    if of_period:
        within = shares["ran_in"] == shares["period"]
        shares = shares[within | ~within.groupby([shares[name] for name in CANDIDATE]).transform("any")]
    whole = shares.groupby(CANDIDATE)["tonnes"].transform("sum")
    return _part(component, shares, "site", shares["node"].to_numpy(), shares["cost"] * shares["tonnes"] / whole)
