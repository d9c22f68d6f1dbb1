"""Targets and limits: what is asked is reached and held, or missed at a price by as much as the plan says."""

import numpy as np
import pandas as pd

from recyclenet.instance.schema import EVERY
from recyclenet.solution.case import Case
from recyclenet.solution.checks.findings import AMOUNT_T, SHARE, Row, findings, total
from recyclenet.solution.checks.measures import collected, measured, recovered, supplied


def shortfalls(case: Case) -> pd.Series:
    """Return by how much the plan says a rule is missed, by rule, name and period."""
    return case.plan["shortfalls"].set_index(["rule", "name", "period"])["amount"]


def prices(case: Case) -> pd.Series:
    """Return the price of missing a rule by a unit, by rule, name and period, only where there is one."""
    limits = case.rows("limits", ["limit"])
    priced = {
        "target": case.rows("targets", ["target"])["shortfall_cost_per_t"].rename_axis(["name", "period"]),
        "least": limits["breach_cost_per_unit"][limits["least"].notna()].rename_axis(["name", "period"]),
        "most": limits["breach_cost_per_unit"][limits["most"].notna()].rename_axis(["name", "period"]),
    }
    return pd.concat(priced, names=["rule"]).dropna()


def priced(case: Case) -> list[Row]:
    """Only what has a price may be missed."""
    said = shortfalls(case)
    return findings("shortfall", said[~said.index.isin(prices(case).index)])


def targets(case: Case) -> list[Row]:
    """Targets for collection and recovery are reached, but for what the plan says is short."""
    materials, parts = case.instance["materials"], case.instance.keyed("compositions")["share"]
    key = ["material", "period"]
    arises, gathered, bought = (total(count(case), key) for count in (supplied, collected, recovered))
    short = shortfalls(case)
    found: list[Row] = []
    for (target, period), row in case.rows("targets", ["target"]).iterrows():
        of_stream = materials["material"][(materials["stream"] == row["stream"]) | (row["stream"] == EVERY)]
        index = pd.MultiIndex.from_product([of_stream, [period]])
        content = parts.reindex([(material, row["element"]) for material in of_stream]).fillna(0.0).to_numpy()
        counts = (gathered, arises, np.ones(len(index))) if row["metric"] == "collection" else (bought, gathered, content)
        got, base = (float((counts[2] * amounts.reindex(index).fillna(0.0)).sum()) for amounts in counts[:2])
        base = base if np.isnan(row["of_t"]) else float(row["of_t"])
        missing = row["share"] * base - got - short.get(("target", target, period), 0.0)
        if missing > AMOUNT_T + SHARE * row["share"] * base:
            found.append(Row(row["metric"], "", str(period), str(target), float(missing), "t/yr"))
    return found


def limits(case: Case) -> list[Row]:
    """Every metric in its scope is within its limits, but for what the plan says it is missed by."""
    short = shortfalls(case)
    found: list[Row] = []
    tables = {metric: measured(case, metric) for metric in case.instance["limits"]["metric"].unique()}
    for (limit, period), row in case.rows("limits", ["limit"]).iterrows():
        counted = in_scope(case, tables[row["metric"]], row, str(period))
        amount, slack = counted.sum(), AMOUNT_T + SHARE * counted.abs().sum()
        for side, sign in (("least", -1.0), ("most", 1.0)):
            over = sign * (amount - row[side]) - short.get((side, limit, period), 0.0)
            if over > slack + SHARE * abs(row[side]):
                found.append(Row("limit", "", str(period), f"{limit} {row['metric']} {side}", float(over), "unit of the metric"))
    return found


def in_scope(case: Case, counted: pd.DataFrame, limit: pd.Series, period: str) -> pd.Series:
    """Return the amounts that a limit counts in a period; what does not tell a label counts only where the limit does not name it."""
    streams = case.instance.keyed("materials")["stream"]
    here = counted["period"] == period
    if limit["group"] != EVERY:
        here &= counted["place"].isin(case.groups.get(limit["group"], set()))
    if pd.notna(limit["kind"]):
        here &= counted["technology"].map(case.kinds) == limit["kind"]
    if limit["stream"] != EVERY:
        here &= counted["material"].map(streams) == limit["stream"]
    for label in ("technology", "material", "outlet", "gas"):
        if limit[label] != EVERY:
            here &= counted[label] == limit[label]
    return counted.loc[here, "amount"]
