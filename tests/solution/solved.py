"""Plans that several tests look at, solved once."""

from functools import cache

from recyclenet.solution.solution import Solution
from recyclenet.solve.highs import solve
from tests.cases import formulate, tutorial
from tests.solution.rich import rich


@cache
def tutorial_plan() -> Solution:
    """Return the tutorial's optimum, worked out by hand in its README."""
    return solve(formulate(tutorial()), gap=1e-9)


@cache
def rich_plan() -> Solution:
    """Return the rich instance's optimum, which has a row in every table."""
    return solve(formulate(rich()), gap=1e-9)
