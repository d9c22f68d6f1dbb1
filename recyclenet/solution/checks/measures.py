"""Measures: all that targets, limits and objectives count, as tables of amounts with the labels that tell a scope."""

import pandas as pd

from recyclenet.instance.schema import YES
from recyclenet.solution.case import Case
from recyclenet.solution.checks.findings import EXACT, Row, apart, findings, total
from recyclenet.solution.checks.openings import expansions
from recyclenet.solution.checks.prices import price

LABELS = ("place", "period", "technology", "material", "outlet", "gas")


def _counted(frame: pd.DataFrame, amount: pd.Series, **labels: str) -> pd.DataFrame:
    """Return amounts with all labels: those named are read from a column of the frame, others are empty, which no scope names."""
    read = {"period": "period", **labels}
    parts = {label: frame[read[label]] if label in read else "" for label in LABELS}
    return pd.DataFrame({**parts, "amount": amount}, index=frame.index)


def _amounts(frame: pd.DataFrame, amount: str, **labels: str) -> pd.DataFrame:
    return _counted(frame, frame[amount], **labels)


def supplied(case: Case) -> pd.DataFrame:
    """Return what arises at regions, and what comes back there [t/yr]."""
    labels = {"place": "region", "material": "material"}
    return pd.concat([_amounts(case.instance["supplies"], "supply_t", **labels), _amounts(case.returned, "amount", **labels)])


def uncollected(case: Case) -> pd.DataFrame:
    """Return what the plan leaves behind and what people keep [t/yr]."""
    plan, labels = case.plan, {"place": "region", "material": "material"}
    return pd.concat([_amounts(plan["uncollected"], "uncollected_t", **labels), _amounts(plan["withheld"], "withheld_t", **labels)])


def collected(case: Case) -> pd.DataFrame:
    """Return what is collected of what arises: less what is left, kept, or dealt with on the spot [t/yr]."""
    sales = case.plan["sales"]
    spot = _amounts(sales[sales["outlet"].isin(case.instance["regions"]["region"])], "sold_t", place="outlet", material="material")
    return pd.concat([supplied(case), *(less.assign(amount=-less["amount"]) for less in (uncollected(case), spot))])


def recovered(case: Case) -> pd.DataFrame:
    """Return what buyers take [t/yr]; the outlets of disposal and places rid of something on the spot are none."""
    sold = measured(case, "sold")
    kinds = case.instance.keyed("outlets")["kind"]
    return sold[sold["outlet"].map(kinds) == "buyer"]


def measured(case: Case, metric: str) -> pd.DataFrame:
    """Return what a metric of limits counts, in its unit."""
    plan, at_site = case.plan, {"place": "site", "technology": "technology"}
    if metric in ("collected", "uncollected"):
        return collected(case) if metric == "collected" else uncollected(case)
    if metric == "throughput":
        taken = case.used[case.used["amount"] < 0]
        return _counted(taken, -taken["amount"], **at_site, material="material")
    if metric == "sold":
        return _amounts(plan["sales"], "sold_t", place="outlet", outlet="outlet", material="material")
    if metric == "haulage":
        flows = case.hauled.assign(work=case.hauled["flow_t"] * case.hauled["way_km"])
        return _amounts(flows, "work", place="origin", material="material")
    if metric == "emissions":
        return emitted(case)
    openings = expansions(case)
    if metric == "jobs":
        jobs = case.instance.keyed("candidates")["jobs"].reindex(pd.MultiIndex.from_frame(openings[["site", "technology", "size"]]))
        openings = openings.assign(jobs=jobs.to_numpy())
    if metric == "investment":
        spent = (openings["opens"] == YES) * price(case, "opening_cost", openings)
        openings = openings.assign(investment=spent + openings["added_t"] * price(case, "expansion_cost_per_t", openings))
    return _amounts(openings, {"capacity": "capacity_t"}.get(metric, metric), **at_site)


def emitted(case: Case) -> pd.DataFrame:
    """Return what processing emits at sites and haulage at the origin of flows [t/yr]."""
    processing = case.rows("processing_emissions", ["technology", "gas"])["t_per_t"].reset_index()
    haulage = case.rows("haulage_emissions", ["mode", "goods_class", "gas"])["t_per_tkm"].reset_index()
    made = case.plan["throughputs"].merge(processing, on=["technology", "period"])
    moved = case.hauled.merge(haulage, on=["mode", "goods_class", "period"])
    parts = {
        "processing": _counted(made, made["throughput_t"] * made["t_per_t"], place="site", technology="technology", gas="gas"),
        "haulage": _counted(moved, moved["flow_t"] * moved["way_km"] * moved["t_per_tkm"], place="origin", material="material", gas="gas"),
    }
    return pd.concat([frame.assign(component=component) for component, frame in parts.items()])


def emissions(case: Case) -> list[Row]:
    """Emissions, recomputed from throughputs and flows, are as the plan says."""
    key = ["component", "gas", "period", "place"]
    own, said = total(emitted(case), key), total(case.plan["emissions"], key, "emitted_t")
    size = max(float(own.abs().sum()), 1.0)
    return findings("emissions", apart(own, said, EXACT, least=1e-3 * size))
