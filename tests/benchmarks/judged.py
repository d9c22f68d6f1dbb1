"""An answer judged on the programme itself: what it costs, and how far it breaks a rule."""

import numpy as np

from recyclenet.solve.handover import Floats, Programme

TOLERANCE = 1e-5
"""Breach up to which an answer counts: solvers allow themselves 1e-6 of rows they have scaled."""


def judged(programme: Programme, values: Floats) -> tuple[float, float]:
    """Return the cost of an answer and its largest breach of a row, a bound or wholeness, relative to what is weighed there (1 if less)."""
    columns = np.repeat(np.arange(programme.cost.size), np.diff(programme.starts))
    parts, height = programme.values * values[columns], programme.row_lower.size
    activity: Floats = np.zeros(height)
    weight: Floats = np.zeros(height)
    np.add.at(activity, programme.indices, parts)
    np.add.at(weight, programme.indices, np.abs(parts))
    whole = values[programme.integer]
    breaches = [
        _outside(activity, programme.row_lower, programme.row_upper) / np.maximum(weight, 1.0),
        _outside(values, programme.lower, programme.upper) / np.maximum(np.abs(values), 1.0),
        np.abs(whole - np.round(whole)),
    ]
    return programme.total(values), max(float(breach.max(initial=0.0)) for breach in breaches)


def _outside(amounts: Floats, lower: Floats, upper: Floats) -> Floats:
    return np.maximum(np.maximum(lower - amounts, amounts - upper), 0.0)
