"""Keeping a design: the sites of a saved plan, held fixed in the model of another instance."""

import numpy as np

from recyclenet.errors import PlanError
from recyclenet.model.formulation import Formulation
from recyclenet.solution.solution import Solution

KEY = ["site", "technology", "size", "period"]
MOST_NAMED = 5
"""How many of the plan's sites that the instance does not know are named."""


def keep_sites(formulation: Formulation, plan: Solution) -> None:
    """Fix what stands when, and what expansion has added, as in a plan; flows are left free.

    Raises PlanError where the plan opens what the formulation's instance does not have, or forbids, in that period.
    """
    stands = plan["openings"].set_index(KEY)
    opened = formulation.variables["open"]
    labels = opened.labels.pandas
    if len(unknown := stands.index.difference(labels)):
        named = "; ".join(" ".join(map(str, key)) for key in unknown[:MOST_NAMED])
        raise PlanError(
            f"{len(unknown)} openings of the saved plan are not possible in {formulation.network.instance.settings.name}: {named}; "
            "add them to its candidates.csv, or take another plan"
        )
    kept = labels.isin(stands.index).astype(float)
    opened.lower_bounds, opened.upper_bounds = kept, kept
    added = formulation.variables["added"]
    base = plan.instance.keyed("candidates")["capacity_t"]
    beyond = stands["capacity_t"] - base.reindex(stands.index.droplevel("period")).to_numpy()
    capacity = beyond.reindex(added.labels.pandas).fillna(0.0).to_numpy()
    room = np.minimum(capacity, added.upper_bounds)
    added.lower_bounds, added.upper_bounds = room, room
