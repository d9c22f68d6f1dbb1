"""Pyomo components that keep their numbers in arrays: an ordinary model to whoever looks, no cost to whoever does not.

`ArrayVar`, `ArrayConstraint` and `ArrayObjective` are Pyomo's own component classes. Bounds, right-hand sides and matrix entries stay
in numpy arrays; the data object of one variable or one row (`m.flow["Ganzhou", ...]`) is made when somebody asks for it: a
writer, `pprint`, another solver. The hand-over to HiGHS reads the arrays and asks for none.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyomo.core.base.constraint import ConstraintData, IndexedConstraint
from pyomo.core.base.objective import ObjectiveData, ScalarObjective
from pyomo.core.base.set import OrderedSetOf
from pyomo.core.base.var import IndexedVar, VarData
from pyomo.core.expr.numeric_expr import LinearExpression
from pyomo.core.expr.relational_expr import EqualityExpression, InequalityExpression

Floats = NDArray[np.float64]
Ints = NDArray[np.int64] | NDArray[np.int32]


class Labels(Sequence[Any]):
    """The labels of a component as a sequence of tuples (scalars for one dimension), made from an index only when read."""

    def __init__(self, index: pd.Index | Callable[[], pd.Index]) -> None:
        """Keep the index, or what makes it when the labels are read; labels must not repeat."""
        self._index = index

    @property
    def pandas(self) -> pd.Index:
        """Return the index."""
        if not isinstance(self._index, pd.Index):
            self._index = self._index()
        return self._index

    def __len__(self) -> int:
        """Return the number of labels."""
        return len(self.pandas)

    def __getitem__(self, position: Any) -> Any:
        """Return the label at a position."""
        return self.pandas[position]

    def __iter__(self) -> Iterator[Any]:
        """Return the labels in order."""
        return iter(self.pandas)

    def __contains__(self, label: object) -> bool:
        """Return whether there is such a label."""
        return self._find(label) is not None

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """Return the position of a label."""
        position = self._find(value)
        if position is None:
            raise ValueError(f"{value!r} is not a label")
        return position

    def _find(self, label: Any) -> int | None:
        """Return the position of a label, or None; a slice or a partial label is no label."""
        width = self.pandas.nlevels
        if (isinstance(label, tuple) and len(label) != width) or (width > 1 and not isinstance(label, tuple)):
            return None
        try:
            position = self.pandas.get_loc(label)
        except (KeyError, TypeError):
            return None
        return int(position) if isinstance(position, int | np.integer) else None


class LabelSet(OrderedSetOf):  # type: ignore[misc]
    """The Pyomo set of a component's labels; unlike its parent it knows its dimension without reading them."""

    @property
    def dimen(self) -> int:
        """Return the number of dimensions."""
        return int(self._ref.pandas.nlevels)


@dataclass(frozen=True)
class Entries:
    """Matrix entries of one variable component: `rows[k]`, the variable at `positions[k]` (all in order if None), `coefficients[k]`."""

    variable: "ArrayVar"
    rows: Ints
    positions: Ints | None
    coefficients: Floats | float

    def sorted_by_row(self) -> tuple[Ints, Ints, Floats]:
        """Return rows in rising order with the positions and coefficients that belong to them."""
        positions = np.arange(self.rows.size) if self.positions is None else self.positions
        order = np.argsort(self.rows, kind="stable")
        return self.rows[order], positions[order], np.broadcast_to(self.coefficients, self.rows.shape)[order]


@dataclass(frozen=True)
class Rows:
    """Linear rows over the labels of an index: lower <= sum of entries <= upper."""

    index: pd.Index
    entries: Sequence[Entries]
    lower: Floats
    upper: Floats


class _LazyMembers:
    """What array-backed indexed components share: as many members as labels, made when asked for."""

    _data: dict[Any, Any]
    labels: Labels

    def __len__(self) -> int:
        """Return the number of members, made or not."""
        return len(self.labels)

    def __contains__(self, label: object) -> bool:
        """Return whether there is a member of this label."""
        return label in self.labels

    @property
    def made(self) -> dict[int, Any]:
        """Return the members made so far, by position."""
        return {self.labels.index(label): member for label, member in self._data.items()}


class ArrayVar(_LazyMembers, IndexedVar):  # type: ignore[misc]
    """A variable over the labels of an index.

    `lower_bounds` and `upper_bounds` are arrays of its length (infinite where there is none); `solution` holds its values after `load`.
    """

    def __init__(self, index: pd.Index, *, domain: Any, lower: Floats | float = 0.0, upper: Floats | float = np.inf, doc: str = "") -> None:
        """Keep the bounds; no member is made."""
        self.labels = Labels(index)
        self.lower_bounds = np.broadcast_to(np.asarray(lower, dtype=float), len(index))
        self.upper_bounds = np.broadcast_to(np.asarray(upper, dtype=float), len(index))
        self.solution: Floats | None = None
        self.integer = bool(domain.get_interval()[2] == 1)
        IndexedVar.__init__(self, LabelSet(self.labels), domain=domain, dense=False, doc=doc)

    def _getitem_when_not_present(self, label: Any) -> VarData:
        member = cast(VarData, super()._getitem_when_not_present(label))
        position = self.labels.index(label)
        lower, upper = self.lower_bounds[position], self.upper_bounds[position]
        member.setlb(float(lower) if np.isfinite(lower) else None)
        member.setub(float(upper) if np.isfinite(upper) else None)
        if self.solution is not None:
            member.set_value(float(self.solution[position]), skip_validation=True)
        return member

    def load(self, values: Floats) -> None:
        """Take the values of a solution, one per label."""
        self.solution = values
        for position, member in self.made.items():
            member.set_value(float(values[position]), skip_validation=True)


