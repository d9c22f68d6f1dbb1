"""Instances for tests: those of the project, and copies of them with other rows."""

from functools import cache
from pathlib import Path

import pandas as pd

from recyclenet.instance import edits
from recyclenet.instance.files import read_instance
from recyclenet.instance.instance import Instance
from recyclenet.model.build import build_formulation
from recyclenet.model.formulation import Formulation
from recyclenet.network.network import build_network

ROOT = Path(__file__).parent.parent
TUTORIAL = ROOT / "instances" / "tutorial"
STARTER = ROOT / "recyclenet" / "instance" / "starter"


@cache
def tutorial() -> Instance:
    """Return the tutorial instance, solved by hand in its README."""
    return read_instance(TUTORIAL)


@cache
def starter() -> Instance:
    """Return the starter instance."""
    return read_instance(STARTER)


def with_table(instance: Instance, table: str, frame: pd.DataFrame) -> Instance:
    """Return the instance with another table."""
    return edits.with_tables(instance, {table: frame})


def with_rows(instance: Instance, table: str, *rows: dict[str, str]) -> Instance:
    """Return the instance with further rows, each given as text by column."""
    return edits.with_rows(instance, table, list(rows))


def with_values(instance: Instance, table: str, column: str, value: object, **where: str) -> Instance:
    """Return the instance with one column set in the rows that match `where`."""
    frame = instance[table].copy()
    chosen = pd.Series(data=True, index=frame.index)
    for key, label in where.items():
        chosen &= frame[key] == label
    assert chosen.any(), where
    frame.loc[chosen, column] = value
    return with_table(instance, table, frame)


def without(instance: Instance, table: str) -> Instance:
    """Return the instance without the rows of a table."""
    return with_table(instance, table, instance[table].iloc[:0])


def formulate(instance: Instance, without: frozenset[str] = frozenset()) -> Formulation:
    """Return the formulation of an instance."""
    return build_formulation(build_network(instance), without)
