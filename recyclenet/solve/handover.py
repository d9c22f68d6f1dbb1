"""The hand-over: a Pyomo model as the arrays of a linear programme, and from there into HiGHS in one call.

Array-backed components are read as arrays; ordinary variables and constraints beside them go through Pyomo's linear representation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from pyomo.core.base.constraint import Constraint
from pyomo.core.base.objective import Objective
from pyomo.core.base.var import Var
from pyomo.environ import ConcreteModel, value
from pyomo.repn import generate_standard_repn

from recyclenet.errors import SolverError
from recyclenet.model.arrays import ArrayConstraint, ArrayObjective, ArrayVar, Costs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64] | NDArray[np.int32]


@dataclass
class Programme:
    """A mixed-integer linear programme by columns: costs and bounds of columns and rows, and the matrix in compressed columns.

    `columns` and `rows` say which slice belongs to which array-backed component; `others` finds ordinary variables by identity.
    """

    cost: Floats
    offset: float
    lower: Floats
    upper: Floats
    integer: NDArray[np.bool_]
    row_lower: Floats
    row_upper: Floats
    starts: NDArray[np.int32]
    indices: NDArray[np.int32]
    values: Floats
    columns: list[tuple[ArrayVar, slice]] = field(default_factory=list)
    rows: list[tuple[ArrayConstraint, slice]] = field(default_factory=list)
    others: dict[int, tuple[Any, int]] = field(default_factory=dict)

    def coefficients(self, costs: Sequence[Costs]) -> Floats:
        """Return coefficients of array-backed variables as one per column."""
        starts = {id(variable): where.start for variable, where in self.columns}
        total = np.zeros(self.cost.size)
        for part in costs:
            total[starts[id(part.variable)] : starts[id(part.variable)] + part.coefficients.size] += part.coefficients
        return total

    def total(self, values: Floats) -> float:
        """Return the cost of a plan, given by the values of its columns."""
        return float(self.cost @ values) + self.offset

    def with_rows(self, more: "Programme") -> "Programme":
        """Return the programme with the rows of another one of the same columns below its own."""
        height, size = self.row_lower.size, self.values.size + more.values.size
        below = np.repeat(self.starts[1:], np.diff(more.starts)) + np.arange(more.values.size, dtype=np.int32)
        own = np.ones(size, dtype=bool)
        own[below] = False
        indices, values = np.empty(size, dtype=np.int32), np.empty(size)
        indices[own], indices[below] = self.indices, more.indices + np.int32(height)
        values[own], values[below] = self.values, more.values
        return replace(
            self,
            row_lower=np.concatenate([self.row_lower, more.row_lower]),
            row_upper=np.concatenate([self.row_upper, more.row_upper]),
            starts=self.starts + more.starts,
            indices=indices,
            values=values,
            rows=[*self.rows, *((component, slice(where.start + height, where.stop + height)) for component, where in more.rows)],
        )

    def hold(self, costs: Floats, most: float) -> None:
        """Add a row: costs times the columns are at most so much."""
        unit = max(1.0, float(np.abs(costs).max(initial=0.0)))  # so that the row's tolerance is in proportion to what it holds
        told = np.flatnonzero(costs)
        last = self.starts[1:][told]
        self.indices = np.insert(self.indices, last, np.int32(self.row_lower.size))
        self.values = np.insert(self.values, last, costs[told] / unit)
        self.starts = np.concatenate([[0], np.cumsum(np.diff(self.starts) + (costs != 0))]).astype(np.int32)
        self.row_lower, self.row_upper = np.append(self.row_lower, -np.inf), np.append(self.row_upper, most / unit)


@dataclass
class _Block:
    """Matrix entries: rows, counted from `first_row`, columns (a slice when they are consecutive) and values."""

    first_row: int
    rows: Ints
    columns: Ints | slice
    values: Floats | float


def compile_model(model: ConcreteModel, *, lazy: bool = True) -> Programme:
    """Return the arrays of a model; fixed variables become bounds, deactivated rows are left out, and without `lazy` the lazy ones too."""
    columns: list[tuple[ArrayVar, slice]] = []
    ordinary: dict[int, tuple[Any, int]] = {}
    width = 0
    for component in model.component_objects(Var, active=True):
        if isinstance(component, ArrayVar):
            columns.append((component, slice(width, width + len(component))))
            width += len(component)
        else:
            ordinary |= {id(member): (member, width + k) for k, member in enumerate(component.values())}
            width += len(component)
    finder = _Columns({id(variable): where.start for variable, where in columns}, ordinary)
    wanted = [row for row in model.component_objects(Constraint, active=True) if lazy or not _is_lazy(row)]
    matrix = _rows(wanted, finder, width)
    cost, offset = _costs(model, finder, width)
    lower, upper, integer = _bounds(columns, ordinary, width)
    return Programme(cost, offset, lower, upper, integer, **matrix, columns=columns, others=ordinary)


def lazy_rows(model: ConcreteModel, programme: Programme) -> Programme:
    """Return the lazy rows of a model that its programme does not hold, as a programme of the same columns."""
    held = {id(component) for component, _ in programme.rows}
    wanted = [row for row in model.component_objects(Constraint, active=True) if _is_lazy(row) and id(row) not in held]
    finder = _Columns({id(variable): where.start for variable, where in programme.columns}, programme.others)
    return replace(programme, **_rows(wanted, finder, programme.cost.size))


def with_lazy_rows(model: ConcreteModel, programme: Programme) -> Programme:
    """Return a programme with all the lazy rows of its model."""
    return programme.with_rows(lazy_rows(model, programme))


def _is_lazy(constraint: Constraint) -> bool:
    return isinstance(constraint, ArrayConstraint) and constraint.lazy


def to_highs(programme: Programme, highs: highspy.Highs, *, money_unit: float = 1.0) -> None:
    """Pass a programme to a HiGHS object, its costs divided by `money_unit`; every number must be finite or a proper bound."""
    for name in ("cost", "values"):
        if not np.all(np.isfinite(getattr(programme, name))):
            raise SolverError(f"the model's {name} hold a number that is not finite; check prices and recipes of the instance")
    if np.isnan(programme.row_lower).any() or np.isnan(programme.lower).any():
        raise SolverError("the model's bounds hold a number that is not a number; check limits and capacities of the instance")
    layout = (int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize))
    sizes = (programme.cost.size, programme.row_lower.size, programme.values.size)
    money = (programme.offset / money_unit, programme.cost / money_unit)
    bounds = (programme.lower, programme.upper, programme.row_lower, programme.row_upper)
    matrix = (programme.starts, programme.indices)
    kinds = programme.integer.astype(np.int32)
    status = highs.passModel(*sizes, *layout, *money, *bounds, *matrix, programme.values, kinds)
    if status != highspy.HighsStatus.kOk:
        raise SolverError(f"HiGHS does not take the model as it is (status {status.name})")


def load(programme: Programme, values: Floats) -> None:
    """Give the model's variables the values of a solution."""
    for variable, where in programme.columns:
        variable.load(values[where])
    for member, column in programme.others.values():
        member.set_value(float(values[column]), skip_validation=True)


