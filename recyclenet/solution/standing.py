"""What stands when: every candidate of the plan by period, how large, what was added, how much of it is used."""

from itertools import pairwise

import pandas as pd

from recyclenet.instance.schema import KINDS, YES
from recyclenet.solution.case import SITE, Case
from recyclenet.solution.checks.openings import closings, expansions
from recyclenet.solution.figures import names
from recyclenet.solution.solution import Solution


def standing(plan: Solution) -> pd.DataFrame:
    """Return what stands by period, in order of time, and candidate.

    site, site_name, technology, technology_name, kind, size, period, event ("opens", "expands", "stands"), capacity_t, added_t,
    throughput_t [t/yr], used_share (missing where the capacity is 0), closes ("yes" in the last period before it is closed).
    """
    case = Case(plan.instance, plan)
    rows = expansions(case)
    rows = rows.assign(
        site_name=rows["site"].map(names(plan, "sites")),
        technology_name=rows["technology"].map(names(plan, "technologies")),
        kind=rows["technology"].map(case.kinds),
        added_t=rows["added_t"].where(rows["added_t"].abs() > 1e-6, 0.0),
        used_share=(rows["throughput_t"] / rows["capacity_t"]).where(rows["capacity_t"] > 0),
    )
    event = pd.Series("stands", rows.index, dtype="str").mask(rows["added_t"] > 0, "expands").mask(rows["opens"] == YES, "opens")
    following = dict(pairwise(plan.instance.periods))
    gone = pd.MultiIndex.from_frame(closings(case)[[*SITE, "period"]])
    later = pd.MultiIndex.from_frame(rows[SITE].assign(period=rows["period"].map(following)))
    closes = pd.Series(later.isin(gone), rows.index).map({True: "yes", False: "no"})
    columns = [
        "site", "site_name", "technology", "technology_name", "kind", "size", "period", "event", "capacity_t", "added_t", "throughput_t",
        "used_share", "closes",
    ]  # fmt: skip
    in_time = rows["period"].map(case.order).sort_values(kind="stable").index
    return rows.assign(event=event, closes=closes)[columns].loc[in_time].reset_index(drop=True)


def utilisation(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what stands (see `standing`) summed by technology and period: number, capacity_t, throughput_t [t/yr], used_share."""
    key = ["kind", "technology", "technology_name", "period"]
    in_order = rows.sort_values("kind", key=lambda kinds: kinds.map(KINDS.index), kind="stable")
    sums = in_order.groupby(key, sort=False).agg(
        number=("site", "size"), capacity_t=("capacity_t", "sum"), throughput_t=("throughput_t", "sum")
    )
    return sums.assign(used_share=(sums["throughput_t"] / sums["capacity_t"]).where(sums["capacity_t"] > 0)).reset_index()
