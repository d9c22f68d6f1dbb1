"""Mass through the chain: from what arises through technologies to where it ends, as links in tonnes that balance at every node."""

from itertools import pairwise

import pandas as pd

from recyclenet.solution.case import Case
from recyclenet.solution.solution import Solution

COLUMNS = ("source_role", "source", "target_role", "target", "material", "period", "amount_t")

ROLES = ("supply", "returned", "stock drawn", "added", "technology", "buyer", "disposal", "on the spot", "kept", "stock put by", "lost")
"""What a node of the chain is. added: reagents, water and air that recipes bind; lost: what recipes lose; kept: with its owners."""

ROUNDING_T = 1e-6
"""Links below this [t] are rounding."""


def chain(plan: Solution) -> pd.DataFrame:
    """Return the links of the chain: source_role, source, target_role, target, material, period, amount_t [t over all years of the period].

    A link's ends are a material that arises, a technology, or where tonnes end (see ROLES). Where a material has several sources
    and several uses in a period, each use takes the same shares of every source. What comes into a technology leaves it: recipes
    that put out more or less than they take in have links from "added", or to "lost".
    """
    case = Case(plan.instance, plan)
    sources, uses = _sources(case), _uses(case)
    pool = ["material", "period"]
    whole = sources.groupby(pool)["amount_t"].transform("sum")
    sources = sources.assign(share=sources["amount_t"] / whole).drop(columns="amount_t")
    links = sources.merge(uses, on=pool)
    links = links.assign(amount_t=links["amount_t"] * links["share"])
    found = pd.concat([links[list(COLUMNS)], _unbalanced(case)[list(COLUMNS)]])
    return found[found["amount_t"] > ROUNDING_T].reset_index(drop=True)


def _end(case: Case, frame: pd.DataFrame, end: str, role: "str | pd.Series", name: "str | pd.Series", amount: pd.Series) -> pd.DataFrame:
    """Return one side of links, summed: role and name of that end, material, period, tonnes."""
    years = frame["period"].map(case.periods["years"]).astype(float)
    columns = {f"{end}_role": role, end: name, "material": frame["material"], "period": frame["period"], "amount_t": amount * years}
    whole = pd.DataFrame(columns, index=frame.index)
    return whole.groupby([f"{end}_role", end, "material", "period"], sort=False, as_index=False)["amount_t"].sum()


def _sources(case: Case) -> pd.DataFrame:
    """Return where the tonnes of every material and period come from."""
    supply, back, drawn = case.instance["supplies"], case.returned, _stock(case, earlier=True)
    made = case.used[case.used["amount"] > 0]
    parts = [
        _end(case, supply, "source", "supply", supply["material"], supply["supply_t"]),
        _end(case, back, "source", "returned", back["material"], back["amount"]),
        _end(case, made, "source", "technology", made["technology"], made["amount"]),
        _end(case, drawn, "source", "stock drawn", "stock drawn", drawn["amount"]),
    ]
    found = pd.concat(parts)
    return found[found["amount_t"] > 0]


def _uses(case: Case) -> pd.DataFrame:
    """Return where they go."""
    plan, put_by, taken = case.plan, _stock(case, earlier=False), case.used[case.used["amount"] < 0]
    sales, left, withheld = plan["sales"], plan["uncollected"], plan["withheld"]
    role = sales["outlet"].map(case.instance.keyed("outlets")["kind"]).fillna("on the spot")
    name = sales["outlet"].where(role != "on the spot", "on the spot")
    parts = [
        _end(case, taken, "target", "technology", taken["technology"], -taken["amount"]),
        _end(case, sales, "target", role, name, sales["sold_t"]),
        _end(case, left, "target", "kept", "left behind", left["uncollected_t"]),
        _end(case, withheld, "target", "kept", "kept by owners", withheld["withheld_t"]),
        _end(case, put_by, "target", "stock put by", "stock put by", put_by["amount"]),
    ]
    found = pd.concat(parts)
    return found[found["amount_t"] > 0]


def _stock(case: Case, *, earlier: bool) -> pd.DataFrame:
    """Return stocks as amounts a year: as they are put by at a period's end, or drawn from in the next one."""
    stocks, order = case.plan["stocks"], case.instance.periods
    period = stocks["period"].map(dict(pairwise(order))) if earlier else stocks["period"]
    rows = stocks.assign(period=period).dropna(subset="period")
    return rows.assign(amount=rows["stock_t"] / rows["period"].map(case.periods["years"]).astype(float))


def _unbalanced(case: Case) -> pd.DataFrame:
    """Return what recipes add and lose, as links of the technology."""
    used = case.used.assign(material="")
    net = used.groupby(["technology", "recipe", "material", "period"], sort=False, as_index=False)["amount"].sum()
    added, lost = net[net["amount"] > 0], net[net["amount"] < 0]
    parts = [
        _end(case, added, "target", "technology", added["technology"], added["amount"]).assign(source_role="added", source="added"),
        _end(case, lost, "source", "technology", lost["technology"], -lost["amount"]).assign(target_role="lost", target="lost"),
    ]
    return pd.concat(parts)
