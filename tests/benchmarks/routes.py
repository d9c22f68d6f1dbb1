"""The three ways to a loaded HiGHS: recyclenet's, arrays written by hand for highspy, ordinary Pyomo rules with appsi_highs.

All three give the same model. Each starts from what is known of the instance (timed apart): the tables of its network, or the same facts
as dictionaries, which rules need.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import highspy
from pyomo.contrib.appsi.solvers import Highs

from recyclenet.instance.instance import Instance
from recyclenet.model.build import STRENGTHENING, build_formulation
from recyclenet.network.network import Network, build_network
from recyclenet.solve.handover import compile_model, to_highs
from recyclenet.solve.stage import MONEY_UNIT
from tests.benchmarks.direct import Direct
from tests.twin.facts import Facts, facts_of
from tests.twin.model import twin_of


@dataclass(frozen=True)
class Route:
    """One way: what it needs of an instance, and the way from there to a HiGHS that holds the model (and what keeps it alive)."""

    prepare: Callable[[Instance], Any]
    run: Callable[[Any], Any]


def by_hand(network: Network) -> highspy.Highs:
    """Return a HiGHS loaded with arrays written by hand."""
    highs = _silent()
    Direct(network).load(highs)
    return highs


def by_recyclenet(network: Network) -> highspy.Highs:
    """Return a HiGHS loaded by recyclenet with the model that the other routes load: without the rows that only strengthen it."""
    return _loaded(network, STRENGTHENING)


def as_solved(network: Network) -> highspy.Highs:
    """Return a HiGHS loaded by recyclenet as it solves large models: with the rows that strengthen the model but the lazy ones."""
    return _loaded(network, frozenset(), lazy=False)


def strengthened(network: Network) -> highspy.Highs:
    """Return a HiGHS loaded by recyclenet as it solves small models: with all rows that strengthen the model."""
    return _loaded(network, frozenset())


def _loaded(network: Network, without: frozenset[str], *, lazy: bool = True) -> highspy.Highs:
    highs = _silent()
    to_highs(compile_model(build_formulation(network, without).model, lazy=lazy), highs, money_unit=MONEY_UNIT)
    return highs


def by_rules(facts: Facts) -> Highs:
    """Return Pyomo's appsi_highs with its HiGHS loaded from a model of rules."""
    solver = Highs()
    solver.set_instance(twin_of(facts))
    return solver


ROUTES: Mapping[str, Route] = {
    "direct highspy": Route(build_network, by_hand),
    "recyclenet": Route(build_network, by_recyclenet),
    "recyclenet, as solved": Route(build_network, as_solved),
    "recyclenet, strengthened": Route(build_network, strengthened),
    "rules + appsi_highs": Route(facts_of, by_rules),
}


def _silent() -> highspy.Highs:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    return highs
