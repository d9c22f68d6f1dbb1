"""The case of the path model: sources, the paths their supply may take, and the plans of the facilities these pass."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recyclenet.solve.handover import Floats

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Sources:
    """Supply of a material at a region in a period: amount [t/yr], period, and the least it costs to keep it out of the network.

    Costs are discounted money per t/yr; `left` is infinite where all must go somewhere.
    """

    supply: Floats
    period: Ints
    left: Floats


@dataclass(frozen=True)
class Paths:
    """Ways of supply through the network: source (rising), cost [per t/yr of supply], and the links it uses (second -1: none)."""

    source: Ints
    cost: Floats
    first: Ints
    second: Ints


@dataclass(frozen=True)
class Links:
    """Pairs of a source and a facility that may serve it, ordered by facility and period.

    `usage` is what a tonne of supply takes of the facility's capacity [t/t], at least.
    """

    source: Ints
    facility: Ints
    usage: Floats


@dataclass(frozen=True)
class Plans:
    """What may become of facilities besides staying closed: a size, open from a period on for good; ordered by facility.

    cost: of opening and keeping open, discounted. must: facilities that may not stay closed. By facility, period and size: `capacity`
    [t/yr], 0 where it may not run; `surcharge`: what processing costs there beyond the facility's cheapest size [per t/yr]; `opened`: the
    programme's column that says it is open, or -1.
    """

    facility: Ints
    size: Ints
    first_period: Ints
    cost: Floats
    must: NDArray[np.bool_]
    capacity: Floats
    surcharge: Floats
    opened: Ints


@dataclass(frozen=True)
class Case:
    """A relaxation of a programme: every plan of the programme is one of the case, at no more than its cost less `constant`."""

    sources: Sources
    links: Links
    paths: Paths
    plans: Plans
    constant: float

    @property
    def facilities(self) -> int:
        """Return the number of facilities: pairs of a site and a technology."""
        return int(self.plans.must.size)

    @property
    def periods(self) -> int:
        """Return the number of periods."""
        return int(self.plans.capacity.shape[1])
