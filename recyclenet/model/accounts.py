"""Accounts: what is summed over the model, by terms that families book under a component's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from recyclenet.model.arrays import ArrayVar, Floats, Ints

MASS = "mass"
"""Tonnes per year by place, material and period: arrivals +, departures -."""

COST = "cost"
"""Money [currency]; booked per year of a period (YEARLY) or once in it (ONCE), discounted when summed."""

STANDING = "standing"
"""What stands, by site, technology, size and period: what is open +, what was open before and what is built -."""

ADDED = "added"
"""Capacity added by expansion [t/yr], likewise: what is there now +, what was there before and what is added or dropped -."""

CAPACITY = "capacity"
"""Capacity that stands [t/yr], by site, technology, size and period."""

TAKEN = "taken"
"""Tonnes per year that recipes take in, by site, technology, size, recipe, material and period."""

SUPPLIED = "supplied"
"""Tonnes per year that arise beyond the constant supply, by region, material and period."""

COLLECTED = "collected"
"""Tonnes per year that leave their owners for the network, likewise: what arises +, what stays or is dealt with on the spot -."""

UNCOLLECTED = "uncollected"
"""Tonnes per year that stay with their owners, by region, material and period."""

SOLD = "sold"
"""Tonnes per year that leave the network, by outlet, material and period."""

RECOVERED = "recovered"
"""Tonnes per year of an element that buyers take, by element, outlet, material and period."""

EMISSIONS = "emissions"
"""Tonnes per year of a gas, by gas, place, period, and technology, or material and mode."""

INVESTMENT = "investment"
"""Money spent on opening and expanding [currency in the period, not discounted], by site, technology, size and period."""

JOBS = "jobs"
"""People at work, by site, technology, size and period."""

HAULAGE = "haulage"
"""Transport performance [t km/yr], by origin, destination, material, mode and period."""

YEARLY, ONCE = "annual_weight", "opening_weight"
"""When a cost falls: in every year of the period, or once, in its first year. Names of the weights in the network's periods."""


@dataclass(frozen=True)
class Terms:
    """Coefficients of one variable with the labels of the rows they belong to.

    `positions` are positions in the variable (None: all, in order); `labels` maps a dimension to the codes of the rows, one per term.
    """

    variable: ArrayVar
    positions: Ints | None
    coefficients: Floats | float
    labels: Mapping[str, Ints]

    def relabelled(self, **names: str) -> "Terms":
        """Return the terms with dimensions named anew: `place="origin"` labels the place by the origin."""
        return replace(self, labels={**self.labels, **{new: self.labels[old] for new, old in names.items()}})

    def __neg__(self) -> "Terms":
        """Return the terms with the other sign."""
        return replace(self, coefficients=-self.coefficients)

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self.variable) if self.positions is None else self.positions.size


@dataclass(frozen=True)
class Booking:
    """Terms booked to an account under a component's name; `when` is YEARLY or ONCE for costs. The terms are worked out when read."""

    component: str
    make: Callable[[], Terms]
    when: str

    @property
    def terms(self) -> Terms:
        """Return the terms, worked out anew: those of flows are as long as the model is large."""
        return self.make()
