"""The plan: values of all columns of a programme, from the periods sites open in and what is hauled."""

import numpy as np

from recyclenet.errors import SolverError
from recyclenet.solve.handover import Floats, Programme
from recyclenet.solve.horizon.case import Case, Columns
from recyclenet.solve.horizon.transport import Transport

TOLERANCE = 1e-7
"""How far [relative to what the row holds] a row may be from what it says."""


def plan_values(case: Case, programme: Programme, transport: Transport, opened: Columns) -> Floats:
    """Return the values of all columns; raises SolverError if they break a row of the programme."""
    values, places = np.zeros(programme.cost.size), case.places
    standing = case.standing(opened)
    there = standing & (places.open >= 0)
    values[places.open[there]] = 1.0
    first = np.zeros_like(standing)
    used = np.flatnonzero(opened < case.periods)
    first[opened[used], used] = True
    built = first & (places.build >= 0)
    values[places.build[built]] = 1.0
    for period in range(case.periods):
        sites = np.flatnonzero(standing[period])
        haul = transport.haul(period, sites)
        if haul is None:
            raise SolverError("hauling that was priced cannot be found again; please report this instance")
        per_year = haul.tonnes / case.years[period]
        flow = places.flow[period, sites]
        values[flow[haul.tonnes > 0]] = per_year[haul.tonnes > 0]
        runs = places.throughput[period, sites] >= 0
        values[places.throughput[period, sites][runs]] = (per_year.sum(axis=1) / places.rate[period, sites])[runs]
    values[places.exit_column] = 0.0
    np.add.at(values, places.exit_column, places.exit_factor * values[places.exit_throughput])
    _obeyed(programme, values)
    return values


def _obeyed(programme: Programme, values: Floats) -> None:
    """See that values obey every row and bound."""
    rows = programme.row_lower.size
    column = np.repeat(np.arange(values.size), np.diff(programme.starts))
    terms = programme.values * values[column]
    held = np.bincount(programme.indices, weights=terms, minlength=rows)
    size = 1.0 + np.bincount(programme.indices, weights=np.abs(terms), minlength=rows)
    beyond = np.maximum(programme.row_lower - held, held - programme.row_upper) / size
    if max(beyond.max(initial=0.0), (programme.lower - values).max(initial=0.0), (values - programme.upper).max(initial=0.0)) > TOLERANCE:
        raise SolverError("the plan found breaks a row of the model; please report this instance")
