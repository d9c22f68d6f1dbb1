"""The numbers of a report: all that is shown of a plan, worked out once."""

from dataclasses import dataclass

import pandas as pd

from recyclenet.solution.assumptions import assumptions
from recyclenet.solution.chain import chain
from recyclenet.solution.emitted import emissions_by_source
from recyclenet.solution.figures import KeyFigures, key_figures
from recyclenet.solution.nearby import nearby
from recyclenet.solution.provenance import provenance
from recyclenet.solution.recovery import elements, targets_reached
from recyclenet.solution.serving import by_origin
from recyclenet.solution.solution import Solution
from recyclenet.solution.standing import standing, utilisation


@dataclass(frozen=True)
class Report:
    """A plan and the tables made of it; each is described where it is made. `marginal` is None where nobody worked them out."""

    plan: Solution
    figures: KeyFigures
    chain: pd.DataFrame
    targets: pd.DataFrame
    elements: pd.DataFrame
    standing: pd.DataFrame
    utilisation: pd.DataFrame
    served: pd.DataFrame
    nearby: pd.DataFrame
    emissions: pd.DataFrame
    assumptions: pd.DataFrame
    provenance: dict[str, str]
    marginal: pd.DataFrame | None


def report_of(plan: Solution, marginal_values: pd.DataFrame | None = None) -> Report:
    """Return the numbers of a plan's report."""
    stands = standing(plan)
    return Report(
        plan=plan,
        figures=key_figures(plan),
        chain=chain(plan),
        targets=targets_reached(plan),
        elements=elements(plan),
        standing=stands,
        utilisation=utilisation(stands),
        served=by_origin(plan),
        nearby=nearby(plan),
        emissions=emissions_by_source(plan),
        assumptions=assumptions(plan.instance),
        provenance=provenance(plan),
        marginal=marginal_values,
    )
