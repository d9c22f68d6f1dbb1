"""The matrix of a programme by kinds of columns and rows: what stands where, so that nothing is overlooked."""

from dataclasses import dataclass

import numpy as np

from recyclenet.model.formulation import Formulation
from recyclenet.solve.handover import Programme
from recyclenet.solve.horizon.case import Columns, Floats

COLUMNS = ("flow", "throughput", "open", "build", "sold")
ROWS = ("capacity", "standing", "balance")
SURPLUS = ("supply_reach", "supply_capacity")
"""Rows of the family tightening: they say nothing that the others do not."""

EXPECTED = {
    ("capacity", "throughput"), ("capacity", "open"), ("standing", "open"), ("standing", "build"), ("balance", "flow"),
    ("balance", "throughput"), ("balance", "sold"),
}  # fmt: skip


@dataclass(frozen=True)
class Block:
    """Entries of one kind of rows in one kind of columns: both by their position in the programme, sorted by column."""

    row: Columns
    column: Columns
    value: Floats

    def where(self, chosen: np.ndarray) -> "Block":
        """Return some of the entries."""
        return Block(self.row[chosen], self.column[chosen], self.value[chosen])


class Blocks:
    """The entries of a programme by kind of row and column."""

    def __init__(self, columns: dict[str, slice], rows: dict[str, slice], programme: Programme) -> None:
        """Sort the entries into blocks."""
        self.columns, self.rows, self.programme = columns, rows, programme
        column = np.repeat(np.arange(programme.cost.size), np.diff(programme.starts))
        kinds = list(rows)
        edges = np.array([rows[kind].start for kind in kinds] + [programme.row_lower.size])
        self._found: dict[tuple[str, str], Block] = {}
        for name, where in columns.items():
            entries = slice(int(programme.starts[where.start]), int(programme.starts[where.stop]))
            row, value = programme.indices[entries].astype(np.int64), programme.values[entries]
            kind = np.searchsorted(edges, row, side="right") - 1
            for number in np.unique(kind).tolist():
                if kinds[number] not in SURPLUS:
                    here = kind == number
                    self._found[kinds[number], name] = Block(row[here], column[entries][here], value[here])

    def expected(self) -> bool:
        """Return whether no kind of column stands in a kind of row it is not known to stand in."""
        return set(self._found) <= EXPECTED

    def get(self, row: str, column: str) -> Block:
        """Return a block, empty where nothing stands."""
        none = np.empty(0, dtype=np.int64)
        return self._found.get((row, column), Block(none, none, np.empty(0)))


def blocks_of(formulation: Formulation, programme: Programme) -> Blocks | None:
    """Return the blocks of a programme made of components known here and nothing else, or None."""
    if programme.others:
        return None
    variables = {id(variable): name for name, variable in formulation.variables.items()}
    constraints = {id(constraint): name for name, constraint in formulation.constraints.items()}
    columns = {variables.get(id(variable), ""): where for variable, where in programme.columns}
    rows = {constraints.get(id(constraint), ""): where for constraint, where in programme.rows}
    counted = sum(where.stop - where.start for where in rows.values())
    known = set(columns) <= set(COLUMNS) and set(rows) <= {*ROWS, *SURPLUS}
    if not known or not {"flow", "throughput", "open"} <= set(columns) or not set(ROWS) <= set(rows):
        return None
    if counted != programme.row_lower.size or len(columns) != len(programme.columns):
        return None
    blocks = Blocks(columns, rows, programme)
    return blocks if blocks.expected() else None
