"""Prices: what candidates and haulage cost in each period, from the instance's own tables."""

import numpy as np
import pandas as pd

from recyclenet.solution.case import SITE, Case

WITHOUT_FACTOR = ("salvage_value",)
"""What a region's cost factor leaves alone: it is on costs, and this is income."""


def price(case: Case, column: str, frame: pd.DataFrame) -> np.ndarray:
    """Return a price of the candidate and period of each row: that of the period where stated, times the factor of its region."""
    key = pd.MultiIndex.from_frame(frame[[*SITE, "period"]])
    general = case.instance.keyed("candidates")[column].reindex(key.droplevel("period")).to_numpy()
    own = case.rows("candidate_costs", SITE)[column].reindex(key).to_numpy()
    regions = frame["site"].map(case.instance.keyed("sites")["region"])
    factor = regions.map(case.instance.keyed("regions")["cost_factor"]).fillna(1.0).to_numpy(dtype=float)
    return np.asarray(np.where(np.isnan(own), general, own) * (1.0 if column in WITHOUT_FACTOR else factor))


def haulage_price(case: Case) -> np.ndarray:
    """Return what a tonne of each flow costs: its way times the rate, and handling, of the period where stated."""
    flows = case.hauled
    rates = case.instance.keyed("mode_rates").reindex(pd.MultiIndex.from_frame(flows[["mode", "goods_class"]]))
    own = case.instance.keyed("haulage_costs").reindex(pd.MultiIndex.from_frame(flows[["mode", "goods_class", "period"]]))
    per_tkm, handling = (
        np.where(own["cost_per_tkm"].isna(), rates[column], own[column]) for column in ("cost_per_tkm", "handling_cost_per_t")
    )
    return np.asarray(flows["way_km"].to_numpy() * per_tkm + handling)