class _Columns:
    """Finds the column of a variable's data object."""

    def __init__(self, starts: dict[int, int], ordinary: dict[int, tuple[Any, int]]) -> None:
        self.starts, self.ordinary = starts, ordinary

    def of(self, member: Any) -> int:
        """Return the column of a member of an array-backed or an ordinary variable."""
        component = member.parent_component()
        if isinstance(component, ArrayVar):
            return self.starts[id(component)] + component.labels.index(member.index())
        return self.ordinary[id(member)][1]


def _bounds(
    columns: list[tuple[ArrayVar, slice]], ordinary: dict[int, tuple[Any, int]], width: int
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return the bounds of all columns, and which of them are whole; what somebody looked at may have been changed."""
    lower, upper, integer = np.empty(width), np.empty(width), np.empty(width, dtype=bool)
    looked_at = list(ordinary.values())
    for variable, where in columns:
        lower[where], upper[where], integer[where] = variable.lower_bounds, variable.upper_bounds, variable.integer
        looked_at += [(member, where.start + position) for position, member in variable.made.items()]
    for member, column in looked_at:
        low, high = (value(member), value(member)) if member.fixed else member.bounds
        lower[column], upper[column] = -np.inf if low is None else low, np.inf if high is None else high
        integer[column] = member.is_integer()
    return lower, upper, integer


def _rows(constraints: Sequence[Constraint], finder: _Columns, width: int) -> dict[str, Any]:
    """Return what a programme holds of rows: bounds, the matrix, and where the array-backed ones are."""
    blocks: list[_Block] = []
    rows: list[tuple[ArrayConstraint, slice]] = []
    lowers: list[Floats] = []
    uppers: list[Floats] = []
    height = 0
    for component in constraints:
        if isinstance(component, ArrayConstraint):
            lower, upper = np.array(component.rows.lower), np.array(component.rows.upper)
            for position, row in component.made.items():
                if not row.active:
                    lower[position], upper[position] = -np.inf, np.inf
            for entries in component.rows.entries:
                start = finder.starts[id(entries.variable)]
                where = slice(start, start + entries.rows.size) if entries.positions is None else entries.positions + start
                blocks.append(_Block(height, entries.rows, where, entries.coefficients))
            rows.append((component, slice(height, height + len(component))))
            lowers.append(lower)
            uppers.append(upper)
            height += len(component)
        else:
            for row in component.values():
                if row.active:
                    blocks.append(_ordinary(row.body, finder, height))
                    low, body, high = row.to_bounded_expression(evaluate_bounds=True)
                    constant = generate_standard_repn(body).constant
                    lowers.append(np.array([-np.inf if low is None else low - constant], dtype=float))
                    uppers.append(np.array([np.inf if high is None else high - constant], dtype=float))
                    height += 1
    empty = [np.empty(0)]
    starts, indices, values = _compress(blocks, width)
    return {
        "row_lower": np.concatenate(lowers or empty), "row_upper": np.concatenate(uppers or empty), "starts": starts, "indices": indices,
        "values": values, "rows": rows,
    }  # fmt: skip


def _ordinary(body: Any, finder: _Columns, row: int) -> _Block:
    linear = generate_standard_repn(body, compute_values=True)
    if not linear.is_linear():
        raise SolverError("a constraint added to the model is not linear; HiGHS solves linear models only")
    found = [finder.of(member) for member in linear.linear_vars]
    return _Block(row, np.zeros(len(found), dtype=np.int64), np.array(found, dtype=np.int64), np.array(linear.linear_coefs, dtype=float))


def _costs(model: ConcreteModel, finder: _Columns, width: int) -> tuple[Floats, float]:
    cost, offset = np.zeros(width), 0.0
    for objective in model.component_data_objects(Objective, active=True):
        if isinstance(objective, ArrayObjective) and objective.costs:
            for part in objective.costs:
                start = finder.starts[id(part.variable)]
                cost[start : start + part.coefficients.size] += part.coefficients
        else:
            block = _ordinary(objective.expr, finder, 0)
            cost += np.bincount(np.asarray(block.columns), weights=np.asarray(block.values), minlength=width)
            offset += float(generate_standard_repn(objective.expr).constant or 0.0)
    return cost, offset


def _compress(blocks: list[_Block], width: int) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
    """Return the matrix in compressed columns: entries are counted, then dealt out block by block."""
    ordered = [_by_column(block) for block in blocks]
    runs = [_runs(block.columns) for block in ordered]
    starts = np.zeros(width + 1, dtype=np.int32)
    for columns, lengths in runs:
        starts[1:][columns] += lengths
    np.cumsum(starts, out=starts)
    free = starts[:-1].copy()
    indices, values = np.empty(int(starts[-1]), dtype=np.int32), np.empty(int(starts[-1]))
    for block, (columns, lengths) in zip(ordered, runs, strict=True):
        target: Ints = free[columns]
        if not isinstance(lengths, int):
            before: Ints = np.cumsum(lengths, dtype=np.int64) - lengths
            target = np.repeat(target - before, lengths) + np.arange(block.rows.size, dtype=np.int64)
        indices[target], values[target] = block.rows + block.first_row, block.values
        free[columns] += lengths
    return starts, indices, values


def _by_column(block: _Block) -> _Block:
    """Return a block whose columns do not fall; most come like that."""
    if isinstance(block.columns, slice) or np.all(block.columns[1:] >= block.columns[:-1]):
        return block
    order = np.argsort(block.columns, kind="stable")
    values = block.values if isinstance(block.values, float) else block.values[order]
    return _Block(block.first_row, block.rows[order], block.columns[order], values)


def _runs(columns: Ints | slice) -> tuple[Ints | slice, NDArray[np.int32] | int]:
    """Return the distinct ones of columns that do not fall, and how often each stands (1 where none repeats)."""
    if isinstance(columns, slice):
        return columns, 1
    first = np.flatnonzero(np.concatenate([[True], columns[1:] != columns[:-1]])) if columns.size else columns
    if first.size == columns.size:
        return columns, 1
    return columns[first], np.diff(first, append=columns.size).astype(np.int32)
