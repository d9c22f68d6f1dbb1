"""Recovery: what targets ask and what the plan reaches, and how much of each element in the goods collected comes back to buyers."""

import pandas as pd

from recyclenet.instance.schema import EVERY
from recyclenet.solution.case import Case
from recyclenet.solution.checks.findings import total
from recyclenet.solution.checks.measures import collected, recovered, supplied
from recyclenet.solution.solution import Solution

POOL = ["material", "period"]


def targets_reached(plan: Solution) -> pd.DataFrame:
    """Return for every target and period: target, metric, stream, element, period, asked_share, reached_share, of_t, counted_t.

    `of_t` is what the share is of [t/yr]: the tonnes the target states, else the supply of the stream, or the element in what was collected
    of it; `counted_t` [t/yr] is
    what counts towards it: what is collected, or the element in what buyers take. Where there is nothing to take a share of,
    `reached_share` is missing.
    """
    case = Case(plan.instance, plan)
    materials, parts = plan.instance["materials"], plan.instance.keyed("compositions")["share"]
    arises, gathered, bought = (total(count(case), POOL) for count in (supplied, collected, recovered))
    rows = []
    for (target, period), row in case.rows("targets", ["target"]).iterrows():
        of_stream = materials["material"][(materials["stream"] == row["stream"]) | (row["stream"] == EVERY)]
        index = pd.MultiIndex.from_product([of_stream, [period]])
        if row["metric"] == "collection":
            counted, whole = gathered.reindex(index).sum(), arises.reindex(index).sum()
        else:
            content = parts.reindex([(material, row["element"]) for material in of_stream]).fillna(0.0).to_numpy()
            counted, whole = ((amounts.reindex(index).fillna(0.0) * content).sum() for amounts in (bought, gathered))
        whole = whole if pd.isna(row["of_t"]) else row["of_t"]
        reached = float(counted / whole) if whole > 0 else float("nan")
        element = row["element"] if row["metric"] == "recovery" else ""
        rows.append((target, row["metric"], row["stream"], element, period, float(row["share"]), reached, float(whole), float(counted)))
    columns = ["target", "metric", "stream", "element", "period", "asked_share", "reached_share", "of_t", "counted_t"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values("period", key=lambda labels: labels.map(case.order), kind="stable", ignore_index=True)


def elements(plan: Solution) -> pd.DataFrame:
    """Return by element and period: element, period, collected_t (in what was collected), recovered_t (in what buyers take), share.

    Tonnes are over all years of the period. The share is missing where nothing of the element was collected.
    """
    case = Case(plan.instance, plan)
    parts, order = plan.instance["compositions"], plan.instance["compositions"]["element"].drop_duplicates()
    sums = {}
    for name, count in (("collected_t", collected), ("recovered_t", recovered)):
        rows = count(case).merge(parts, on="material")
        tonnes = rows["amount"] * rows["share"] * rows["period"].map(case.periods["years"])
        sums[name] = tonnes.groupby([rows["element"], rows["period"]]).sum()
    index = pd.MultiIndex.from_product([order, plan.instance.periods], names=["element", "period"])
    table = pd.DataFrame(sums).reindex(index).fillna(0.0)
    share = (table["recovered_t"] / table["collected_t"]).where(table["collected_t"] > 0)
    return table.assign(share=share).reset_index()
