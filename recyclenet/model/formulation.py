"""The formulation: a Pyomo model that grows family by family, and the ledger of all that its variables are booked to.

A family declares variables, books terms to accounts, and closes rows. A booked term says: so many units of this account's quantity per
unit of that variable, under this component's name. The balance closes the mass account and the objective sums the cost account;
the same terms, evaluated on a plan, are its cost table.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from pyomo.environ import Binary, Block, ConcreteModel, NonNegativeIntegers, NonNegativeReals, Reals

from recyclenet.cards import card, listed, plain
from recyclenet.errors import RecyclenetError
from recyclenet.model.accounts import COST, YEARLY, Booking, Terms
from recyclenet.model.arrays import ArrayConstraint, ArrayObjective, ArrayVar, Costs, Entries, Floats, Ints, Rows
from recyclenet.model.entries import without_repeats
from recyclenet.network.labels import Codes, codes, find, fold, join, narrow, number, unfold
from recyclenet.network.network import Network

Sense = Literal["==", "<=", ">="]


@dataclass
class Formulation:
    """The model of a network while it is built, and what it is made of.

    `model` is a Pyomo ConcreteModel with one block per family; `variables` and `constraints` find its components by name;
    `codes` holds the labels of variables already read.
    """

    network: Network
    model: ConcreteModel = field(default_factory=lambda: ConcreteModel(name="recyclenet"))
    variables: dict[str, ArrayVar] = field(default_factory=dict)
    constraints: dict[str, ArrayConstraint] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    bookings: dict[str, list[Booking]] = field(default_factory=dict)
    codes: dict[str, dict[str, Codes]] = field(default_factory=dict, repr=False)
    family: str = "formulation"

    def __repr__(self) -> str:
        """Return the formulation in a line."""
        return f"Formulation({plain(self.network.instance.settings.name)}: {listed(self._counts())})"

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        rows = {name: len(component) for name, component in self.constraints.items()}
        columns = {name: len(component) for name, component in self.variables.items()}
        lines = {"holds": listed(self._counts()), "columns of": listed(columns, most=40), "rows of": listed(rows, most=40)}
        return card(f"Formulation of {self.network.instance.settings.name}", lines, "formulation.model is a Pyomo model")

    def _counts(self) -> dict[str, int]:
        whole = [len(variable) for variable in self.variables.values()]
        return {"columns": sum(whole), "of them whole": sum(len(v) for v in self.variables.values() if v.integer),
                "rows": sum(len(constraint) for constraint in self.constraints.values())}  # fmt: skip

    def variable(
        self,
        name: str,
        index: pd.Index,
        *,
        unit: str,
        binary: bool = False,
        whole: bool = False,
        lower: pd.Series | float = 0.0,
        upper: pd.Series | float = np.inf,
    ) -> None:
        """Declare a variable over an index of labels; a bound is one number or a Series over the same index."""
        real = NonNegativeReals if np.min(np.asarray(lower), initial=0.0) >= 0 else Reals
        domain = Binary if binary else (NonNegativeIntegers if whole else real)
        top = np.minimum(np.asarray(upper, dtype=float), 1.0) if binary else np.asarray(upper, dtype=float)
        variable = ArrayVar(index, domain=domain, lower=np.asarray(lower, dtype=float), upper=top, doc=unit)
        if len(index):  # a family that has nothing to say leaves no trace in the model
            self.block.add_component(name, variable)
        self.variables[name], self.units[name] = variable, unit

    def terms(self, variable: str, coefficient: pd.Series | float = 1.0, **places: str) -> Terms:
        """Return a variable times a coefficient.

        A Series is matched on the dimensions it shares with the variable; its further dimensions become labels of the term, and a
        variable without a match has no term. `places` names dimensions anew: `place="origin"` labels the term's place by its origin.
        """
        component, labels = self.variables[variable], self._labels_of(variable)
        if isinstance(coefficient, pd.Series):
            terms = self.times(Terms(component, None, 1.0, labels), coefficient)
        else:
            terms = Terms(component, None, float(coefficient), labels)
        return terms.relabelled(**places)

    def times(self, terms: Terms, coefficient: pd.Series) -> Terms:
        """Return terms times a Series, matched on the dimensions both have; the Series' further ones become labels of the products."""
        universes, names = self.network.universes, coefficient.index.names
        shared = [name for name in names if name in terms.labels]
        left = fold([terms.labels[name] for name in shared], [len(universes[name]) for name in shared])
        chosen, partners = join(left, self._keys(coefficient.index, shared), unique=len(shared) == coefficient.index.nlevels)
        values = coefficient.to_numpy(dtype=float)[partners]
        positions, factor, labels = terms.positions, terms.coefficients, dict(terms.labels)
        if chosen is not None:
            positions = chosen if positions is None else positions[chosen]
            factor = factor if isinstance(factor, float) else factor[chosen]
            labels = {name: label[chosen] for name, label in labels.items()}
        labels |= {name: narrow(codes(coefficient.index, name, universes))[partners] for name in names if name not in shared}
        return Terms(terms.variable, positions, values if isinstance(factor, float) and factor == 1.0 else values * factor, labels)

    def book(
        self, account: str, component: str, variable: str, coefficient: pd.Series | float = 1.0, *, when: str = YEARLY, **places: str
    ) -> None:
        """Book a variable times a coefficient to an account under a component's name (see `terms`)."""
        self.book_terms(account, component, lambda: self.terms(variable, coefficient, **places), when=when)

    def book_terms(self, account: str, component: str, make: Callable[[], Terms], *, when: str = YEARLY) -> None:
        """Book terms to an account under a component's name; they are worked out when the account is read."""
        self.bookings.setdefault(account, []).append(Booking(component, make, when))

    def total(self, account: str) -> list[Terms]:
        """Return all terms booked to an account."""
        return [booking.terms for booking in self.bookings.get(account, [])]

    def constraint(
        self, name: str, terms: Sequence[Terms], sense: Sense, rhs: pd.Series | float, *, by: Sequence[str], missing: float | None = None
    ) -> None:
        """Close rows: see `rows`; without any there is no constraint."""
        rows = self.rows(terms, sense, rhs, by=by, missing=missing)
        if len(rows.index):
            self._constrain(name, ArrayConstraint(rows))

    def strengthen(self, name: str, rows: Callable[[], Rows]) -> None:
        """Add rows that say nothing new, and many: they are made when somebody looks at them, or a search wants them."""
        self._constrain(name, ArrayConstraint(rows))

    def _constrain(self, name: str, component: ArrayConstraint) -> None:
        self.block.add_component(name, component)
        self.constraints[name] = component

    def rows(
        self, terms: Sequence[Terms], sense: Sense, rhs: pd.Series | float, *, by: Sequence[str], missing: float | None = None
    ) -> Rows:
        """Return rows: the terms grouped by the dimensions `by`, compared with the right-hand side.

        A number holds for every row that has a term. A Series names the rows there are; with `missing`, rows that have a term but are not
        named exist too, with that right-hand side.
        """
        sizes = [len(self.network.universes[dimension]) for dimension in by]
        span = int(np.prod(sizes, dtype=object))
        keys = [fold([term.labels[dimension] for dimension in by], sizes) for term in terms]
        stated = self._keys(rhs.index, by) if isinstance(rhs, pd.Series) else np.empty(0, dtype=np.int64)
        if isinstance(rhs, pd.Series) and missing is None:
            distinct, (rows_stated,) = number([stated], span)
            entries = [_entries(term, row, row >= 0) for term, row in zip(terms, find(distinct, keys, span), strict=True)]
        else:
            distinct, (*rows, rows_stated) = number([*keys, stated], span)
            entries = [_entries(term, row, None) for term, row in zip(terms, rows, strict=True)]
        values = np.full(distinct.size, float(missing or 0.0) if isinstance(rhs, pd.Series) else float(rhs))
        if isinstance(rhs, pd.Series):
            values[rows_stated] = rhs.to_numpy(dtype=float)
        free = np.broadcast_to(np.inf, distinct.size)
        lower, upper = (-free if sense == "<=" else values), (free if sense == ">=" else values)
        return Rows(self._labels(distinct, by, sizes), without_repeats([entry for entry in entries if entry.rows.size]), lower, upper)

    def minimise_cost(self) -> None:
        """Make the discounted total of the cost account the objective."""
        booked = ((booking.terms, booking.when) for booking in self.bookings.get(COST, []))
        self.model.objective = ArrayObjective(self.summed((terms, self.discounted(terms, when)) for terms, when in booked))

    def summed(self, weighted: Iterable[tuple[Terms, Floats]]) -> list[Costs]:
        """Return terms with the given coefficients as one coefficient per member of each variable that has any."""
        sums = {name: np.zeros(len(variable)) for name, variable in self.variables.items()}
        names = {id(variable): name for name, variable in self.variables.items()}
        for terms, values in weighted:
            total = sums[names[id(terms.variable)]]
            if terms.positions is None:
                total += values
            else:
                total += np.bincount(terms.positions, weights=values, minlength=total.size)
        return [Costs(self.variables[name], total) for name, total in sums.items() if total.any()]

    def discounted(self, terms: Terms, when: str) -> Floats:
        """Return coefficients of cost times the weight of the period they fall in (`when`: see Booking)."""
        weights: Floats = self.network["periods"][when].to_numpy()[terms.labels["period"]]
        return terms.coefficients * weights

    @property
    def block(self) -> Block:
        """Return the block of the family that is building."""
        if not hasattr(self.model, self.family):
            self.model.add_component(self.family, Block())
        return getattr(self.model, self.family)

    def _labels_of(self, variable: str) -> dict[str, Codes]:
        """Return the codes of a variable's labels by dimension, worked out once."""
        if variable not in self.codes:
            index = self.variables[variable].labels.pandas
            self.codes[variable] = {name: narrow(codes(index, name, self.network.universes)) for name in index.names}
        return self.codes[variable]

    def _keys(self, index: pd.Index, dimensions: Sequence[str]) -> Ints:
        universes = self.network.universes
        columns = [codes(index, dimension, universes) for dimension in dimensions]
        if any(column.size and column.min() < 0 for column in columns):
            raise RecyclenetError(f"a table indexed by {', '.join(dimensions)} holds a label the network does not know")
        return fold(columns, [len(universes[dimension]) for dimension in dimensions])

    def _labels(self, keys: Ints, by: Sequence[str], sizes: Sequence[int]) -> pd.MultiIndex:
        levels = [self.network.universes[dimension] for dimension in by]
        return pd.MultiIndex(levels=levels, codes=unfold(keys, sizes), names=list(by), verify_integrity=False)


def _entries(terms: Terms, rows: Ints, chosen: np.ndarray | None) -> Entries:
    """Return the matrix entries of terms in numbered rows; `chosen` keeps some of them."""
    if chosen is None or bool(chosen.all()):
        return Entries(terms.variable, rows, terms.positions, terms.coefficients)
    positions = np.flatnonzero(chosen) if terms.positions is None else terms.positions[chosen]
    values = terms.coefficients if isinstance(terms.coefficients, float) else terms.coefficients[chosen]
    return Entries(terms.variable, rows[chosen], positions.astype(np.int32, copy=False), values)
