"""Building: the families, one after the other, step by step, into one formulation."""

from types import ModuleType

from recyclenet.errors import UsageError
from recyclenet.model.families import (
    access,
    acquisition,
    balance,
    closing,
    emissions,
    exclusive,
    expansion,
    haulage,
    limits,
    network_size,
    outlets,
    processing,
    requires,
    returns,
    service,
    single_source,
    site_capacity,
    siting,
    split,
    storage,
    targets,
    tightening,
    uncollected,
    utilisation,
)
from recyclenet.model.formulation import Formulation
from recyclenet.network.network import Network

FAMILIES: tuple[ModuleType, ...] = (
    uncollected,
    access,
    haulage,
    acquisition,
    processing,
    siting,
    closing,
    expansion,
    outlets,
    returns,
    storage,
    emissions,
    balance,
    targets,
    limits,
    network_size,
    utilisation,
    site_capacity,
    exclusive,
    service,
    requires,
    split,
    single_source,
    tightening,
)
"""All constraint families; the order decides the order of rows, nothing else."""

STRENGTHENING = frozenset({"tightening"})
"""Families that add strength and no meaning."""

STEPS = ("variables", "terms", "charges", "constraints")
"""What a family may do, over all families one after the other: declare, book, charge for what was booked, close rows."""


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
