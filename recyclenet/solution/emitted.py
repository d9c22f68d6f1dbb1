"""Emissions by source: what each technology and haulage emit of every gas."""

import pandas as pd

from recyclenet.solution.case import Case
from recyclenet.solution.checks.measures import emitted
from recyclenet.solution.figures import names
from recyclenet.solution.solution import Solution

HAULAGE = "haulage"


def emissions_by_source(plan: Solution) -> pd.DataFrame:
    """Return gas, source (the name of a technology, or "haulage"), period, emitted_t [t over all years of the period]."""
    case = Case(plan.instance, plan)
    rows = emitted(case)
    source = rows["technology"].map(names(plan, "technologies")).where(rows["component"] == "processing", HAULAGE)
    tonnes = rows["amount"] * rows["period"].map(case.periods["years"])
    found = pd.DataFrame({"gas": rows["gas"], "source": source, "period": rows["period"], "emitted_t": tonnes})
    return found.groupby(["gas", "source", "period"], sort=False, as_index=False)["emitted_t"].sum()