class RowData(ConstraintData):  # type: ignore[misc]
    """One row of an array-backed constraint. It can be deactivated, not rewritten: the arrays would not know."""

    __slots__ = ()

    def set_value(self, expr: Any) -> None:
        """Refuse a second expression."""
        if self._expr is not None:
            raise ValueError(f"{self.name} belongs to an array-backed constraint; deactivate it and add a constraint of your own")
        super().set_value(expr)


class ArrayConstraint(_LazyMembers, IndexedConstraint):  # type: ignore[misc]
    """Linear rows over the labels of an index; `lazy` ones are given by what makes them, and made when somebody looks."""

    _ComponentDataClass = RowData

    def __init__(self, rows: Rows | Callable[[], Rows], doc: str = "") -> None:
        """Keep the arrays; no member is made."""
        self.lazy = not isinstance(rows, Rows)
        self._rows = rows
        self.labels = Labels(lambda: self.rows.index)
        self.dual: Floats | None = None
        self._by_row: list[tuple[Ints, Ints, Floats]] | None = None
        IndexedConstraint.__init__(self, LabelSet(self.labels), doc=doc)

    @property
    def rows(self) -> Rows:
        """Return all rows as arrays."""
        if not isinstance(self._rows, Rows):
            self._rows = self._rows()
        return self._rows

    def _create_objects_for_deepcopy(self, memo: Any, components: Any) -> Any:
        """Look at the rows before they are copied: what makes them knows the variables of this model only."""
        _ = self.labels.pandas
        return super()._create_objects_for_deepcopy(memo, components)

    def construct(self, data: Any = None) -> None:
        """Mark as constructed: the arrays are there."""
        self._constructed = True

    def deactivate(self) -> None:
        """Deactivate the component and the rows made so far."""
        self._active = False
        for row in self._data.values():
            row.deactivate()

    def activate(self) -> None:
        """Activate the component and the rows made so far."""
        self._active = True
        for row in self._data.values():
            row.activate()

    def _getitem_when_not_present(self, label: Any) -> RowData:
        row = RowData(component=self)
        row._index = label
        self._data[label] = row
        row.set_value(self._expression(self.labels.index(label)))
        return row

    def _expression(self, row: int) -> Any:
        if self._by_row is None:
            self._by_row = [entries.sorted_by_row() for entries in self.rows.entries]
        coefficients: list[float] = []
        variables: list[VarData] = []
        for entries, (rows, positions, values) in zip(self.rows.entries, self._by_row, strict=True):
            first, last = np.searchsorted(rows, [row, row + 1])
            variables += [entries.variable[entries.variable.labels[position]] for position in positions[first:last]]
            coefficients += [float(value) for value in values[first:last]]
        body = LinearExpression(constant=0, linear_coefs=coefficients, linear_vars=variables)
        lower, upper = float(self.rows.lower[row]), float(self.rows.upper[row])
        if lower == upper:
            return EqualityExpression((body, upper))
        return InequalityExpression((body, upper), False) if np.isinf(lower) else InequalityExpression((lower, body), False)


@dataclass(frozen=True)
class Costs:
    """Objective coefficients of one variable component, one per label."""

    variable: ArrayVar
    coefficients: Floats = field(repr=False)


class ArrayObjective(ScalarObjective):  # type: ignore[misc]
    """A linear objective to be minimised; its expression is written out when read."""

    def __init__(self, costs: Sequence[Costs], doc: str = "") -> None:
        """Keep the coefficients."""
        self.costs: tuple[Costs, ...] = tuple(costs)
        ScalarObjective.__init__(self, doc=doc)
        self._args_: tuple[Any] = (None,)

    def construct(self, data: Any = None) -> None:
        """Mark as constructed: the arrays are there."""
        self._constructed = True
        self._data[None] = self

    @property
    def args(self) -> tuple[Any]:
        """Return the expression, written out at the first call."""
        if self._args_[0] is None:
            coefficients = [float(value) for cost in self.costs for value in cost.coefficients[cost.coefficients != 0]]
            variables = [cost.variable[cost.variable.labels[k]] for cost in self.costs for k in np.flatnonzero(cost.coefficients)]
            self._args_ = (LinearExpression(constant=0, linear_coefs=coefficients, linear_vars=variables),)
        return self._args_

    def set_value(self, expr: Any) -> None:
        """Replace the objective by an expression; the arrays no longer count."""
        self.costs = ()
        ObjectiveData.set_value(self, expr)
