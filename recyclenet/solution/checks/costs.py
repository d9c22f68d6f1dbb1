"""Costs: every component recomputed by place and period from the plan's amounts and the instance's prices; the bound on its side."""

import numpy as np
import pandas as pd

from recyclenet.instance.schema import YES
from recyclenet.solution.case import Case
from recyclenet.solution.checks.asked import prices
from recyclenet.solution.checks.findings import EXACT, SHARE, Row, apart, findings, total
from recyclenet.solution.checks.measures import emitted
from recyclenet.solution.checks.openings import closings, expansions
from recyclenet.solution.checks.prices import haulage_price, price

KEY = ["component", "period", "place"]


def costs(case: Case) -> list[Row]:
    """Every component of cost is as the plan says at every place, and they add up to its cost; its bound is no higher."""
    own, said = total(recomputed(case), KEY, "cost"), total(case.plan["costs"], KEY, "cost")
    scale = max(float(own.abs().sum()), float(said.abs().sum()))
    found = findings("cost", apart(own, said, EXACT, least=1e-3 * scale), "money")
    plan = case.plan
    for sums, share in ((own.sum(), SHARE), (said.sum(), 1e-3 * SHARE)):
        if not abs(float(sums) - plan.cost) <= share * scale + EXACT:
            found.append(Row("total cost", "", "", "cost", float(sums) - plan.cost, "money"))
    gap = (plan.cost - plan.bound) / max(abs(plan.cost), 1e-9)  # infinite, as the plan must say, where nothing is proven
    if not (plan.bound <= plan.cost + SHARE * scale and (plan.gap == gap or abs(plan.gap - gap) <= SHARE)):
        found.append(Row("bound", "", "", "bound", plan.bound - plan.cost, "money"))
    return found


def recomputed(case: Case) -> pd.DataFrame:
    """Return discounted cost by component, period and place."""
    parts = [*_of_amounts(case), *_of_candidates(case), _of_rules(case)]
    return pd.concat([part[part["cost"] != 0] for part in parts])


def _booked(
    case: Case, component: str, frame: pd.DataFrame, cost: np.ndarray | pd.Series, place: str = "place", weight: str = "annual"
) -> pd.DataFrame:
    """Return costs of a year (or once) under a component, discounted; what has no price is found by the rule that says so."""
    discounted = np.nan_to_num(np.asarray(cost, dtype=float)) * frame["period"].map(case.periods[weight]).to_numpy()
    return pd.DataFrame({"component": component, "period": frame["period"].array, "place": frame[place].array, "cost": discounted})


def _of_amounts(case: Case) -> list[pd.DataFrame]:
    """Return what amounts cost: what moves, is bought, sold, left behind, kept in stock or emitted."""
    plan, flows = case.plan, case.hauled
    acquisition = case.instance.keyed("supplies")["acquisition_cost_per_t"]
    gas = emitted(case)

    def at(rows: pd.Series, frame: pd.DataFrame, *key: str) -> np.ndarray:
        return np.asarray(rows.reindex(pd.MultiIndex.from_frame(frame[list(key)])))

    paid = case.rows("sales", ["outlet", "material"])["price_per_t"]
    left = case.rows("uncollected", ["material"])["cost_per_t"]
    kept = case.rows("storage", ["place", "material"])["cost_per_t"]
    charged = case.rows("gases", ["gas"])["price_per_t"]
    sales, behind, stocks = plan["sales"], plan["uncollected"], plan["stocks"]
    return [
        _booked(case, "haulage", flows, flows["flow_t"] * haulage_price(case), "origin"),
        _booked(case, "acquisition", flows, flows["flow_t"] * at(acquisition, flows, "origin", "material", "period"), "origin"),
        _booked(case, "sales", sales, -sales["sold_t"] * at(paid, sales, "outlet", "material", "period"), "outlet"),
        _booked(case, "uncollected", behind, behind["uncollected_t"] * at(left, behind, "material", "period"), "region"),
        _booked(case, "storage", stocks, stocks["stock_t"] * at(kept, stocks, "place", "material", "period")),
        _booked(case, "emissions", gas, gas["amount"] * at(charged, gas, "gas", "period")),
    ]


def _of_candidates(case: Case) -> list[pd.DataFrame]:
    """Return what candidates cost: opened, run, expanded and closed."""
    openings, ran, gone = expansions(case), case.plan["throughputs"], closings(case)
    new = openings[openings["opens"] == YES]
    grown, added = openings["grown_t"].to_numpy(), openings["added_t"].to_numpy()
    return [
        _booked(case, "opening", new, price(case, "opening_cost", new), "site", "once"),
        _booked(case, "fixed", openings, price(case, "fixed_cost_per_year", openings), "site"),
        _booked(case, "processing", ran, ran["throughput_t"] * price(case, "variable_cost_per_t", ran), "site"),
        _booked(case, "expansion", openings, added * price(case, "expansion_cost_per_t", openings), "site", "once"),
        _booked(case, "expansion_fixed", openings, grown * price(case, "expansion_fixed_cost_per_t", openings), "site"),
        _booked(case, "closing", gone, price(case, "closing_cost", gone), "site", "once"),
        _booked(case, "salvage", gone, -price(case, "salvage_value", gone), "site", "once"),
    ]


def _of_rules(case: Case) -> pd.DataFrame:
    """Return what missing a rule costs; it falls at no place."""
    missed = case.plan["shortfalls"].assign(place="")
    at = pd.MultiIndex.from_frame(missed[["rule", "name", "period"]])
    charged = missed["amount"] * prices(case).reindex(at).to_numpy()
    metric = missed["name"].map(case.instance["limits"].drop_duplicates("limit").set_index("limit")["metric"])
    of_target = missed["rule"] == "target"
    once = ~of_target & (metric == "investment")
    return pd.concat([
        _booked(case, "target_shortfall", missed[of_target], charged[of_target]),
        _booked(case, "limit_breach", missed[once], charged[once], weight="once"),
        _booked(case, "limit_breach", missed[~of_target & ~once], charged[~of_target & ~once]),
    ])  # fmt: skip
