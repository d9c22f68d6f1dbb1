"""Building: the families, one after the other, step by step, into one formulation."""

from types import ModuleType

from recyclenet.errors import UsageError
from recyclenet.model.families import (
    balance,
    haulage,
    network_size,
    outlets,
    processing,
    siting,
    targets,
    tightening,
    uncollected,
)
from recyclenet.model.formulation import Formulation
from recyclenet.network.network import Network

FAMILIES: tuple[ModuleType, ...] = (uncollected, haulage, processing, siting, outlets, balance, targets, network_size, tightening)
"""All constraint families; the order decides the order of rows, nothing else."""

STRENGTHENING = frozenset({"tightening"})
"""Families that add strength and no meaning."""

STEPS = ("variables", "terms", "constraints")


def build_formulation(network: Network, without: frozenset[str] | set[str] = frozenset()) -> Formulation:
    """Return the model of a network; families in `without` are left out (only strengthening ones may be)."""
    if meaning := set(without) - STRENGTHENING:
        raise UsageError(f"only {', '.join(sorted(STRENGTHENING))} may be left out of the model, not {', '.join(sorted(meaning))}")
    formulation = Formulation(network)
    chosen = [(family_name(family), family) for family in FAMILIES if family_name(family) not in without]
    for step in STEPS:
        for name, family in chosen:
            formulation.family = name
            getattr(family, step, _nothing)(formulation)
    formulation.minimise_cost()
    return formulation


def family_name(family: ModuleType) -> str:
    """Return the name of a family: its file's."""
    return family.__name__.rpartition(".")[2]


def _nothing(_: Formulation) -> None:
    """Stand for a step that a family does not have."""
